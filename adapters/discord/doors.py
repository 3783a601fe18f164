"""An interaction → the conversation with what Discord knows of who acts: their direct message, the
roles that can be pinged there, and whether messages are heard that name nobody."""

import asyncio
from collections.abc import Coroutine
from dataclasses import replace
from typing import Any, TypeVar

import aiohttp
import discord

from adapters.discord.message import EVERYONE
from adapters.discord.message_content import MessageContent
from adapters.discord.wording import cant_ping, why_not
from bot import follow_wording
from bot.commands.command import Caller
from bot.conversation import Conversation
from bot.pings import Pinged
from bot.places import Place
from retrieval.errors import PullquoteError, WrongUse

Interaction = discord.Interaction[Any]
T = TypeVar("T")

_SECONDS = 20.0


def told_by(
    conversation: Conversation, interaction: Interaction, content: MessageContent
) -> Conversation:
    """Inside of a running event loop; what it gives is for a worker."""
    loop = asyncio.get_running_loop()

    def waited(asked: Coroutine[Any, Any, T]) -> T:
        found = asyncio.run_coroutine_threadsafe(asked, loop)
        try:
            return found.result(_SECONDS)
        except (discord.DiscordException, aiohttp.ClientError, OSError, TimeoutError) as error:
            found.cancel()
            reason = type(error).__name__
            raise PullquoteError(f"Discord can't be asked ({reason})") from None

    def direct(caller: Caller) -> Caller:
        return waited(_direct(interaction, caller))

    def pinged(_caller: Caller, typed: str) -> Pinged:
        return _role(interaction, typed)

    def announces(_caller: Caller) -> bool:
        channel = interaction.channel
        return isinstance(channel, discord.TextChannel) and channel.is_news()

    def deaf() -> str:
        return waited(content.why_deaf(interaction.client))

    door = replace(conversation.door, direct=direct, pinged=pinged, announces=announces, deaf=deaf)
    return replace(conversation, door=door)


async def _direct(interaction: Interaction, caller: Caller) -> Caller:
    try:
        opened = await interaction.client.create_dm(discord.Object(interaction.user.id))
    except discord.HTTPException as error:
        if error.status == 429 or error.status >= 500:
            raise
        raise WrongUse(follow_wording.direct_message_refused(why_not(error.code))) from None
    channel = str(opened.id)
    return replace(caller, place=Place("discord", "", channel), via=channel)


def _role(interaction: Interaction, typed: str) -> Pinged:
    """Raises WrongUse where a ping of it would reach nobody."""
    guild = interaction.guild
    mentions_all = interaction.app_permissions.mention_everyone
    if guild is None:
        raise WrongUse(follow_wording.no_such_group(typed))
    if typed == EVERYONE:
        if not mentions_all:
            raise WrongUse(cant_ping("@everyone"))
        return Pinged(EVERYONE, "@everyone")
    role = guild.get_role(int(typed)) if typed.isdecimal() else None
    if role is None:
        raise WrongUse(follow_wording.no_such_group(typed))
    if not (role.mentionable or mentions_all):
        raise WrongUse(cant_ping(f"@{role.name}"))
    return Pinged(typed, f"@{role.name}")
