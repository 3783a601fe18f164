"""How near first quotes were that nearness judges, and whether they were right → bounds. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

# As for claims in English: of what is called an answer five in six are right.
RIGHT_OF_CLAIMS = 5 / 6
# Of the right ones so many may be lost by not being shown.
LOST_OF_RIGHT = 0.1
# Fewer tell nothing.
FEWEST = 10


@dataclass(frozen=True, slots=True)
class NearQuote:
    """The first quote of a reply: its nearness, and whether it holds the answer."""

    nearness: float
    right: bool


@dataclass(frozen=True, slots=True)
class FittedBounds:
    """What to set, None where the questions don't tell; over `quotes`, of which `right`."""

    quotes: int
    right: int
    threshold: float | None
    claim_threshold: float | None


def fitted_bounds(quotes: Sequence[NearQuote]) -> FittedBounds | None:
    """None where no quote was judged by nearness."""
    if not quotes:
        return None
    right = sorted(one.nearness for one in quotes if one.right)
    ranked = sorted(quotes, key=lambda one: -one.nearness)
    claim, hits = None, 0
    for n, one in enumerate(ranked, 1):
        hits += one.right
        last_so_near = n == len(ranked) or ranked[n].nearness < one.nearness
        if n >= FEWEST and last_so_near and hits >= RIGHT_OF_CLAIMS * n:
            claim = one.nearness
    shown = right[int(LOST_OF_RIGHT * len(right))] if len(right) >= FEWEST else None
    return FittedBounds(len(quotes), len(right), _down(shown), _down(claim))


def _down(bound: float | None) -> float | None:
    """To be typed: two digits, so that what was just near enough still is."""
    return None if bound is None else int(bound * 100) / 100
