"""The README's Discord section, said and pressed by people, over the wire."""

import asyncio
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from math import inf
from pathlib import Path

import pytest
from discord import AppCommandType

from adapters.discord.client import Client
from adapters.discord.commands import add_commands
from adapters.discord.translations import Translations
from bot.commands.table import COMMANDS
from bot.wording import NO_TEXT
from tests.e2e.command import ROOT, run_in
from tests.e2e.discord.local_discord import Did, LocalDiscord, Message
from tests.e2e.discord.running import settings_for
from tests.e2e.running import Running, own_copy, running

COMMANDER = "who heads the new US command in Japan?"
TROOPS = "and how many troops?"
ICE_CREAM = "which ice cream did the mayor of Lisbon prefer as a child?"
MORE = re.compile(r"More quotes \(\d+\)")
NOT_TRACKED = "Nothing that is tracked answers this."
JAPAN = "The US joint command in Japan"
SWEDEN = "Sweden joins NATO"


@dataclass
class Room:
    """A Discord with a guild, the people in it, and Pullquote running there."""

    discord: LocalDiscord
    service: Running
    guild: str
    alice: str
    bob: str
    manager: str
    news: str
    sports: str

    def reply(self, asked: Did) -> Message:
        """The one reply to a message."""
        self.discord.wait_for(lambda: self.discord.replies(asked))
        self.discord.settle()
        [reply] = self.discord.replies(asked)
        return reply

    def answer(self, did: Did) -> Message:
        """The one answer to a command or a press."""
        self.discord.wait_for(lambda: [one for one in self.discord.answers(did) if not one.loading])
        self.discord.settle()
        [answer] = self.discord.answers(did)
        return answer


def _wait_for_two_answers(local: LocalDiscord, did: Did) -> None:
    local.wait_for(lambda: len(local.answers(did)) == 2)


@pytest.fixture
def room(local_discord: LocalDiscord, shipped: Path, tmp_path: Path) -> Iterator[Room]:
    guild = local_discord.add_guild("Desk")
    alice = local_discord.add_user("alice", guild)
    bob = local_discord.add_user("bob", guild)
    manager = local_discord.add_user("manager", guild, manage_guild=True)
    news = local_discord.add_channel(guild, "news")
    sports = local_discord.add_channel(guild, "sports")
    register(local_discord)
    with running(settings_for(local_discord, own_copy(shipped, tmp_path))) as service:
        local_discord.settle()
        yield Room(local_discord, service, guild, alice, bob, manager, news, sports)
        local_discord.settle()


def register(local: LocalDiscord) -> None:
    """Discord is told the commands, as `pullquote discord sync` does."""

    async def commands() -> list[dict[str, object]]:
        client = Client(None, None)
        add_commands(client, None)
        translations = Translations()
        return [
            dict(await command.get_translated_payload(client.tree, translations))
            for kind in (AppCommandType.chat_input, AppCommandType.message)
            for command in client.tree.get_commands(type=kind)
        ]

    local.register(asyncio.run(commands()))


def test_a_command_is_answered_in_the_channel_with_quotes_that_can_be_followed(
    room: Room,
) -> None:
    did = room.discord.command(room.alice, room.news, "ask", question=COMMANDER)
    answer = room.answer(did)
    assert "Stephen Jost" in answer.text
    assert "#:~:text=" in answer.text
    assert JAPAN in answer.text
    assert answer.text.startswith("-# Asked")
    assert COMMANDER in answer.text
    assert not answer.ephemeral
    more, *others = [b["label"] for b in answer.buttons]
    assert MORE.fullmatch(more)
    assert others == ["Context", "Cite", "Export", "Helpful", "Not helpful"]
    assert max(room.discord.acks) < inf


def test_a_private_question_is_answered_to_the_asker_alone_until_it_is_shared(
    room: Room,
) -> None:
    did = room.discord.command(room.alice, room.news, "ask", question=COMMANDER, private=True)
    answer = room.answer(did)
    assert answer.ephemeral
    assert room.discord.messages(room.news) == []
    pressed = room.discord.press(room.alice, answer, "Share in channel")
    assert room.answer(pressed).text == "Shared in the channel."
    [shared] = room.discord.messages(room.news)
    assert "Stephen Jost" in shared.text
    assert COMMANDER in shared.text
    assert shared.pings == frozenset()
    again = room.discord.press(room.alice, answer, "Share in channel")
    assert room.answer(again).text == "This was shared already."
    follow_up = room.discord.reply(room.bob, shared, TROOPS)
    assert JAPAN in room.reply(follow_up).text


