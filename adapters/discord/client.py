"""What Discord tells the bot → who answers it; every interaction is deferred first."""

import asyncio
import sys
from collections.abc import Awaitable, Callable, Collection, Mapping
from typing import Any

import aiohttp
import discord
import yarl
from discord import app_commands

from adapters.discord.deferring import Deferrals, Deferred, defer
from adapters.discord.guarding import failed, guarded, tell
from adapters.discord.incoming import Incoming
from adapters.discord.links import linking
from adapters.discord.listening import (
    asked_in,
    edit_of,
    is_asked,
    language_of,
    may_ask_unasked,
    reaction_in,
    reaction_under,
    unasked_in,
)
from adapters.discord.places import UnknownPlace, known_channel
from adapters.discord.translations import Translations
from adapters.service.linked_notices import Linking
from adapters.web.proxies import Proxy
from bot import wording
from bot.asking_emoji import NO_EMOJI, AskingEmoji
from bot.documents.actions import Action, AskAll, Choose, Turn, action_of
from bot.documents.tree import said
from bot.language import speaking
from retrieval.event_logger import EventLogger

Interaction = discord.Interaction[Any]
Heard = Callable[[Incoming], Awaitable[None]]
Linked = Callable[[Linking], Awaitable[None]]
Pressed = Callable[[Interaction, Action], Awaitable[None]]
Edited = Callable[[str, Incoming | None, Incoming], Awaitable[None]]
"""Hears of an edit: its key, what the message asks now, what an emoji under it may have asked."""

_SHARD_SECONDS = 30.0  # 5 of them discord.py waits between two shards

_log = EventLogger()


