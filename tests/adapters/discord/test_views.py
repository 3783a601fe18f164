"""What discord.py sends is, to the letter, what was rendered."""

import asyncio
import json
from collections.abc import Iterator

import discord
import pytest
from discord.http import handle_message_parameters

from adapters.discord.message import Message
from adapters.discord.views import view_of
from bot.desk import Surrounded
from tests.adapters.discord.drawn import (
    context_message,
    page_message,
    reply_message,
    scope_message,
    sentence,
    shared_message,
    stories_message,
    story_message,
)
from tests.adapters.discord.happenings import every_happening
from tests.adapters.discord.newsroom import ALICE, answered, not_answered, page, paged, possible
from tests.bot.newsroom import COPIED, FIRST, LISTINGS, QUESTION, SECOND, STORY, WIRE
from tests.e2e.discord.openapi import openapi as openapi
from tests.e2e.discord.openapi import request_violations


def every_kind() -> Iterator[Message]:
    yield reply_message(answered(FIRST, SECOND, COPIED, further=[FIRST]), private=True)
    yield reply_message(not_answered(FIRST, within="sweden-nato"), private=False)
    yield reply_message(possible(FIRST, SECOND, COPIED, further=[FIRST]), private=True)
    yield page_message(page(SECOND, offset=3, total=9))
    yield page_message(page(SECOND, total=1, answering=False))
    yield shared_message(page(FIRST, total=2), QUESTION, ALICE)
    yield sentence("Nothing.")
    yield context_message(*paged([Surrounded(FIRST, "before ", " after")]))
    yield stories_message(LISTINGS)
    yield story_message(LISTINGS[0], [WIRE])
    yield scope_message(True, LISTINGS)
    yield from every_happening(COPIED, STORY)


async def body_of(message: Message) -> dict[str, object]:
    """What discord.py would post."""
    nobody = discord.AllowedMentions.none()
    with handle_message_parameters(view=view_of(message), allowed_mentions=nobody) as parameters:
        return dict(parameters.payload or {})


@pytest.mark.parametrize("message", [*every_kind()])
def test_discord_py_sends_the_components_as_they_were_rendered(message: Message) -> None:
    body = asyncio.run(body_of(message))
    sent = json.loads(json.dumps(body))
    assert {key: sent[key] for key in ("flags", "components")} == message.payload
    assert sent.get("content") is None
    assert not sent.get("embeds")
    assert sent["allowed_mentions"]["parse"] == []


@pytest.mark.usefixtures("openapi")
@pytest.mark.parametrize("message", [*every_kind()])
def test_what_is_sent_agrees_with_discords_own_description(message: Message) -> None:
    body = json.loads(json.dumps(asyncio.run(body_of(message))))
    assert request_violations("POST", "/channels/1234567890/messages", {}, body) == []


def test_the_mark_of_a_message_is_the_id_of_its_first_component_alone() -> None:
    async def ids() -> list[object]:
        view = view_of(reply_message(answered(FIRST, SECOND), private=True), 1 << 30)
        return [item.id for item in view.walk_children()]

    first, *others = asyncio.run(ids())
    assert (first, set(others)) == (1 << 30, {None})


def test_discord_py_keeps_no_view_that_was_sent() -> None:
    async def finished() -> bool:
        return view_of(reply_message(answered(FIRST), private=False)).is_finished()

    assert asyncio.run(finished())
