"""The bytes of a JSON Feed → its items as plain text with canonical addresses. Pure.

https://www.jsonfeed.org/version/1.1/
"""

import json
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from adapters.web.canonical import resolved
from adapters.web.feed_items import Feed, FeedError, FeedItem, chosen, refuse_large, sane
from adapters.web.plain_text import line, lines, one_line
from adapters.web.xml_text import decoded_as_declared

_MOST_ENTRIES = 20_000
_VERSION = "jsonfeed.org/version/"


def read_json_feed(body: bytes, content_type: str, url: str) -> Feed:
    """JSON Feed 1.0 and 1.1; `url` is the feed's own address. Raises `FeedError`."""
    refuse_large(body)
    text = decoded_as_declared(body, content_type)
    try:
        feed = json.loads(text, strict=False)
    except (ValueError, RecursionError) as fault:
        where = f" (line {fault.lineno})" if isinstance(fault, json.JSONDecodeError) else ""
        raise FeedError(f"the document is not valid JSON{where}") from fault
    if not isinstance(feed, dict) or _VERSION not in _text(feed, "version"):
        raise FeedError("the document is JSON, but not a JSON Feed")
    entries = _objects(feed, "items")
    of_all = tuple(_authors(feed))
    # The first are the newest: version 1.1 says nothing else, and no feed does otherwise.
    items, older = chosen(_item(item, url, of_all) for item in entries[:_MOST_ENTRIES])
    return Feed(
        kind="JSON Feed",
        title=one_line(_text(feed, "title")),
        home=resolved(url, _text(feed, "home_page_url")),
        items=items,
        left_out=older + len(entries[_MOST_ENTRIES:]),
    )


def _item(item: Mapping[str, Any], url: str, of_all: tuple[str, ...]) -> FeedItem:
    html, plain = _text(item, "content_html"), _text(item, "content_text")
    return FeedItem(
        url=_address(item, url),
        title=one_line(_text(item, "title")),
        summary=line(_text(item, "summary")),
        text=lines(html) if html else "\n".join(filter(None, map(one_line, plain.splitlines()))),
        published=_moment(item, "date_published"),
        updated=_moment(item, "date_modified"),
        authors=tuple(dict.fromkeys(_authors(item))) or of_all,
    )


def _address(item: Mapping[str, Any], url: str) -> str:
    # The id is ideally the address, and only some feeds repeat it as `url`.
    link, identity = _text(item, "url"), _text(item, "id")
    if link:
        return resolved(url, link)
    return resolved(url, identity) if identity.startswith(("http://", "https://")) else ""


def _authors(fields: Mapping[str, Any]) -> Iterator[str]:
    single = fields.get("author")  # version 1.0
    for author in (*_objects(fields, "authors"), single if isinstance(single, dict) else {}):
        name = one_line(_text(author, "name"))
        if name:
            yield name


def _moment(item: Mapping[str, Any], name: str) -> datetime | None:
    try:
        return sane(datetime.fromisoformat(_text(item, name).strip()))
    except ValueError:
        return None


def _text(fields: Mapping[str, Any], name: str) -> str:
    value = fields.get(name)
    return value if isinstance(value, str) else ""


def _objects(fields: Mapping[str, Any], name: str) -> list[dict[str, Any]]:
    value = fields.get(name)
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []
