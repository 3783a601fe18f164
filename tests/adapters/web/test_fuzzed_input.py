"""Whatever a stranger's server sends: an answer or one clear line, soon, and only web addresses.

The thorough run, 50,000 inputs in about ten minutes:
pytest --hypothesis-profile=thorough tests/adapters/web/test_fuzzed_input.py
"""

import gzip
import re
from collections.abc import Callable
from functools import wraps
from html.entities import html5
from pathlib import Path
from time import process_time

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from adapters.web.canonical import canonical
from adapters.web.discovery import kind_of, offered_feeds
from adapters.web.feeds import FeedError, FeedItem, read_feed
from adapters.web.linked_data import page_tree
from adapters.web.pages import PageError, read_page
from adapters.web.refusals import refusal
from adapters.web.sitemaps import read_sitemap
from tests.adapters.web.written_feeds import ATOM, ATOM_03, JSON, RDF, RSS, SITEMAP

SHARED = Path(__file__).parents[4] / "shared"
URL = "https://post.example/feeds/all.xml"
# Of the processor. The longest input takes 2 s of it, and three times as much beside other work,
# which shares its caches and its cycles; one that hangs takes minutes.
NO_HANG_SECONDS = 30.0
PAGE = """<!DOCTYPE html><html><head><title>New command</title><meta charset="utf-8">
<link rel="canonical" href="/a"><link rel="alternate" type="application/rss+xml" href="/feed">
<meta property="article:published_time" content="2024-07-28T09:00:00+09:00">
<script type="application/ld+json">{"@type": "NewsArticle", "isAccessibleForFree": false,
"datePublished": "2024-07-28T09:00:00Z", "author": [{"name": "Ada Writer"}]}</script></head><body>
<article><h1>New command</h1><p>The United States said that it would set up a command.</p><p>It
is to be headed by a three-star commander, two ministers said.</p><table><tr><td>1</td></tr></table>
</article></body></html>"""

