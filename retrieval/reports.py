"""Quotes of several reports → whether they say the same, and which says it last. Pure."""

from dataclasses import dataclass
from enum import Enum

from retrieval.quotes import Quote


class Differing(Enum):
    """How the values differ that several reports give for what was asked."""

    UNSETTLED = "unsettled"  # both hold up
    REPLACED = "replaced"  # the newer took the place of the older


@dataclass(frozen=True, slots=True)
class Reports:
    """`quotes`: the first `values` of them each say something else, newest first; then the others,
    best first. `differing` is None where all that answer agree; then `values` is 1."""

    quotes: tuple[Quote, ...]
    values: int = 1
    differing: Differing | None = None