def test_a_mention_a_direct_message_and_a_follow_up_are_answered_as_replies(room: Room) -> None:
    asked = room.discord.mention(room.alice, room.news, COMMANDER)
    reply = room.reply(asked)
    assert "Stephen Jost" in reply.text
    assert room.discord.typing(room.news)
    follow_up = room.reply(room.discord.reply(room.bob, reply, TROOPS))
    assert "troops" in follow_up.text
    assert follow_up.text.splitlines()[1].startswith("-# In")
    assert "Stephen Jost" in room.reply(room.discord.dm(room.alice, COMMANDER)).text
    room.discord.say(room.bob, room.news, COMMANDER)
    room.discord.settle()
    assert len(room.discord.messages(room.news)) == 5


def test_a_follow_up_that_its_story_does_not_answer_is_asked_of_all_stories(
    room: Room,
) -> None:
    reply = room.reply(room.discord.mention(room.alice, room.news, COMMANDER))
    follow_up = room.discord.reply(room.bob, reply, "when did Sweden become a member of NATO?")
    told = room.reply(follow_up)
    assert SWEDEN in told.text
    assert NOT_TRACKED not in told.text


def test_a_mention_that_only_points_is_about_the_message_that_it_replies_to(room: Room) -> None:
    said = room.discord.mention(room.bob, room.news, COMMANDER)
    room.reply(said)
    asked = room.discord.mention(room.alice, room.news, "is that right?", reply_to=said)
    assert "Stephen Jost" in room.reply(asked).text


def test_quotes_are_found_for_a_message_of_somebody_else(room: Room) -> None:
    said = room.discord.say(room.bob, room.news, "The commander in Japan will have three stars")
    did = room.discord.menu(room.alice, said, "Find quotes for this")
    answer = room.answer(did)
    assert answer.ephemeral
    assert "three-star" in answer.text


def test_what_is_not_answered_is_said_and_the_nearest_passages_are_no_answer(
    room: Room,
) -> None:
    answer = room.answer(room.discord.command(room.alice, room.news, "ask", question=ICE_CREAM))
    assert NOT_TRACKED in answer.text
    nearest = room.answer(room.discord.press(room.bob, answer, "Nearest passages"))
    assert nearest.ephemeral
    assert "Nearest passages, which may not answer" in nearest.text
    assert "**" not in nearest.text


def test_buttons_show_more_context_and_keep_feedback_also_after_a_restart(
    room: Room, tmp_path: Path
) -> None:
    answer = room.answer(room.discord.command(room.alice, room.news, "ask", question=COMMANDER))
    room.service.end()
    with running(settings_for(room.discord, room.service.settings.data)):
        room.discord.settle()
        [label] = [b["label"] for b in answer.buttons if MORE.fullmatch(b["label"])]
        more = room.answer(room.discord.press(room.bob, answer, label))
        assert more.ephemeral
        assert more.text.count("\n> ") + more.text.startswith("> ") >= 1
        context = room.answer(room.discord.press(room.bob, answer, "Context"))
        assert len(context.text) > 500
        for label in ("Helpful", "Not helpful"):
            noted = room.answer(room.discord.press(room.bob, answer, label))
            assert noted.text.startswith(f"Noted\\: {label}")


