"""How a channel of Slack wants to be answered: unasked or not, where, and whom."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from adapters.slack.wording import kept_out
from bot import manners_wording
from bot.manners import Askers, Group
from tests.e2e.slack.local_slack import LocalSlack
from tests.e2e.slack.rooms import newsroom
from tests.e2e.slack.test_conversation import (
    COMMANDER,
    ICE_CREAM,
    JAPAN,
    TROOPS,
    Newsroom,
    quotes_of,
)
from tests.e2e.slack.world import Message

MEMBERS = Askers(members_only=True)
DESK = Askers(groups=(Group("", ""),))


@pytest.fixture
def room(slack: LocalSlack, shipped: Path, tmp_path: Path) -> Iterator[Newsroom]:
    with newsroom(slack, shipped, tmp_path) as room:
        yield room


def set_by_admin(room: Newsroom, text: str, channel: str = "") -> str:
    """What the admin is told."""
    before = len(room.slack.ephemerals(room.admin))
    room.slack.command(room.admin, channel or room.news, "/pullquote", text)
    room.slack.wait_for(lambda: len(room.slack.ephemerals(room.admin)) > before)
    return str(room.slack.ephemerals(room.admin)[-1])


def in_channel(room: Newsroom, channel: str) -> list[Message]:
    """What the bot wrote there outside of threads."""
    return [one for one in room.slack.channel(channel).top if one.bot]


def test_where_an_admin_chose_it_questions_to_nobody_are_answered_if_they_can_be(
    room: Newsroom,
) -> None:
    before = room.slack.say(room.alice, room.news, COMMANDER)
    room.slack.settle()
    assert room.slack.replies(before) == []
    assert manners_wording.hears_questions() in set_by_admin(room, "listen questions")
    asked = room.slack.say(room.alice, room.news, f"Hi all, {COMMANDER}")
    assert "Stephen Jost" in quotes_of(room.reply(asked))
    # In its thread people need no mention, as anywhere.
    room.slack.say(room.bob, room.news, TROOPS, thread=asked)
    room.slack.wait_for(lambda: len(room.slack.replies(asked)) == 2)
    silent = [
        room.slack.say(room.alice, room.news, text)
        for text in (
            ICE_CREAM,
            f"<@{room.bob}> {COMMANDER}",
            "are you coming to lunch?",
            f"`{COMMANDER}`",
            "Thanks everybody!",
        )
    ]
    elsewhere = room.slack.say(room.alice, room.sports, COMMANDER)
    room.slack.settle()
    assert [room.slack.replies(one) for one in (*silent, elsewhere)] == [[]] * 6
    # Nor does what nobody was told make a talk with the bot of a talk of people.
    room.slack.say(room.bob, room.news, "who heads it, then?", thread=silent[0])
    room.slack.settle()
    assert room.slack.replies(silent[0]) == []


def test_where_every_question_is_wanted_a_no_is_said_too(room: Newsroom) -> None:
    set_by_admin(room, "listen every")
    asked = room.slack.say(room.alice, room.news, ICE_CREAM)
    assert "Nothing that is tracked answers this." in str(room.reply(asked).blocks)
    room.slack.edit(asked, COMMANDER)
    room.slack.wait_for(lambda: "Stephen Jost" in quotes_of(room.slack.replies(asked)[0]))
    assert len(room.slack.replies(asked)) == 1


def test_a_mention_in_such_a_channel_is_answered_once(room: Newsroom) -> None:
    set_by_admin(room, "listen every")
    asked = room.slack.mention(room.alice, room.news, COMMANDER)
    room.slack.deliver(asked, times=2)
    room.reply(asked)


def test_answers_stand_in_the_channel_where_that_is_wanted(room: Newsroom) -> None:
    assert manners_wording.where_channel() in set_by_admin(room, "replies channel")
    asked = room.slack.mention(room.alice, room.news, COMMANDER)
    [reply] = room.slack.wait_for(lambda: in_channel(room, room.news))
    assert "Stephen Jost" in quotes_of(reply)
    assert COMMANDER in str(reply.blocks)
    room.slack.settle()
    room.slack.say(room.bob, room.news, TROOPS, thread=reply)
    room.slack.wait_for(lambda: room.slack.channel(room.news).thread(reply.ts)[1:])
    room.slack.edit(asked, f"<@{room.slack.bot_user}> {ICE_CREAM}")
    room.slack.wait_for(lambda: "Stephen Jost" not in quotes_of(in_channel(room, room.news)[0]))
    assert len(in_channel(room, room.news)) == 1
    set_by_admin(room, "replies usual")
    room.reply(room.slack.mention(room.alice, room.news, COMMANDER))
    assert len(in_channel(room, room.news)) == 1


def test_only_members_may_ask_where_that_is_set_and_guests_are_told_by_themselves(
    room: Newsroom,
) -> None:
    guest = room.slack.add_user("guest", guest="many")
    narrow = room.slack.add_user("narrow", guest="one")
    stranger = room.slack.add_user("stranger", team=room.slack.add_workspace("elsewhere"))
    for one in (guest, narrow, stranger):
        room.slack.world.channels[room.news].members.append(one)
    set_by_admin(room, "askers members")
    refused = [room.slack.mention(one, room.news, COMMANDER) for one in (guest, narrow, stranger)]
    told = kept_out(MEMBERS, here=True)
    for one in (guest, narrow, stranger):
        assert room.whispered(one).text == told
    assert [room.slack.replies(one) for one in refused] == [[]] * 3
    asked = room.slack.mention(room.alice, room.news, COMMANDER)
    reply = room.reply(asked)
    # Whatever shows quotes: a follow-up, an emoji, a command, a button.
    room.slack.say(guest, room.news, TROOPS, thread=asked)
    room.slack.react(guest, room.slack.say(room.bob, room.news, ICE_CREAM))
    room.slack.settle()
    assert room.slack.replies(asked) == [reply]
    assert len(room.slack.ephemerals(guest)) == 1
    room.slack.command(guest, room.news, "/timeline", "us-japan-command")
    room.slack.command(guest, room.news, "/ask", COMMANDER)
    room.slack.press(guest, reply, "context")
    room.slack.wait_for(lambda: len(room.slack.ephemerals(guest)) == 3)
    assert {one.text for one in room.slack.ephemerals(guest)} == {told}
    # It opens at once, and is filled in when the reply has been looked up.
    room.slack.wait_for(lambda: told in str(room.slack.modals(guest)))
    # Elsewhere nobody is kept out.
    room.slack.world.channels[room.sports].members.append(guest)
    room.reply(room.slack.mention(guest, room.sports, COMMANDER))


def test_chosen_groups_may_ask_and_nobody_else(room: Newsroom) -> None:
    room.slack.add_group("newsdesk", room.alice)
    assert "newsdesk" in set_by_admin(room, "askers @newsdesk")
    refused = room.slack.mention(room.bob, room.news, COMMANDER)
    assert room.whispered(room.bob).text == kept_out(DESK, here=True)
    assert room.slack.replies(refused) == []
    room.reply(room.slack.mention(room.alice, room.news, COMMANDER))
    assert "There is no group" in set_by_admin(room, "askers @sportsdesk")
    set_by_admin(room, "askers everybody")
    room.reply(room.slack.mention(room.bob, room.news, COMMANDER))


def test_what_the_operator_set_counts_in_direct_messages_and_at_home_too(
    slack: LocalSlack, shipped: Path, tmp_path: Path
) -> None:
    with newsroom(slack, shipped, tmp_path, askers="members") as room:
        guest = slack.add_user("guest", guest="one")
        told = kept_out(MEMBERS, here=False)
        assert room.reply(slack.dm(guest, COMMANDER)).text == told
        slack.open_home(guest)
        slack.open_home(room.alice)
        slack.wait_for(lambda: slack.home(guest) and slack.home(room.alice))
        assert told in str(slack.home(guest))
        assert JAPAN in str(slack.home(room.alice))
        assert JAPAN not in str(slack.home(guest))
        assert "Stephen Jost" in quotes_of(room.reply(slack.dm(room.alice, COMMANDER)))


def test_who_is_no_admin_sets_nothing_and_sees_what_is_set(room: Newsroom) -> None:
    set_by_admin(room, "listen questions")
    for text in ("listen every", "replies channel", "askers members"):
        room.slack.command(room.bob, room.news, "/pullquote", text)
    room.slack.wait_for(lambda: len(room.slack.ephemerals(room.bob)) == 3)
    assert all(
        "Only who created this channel" in one.text for one in room.slack.ephemerals(room.bob)
    )
    room.slack.command(room.bob, room.news, "/pullquote", "help")
    room.slack.wait_for(lambda: len(room.slack.ephemerals(room.bob)) == 4)
    helped = str(room.slack.ephemerals(room.bob)[-1])
    assert manners_wording.hears_questions() in helped
    assert manners_wording.askers_members() not in helped


def test_forty_who_ask_in_all_ways_at_once_are_each_answered_once(room: Newsroom) -> None:
    set_by_admin(room, "listen questions")
    people = [room.slack.add_user(f"person-{number}") for number in range(40)]
    room.slack.world.channels[room.news].members.extend(people)
    asked = []
    for number, person in enumerate(people):
        if number % 3 == 0:
            asked.append(room.slack.mention(person, room.news, COMMANDER))
        elif number % 3 == 1:
            asked.append(room.slack.say(person, room.news, COMMANDER))
        else:
            said = room.slack.say(room.bob, room.news, "Look: who heads that command in Japan now.")
            asked.append(room.slack.react(person, said))
            room.slack.react(room.alice, said)
        room.slack.deliver(asked[-1])
    room.slack.wait_for(lambda: all(room.slack.replies(one) for one in asked))
    room.slack.settle()
    assert [len(room.slack.replies(one)) for one in asked] == [1] * 40
