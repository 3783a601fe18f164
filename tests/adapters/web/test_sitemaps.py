"""What people get from a site's sitemaps."""

import gzip
from datetime import UTC, datetime

import pytest

from adapters.web.feed_items import FeedError, FeedItem
from adapters.web.sitemaps import Sitemap, read_sitemap

URL = "https://post.example/sitemap.xml"

NEWS = """<?xml version="1.0" encoding="UTF-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"
        xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"
        xmlns:image="http://www.google.com/schemas/sitemap-image/1.1">
<url><loc>https://post.example/a?utm_source=sitemap</loc>
  <lastmod>2024-07-29T10:00:00Z</lastmod>
  <image:image><image:loc>https://post.example/a.jpg</image:loc></image:image>
  <news:news><news:publication><news:name>The Example Post</news:name></news:publication>
    <news:publication_date>2024-07-28T09:00:00+09:00</news:publication_date>
    <news:title>Bread &amp;amp; butter</news:title></news:news></url>
<url><loc>
  /b </loc><lastmod>2024-07</lastmod></url>
<url><loc>file:///etc/passwd</loc></url>
<url/>
</urlset>"""

PAGES = (
    FeedItem(
        url="https://post.example/a",
        title="Bread & butter",
        summary="",
        text="",
        published=datetime(2024, 7, 28, tzinfo=UTC),
        updated=datetime(2024, 7, 29, 10, tzinfo=UTC),
        authors=(),
    ),
    FeedItem("https://post.example/b", "", "", "", None, None, ()),
)


@pytest.mark.parametrize(
    "body",
    [
        NEWS.encode(),
        gzip.compress(NEWS.encode(), mtime=0),
        gzip.compress(NEWS.encode()[:300], mtime=0) + gzip.compress(NEWS.encode()[300:], mtime=0),
        NEWS.encode("utf-16"),
        NEWS.replace("?utm_source=sitemap", "?utm_source=sitemap&utm_medium=x").encode(),
    ],
    ids=["plain", "gzipped", "in two gzip members", "in UTF-16", "with a bare ampersand"],
)
def test_a_news_sitemap_gives_titles_and_times(body: bytes) -> None:
    assert read_sitemap(body, URL) == Sitemap(pages=PAGES, children=())


def test_an_index_gives_its_sitemaps() -> None:
    index = b"""<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
    <sitemap><loc>https://post.example/news.xml.gz</loc></sitemap>
    <sitemap><loc>https://post.example/archive.xml?year=2024&amp;month=7</loc></sitemap>
    </sitemapindex>"""
    assert read_sitemap(index, URL) == Sitemap(
        pages=(),
        children=(
            "https://post.example/news.xml.gz",
            "https://post.example/archive.xml?year=2024&month=7",
        ),
    )


def test_of_a_sitemap_cut_off_in_transit_the_half_entry_is_left_out() -> None:
    cut = NEWS.replace("\n  /b </loc>", "https://post.example/half").partition("half")[0]
    assert read_sitemap(cut.encode(), URL).pages == PAGES[:1]


def test_of_a_large_sitemap_the_newest_pages_are_taken() -> None:
    entries = "".join(
        f"<url><loc>/{n}</loc><lastmod>2024-01-{n % 28 + 1:02}</lastmod></url>"
        for n in range(2_800)
    )
    pages = read_sitemap(f"<urlset>{entries}</urlset>".encode(), URL).pages
    wanted = [f"https://post.example/{n}" for n in range(2_800) if n % 28 >= 8]
    assert [page.url for page in pages] == wanted


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"", "the document is empty"),
        (b"words", "the document is not XML"),
        (b"<rss/>", "the document is XML with <rss> outermost, not a sitemap"),
        (b"<urlset>" + b"<url/>" * 50_001, "the sitemap has 50,001 entries, over the protocol's "),
        (b"<!DOCTYPE a [<!ENTITY b 'c'>]><urlset/>", "the document declares entities, which are "),
        (gzip.compress(b"\0" * 20_000_000, mtime=0), "the document inflates to over 10 MB"),
        (gzip.compress(NEWS.encode(), mtime=0)[:-20], "the document's gzip ends too early"),
        (b"\x1f\x8bnonsense", "the document's gzip is damaged"),
        (b"<urlset>" + b" " * 10_000_000, "the document has 10.0 MB, over the limit of 10 MB"),
    ],
)
def test_what_is_no_sitemap_is_refused_in_one_line(body: bytes, reason: str) -> None:
    with pytest.raises(FeedError) as refused:
        read_sitemap(body, URL)
    assert str(refused.value).startswith(reason)
    assert "\n" not in str(refused.value)
