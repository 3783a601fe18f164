"""Requests of the bot → what they change in the localhost Discord, and what it answers."""

import re
import time
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from tests.e2e.discord import permissions
from tests.e2e.discord.gateway import Gateway
from tests.e2e.discord.interactions import Interactions
from tests.e2e.discord.messages import Messages
from tests.e2e.discord.payloads import Payloads
from tests.e2e.discord.routes import (
    NO_ACCESS,
    NO_PERMISSION,
    Refused,
    Request,
    Route,
    invalid,
    unknown,
)
from tests.e2e.discord.world import (
    CROSSPOSTED,
    GROUP,
    NEWS,
    TEXT,
    THREAD,
    Channel,
    Json,
    Message,
    World,
)

NONCE_SECONDS = 300.0
NAME = re.compile(r"^[-_'\w]{1,32}$")


class Rest:
    """All routes; every handler runs under the world's lock."""

    def __init__(
        self,
        world: World,
        payloads: Payloads,
        gateway: Gateway,
        tell: Callable[[str, Json, str], object],
    ) -> None:
        self.world, self.payloads, self.gateway, self.tell = world, payloads, gateway, tell
        self.written = Messages(world, payloads, tell)
        self.nonces: dict[tuple[str, str], tuple[float, str]] = {}
        messages = "/channels/{channel}/messages"
        commands, of_guild = "/applications/{app}/commands", "/applications/{app}/guilds/{guild}"
        self.routes = [
            Route("me", "GET", "/users/@me", self._me),
            Route("application", "GET", "/oauth2/applications/@me", self._application),
            Route("application", "GET", "/applications/@me", self._application),
            Route("gateway", "GET", "/gateway/bot", self._gateway),
            Route("gateway", "GET", "/gateway", self._gateway_url),
            Route("sync", "PUT", commands, self._sync),
            Route("sync", "PUT", f"{of_guild}/commands", self._sync),
            Route("commands", "GET", commands, self._commands),
            Route("commands", "GET", f"{of_guild}/commands", self._commands),
            Route("send", "POST", messages, self._send),
            Route("list", "GET", messages, self._list),
            Route("get", "GET", f"{messages}/{{message}}", self._get),
            Route("edit", "PATCH", f"{messages}/{{message}}", self._edit),
            Route("delete", "DELETE", f"{messages}/{{message}}", self._delete),
            Route("crosspost", "POST", f"{messages}/{{message}}/crosspost", self._crosspost),
            Route("begin_thread", "POST", f"{messages}/{{message}}/threads", self._begin_thread),
            Route("typing", "POST", "/channels/{channel}/typing", self._typing),
            Route("open_dm", "POST", "/users/@me/channels", self._open_dm),
            Route("channel", "GET", "/channels/{channel}", self._channel),
            Route("guild", "GET", "/guilds/{guild}", self._guild),
            Route("guild_channels", "GET", "/guilds/{guild}/channels", self._guild_channels),
            Route("roles", "GET", "/guilds/{guild}/roles", self._roles),
            Route("member", "GET", "/guilds/{guild}/members/{user}", self._member),
            Route("leave", "DELETE", "/users/@me/guilds/{guild}", self._leave),
            Route("user", "GET", "/users/{user}", self._user),
            *Interactions(world, payloads, self.written).routes,
        ]

    def find(self, method: str, path: str) -> tuple[Route, dict[str, str]] | None:
        """The first that matches: @me comes before {user}, @original before {message}."""
        for route in self.routes:
            params = route.match(method, path)
            if params is not None:
                return route, params
        return None

    # --------------------------------------------------------------------------- the bot

    def _me(self, _: Request) -> tuple[int, Any]:
        return 200, self.payloads.me()

    def _application(self, _: Request) -> tuple[int, Any]:
        return 200, self.payloads.application()

    def _gateway(self, _: Request) -> tuple[int, Any]:
        return 200, self.gateway.bot()

    def _gateway_url(self, _: Request) -> tuple[int, Any]:
        return 200, {"url": self.gateway.url}

    def _commands(self, request: Request) -> tuple[int, Any]:
        return 200, self.world.commands.get(request.params.get("guild", ""), [])

    def _sync(self, request: Request) -> tuple[int, Any]:
        if request.params["app"] != self.world.application:
            raise Refused(403, 20012, "You are not authorized to perform this action", "other app")
        guild = request.params.get("guild", "")
        if guild and not self.world.bot_in(guild):
            raise Refused(*NO_ACCESS)
        return 200, self.register(request.body, guild)

    def register(self, commands: list[Json], guild: str) -> list[Json]:
        """A bulk overwrite: what has the name and type of one before keeps its id."""
        problems: list[str] = []
        seen: set[tuple[str, int]] = set()
        before = {
            (one["name"], one["type"]): one["id"] for one in self.world.commands.get(guild, [])
        }
        kept = []
        for command in commands:
            kind = command.get("type") or 1
            key = (command["name"], kind)
            if key in seen:
                problems.append(f"two commands {key}")
            seen.add(key)
            if kind == 1:
                problems += _command_problems(command["name"], command)
            command_id = before.get(key) or self.world.id()
            one: Json = {
                "contexts": None,
                "integration_types": [0],
                "nsfw": False,
                **{name: value for name, value in command.items() if value is not None},
                "id": command_id,
                "application_id": self.world.application,
                "version": self.world.id(),
                "type": kind,
                "description": command.get("description") or "",
                "default_member_permissions": _text(command.get("default_member_permissions")),
            }
            kept.append(one | ({"guild_id": guild} if guild else {}))
        if problems:
            raise invalid(*problems)
        self.world.commands[guild] = kept
        return kept

    # -------------------------------------------------------------------------- channels

    def _within(self, request: Request, *needed: str) -> Channel:
        """The channel of the request; raises Refused where the bot may not."""
        channel = self.world.channels.get(request.params["channel"])
        if channel is None:
            raise unknown("Channel", 10003)
        held = permissions.held(self.world, self.world.bot, channel)
        if channel.type == GROUP or not held & permissions.BITS["view_channel"]:
            raise Refused(*NO_ACCESS)
        for name in needed:
            if name == "send_messages" and channel.type == THREAD:
                name = "send_messages_in_threads"
            if not held & permissions.BITS[name]:
                raise Refused(*NO_PERMISSION)
        return channel

    def _message(self, request: Request) -> Message:
        """Ephemerals can't be reached this way."""
        message = self.world.messages.get(request.params["message"])
        if message is None or message.channel != request.params["channel"] or message.ephemeral:
            raise unknown("Message", 10008)
        return message

    def _send(self, request: Request) -> tuple[int, Any]:
        needed = ["send_messages"]
        if request.body.get("embeds"):
            needed.append("embed_links")
        if request.body.get("attachments"):
            needed.append("attach_files")
        channel = self._within(request, *needed)
        nonce = str(request.body.get("nonce") or "")
        known_at, known = self.nonces.get((channel.id, nonce), (0.0, ""))
        fresh = time.monotonic() - known_at < NONCE_SECONDS and known in self.world.messages
        if nonce and request.body.get("enforce_nonce") and fresh:
            return 200, self.payloads.message(self.world.messages[known])
        message = self.written.compose(channel, request.body, nonce=nonce)
        if nonce:
            self.nonces[channel.id, nonce] = (time.monotonic(), message.id)
        self.written.keep(message)
        return 200, self.payloads.message(message)

    def _list(self, request: Request) -> tuple[int, Any]:
        channel = self._within(request, "read_message_history")
        limit = int(request.query.get("limit", 50))
        before = int(request.query.get("before", 1 << 63))
        after = int(request.query.get("after", 0))
        here = [
            one
            for one in self.world.messages.values()
            if one.channel == channel.id and not one.ephemeral and after < int(one.id) < before
        ]
        here.sort(key=lambda one: int(one.id), reverse="after" not in request.query)
        page = sorted(here[:limit], key=lambda one: int(one.id), reverse=True)
        return 200, [self.payloads.message(one) for one in page]

    def _get(self, request: Request) -> tuple[int, Any]:
        self._within(request, "read_message_history")
        return 200, self.payloads.message(self._message(request))

    def _edit(self, request: Request) -> tuple[int, Any]:
        self._within(request)
        message = self._message(request)
        if message.author != self.world.bot:
            raise Refused(403, 50005, "Cannot edit a message authored by another user")
        return 200, self.payloads.message(self.written.rewrite(message, request.body))

    def _delete(self, request: Request) -> tuple[int, Any]:
        channel = self._within(request)
        message = self._message(request)
        held = permissions.held(self.world, self.world.bot, channel)
        if message.author != self.world.bot and not held & permissions.BITS["manage_messages"]:
            raise Refused(*NO_PERMISSION)
        self.written.erase(message)
        return 204, None

    def _crosspost(self, request: Request) -> tuple[int, Any]:
        """To whoever follows the announcement channel, ten an hour."""
        channel = self._within(request, "send_messages")
        message = self._message(request)
        held = permissions.held(self.world, self.world.bot, channel)
        if channel.type != NEWS:
            raise Refused(400, 50024, "Cannot execute action on this channel type")
        if message.author != self.world.bot and not held & permissions.BITS["manage_messages"]:
            raise Refused(*NO_PERMISSION)
        if message.flags & CROSSPOSTED:
            raise Refused(400, 40033, "This message has already been crossposted")
        published = replace(message, flags=message.flags | CROSSPOSTED)
        self.world.messages[message.id] = published
        return 200, self.payloads.message(published)

    def _begin_thread(self, request: Request) -> tuple[int, Any]:
        channel, message = self._within(request, "create_public_threads"), self._message(request)
        if channel.type != TEXT:
            raise Refused(400, 50024, "Cannot execute action on this channel type", "no threads")
        if message.id in self.world.channels:
            raise Refused(400, 160004, "A thread has already been created for this message")
        name = str(request.body.get("name") or "")
        if not 1 <= len(name) <= 100:
            raise invalid("the name of a thread has 1 to 100 characters")
        thread = Channel(message.id, THREAD, name, channel.guild, parent=channel.id)
        self.world.channels[thread.id] = thread
        self.tell("THREAD_CREATE", self.payloads.channel(thread), channel.guild)
        return 201, self.payloads.channel(thread)

    def _typing(self, request: Request) -> tuple[int, Any]:
        channel = self._within(request, "send_messages")
        self.world.typing.append((channel.id, time.monotonic()))
        return 204, None

    def _open_dm(self, request: Request) -> tuple[int, Any]:
        user = str(request.body.get("recipient_id"))
        if user not in self.world.users or user == self.world.bot:
            raise Refused(400, 50007, "Cannot send messages to this user")
        return 200, self.payloads.channel(self.world.direct(user))

    def _channel(self, request: Request) -> tuple[int, Any]:
        return 200, self.payloads.channel(self._within(request))

    # ---------------------------------------------------------------------------- guilds

    def _within_guild(self, request: Request) -> str:
        guild = request.params["guild"]
        if guild not in self.world.guilds:
            raise unknown("Guild", 10004)
        if not self.world.bot_in(guild):
            raise Refused(*NO_ACCESS)
        return guild

    def _guild(self, request: Request) -> tuple[int, Any]:
        guild = self.world.guilds[self._within_guild(request)]
        counts = {"approximate_member_count": len(guild.members), "approximate_presence_count": 1}
        wanted = request.query.get("with_counts", "0") in ("1", "true", "True")
        return 200, self.payloads.guild(guild) | (counts if wanted else {})

    def _guild_channels(self, request: Request) -> tuple[int, Any]:
        guild = self._within_guild(request)
        here = [one for one in self.world.channels.values() if one.guild == guild]
        return 200, [self.payloads.channel(one) for one in here if one.type != THREAD]

    def _roles(self, request: Request) -> tuple[int, Any]:
        return 200, self.payloads.roles(self.world.guilds[self._within_guild(request)])

    def _member(self, request: Request) -> tuple[int, Any]:
        guild, user = self.world.guilds[self._within_guild(request)], request.params["user"]
        if user not in guild.members:
            raise unknown("Member", 10007)
        return 200, self.payloads.member(guild, user) | {"user": self.payloads.user(user)}

    def _leave(self, request: Request) -> tuple[int, Any]:
        guild = self._within_guild(request)
        self.world.guilds[guild].members.pop(self.world.bot)
        self.tell("GUILD_DELETE", {"id": guild}, guild)
        return 204, None

    def _user(self, request: Request) -> tuple[int, Any]:
        if request.params["user"] not in self.world.users:
            raise unknown("User", 10013)
        return 200, self.payloads.user(request.params["user"])


def _command_problems(where: str, command: Json) -> list[str]:
    """Of a slash command or an option of one."""
    found = []
    name, options = command["name"], command.get("options") or []
    if not NAME.match(name) or name != name.lower():
        found.append(f"{where}: {name!r} is no command name")
    if not 1 <= len(command.get("description") or "") <= 100:
        found.append(f"{where}: the description has 1 to 100 characters")
    if len(options) > 25 or len(command.get("choices") or []) > 25:
        found.append(f"{where}: at most 25 options and 25 choices")
    needed = [bool(one.get("required")) for one in options]
    if needed != sorted(needed, reverse=True):
        found.append(f"{where}: required options come first")
    for one in options:
        found += _command_problems(f"{where} {one['name']}", one)
    return found


def _text(value: Any) -> str | None:
    return None if value is None else str(value)
