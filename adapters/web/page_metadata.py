"""A page's tree, and what trafilatura found of it → what it says it is. Pure.

What the page says outright in its JSON-LD and meta elements is never overruled by a guess.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

from lxml import etree

from adapters.web.authorship import authors_of
from adapters.web.canonical import believable
from adapters.web.linked_data import texts
from adapters.web.publication_time import modified_of, published_of

_NOT_TEXT = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
_MIRROR = re.compile(r"^(?:www|m|mobile|amp)\.")


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


def one_line(text: str) -> str:
    """Without control characters, its spaces and line ends one space each."""
    return " ".join(_NOT_TEXT.sub("", text).split())


def host_of(url: str) -> str:
    """ "" for what is no web address."""
    return (urlsplit(url).hostname or "") if _web_address(url) else ""


def _since(changed: datetime | None, published: datetime | None) -> datetime | None:
    return None if changed and published and changed.date() < published.date() else changed


def _own_names(article: Mapping[str, Any], url: str) -> list[str]:
    """The publisher's, and the host's with and without its end: "linknaija" of linknaija.com."""
    host = _MIRROR.sub("", host_of(url))
    words = [word for word in host.split(".")[:-1] if len(word) > 3]
    return [*texts(article.get("publisher")), host, *words]


def _web_address(url: str) -> str:
    try:
        parts = urlsplit(url)
    except ValueError:  # "http://[" and the like
        return ""
    of_the_web = parts.scheme in ("http", "https") and parts.hostname
    return url if of_the_web and url.split() == [url] else ""


def _midnight(day: str | None) -> datetime | None:
    return datetime.fromisoformat(day).replace(tzinfo=UTC) if day else None
