"""What somebody wrote in Discord → the web addresses in it."""

import re

import discord

from adapters.discord.places import place_of
from adapters.service.linked_notices import Linking

_ADDRESS = re.compile(r"https?://[^\s<>|\"]{1,2000}")
_CLOSING = ".,;:!?'”’»*_~`"


def addresses(message: discord.Message | discord.MessageSnapshot) -> tuple[str, ...]:
    """In the order in which they stand there, each once; those of its previews, too."""
    found = [_bare(one) for one in _ADDRESS.findall(message.content or "")]
    found += [embed.url for embed in message.embeds if embed.url]
    for snapshot in getattr(message, "message_snapshots", ()):
        found += addresses(snapshot)
    return tuple(dict.fromkeys(found))


def linking(message: discord.Message, channel: object) -> Linking | None:
    """A message in a channel of a server that links somewhere. Raises UnknownPlace."""
    if message.guild is None or message.reference is not None:
        return None
    urls = addresses(message)
    if not urls:
        return None
    place = place_of(channel, message.guild.id, message.channel.id)
    return Linking(place, str(message.id), urls, via=str(message.channel.id))


def _bare(url: str) -> str:
    """Without what ends the sentence or the masked link around it."""
    url = url.rstrip(_CLOSING)
    while url.endswith(")") and url.count(")") > url.count("("):
        url = url[:-1].rstrip(_CLOSING)
    return url
