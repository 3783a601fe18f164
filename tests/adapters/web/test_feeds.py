"""What people get from the feeds of the world, well made or not."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from adapters.web.feeds import Feed, FeedError, FeedItem, read_feed
from tests.adapters.web.written_feeds import ATOM, ATOM_03, RDF, RSS

SHARED_FEEDS = Path(__file__).parents[4] / "shared" / "feeds"
URL = "https://post.example/feeds/all.xml"


def read(xml: str, content_type: str = "") -> Feed:
    return read_feed(xml.encode(), content_type, URL)


def items(inner: str) -> tuple[FeedItem, ...]:
    return read(f'<rss version="2.0"><channel>{inner}</channel></rss>').items


def test_rss_is_read_whole() -> None:
    assert read(RSS) == Feed(
        kind="RSS",
        title="The Example Post & Mail",
        home="https://post.example/world",
        items=(
            FeedItem(
                url="https://post.example/world/command?page=2",
                title="New US command in Japan: “three stars”",
                summary="Officials in Tokyo & Washington agreed.",
                text="First paragraph, with bold words.\nSecond\nCountry\tTroops\nJapan\t54,000",
                published=datetime(2024, 7, 28, tzinfo=UTC),
                updated=None,
                authors=("Ada Writer", "Ben Reporter"),
            ),
            FeedItem(
                url="https://post.example/old/2",
                title="Only a guid",
                summary="",
                text="",
                published=datetime(2018, 9, 24, 22, 42, 40, tzinfo=UTC),
                updated=None,
                authors=(),
            ),
        ),
    )


def test_atom_is_read_whole() -> None:
    assert read(ATOM) == Feed(
        kind="Atom",
        title="Example < Post",
        home="https://post.example/",
        items=(
            FeedItem(
                url="https://post.example/base/a",
                title="Bread & butter",
                summary="A summary.",
                text="First.\nSecond & last.",
                published=datetime(2024, 7, 28, 1, tzinfo=UTC),
                updated=datetime(2024, 7, 29, tzinfo=UTC),
                authors=("Ada Writer",),
            ),
            FeedItem(
                url="https://post.example/b",
                title="",
                summary="",
                text="Plain text.\nIts <b>second</b> line.",
                published=None,
                updated=datetime(2024, 7, 30, tzinfo=UTC),
                authors=("The Desk",),
            ),
        ),
    )


def test_the_formats_of_twenty_years_ago_are_read_too() -> None:
    found = [read(feed) for feed in (RDF, ATOM_03)]
    moment = datetime(2004, 7, 28, 9, tzinfo=UTC)
    facts = ("https://post.example/a", "First", "", "", moment)
    assert [(feed.kind, feed.title, feed.items) for feed in found] == [
        ("RSS", "Old Post", (FeedItem(*facts, updated=moment, authors=("Ada Writer",)),)),
        ("Atom", "Older Post", (FeedItem(*facts, updated=None, authors=()),)),
    ]


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        ("<title>Früh “am” Sonntag</title>".encode(), "text/xml"),
        ("<title>Früh “am” Sonntag</title>".encode(), "text/xml; charset=ISO-8859-1"),
        ("<title>Früh “am” Sonntag</title>".encode("cp1252"), "text/xml; charset=iso-8859-1"),
        ("<title>Früh “am” Sonntag</title>".encode("cp1252"), "application/xml"),
        (b"<title>Fr&uuml;h &ldquo;am&rdquo; Sonntag</title>", ""),
        (b"<title>Fr&#xfc;h &#8220;am&#8221; Sonntag</title>", ""),
        ("<title><![CDATA[Fr&uuml;h “am” <i>Sonntag</i>]]></title>".encode(), ""),
        ("<title>\x00Früh\x0b “am” Sonntag</title>".encode(), ""),
    ],
)
def test_letters_come_out_right_whatever_the_server_says(body: bytes, content_type: str) -> None:
    feed = b'<rss version="2.0"><channel>' + body + b"</channel></rss>"
    assert read_feed(feed, content_type, URL).title == "Früh “am” Sonntag"


@pytest.mark.parametrize("encoding", ["utf-16", "utf-32", "iso-8859-1", "windows-1251", "koi8-r"])
def test_a_feed_in_another_encoding_reads_like_any_other(encoding: str) -> None:
    title = "Früh" if encoding == "iso-8859-1" else "Вечерние новости"
    feed = f"<?xml version='1.0' encoding='{encoding}'?><rss><channel><title>{title}</title>"
    assert read_feed(f"{feed}</channel></rss>".encode(encoding), "", URL).title == title


def test_small_faults_of_markup_are_forgiven() -> None:
    broken = """
      <item><title>AT&T <br> & others&#xD800;&#0;&#9999999;</title><link>/a?x=1&y=2</link>
      <dc:creator>Ada Writer</dc:creator><description>one<br>two &nbsp; <img src=x></description>
      </item><item><link>/b</link></item>"""
    assert items(broken) == (
        FeedItem(
            "https://post.example/a?x=1&y=2",
            "AT&T & others",
            "one two",
            "",
            None,
            None,
            ("Ada Writer",),
        ),
        FeedItem("https://post.example/b", "", "", "", None, None, ()),
    )


def test_a_picture_caption_is_not_taken_for_the_article() -> None:
    found = items(
        """<item xmlns:media="http://search.yahoo.com/mrss/"><link>/a</link>
        <media:content><media:title>A photo</media:title></media:content>
        <description>The summary</description>
        <media:description>Two ministers on Sunday</media:description></item>"""
    )
    assert [(item.title, item.summary, item.text) for item in found] == [("", "The summary", "")]


def test_a_teaser_given_twice_is_a_summary_and_no_article() -> None:
    content = 'xmlns:c="http://purl.org/rss/1.0/modules/content/"'
    found = items(
        f"""<item {content}><link>/a</link><description>Only this.</description>
        <c:encoded><![CDATA[<p>Only <a href="/a">this.</a></p>]]></c:encoded></item>
        <item {content}><link>/b</link><description>Short.</description>
        <c:encoded><![CDATA[<p>The article.</p><p>The post <a>B</a> appeared first on <a>Post</a>.
        </p>]]></c:encoded></item>"""
    )
    texts = [(item.summary, item.text) for item in found]
    assert texts == [("Only this.", ""), ("Short.", "The article.")]


def test_only_web_addresses_come_out_and_each_page_once() -> None:
    links = """file:///etc/passwd  javascript:alert(1)  http://ada:secret@post.example/
        https://post.example/a?utm_source=x  /a#top  http://169.254.169.254/latest
        feed:https://post.example/c"""
    found = items("".join(f"<item><link>{link}</link></item>" for link in links.split()))
    # Which hosts may be asked is decided where they are asked.
    assert [item.url for item in found] == [
        "https://post.example/a",
        "http://169.254.169.254/latest",
    ]


