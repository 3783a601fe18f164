"""A channel of Discord → the place whose stories count there; Discord is asked what isn't known.

A thread is its channel's place: whatever can't be traced to a channel is no place at all, for an
unknown one would be limited to nothing.
"""

import asyncio
from typing import Any

import aiohttp
import discord

from bot import wording
from bot.memory import KeptReply
from bot.places import Place
from retrieval.errors import WrongUse
from retrieval.event_logger import EventLogger

_FETCH_SECONDS = 10.0

_log = EventLogger()


class UnknownPlace(WrongUse):
    """Nobody knows which channel it is; one line that says what to do."""

    def __init__(self) -> None:
        super().__init__(wording.WHICH_CHANNEL())


def place_of(channel: object, guild: int | None, channel_id: int | None) -> Place:
    """What may be spoken of in a channel may be spoken of in its threads. Raises UnknownPlace."""
    if isinstance(channel, discord.Thread):
        thread = str(channel.id)
        return Place("discord", str(guild or ""), str(channel.parent_id), thread=thread)
    if guild is not None and not isinstance(channel, discord.abc.GuildChannel):
        raise UnknownPlace
    return Place("discord", str(guild or ""), str(channel_id or ""))


def link_to(reply: KeptReply) -> str:
    """The address of a reply, which may stand in a thread of its place."""
    team, channel = reply.place.team or "@me", reply.via or reply.place.channel
    return f"https://discord.com/channels/{team}/{channel}/{reply.message}"


async def known_channel(client: discord.Client, channel: Any) -> Any:
    """The channel itself, also where the client has only its id: a thread that nobody told it of.

    Raises UnknownPlace where Discord doesn't say which channel that is.
    """
    if not isinstance(channel, discord.PartialMessageable):
        return channel
    try:
        async with asyncio.timeout(_FETCH_SECONDS):
            return await client.fetch_channel(channel.id)
    except (discord.DiscordException, aiohttp.ClientError, OSError, KeyError) as error:
        _log.warning("channel_unknown", channel=str(channel.id), reason=type(error).__name__)
        raise UnknownPlace from None
