"""An interaction → what the bot and who acted may do there. Pure.

Facts: https://discord.com/developers/docs/interactions/receiving-and-responding ("app_permissions",
"context", "authorizing_integration_owners").
"""

from collections.abc import Iterable
from typing import Any

import discord

from adapters.discord.wording import (
    FEEDBACK_MANAGERS_ONLY,
    FOLLOW_MANAGERS_ONLY,
    MANAGERS_ONLY,
    NO_PERMISSION,
    NOT_A_MEMBER,
    QUESTIONS_MANAGERS_ONLY,
    TRACK_MANAGERS_ONLY,
    follow_managers_only,
    pings_managers_only,
)
from bot.commands.command import Right
from bot.language import together
from bot.linked_wording import LINKS_MANAGERS_ONLY, PUBLISH_MANAGERS_ONLY
from retrieval.errors import WrongUse

Interaction = discord.Interaction[Any]


class NotAllowed(WrongUse):
    """Who acts, or the bot, lacks a right there; one sentence."""


def refusal(interaction: Interaction, rights: Iterable[Right]) -> str:
    """What is said where a right is missing, "" where all are there."""
    return next(filter(None, (missing(right, interaction) for right in rights)), "")


def missing(right: Right, interaction: Interaction) -> str:
    """The sentence that says so, "" where it is there."""
    manages = interaction.permissions.manage_guild
    match right:
        case Right.POST:
            return why_not(interaction)
        case Right.FOLLOW:
            return "" if can_manage(interaction) else follow_managers_only()
        case Right.CORRECT | Right.LANGUAGE:
            return "" if can_manage(interaction) else FOLLOW_MANAGERS_ONLY()
        case Right.PING:
            return "" if manages else pings_managers_only()
        case Right.LINKS:
            return "" if manages else LINKS_MANAGERS_ONLY()
        case Right.PUBLISH:
            return "" if manages else PUBLISH_MANAGERS_ONLY()
        case Right.SCOPE:
            return "" if manages else MANAGERS_ONLY()
        case Right.TRACK:
            return "" if manages else TRACK_MANAGERS_ONLY()
        case Right.FEEDBACK:
            return "" if manages else FEEDBACK_MANAGERS_ONLY()
        case Right.QUESTIONS:
            return "" if manages else QUESTIONS_MANAGERS_ONLY()


def is_member(interaction: Interaction) -> bool:
    """Whether the bot itself is where somebody acts, and not only a person's own app: in a server
    that it was added to, or in a direct message with it."""
    if interaction.guild_id is None:
        return _is_direct(interaction)
    return interaction.client.get_guild(interaction.guild_id) is not None


def lacks(interaction: Interaction) -> tuple[str, ...]:
    """The permissions, as Discord's settings name them, without which it can't post there."""
    if interaction.guild_id is None:
        return ()
    has = interaction.app_permissions
    if has.administrator:
        return ()
    in_thread = isinstance(interaction.channel, discord.Thread)
    needed = {
        "View Channel": has.view_channel,
        "Send Messages in Threads" if in_thread else "Send Messages": (
            has.send_messages_in_threads if in_thread else has.send_messages
        ),
    }
    if isinstance(interaction.channel, discord.Thread) and interaction.channel.locked:
        needed["Manage Threads"] = has.manage_threads
    return tuple(name for name, held in needed.items() if not held)


def can_post(interaction: Interaction) -> bool:
    """Whether the bot can post there by itself, later too, and not only in answer to this."""
    return is_member(interaction) and not lacks(interaction)


def why_not(interaction: Interaction) -> str:
    """The sentence that says why it can't, and what to do; "" where it can."""
    if not is_member(interaction):
        return NOT_A_MEMBER()
    missing = together(lacks(interaction))
    return NO_PERMISSION(missing=missing) if missing else ""


def can_manage(interaction: Interaction) -> bool:
    """Whether who acts may set what a channel is told: who manages the server; anybody where there
    is none. What a server's members can use is not the client's say alone."""
    return interaction.guild_id is None or interaction.permissions.manage_guild


def _is_direct(interaction: Interaction) -> bool:
    """A direct message with the bot: between people, and in groups, it is nobody."""
    context = interaction.context
    if context.guild or context.dm_channel or context.private_channel:
        return bool(context.dm_channel)
    return not isinstance(interaction.channel, discord.GroupChannel)
