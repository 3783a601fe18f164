"""How a channel of Discord wants to be answered: unasked or not, where, and whom."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from adapters.discord.wording import (
    cant_hear,
    kept_out,
    lacks_for_threads,
    set_to_hear_nothing,
)
from bot import manners_wording
from bot.manners import Askers, Group
from tests.e2e.discord.local_discord import Did, LocalDiscord, Message
from tests.e2e.discord.rooms import desk
from tests.e2e.discord.test_conversation import COMMANDER, ICE_CREAM, TROOPS, Room

READABLE = pytest.mark.parametrize("local_discord", [{"message_content": True}], indirect=True)
NOTHING = "Nothing that is tracked answers this."
CONTENT = 1 << 15


@pytest.fixture
def room(local_discord: LocalDiscord, shipped: Path, tmp_path: Path) -> Iterator[Room]:
    with desk(local_discord, shipped, tmp_path) as room:
        yield room


def plain(message: Message) -> str:
    return message.text.replace("\\", "")


def set_by_manager(room: Room, command: str, channel: str = "", **options: str) -> str:
    """What the manager is told."""
    where = channel or room.news
    return plain(room.answer(room.discord.command(room.manager, where, command, **options)))


def hears(room: Room) -> bool:
    """Whether the bot that is connected asked for the words of all messages."""
    return bool(room.discord.identifies[-1]["intents"] & CONTENT)


def listen(room: Room, to: str, channel: str = "") -> None:
    """Until the bot is connected as that needs."""
    set_by_manager(room, "listen", channel, to=to)
    room.discord.wait_for(lambda: hears(room))
    room.discord.wait_for_bot()
    room.discord.settle()


def answers_in(room: Room, channel: str) -> list[Message]:
    return [one for one in room.discord.messages(channel) if one.bot]


@READABLE
def test_where_a_manager_chose_it_questions_to_nobody_are_answered_if_they_can_be(
    room: Room,
) -> None:
    assert not hears(room)
    before = room.discord.say(room.alice, room.news, COMMANDER)
    room.discord.settle()
    assert room.discord.replies(before) == []
    listen(room, "questions")
    asked = room.discord.say(room.alice, room.news, f"Hi all, {COMMANDER}")
    reply = room.reply(asked)
    assert "Stephen Jost" in reply.text
    # A reply to it needs no mention any more.
    assert "troops" in room.reply(room.discord.reply(room.bob, reply, TROOPS, ping=False)).text
    silent = [
        room.discord.say(room.alice, room.news, text)
        for text in (
            ICE_CREAM,
            f"<@{room.bob}> {COMMANDER}",
            "are you coming to lunch?",
            f"`{COMMANDER}`",
            "Thanks everybody!",
        )
    ]
    silent.append(room.discord.reply(room.bob, silent[0], COMMANDER, ping=False))
    silent.append(room.discord.say(room.alice, room.sports, COMMANDER))
    room.discord.settle()
    assert [room.discord.replies(one) for one in silent] == [[]] * 7


@READABLE
def test_an_edited_question_to_nobody_is_answered_anew_in_place(room: Room) -> None:
    listen(room, "every")
    asked = room.discord.say(room.alice, room.news, ICE_CREAM)
    before = room.reply(asked)
    assert NOTHING in plain(before)
    room.discord.edit(asked, COMMANDER)
    room.discord.wait_for(lambda: "Stephen Jost" in room.discord.replies(asked)[0].text)
    assert [one.id for one in room.discord.replies(asked)] == [before.id]


@READABLE
def test_a_new_post_in_a_forum_is_answered_in_the_post_and_so_are_follow_ups(room: Room) -> None:
    forum = room.discord.add_forum(room.guild, "help-desk")
    opened = room.discord.post(room.manager, forum, "Hello", "This is where questions go.")
    listen(room, "every", opened.channel)
    asked = room.discord.post(room.alice, forum, COMMANDER, "I could not find it anywhere.")
    assert "Stephen Jost" in room.reply(asked).text
    room.discord.say(room.bob, asked.channel, TROOPS)
    room.discord.wait_for(lambda: len(answers_in(room, asked.channel)) == 2)
    # Every post is a question there, also one without its form.
    bare = room.discord.post(room.bob, forum, "Ice cream of the mayor", "As a child")
    assert NOTHING in plain(room.reply(bare))


def test_until_the_portal_grants_it_a_manager_is_told_and_mentions_are_answered(
    room: Room,
) -> None:
    assert cant_hear() in set_by_manager(room, "listen", to="questions")
    assert not hears(room)
    asked = room.discord.mention(room.alice, room.news, COMMANDER)
    assert "Stephen Jost" in room.reply(asked).text


@READABLE
def test_what_the_gateway_refuses_all_the_same_is_given_up_and_mentions_are_answered(
    room: Room,
) -> None:
    # The portal says yes, the gateway no: 4014.
    room.discord._gateway.privileged = 0
    set_by_manager(room, "listen", to="questions")
    room.discord.wait_for(lambda: room.discord.connections == 0)
    room.discord.wait_for_bot()
    room.discord.settle()
    assert not hears(room)
    asked = room.discord.mention(room.alice, room.news, COMMANDER)
    assert "Stephen Jost" in room.reply(asked).text


@pytest.mark.parametrize(
    ("command", "option", "again"),
    [
        ("listen", {"to": "questions"}, {}),
        ("listen", {"to": "questions"}, {"to": "every"}),
        ("links", {"turn": "on"}, {}),
    ],
)
def test_once_the_portal_grants_it_whoever_types_that_again_is_heard_at_once(
    room: Room, command: str, option: dict[str, str], again: dict[str, str]
) -> None:
    assert cant_hear() in set_by_manager(room, command, **option)
    assert cant_hear() in set_by_manager(room, command, **again)
    room.discord.grant_message_content()
    # Long before the five minutes in which it would be noticed without that.
    assert cant_hear() not in set_by_manager(room, command, **again)
    room.discord.wait_for(lambda: hears(room))
    room.discord.wait_for_bot()
    room.discord.settle()
    if command == "listen":
        assert "Stephen Jost" in room.reply(room.discord.say(room.alice, room.news, COMMANDER)).text


@READABLE
def test_what_the_portal_withdrew_and_granted_again_is_asked_for_again(room: Room) -> None:
    room.discord._gateway.privileged = 0
    set_by_manager(room, "listen", to="questions")
    room.discord.wait_for(lambda: room.discord.connections == 0)
    room.discord.wait_for_bot()
    room.discord.settle()
    # The portal says yes all the while: who asked again would be disconnected again.
    assert cant_hear() in set_by_manager(room, "listen")
    room.discord.grant_message_content(False)
    assert cant_hear() in set_by_manager(room, "listen")
    room.discord.grant_message_content()
    assert cant_hear() not in set_by_manager(room, "listen")
    room.discord.wait_for(lambda: hears(room))
    room.discord.wait_for_bot()


@READABLE
def test_a_discord_that_does_not_say_what_it_granted_is_listened_to_as_before(room: Room) -> None:
    listen(room, "questions")
    room.discord.fail("application", status=403)
    assert cant_hear() not in set_by_manager(room, "listen")
    assert "Stephen Jost" in room.reply(room.discord.say(room.alice, room.news, COMMANDER)).text


@READABLE
def test_where_the_operator_wants_no_messages_it_is_not_the_portal_that_is_named(
    local_discord: LocalDiscord, shipped: Path, tmp_path: Path
) -> None:
    with desk(local_discord, shipped, tmp_path, discord_message_content="off") as room:
        assert set_to_hear_nothing() in set_by_manager(room, "listen", to="questions")
        assert not hears(room)


@READABLE
def test_once_no_channel_wants_it_any_more_nothing_is_asked_for(room: Room) -> None:
    listen(room, "questions")
    set_by_manager(room, "listen", to="mentions")
    room.discord.wait_for(lambda: not hears(room))
    room.discord.wait_for_bot()


def test_answers_stand_in_a_thread_of_the_question_where_that_is_wanted(room: Room) -> None:
    assert manners_wording.where_thread() in set_by_manager(room, "replies", **{"in": "thread"})
    asked = room.discord.mention(room.alice, room.news, COMMANDER)
    assert asked.message is not None
    thread = asked.message.id
    [reply] = room.discord.wait_for(lambda: answers_in(room, thread))
    assert "Stephen Jost" in reply.text
    assert answers_in(room, room.news) == []
    assert room.discord.world.channels[thread].name == COMMANDER
    room.discord.settle()
    # There the talk goes on with its story, and an edit finds its reply.
    room.discord.mention(room.bob, thread, TROOPS)
    room.discord.wait_for(lambda: len(answers_in(room, thread)) == 2)
    assert "In: " in plain(answers_in(room, thread)[1])
    room.discord.edit(asked, f"<@{room.discord.bot_user}> {ICE_CREAM}")
    room.discord.wait_for(lambda: "Stephen Jost" not in answers_in(room, thread)[0].text)
    assert len(answers_in(room, thread)) == 2
    assert len(room.discord.called("begin_thread")) == 1


def test_where_it_may_not_begin_threads_that_is_said_and_answers_stand_in_the_channel(
    room: Room,
) -> None:
    room.discord.forbid(room.news, "create_public_threads")
    said = lacks_for_threads("Create Public Threads")
    assert said in set_by_manager(room, "replies", **{"in": "thread"})
    room.discord.allow(room.news)
    set_by_manager(room, "replies", **{"in": "thread"})
    room.discord.forbid(room.news, "create_public_threads", "send_messages_in_threads")
    room.discord.settle()
    asked = room.discord.mention(room.alice, room.news, COMMANDER)
    assert "Stephen Jost" in room.reply(asked).text
    assert said.partition("for")[0] in set_by_manager(room, "replies")


def told(room: Room, user: str) -> list[str]:
    """What the bot wrote to somebody directly."""
    return [plain(one) for one in answers_in(room, room.discord.direct(user))]


def test_only_members_may_ask_where_that_is_set_and_who_is_none_is_told_directly(
    room: Room,
) -> None:
    new = room.discord.add_user("new", room.guild, pending=True)
    set_by_manager(room, "askers", who="members")
    refused = room.discord.mention(new, room.news, COMMANDER)
    why = kept_out(Askers(members_only=True), here=True)
    room.discord.wait_for(lambda: told(room, new) == [why])
    asked = room.discord.mention(room.alice, room.news, COMMANDER)
    reply = room.reply(asked)
    # Whatever shows quotes: a follow-up, a command, a button; each is told where it waits.
    follow_up = room.discord.reply(new, reply, TROOPS)
    story = {"story": "us-japan-command"}
    shown = [
        room.answer(room.discord.command(new, room.news, "timeline", **story)),
        room.answer(room.discord.command(new, room.news, "ask", question=COMMANDER)),
        room.answer(room.discord.press(new, reply, "Context")),
    ]
    assert [plain(one) for one in shown] == [why] * 3
    assert room.discord.replies(refused) == room.discord.replies(follow_up) == []
    assert told(room, new) == [why]
    room.reply(room.discord.mention(new, room.sports, COMMANDER))


def test_chosen_roles_may_ask_and_nobody_else(room: Room) -> None:
    room.discord.add_role(room.guild, "News desk", room.alice)
    room.discord.settle()
    assert "News desk" in set_by_manager(room, "askers", who="@News desk")
    room.discord.mention(room.bob, room.news, COMMANDER)
    why = kept_out(Askers(groups=(Group("", ""),)), here=True)
    room.discord.wait_for(lambda: told(room, room.bob) == [why])
    assert "Stephen Jost" in room.reply(room.discord.mention(room.alice, room.news, COMMANDER)).text
    assert "There is no group" in set_by_manager(room, "askers", who="Sports desk, News desk")


def test_what_the_operator_set_counts_in_direct_messages_too(
    local_discord: LocalDiscord, shipped: Path, tmp_path: Path
) -> None:
    with desk(local_discord, shipped, tmp_path, askers="members") as room:
        stranger = room.discord.add_user("stranger", installed=True)
        refused = room.discord.dm(stranger, COMMANDER)
        room.discord.wait_for(lambda: told(room, stranger))
        assert told(room, stranger) == [kept_out(Askers(members_only=True), here=False)]
        assert "Stephen Jost" in room.reply(room.discord.dm(room.alice, COMMANDER)).text
        assert refused.message is not None


def test_help_says_what_is_on_in_this_channel(room: Room) -> None:
    set_by_manager(room, "askers", who="members")
    helped = plain(room.answer(room.discord.command(room.bob, room.news, "help")))
    assert manners_wording.askers_members() in helped
    elsewhere = plain(room.answer(room.discord.command(room.bob, room.sports, "help")))
    assert manners_wording.askers_members() not in elsewhere


@READABLE
def test_forty_who_ask_in_all_ways_at_once_are_each_answered_once(room: Room) -> None:
    listen(room, "questions")
    people = [room.discord.add_user(f"person-{number}", room.guild) for number in range(40)]
    asked = list[Did]()
    for number, person in enumerate(people):
        if number % 3 == 0:
            asked.append(room.discord.mention(person, room.news, COMMANDER))
        elif number % 3 == 1:
            asked.append(room.discord.say(person, room.news, COMMANDER))
        else:
            said = room.discord.say(room.bob, room.news, "Look: who heads that command in Japan.")
            asked.append(room.discord.react(person, said))
            room.discord.react(room.alice, said)
        room.discord.deliver(asked[-1])
    room.discord.wait_for(lambda: all(room.discord.replies(one) for one in asked))
    room.discord.settle()
    assert [len(room.discord.replies(one)) for one in asked] == [1] * 40
