"""Quotes, best first, and what a question wants of time → the newest that answers first. Pure."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime

from retrieval.moments import Moments
from retrieval.quotes import Quote

# How much lower than the best a newer quote may be ranked: where the question says "now" or
# "still", what ended a thing reads less like an answer than what began it; where it only speaks of
# how things are, age alone must not decide. Measured: benchmarks/README.md.
_NOW_WITHIN, _STATE_WITHIN = 7.0, 0.5
# Scores of what was not read are nearer to each other.
_UNREAD = 0.1
# Further down, quotes are of something else.
_AMONG = 4


def newest_first(quotes: Sequence[Quote], asked: Moments, *, read: bool) -> list[Quote]:
    """The quotes with those that may answer as well as the best by date, newest first, before the
    others; as they are where the question doesn't ask how things are, or names a time.

    `read`: whether the reader read what they come from.

    What comes before the best is as sure as the best: it tells of the same, and later.
    """
    if not quotes or asked.stretches or not (asked.wants_latest or asked.wants_state):
        return list(quotes)
    best = quotes[0]
    within = _NOW_WITHIN if asked.wants_latest else _STATE_WITHIN
    enough = best.score - within * (1.0 if read else _UNREAD)
    since = best.article.published
    if since is None:
        return list(quotes)  # It may be newer than any.
    newer = [
        quote
        for quote in quotes[1:_AMONG]
        if quote.article.published and quote.article.published > since and quote.score >= enough
    ]
    newer.sort(key=_published, reverse=True)
    others = [quote for quote in quotes if quote not in newer]
    sure = [replace(q, confidence=max(q.confidence, best.confidence)) for q in newer]
    return [*sure, *others]


def _published(quote: Quote) -> datetime:
    return quote.article.published or datetime.min.replace(tzinfo=UTC)
