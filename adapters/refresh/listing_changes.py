"""A source as it was known and what it lists now → since when it lists that, or why it can't be
believed. Pure.

A feed that had items and has none is taken for broken. A sitemap of news may be empty for a quiet
weekend: it lists what is two days old at most.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from adapters.storage.sources import Source
from adapters.web.feed_items import FeedItem
from bot.freshness import SKEW
from retrieval.articles import digest

_EMPTY_SITEMAP = timedelta(days=3)
# Asked for its changes only, a server or a cache on the way may say for ever that there are none.
_ASKED_WHOLE = timedelta(days=1)


def is_due(source: Source, now: datetime) -> bool:
    """Whether it is to be asked; one that was asked in what is still to come, by a clock that was
    wrong, is."""
    ahead = source.checked is not None and source.checked > now + SKEW
    return source.due <= now or ahead


def is_to_be_read_whole(source: Source, now: datetime) -> bool:
    """Whether its changes alone have been asked for long enough."""
    return source.whole is None or not timedelta() <= now - source.whole < _ASKED_WHOLE


def as_listed(
    read: Source, items: Sequence[FeedItem], parts: Sequence[str], now: datetime
) -> Source:
    """The source that was sent whole just now."""
    listed = digest(sorted({*(item.url for item in items), *parts}))
    changed = read.changed if read.changed and listed == read.listed else now
    count = len(items) + len(parts)
    # Of an empty one it is kept what it had, and when that was.
    if not count and read.items:
        listed, changed, count = read.listed, read.changed or now, read.items
    return replace(read, whole=now, items=count, listed=listed, changed=changed)


def why_not_believed(known: Source, count: int, kind: str, body: bytes, now: datetime) -> str:
    """What is wrong with a source of that kind whose `body` lists `count` items now, "" for
    nothing."""
    if count or not known.items:
        return ""
    # Read with forbearance, half of an XML document is an empty one.
    is_whole = body.rstrip().endswith((b">", b"}")) or body.startswith(b"\x1f\x8b")
    if is_whole and "sitemap" in kind and now - (known.changed or now) < _EMPTY_SITEMAP:
        return ""
    items = f"{known.items} item{'' if known.items == 1 else 's'}"
    return f"it lists nothing any more; it had {items} before"
