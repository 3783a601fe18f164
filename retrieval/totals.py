"""A sentence → whether it states a total; a question → whether it asks for one. Pure."""

import re

from retrieval.figures import Kind, figures_in
from retrieval.questions import Query

_ALL_TOLD = (
    r"in all|in total|total(?:l?ed|l?ing|s)?|altogether|overall|combined|all told|taken together"
    r"|between them|put together|sum of|add(?:s|ed|ing)? up to|brings? the \w+ to"
    r"|bringing the \w+ to|brought the \w+ to"
)
_STATES = re.compile(rf"\b(?:{_ALL_TOLD})\b", re.I)
_ASKS = re.compile(
    r"\b(?:in all|in total|total|altogether|overall|combined|all told|all together"
    r"|taken together)\b",
    re.I,
)
_COUNTED = (Kind.COUNT, Kind.MONEY, Kind.MEASURE, Kind.DURATION, Kind.SHARE)


def asks_total(query: Query) -> bool:
    """ "How many hectares burned in total?"""
    return bool(_ASKS.search(query.text))


def states_total(sentence: str) -> bool:
    """Whether a figure in `sentence` is said to be the total: "In all, nine boats sank"."""
    said = bool(_STATES.search(sentence))
    return said and any(figure.kind in _COUNTED for figure in figures_in(sentence))
