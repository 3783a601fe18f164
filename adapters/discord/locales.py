"""An interaction or a server → the language that is read there. Pure.

Source: https://docs.discord.com/developers/interactions/receiving-and-responding ("locale",
"guild_locale"), https://docs.discord.com/developers/reference#locales.
"""

from typing import Any

import discord

from bot.language import known_language

Interaction = discord.Interaction[Any]


def language_of(interaction: Interaction) -> str:
    """That of the person's Discord, one of LANGUAGES or ""."""
    return known_language(str(interaction.locale))


def language_of_server(interaction: Interaction) -> str:
    """That of the server where somebody acts; of the person where there is none."""
    if interaction.guild_locale is None:
        return language_of(interaction)
    return known_language(str(interaction.guild_locale))


def language_of_guild(client: discord.Client, guild: str) -> str:
    """That which a server prefers, by its id; "" in direct messages and where it isn't known."""
    found = client.get_guild(int(guild)) if guild.isdecimal() else None
    return known_language(str(found.preferred_locale)) if found else ""
