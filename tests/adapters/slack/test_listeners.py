"""What the manifest offers, the code answers; what the code needs, the manifest asks for.

Scopes of methods: docs.slack.dev/reference/methods. Scopes of events: test_manifest.py.
"""

import ast
import asyncio
import inspect
import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from slack_bolt.async_app import AsyncBoltRequest
from slack_bolt.listener.async_listener import AsyncListener
from slack_bolt.response import BoltResponse
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack import serving
from adapters.slack.manifest import manifest
from tests.adapters.slack.listening import listening
from tests.adapters.slack.test_manifest import NEEDED_BY_EVENTS
from tests.e2e.slack.payloads import Payloads
from tests.e2e.slack.world import Channel, Json, Message, Person, Team

# As the rendering names them, and one of an older version.
BUTTONS = ("more", "rate", "turn_2", "more_quotes")
FOLDER = Path(serving.__file__).parent
NOW = datetime(2026, 3, 4, tzinfo=UTC)

HISTORY = {"channels:history", "groups:history", "im:history", "mpim:history"}
READ = {"channels:read", "groups:read", "im:read", "mpim:read"}
# Every method that the code calls, and the bot scopes that it takes.
NEEDED_BY_METHODS: dict[str, set[str]] = {
    "apps_connections_open": set(),  # the app-level token's
    "assistant_threads_setStatus": {"assistant:write"},
    "assistant_threads_setSuggestedPrompts": {"assistant:write"},
    "auth_test": set(),
    "chat_delete": {"chat:write"},
    "chat_getPermalink": set(),
    "chat_postEphemeral": {"chat:write"},
    "chat_postMessage": {"chat:write"},
    "chat_update": {"chat:write"},
    "conversations_history": HISTORY,
    "conversations_info": READ,
    "conversations_open": {"im:write"},
    "conversations_replies": HISTORY,
    "files_upload_v2": {"files:write"},  # files.getUploadURLExternal, files.completeUploadExternal
    "oauth_v2_access": set(),  # asks with the client's secret
    "usergroups_list": {"usergroups:read"},
    "usergroups_users_list": {"usergroups:read"},
    "users_info": {"users:read"},
    "views_open": set(),
    "views_publish": set(),
    "views_update": set(),
}

TEAM = Team("T1", "example", "U0BOT", "B0BOT", "", frozenset())
PAYLOADS = Payloads("A1", TEAM)
ALICE = Person("U0ALICE", "alice", "T1", False, False)
NEWS = Channel("C0NEWS", "news", "T1", "channel", ALICE.id, [ALICE.id, "U0BOT"])
SAID = Message(NEWS.id, "1.000001", ALICE.id, "who?")


def event(name: str) -> Json:
    """The least that an event of this name may hold; message.channels is a message."""
    type, _, channel = name.partition(".")
    kind = {"channel_type": channel.removesuffix("s")} if channel else {}
    return PAYLOADS.event({"type": type, "channel": NEWS.id, "user": ALICE.id, **kind}, "Ev1", 1)


def delivered() -> dict[str, Json]:
    """Everything that Slack sends an app of this manifest, with the buttons that replies have."""
    found = {f"event {name}": event(name) for name in manifest().events}
    for name in manifest().commands:
        found[f"command {name}"] = PAYLOADS.command(ALICE, NEWS, name, "", "https://x", "1.2")
    for name in manifest().shortcuts:
        found[f"shortcut {name}"] = PAYLOADS.message_action(
            ALICE, NEWS, SAID, [SAID], name, "https://x", "1.2", "1.000002"
        )
    for name in BUTTONS:
        action = {"type": "button", "block_id": "b", "action_id": name, "value": "{}"}
        found[f"button {name}"] = PAYLOADS.block_actions_in_message(
            ALICE, NEWS, SAID, [SAID], action, "https://x", "1.2"
        )
    return found


@pytest.fixture
def listeners(tmp_path: Path) -> Iterator[list[AsyncListener]]:
    with listening(tmp_path) as (app, _):
        yield app._async_listeners


def heard_by(listeners: list[AsyncListener], body: Json) -> list[int]:
    """Which of the listeners take it; Bolt gives it to the first."""

    async def matched() -> list[int]:
        request = AsyncBoltRequest(mode="socket_mode", body=json.loads(json.dumps(body)))
        return [
            number
            for number, listener in enumerate(listeners)
            if await listener.async_matches(req=request, resp=BoltResponse(status=404))
        ]

    return asyncio.run(matched())


def test_whatever_the_manifest_offers_is_answered_by_one_listener(
    listeners: list[AsyncListener],
) -> None:
    heard = {what: heard_by(listeners, body) for what, body in delivered().items()}
    assert {what: takers for what, takers in heard.items() if len(takers) != 1} == {}


def test_no_listener_waits_for_what_the_manifest_never_lets_come(
    listeners: list[AsyncListener],
) -> None:
    heard = {taker for body in delivered().values() for taker in heard_by(listeners, body)}
    assert sorted(heard) == list(range(len(listeners)))


def test_what_nobody_offers_is_taken_by_nobody(listeners: list[AsyncListener]) -> None:
    for body in (
        event("reaction_removed"),
        PAYLOADS.command(ALICE, NEWS, "/asking", "", "https://x", "1.2"),
        PAYLOADS.message_action(ALICE, NEWS, SAID, [SAID], "find", "https://x", "1.2", "1.2"),
    ):
        assert heard_by(listeners, body) == []


def methods_called() -> set[str]:
    """The Web API methods named anywhere in adapters/slack, called or handed on to be called."""
    methods = {
        name
        for name, method in inspect.getmembers(AsyncWebClient, inspect.iscoroutinefunction)
        if not name.startswith("_")
    }
    named = {
        node.attr
        for path in FOLDER.glob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Attribute)
    }
    return named & methods


def test_every_method_that_the_code_calls_is_known_with_its_scopes() -> None:
    assert methods_called() == NEEDED_BY_METHODS.keys()


def test_the_manifest_asks_for_what_the_calls_and_events_need_and_for_nothing_else() -> None:
    needed = set().union(*NEEDED_BY_METHODS.values(), *NEEDED_BY_EVENTS.values())
    assert manifest().scopes == needed | {"commands"}
