"""The bytes of a feed → its items as plain text with canonical addresses. Pure."""

import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from time import struct_time
from typing import Any

import feedparser

from adapters.web.canonical import canonical, resolved
from adapters.web.feed_items import Feed, FeedError, FeedItem, chosen, sane
from adapters.web.feed_xml import feed_xml
from adapters.web.foreign_dates import moment_of
from adapters.web.json_feeds import read_json_feed
from adapters.web.plain_text import line, lines, one_line
from adapters.web.publication_time import is_day, moment_written

__all__ = ["Feed", "FeedError", "FeedItem", "read_feed"]

_FEED_MARK = re.compile(
    r"^The post .* appeared first on |was originally published in .* on Medium, where people are"
)
_HTML = ("text/html", "application/xhtml+xml")
_LONG = 1_000
_JSON = (b"{", b"\xef\xbb\xbf{", b"[")


def read_feed(body: bytes, content_type: str, url: str) -> Feed:
    """RSS 0.9 to 2.0, RSS 1.0 (RDF), Atom 0.3 and 1.0, JSON Feed 1.0 and 1.1.

    `content_type` is the header's value, `url` the address that the feed was fetched from; links
    are resolved against it. Raises `FeedError`.
    """
    try:
        if body.lstrip().startswith(_JSON):
            return read_json_feed(body, content_type, url)
        kind, xml, cut = feed_xml(body, content_type)
        found = feedparser.parse(
            io.BytesIO(xml),
            response_headers={"content-type": "application/xml", "content-location": url},
            resolve_relative_uris=False,
            sanitize_html=False,  # all markup is left out below
        )
        feed = _feed(kind, found, url)
        return replace(feed, left_out=feed.left_out + cut)
    except FeedError:
        raise
    except Exception as fault:  # feedparser on hostile markup fails in ways it does not list
        raise FeedError(f"the feed cannot be read ({type(fault).__name__})") from fault


def _feed(kind: str, found: Any, url: str) -> Feed:
    of_all = tuple(_authors(found.feed)) if kind == "Atom" else ()  # RFC 4287, section 4.2.1
    items, older = chosen(_item(kind, entry, url, of_all) for entry in found.entries)
    return Feed(
        kind=kind,
        title=_words(found.feed, "title"),
        home=resolved(url, _field(found.feed, "link")),
        items=items,
        left_out=older,
    )


def _item(kind: str, entry: Any, url: str, of_all: tuple[str, ...]) -> FeedItem:
    published, updated = _moment(entry, "published"), _moment(entry, "updated")
    summary = _words(entry, "summary")
    text = max((_article(content) for content in _listed(entry, "content")), key=len, default="")
    # Some feeds give their teaser a second time, with a link to the article.
    teaser = len(text) < _LONG and one_line(text) == summary
    return FeedItem(
        url=_address(entry, url),
        title=_words(entry, "title"),
        summary=summary,
        text="" if teaser else text,
        # RSS has one date an item, and feedparser takes dc:date for a change.
        published=published or (updated if kind == "RSS" else None),
        updated=updated,
        authors=tuple(dict.fromkeys(_authors(entry))) or of_all,
    )


def _address(entry: Any, url: str) -> str:
    # Feedburner's own links only redirect, and it has been shut down before.
    original = canonical(_field(entry, "feedburner_origlink"))
    alternates = (
        _field(link, "href")
        for link in _listed(entry, "links")
        if _field(link, "rel") == "alternate"
    )
    found = (original, *(resolved(url, link) for link in (_field(entry, "link"), *alternates)))
    return next(filter(None, found), "")


def _words(fields: Any, name: str) -> str:
    """One line of a title or summary; "" for a summary that feedparser made of the content."""
    detail = dict.get(fields, f"{name}_detail")
    if not isinstance(detail, Mapping):
        return ""
    value = _field(detail, "value")
    return line(value) if _field(detail, "type") in _HTML else one_line(value)


def _article(content: Any) -> str:
    kind, value = _field(content, "type"), _field(content, "value")
    if kind in _HTML:
        return _without_feed_mark(lines(value))
    if kind != "text/plain":  # a picture in base64, a link to a document elsewhere
        return ""
    return "\n".join(filter(None, map(one_line, value.splitlines())))


def _without_feed_mark(text: str) -> str:
    """The text without the last line that WordPress and Medium add, and the page does not have."""
    body, _, last = text.rpartition("\n")
    return body if _FEED_MARK.search(last) else text


def _authors(fields: Any) -> Iterator[str]:
    names = [one_line(_field(author, "name")) for author in _listed(fields, "authors")]
    if not any(names):
        names = [one_line(_field(fields, "author"))]
    for name in names:
        if name and "@" not in name:
            yield name


def _moment(entry: Any, name: str) -> datetime | None:
    # feedparser's is in UTC, where it may be another day than the paper's.
    written = moment_written(_field(entry, name))
    if written and not is_day(written):
        return written
    parsed = dict.get(entry, f"{name}_parsed")
    if isinstance(parsed, struct_time):
        year, month, day, hour, minute, second = parsed[:6]
        try:
            return sane(datetime(year, month, day, hour, minute, min(second, 59), tzinfo=UTC))
        except ValueError:
            return None
    return sane(moment_of(_field(entry, name)))


def _field(fields: Any, name: str) -> str:
    # `dict.get`: feedparser's own takes one date for another where there is none, with a warning.
    value = dict.get(fields, name)
    return value if isinstance(value, str) else ""


def _listed(fields: Any, name: str) -> list[Any]:
    value = dict.get(fields, name)
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []
