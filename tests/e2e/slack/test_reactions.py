"""An emoji under a message asks for quotes about it, in Slack."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.wording import NO_TEXT
from tests.e2e.slack.local_slack import LocalSlack
from tests.e2e.slack.rooms import newsroom
from tests.e2e.slack.test_conversation import COMMANDER, ICE_CREAM, Newsroom, quotes_of

TOLD = "Look, the new US command in Japan has somebody at its head already"


@pytest.fixture
def room(slack: LocalSlack, shipped: Path, tmp_path: Path) -> Iterator[Newsroom]:
    with newsroom(slack, shipped, tmp_path) as room:
        yield room


def test_an_emoji_asks_for_quotes_about_a_message_in_its_thread_once(room: Newsroom) -> None:
    said = room.slack.say(room.bob, room.news, COMMANDER)
    room.slack.settle()
    assert room.slack.replies(said) == []
    first = room.slack.react(room.alice, said)
    assert "Stephen Jost" in quotes_of(room.reply(said))
    room.slack.react(room.bob, said)
    room.slack.react(room.alice, said, "pullquote")
    room.slack.deliver(first, times=2)
    room.slack.settle()
    assert len(room.slack.replies(said)) == 1
    # In its thread the conversation goes on.
    room.slack.say(room.bob, room.news, "and how many troops?", thread=said)
    room.slack.wait_for(lambda: len(room.slack.replies(said)) == 2)


def test_a_reaction_in_a_thread_is_answered_in_that_thread(room: Newsroom) -> None:
    start = room.slack.say(room.bob, room.news, "Morning all, here is what I read.")
    said = room.slack.say(room.bob, room.news, COMMANDER, thread=start)
    room.slack.react(room.alice, said, "mag_right::skin-tone-2")
    assert "Stephen Jost" in quotes_of(room.reply(said))


def test_other_emoji_bots_and_the_bots_own_messages_ask_nothing(room: Newsroom) -> None:
    said = room.slack.say(room.bob, room.news, COMMANDER)
    room.slack.react(room.alice, said, "eyes")
    room.slack.react(room.slack.bot_user, said)
    room.slack.settle()
    assert room.slack.replies(said) == []
    asked = room.slack.mention(room.alice, room.news, ICE_CREAM)
    reply = room.reply(asked)
    room.slack.react(room.bob, reply)
    room.slack.settle()
    assert room.slack.replies(asked) == [reply]


def test_what_is_edited_or_deleted_after_a_reaction_is_answered_anew_or_taken_back(
    room: Newsroom,
) -> None:
    said = room.slack.say(room.bob, room.news, ICE_CREAM)
    room.slack.react(room.alice, said)
    before = room.reply(said)
    room.slack.edit(said, COMMANDER)
    after = room.slack.wait_for(
        lambda: [one for one in room.slack.replies(said) if "Stephen Jost" in quotes_of(one)]
    )
    assert [one.ts for one in after] == [before.ts]
    room.slack.delete(said)
    room.slack.wait_for(lambda: not room.slack.replies(said))


def test_who_reacts_to_a_message_without_words_is_told_so_alone(room: Newsroom) -> None:
    said = room.slack.say(room.bob, room.news, "<@" + room.admin + ">")
    room.slack.react(room.alice, said)
    assert room.whispered(room.alice).text == NO_TEXT()
    # Somebody else may try, too.
    room.slack.react(room.bob, said)
    assert room.whispered(room.bob).text == NO_TEXT()
    assert room.slack.replies(said) == []


def test_a_message_that_is_gone_before_it_was_read_is_passed_over(room: Newsroom) -> None:
    said = room.slack.say(room.bob, room.news, COMMANDER)
    reaction = room.slack.react(room.alice, said)
    room.slack.delete(said)
    room.slack.deliver(reaction)
    room.slack.settle()
    assert not [one for one in room.slack.channel(room.news).messages if one.bot]
    assert room.slack.ephemerals(room.alice) == []
