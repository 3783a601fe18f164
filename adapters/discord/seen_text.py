"""A message of anybody's → the words that a person sees in it, for quotes to be found. Pure.

Many show nothing in `content`: wire bots write embeds, newer ones components; a forwarded message
is a snapshot; a picture has a description.
"""

import re
from collections.abc import Iterator
from typing import Any

import discord

from adapters.discord.incoming import plain

_LINK = re.compile(r"\[([^\]\n]+)\]\(<?https?://[^\s)>]+>?(?:\s+\"[^\"\n]*\")?\)")
_ADDRESS = re.compile(r"<?https?://[^\s>]+>?")
_TIME = re.compile(r"<t:-?\d+(?::[a-zA-Z])?>")
_LINE_MARKS = re.compile(r"^(?:\s*(?:>>>|>|-#|#{1,3}(?=\s)|[-*](?=\s)))+\s*", re.M)
_MARKS = re.compile(r"\*\*|__|\|\||~~|```(?:\w+\n)?|`")


def seen_text(message: discord.Message, bot_user: int) -> str:
    """Without markup, a line a part and no line twice; "" where there are no words at all.

    What it replies to counts only where it says nothing itself.
    """
    said = _joined(_parts(message), bot_user)
    replied = message.reference.resolved if message.reference else None
    if not said and isinstance(replied, discord.Message):
        return _joined(_parts(replied), bot_user)
    return said


def _joined(parts: Iterator[str | None], bot_user: int) -> str:
    lines = dict[str, None]()
    for part in parts:
        for line in _bare(part or "", bot_user).splitlines():
            if re.search(r"\w", line):
                lines[line.strip()] = None
    return "\n".join(lines)


def _bare(text: str, bot_user: int) -> str:
    """Links by their words, no addresses, no marks; a quoted line is a line."""
    text = _TIME.sub(" ", _ADDRESS.sub(" ", _LINK.sub(r"\1", text)))
    return plain(_MARKS.sub("", _LINE_MARKS.sub("", text)), bot_user)


def _parts(message: discord.Message | discord.MessageSnapshot) -> Iterator[str | None]:
    yield message.content
    for snapshot in getattr(message, "message_snapshots", ()):
        yield from _parts(snapshot)
    for embed in message.embeds:
        yield from _embedded(embed)
    for component in message.components:
        yield from _shown_by(component.to_dict())
    poll = getattr(message, "poll", None)
    if poll is not None:
        yield poll.question
        yield from (answer.text for answer in poll.answers)
    for attachment in message.attachments:
        yield attachment.description


def _embedded(embed: discord.Embed) -> Iterator[str | None]:
    yield embed.author.name
    yield embed.title
    yield embed.description
    for field in embed.fields:
        yield field.name
        yield field.value
    yield embed.footer.text


def _shown_by(component: Any) -> Iterator[str | None]:
    """Text displays and descriptions of media, wherever they are nested; no labels of buttons."""
    if not isinstance(component, dict):
        return
    yield component.get("content")
    yield component.get("description")
    for name in ("components", "items"):
        for inner in component.get(name) or ():
            yield from _shown_by(inner)
    for name in ("accessory", "component"):
        yield from _shown_by(component.get(name))
