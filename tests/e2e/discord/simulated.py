"""A discord.py client → the same client inside simcord, a Discord in this process, with people.

Each request that the client makes is checked against Discord's own description and limits; what
Discord would refuse fails the test at its end. What simcord has not: people who act at the same
time, the gateway's wire with its delays and faults, installations for a user (an interaction comes
from a guild with the bot in it, or from direct messages), menus of messages in direct messages,
replies with the ping off, who is pinged, the bot's removal. For those: local_discord.py.
"""

from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import discord
import simcord

from tests.e2e.discord import openapi
from tests.e2e.discord.message_limits import limit_violations

Make = Callable[[], discord.AutoShardedClient]
Channel = simcord.ChannelHandle
Message = discord.Message | simcord.ResponseMessage

MANAGER = discord.Permissions(manage_guild=True)


@asynccontextmanager
async def simulated(
    make: Make, shards: int = 1, patience: float = 300.0
) -> AsyncIterator["SimulatedDiscord"]:
    """A Discord with the client that `make` yields logged in and ready, for one asyncio.run.

    Each action of a person returns when the client has nothing left to do, threads included, and
    raises TimeoutError after `patience` seconds. At the end the errors that the client swallowed,
    and everything that Discord would have refused, fail the test.
    """
    client = make()
    count = None if client.shard_count else shards
    async with simcord.run(client, shard_count=count, settle_timeout=patience) as env:
        here = SimulatedDiscord(env, make)
        yield here
        if here.violations:
            raise AssertionError("Discord would refuse\n" + "\n".join(here.violations))


@dataclass(frozen=True, slots=True)
class SimulatedDiscord:
    """Guilds, channels and people around one bot; `env` is simcord's own, for what is not here."""

    env: simcord.Env
    make: Make

    @property
    def violations(self) -> list[str]:
        """All that Discord would refuse of what was sent so far, each with its request."""
        return [
            f"{one.method} {one.path}: {violation}"
            for one in self.env.http_requests
            for violation in _violations(one)
        ]

    def sent(self, method: str, path_ending: str = "") -> list[Any]:
        """The JSON bodies of the client's requests, in their order."""
        return [
            one.json
            for one in self.env.http_requests
            if one.method == method and one.path.endswith(path_ending)
        ]

    async def sync(
        self, tree: discord.app_commands.CommandTree[Any], guild: simcord.GuildHandle | None = None
    ) -> None:
        """Registers the commands; people see none before."""
        await tree.sync(guild=discord.Object(guild.id) if guild else None)

    def guild(self, name: str = "Newsroom", shard: int | None = None) -> simcord.GuildHandle:
        """With the bot in it."""
        return self.env.create_guild(name, shard_id=shard)

    def person(self, guild: simcord.GuildHandle, name: str, *, manages: bool = False) -> "Person":
        """Somebody in the guild; `manages`: with the permission Manage Server."""
        user = self.env.create_user(name)
        roles = [guild.create_role(f"{name}'s", permissions=MANAGER)] if manages else []
        return Person(self, guild.add_member(user, roles=roles))

    async def restart(self) -> None:
        """The process ends and a new one begins; messages, commands and people stay."""
        await self.env.restart_bot(self.make())


@dataclass(frozen=True, slots=True)
class Person:
    """Acts as Discord's app lets people act, and sees what they would see."""

    here: SimulatedDiscord
    member: simcord.MemberActor

    @property
    def id(self) -> int:
        return self.member.id

    async def command(self, channel: Channel, name: str, **options: Any) -> list[Message]:
        """What answers it, ephemeral messages too; [] where nothing does."""
        return _answers(await self.member.slash(channel, name, **options))

    async def dm_command(self, name: str, **options: Any) -> list[Message]:
        """The same in a direct message with the bot."""
        return _answers(await self.member.user.slash(name, **options))

    async def choices(
        self, channel: Channel, name: str, option: str, typed: str, **filled: Any
    ) -> dict[str, Any]:
        """What autocomplete offers, values by the names that are shown."""
        offered = await self.member.autocomplete(channel, name, option, typed, **filled)
        return {one["name"]: one["value"] for one in offered}

    async def menu(self, channel: Channel, name: str, message: Message) -> list[Message]:
        """A message's menu → Apps → `name`."""
        return _answers(await self.member.context_menu(channel, name, message))

    async def press(self, message: Message, label: str) -> list[Message]:
        """What answers the press. A message that it edits comes back as it now is."""
        actor = self.member.user if self._in_dm(message) else self.member
        return _answers(await actor.click(message, label=label))

    async def say(
        self, channel: Channel, text: str, reply_to: Message | None = None
    ) -> list[Message]:
        """The bot's messages that came of it."""
        return await self._during(channel, self.member.send(channel, text, reply_to=reply_to))

    async def mention(
        self, channel: Channel, text: str, reply_to: Message | None = None
    ) -> list[Message]:
        """The same, with the bot named first."""
        return await self.say(channel, f"<@{self._bot.id}> {text}", reply_to)

    async def dm(self, text: str, reply_to: Message | None = None) -> list[Message]:
        """The same, in the direct messages with the bot."""
        user, reference = self.member.user, None
        if reply_to is not None:
            reference = {"channel_id": str(user.dm_channel.id), "message_id": str(reply_to.id)}
        return await self._during(user.dm_channel, user.send_dm(text, reference=reference))

    def sees(self, channel: Channel) -> list[discord.Message]:
        """The bot's messages in the channel, the oldest first."""
        viewer = self.member if channel.id != self.member.user.dm_channel.id else self.member.user
        return [one for one in channel.history(viewer=viewer) if one.author.id == self._bot.id]

    @property
    def _bot(self) -> discord.ClientUser:
        bot = self.here.env.bot.user
        assert bot is not None
        return bot

    def _in_dm(self, message: Message) -> bool:
        in_channel = (
            message.channel_id
            if isinstance(message, simcord.ResponseMessage)
            else message.channel.id
        )
        return in_channel == self.member.user.dm_channel.id

    async def _during(self, channel: Channel, action: Any) -> list[Message]:
        before = {one.id for one in self.sees(channel)}
        await action
        return [one for one in self.sees(channel) if one.id not in before]


def shown(message: Message) -> str:
    """All the text of a message: content, embeds, text displays, a line each; no buttons."""
    lines = [message.content]
    for embed in message.embeds:
        lines += [embed.title or "", embed.description or ""]
        lines += [f"{field.name}: {field.value}" for field in embed.fields]
        lines.append(embed.footer.text or "")
    lines += [str(part.get("content", "")) for part in _parts(_components(message))]
    return "\n".join(line for line in lines if line)


def labels(message: Message) -> list[str]:
    """The buttons of a message by what stands on them."""
    return [part["label"] for part in _parts(_components(message)) if part.get("label")]


def _violations(sent: simcord.HttpLogEntry) -> list[str]:
    found = limit_violations(sent.json)
    if not openapi.missing():
        query = {name: str(value) for name, value in sent.params.items()}
        found += openapi.request_violations(sent.method, sent.path, query, sent.json)
    return found


def _answers(result: simcord.InteractionResult) -> list[Message]:
    first = [result.response] if result.response else []
    return [*first, *result.followups]


def _components(message: Message) -> Sequence[Any]:
    if isinstance(message, simcord.ResponseMessage):
        return message.components
    return [component.to_dict() for component in message.components]


def _parts(components: Sequence[Any]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    for one in components:
        accessory = one.get("accessory")
        found += [
            one,
            *_parts(one.get("components", ())),
            *_parts([accessory] if accessory else []),
        ]
    return found