def test_stories_are_offered_listed_and_limited_by_who_manages_the_server(room: Room) -> None:
    typed = room.discord.autocomplete(room.alice, room.news, "ask", "story", "swe", question="x")
    offered = room.discord.wait_for(lambda: room.discord.choices(typed))
    assert [one["value"] for one in offered or ()] == ["sweden-nato"]
    listed = room.answer(room.discord.command(room.alice, room.news, "stories"))
    assert JAPAN in listed.text
    one = room.answer(
        room.discord.command(room.alice, room.news, "story", story="us-japan-command")
    )
    assert "Hegseth" in one.text
    helped = room.answer(room.discord.command(room.alice, room.news, "help"))
    assert "Find quotes for this" in helped.text
    assert re.search(r"</ask:\d+> `question: QUESTION`", helped.text)

    scoped = room.discord.command(room.manager, room.news, "scope", stories="sweden-nato")
    assert SWEDEN in room.answer(scoped).text
    listed = room.answer(room.discord.command(room.alice, room.news, "stories"))
    assert JAPAN not in listed.text
    typed = room.discord.autocomplete(
        room.manager, room.news, "scope", "stories", "sweden-nato, us-"
    )
    offered = room.discord.wait_for(lambda: room.discord.choices(typed))
    assert [one["value"] for one in offered or ()] == ["sweden-nato, us-japan-command"]
    typed = room.discord.autocomplete(room.alice, room.news, "ask", "story", "us-", question="x")
    room.discord.settle()
    assert room.discord.choices(typed) == []
    asked = room.answer(room.discord.command(room.alice, room.news, "ask", question=COMMANDER))
    assert JAPAN not in asked.text
    hidden = room.discord.command(
        room.alice, room.news, "ask", question=COMMANDER, story="us-japan-command"
    )
    assert "There is no story" in room.answer(hidden).text
    thread = room.discord.add_thread(room.news, "below")
    below = room.answer(room.discord.command(room.alice, thread, "ask", question=COMMANDER))
    assert JAPAN not in below.text
    elsewhere = room.answer(
        room.discord.command(room.alice, room.sports, "ask", question=COMMANDER)
    )
    assert JAPAN in elsewhere.text


def test_a_question_to_one_story_stays_with_it(room: Room) -> None:
    did = room.discord.command(
        room.alice, room.news, "ask", question="how many troops?", story="us-japan-command"
    )
    assert "Sweden" not in room.answer(did).text


def test_who_installed_the_bot_for_themselves_asks_where_it_is_no_member(room: Room) -> None:
    elsewhere = room.discord.add_guild("Elsewhere", with_bot=False)
    carol = room.discord.add_user("carol", elsewhere, installed=True)
    channel = room.discord.add_channel(elsewhere, "general")
    answer = room.answer(room.discord.command(carol, channel, "ask", question=COMMANDER))
    assert "Stephen Jost" in answer.text


def test_what_is_found_where_the_bot_is_no_member_is_shared_through_the_interaction(
    room: Room,
) -> None:
    local = room.discord
    elsewhere = local.add_guild("Elsewhere", with_bot=False)
    carol = local.add_user("carol", elsewhere, manage_guild=True, installed=True)
    erin = local.add_user("erin", installed=True)

    def both(pressed: Did) -> bool:
        return len(local.answers(pressed)) == 2

    places = [
        (carol, local.add_channel(elsewhere, "general")),
        (erin, local.add_group("friends", erin, local.add_user("frank"))),
    ]
    for user, channel in places:
        did = local.command(user, channel, "ask", question=COMMANDER, private=True)
        answer = room.answer(did)
        assert answer.ephemeral
        pressed = local.press(user, answer, "Share in channel")
        _wait_for_two_answers(local, pressed)
        said, shared = local.answers(pressed)
        assert (said.text, said.ephemeral) == ("Shared in the channel.", True)
        assert "Stephen Jost" in shared.text
        assert COMMANDER in shared.text
        assert local.messages(channel) == [shared]
        again = local.press(user, answer, "Share in channel")
        assert room.answer(again).text == "This was shared already."
        for name, options in (
            ("follow", {"story": "sweden-nato"}),
            ("corrections", {"turn": "on"}),
        ):
            refused = room.answer(local.command(user, channel, name, **options))
            assert refused.text.startswith("I can't post here by myself")


def test_what_may_not_post_in_a_channel_follows_nothing_there(room: Room) -> None:
    local = room.discord
    local.forbid(room.news, "send_messages")
    local.settle()
    for name, options in (("follow", {"story": "sweden-nato"}), ("corrections", {"turn": "on"})):
        refused = room.answer(local.command(room.manager, room.news, name, **options)).text
        assert refused.startswith("I may not post here by myself, for I lack Send Messages.")
    local.allow(room.news)
    local.settle()
    did = local.command(room.manager, room.news, "follow", story="sweden-nato")
    assert "is followed here" in room.answer(did).text