fuzzed = settings(
    max_examples=max(150, settings().max_examples),  # the profile's, where it asks for more
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


def real(folder: str, most: int) -> list[bytes]:
    """Small real documents, so that many can be tried."""
    place = SHARED / folder
    paths = sorted(place.iterdir()) if place.is_dir() else []
    found = (
        gzip.decompress(p.read_bytes()) if p.suffix == ".gz" else p.read_bytes() for p in paths
    )
    return [body for body in found if len(body) < 60_000][:most]


WRITTEN = [text.encode() for text in (RSS, ATOM, RDF, ATOM_03, JSON, SITEMAP)]
FEEDS = [*WRITTEN, *(body.encode("utf-16") for body in (RSS, ATOM)), *real("feeds", 20)]
PAGES = [PAGE.encode(), PAGE.encode("utf-16"), *real("pages/html", 20)]
LINKS = (
    "file:///etc/passwd",
    "javascript:alert(1)",
    "http://169.254.169.254/",
    "//[",
    "http://[::1]/",
    "http://ada:secret@post.example/",
    "data:text/html,a",
    "http://\u202eexample",
    "/\\evil.example",
    "http://a.example:99999",
    "HTTP://B.EXAMPLE/%zz?&=&#!x",
    "..",
    "?",
    "feed:https://a.example",
)
PIECES = tuple(
    piece.encode()
    for piece in (
        *LINKS,
        "<!ENTITY a 'b'>",
        "<![CDATA[",
        "]]>",
        "<!--",
        "-->",
        "<?xml version='1.0'",
        "?>",
        "&",
        "&a;",
        "&#0;",
        "&#xD800;",
        "&#x10FFFF;",
        "&lt;",
        "\0",
        "\x1b",
        "\ufffe",
        "<",
        ">",
        "</",
        "/>",
        "'",
        '"',
        "<item>",
        "</item>",
        "<entry>",
        "<link>",
        "</link>",
        "<channel>",
        "<title>",
        "<image>",
        "<source>",
        "<textInput>",
        "<content type='xhtml'>",
        "<content type='image/png'>",
        "<author>",
        "<name>",
        "<svg>",
        "<math>",
        "<body>",
        "<dc:date>",
        "<x:y z:a='1'>",
        "<pubDate>",
        "xml:base='//['",
        "<url><loc>",
        "<p>",
        "<br>",
        "<table><tr><td>",
        "<script>",
        "{",
        "[",
        "}",
        "null",
        "1e999",
        "<base href='//['>",
        "<link rel=alternate type=application/rss+xml href='",
        "9999-12-31T23:59:59-12",
        "0001-01-01T00:00:00+12:00",
        "Mon, 31 Feb 2024 25:61:61 +9999",
        "99999999999999999999",
    )
)


DOCTYPES = tuple(
    doctype.encode()
    for doctype in (
        "<!DOCTYPE rss>",
        "<!DOCTYPE rss PUBLIC '-//Netscape Communications//DTD RSS 0.91//EN' 'http://a/rss.dtd'>",
        "<!DOCTYPE rss [<!ENTITY % l PUBLIC '-//W3C//ENTITIES Latin 1//EN' 'http://a/l.ent'> %l;]>",
        "<!DOCTYPE rss [<!ENTITY eacute '&#233;'>]>",
        "<!DOCTYPE rss [<!ENTITY a 'ha'><!ENTITY b '&a;&a;&a;'>]>",
        "<!DOCTYPE rss [<!ENTITY a SYSTEM 'file:///etc/passwd'>]>",
        "<!DOCTYPE rss [<!ENTITY a 'torn",
        "<!DOCTYPE rss [<!-- ' -->",
        "<!DOCTYPE html>",
        "<!DOCTYPE",
    )
)
DECLARATIONS = tuple(
    b"<?xml version='1.0' encoding='%s'?>" % label
    for label in (b"utf-8", b"iso-8859-1", b"utf-16", b"utf-7", b"nonsense", b"base64", b"")
)
ENTITIES = st.sampled_from(sorted(html5)).map("&{}".format).map(str.encode)
BROKEN = st.sampled_from((b"\xff", b"\xc3", b"\x80", b"\xe2\x80", b"\x93", b"\xed\xa0\x80", b"\0"))


@st.composite
def declared(draw: st.DrawFn, originals: list[bytes]) -> bytes:
    """A document behind a declaration and a DOCTYPE, with entities and broken bytes in it."""
    body = draw(mutated(originals))
    for piece in draw(st.lists(ENTITIES | BROKEN, max_size=8)):
        at = draw(st.integers(0, len(body)))
        body = body[:at] + piece + body[at:]
    head = draw(st.sampled_from((*DECLARATIONS, b""))) + draw(st.sampled_from((*DOCTYPES, b"")))
    return head + re.sub(rb"^\s*(<\?xml[^>]*>|<!DOCTYPE[^>]*>)\s*", b"", body)


@st.composite
def mutated(draw: st.DrawFn, originals: list[bytes]) -> bytes:
    """A real document with pieces cut out, repeated, swapped for hostile ones, or cut off."""
    body = draw(st.sampled_from(originals))
    for _ in range(draw(st.integers(0, 6))):
        start = draw(st.integers(0, len(body)))
        end = min(len(body), start + draw(st.sampled_from((0, 0, 1, 5, 40, 1_000))))
        new = draw(
            st.sampled_from(PIECES)
            | st.binary(max_size=8)
            | st.builds(bytes.__mul__, st.sampled_from(PIECES), st.sampled_from((3, 300, 3_000)))
            | st.just(body[start:end] * 3)
        )
        body = body[:start] + new + body[end:]
    return body[: draw(st.integers(0, len(body)))] if draw(st.integers(0, 4)) == 0 else body


def inputs(originals: list[bytes]) -> st.SearchStrategy[bytes]:
    glued = st.lists(st.sampled_from(PIECES) | st.binary(max_size=4), max_size=60).map(b"".join)
    nested = st.builds(
        lambda start, piece, many: start + piece * many,
        st.sampled_from(
            (b"<rss><channel>", b"<feed>", b"<urlset>", b"<html><body>", b'{"a":', b"")
        ),
        st.sampled_from(PIECES),
        st.integers(0, 20_000),
    )
    tried = mutated(originals)
    behind = declared(originals)
    return st.one_of(
        tried,
        tried,
        behind,
        behind,
        glued,
        nested,
        st.binary(max_size=300),
        tried.map(gzip.compress),
    )


CONTENT_TYPES = st.sampled_from(
    ("", "text/html", "application/rss+xml; charset=utf-16", "text/xml; charset=utf-7")
) | st.sampled_from(("iso-2022-jp", "idna", "base64", "\0", "big5", "utf-8", "cp1252", "hz")).map(
    "text/xml; charset={}".format
)


def check_items(items: tuple[FeedItem, ...]) -> None:
    for item in items:
        check_address(item.url)
        check_text(item.title, item.summary, *item.authors)
        check_text(*item.text.split("\n"))
        for moment in (item.published, item.updated):
            assert moment is None or 1990 <= moment.year <= 2100


def check_address(url: str) -> None:
    assert re.match(r"https?://[^/@\s]+/", url)
    assert canonical(url) == url


def check_text(*lines: str) -> None:
    for line in lines:
        assert not re.search(r"[\x00-\x08\x0a-\x1f\x7f-\x9f\ud800-\udfff]", line)


def soon(read: Callable[[bytes, str], None]) -> Callable[[bytes, str], None]:
    """The same, which fails where it took long."""

    @wraps(read)
    def timed(body: bytes, content_type: str) -> None:
        began = process_time()
        read(body, content_type)
        assert process_time() - began < NO_HANG_SECONDS

    return timed


@fuzzed
@given(inputs(FEEDS), CONTENT_TYPES)
@soon
def test_no_feed_or_sitemap_crashes_hangs_or_names_another_kind_of_address(
    body: bytes, content_type: str
) -> None:
    kind_of(body, content_type)
    try:
        feed = read_feed(body, content_type, URL)
    except FeedError as refused:
        check_text(str(refused))
    else:
        check_items(feed.items)
        check_text(feed.title)
        if feed.home:
            check_address(feed.home)
    try:
        sitemap = read_sitemap(body, URL)
    except FeedError as refused:
        check_text(str(refused))
    else:
        check_items(sitemap.pages)
        for child in sitemap.children:
            check_address(child)


@fuzzed
@given(inputs(PAGES), CONTENT_TYPES)
@soon
def test_no_page_crashes_hangs_or_names_another_kind_of_address(
    body: bytes, content_type: str
) -> None:
    kind_of(body, content_type)
    for feed in offered_feeds(body, URL):
        check_address(canonical(feed.url))
        check_text(feed.title)
    try:
        page = read_page(body, URL, content_type.rpartition("=")[2])
    except PageError as refused:
        check_text(str(refused))
        return
    check_text(page.title, page.source, *page.authors, *page.text.split("\n"))
    assert re.match(r"https?://", page.url)
    refusal(page, page_tree(body))
