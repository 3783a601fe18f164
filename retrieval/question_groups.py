"""Questions and their vectors → which of them ask the same. Pure.

Close vectors alone would join "in 2023" with "in 2024" and "Sweden" with "Finland": numbers, names
and the kind of answer have to agree. Measured: benchmarks/question_groups.py.
"""

import re
from collections.abc import Sequence

import numpy as np

from retrieval.embedding import Embeddings
from retrieval.numbers import numbers_in
from retrieval.questions import Query

# The mean cosine from which a question joins a group; and where only one word differs, it is
# another question ("launch", "land") unless they are as near as this.
SAME = 0.65
ONE_WORD_OFF = 0.86

_YES_NO = re.compile(
    r"^\W*(?:is|are|was|were|do|does|did|has|have|had|can|could|will|would|may|might|must|should)\b",
    re.I,
)
_KINDS = {
    "when": r"^\W*(?:since )?when\b|\b(?:what|which) (?:year|date|day|month|time)\b|\bdate\b",
    "quantity": r"\bhow (?:many|much|long|far|old|big|large|often|high|fast|tall)\b"
    r"|\bnumber of\b|\b(?:price|cost|toll)\b",
    "why": r"^\W*why\b|\breason\b|\bcause[ds]?\b",
    "who": r"^\W*(?:who|whom|whose)\b",
    "where": r"^\W*where\b",
    "how": r"^\W*how\b",
    "yes or no": _YES_NO.pattern,
}
_PATTERNS = {kind: re.compile(pattern, re.I) for kind, pattern in _KINDS.items()}


def same_questions(queries: Sequence[Query], vectors: Embeddings) -> list[list[int]]:
    """Groups of places in `queries`, each in its order, whose questions ask the same; `vectors`
    are theirs, of shape (questions, dimensions), of length 1."""
    cosines = vectors @ vectors.T
    kinds = [kind_of(query.text) for query in queries]
    numbers = [_numbers(query.text) for query in queries]
    groups: list[list[int]] = []

    def apart(one: int, other: int) -> bool:
        return (
            numbers[one] != numbers[other]
            or not _may_be_one(kinds[one], kinds[other])
            or _told_apart(
                queries[one],
                queries[other],
                float(cosines[one, other]),
                ordered=kinds[one] == kinds[other] == "yes or no",
            )
        )

    for number in range(len(queries)):
        best, joined = SAME, None
        for group in groups:
            near = float(np.mean(cosines[number, group]))
            if near >= best and not any(apart(number, other) for other in group):
                best, joined = near, group
        if joined is None:
            groups.append([number])
        else:
            joined.append(number)
    return groups


def most_typical(group: Sequence[int], vectors: Embeddings) -> int:
    """The one that is nearest to all others of its group, the first of several."""
    chosen = vectors[list(group)]
    return group[int(np.argmax(np.round((chosen @ chosen.T).sum(axis=1), 6)))]


def kind_of(question: str) -> str:
    """What it asks for: "when", "quantity", "yes or no" …; "" where that isn't plain."""
    found = (kind for kind, pattern in _PATTERNS.items() if pattern.search(question))
    return next(found, "")


def _may_be_one(kind: str, other: str) -> bool:
    """ "What went wrong" asks for no time; "which judge" may ask for a name."""
    if "when" in (kind, other):
        return kind == other
    return not kind or not other or kind == other


def _numbers(text: str) -> frozenset[str]:
    return frozenset(str(number.value) for number in numbers_in(text))


def _told_apart(one: Query, other: Query, cosine: float, *, ordered: bool) -> bool:
    """Whether each names what the other doesn't, or one word makes the difference. `ordered`:
    who does it to whom is told by which name comes first."""
    if one.missing_names(other.asked) and other.missing_names(one.asked):
        return True
    both = one.names & other.names
    if ordered and _in_order(one, both) != _in_order(other, both):
        return True
    alone = (len({*one.terms} - other.asked), len({*other.terms} - one.asked))
    return alone == (1, 1) and cosine < ONE_WORD_OFF


def _in_order(query: Query, names: frozenset[str]) -> list[str]:
    return [term for term in query.terms if term in names]
