"""Slack hears that a question arrived only once no kill can lose it."""

import asyncio
import threading
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from slack_bolt.app.async_app import AsyncApp
from slack_bolt.async_app import AsyncBoltRequest
from slack_bolt.response import BoltResponse

from adapters.service.chat import Said, Undelivered
from adapters.slack import acknowledging
from adapters.slack.button_values import button_value
from adapters.slack.chat import SlackChat
from adapters.slack.incoming import Incoming
from adapters.storage.database import Database
from adapters.storage.deliveries import StoredDeliveries
from bot import wording
from bot.documents.actions import AskAll
from bot.documents.tree import Document
from bot.memory import Payload
from retrieval.errors import PullquoteError
from tests.adapters.slack.listening import NOW, listening
from tests.e2e.slack.payloads import Payloads
from tests.e2e.slack.world import Channel, Json, Message, Person, Team

TEAM = Team("T1", "example", "U0BOT", "B0BOT", "", frozenset())
PAYLOADS = Payloads("A1", TEAM)
ALICE = Person("U0ALICE", "alice", "T1", False, False)
NEWS = Channel("C0NEWS", "news", "T1", "channel", ALICE.id, [ALICE.id, "U0BOT"])
DIRECT = Channel("D0ALICE", "", "T1", "im", ALICE.id, [ALICE.id, "U0BOT"])
# Nobody answers at this address: what is said through it is not heard.
HOOK = "http://127.0.0.1:9/hook"

SAID = Message(NEWS.id, "1.000001", ALICE.id, "<@U0BOT> who heads it?")
PRIVATELY = Message(DIRECT.id, "1.000002", ALICE.id, "who heads it?")
REPLY = Message(NEWS.id, "1.000003", "U0BOT", "No.", thread="1.000001", bot="B0BOT")
BUTTON = {
    "type": "button",
    "block_id": "b",
    "action_id": "ask_all",
    "value": button_value(AskAll("0" * 32, "who heads it?")),
}


def event(inside: Json) -> Json:
    return PAYLOADS.event(inside, "Ev1", 1)


EVENTS = {
    "a mention": event(PAYLOADS.app_mention(SAID, NEWS, [SAID])),
    "the same as a message": event(PAYLOADS.message(SAID, NEWS, [SAID])),
    "a direct message": event(PAYLOADS.message(PRIVATELY, DIRECT, [PRIVATELY])),
}
DELIVERED_ONCE = {
    "a command": PAYLOADS.command(ALICE, NEWS, "/ask", "who heads it?", HOOK, "1.2"),
    "a shortcut": PAYLOADS.message_action(
        ALICE, NEWS, SAID, [SAID], "find_quotes", HOOK, "1.2", "1.000004"
    ),
    "a button": PAYLOADS.block_actions_in_message(
        ALICE, NEWS, REPLY, [SAID, REPLY], BUTTON, HOOK, "1.2"
    ),
}
ASKED = EVENTS | DELIVERED_ONCE


class Held(StoredDeliveries):
    """A catalog that is busy until `free` is set; `claiming` once somebody waits for it."""

    def __init__(self, database: Database) -> None:
        super().__init__(database)
        self.claiming, self.free = threading.Event(), threading.Event()
        self.kept: list[str] = []

    def claim(
        self, key: str, payload: Payload, owner: str, now: datetime, lease_seconds: float
    ) -> bool:
        self.claiming.set()
        assert self.free.wait(300)
        new = super().claim(key, payload, owner, now, lease_seconds)
        self.kept.append(key)
        return new


class Away(StoredDeliveries):
    """A catalog that can't be reached."""

    def claim(
        self, key: str, payload: Payload, owner: str, now: datetime, lease_seconds: float
    ) -> bool:
        raise PullquoteError("the catalog is locked by another process")


@dataclass(frozen=True, slots=True)
class Whispering(SlackChat):
    """Notes what is said to who asked alone; nothing else is said."""

    whispered: list[str] = field(default_factory=list)

    async def whisper(self, to: Incoming, document: Document) -> None:
        self.whispered.append(document.summary)

    async def show_looking(self, to: Incoming) -> None:
        return

    async def send(self, to: Incoming, answer: Said, *, uncertain: bool) -> None:
        return


async def delivered(app: AsyncApp, body: Json, again: int = 0) -> BoltResponse:
    headers: dict[str, Any] = {"x-slack-retry-num": str(again)} if again else {}
    return await app.async_dispatch(
        AsyncBoltRequest(mode="socket_mode", body=body, headers=headers)
    )


def heard(
    folder: Path,
    store: Callable[[Database], StoredDeliveries],
    does: Callable[[AsyncApp, Any, list[str]], Awaitable[None]],
) -> None:
    with listening(folder, store, Whispering) as (app, answering):
        chat = answering.chat
        assert isinstance(chat, Whispering)

        async def work() -> None:
            await does(app, answering.deliveries, chat.whispered)
            while answering.in_hand:
                await asyncio.sleep(0.01)

        asyncio.run(work())