def test_of_a_feed_cut_off_in_transit_the_half_item_is_left_out() -> None:
    whole = "<item><link>/a</link></item><item><link>/b</link></item>"
    feed = f"<rss><channel>{whole}<item><link>/ha"
    assert [item.url for item in read(feed).items] == [
        "https://post.example/a",
        "https://post.example/b",
    ]


def test_of_a_long_feed_the_newest_items_are_taken_in_its_order() -> None:
    long = "".join(
        f"<item><link>/{n}</link><pubDate>{n % 28 + 1} Jul 2024 09:00 GMT</pubDate></item>"
        for n in range(2_800)
    )
    wanted = [f"https://post.example/{n}" for n in range(2_800) if n % 28 >= 8]
    assert [item.url for item in items(long)] == wanted


@pytest.mark.parametrize(
    ("written", "moment"),
    [
        ("Sun, 28 Jul 2024 09:00:00 +0900", datetime(2024, 7, 28, tzinfo=UTC)),
        ("28 Jul 24 09:00 GMT", datetime(2024, 7, 28, 9, tzinfo=UTC)),
        ("2024-07-28T09:00:00+09:00", datetime(2024, 7, 28, tzinfo=UTC)),
        ("2024-07-28", datetime(2024, 7, 28, tzinfo=UTC)),
        ("dom, 28 julio 2024 09:00:00 +0900", datetime(2024, 7, 28, tzinfo=UTC)),
        ("So, 28. März 2024 09:00:00 GMT", datetime(2024, 3, 28, 9, tzinfo=UTC)),
        ("Mon, 01 Jan 2099 00:00:00 GMT", datetime(2099, 1, 1, tzinfo=UTC)),
        ("Mon, 01 Jan 0001 00:00:00 GMT", None),
        ("Thu, 01 Jan 1970 00:00:00 GMT", None),
        ("Sun, 99 Jul 2024 09:00:00 GMT", None),
        ("yesterday", None),
        ("", None),
    ],
)
def test_dates_are_read_as_newspapers_write_them(written: str, moment: datetime | None) -> None:
    (item,) = items(f"<item><link>/a</link><pubDate>{written}</pubDate></item>")
    assert item.published == moment


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"", "the document is empty"),
        (b"\0" * 50, "the document is empty"),
        (b"words alone", "the document is not XML"),
        (b"%PDF-1.7\xff\xfe", "the document is not XML"),
        (b"<html><body>words</body></html>", "the document is a web page, not a feed"),
        (b"<head></head><body><br></body>", "the document is a web page, not a feed"),
        (b"<urlset/>", "the document is a sitemap, not a feed"),
        (b"<opml/>", "the document is XML of another kind (<opml>), not a feed"),
        (b"<rss>" + b"<a/>" * 100_001, "the feed has 100,002 elements, over the limit of 100,000"),
        (b"<rss>" + b" " * 10_000_000, "the document has 10.0 MB, over the limit of 10 MB"),
        (b'{"items": []}', "the document is JSON, but not a JSON Feed"),
    ],
)
def test_what_is_no_feed_is_refused_in_one_line(body: bytes, reason: str) -> None:
    with pytest.raises(FeedError) as refused:
        read_feed(body, "application/rss+xml", URL)
    assert str(refused.value) == reason


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-32-be"])
@pytest.mark.parametrize(
    "declared",
    [
        '<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;">',
        '<!entity a SYSTEM "file:///etc/passwd">',
        '<!ENTITY % a SYSTEM "http://169.254.169.254/"> %a;',
    ],
)
def test_a_document_that_declares_entities_is_refused(declared: str, encoding: str) -> None:
    bomb = f"<!DOCTYPE rss [{declared}]><rss><channel><title>&c;</title></channel></rss>"
    with pytest.raises(FeedError, match=r"^the document declares entities, which are not read$"):
        read_feed(bomb.encode(encoding), "", URL)


