"""Whatever goes wrong in a command or a press, who acted is told and the log knows."""

from dataclasses import replace
from typing import Any

import discord
import pytest
from discord import app_commands

from adapters.discord.deferring import defer
from adapters.discord.markdown import escaped
from adapters.discord.sending import Refused
from bot import wording
from bot.documents.actions import Action, AskAll, Rate, Turn, token
from retrieval.errors import WrongUse
from tests.e2e.discord.local_discord import Did, LocalDiscord, Message
from tests.e2e.discord.small_bot import Tree, events, small_bot

SECRET = "what people wrote"
Interaction = discord.Interaction[Any]


class Room:
    """A guild with somebody in it."""

    def __init__(self, local: LocalDiscord) -> None:
        self.local = local
        self.guild = local.add_guild("Desk")
        self.alice = local.add_user("alice", self.guild)
        self.news = local.add_channel(self.guild, "news")

    def told(self, did: Did) -> list[str]:
        """What who acted sees of it in the end."""
        local = self.local
        local.wait_for(lambda: local.answers(did) or local.ephemerals(did.user))
        local.settle()
        return [one.text for one in local.answers(did)]

    def button(self, id: str) -> Message:
        """A message of the bot's with a button."""
        local = self.local
        shown = {"type": 2, "style": 2, "label": "Press", "custom_id": id, "id": 3}
        row = {"type": 1, "components": [shown], "id": 2}
        message = Message(
            local.world.id(),
            self.news,
            local.bot_user,
            "",
            components=(row,),
            bot=True,
            flags=1 << 15,
        )
        with local.world.changed:
            local.world.messages[message.id] = message
        return message


@pytest.fixture
def room(local_discord: LocalDiscord) -> Room:
    return Room(local_discord)


def add(tree: Tree) -> None:
    """Commands that go wrong, each another way."""

    async def never(_: Interaction) -> bool:
        return False

    @tree.command(name="boom", description="Fails before it is deferred")
    async def boom(_: Interaction, text: str = "") -> None:
        raise ValueError(text)

    @tree.command(name="late", description="Fails after it is deferred")
    async def late(interaction: Interaction, text: str = "") -> None:
        await defer(interaction, private=False)
        raise ValueError(text)

    @tree.command(name="refused", description="Is refused by Discord")
    async def refused(interaction: Interaction) -> None:
        await defer(interaction, private=True)
        raise Refused(50013)

    @tree.command(name="wrong", description="Used in a wrong way")
    async def wrong(interaction: Interaction) -> None:
        await defer(interaction, private=True)
        raise WrongUse("there is no such story; see /stories")

    @tree.command(name="silent", description="Does nothing")
    async def silent(_: Interaction) -> None:
        return

    @tree.command(name="claimed", description="Is deferred and forgotten")
    async def claimed(interaction: Interaction) -> None:
        await defer(interaction, private=False)

    @tree.command(name="checked", description="Is allowed to nobody")
    @app_commands.check(never)
    async def checked(_: Interaction) -> None:
        raise AssertionError

    @tree.command(name="complete", description="Completes nothing")
    async def complete(_: Interaction, text: str) -> None:
        raise ValueError(text)

    @complete.autocomplete("text")
    async def choices(_: Interaction, typed: str) -> list[app_commands.Choice[str]]:
        raise ValueError(typed)


@pytest.mark.parametrize(
    ("name", "said", "event"),
    [
        ("boom", wording.FAILED(), "interaction_failed"),
        ("late", wording.FAILED(), "interaction_failed"),
        ("refused", wording.FAILED(), "interaction_not_answered"),
        ("wrong", "There is no such story; see /stories.", "interaction_refused"),
        ("silent", wording.FAILED(), "interaction_unanswered"),
        ("claimed", wording.ANSWERED_ALREADY(), "interaction_claimed"),
        ("checked", wording.NOT_ALLOWED(), "command_not_allowed"),
    ],
)
def test_a_command_that_goes_wrong_ends_with_a_sentence_and_a_log_line(
    room: Room, name: str, said: str, event: str
) -> None:
    with small_bot(room.local, add) as (_, lines):
        options = {"text": SECRET} if name in ("boom", "late") else {}
        did = room.local.command(room.alice, room.news, name, **options)
        assert room.told(did) == [escaped(said)]
        assert not room.local.thinking(did)
        assert event in events(lines)
        assert SECRET not in str([{**line, "exc_info": None} for line in lines])