def test_a_threads_follow_is_its_own_and_ends_nobody_elses(room: Room) -> None:
    local = room.discord
    thread = local.add_thread(room.news, "below")
    local.settle()

    def said(channel: str, name: str, **options: str) -> str:
        return room.answer(local.command(room.manager, channel, name, **options)).text

    for channel in (room.news, thread):
        assert "is followed here" in said(channel, "follow", story="sweden-nato")
    assert said(room.news, "following").count(SWEDEN) == 2
    assert f"<#{thread}>" in said(room.news, "following")
    assert said(thread, "following").count(SWEDEN) == 1
    assert "is not followed here any more" in said(thread, "unfollow", story="sweden-nato")
    assert "was not followed here" in said(thread, "unfollow", story="sweden-nato")
    assert said(room.news, "following").count(SWEDEN) == 1
    assert "is followed here" in said(thread, "follow", story="sweden-nato")
    assert "is not followed here any more" in said(room.news, "unfollow", story="sweden-nato")
    assert said(thread, "following").count(SWEDEN) == 1
    typed = local.autocomplete(room.manager, room.news, "unfollow", "story", "swe")
    local.wait_for(lambda: local.choices(typed) is not None)
    assert local.choices(typed) == []


def test_a_message_without_words_finds_no_quotes_and_is_told_so(room: Room) -> None:
    said = room.discord.say(room.bob, room.news, "!")
    with room.discord.world.changed:
        message = room.discord.message(said)
        assert message is not None
        room.discord.world.messages[message.id] = replace(message, content="\U0001f44d")
    did = room.discord.menu(room.alice, said, "Find quotes for this")
    assert room.answer(did).text == NO_TEXT()


def test_quotes_are_found_for_what_an_embed_says(room: Room) -> None:
    said = room.discord.say(room.bob, room.news, "!")
    embed = {"type": "rich", "title": "The commander in Japan will have three stars"}
    with room.discord.world.changed:
        message = room.discord.message(said)
        assert message is not None
        room.discord.world.messages[message.id] = replace(message, content="", embeds=(embed,))
    did = room.discord.menu(room.alice, said, "Find quotes for this")
    assert "three-star" in room.answer(did).text


def test_ask_all_stories_ends_pressed_twice_on_a_deleted_question_and_without_its_history(
    room: Room,
) -> None:
    local = room.discord
    reply = room.reply(local.mention(room.alice, room.news, COMMANDER))
    first, second, third = (local.reply(room.bob, reply, TROOPS) for _ in range(3))
    within = [room.reply(one) for one in (first, second, third)]
    presses = [local.press(user, within[0], "Ask all stories") for user in (room.bob, room.alice)]
    local.delete(second)
    presses.append(local.press(room.bob, within[1], "Ask all stories"))
    for one in presses:
        assert room.answer(one).text
    local.forbid(room.news, "read_message_history")
    local.settle()
    assert room.answer(local.press(room.bob, within[2], "Ask all stories")).text
    assert local.errors_shown(room.bob) == local.errors_shown(room.alice) == []


def test_the_owner_of_the_application_syncs_its_commands_in_a_direct_message(room: Room) -> None:
    room.discord.register([])
    room.discord.join(room.discord.owner, room.guild)
    assert (
        room.reply(room.discord.dm(room.discord.owner, "sync")).text
        == f"{len(COMMANDS) + 2} commands synced."
    )
    assert len(room.discord.commands()) == len(COMMANDS) + 2
    asked = room.discord.dm(room.alice, "sync")
    assert "synced" not in room.reply(asked).text


def test_the_commands_are_synced_from_the_terminal(
    local_discord: LocalDiscord, tmp_path: Path
) -> None:
    pullquote = run_in(
        ROOT,
        tmp_path,
        DISCORD_TOKEN=local_discord.token,
        PULLQUOTE_DISCORD_API_URL=local_discord.api_url,
    )
    guild = local_discord.add_guild("Desk")
    names = sorted(("Find quotes for this", "ask", *COMMANDS))
    outcome = pullquote("discord", "sync", "--guild", guild, "--json")
    assert outcome.json == {"guild": int(guild), "commands": names}
    assert local_discord.commands() == []
    assert pullquote("discord", "sync").out == f"{len(names)} commands synced: {', '.join(names)}\n"
    assert len(local_discord.commands()) == len(names)
    local_discord.revoke_token()
    refused = pullquote("discord", "sync")
    assert (refused.code, refused.err.count("\n")) == (2, 1)
    assert "DISCORD_TOKEN is refused by Discord" in refused.err
