"""What people get from a JSON Feed."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from adapters.web.feeds import Feed, FeedError, FeedItem, read_feed

URL = "https://post.example/feeds/all.json"
VERSION = "https://jsonfeed.org/version/1.1"


def read(fields: Any) -> Feed:
    return read_feed(json.dumps(fields).encode(), "application/feed+json", URL)


def test_a_feed_of_version_1_1_is_read_whole() -> None:
    feed = {
        "version": VERSION,
        "title": "The Example\nPost",
        "home_page_url": "/",
        "authors": [{"name": "The Desk"}],
        "items": [
            {
                "id": "7",
                "url": "/world/command?utm_source=feed",
                "title": "New US command",
                "summary": "Three stars, <b>not</b> four.",
                "content_html": "<p>First &amp; foremost.</p><ul><li>one</li><li>two</li></ul>",
                "date_published": "2024-07-28T09:00:00+09:00",
                "date_modified": "2024-07-29T00:00:00Z",
                "authors": [{"name": "Ada Writer"}, {"url": "https://post.example/ben"}],
            },
            {"id": "https://post.example/note", "content_text": "One line.\n\n  Another."},
        ],
    }
    assert read(feed) == Feed(
        kind="JSON Feed",
        title="The Example Post",
        home="https://post.example/",
        items=(
            FeedItem(
                url="https://post.example/world/command",
                title="New US command",
                summary="Three stars, not four.",
                text="First & foremost.\none\ntwo",
                published=datetime(2024, 7, 28, tzinfo=UTC),
                updated=datetime(2024, 7, 29, tzinfo=UTC),
                authors=("Ada Writer",),
            ),
            FeedItem(
                url="https://post.example/note",
                title="",
                summary="",
                text="One line.\nAnother.",
                published=None,
                updated=None,
                authors=("The Desk",),
            ),
        ),
    )


def test_a_feed_of_version_1_names_its_author_otherwise() -> None:
    items = [{"id": "1", "url": "https://post.example/a", "author": {"name": "Ben Reporter"}}]
    feed = read({"version": "https://jsonfeed.org/version/1", "items": items})
    assert [item.authors for item in feed.items] == [("Ben Reporter",)]


def test_fields_of_the_wrong_kind_and_items_without_an_address_are_left_out() -> None:
    items = [
        None,
        "https://post.example/text",
        {"id": "tag:7"},
        {"url": "javascript:alert(1)"},
        {"url": 7, "id": 8},
        {"url": "/a", "title": ["no"], "authors": [7], "author": 7, "date_published": 7},
        {"url": "/a", "title": "the same page again"},
        {"url": "/b", "title": "x\u0000\ud800y", "date_published": "0001-01-01T00:00:00+09:00"},
    ]
    feed = read({"version": VERSION, "title": 7, "items": items})
    nothing = ("", "", None, None, ())
    assert feed.items == (
        FeedItem("https://post.example/a", "", *nothing),
        FeedItem("https://post.example/b", "xy", *nothing),
    )


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b'{"version": ', "the document is not valid JSON (line 1)"),
        (b'{"a": ' + b"[" * 100_000, "the document is not valid JSON"),
        (b'{"a": ' + b"9" * 100_000 + b"}", "the document is not valid JSON"),
        (b'{"version": "2.0", "items": []}', "the document is JSON, but not a JSON Feed"),
        (b'["jsonfeed.org/version/1"]', "the document is JSON, but not a JSON Feed"),
        (b"{\xff\xfe\xfa}", "the document is not valid JSON (line 1)"),
    ],
)
def test_json_that_is_no_feed_is_refused_in_one_line(body: bytes, reason: str) -> None:
    with pytest.raises(FeedError) as refused:
        read_feed(body, "application/json", URL)
    assert str(refused.value) == reason
