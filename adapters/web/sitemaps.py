"""The bytes of a sitemap, gzipped or not → the pages and further sitemaps it lists. Pure.

https://www.sitemaps.org/protocol.html, and news sitemaps:
https://developers.google.com/search/docs/crawling-indexing/sitemaps/news-sitemap
"""

import zlib
from dataclasses import dataclass
from datetime import datetime

from lxml import etree

from adapters.web.canonical import resolved
from adapters.web.feed_items import MOST_BYTES, FeedError, FeedItem, chosen, sane
from adapters.web.plain_text import line
from adapters.web.xml_trees import cut_off, local_name, xml_tree

_MOST_ENTRIES = 50_000
_GZIP = b"\x1f\x8b"


@dataclass(frozen=True, slots=True)
class Sitemap:
    """`pages` of a urlset, the newest 2,000 at most, and how many older ones are left out;
    `children`, the sitemaps of an index.

    A page's `published` and `title` are a news sitemap's; `updated` is its lastmod.
    """

    pages: tuple[FeedItem, ...]
    children: tuple[str, ...]
    left_out: int = 0


def read_sitemap(body: bytes, url: str, content_type: str = "") -> Sitemap:
    """News sitemaps, plain ones and indexes; `url` is the sitemap's own, `content_type` the
    header's value. Raises `FeedError`."""
    if body.startswith(_GZIP):
        # The header speaks of the packed document then.
        body, content_type = _inflated(body), ""
    root = xml_tree(body, content_type)
    name = local_name(root)
    if name not in ("urlset", "sitemapindex"):
        raise FeedError(f"the document is XML with <{name[:40]}> outermost, not a sitemap")
    entries = [entry for entry in root if local_name(entry) in ("url", "sitemap")]
    if len(entries) > _MOST_ENTRIES:
        many, limit = f"{len(entries):,}", f"{_MOST_ENTRIES:,}"
        raise FeedError(f"the sitemap has {many} entries, over the protocol's limit of {limit}")
    if cut_off(body, root):
        del entries[-1:]
    items, older = chosen(_page(entry, url) for entry in entries)
    if name == "sitemapindex":
        return Sitemap(pages=(), children=tuple(item.url for item in items))
    return Sitemap(pages=items, children=(), left_out=older)


def _page(entry: etree._Element, url: str) -> FeedItem:
    return FeedItem(
        url=resolved(url, _first(entry, "loc")),
        title=line(_news(entry, "title")),
        summary="",
        text="",
        published=_moment(_news(entry, "publication_date")),
        updated=_moment(_first(entry, "lastmod")),
        authors=(),
    )


def _news(entry: etree._Element, name: str) -> str:
    news = next((part for part in entry if local_name(part) == "news"), None)
    return "" if news is None else _first(news, name)


def _first(entry: etree._Element, name: str) -> str:
    return next(((part.text or "").strip() for part in entry if local_name(part) == name), "")


def _moment(written: str) -> datetime | None:
    try:
        return sane(datetime.fromisoformat(written))
    except ValueError:
        # W3C's profile allows a month or a year alone; neither says which articles are new.
        return None


def _inflated(body: bytes) -> bytes:
    pieces, left = [], body
    room = MOST_BYTES
    while left.startswith(_GZIP):
        member = zlib.decompressobj(wbits=31)
        try:
            pieces.append(member.decompress(left, room + 1))
        except zlib.error as fault:
            raise FeedError("the document's gzip is damaged") from fault
        room -= len(pieces[-1])
        if room < 0:
            raise FeedError(f"the document inflates to over {MOST_BYTES / 1e6:.0f} MB")
        if not member.eof:
            raise FeedError("the document's gzip ends too early")
        left = member.unused_data
    return b"".join(pieces)
