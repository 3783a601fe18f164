"""A page's tree, and what trafilatura found of it → what it says it is. Pure.

What the page says outright in its JSON-LD and meta elements is never overruled by a guess.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from lxml import etree

from adapters.web.authorship import authors_of
from adapters.web.canonical import believable
from adapters.web.hosts import host_of, site_of
from adapters.web.linked_data import texts
from adapters.web.plain_text import one_line
from adapters.web.publication_time import modified_of, published_of


@dataclass(frozen=True, slots=True)
class Found:
    """What a library took the page's title, address, outlet and day (ISO 8601) for."""

    title: str | None
    url: str | None
    outlet: str | None
    day: str | None


@dataclass(frozen=True, slots=True)
class Metadata:
    """As `adapters.web.pages.Page` has it."""

    title: str
    url: str
    source: str
    authors: tuple[str, ...]
    published: datetime | None
    guessed: bool
    modified: datetime | None


def metadata_of(
    tree: etree._Element,
    article: Mapping[str, Any],
    url: str,
    found: Found,
    changed: datetime | None,
) -> Metadata:
    """`article` is what the page's JSON-LD says of it, `url` where the page was fetched from,
    `changed` the day of its last change that it shows to readers."""
    named = _web_address(found.url or "")
    address = named if named and believable(named, url) else url
    publisher = next(texts(article.get("publisher")), "")
    source = one_line(found.outlet or publisher) or host_of(address)
    told = published_of(tree, article)
    published = told or _midnight(found.day)
    outlets = (source, *_own_names(article, address))
    return Metadata(
        title=title_of(tree, article, found.title or ""),
        url=address,
        source=source,
        authors=authors_of(tree, article, outlets),
        published=published,
        guessed=published is not None and told is None,
        modified=modified_of(tree, article, published) or _since(changed, published),
    )


def title_of(tree: etree._Element, article: Mapping[str, Any], found: str) -> str:
    """What was found, else the headline of JSON-LD, else what stands in <title>."""
    told = next(texts(article.get("headline")), "")
    written = (element.text or "" for element in tree.iter("title"))
    return next(filter(None, map(one_line, (found, told, *written))), "")


def _since(changed: datetime | None, published: datetime | None) -> datetime | None:
    return None if changed and published and changed.date() < published.date() else changed


def _own_names(article: Mapping[str, Any], url: str) -> list[str]:
    """The publisher's, and the host's with and without its end: "linknaija" of linknaija.com."""
    host = site_of(host_of(url))
    words = [word for word in host.split(".")[:-1] if len(word) > 3]
    return [*texts(article.get("publisher")), host, *words]


def _web_address(url: str) -> str:
    return url if host_of(url) and url.split() == [url] else ""


def _midnight(day: str | None) -> datetime | None:
    return datetime.fromisoformat(day).replace(tzinfo=UTC) if day else None
