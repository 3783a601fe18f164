"""Sites without feeds have pages that list their articles; single articles are told from them."""

import gzip
import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from adapters.web.feed_items import FeedError
from adapters.web.topic_pages import MOST_LINKS, is_topic, read_topic

URL = "https://www.harbour.example/topics/lighthouse"
SHARED = Path(__file__).parents[3].parent / "shared" / "pages"
SENTENCES = (
    "The lamp of the old lighthouse will be lit again in May, its keepers told the harbour board. "
    "They have repaired the lens since the storm of last autumn and now wait for the glass."
)


def card(slug: str, headline: str, teaser: str = "A teaser about it.", day: int = 2) -> str:
    return (
        f'<article><a href="{slug}"><img src="a.jpg"></a><h3><a href="{slug}">{headline}</a></h3>'
        f'<p>{teaser}</p><time datetime="2026-03-{day:02}T08:00:00Z">2 March</time>'
        f'<a href="{slug}#more">Read more</a></article>'
    )


CARDS = [
    card(f"/2026/03/lamp-number-{n}-is-lit-again", f"Lamp number {n} is lit again", day=n)
    for n in range(1, 8)
]
AROUND = """<header><nav><a href="/news/all-the-news-of-today-here">All the news of today</a></nav>
<a href="/">The Harbour</a></header>"""
BELOW = """<aside><h2>Most read</h2><a href="/2026/01/cat-walks-over-the-pier">Cat walks over the
pier at night</a></aside><footer><a href="/about/who-we-are-and-what">Who we are and what we do</a>
</footer>"""


def topic(cards: list[str], main: str = "main") -> bytes:
    return (
        f"<html><head><title>Lighthouse | The Harbour</title></head><body>{AROUND}<{main}>"
        f"<h1>The lighthouse</h1>{''.join(cards)}"
        f'<a href="?page=2">Older articles of this topic</a></{main}>{BELOW}</body></html>'
    ).encode()


@pytest.mark.parametrize("main", ["main", "div"])
def test_the_links_of_a_topic_page_are_items_with_headline_teaser_and_date(main: str) -> None:
    found = read_topic(topic(CARDS, main), URL)
    assert (found.kind, found.title) == ("topic page", "The lighthouse")
    assert [item.url for item in found.items] == [
        f"https://www.harbour.example/2026/03/lamp-number-{n}-is-lit-again" for n in range(1, 8)
    ]
    first = found.items[0]
    assert (first.title, first.summary) == ("Lamp number 1 is lit again", "A teaser about it.")
    assert first.published == datetime(2026, 3, 1, 8, tzinfo=UTC)


@pytest.mark.parametrize(
    ("markup", "title"),
    [
        ('<a href="/a/7"><h3>Boats return</h3><p>Teaser of some words.</p></a>', "Boats return"),
        (
            '<a href="/a/7"><b class="card__headline">Boats are back</b> <time>Now</time></a>',
            "Boats are back",
        ),
        (
            '<li><h2>Boats are back</h2><p>Teaser.</p><a href="/a/7">Read on</a></li>',
            "Boats are back",
        ),
        (
            '<li><a href="/a/7">Boats are back in the harbour</a></li>',
            "Boats are back in the harbour",
        ),
        (
            '<li><a href="//harbour.example/a/7">Boats are back in port</a></li>',
            "Boats are back in port",
        ),
        (
            '<li><a href="/a/7">灯台の灯りが再びともる見通し</a></li>',
            "灯台の灯りが再びともる見通し",
        ),
        ('<li><a href="/a/7">Menu</a></li>', None),
        ('<li><a href="/a/7">Read more about this story</a></li>', None),
        ('<li><a href="https://other.example/a">Boats are back in the harbour</a></li>', None),
        ('<li><a href="/tag/boats">All that we wrote about boats</a></li>', None),
        ('<li><a href="/author/ann-smith">Ann Smith of the sea desk</a></li>', None),
        ('<li><a href="/a/report.pdf">Boats are back in the harbour</a></li>', None),
        ('<li><a href="/topics/lighthouse/2">To the second page of this</a></li>', None),
        ('<li><a href="mailto:a@harbour.example">Write to us about boats</a></li>', None),
        ('<div class="cookie-consent"><a href="/a/7">How we use cookies here</a></div>', None),
        ('<nav><a href="/a/7">Boats are back in the harbour</a></nav>', None),
    ],
)
def test_what_counts_as_a_link_to_an_article(markup: str, title: str | None) -> None:
    try:
        found = read_topic(f"<html><body>{markup}</body></html>".encode(), URL)
    except FeedError:
        assert title is None
    else:
        assert [item.title for item in found.items] == [title]


def test_a_page_without_links_to_articles_has_failed() -> None:
    wall = b"<html><body><h1>We value your privacy</h1><button>Accept all</button></body></html>"
    for body in (wall, b"", b"words", b"\x00\xff"):
        with pytest.raises(FeedError, match="no links to articles"):
            read_topic(body, URL)


def test_a_long_archive_is_taken_up_to_the_limit_the_first_ones() -> None:
    cards = [
        card(f"/2026/lamp-{n}-of-the-pier-is-lit", f"Lamp {n} of the pier is lit")
        for n in range(300)
    ]
    found = read_topic(topic(cards), URL)
    assert (len(found.items), found.left_out) == (MOST_LINKS, 200)
    assert found.items[0].title == "Lamp 0 of the pier is lit"


def article(related: int = 12, paragraphs: int = 6) -> bytes:
    links = "".join(CARDS[:related]) + "".join(
        f'<a href="/2026/02/more-of-the-pier-{n}">More of the pier, part {n}</a>'
        for n in range(related - 7)
    )
    body = "".join(f"<p>{SENTENCES}</p>" for _ in range(paragraphs))
    return (
        f"<html><body>{AROUND}<main><h1>The lamp will be lit</h1>{body}<section>"
        f"<h2>More on this</h2>{links}</section></main>{BELOW}</body></html>"
    ).encode()


def test_a_topic_page_is_told_from_an_article_with_many_links_below_it() -> None:
    assert is_topic(topic(CARDS), URL)
    assert not is_topic(article(), URL)
    assert not is_topic(topic(CARDS[:3]), URL)
    assert not is_topic(b"", URL)


@pytest.mark.parametrize(
    ("described", "listed"),
    [
        ({"@type": "NewsArticle", "headline": "The lamp will be lit"}, False),
        ({"@type": ["CollectionPage"], "name": "The lighthouse"}, True),
        (
            {
                "@type": "ItemList",
                "itemListElement": [
                    {"@type": "NewsArticle", "headline": f"Lamp {n}"} for n in range(6)
                ],
            },
            True,
        ),
    ],
)
def test_what_a_page_says_that_it_is_counts_for_more_than_its_looks(
    described: dict[str, object], listed: bool
) -> None:
    data = f'<script type="application/ld+json">{json.dumps(described)}</script>'
    for page in (topic(CARDS), article()):
        assert is_topic(page.replace(b"<main>", f"{data}<main>".encode()), URL) is listed


@pytest.mark.skipif(not SHARED.is_dir(), reason="the shared pages are not beside the checkout")
def test_no_real_article_is_taken_for_a_topic_page() -> None:
    truth = json.loads((SHARED / "ground-truth.json").read_text())
    taken = []
    for path in sorted((SHARED / "html").iterdir()):
        raw = path.read_bytes()
        body = gzip.decompress(raw) if path.suffix == ".gz" else raw
        url = truth[path.name.partition(".")[0]]["url"]
        if is_topic(body, url):
            taken.append(url)
    assert taken == []
