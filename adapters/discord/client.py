"""What Discord tells the bot → who answers it; every interaction is deferred first."""

import re
from collections.abc import Awaitable, Callable
from typing import Any

import discord
import structlog
from discord import app_commands

from adapters.discord.actions import EVERYWHERE, TEMPLATE, Choice, Press, Turn, press_of
from adapters.discord.deferring import Deferred, defer
from adapters.discord.incoming import Incoming, Way, plain
from adapters.discord.places import place_of

Interaction = discord.Interaction[Any]
Heard = Callable[[Incoming], Awaitable[None]]
Pressed = Callable[[Interaction, Press | Turn | Choice], Awaitable[None]]

_log = structlog.get_logger()


class Client(discord.AutoShardedClient):
    """Mentions, replies and direct messages; `sync` is what the application's owner may say to it.

    `heard` and `pressed`: who takes questions and presses, None only to tell Discord what commands
    there are; a `deaf` client takes no new ones. Needs no privileged intent: Discord hands over the
    words of messages that mention the bot.
    """

    def __init__(self, heard: Heard | None, pressed: Pressed | None) -> None:
        super().__init__(
            intents=discord.Intents(guilds=True, guild_messages=True, dm_messages=True),
            allowed_mentions=discord.AllowedMentions.none(),
            max_messages=None,
            chunk_guilds_at_startup=False,
        )
        self.tree: app_commands.CommandTree[Any] = _Tree(self)
        self.heard = heard
        self.pressed = pressed
        self.deaf = False
        self.add_dynamic_items(ReplyButton)

    async def on_message(self, message: discord.Message) -> None:
        if message.author.bot or self.heard is None or self.user is None or self.deaf:
            return
        incoming = asked_in(message, self.user.id)
        if incoming is None:
            return
        if incoming.text == "sync" and await self.is_owner_of_app(message.author):
            synced = await self.tree.sync()
            await message.reply(f"{len(synced)} commands synced.", mention_author=False)
            return
        await self.heard(incoming)

    async def is_owner_of_app(self, person: discord.abc.User) -> bool:
        """Whether the application, or the team that owns it, is the person's."""
        info = await self.application_info()
        owners = {member.id for member in info.team.members} if info.team else {info.owner.id}
        return person.id in owners

    async def on_error(self, event_method: str, /, *_args: Any, **_kwargs: Any) -> None:
        # discord.py's own prints the traceback, with what people wrote in it.
        _log.error("listener_failed", listener=event_method, exc_info=True)


class _Tree(app_commands.CommandTree[Any]):
    async def on_error(
        self, interaction: Interaction, error: app_commands.AppCommandError, /
    ) -> None:
        _log.error("command_failed", exc_info=error)


class ReplyButton(discord.ui.DynamicItem[discord.ui.Button[Any]], template=TEMPLATE):
    """A button below a reply; all it has to remember is its custom_id."""

    @classmethod
    async def from_custom_id(
        cls, _interaction: Interaction, item: discord.ui.Item[Any], _match: Any, /
    ) -> "ReplyButton":
        assert isinstance(item, discord.ui.Button)  # noqa: S101
        return cls(item)

    async def callback(self, interaction: Interaction) -> None:
        client = interaction.client
        press = press_of(self.item.custom_id or "")
        if not isinstance(client, Client) or client.pressed is None or press is None:
            return
        turns = isinstance(press, Turn | Choice)
        asks = isinstance(press, Press) and press.action == EVERYWHERE
        if await defer(interaction, private=not asks, in_place=turns) is Deferred.DONE:
            await client.pressed(interaction, press)


def asked_in(message: discord.Message, bot: int) -> Incoming | None:
    """The question in a message: one to the bot directly, one that mentions it, or a reply to it
    that does."""
    direct = message.guild is None
    reference = message.reference
    if not direct and not any(user.id == bot for user in message.mentions):
        return None
    if message.type not in (discord.MessageType.default, discord.MessageType.reply):
        return None
    place = place_of(
        message.channel, message.guild.id if message.guild else None, message.channel.id
    )
    return Incoming(
        key=f"discord:{message.channel.id}:{message.id}",
        way=Way.DIRECT if direct else Way.MESSAGE,
        guild=place.team,
        channel=str(message.channel.id),
        place_id=place.channel,
        user=str(message.author.id),
        text=plain(message.content, bot),
        message=str(message.id),
        answer_to=str(reference.message_id) if reference and reference.message_id else "",
        by_name=direct or re.search(rf"<@!?{bot}>", message.content) is not None,
    )
