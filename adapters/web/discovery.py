"""The bytes of any document → what kind it is, and which feeds a page offers. Pure."""

import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal
from urllib.parse import urljoin

from lxml import etree

from adapters.web.canonical import canonical, resolved
from adapters.web.charsets import decoded, page_text
from adapters.web.html_trees import html_tree
from adapters.web.plain_text import line
from adapters.web.xml_text import doctype

Kind = Literal["feed", "sitemap", "opml", "page", "other"]

_FEED_TYPES = {
    "application/rss+xml": "RSS",
    "application/rdf+xml": "RSS",
    "application/x.rss+xml": "RSS",
    "application/x-rss+xml": "RSS",
    "text/rss": "RSS",
    "application/atom+xml": "Atom",
    "application/feed+json": "JSON Feed",
    # Version 1.0's type, shared with much that is no feed.
    "application/json": "JSON Feed",
}
_ROOTS: dict[str, Kind] = {
    "rss": "feed",
    "rdf": "feed",
    "feed": "feed",
    "urlset": "sitemap",
    "sitemapindex": "sitemap",
    "opml": "opml",
    "html": "page",
    "svg": "other",
}
_HTML_TAGS = frozenset(
    "head body title meta link script style base div p span h1 h2 h3 br hr table ul ol a b i img "
    "main article section header nav center font form noscript iframe strong em".split()
)
_HTML_DOCTYPE = re.compile(r"<!doctype\s+html\b", re.I)
_ROOT = re.compile(r"<(?:[\w.-]+:)?([a-zA-Z][\w.-]*)")
_JSON_FEED = re.compile(rb"jsonfeed\.org\\?/version")
# Servers call these text/html when they have no better name; the other kinds hold NUL bytes.
_NO_TEXT = (b"%PDF", b"GIF8", b"\xff\xd8\xff", b"PK\x03\x04")
_HEAD = 65_536
# No document declares more before its root; each is looked through to its end.
_MOST_BEFORE_ROOT = 100
_MOST_OFFERED = 50
_NO_FEED_OF_ARTICLES = re.compile(r"\bcomments?\b", re.I)


@dataclass(frozen=True, slots=True)
class OfferedFeed:
    """A feed that a page names; `kind` is "RSS", "Atom" or "JSON Feed"."""

    url: str
    title: str
    kind: str


def kind_of(body: bytes, content_type: str) -> Kind:
    """What to read the document as: by its bytes, where they don't tell by its content type."""
    if body.startswith(b"\x1f\x8b"):
        return "sitemap" if _begins(_inflated_head(body)) == "sitemap" else "other"
    found = _begins(body[:_HEAD])
    if found:
        return found
    if body.lstrip()[:4].lstrip(b"\xef\xbb\xbf").startswith(b"{"):
        return "feed" if _JSON_FEED.search(body) else "other"
    media_type = content_type.partition(";")[0].strip().lower()
    if media_type in _FEED_TYPES and media_type != "application/json":
        return "feed"
    words = b"\0" not in body[:_HEAD] and not body.startswith(_NO_TEXT)
    return "page" if words and media_type in ("text/html", "application/xhtml+xml") else "other"


def offered_feeds(html: bytes, url: str) -> tuple[OfferedFeed, ...]:
    """The feeds named in the page at `url`, in its order, each once, those of comments last."""
    tree = html_tree(page_text(html))
    if tree is None:
        return ()
    once: dict[str, OfferedFeed] = {}
    for feed in _offered(tree, url):
        once.setdefault(canonical(feed.url), feed)
    # Sorting is stable: False before True, and the page's order within.
    ordered = sorted(once.values(), key=_of_comments)
    return tuple(ordered[:_MOST_OFFERED])


def _offered(tree: etree._Element, url: str) -> Iterator[OfferedFeed]:
    base = next((there for element in tree.iter("base") if (there := element.get("href"))), "")
    base = resolved(url, base) or url
    for element in tree.iter("link", "a"):
        rels = (element.get("rel") or "").lower().split()
        media_type = (element.get("type") or "").partition(";")[0].strip().lower()
        kind, href = _FEED_TYPES.get(media_type, ""), (element.get("href") or "").strip()
        named = "alternate" in rels or "feed" in rels
        # WordPress offers each page as application/json too.
        no_feed = media_type == "application/json" and "feed" not in href.lower()
        if not (named and kind and href) or no_feed or "stylesheet" in rels:
            continue
        address = _absolute(base, href)
        if address:
            yield OfferedFeed(address, line(element.get("title") or ""), kind)


def _absolute(base: str, href: str) -> str:
    # Not the canonical address: "?source=rss" may be what makes it the feed.
    try:
        address = urljoin(base, href).partition("#")[0]
    except ValueError:
        return ""
    return address if canonical(address) and address.split() == [address] else ""


def _of_comments(feed: OfferedFeed) -> bool:
    return bool(_NO_FEED_OF_ARTICLES.search(f"{feed.url} {feed.title}"))


def _begins(head: bytes) -> Kind | None:
    text = decoded(head, "latin1").lstrip("\ufeff \t\r\n")
    for _ in range(_MOST_BEFORE_ROOT):
        if not text.startswith(("<?", "<!")):
            break
        if _HTML_DOCTYPE.match(text):
            return "page"
        if text[:9].lower() == "<!doctype":
            text = text[doctype(text, 0)[1] :].lstrip(" \t\r\n]>")
            continue
        end = "?>" if text.startswith("<?") else "-->" if text.startswith("<!--") else ">"
        text = text.partition(end)[2].lstrip(" \t\r\n]>")
    root = _ROOT.match(text)
    if not root:
        return None
    name = root[1].lower()
    return _ROOTS.get(name) or ("page" if name in _HTML_TAGS else None)


def _inflated_head(body: bytes) -> bytes:
    try:
        return zlib.decompressobj(wbits=31).decompress(body, _HEAD)
    except zlib.error:
        return b""
