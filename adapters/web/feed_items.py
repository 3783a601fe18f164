"""What feeds and sitemaps hold, as types; and how they are refused. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime

from retrieval.errors import PullquoteError

# Feeds hold 10 to 100 items, archives some thousands; older items are left out.
MOST_ITEMS = 2_000
MOST_BYTES = 10_000_000
# The web's first pages are of 1990; a later end would let a typing error be "the newest" for good.
_YEARS = range(1990, 2101)
_LONG_AGO = datetime(1, 1, 1, tzinfo=UTC)


class FeedError(PullquoteError):
    """The document is no feed or sitemap that can be read; the message says why."""


@dataclass(frozen=True, slots=True)
class FeedItem:
    """One article as a feed or sitemap tells of it; "" or None or () where it does not say.

    `url` is canonical http or https. Everything is plain text; `text` is the whole article, a
    paragraph a line, where the feed carries it. The times are timezone-aware, in the zone that
    was written, and may lie in the future. `outlet`: the name of the paper that the feed is of.
    """

    url: str
    title: str
    summary: str
    text: str
    published: datetime | None
    updated: datetime | None
    authors: tuple[str, ...]
    # Who tells of it makes no other item.
    outlet: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed; `kind` is "RSS", "Atom" or "JSON Feed", `home` its site's address or "".

    Each page is in `items` once, in the feed's order, the newest 2,000 at most; `left_out`: how
    many older ones there are.
    """

    kind: str
    title: str
    home: str
    items: tuple[FeedItem, ...]
    left_out: int = 0


def chosen(items: Iterable[FeedItem]) -> tuple[tuple[FeedItem, ...], int]:
    """Each address once, no item without one, the newest `MOST_ITEMS`, in the order given; and how
    many older ones are left out."""
    once: dict[str, FeedItem] = {}
    for item in items:
        if item.url:
            once.setdefault(item.url, item)
    if len(once) <= MOST_ITEMS:
        return tuple(once.values()), 0
    # Stable: of items without a date the first stay, since feeds begin with the newest.
    newest = sorted(once.values(), key=_moment, reverse=True)[:MOST_ITEMS]
    kept = {item.url for item in newest}
    return tuple(item for url, item in once.items() if url in kept), len(once) - len(kept)


def sane(moment: datetime | None) -> datetime | None:
    """The moment with its offset, UTC where it has none; None for a year in which there was no web
    or will be none of us."""
    if moment is None:
        return None
    aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    try:
        in_utc = aware.astimezone(UTC)
    except (OverflowError, ValueError):  # the year 1 in Tokyo
        return None
    return aware if {aware.year, in_utc.year} <= set(_YEARS) else None


def refuse_large(body: bytes) -> None:
    """Raise `FeedError` for more than `MOST_BYTES`."""
    if len(body) > MOST_BYTES:
        size, limit = len(body) / 1e6, MOST_BYTES / 1e6
        raise FeedError(f"the document has {size:,.1f} MB, over the limit of {limit:.0f} MB")


def _moment(item: FeedItem) -> datetime:
    return item.published or item.updated or _LONG_AGO