@pytest.mark.parametrize("body", ASKED.values(), ids=ASKED)
def test_a_question_is_acknowledged_once_it_is_kept(tmp_path: Path, body: Json) -> None:
    async def asked(app: AsyncApp, catalog: Held, _: list[str]) -> None:
        arriving = asyncio.create_task(delivered(app, body))
        assert await asyncio.to_thread(catalog.claiming.wait, 300)
        await asyncio.sleep(0.05)
        assert not arriving.done()
        catalog.free.set()
        assert (await arriving).status == 200
        assert len(catalog.kept) == 1

    heard(tmp_path, Held, asked)


def test_a_question_that_arrives_twice_is_acknowledged_twice_once_it_is_kept(
    tmp_path: Path,
) -> None:
    async def asked(app: AsyncApp, catalog: Held, _: list[str]) -> None:
        mention, message = list(EVENTS.values())[:2]
        both = [asyncio.create_task(delivered(app, body)) for body in (mention, message)]
        assert await asyncio.to_thread(catalog.claiming.wait, 300)
        await asyncio.sleep(0.05)
        assert not any(one.done() for one in both)
        catalog.free.set()
        assert [(await one).status for one in both] == [200, 200]
        assert len(catalog.kept) == 1

    heard(tmp_path, Held, asked)


@pytest.mark.parametrize("body", ASKED.values(), ids=ASKED)
def test_a_catalog_that_is_busy_for_long_keeps_no_person_waiting_and_no_event_is_lost(
    tmp_path: Path, body: Json, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(acknowledging, "KEPT_WITHIN_SECONDS", 0.05)

    async def asked(app: AsyncApp, catalog: Held, _: list[str]) -> None:
        # Slack delivers an event again; what is pressed or typed it would call a failure.
        assert (await delivered(app, body)).status == (503 if body in EVENTS.values() else 200)
        catalog.free.set()
        while not catalog.kept:
            await asyncio.sleep(0.01)

    heard(tmp_path, Held, asked)


@pytest.mark.parametrize("body", EVENTS.values(), ids=EVENTS)
def test_an_event_that_cannot_be_kept_is_to_come_again_until_slack_gives_up(
    tmp_path: Path, body: Json
) -> None:
    async def asked(app: AsyncApp, _: Away, whispered: list[str]) -> None:
        assert [(await delivered(app, body, again)).status for again in (0, 1, 2)] == [503] * 3
        assert whispered == []
        assert (await delivered(app, body, 3)).status == 200
        assert whispered == [wording.UNREACHABLE()]

    heard(tmp_path, Away, asked)


@pytest.mark.parametrize("body", DELIVERED_ONCE.values(), ids=DELIVERED_ONCE)
def test_who_presses_or_types_hears_at_once_that_it_cannot_be_kept(
    tmp_path: Path, body: Json
) -> None:
    async def asked(app: AsyncApp, _: Away, whispered: list[str]) -> None:
        assert (await delivered(app, body)).status == 200
        assert whispered == [wording.UNREACHABLE()]

    heard(tmp_path, Away, asked)


def test_a_message_without_any_text_is_said_to_have_none(tmp_path: Path) -> None:
    picture = Message(NEWS.id, "1.000001", ALICE.id, "")
    body = PAYLOADS.message_action(
        ALICE, NEWS, picture, [picture], "find_quotes", HOOK, "1.2", "1.000004"
    )

    async def asked(app: AsyncApp, _: StoredDeliveries, whispered: list[str]) -> None:
        assert (await delivered(app, body)).status == 200
        while not whispered:
            await asyncio.sleep(0.01)
        assert whispered == [wording.NO_TEXT()]

    heard(tmp_path, StoredDeliveries, asked)


@dataclass(frozen=True, slots=True)
class Unreachable(Whispering):
    """Slack takes no reply."""

    async def reach(self, to: Incoming) -> None:
        raise Undelivered

    async def send(self, to: Incoming, answer: Said, *, uncertain: bool) -> None:
        raise Undelivered


def test_what_slack_does_not_take_for_a_day_is_said_to_be_lost(tmp_path: Path) -> None:
    with listening(tmp_path, chat=Unreachable) as (app, answering):
        chat = answering.chat
        assert isinstance(chat, Unreachable)

        async def work() -> None:
            await delivered(app, EVENTS["a mention"])
            while answering.in_hand:
                await asyncio.sleep(0.01)
            answering.now = lambda: NOW + timedelta(hours=23)
            await answering.resume()
            assert chat.whispered == []
            for hours in (25, 26):
                answering.now = lambda hours=hours: NOW + timedelta(hours=hours)  # type: ignore[misc]
                await answering.resume()
                assert chat.whispered == [wording.FAILED()]

        asyncio.run(work())
