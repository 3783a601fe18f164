"""The check against Discord's description finds what Discord would refuse, and nothing else."""

from typing import Any

import pytest

from tests.e2e.discord.message_limits import limit_violations
from tests.e2e.discord.openapi import FORM, request_violations, response_violations
from tests.e2e.discord.openapi import openapi as openapi

described = pytest.mark.usefixtures("openapi")

MESSAGES = "/channels/123/messages"
CALLBACK = "/interactions/1/aW50ZXJhY3Rpb24.x/callback"
WEBHOOK = "/webhooks/9/aW50ZXJhY3Rpb24.x"
BUTTON = {"type": 2, "style": 2, "label": "Context", "custom_id": "context:1"}
LAYOUT: dict[str, Any] = {
    "flags": 1 << 15,
    "allowed_mentions": {"parse": []},
    "components": [
        {
            "type": 17,
            "accent_color": 5,
            "components": [
                {"type": 10, "content": "> “words”"},
                {"type": 14, "divider": True, "spacing": 1},
                {"type": 9, "components": [{"type": 10, "content": "x"}], "accessory": BUTTON},
                {"type": 1, "components": [{**BUTTON, "custom_id": "more:1", "disabled": False}]},
            ],
        }
    ],
}
ASK = {
    "name": "ask",
    "type": 1,
    "description": "Ask the tracked stories",
    "contexts": [0, 1, 2],
    "integration_types": [0, 1],
    "default_member_permissions": None,
    "options": [
        {"type": 3, "name": "question", "description": "In words", "required": True},
        {"type": 3, "name": "story", "description": "Only here", "autocomplete": True},
        {"type": 5, "name": "private", "description": "Only you see it"},
    ],
}


@described
@pytest.mark.parametrize(
    ("method", "path", "query", "body"),
    [
        ("POST", MESSAGES, {}, {"content": "x", "nonce": 7, "enforce_nonce": True}),
        ("POST", MESSAGES, {}, {**LAYOUT, "message_reference": {"message_id": "5"}}),
        ("post", "/api/v10" + MESSAGES, {}, {"embeds": [{"title": "x", "type": "rich"}]}),
        ("GET", MESSAGES, {"limit": "50", "before": "12"}, None),
        ("PATCH", f"{MESSAGES}/5", {}, LAYOUT),
        ("POST", CALLBACK, {"with_response": "1"}, {"type": 5, "data": {"flags": 64}}),
        ("POST", CALLBACK, {"with_response": "true"}, {"type": 4, "data": LAYOUT}),
        ("POST", CALLBACK, {}, {"type": 6}),
        ("POST", CALLBACK, {}, {"type": 8, "data": {"choices": [{"name": "a", "value": "b"}]}}),
        ("POST", WEBHOOK, {"wait": "1", "with_components": "1"}, {**LAYOUT, "tts": False}),
        ("PATCH", f"{WEBHOOK}/messages/@original", {}, LAYOUT),
        ("PATCH", f"{WEBHOOK}/messages/%40original", {}, {"content": None}),
        ("DELETE", f"{WEBHOOK}/messages/5", {}, None),
        ("POST", f"/channels/{2**63}/typing", {}, None),
        ("POST", "/users/@me/channels", {}, {"recipient_id": 5}),
        ("GET", "/users/@me", {}, None),
        ("PUT", "/applications/9/commands", {}, [ASK, {"type": 3, "name": "Find quotes"}]),
        ("PUT", "/applications/9/guilds/1/commands", {}, []),
        ("GET", "/gateway/bot", {}, None),
        ("GET", "/applications/@me", {}, None),
    ],
)
def test_what_discord_takes_is_no_violation(
    method: str, path: str, query: dict[str, str], body: object
) -> None:
    assert request_violations(method, path, query, body) == []
    assert limit_violations(body) == []


@described
@pytest.mark.parametrize(
    ("method", "path", "query", "body"),
    [
        # What discord.py sends beside the description, each once; Discord takes it.
        ("PATCH", f"{WEBHOOK}/messages/@original", {}, {"content": "x", "tts": False}),
        ("PATCH", f"{MESSAGES}/5", {}, {"content": "x", "tts": False}),
        ("POST", CALLBACK, {}, {"type": 7, "data": {"content": "x", "tts": False}}),
        ("PUT", "/applications/9/commands", {}, [{**ASK, "nsfw": False}]),
        ("POST", "/applications/9/commands", {}, {**ASK, "nsfw": False}),
        ("POST", MESSAGES, {}, {"embeds": [{"title": "x", "flags": 0}]}),
        ("POST", MESSAGES, {}, {"message_reference": {"message_id": 5, "channel_id": 6}}),
    ],
)
def test_what_discord_py_adds_is_tolerated(
    method: str, path: str, query: dict[str, str], body: object
) -> None:
    assert request_violations(method, path, query, body) == []


