"""A yes-or-no question and a quote → whether the quote says that it is so. Pure.

Words decide: what was dropped, lifted or reversed no longer holds, and what is denied does not.
"""

import re

from retrieval.figures import Kind, Value
from retrieval.questions import Query
from retrieval.sentences import sentence_spans
from retrieval.terms import distinct_terms

_YES_OR_NO = re.compile(
    r"^\W*(?:(?:so|and|but|hey|hi|ok)\W+)?(?:is|are|was|were|did|does|do|has|have|had|will|can|could)"
    r"(?:n['’]t)?\s+\w+",
    re.I,
)
_ASKS_ELSE = re.compile(
    r"\b(?:who|what|when|where|why|which|how|or)\b(?! not\b)|\bnot\b(?<!or not)", re.I
)
# A question that joins two reports asks for neither status.
_LONGEST_QUESTION = 8
_UNDONE = re.compile(
    r"\b(?:drop(?:s|ped)|lift(?:s|ed)|revok(?:e[sd]?|ing)|withdr(?:ew|awn?)|overturn(?:s|ed)"
    r"|quash(?:es|ed)|revers(?:es|ed)|cancel\w*|call(?:s|ed) off|scrapp?(?:s|ed)|acquit\w*"
    r"|cleared|freed|resum(?:es?|ed)|re-?open(?:s|ed)?|back (?:to|at) work|no longer|any ?more"
    r"|(?:is|are|was|were) over|end(?:s|ed)|abandon(?:s|ed)|reinstat\w+|restored|repeal(?:s|ed)"
    r"|struck down|annul\w*|rescind\w*|turn(?:s|ed) down|pardon(?:s|ed))\b",
    re.I,
)
_DENIED = re.compile(
    r"\b(?:not|\w+n['’]t|never|no|none|neither|nor|den(?:y|ies|ied)|refus(?:es?|ed)"
    r"|reject(?:s|ed)|declin(?:es?|ed)|fail(?:s|ed)|without|has yet to|have yet to|cannot)\b",
    re.I,
)
# So much of the question must stand in the sentence, or in the quote and its headline.
SAID_IN_SENTENCE, SAID_IN_QUOTE = 0.6, 0.5
YES, NO, UNDONE = "yes", "no", "undone"


def asks_status(query: Query) -> bool:
    """Whether yes or no would answer it."""
    return (
        bool(_YES_OR_NO.search(query.text))
        and not _ASKS_ELSE.search(query.text)
        and len(query.terms) <= _LONGEST_QUESTION
    )


def status_of(query: Query, text: str, title: str = "") -> Value | None:
    """Whether what is asked is so (`yes`), is not (`no`) or no longer is (`undone`), by the
    sentence of `text` that tells most of it; None where none does."""
    if not asks_status(query):
        return None
    asked = set(query.terms)
    sentences = [text[start:end] for start, end in sentence_spans(text)]
    if not sentences:
        return None
    said = [len(asked & distinct_terms(sentence)) for sentence in sentences]
    best = max(range(len(sentences)), key=lambda n: said[n])
    sentence = sentences[best]
    whole = len(asked & distinct_terms(f"{title}\n{text}"))
    if whole < SAID_IN_QUOTE * len(asked) or not said[best]:
        return None
    start = text.index(sentence)
    span = (start, start + len(sentence))
    if _UNDONE.search(sentence):
        return Value(Kind.STATUS, span, terms=frozenset({UNDONE}))
    if said[best] < SAID_IN_SENTENCE * len(asked):
        return None
    stance = NO if _DENIED.search(sentence) else YES
    return Value(Kind.STATUS, span, terms=frozenset({stance}))
