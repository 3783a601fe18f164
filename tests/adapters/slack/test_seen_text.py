"""What somebody who presses “Find quotes” has before their eyes is what is looked for."""

import time
from typing import Any

import pytest

from adapters.slack.incoming import spoken
from adapters.slack.seen_text import seen_text, written_text
from adapters.slack.text import plain

Json = dict[str, Any]


def mrkdwn(text: str) -> Json:
    return {"type": "mrkdwn", "text": text}


def rich(*elements: Json) -> Json:
    return {"type": "rich_text", "elements": list(elements)}


def part(kind: str, *elements: Json) -> Json:
    return {"type": kind, "elements": list(elements)}


def words(text: str) -> Json:
    return {"type": "text", "text": text}


def said(*blocks: Json, **more: Any) -> Json:
    return {"type": "message", "text": "", "blocks": list(blocks), **more}


SHARED = {
    "is_share": True,
    "is_msg_unfurl": True,
    "author_name": "Anna",
    "fallback": "[July 28th, 2024 2:05 PM] anna: Ships hold fire",
    "message_blocks": [
        {
            "team": "T1",
            "channel": "C1",
            "ts": "1.2",
            "message": {"blocks": [rich(part("rich_text_section", words("Ships hold fire")))]},
        }
    ],
}
SEEN = {
    "plain text": ({"text": "Tokyo &amp; Seoul"}, "Tokyo & Seoul"),
    "bold and quoted text": (
        {"text": "&gt; *Tokyo* _wants_ `four`\n&gt; stars"},
        "Tokyo wants four\nstars",
    ),
    "snake_case stays": (
        {"text": "the file us_japan_command.txt"},
        "the file us_japan_command.txt",
    ),
    "a rich text": (
        said(
            rich(
                part(
                    "rich_text_section",
                    words("See "),
                    {"type": "link", "url": "https://dw.example", "text": "R&D"},
                    words(" by "),
                    {"type": "user", "user_id": "U1"},
                    {"type": "emoji", "name": "wave"},
                    {"type": "date", "timestamp": 1, "format": "{date}", "fallback": "28 July"},
                ),
                part("rich_text_quote", words("three stars")),
                part("rich_text_preformatted", words("a < b")),
                part(
                    "rich_text_list",
                    part("rich_text_section", words("one")),
                    part("rich_text_section", words("two")),
                ),
            )
        ),
        "See R&D by :wave:28 July\nthree stars\na < b\none\ntwo",
    ),
    "sections with fields": (
        said(
            {"type": "header", "text": {"type": "plain_text", "text": "Alert"}},
            {"type": "divider"},
            {
                "type": "section",
                "text": mrkdwn("*Three* stars"),
                "fields": [mrkdwn("Where"), mrkdwn("Yokota")],
            },
            {
                "type": "context",
                "elements": [{"type": "image", "alt_text": "x", "image_url": "y"}, mrkdwn("DW")],
            },
            {
                "type": "actions",
                "elements": [{"type": "button", "text": {"type": "plain_text", "text": "Open"}}],
            },
        ),
        "Alert\nThree stars\nWhere\nYokota\nDW",
    ),
    "a table": (
        said(
            {
                "type": "table",
                "rows": [
                    [
                        {"type": "raw_text", "text": "Year"},
                        rich(part("rich_text_section", words("2024"))),
                    ],
                    [
                        {"type": "raw_text", "text": "Troops"},
                        {"type": "raw_number", "text": "50,000"},
                    ],
                ],
            }
        ),
        "Year\n2024\nTroops\n50,000",
    ),
    "Markdown": (
        said(
            {"type": "markdown", "text": "## Yokota\n> **Jost** takes [over](https://dw.example)"}
        ),
        "Yokota\nJost takes over",
    ),
    "an image with a title": (
        said(
            {
                "type": "image",
                "title": {"type": "plain_text", "text": "The new base"},
                "alt_text": "x",
            }
        ),
        "The new base",
    ),
    "a card, an alert, a carousel and what will come": (
        said(
            {"type": "alert", "text": mrkdwn("Closed")},
            {
                "type": "carousel",
                "elements": [{"type": "card", "title": mrkdwn("Base"), "body": mrkdwn("opens")}],
            },
            {
                "type": "container",
                "title": {"type": "plain_text", "text": "Kept"},
                "child_blocks": [{"type": "section", "text": mrkdwn("together")}],
            },
            {"type": "novelty", "text": mrkdwn("New")},
        ),
        "Closed\nBase\nopens\nKept\ntogether\nNew",
    ),
    "blocks in place of their summary": (
        said({"type": "section", "text": mrkdwn("Three stars")}, text="You have 1 notification"),
        "Three stars",
    ),
    "Slack's own words for blocks without words": (
        said({"type": "divider"}, text="This content can't be displayed."),
        "",
    ),
    "what a wire's bot attaches": (
        {
            "subtype": "bot_message",
            "bot_id": "B1",
            "attachments": [
                {
                    "fallback": "Wire: three stars",
                    "pretext": "*Flash*",
                    "title": "Three stars, not four",
                    "title_link": "https://wire.example",
                    "text": "&gt; The commander stays a lieutenant general.",
                    "fields": [{"title": "Where", "value": "Yokota", "short": True}],
                    "footer": "Wire",
                }
            ],
        },
        "Flash\nThree stars, not four\nThe commander stays a lieutenant general.\nWhere\nYokota",
    ),
    "an attachment made of blocks": (
        {
            "attachments": [
                {
                    "fallback": "[no preview]",
                    "blocks": [{"type": "section", "text": mrkdwn("Three")}],
                }
            ]
        },
        "Three",
    ),
    "an attachment of which only the fallback is known": (
        {"attachments": [{"fallback": "Three stars"}]},
        "Three stars",
    ),
    "a preview below a link": (
        {
            "text": "<https://dw.example/a>",
            "attachments": [
                {"from_url": "https://dw.example/a", "title": "Stars", "text": "Three of them"}
            ],
        },
        "https://dw.example/a\nStars\nThree of them",
    ),
    "a message that is shared": ({"text": "", "attachments": [SHARED]}, "Ships hold fire"),
    "a shared message with a word to it": (
        {"text": "really?", "attachments": [SHARED]},
        "really?\nShips hold fire",
    ),
    "an older share, of text alone": (
        {"attachments": [{"is_share": True, "text": "Ships hold fire", "fallback": "[old] x"}]},
        "Ships hold fire",
    ),
    "a share of a share": (
        {"attachments": [{"is_share": True, "attachments": [SHARED]}]},
        "Ships hold fire",
    ),
    "a file with a remark and a title": (
        {
            "text": "",
            "files": [
                {"name": "IMG_1.png", "title": "IMG_1.png"},
                {
                    "name": "a.pdf",
                    "title": "Three stars",
                    "initial_comment": {"comment": "the plan"},
                },
            ],
        },
        "the plan\nThree stars",
    ),
    "a snippet": (
        {"files": [{"name": "x.txt", "title": "x.txt", "mode": "snippet", "preview": "a <b> c"}]},
        "a <b> c",
    ),
    "an e-mail": (
        {
            "files": [
                {
                    "mode": "email",
                    "name": "x",
                    "title": "x",
                    "subject": "Command",
                    "plain_text": "Three",
                }
            ]
        },
        "Command\nThree",
    ),
    "a remark about a file": ({"comment": {"comment": "the plan"}}, "the plan"),
    "a picture alone": ({"text": "", "files": [{"name": "IMG_1.png", "title": "IMG_1.png"}]}, ""),
    "nothing": ({}, ""),
}


