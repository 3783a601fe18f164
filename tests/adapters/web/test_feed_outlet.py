"""What a paper is called whose articles are read from its feed."""

from dataclasses import replace

import pytest

from adapters.web.feed_items import Feed, FeedItem
from adapters.web.feed_outlet import outlet_of, with_outlet

ITEM = FeedItem("https://www.echo.example/a", "Bridge", "", "Words.", None, None, ())


@pytest.mark.parametrize(
    ("title", "host", "outlet"),
    [
        ("The Ostwick Echo", "echo.example", "The Ostwick Echo"),
        ("World news | The Ostwick Echo", "ostwickecho.example", "The Ostwick Echo"),
        ("Echo News - World", "echo.example", "Echo News"),
        ("RSS Feed – Harbour Herald", "news.example", "Harbour Herald"),
        ("The Ostwick Echo » Feed", "echo.example", "The Ostwick Echo"),
        ("Politics - The Meridian Post", "127.0.0.1", "The Meridian Post"),
        ("Latest news", "echo.example", ""),
        ("", "echo.example", ""),
    ],
)
def test_the_outlet_is_named_in_its_feeds_title(title: str, host: str, outlet: str) -> None:
    assert outlet_of(title, host) == outlet


def test_another_sites_article_in_a_feed_is_not_the_feeds_outlets() -> None:
    other = replace(ITEM, url="https://herald.example/b")
    feed = Feed("RSS", "The Echo", "https://echo.example/", (ITEM, other))
    assert [item.outlet for item in with_outlet(feed).items] == ["The Echo", ""]
