"""Quotes in English, in their order, and those in other languages → one order. Pure."""

from collections.abc import Sequence

from retrieval.quotes import Quote


def among(
    english: Sequence[Quote], foreign: Sequence[Quote], together: int = 0
) -> tuple[Quote, ...]:
    """Both keep their order. Each foreign quote comes before the first English one that is less
    sure than it, but behind the first `together`, which say something else than each other."""
    merged = list(english)
    at = together
    for quote in foreign:
        while at < len(merged) and merged[at].confidence >= quote.confidence:
            at += 1
        merged.insert(at, quote)
        at += 1
    return tuple(merged)
