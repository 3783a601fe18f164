"""Feeds with DOCTYPEs, HTML's entities and broken bytes are read to the letter, bombs refused."""

from html import unescape
from html.entities import html5

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.web.discovery import kind_of
from adapters.web.feeds import FeedError, read_feed
from adapters.web.shown_text import without_marks
from adapters.web.sitemaps import read_sitemap
from adapters.web.xml_text import xml_text

URL = "https://courier.example/rss"
REFUSED = "the document declares entities, which are not read"
NETSCAPE = (
    '<!DOCTYPE rss PUBLIC "-//Netscape Communications//DTD RSS 0.91//EN" '
    '"http://courier.example/rss-0.91.dtd">'
)
LATIN_1 = (
    '<!DOCTYPE rss [\n<!-- don\'t "look" ]> -->\n<!ENTITY % HTMLlat1 PUBLIC '
    '"-//W3C//ENTITIES Latin 1 for XHTML//EN" "http://courier.example/lat1.ent">\n%HTMLlat1;\n]>'
)
HARMLESS = (
    "",
    "<!DOCTYPE rss>",
    '<!doctype rss system "rss.dtd">',
    NETSCAPE,
    LATIN_1,
    "<!-- a > b --><?xml-stylesheet href='a.css'?><!DOCTYPE rss>",
    "<!DOCTYPE rss [<!ENTITY eacute \"&#233;\"><!ENTITY nbsp '&#160;'>]>",
    '<!DOCTYPE rss [<!ELEMENT rss ANY><!ATTLIST rss version CDATA "]>">]>',
)
# What XML writes so itself, and what no document may hold.
TITLES = sorted(name for name, written in html5.items() if name.endswith(";"))
PLAIN = [name for name in TITLES if not {*html5[name]} & {*"<>&\"'"} and html5[name].strip()]


def feed(title: str, doctype: str = "", *, encoding: str = "utf-8", declared: str = "") -> bytes:
    head = f'<?xml version="1.0" encoding="{declared}"?>\n' if declared else ""
    item = "<item><link>/a</link><description>Dockers strike</description></item>"
    text = (
        f"{head}{doctype}<rss version='0.91'><channel><title>{title}</title>{item}</channel></rss>"
    )
    return text.encode(encoding)


def title_of(body: bytes, content_type: str = "") -> str:
    found = read_feed(body, content_type, URL)
    assert [item.url for item in found.items] == ["https://courier.example/a"]
    return found.title


@pytest.mark.parametrize("doctype", HARMLESS)
def test_a_feed_with_a_doctype_and_html_s_entities_is_read(doctype: str) -> None:
    body = feed("Caf&eacute;s&nbsp;&hellip;&#32;AT&T &unknown; R&amp;D", doctype)
    assert title_of(body) == "Cafés … AT&T &unknown; R&D"
    assert kind_of(body, "text/xml") == "feed"


@given(st.sampled_from(PLAIN), st.sampled_from(HARMLESS))
def test_every_entity_that_html_knows_stands_for_its_characters(name: str, doctype: str) -> None:
    assert xml_text(b"<a>x&" + name.encode() + b"y</a>", "") == f"<a>x{html5[name]}y</a>"
    said = title_of(feed(f"strike &{name} ends", doctype))
    # What has no width is no character of a headline.
    assert said == " ".join(without_marks(unescape(f"strike &{name} ends")).split())


def test_what_stands_in_cdata_is_left_to_whoever_reads_it() -> None:
    body = b'<a><![CDATA[&eacute; <!ENTITY x "y">]]>&eacute;<![CDATA[&nbsp;</a>'
    assert xml_text(body, "") == '<a><![CDATA[&eacute; <!ENTITY x "y">]]>é<![CDATA[\xa0</a>'


