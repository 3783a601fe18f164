"""The Block Kit check lets good messages through and names what Slack would refuse."""

from typing import Any

import pytest
from slack_sdk.models.blocks import Block

from tests.e2e.slack.block_kit import violations_of

GOOD: list[dict[str, Any]] = [
    {"type": "header", "text": {"type": "plain_text", "text": "Quotes"}},
    {
        "type": "rich_text",
        "elements": [
            {
                "type": "rich_text_quote",
                "elements": [
                    {"type": "text", "text": "a <three-star> & "},
                    {"type": "text", "text": "commander", "style": {"bold": True}},
                ],
            },
            {
                "type": "rich_text_list",
                "style": "bullet",
                "elements": [
                    {
                        "type": "rich_text_section",
                        "elements": [
                            {"type": "link", "url": "https://a.example/#:~:text=a", "text": "DW"},
                            {"type": "user", "user_id": "U0000000001"},
                            {"type": "channel", "channel_id": "C0000000001"},
                            {"type": "emoji", "name": "mag"},
                        ],
                    }
                ],
            },
        ],
    },
    {"type": "divider", "block_id": "line"},
    {
        "type": "section",
        "text": {"type": "mrkdwn", "text": "*a* &lt;b&gt; <https://a.example/?x=1|c &amp; d>"},
        "accessory": {
            "type": "button",
            "text": {"type": "plain_text", "text": "Open"},
            "action_id": "open",
            "url": "https://a.example/",
        },
    },
    {"type": "context", "elements": [{"type": "mrkdwn", "text": "<@U0000000001> asked"}]},
    {
        "type": "actions",
        "elements": [
            {
                "type": "button",
                "text": {"type": "plain_text", "text": "More"},
                "action_id": "more",
                "value": "1",
                "style": "primary",
            }
        ],
    },
    {
        "type": "context_actions",
        "elements": [
            {
                "type": "feedback_buttons",
                "action_id": "feedback",
                "positive_button": {"text": {"type": "plain_text", "text": "+"}, "value": "1"},
                "negative_button": {"text": {"type": "plain_text", "text": "-"}, "value": "0"},
            }
        ],
    },
]


def message(*blocks: dict[str, Any]) -> dict[str, Any]:
    return {"text": "a summary", "blocks": list(blocks)}


def image(**changes: Any) -> dict[str, Any]:
    return {"type": "image", "slack_file": {"id": "F0000000001"}, "alt_text": "a", **changes}


def button(**more: Any) -> dict[str, Any]:
    text = {"type": "plain_text", "text": "More"}
    return {"type": "button", "text": text, "action_id": "more", "value": "1"} | more


def actions(*buttons: dict[str, Any]) -> dict[str, Any]:
    return {"type": "actions", "elements": list(buttons)}


def section(text: str) -> dict[str, Any]:
    return {"type": "section", "text": {"type": "mrkdwn", "text": text}}


def run(*elements: dict[str, Any]) -> dict[str, Any]:
    quote = {"type": "rich_text_quote", "elements": list(elements)}
    return {"type": "rich_text", "elements": [quote]}


def test_every_block_that_the_bot_may_send_passes() -> None:
    assert violations_of(message(*GOOD)) == []
    assert violations_of({"type": "home", "blocks": GOOD}, "home") == []
    title = {"type": "plain_text", "text": "Context"}
    assert violations_of({"type": "modal", "title": title, "blocks": GOOD}, "modal") == []


