"""People paste any address; what is behind it is found out by looking."""

import gzip

import pytest

from adapters.web.discovery import Kind, OfferedFeed, kind_of, offered_feeds

RSS = '<rss version="2.0"><channel/></rss>'
HTML = "<!doctype html><html><head><title>A</title></head><body>words</body></html>"


@pytest.mark.parametrize(
    ("body", "content_type", "kind"),
    [
        (RSS.encode(), "application/rss+xml", "feed"),
        (RSS.encode(), "text/html; charset=utf-8", "feed"),
        (RSS.encode(), "application/octet-stream", "feed"),
        (RSS.encode("utf-16"), "", "feed"),
        (f"\ufeff\n<?xml version='1.0'?>\n<!-- hello -->{RSS}".encode(), "", "feed"),
        (f'<!DOCTYPE rss PUBLIC "-//N//DTD RSS 0.91//EN" "r.dtd">\n{RSS}'.encode(), "", "feed"),
        (f"<?xml-stylesheet href='a.xsl'?>{RSS}".encode(), "text/xml", "feed"),
        (b'<feed xmlns="http://www.w3.org/2005/Atom"/>', "text/plain", "feed"),
        (b'<atom:feed xmlns:atom="http://www.w3.org/2005/Atom"/>', "", "feed"),
        (b'<rdf:RDF xmlns="http://purl.org/rss/1.0/"/>', "application/xml", "feed"),
        (b'{"version": "https:\\/\\/jsonfeed.org\\/version\\/1"}', "application/json", "feed"),
        (b"", "application/atom+xml", "feed"),
        (b'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">', "", "sitemap"),
        (b"<?xml version='1.0'?><sitemapindex>", "text/html", "sitemap"),
        (gzip.compress(b"<urlset/>", mtime=0), "application/gzip", "sitemap"),
        (HTML.encode(), "text/html", "page"),
        (HTML.encode(), "application/rss+xml", "page"),
        (HTML.encode(), "", "page"),
        (b"<?xml version='1.0'?><html xmlns='http://www.w3.org/1999/xhtml'/>", "", "page"),
        (b"<head><title>Document Moved</title></head>", "text/xml", "page"),
        (b"words alone", "text/html", "page"),
        (b"", "text/html", "page"),
        (b"words alone", "text/plain", "other"),
        (b"%PDF-1.7", "text/html", "other"),
        (b"%PDF-1.7", "application/pdf", "other"),
        (b"\x89PNG\r\n\x1a\n\0\0", "image/png", "other"),
        (b"\x89PNG\r\n\x1a\n\0\0", "text/html", "other"),
        (b"\xff\xd8\xff\xe0\0\x10JFIF", "text/html", "other"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "image/svg+xml", "other"),
        (b'{"version": 2}', "application/json", "other"),
        (gzip.compress(HTML.encode(), mtime=0), "text/html", "other"),
        (b"\x1f\x8bnonsense", "text/xml", "other"),
        (b"", "", "other"),
    ],
)
def test_a_document_is_known_by_its_bytes(body: bytes, content_type: str, kind: Kind) -> None:
    assert kind_of(body, content_type) == kind


@pytest.mark.parametrize(
    "body",
    [
        b'<!doctypefoo "bar',
        b"<!doctype",
        b'<!DOCTYPE"' * 20_000,
        b"<!doctype[" * 40_000,
        b"<!>" * 50_000,
        b"<?" * 50_000,
    ],
)
def test_what_is_declared_on_and_on_is_looked_through_once(body: bytes) -> None:
    assert kind_of(body, "text/html") == "page"


def test_a_page_offers_its_feeds_those_of_comments_last() -> None:
    page = """<html><head><base href="/world/">
    <link rel="alternate" type="application/rss+xml" title="Comments" href="/comments/feed/">
    <link rel="alternate" type="application/rss+xml" title="The &amp; Post" href="feed?source=rss">
    <link rel="stylesheet alternate" type="application/rss+xml" href="/style">
    <LINK REL="Alternate" TYPE="application/atom+xml; charset=utf-8" HREF="//cdn.example/atom">
    <link rel="alternate" type="application/rss+xml" title="again" href="/world/feed?source=rss">
    <link rel="alternate" type="application/feed+json" href="/feed.json">
    <link rel="alternate" type="application/json" href="/wp-json/wp/v2/pages/7">
    <link rel="alternate" type="application/json+oembed" href="/oembed">
    <link rel="alternate" hreflang="de" href="/de/">
    <link rel="alternate" type="application/rss+xml" href="javascript:alert(1)">
    <link rel="alternate" type="application/rss+xml" href="http://ada:secret@post.example/">
    <link rel="alternate" type="application/rss+xml" href="">
    </head><body>words</body></html>"""
    assert offered_feeds(page.encode(), "https://post.example/a") == (
        OfferedFeed("https://post.example/world/feed?source=rss", "The & Post", "RSS"),
        OfferedFeed("https://cdn.example/atom", "", "Atom"),
        OfferedFeed("https://post.example/feed.json", "", "JSON Feed"),
        OfferedFeed("https://post.example/comments/feed/", "Comments", "RSS"),
    )


@pytest.mark.parametrize("html", [b"", b"\0", b"words", HTML.encode(), b"%PDF-1.7\xff\0\x80"])
def test_most_documents_offer_none(html: bytes) -> None:
    assert offered_feeds(html, "https://post.example/") == ()
