"""The news site of the tests: what it serves is what our readers make of it."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime

import pytest

from adapters.web.feed_items import FeedError
from adapters.web.feeds import read_feed
from adapters.web.sitemaps import read_sitemap
from tests.adapters.web.fetched import Desk
from tests.e2e.news_documents import Item, atom, json_feed, news_sitemap, rss, xml_bomb
from tests.e2e.news_site import NewsSite

HOME = "https://post.example/"
ITEMS = (
    Item("Ships & <b>bridges</b>", "https://post.example/a?x=1&y=2", 'What "is" known'),
    Item(
        "新闻",
        HOME + "b",
        published=datetime(2024, 7, 29, 18, 30, tzinfo=UTC),
        content="<p>The <i>whole</i> article &amp; more.</p>",
    ),
)


@pytest.mark.parametrize(
    ("write", "kind"), [(rss, "RSS"), (atom, "Atom"), (json_feed, "JSON Feed")]
)
def test_a_feed_holds_its_items(
    write: Callable[[str, str, Sequence[Item]], str], kind: str
) -> None:
    read = read_feed(write("The Post", HOME, ITEMS).encode(), "", HOME + "feed")
    assert (read.kind, read.title, read.home) == (kind, "The Post", HOME)
    assert [(item.url, item.published, item.text) for item in read.items] == [
        (HOME + "a?x=1&y=2", ITEMS[0].published, ""),
        (HOME + "b", ITEMS[1].published, "The whole article & more."),
    ]
    assert read.items[0].summary == ITEMS[0].summary


def test_a_news_sitemap_holds_its_items() -> None:
    read = read_sitemap(news_sitemap("The Post", ITEMS).encode(), HOME + "news.xml")
    assert [(page.url, page.published) for page in read.pages] == [
        (item.url, item.published) for item in ITEMS
    ]


def test_a_bomb_is_small_and_refused() -> None:
    assert len(xml_bomb()) < 1_000
    with pytest.raises(FeedError):
        read_feed(xml_bomb().encode(), "application/rss+xml", HOME + "feed")


def test_a_feed_that_changes_while_it_is_served_is_seen_to() -> None:
    with NewsSite() as site:
        desk = Desk()
        url = site.feed("/feed.xml", rss("The Post", site.url(), ITEMS[:1]))
        first = desk.get(url)
        site.feed("/feed.xml", rss("The Post", site.url(), ITEMS))
        assert desk.get(url) != first
        site.remove("/feed.xml")
        desk.get(url)
        assert [(seen.path, seen.status) for seen in site.requests] == [
            ("/robots.txt", 404),
            ("/feed.xml", 200),
            ("/feed.xml", 200),
            ("/feed.xml", 404),
        ]