def test_a_doctype_alone_is_no_reason_to_refuse() -> None:
    doctype = '<!DOCTYPE rss PUBLIC "-//Netscape//DTD RSS 0.91//EN" "http://127.0.0.1:1/rss.dtd">'
    feed = read(f"{doctype}<rss version='0.91'><channel><title>T</title></channel></rss>")
    assert feed == Feed("RSS", "T", "", ())


# Each looked at by hand. The first two entries of Atom name no page, and the last document is a
# web page: "Document Moved".
SHARED = {
    "content-encoded.rss": ("RSS", 7, "THE CREATIVE FORAGER"),
    "craigslist.rss": (
        "RSS",
        25,
        "Bright, Spacious Beautiful Victorian (oakland north / temescal) $4300 3bd 1930ft²",
    ),
    "encoding.rss": ("RSS", 40, "Mãe de utente é a nova presidente da Raríssimas"),
    "feedburner.atom": (
        "Atom",
        25,
        "AdWords and DFP Java client library will soon require Java 7+",
    ),
    "guardian.rss": (
        "RSS",
        55,
        "Trump State of the Union address promised unity but emphasized discord",
    ),
    "heise.atom": ("Atom", 15, "Java-Anwendungsserver: Red Hat gibt WildFly 10 frei"),
    "heraldsun.rss": ("RSS", 2, "The First Item"),
    "incomplete-fields.atom": ("Atom", 0, ""),
    "many-links.rss": (
        "Atom",
        25,
        "Code Health: Providing Context with Commit Messages and Bug Reports",
    ),
    "missing-fields.atom": ("Atom", 0, ""),
    "reddit-atom.rss": ("RSS", 24, "The Difficulties in Space"),
    "reddit.rss": ("RSS", 24, "The water is too deep, so he improvises"),
    "rss-1.rss": ("RSS", 69, "Food for fungi"),
    "unrecognized.rss": "the document is a web page, not a feed",
    "uolNoticias.rss": (
        "RSS",
        15,
        "Ibope: Bolsonaro perde de Haddad, Ciro e Alckmin em simulações de 2º turno",
    ),
}


def outcome(path: Path) -> tuple[str, int, str] | str:
    try:
        feed = read_feed(path.read_bytes(), "", f"https://feeds.example/{path.name}")
    except FeedError as refused:
        return str(refused)
    return feed.kind, len(feed.items), feed.items[0].title if feed.items else ""


@pytest.mark.skipif(not SHARED_FEEDS.is_dir(), reason=f"no real feeds at {SHARED_FEEDS}")
def test_real_feeds_are_read_or_refused_in_one_line() -> None:
    assert {path.name: outcome(path) for path in sorted(SHARED_FEEDS.iterdir())} == SHARED
