"""The commands that Discord shows are those of the bot's table, and ask for what each takes."""

import asyncio
from typing import Any

import discord
import pytest
from discord import app_commands

from adapters.discord.application_commands import application_command
from bot.commands.command import Argument, Command, Given, Right, Takes
from bot.commands.table import COMMANDS
from bot.documents.tree import said

GUILD, EVERYWHERE = [0], [0, 1, 2]
MANAGE_GUILD = 32


def made(
    command: Command, heard: list[Given] | None = None
) -> app_commands.Command[Any, ..., None]:
    async def run(_: Any, ran: Command, given: Given) -> None:
        assert ran is command
        (heard if heard is not None else []).append(given)

    async def complete(_: Any, typed: str, takes: Takes) -> list[app_commands.Choice[str]]:
        return [app_commands.Choice(name=typed, value=takes.value)]

    return application_command(command, run, complete)


def described(command: Command) -> dict[str, Any]:
    """What Discord is told of it."""

    async def told() -> dict[str, Any]:
        tree = app_commands.CommandTree(discord.Client(intents=discord.Intents.none()))
        return dict(made(command).to_dict(tree))

    return asyncio.run(told())


@pytest.mark.parametrize("command", COMMANDS.values(), ids=lambda command: command.name)
def test_every_command_asks_for_its_arguments_and_says_what_they_are(command: Command) -> None:
    shown = described(command)
    assert (shown["name"], shown["description"]) == (command.name, command.description)
    assert len(command.description) <= 100
    assert [
        (one["name"], one["description"], one["required"]) for one in shown.get("options", ())
    ] == [(one.name, one.description, one.required) for one in command.arguments]


@pytest.mark.parametrize(
    ("name", "where", "needed"),
    [
        ("stories", EVERYWHERE, None),
        ("timeline", EVERYWHERE, None),
        ("follow", EVERYWHERE, None),  # for oneself it takes nothing
        ("pings", GUILD, MANAGE_GUILD),
        ("corrections", EVERYWHERE, MANAGE_GUILD),
        ("scope", GUILD, MANAGE_GUILD),
        ("track", GUILD, MANAGE_GUILD),
        ("feedback", GUILD, MANAGE_GUILD),
    ],
)
def test_who_sees_a_command_and_where(name: str, where: list[int], needed: int | None) -> None:
    shown = described(COMMANDS[name])
    assert shown["contexts"] == where
    assert shown["integration_types"] == ([0, 1] if where == EVERYWHERE else [0])
    assert shown["default_member_permissions"] == needed


def test_a_made_up_command_is_there_with_choices_and_completion_and_is_run() -> None:
    """All that a new command takes is an entry in the table."""
    command = Command(
        "weather",
        "Says it in quotes",
        lambda _conversation, _caller, _given: said("Rain."),
        (
            Argument("as", "How", Takes.CHOICE, choices=("rain", "sun")),
            Argument("stories", "Where", Takes.STORIES, required=False),
        ),
        needs=(Right.FOLLOW,),
    )
    heard: list[Given] = []
    built = made(command, heard)
    how, where = described(command)["options"]
    assert [one["value"] for one in how["choices"]] == ["rain", "sun"]
    assert where["autocomplete"] is True
    callback: Any = built.callback
    asyncio.run(callback(None, given_as="rain", given_stories=None))
    assert heard == [{"as": "rain"}]
