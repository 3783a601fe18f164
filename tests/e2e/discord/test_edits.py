"""An edited question in Discord is answered anew, in the place of its reply."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from tests.e2e.discord.local_discord import LocalDiscord
from tests.e2e.discord.rooms import desk
from tests.e2e.discord.test_conversation import COMMANDER, ICE_CREAM, Room


@pytest.fixture
def room(local_discord: LocalDiscord, shipped: Path, tmp_path: Path) -> Iterator[Room]:
    with desk(local_discord, shipped, tmp_path) as room:
        yield room


def at(room: Room, text: str) -> str:
    return f"<@{room.discord.bot_user}> {text}"


def edits(room: Room) -> int:
    return len(room.discord.called("edit"))


def test_an_edited_question_is_answered_anew_where_its_reply_stands_once(room: Room) -> None:
    asked = room.discord.mention(room.alice, room.news, ICE_CREAM)
    before = room.reply(asked)
    edited = room.discord.edit(asked, at(room, COMMANDER))
    [after] = room.discord.wait_for(
        lambda: [one for one in room.discord.replies(asked) if "Stephen Jost" in one.text]
    )
    assert after.id == before.id
    assert after.pings == frozenset()
    room.discord.deliver(edited, times=3)
    room.discord.settle()
    assert edits(room) == 1
    # Each edit counts, and the last one stands.
    room.discord.edit(asked, at(room, ICE_CREAM))
    room.discord.wait_for(lambda: edits(room) == 2)
    assert room.discord.replies(asked)[0].text == before.text


def test_a_preview_of_a_link_is_no_edit_neither_before_nor_after_one(room: Room) -> None:
    asked = room.discord.mention(room.alice, room.news, f"{ICE_CREAM} https://paper.example/x")
    room.reply(asked)
    room.discord.preview(asked, "Ice cream")
    room.discord.settle()
    assert edits(room) == 0
    room.discord.edit(asked, at(room, f"{COMMANDER} https://paper.example/x"))
    room.discord.wait_for(lambda: edits(room) == 1)
    room.discord.preview(asked, "Ice cream")
    room.discord.settle()
    assert edits(room) == 1


def test_a_direct_message_that_is_edited_is_answered_anew(room: Room) -> None:
    asked = room.discord.dm(room.alice, ICE_CREAM)
    before = room.reply(asked)
    room.discord.edit(asked, COMMANDER)
    room.discord.wait_for(lambda: "Stephen Jost" in room.discord.replies(asked)[0].text)
    assert [one.id for one in room.discord.replies(asked)] == [before.id]


def test_who_mentions_the_bot_only_in_an_edit_is_answered(room: Room) -> None:
    said = room.discord.say(room.alice, room.news, COMMANDER)
    room.discord.settle()
    assert room.discord.replies(said) == []
    room.discord.edit(said, at(room, COMMANDER))
    assert "Stephen Jost" in room.reply(said).text


def test_a_reply_whose_question_asks_nothing_any_more_stands(room: Room) -> None:
    asked = room.discord.mention(room.alice, room.news, COMMANDER)
    before = room.reply(asked)
    room.discord.edit(asked, "never mind")
    room.discord.settle()
    assert room.discord.replies(asked) == [before]


def test_a_reply_that_somebody_deleted_is_given_again_when_its_question_is_edited(
    room: Room,
) -> None:
    asked = room.discord.mention(room.alice, room.news, ICE_CREAM)
    room.discord.delete(room.reply(asked))
    room.discord.edit(asked, at(room, COMMANDER))
    assert "Stephen Jost" in room.reply(asked).text


def test_an_edit_of_a_message_that_is_older_than_a_day_changes_nothing(room: Room) -> None:
    asked = room.discord.mention(room.alice, room.news, ICE_CREAM)
    before = room.reply(asked)
    told = room.discord.edit(asked, at(room, COMMANDER), later=timedelta(days=1, seconds=1))
    [event] = told.deliveries
    edited = datetime.fromisoformat(event.data["edited_timestamp"])
    assert edited - datetime.fromisoformat(event.data["timestamp"]) > timedelta(days=1)
    room.discord.settle()
    assert room.discord.replies(asked) == [before]
