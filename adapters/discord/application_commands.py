"""A command of the bot → the command that Discord shows, with its options. Pure.

discord.py reads options off a function's signature, so one is made.
"""

import inspect
from collections.abc import Awaitable, Callable
from typing import Any

import discord
from discord import app_commands

from adapters.discord.completion import COMPLETED
from adapters.discord.message import EVERYONE
from bot.commands.command import Argument, Command, Given, Right, Takes
from bot.commands.names import IN_ENGLISH

Interaction = discord.Interaction[Any]
Run = Callable[[Interaction, Command, Given], Awaitable[None]]
Complete = Callable[[Interaction, str, Takes], Awaitable[list[app_commands.Choice[str]]]]

# What belongs to a server and not to a person's own app, or a talk between two.
_OF_SERVERS = frozenset(
    (
        Right.SCOPE,
        Right.PING,
        Right.TRACK,
        Right.FEEDBACK,
        Right.QUESTIONS,
        Right.LINKS,
        Right.PUBLISH,
    )
)
everywhere = app_commands.AppCommandContext(guild=True, dm_channel=True, private_channel=True)
for_all = app_commands.AppInstallationType(guild=True, user=True)
_in_servers = app_commands.AppCommandContext(guild=True, dm_channel=False, private_channel=False)
_for_servers = app_commands.AppInstallationType(guild=True, user=False)


def application_command(
    command: Command, run: Run, complete: Complete
) -> app_commands.Command[Any, ..., None]:
    """`run` is given what was typed, `complete` what was typed of one argument so far."""

    async def callback(interaction: Interaction, **typed: str | discord.Role | None) -> None:
        given = {name.removeprefix(_GIVEN): _read(one) for name, one in typed.items() if one}
        await run(interaction, command, given)

    callback.__signature__ = inspect.Signature(  # type: ignore[attr-defined]
        [
            inspect.Parameter("interaction", inspect.Parameter.POSITIONAL_OR_KEYWORD),
            *map(_option, command.arguments),
        ]
    )
    arguments = {f"{_GIVEN}{one.name}": one for one in command.arguments}
    if arguments:
        app_commands.describe(**{key: one.description for key, one in arguments.items()})(callback)
        app_commands.rename(**{key: one.name for key, one in arguments.items()})(callback)
    chosen = {
        key: [_choice(word) for word in one.choices]
        for key, one in arguments.items()
        if one.choices
    }
    if chosen:
        app_commands.choices(**chosen)(callback)
    completed = {
        key: _completing(complete, one.takes)
        for key, one in arguments.items()
        if one.takes in COMPLETED
    }
    if completed:
        app_commands.autocomplete(**completed)(callback)
    of_servers = not _OF_SERVERS.isdisjoint(command.needs)
    made = app_commands.Command[Any, ..., None](
        name=command.name,
        description=command.description,
        callback=callback,
        allowed_contexts=_in_servers if of_servers else everywhere,
        allowed_installs=_for_servers if of_servers else for_all,
    )
    # What anybody may have for themselves is hidden from nobody: the rest is refused when asked.
    if command.needs and not command.personal:
        made.default_permissions = discord.Permissions(manage_guild=True)
    return made


def _choice(word: str) -> app_commands.Choice[str]:
    """By its name in English; `Translations` finds the others by the word."""
    named = app_commands.locale_str(IN_ENGLISH.get(word, word), word=word)
    return app_commands.Choice(name=named, value=word)


def _read(value: str | discord.Role) -> str:
    """A role by its id; that of everybody in the server by a name that it has in all of them."""
    if isinstance(value, discord.Role):
        return EVERYONE if value.is_default() else str(value.id)
    return value


# "as" names an option, and can't name a parameter.
_GIVEN = "given_"


def _option(argument: Argument) -> inspect.Parameter:
    kind: Any = discord.Role if argument.takes is Takes.PINGED else str
    return inspect.Parameter(
        f"{_GIVEN}{argument.name}",
        inspect.Parameter.KEYWORD_ONLY,
        annotation=kind if argument.required else kind | None,
        default=inspect.Parameter.empty if argument.required else None,
    )


def _completing(complete: Complete, takes: Takes) -> Any:
    async def choices(interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
        return await complete(interaction, typed, takes)

    return choices
