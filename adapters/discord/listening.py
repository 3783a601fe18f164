"""A message, an edit or a reaction in Discord → the question in it. Pure.

Facts: https://discord.com/developers/docs/events/gateway-events ("Message Update", "Message
Reaction Add").
"""

import re
from collections.abc import Collection
from dataclasses import replace
from datetime import timedelta
from typing import Any

import discord

from adapters.discord.incoming import Incoming, Way, plain
from adapters.discord.membership import standing_of
from adapters.discord.places import place_of
from bot.ask import MAX_QUESTION_CHARACTERS
from bot.asking_emoji import AskingEmoji
from bot.language import known_language
from bot.unasked import asks_whoever_knows

# Whoever changes an older message puts it right for the record, and asks nothing anew.
EDITED_WITHIN = timedelta(days=1)


def is_asked(message: discord.Message, bot: int) -> bool:
    """Whether a message is a question: one to the bot directly, one that mentions it or its own
    role, or a reply to it that does."""
    named = any(user.id == bot for user in message.mentions) or any(
        role.tags is not None and role.tags.bot_id == bot for role in message.role_mentions
    )
    written = message.type in (discord.MessageType.default, discord.MessageType.reply)
    return written and (named or isinstance(message.channel, discord.DMChannel))


def asked_in(message: discord.Message, bot: int, channel: Any) -> Incoming:
    """The question in a message in the `channel`. Raises UnknownPlace."""
    guild = getattr(channel, "guild", None)
    reference = message.reference
    place = place_of(channel, guild.id if guild else None, message.channel.id)
    return Incoming(
        key=f"discord:{message.channel.id}:{message.id}",
        way=Way.MESSAGE if guild else Way.DIRECT,
        guild=place.team,
        channel=str(message.channel.id),
        place_id=place.channel,
        user=str(message.author.id),
        text=plain(message.content, bot),
        message=str(message.id),
        answer_to=str(reference.message_id) if reference and reference.message_id else "",
        language=known_language(str(guild.preferred_locale)) if guild else "",
        by_name=guild is None or re.search(rf"<@!?{bot}>", message.content) is not None,
        **standing_of(message.author, guild),
    )


def language_of(message: discord.Message) -> str:
    """That of its server, "" in a direct message."""
    return known_language(str(message.guild.preferred_locale)) if message.guild else ""


def may_ask_unasked(message: discord.Message, bot: int, languages: Collection[str]) -> bool:
    """Whether a message that doesn't name the bot could be a question for it all the same: one of
    a person in a server to nobody else, and no reply to anybody else. `languages`: what is read
    beside English."""
    if message.guild is None or message.mentions or message.role_mentions:
        return False
    if message.mention_everyone:
        return False
    if message.type is discord.MessageType.reply:
        answered = message.reference.resolved if message.reference else None
        ours = isinstance(answered, discord.Message) and answered.author.id == bot
        return ours and asks_whoever_knows(plain(message.content, bot), languages)
    if message.type is not discord.MessageType.default:
        return False
    if message.channel.id == message.id:
        return True
    return asks_whoever_knows(plain(message.content, bot), languages)


def unasked_in(
    message: discord.Message, bot: int, channel: Any, languages: Collection[str]
) -> Incoming | None:
    """The question in such a message: in a channel, in a thread or in reply to an answer, or a
    forum's new post, whose title asks, too. Raises UnknownPlace."""
    asked = replace(asked_in(message, bot, channel), way=Way.UNASKED, by_name=False)
    if asked.answer_to:
        return replace(asked, way=Way.FOLLOW_UP)
    if not isinstance(channel, discord.Thread):
        return asked
    if channel.id != message.id:
        return replace(asked, way=Way.FOLLOW_UP)
    if not isinstance(channel.parent, discord.ForumChannel):
        return None
    asks = any(asks_whoever_knows(one, languages) for one in (channel.name, asked.text))
    words = f"{channel.name}\n{asked.text}"[:MAX_QUESTION_CHARACTERS].strip()
    return replace(asked, text=words, asks=asks)


def edit_of(message: discord.Message) -> str:
    """The key of an edit by its author; "" for what changes without one (a preview of a link, a
    pin), and for messages that were old already."""
    if message.edited_at is None or message.edited_at - message.created_at > EDITED_WITHIN:
        return ""
    # A preview that comes after an edit has the edit's time.
    return f"discord:edit:{message.channel.id}:{message.id}:{message.edited_at.isoformat()}"


def reaction_in(payload: discord.RawReactionActionEvent, bot: int, emoji: AskingEmoji) -> bool:
    """Whether a person asks with it, and not about one of the bot's messages."""
    by_bot = payload.member is not None and payload.member.bot
    ours = bot in (payload.user_id, payload.message_author_id)
    return not by_bot and not ours and emoji.ask(payload.emoji.name or "")


def reaction_under(channel: Any, where: int, message: int, person: Any, user: int) -> Incoming:
    """What an emoji asks about a message that stands in the `channel`, whose id is `where`; its
    words are still to be read. `person`: the member who reacted. Raises UnknownPlace."""
    guild = getattr(channel, "guild", None)
    place = place_of(channel, guild.id if guild else None, where)
    return Incoming(
        # Once a message, however many react.
        key=f"discord:reaction:{where}:{message}",
        way=Way.REACTION,
        guild=place.team,
        channel=str(where),
        place_id=place.channel,
        user=str(user),
        text="",
        message=str(message),
        language=known_language(str(guild.preferred_locale)) if guild else "",
        **standing_of(person, guild),
    )