# What slack_sdk's own validation lets through.
UNSEEN_BY_THE_SDK: list[tuple[dict[str, Any], str]] = [
    (actions(button(text={"type": "plain_text", "text": "x" * 76})), "76 is more than 75"),
    (actions(button(value="x" * 2001)), "2001 is more than 2000"),
    (actions(button(value="")), "must not be empty"),
    (actions(button(text={"type": "plain_text", "text": " "})), "' ' is not allowed"),
    (actions(button(colour="red")), "('colour' was unexpected)"),
    (actions(button(action_id="x" * 256)), "256 is more than 255"),
    (actions(button(), button()), "action_id 'more' is not unique"),
    (section(""), "'' is not allowed"),
    (section("<!channel> look"), "'<!channel> look' is not allowed"),
    (section("a & b"), "'a & b' is not allowed"),
    (section("<javascript:alert(1)|a>"), "is not allowed"),
    ({**section("a"), "colour": "red"}, "('colour' was unexpected)"),
    (run({"type": "text", "text": ""}), "must not be empty"),
    (run({"type": "broadcast", "range": "all"}), "'all' is not allowed"),
    (run({"type": "text", "text": "a", "style": {"big": True}}), "('big' was unexpected)"),
    (run(), "must not be empty"),
    ({"type": "context", "elements": []}, "must not be empty"),
]


@pytest.mark.parametrize(("block", "reason"), UNSEEN_BY_THE_SDK)
def test_it_refuses_what_the_sdk_lets_through(block: dict[str, Any], reason: str) -> None:
    parsed = Block.parse(block)
    assert parsed is not None
    parsed.validate_json()
    [found] = violations_of(message(block))
    assert reason in found
    assert "[/blocks" in found


@pytest.mark.parametrize(
    ("sent", "reason"),
    [
        (message(*[{"type": "divider"}] * 51), "51 is more than 50 [/blocks]"),
        (message(section("x" * 3001)), "3001 is more than 3000 [/blocks/0/text/text]"),
        (message(*[section("x" * 2900)] * 5), "14500 characters, more than 13200 [/blocks]"),
        (message({"type": "video"}), "'video' is not allowed: enum of type [/blocks/0/type]"),
        (message(image(alt_text="x" * 2001)), "2001 is more than 2000 [/blocks/0/alt_text]"),
        (message(image(alt_text=" ")), "' ' is not allowed: pattern of alt_text"),
        (message(image(image_url="https://a.example")), "('image_url' was unexpected)"),
        (message(image(slack_file={"id": "https://a.example"})), "pattern of id [/blocks/0/slack"),
        (message(*[{"type": "divider", "block_id": "a"}] * 2), "block_id 'a' is not unique"),
        (message(actions(*[button(action_id=str(i)) for i in range(26)])), "26 is more than 25"),
        (
            message(
                {"type": "context", "elements": [{"type": "plain_text", "text": "a"}] * 11},
            ),
            "11 is more than 10",
        ),
        (
            message({"type": "header", "text": {"type": "plain_text", "text": "x" * 151}}),
            "151 is more than 150",
        ),
        (message(actions(button(url="https://a.example/" + "x" * 2983))), "3001 is more than 3000"),
        ({"text": "x" * 4000, "blocks": GOOD}, "4000 is more than 3999 [/text]"),
        ({"text": " ", "blocks": GOOD}, "' ' is not allowed: pattern of text [/text]"),
        ({"blocks": GOOD}, "'text' is a required property"),
        ({"text": "a", "blocks": []}, "must not be empty [/blocks]"),
        ({"text": "a", "blocks": GOOD, "attachments": []}, "('attachments' was unexpected)"),
    ],
)
def test_every_limit_of_a_message_is_checked(sent: dict[str, Any], reason: str) -> None:
    [found] = violations_of(sent)
    assert reason in found


def test_a_posted_message_must_say_that_nothing_unfurls() -> None:
    sent = {"channel": "C0000000001", "text": "a"}
    assert violations_of(sent, "chat.postMessage") == [
        "'unfurl_links' is a required property []",
        "'unfurl_media' is a required property []",
    ]
    quiet = {**sent, "unfurl_links": False, "unfurl_media": False}
    assert violations_of(quiet, "chat.postMessage") == []


def test_views_take_a_hundred_blocks_and_responses_need_a_text_unless_they_delete() -> None:
    home = {"type": "home", "blocks": [{"type": "divider"}] * 101}
    assert violations_of(home, "home") == ["101 is more than 100 [/blocks]"]
    assert violations_of({"delete_original": True}, "response") == []
    assert violations_of({"replace_original": True}, "response") == [
        "'text' is a required property []"
    ]