@pytest.mark.parametrize(
    "doctype",
    [
        '<!DOCTYPE rss [<!ENTITY b "ha"><!ENTITY c "&b;&b;&b;">]>',
        '<!DOCTYPE rss [<!ENTITY gg "ha"><!ENTITY lg "&gg;&gg;&gg;">]>',
        '<!DOCTYPE rss [<!ENTITY eacute SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE rss [<!ENTITY eacute "a longer text than a character">]>',
        '<!DOCTYPE rss [<!ENTITY % more SYSTEM "http://courier.example/x"> %more;]>',
        "<!DOCTYPE rss [<!ENTITY % more \"<!ENTITY x 'y'>\"> %more;]>",
        '<!DOCTYPE rss [<!-- --><!ENTITY x "y',
        '<!DOCTYPE rss><!ENTITY x "y">',
        'words <!DOCTYPE rss [<!ENTITY x "y">]>',
    ],
)
def test_a_document_with_entities_of_its_own_is_refused(doctype: str) -> None:
    with pytest.raises(FeedError, match=f"^{REFUSED}$"):
        read_feed(feed("T", doctype), "", URL)
    sitemap = f"{doctype}<urlset><url><loc>https://courier.example/a</loc></url></urlset>"
    with pytest.raises(FeedError, match=f"^{REFUSED}$"):
        read_sitemap(sitemap.encode(), URL)


@given(
    st.text(st.characters(blacklist_categories=("C", "Z", "P", "S")), min_size=1),
    st.data(),
    st.integers(0x80, 0xFF),
    st.sampled_from(("", "utf-8")),
    st.sampled_from(("", "text/xml", "application/rss+xml; charset=UTF-8")),
)
def test_a_byte_that_is_no_character_changes_nothing_but_itself(
    words: str, data: st.DataObject, byte: int, declared: str, content_type: str
) -> None:
    at = data.draw(st.integers(0, len(words)))
    mark = "\N{REPLACEMENT CHARACTER}"
    before, broken, after = "ﬁrst “words” é " + words[:at], bytes([byte]), words[at:]
    body = feed(f"{before}{mark}{after}", declared=declared)
    body = body.replace(mark.encode(), broken, 1)
    assert title_of(body, content_type) == f"{before}{mark}{after}"


@pytest.mark.parametrize(
    ("encoding", "declared", "content_type", "title"),
    [
        # The header goes before the declaration (RFC 7303, section 3).
        ("cp1252", "utf-8", "text/xml; charset=windows-1252", "“Früh”"),
        ("koi8-r", "windows-1251", "application/xml; charset=koi8-r", "Порт"),
        ("utf-8", "iso-8859-1", "application/rss+xml; charset=utf-8", "“Früh”"),
        ("cp1252", "iso-8859-1", "text/xml; charset=utf-8", "�Fr�h�"),
        # The declaration where the header does not say, or says what nobody knows.
        ("cp1252", "ISO-8859-1", "text/xml", "“Früh”"),
        ("koi8-r", "koi8-r", "text/xml; charset=nonsense", "Порт"),
        ("utf-8", "utf-8", "text/xml; charset=utf-7", "“Früh”"),
        # Neither: UTF-8, and what is plainly none is what old pages were written in.
        ("utf-8", "", "", "“Früh”"),
        ("cp1252", "", "text/xml", "“Früh”"),
        # A byte order mark goes before all.
        ("utf-8-sig", "koi8-r", "text/xml; charset=koi8-r", "“Früh”"),
        ("utf-16", "utf-8", "text/xml; charset=utf-8", "“Früh”"),
        # What can't be, since the declaration itself could be read.
        ("utf-8", "utf-16", "", "“Früh”"),
        ("utf-8", "", "text/xml; charset=utf-16", "“Früh”"),
        # Servers that call everything so, and a document that is well-formed UTF-8.
        ("utf-8", "", "text/xml; charset=iso-8859-1", "“Früh” und “Spät”"),
        ("utf-8", "utf-8", "text/xml; charset=us-ascii", "“Früh” und “Spät”"),
    ],
)
def test_the_charset_is_the_one_that_is_declared(
    encoding: str, declared: str, content_type: str, title: str
) -> None:
    sent = "“Früh”" if "\N{REPLACEMENT CHARACTER}" in title else title
    assert title_of(feed(sent, encoding=encoding, declared=declared), content_type) == title


def test_a_byte_that_is_no_character_costs_no_item_of_a_json_feed() -> None:
    body = (
        b'{"version": "https://jsonfeed.org/version/1.1", "title": "Caf\xc3\xa9 \xff",'
        b' "items": [{"url": "/a", "title": "One\nline"}]}'
    )
    assert title_of(body, "application/feed+json") == "Café \N{REPLACEMENT CHARACTER}"
