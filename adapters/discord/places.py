"""A channel of Discord → the place whose stories count there. Pure."""

import discord

from bot.places import Place


def place_of(channel: object, guild: int | None, channel_id: int | None) -> Place:
    """What may be spoken of in a channel may be spoken of in its threads."""
    if isinstance(channel, discord.Thread):
        channel_id = channel.parent_id
    return Place("discord", str(guild or ""), str(channel_id or ""))