def deep(**changed: Any) -> dict[str, Any]:
    """The layout with a changed button in its section."""
    container = LAYOUT["components"][0]
    text, line, section, row = container["components"]
    section = {**section, "accessory": {**BUTTON, **changed}}
    return {**LAYOUT, "components": [{**container, "components": [text, line, section, row]}]}


@described
@pytest.mark.parametrize(
    ("method", "path", "query", "body", "violations"),
    [
        ("GET", "/channels/123/massages", {}, None, ["there is no GET /channels/123/massages"]),
        ("PUT", MESSAGES, {}, {}, [f"there is no PUT {MESSAGES}"]),
        (
            "GET",
            "/channels/general/messages",
            {},
            None,
            ["channel_id: 'general' does not match '^(0|[1-9][0-9]*)$' []"],
        ),
        ("GET", MESSAGES, {"limits": "5"}, None, ["there is no query parameter 'limits'"]),
        (
            "GET",
            MESSAGES,
            {"limit": "101"},
            None,
            ["limit: 101 is greater than the maximum of 100 []"],
        ),
        ("GET", MESSAGES, {"limit": "all"}, None, ["limit: 'all' is not of type 'integer' []"]),
        ("POST", MESSAGES, {}, None, ["the body is missing"]),
        ("DELETE", f"{MESSAGES}/5", {}, {}, ["it takes no body"]),
        (
            "POST",
            MESSAGES,
            {},
            {"contents": "x"},
            ["Additional properties are not allowed ('contents' was unexpected) []"],
        ),
        (
            "POST",
            MESSAGES,
            {},
            deep(colour=1),
            [
                "Additional properties are not allowed ('colour' was unexpected) "
                "[/components/0/components/2/accessory]"
            ],
        ),
        (
            "POST",
            MESSAGES,
            {},
            deep(custom_id="x" * 101, label="x" * 81, url="https://x.example/" + "x" * 500),
            [
                "101 is more than 100 [/components/0/components/2/accessory/custom_id]",
                "518 is more than 512 [/components/0/components/2/accessory/url]",
                "81 is more than 80 [/components/0/components/2/accessory/label]",
            ],
        ),
        (
            "PATCH",
            f"{WEBHOOK}/messages/@original",
            {},
            deep(style=9),
            ["9 is none of the values there are [/components/0/components/2/accessory/style]"],
        ),
        (
            "POST",
            CALLBACK,
            {},
            {"type": 4, "data": deep(type=99)},
            ["type 99 is not allowed here [/data/components/0/components/2/accessory]"],
        ),
        ("POST", CALLBACK, {}, {"type": 2}, ["type 2 is not allowed here []"]),
        ("POST", CALLBACK, {}, {}, ["'type' is a required property []"]),
        (
            "POST",
            WEBHOOK,
            {},
            {"content": "x" * 2001},
            ["2001 is more than 2000 [/content]"],
        ),
        (
            "POST",
            MESSAGES,
            {},
            {"embeds": [{"url": "javascript:x", "fields": [{"name": "x"}]}], "tts": "no"},
            [
                "'javascript:x' is not a 'uri' [/embeds/0/url]",
                "'no' is not of type 'boolean', 'null' [/tts]",
                "'value' is a required property [/embeds/0/fields/0]",
            ],
        ),
        (
            "POST",
            MESSAGES,
            {},
            {"allowed_mentions": {"parse": ["all"]}},
            ["'all' is none of the values there are [/allowed_mentions/parse/0]"],
        ),
        (
            "PUT",
            "/applications/9/commands",
            {},
            [{**ASK, "description": "x" * 101, "contexts": [3]}],
            [
                "101 is more than 100 [/0/description]",
                "3 is none of the values there are [/0/contexts/0]",
            ],
        ),
    ],
)
def test_what_discord_refuses_is_named_with_its_place(
    method: str, path: str, query: dict[str, str], body: object, violations: list[str]
) -> None:
    assert request_violations(method, path, query, body) == violations


