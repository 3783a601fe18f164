"""An emoji under a message asks for quotes about it, in Discord."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from adapters.discord.wording import NOT_READABLE
from tests.e2e.discord.local_discord import LocalDiscord
from tests.e2e.discord.rooms import desk
from tests.e2e.discord.test_conversation import COMMANDER, ICE_CREAM, TROOPS, Room

READABLE = pytest.mark.parametrize("local_discord", [{"message_content": True}], indirect=True)


@pytest.fixture
def room(local_discord: LocalDiscord, shipped: Path, tmp_path: Path) -> Iterator[Room]:
    with desk(local_discord, shipped, tmp_path) as room:
        yield room


@READABLE
def test_an_emoji_asks_for_quotes_about_a_message_in_reply_to_it_once(room: Room) -> None:
    said = room.discord.say(room.bob, room.news, COMMANDER)
    room.discord.settle()
    assert room.discord.replies(said) == []
    first = room.discord.react(room.alice, said)
    reply = room.reply(said)
    assert "Stephen Jost" in reply.text
    room.discord.react(room.bob, said)
    room.discord.react(room.manager, said, "pullquote")
    room.discord.deliver(first, times=2)
    room.discord.settle()
    assert room.discord.replies(said) == [reply]
    assert "troops" in room.reply(room.discord.reply(room.alice, reply, TROOPS)).text


@READABLE
def test_what_is_edited_after_a_reaction_is_answered_anew_in_place(room: Room) -> None:
    said = room.discord.say(room.bob, room.news, ICE_CREAM)
    room.discord.react(room.alice, said)
    before = room.reply(said)
    room.discord.edit(said, COMMANDER)
    after = room.discord.wait_for(
        lambda: [one for one in room.discord.replies(said) if "Stephen Jost" in one.text]
    )
    assert [one.id for one in after] == [before.id]


@READABLE
def test_other_emoji_bots_and_the_bots_own_messages_ask_nothing(room: Room) -> None:
    said = room.discord.say(room.bob, room.news, COMMANDER)
    room.discord.react(room.alice, said, "👀")
    room.discord.react(room.discord.bot_user, said)
    room.discord.settle()
    assert room.discord.replies(said) == []
    asked = room.discord.mention(room.alice, room.news, ICE_CREAM)
    reply = room.reply(asked)
    room.discord.react(room.bob, reply)
    room.discord.settle()
    assert room.discord.messages(room.news)[-1].id == reply.id


def test_where_discord_hides_what_others_write_who_reacts_is_told_another_way(room: Room) -> None:
    said = room.discord.say(room.bob, room.news, COMMANDER)
    room.discord.react(room.alice, said)
    direct = room.discord.direct(room.alice)
    [told] = room.discord.wait_for(lambda: room.discord.messages(direct))
    assert told.text.replace("\\", "") == NOT_READABLE()
    assert room.discord.replies(said) == []


def test_in_a_direct_message_an_emoji_asks_about_what_was_written_there(room: Room) -> None:
    said = room.discord.dm(room.alice, "thanks!")
    room.discord.settle()
    room.discord.react(room.alice, said)
    room.discord.settle()
    assert len(room.discord.replies(said)) == 1
