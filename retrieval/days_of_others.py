"""A day in a text and a question → whether the text tells it of something else than is asked. Pure.

"Sweden applied to join NATO on Wednesday" tells on which day it applied, and "Finland, which became
a member in April" says nothing of when Sweden did.
"""

import re
from datetime import date

from retrieval.figures import Value
from retrieval.questions import Query
from retrieval.sentences import sentence_spans
from retrieval.terms import term_of, terms

# "Applied to join": what happened is the first; what comes of the second is still open.
_SOUGHT_TO = re.compile(
    r"\b(?P<sought>(?:re)?appl(?:y|ied)|ask(?:ed)?|sought|vot(?:e|ed)|agreed|promised|pledged|vowed|refused"
    r"|offered|threatened|tried|attempted|hoped|wanted|invited|urged|prepared|pushed|bids?|request(?:ed)?)"
    r"\s+(?:\w+ly\s+)?to\s+(?P<do>[a-z]+)\b",
    re.I,
)
# A name, then a clause of its own.
_WHOSE = r"(?P<whose>[A-Z][\w’'-]*),\s+(?:(?:of|to|from|for|in)\s+)?(?:which|who|whose)\s+"
_WITHIN_CLAUSE = re.compile(_WHOSE + r"[^,;—–]*$")
_CLAUSE = re.compile(_WHOSE)
# "On Monday, four days after it had opened": of what came later.
_BESIDE = re.compile(
    r"^,?\s+(?:[\w-]+\s+){0,3}?(?:after|before|since|once|until)\s+(?P<clause>[^,;:—–]*)"
)


def is_of_another(query: Query, text: str, day: Value, published: date | None) -> bool:
    """`published`: the day of the text; without it nothing tells what had happened by then."""
    start, end = next(
        (span for span in sentence_spans(text) if span[0] <= day.span[0] < span[1]), (0, len(text))
    )
    before, after = text[start : day.span[0]], text[day.span[1] : end]
    past = published is not None and day.high <= published.toordinal()
    return (
        (past and _is_of_what_led_there(query, before))
        or _is_of_another_name(query, before)
        or _is_of_another_verb(query, before, after)
    )


def _is_of_what_led_there(query: Query, before: str) -> bool:
    asked = set(query.terms)
    for done in _SOUGHT_TO.finditer(before):
        to = term_of(done["do"].lower())
        if to in asked and term_of(done["sought"].lower()) not in asked:
            # Told once more, it came to it: "… to join, and joined on Monday".
            return to not in {*terms(before[: done.start()]), *terms(before[done.end() :])}
    return False


def _is_of_another_name(query: Query, before: str) -> bool:
    found = _WITHIN_CLAUSE.search(before)
    return found is not None and _is_another(query, before[: found.start()], found["whose"])


def _is_of_another_verb(query: Query, before: str, after: str) -> bool:
    """Whether what the question asks for is told in the sentence, but not beside the day: of a
    name that isn't asked for, or of a later time."""
    events = set(query.terms) - query.names
    there = events.intersection(terms(after))
    if not there or events.intersection(terms(before)):
        return False
    clause, beside = _CLAUSE.search(after), _BESIDE.search(after)
    if clause and _is_another(query, before + after[: clause.start()], clause["whose"]):
        return not events.intersection(terms(after[: clause.start()]))
    return beside is not None and there <= set(terms(beside["clause"]))


def _is_another(query: Query, before: str, name: str) -> bool:
    """Whether a name that is asked for stands before this one, which isn't."""
    return (
        bool(query.names.intersection(terms(before))) and term_of(name.lower()) not in query.terms
    )