@described
def test_a_request_with_files_is_checked_like_one_without() -> None:
    def violations(parts: dict[str, object], content_type: str = FORM) -> list[str]:
        return request_violations("POST", MESSAGES, {}, parts, f"{content_type}; boundary=x")

    assert violations({"payload_json": '{"content": "x"}', "files[0]": b"\x89PNG"}) == []
    assert violations({"payload_json": {"contents": "x"}, "file": b""}) == [
        "there is no part 'file'",
        "Additional properties are not allowed ('contents' was unexpected) []",
    ]
    assert violations({"content": "x"}, "text/plain") == ["its body can't be text/plain"]


@described
@pytest.mark.parametrize(
    ("method", "path", "status", "body", "violations"),
    [
        ("DELETE", f"{MESSAGES}/5", 204, None, []),
        ("DELETE", f"{MESSAGES}/5", 200, {}, [f"DELETE {MESSAGES}/5 does not answer 200"]),
        ("GET", "/users/@me", 401, {"message": "401: Unauthorized", "code": 0}, []),
        ("GET", "/users/@me", 401, {"code": 0}, ["'message' is a required property []"]),
        ("GET", "/nowhere", 404, {"message": "404: Not Found", "code": 0}, []),
        (
            "POST",
            MESSAGES,
            400,
            {
                "message": "Invalid Form Body",
                "code": 50035,
                "errors": {
                    "content": {"_errors": [{"code": "BASE_TYPE_REQUIRED", "message": "x"}]}
                },
            },
            [],
        ),
        (
            "POST",
            MESSAGES,
            429,
            {"message": "You are being rate limited.", "retry_after": 0.5, "global": False},
            [],
        ),
        (
            "POST",
            MESSAGES,
            429,
            {"message": "x", "retry_after": "1"},
            ["'1' is not of type 'number' [/retry_after]"],
        ),
        ("POST", MESSAGES, 503, None, []),
        ("GET", "/users/@me", 200, None, ["200 with the wrong body or none"]),
        (
            "GET",
            "/gateway/bot",
            200,
            {
                "url": "ws://127.0.0.1:1",
                "shards": 1,
                "session_start_limit": {
                    "total": 1000,
                    "remaining": 999,
                    "reset_after": 1,
                    "max_concurrency": 1,
                },
            },
            [],
        ),
        ("GET", "/users/@me/channels", 200, [], ["GET /users/@me/channels does not answer 200"]),
    ],
)
def test_an_answer_of_a_made_up_discord_is_checked_as_well(
    method: str, path: str, status: int, body: object, violations: list[str]
) -> None:
    assert response_violations(method, path, status, body) == violations


@described
def test_an_answer_is_not_allowed_the_numbers_that_a_request_is() -> None:
    answer = {"id": 5, "type": 1, "recipients": [], "flags": 0, "last_message_id": None}
    assert response_violations("POST", "/users/@me/channels", 200, answer) == [
        "5 is not of type 'string' [/id]"
    ]


@pytest.mark.parametrize(
    ("message", "violations"),
    [
        ({"content": "x" * 2001}, ["2001 characters of content, more than 2000"]),
        (
            {
                "embeds": [
                    {"title": "x", "description": "x" * 4000},
                    {"footer": {"text": "x" * 2000}},
                ]
            },
            ["6001 characters in embeds, more than 6000"],
        ),
        (
            {"embeds": [{"fields": [{"name": " ", "value": "x"}, {"name": "x", "value": ""}]}]},
            ["field 0 of an embed has no name", "field 1 of an embed has no value"],
        ),
        (
            {**LAYOUT, "components": [{"type": 10, "content": "x" * 100}] * 41},
            ["41 components, more than 40", "4100 characters of text, more than 4000"],
        ),
        ({**LAYOUT, "content": "x", "embeds": [{}]}, None),
        ({**LAYOUT, "flags": 0}, ["components v2 without their flag"]),
        (deep(custom_id="more:1"), ["custom_id 'more:1' is not unique"]),
        (deep(url="https://x.example"), ["a button of style 2 needs custom_id and has no url"]),
        (deep(style=5), ["a button of style 5 needs url and has no custom_id"]),
        (deep(label=""), ["a button without label and emoji"]),
        (
            {**LAYOUT, "components": [{"type": 10, "content": "\n"}]},
            ["a text display without text"],
        ),
    ],
)
def test_limits_that_the_description_lacks_are_checked(
    message: dict[str, Any], violations: list[str] | None
) -> None:
    if violations is None:
        violations = ["content beside components v2", "embeds beside components v2"]
    assert limit_violations(message) == violations
    assert limit_violations({"type": 4, "data": message}) == violations