class Client(discord.AutoShardedClient):
    """Mentions, replies and direct messages; `sync` is what the application's owner may say to it.

    `heard` and `pressed`: who takes questions and presses, None only to tell Discord what commands
    there are; `edited` hears of edits; `emoji`: with which people ask about a message. A `deaf`
    client takes nothing new. `gateway`: where the gateway is instead of where Discord says;
    `proxy`: the way to both; `language`: the one for all, "" where people read their own.
    `listens`: asks Discord for the words of all messages, which is a privileged intent; else it
    hands over those of messages that mention the bot. `languages` are read beside English.
    """

    def __init__(
        self,
        heard: Heard | None,
        pressed: Pressed | None,
        deferrals: Deferrals | None = None,
        gateway: str | None = None,
        proxy: Proxy | None = None,
        language: str = "",
        *,
        edited: Edited | None = None,
        emoji: AskingEmoji = NO_EMOJI,
        listens: bool = False,
        languages: Collection[str] = (),
    ) -> None:
        # It says on the terminal that voice won't work: nobody asked.
        discord.VoiceClient.warn_nacl = discord.VoiceClient.warn_dave = False
        reactions = bool(emoji.names)
        super().__init__(
            intents=discord.Intents(
                guilds=True,
                guild_messages=True,
                dm_messages=True,
                guild_reactions=reactions,
                dm_reactions=reactions,
                message_content=listens,
            ),
            allowed_mentions=discord.AllowedMentions.none(),
            max_messages=None,
            chunk_guilds_at_startup=False,
            shard_connect_timeout=_SHARD_SECONDS,
            proxy=proxy.with_login if proxy else None,
        )
        self.tree: app_commands.CommandTree[Any] = _Tree(self)
        self.heard = heard
        self.pressed = pressed
        self.edited = edited
        self.emoji = emoji
        self.listens = listens
        self.languages = languages
        self.deferrals = deferrals or Deferrals()
        self.deaf = False
        self.linked: Linked | None = None
        self.language = language
        self.command_ids: dict[str, int] = {}
        self.gateway = yarl.URL(gateway) if gateway else None
        self._tried: set[int] = set()
        # Every connection to the gateway is opened here, also those of resumed sessions.
        self._open = self.http.ws_connect
        self.http.ws_connect = self._ws_connect  # type: ignore[method-assign]

    async def setup_hook(self) -> None:
        await self.tree.set_translator(Translations())

    async def on_ready(self) -> None:
        """Learns the ids of the commands: with them they can be pressed where they are named."""
        try:
            commands = await self.tree.fetch_commands()
        except (discord.DiscordException, aiohttp.ClientError, OSError) as error:
            _log.warning("command_ids_unknown", reason=type(error).__name__)
            return
        typed = discord.AppCommandType.chat_input
        self.command_ids.update({one.name: one.id for one in commands if one.type is typed})

    async def close(self) -> None:
        """Goes on where who asked for it is cancelled: the next to ask waits for the same end."""
        await asyncio.shield(super().close())

    async def on_message(self, message: discord.Message) -> None:
        if message.author.bot or self.heard is None or self.user is None or self.deaf:
            return
        if not is_asked(message, self.user.id):
            if self.linked is not None and message.content:
                await self._hear_of_links(message, self.linked)
            if self.listens and may_ask_unasked(message, self.user.id, self.languages):
                await self._overhear(message, self.heard, self.user.id)
            return
        with speaking(self.language or language_of(message)):
            if not message.content and message.role_mentions:
                await _answer(message, wording.ROLE_ONLY())
                return
            try:
                channel = await known_channel(self, message.channel)
                incoming = asked_in(message, self.user.id, channel)
            except UnknownPlace as error:
                await _answer(message, wording.as_sentence(str(error)))
                return
        if incoming.text == "sync" and await self.is_owner_of_app(message.author):
            synced = await self.tree.sync()
            await message.reply(f"{len(synced)} commands synced.", mention_author=False)
            return
        await self.heard(incoming)

    async def _hear_of_links(self, message: discord.Message, linked: Linked) -> None:
        try:
            found = linking(message, await known_channel(self, message.channel))
        except UnknownPlace:
            return
        if found is not None:
            await linked(found)

    async def _overhear(self, message: discord.Message, heard: Heard, me: int) -> None:
        try:
            channel = await known_channel(self, message.channel)
            incoming = unasked_in(message, me, channel, self.languages)
        except UnknownPlace:
            return
        if incoming is not None:
            await heard(incoming)

    async def on_raw_message_edit(self, payload: discord.RawMessageUpdateEvent) -> None:
        """What is edited is answered anew. Previews of links come as changes, too."""
        message, key = payload.message, edit_of(payload.message)
        if message.author.bot or not key or self.edited is None or self.user is None or self.deaf:
            return
        try:
            channel = await known_channel(self, message.channel)
            me, author = self.user.id, message.author
            now = asked_in(message, me, channel) if is_asked(message, me) else None
            if now is None and self.listens and may_ask_unasked(message, me, self.languages):
                now = unasked_in(message, me, channel, self.languages)
            about = reaction_under(channel, message.channel.id, message.id, author, author.id)
        except UnknownPlace:
            return
        await self.edited(key, now, about)

    async def on_raw_reaction_add(self, payload: discord.RawReactionActionEvent) -> None:
        if self.heard is None or self.user is None or self.deaf:
            return
        if not reaction_in(payload, self.user.id, self.emoji):
            return
        where = payload.channel_id
        try:
            there = self.get_channel(where) or self.get_partial_messageable(where)
            channel = await known_channel(self, there)
            asked = reaction_under(
                channel, where, payload.message_id, payload.member, payload.user_id
            )
        except UnknownPlace:
            return
        await self.heard(asked)

    async def on_interaction(self, interaction: Interaction) -> None:
        """Presses; commands come to the tree. A button needs no more than its custom_id, so it
        works after a restart, and one of an older version is answered too."""
        if interaction.type is discord.InteractionType.component:
            await guarded(interaction, "press", lambda: self._press(interaction))
        elif interaction.type is discord.InteractionType.modal_submit:
            await guarded(
                interaction, "modal", lambda: tell(interaction, said(wording.OLDER_BUTTON()))
            )

    async def _press(self, interaction: Interaction) -> None:
        action = action_of(_data(interaction).get("custom_id"))
        if self.pressed is None or action is None:
            _log.warning("button_unknown")
            await tell(interaction, said(wording.OLDER_BUTTON()))
            return
        in_place, public = isinstance(action, Turn | Choose), isinstance(action, AskAll)
        if await defer(interaction, private=not public, in_place=in_place) is Deferred.DONE:
            await self.pressed(interaction, action)

    async def is_owner_of_app(self, person: discord.abc.User) -> bool:
        """Whether the application, or the team that owns it, is the person's."""
        info = await self.application_info()
        owners = {member.id for member in info.team.members} if info.team else {info.owner.id}
        return person.id in owners

    async def on_error(self, event_method: str, /, *_args: Any, **_kwargs: Any) -> None:
        # discord.py's own prints the traceback, with what people wrote in it.
        _log.error("listener_failed", listener=event_method, exc_info=True)

    async def launch_shard(
        self, gateway: yarl.URL, shard_id: int, *, initial: bool = False
    ) -> None:
        """Raises what keeps a shard from connecting: discord.py's own tries for ever and says
        nothing."""
        # discord.py calls it again from where it handles the failure.
        failure = sys.exception()
        if shard_id in self._tried and failure is not None:
            raise failure
        self._tried.add(shard_id)
        await super().launch_shard(gateway, shard_id, initial=initial)

    async def _ws_connect(self, url: str, *, compress: int = 0) -> aiohttp.ClientWebSocketResponse:
        where = yarl.URL(url)
        if self.gateway is not None:
            where = self.gateway.with_query(where.query)
        return await self._open(str(where), compress=compress)


class _Tree(app_commands.CommandTree[Any]):
    async def _call(self, interaction: Interaction) -> None:
        name = str(_data(interaction).get("name", ""))
        if interaction.type is discord.InteractionType.autocomplete:
            name = f"{name} (autocomplete)"
        await guarded(interaction, name, lambda: super(_Tree, self)._call(interaction))

    async def on_error(
        self, interaction: Interaction, error: app_commands.AppCommandError, /
    ) -> None:
        await failed(interaction, str(_data(interaction).get("name", "")), error)


def _data(interaction: Interaction) -> Mapping[str, Any]:
    data: Any = interaction.data
    return data or {}


async def _answer(message: discord.Message, words: str) -> None:
    try:
        await message.reply(words, mention_author=False, nonce=message.id)
    except (discord.DiscordException, aiohttp.ClientError, OSError) as error:
        _log.warning("person_not_told", reason=type(error).__name__)
