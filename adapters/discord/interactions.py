"""An interaction → who asks for what, and where. Pure."""

from typing import Any

import discord

from adapters.discord.incoming import Incoming, Way
from adapters.discord.locales import language_of, language_of_server
from adapters.discord.membership import standing_of
from adapters.discord.places import place_of
from bot.commands.command import Caller

Interaction = discord.Interaction[Any]


def asked_by(
    interaction: Interaction, way: Way, text: str = "", *, private: bool = True, key: str = ""
) -> Incoming:
    """Who acted where, as a question; `key` if not the interaction's own. Raises UnknownPlace."""
    place = place_of(interaction.channel, interaction.guild_id, interaction.channel_id)
    return Incoming(
        key=key or f"discord:interaction:{interaction.id}",
        way=way,
        guild=place.team,
        channel=str(interaction.channel_id or ""),
        place_id=place.channel,
        user=str(interaction.user.id),
        text=text,
        token=interaction.token,
        private=private,
        language=language_of(interaction) if private else language_of_server(interaction),
        **standing_of(interaction.user, _guild(interaction)),
    )


def _guild(interaction: Interaction) -> discord.Guild | None:
    """The server, where the bot is in it."""
    id = interaction.guild_id
    return interaction.client.get_guild(id) if id is not None else None


def caller_of(by: Incoming) -> Caller:
    """The same as a use case takes it."""
    return Caller(by.user, by.place, by.channel)
