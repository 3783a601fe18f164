"""What Discord tells the bot → who answers it; every interaction is deferred first."""

import re
import sys
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

import aiohttp
import discord
import structlog
import yarl
from discord import app_commands

from adapters.discord.deferring import Deferrals, Deferred, defer
from adapters.discord.guarding import failed, guarded, tell
from adapters.discord.incoming import Incoming, Way, plain
from adapters.discord.places import UnknownPlace, known_channel, place_of
from adapters.web.proxies import Proxy
from bot import wording
from bot.documents.actions import Action, AskAll, Choose, Turn, action_of
from bot.documents.tree import said

Interaction = discord.Interaction[Any]
Heard = Callable[[Incoming], Awaitable[None]]
Pressed = Callable[[Interaction, Action], Awaitable[None]]

_SHARD_SECONDS = 30.0  # 5 of them discord.py waits between two shards

_log = structlog.get_logger()


class Client(discord.AutoShardedClient):
    """Mentions, replies and direct messages; `sync` is what the application's owner may say to it.

    `heard` and `pressed`: who takes questions and presses, None only to tell Discord what commands
    there are; a `deaf` client takes no new ones. `gateway`: where the gateway is instead of where
    Discord says; `proxy`: the way to both. Needs no privileged intent: Discord hands over the words
    of messages that mention the bot.
    """

    def __init__(
        self,
        heard: Heard | None,
        pressed: Pressed | None,
        deferrals: Deferrals | None = None,
        gateway: str | None = None,
        proxy: Proxy | None = None,
    ) -> None:
        # It says on the terminal that voice won't work: nobody asked.
        discord.VoiceClient.warn_nacl = discord.VoiceClient.warn_dave = False
        super().__init__(
            intents=discord.Intents(guilds=True, guild_messages=True, dm_messages=True),
            allowed_mentions=discord.AllowedMentions.none(),
            max_messages=None,
            chunk_guilds_at_startup=False,
            shard_connect_timeout=_SHARD_SECONDS,
            proxy=proxy.with_login if proxy else None,
        )
        self.tree: app_commands.CommandTree[Any] = _Tree(self)
        self.heard = heard
        self.pressed = pressed
        self.deferrals = deferrals or Deferrals()
        self.deaf = False
        self.command_ids: dict[str, int] = {}
        self.gateway = yarl.URL(gateway) if gateway else None
        self._tried: set[int] = set()
        # Every connection to the gateway is opened here, also those of resumed sessions.
        self._open = self.http.ws_connect
        self.http.ws_connect = self._ws_connect  # type: ignore[method-assign]

    async def on_ready(self) -> None:
        """Learns the ids of the commands: with them they can be pressed where they are named."""
        try:
            commands = await self.tree.fetch_commands()
        except (discord.DiscordException, aiohttp.ClientError, OSError) as error:
            _log.warning("command_ids_unknown", reason=type(error).__name__)
            return
        typed = discord.AppCommandType.chat_input
        self.command_ids.update({one.name: one.id for one in commands if one.type is typed})

    async def on_message(self, message: discord.Message) -> None:
        if message.author.bot or self.heard is None or self.user is None or self.deaf:
            return
        if not is_asked(message, self.user.id):
            return
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
        by_name=guild is None or re.search(rf"<@!?{bot}>", message.content) is not None,
    )


async def _answer(message: discord.Message, words: str) -> None:
    try:
        await message.reply(words, mention_author=False, nonce=message.id)
    except (discord.DiscordException, aiohttp.ClientError, OSError) as error:
        _log.warning("person_not_told", reason=type(error).__name__)