def test_a_command_that_is_gone_and_autocompletion_that_fails_are_answered(room: Room) -> None:
    local = room.local
    with small_bot(local, add) as (_, lines):
        typed = local.autocomplete(room.alice, room.news, "complete", "text", SECRET)
        local.wait_for(lambda: local.choices(typed) is not None)
        assert local.choices(typed) == []
        old = local.commands()[0] | {"name": "older", "options": []}
        local.register([*local.commands(), old])
        gone = local.command(room.alice, room.news, "older")
        assert room.told(gone) == [escaped(wording.OLDER_COMMAND())]
        assert local.errors_shown(room.alice) == []
        assert {"interaction_unanswered", "command_unknown"} <= set(events(lines))


def test_a_command_of_an_answer_that_was_lost_is_no_repetition(room: Room) -> None:
    """Discord took the deferral, and only its answer was lost on the way."""
    with small_bot(room.local, add):
        room.local.fail("callback", drop=True, after_effect=True)
        did = room.local.command(room.alice, room.news, "late")
        assert room.told(did) == [wording.FAILED()]


PRESSES = [
    (AskAll("0" * 32), False),
    (Rate("0" * 32, helpful=True), True),
    (Turn("0" * 32, 1, newest_first=True), True),
]


@pytest.mark.parametrize(("press", "private"), PRESSES)
def test_a_press_that_fails_is_told_in_the_place_of_thinking_or_beside_the_message(
    room: Room, press: Action, private: bool
) -> None:
    async def pressed(_: Interaction, press: object) -> None:
        raise ValueError(press)

    with small_bot(room.local, add, pressed=pressed) as (_, lines):
        did = room.local.press(room.alice, room.button(token(press)), "Press")
        [said] = room.told(did)
        assert said == wording.FAILED()
        [shown] = room.local.answers(did)
        assert shown.ephemeral is private
        assert "interaction_failed" in events(lines)


def test_a_press_whose_answer_stands_is_not_overwritten(room: Room) -> None:
    async def pressed(interaction: Interaction, _: object) -> None:
        await interaction.edit_original_response(content="the answer")
        raise ValueError

    with small_bot(room.local, add, pressed=pressed):
        press = token(AskAll("0" * 32))
        did = room.local.press(room.alice, room.button(press), "Press")
        assert room.told(did) == ["the answer"]


@pytest.mark.parametrize("id", ["pullquote:old:1", "pullquote:more:xyz", "else"])
def test_a_button_of_an_older_version_says_that_it_is_one(room: Room, id: str) -> None:
    async def pressed(_: Interaction, press: object) -> None:
        raise ValueError(press)

    with small_bot(room.local, add, pressed=pressed) as (_, lines):
        did = room.local.press(room.alice, room.button(id), "Press")
        assert room.told(did) == [wording.OLDER_BUTTON()]
        assert "button_unknown" in events(lines)


def test_who_presses_below_a_message_that_was_deleted_is_told_too(room: Room) -> None:
    async def pressed(_: Interaction, press: object) -> None:
        raise ValueError(press)

    with small_bot(room.local, add, pressed=pressed):
        local, turn = room.local, token(Turn("0" * 32, 1, newest_first=True))
        shown = room.button(turn)
        did = local.press(room.alice, shown, "Press")
        with local.world.changed:
            local.world.messages.pop(shown.id, None)
        assert room.told(replace(did, message=None)) == [wording.FAILED()]