@pytest.mark.parametrize(("message", "seen"), SEEN.values(), ids=SEEN)
def test_what_a_person_sees_in_a_message_is_its_text(message: Json, seen: str) -> None:
    assert plain(seen_text(message)) == seen


@pytest.mark.parametrize(
    "message",
    [
        {"text": None, "blocks": None, "attachments": None, "files": None, "comment": None},
        {"text": 7, "blocks": "x", "attachments": ["x"], "files": {"a": 1}, "comment": "x"},
        said({"type": 7}, {}, {"type": "section", "text": 7, "fields": 7}, rich(7)),  # type: ignore[arg-type]
        {"attachments": [{"message_blocks": [{"message": 7}, 7], "fields": [7], "text": None}]},
    ],
)
def test_a_message_of_another_shape_is_no_fault(message: Json) -> None:
    assert isinstance(seen_text(message), str)


def test_a_hostile_message_is_read_in_no_time() -> None:
    deep: Json = {"type": "section", "text": mrkdwn("x")}
    for _ in range(500):
        deep = {"type": "container", "child_blocks": [deep]}
    marks = "*a _b ~c `d [" * 3_000
    started = time.process_time()
    seen_text(said(deep, {"type": "markdown", "text": marks}, text=marks))
    seen_text({"text": marks, "files": [{"mode": "post", "preview": "<" * 40_000}]})
    assert time.process_time() - started < 10


def test_only_what_was_written_counts_as_written() -> None:
    message = said(rich(part("rich_text_section", words("really?"))), attachments=[SHARED])
    assert written_text(message) == "really?"


def event(message: Json, kind: str = "channel") -> Json:
    inside = {"type": "message", "user": "U1", "channel": "C1", "ts": "1.2", "channel_type": kind}
    return {"team_id": "T1", "event": inside | message}


def test_a_mention_that_only_its_blocks_tell_is_heard() -> None:
    asked = rich(part("rich_text_section", {"type": "user", "user_id": "UBOT"}, words(" who?")))
    found = spoken(event(said(asked)), "UBOT")
    assert getattr(found, "text", None) == "who?"


def test_who_names_the_bot_and_shares_a_message_asks_about_that() -> None:
    for message, kind in (({"text": "<@UBOT>"}, "channel"), ({"text": ""}, "im")):
        found = spoken(event(message | {"attachments": [SHARED]}, kind), "UBOT")
        assert getattr(found, "text", None) == "Ships hold fire"


def test_a_shared_question_in_a_thread_is_not_asked_of_the_bot() -> None:
    shared = {"text": "", "thread_ts": "1.1", "attachments": [{"text": "who heads it?"}]}
    assert spoken(event(shared), "UBOT") is None
