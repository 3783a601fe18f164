"""People's actions in a Discord on 127.0.0.1 → what a bot gets to hear, and what people then see.

    discord = LocalDiscord()           # a server on a thread of its own; discord.close() ends it
    guild = discord.add_guild("Desk")  # guilds, people, channels, messages are named by snowflakes
    alice = discord.add_user("alice", guild)
    news = discord.add_channel(guild, "news")
    asked = discord.command(alice, news, "ask", question="who heads it?")
    [answer] = discord.wait_for(lambda: discord.answers(asked))
    discord.press(alice, answer, "More quotes")

The bot talks to it over HTTP and WebSockets only. discord.py takes its time by default: it waits
2 s after the last guild before on_ready (`guild_ready_timeout=0.2`), 5 s before each IDENTIFY but
the first (override `before_identify_hook`), 60 s in silence before it leaves a dead connection
(`heartbeat_timeout=`, looked at every LocalDiscord(heartbeat=) seconds), 1, 3, 5 … s after a 5xx,
and, in `discord.backoff.ExponentialBackoff`, up to 2, 4, 8 … s before it connects again.
RECONNECT, invalid but resumable sessions and dropped connections are resumed at once.
"""

import contextlib
import math
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any, TypeVar

import yarl
from discord.gateway import DiscordWebSocket
from discord.http import Route

from tests.e2e.discord import commands, contents, permissions
from tests.e2e.discord.faults import Fault
from tests.e2e.discord.gateway import Event, Gateway
from tests.e2e.discord.payloads import Payloads
from tests.e2e.discord.server import Server
from tests.e2e.discord.world import (
    FORUM,
    GROUP,
    LOADING,
    NEWS,
    TEXT,
    THREAD,
    Call,
    Channel,
    Guild,
    Interaction,
    Json,
    Kind,
    Message,
    Role,
    User,
    World,
    nested,
)

__all__ = ["Call", "Did", "Interaction", "LocalDiscord", "Message"]

T = TypeVar("T")
MESSAGE_CONTENT = 1 << 15
# Waits end with their event: only what never happens takes so long.
PATIENCE = 300.0


@dataclass(frozen=True, slots=True)
class Did:
    """What a person did: where, the message or interaction that it made, what the bot is told."""

    user: str
    channel: str
    deliveries: tuple[Event, ...] = ()
    message: Message | None = None
    interaction: Interaction | None = None


class LocalDiscord:
    """One application with its bot.

    `shards` is what GET /gateway/bot recommends, `heartbeat` the seconds between heartbeats,
    `answer_within` the seconds for the first answer to an interaction. With `message_content` the
    application was granted that privileged intent; a bot that asks for one without it gets 4014.
    """

    def __init__(
        self,
        *,
        shards: int = 1,
        heartbeat: float = 41.25,
        answer_within: float = 3.0,
        message_content: bool = False,
        name: str = "pullquote",
    ) -> None:
        self.world = World(shards=shards)
        self._payloads = Payloads(self.world)
        self._payloads.message_content = message_content
        self._gateway = Gateway(
            self.world, self._payloads, heartbeat, MESSAGE_CONTENT if message_content else 0
        )
        self._server = Server(self.world, self._payloads, self._gateway, answer_within)
        self.application = self.world.application = self.world.id()
        # A bot's user has the application's id, for applications made since 2017.
        self.bot_user = self.world.bot = self.application
        self.world.users[self.bot_user] = User(self.bot_user, name, bot=True)
        self.owner = self.world.owner = self.add_user("owner")
        self.token = self.world.token = f"{self.application}.local.secret"
        self._server.start()

    def close(self) -> None:
        """Ends the server; connections of a bot that is still there are dropped."""
        self._server.stop()

    def __enter__(self) -> "LocalDiscord":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def api_url(self) -> str:
        """discord.http.Route.BASE."""
        return f"http://127.0.0.1:{self._server.port}/api/v10"

    @property
    def gateway_url(self) -> str:
        """DiscordWebSocket.DEFAULT_GATEWAY, which is a yarl.URL."""
        return self._gateway.url

    @contextlib.contextmanager
    def patched(self) -> Iterator[None]:
        """discord.py of this process talks to this server meanwhile."""
        before = Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY
        Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY = self.api_url, yarl.URL(self.gateway_url)
        try:
            yield
        finally:
            Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY = before

    @property
    def violations(self) -> list[str]:
        """Whatever the bot sent that Discord would refuse or that its description rules out."""
        return self.world.violations

    # ------------------------------------------------------------------------ who is there

    def add_guild(
        self, name: str, *, with_bot: bool = True, owner: str = "", locale: str = "en-US"
    ) -> str:
        """Guilds are spread evenly over the shards."""
        world = self.world
        with world.changed:
            id = world.id()
            while world.shard_of(id) != len(world.guilds) % world.shards:
                id = world.id()
            guild = Guild(
                id, name, owner or self.add_user(f"owner-of-{name.lower()}"), locale=locale
            )
            guild.roles[id] = Role(id, "@everyone", permissions.EVERYONE)
            guild.members[guild.owner] = []
            world.guilds[id] = guild
        if with_bot:
            self.invite_bot(id)
        return id

    def add_user(
        self,
        name: str,
        *guilds: str,
        manage_guild: bool = False,
        installed: bool = False,
        pending: bool = False,
        locale: str = "en-US",
    ) -> str:
        """A member of the guilds; `installed`: has the app as a user install; `pending`: has not
        accepted their rules yet."""
        id = self.world.id()
        with self.world.changed:
            self.world.users[id] = User(id, name, installed=installed, locale=locale)
        for guild in guilds:
            self.join(id, guild, manage_guild=manage_guild)
            if pending:
                self.world.guilds[guild].pending.add(id)
        return id

    def grant_message_content(self, granted: bool = True) -> None:
        """Somebody switches the privileged intent on in the portal, or off."""
        self._payloads.message_content = granted
        self._gateway.privileged = MESSAGE_CONTENT if granted else 0

    def join(self, user: str, guild: str, *, manage_guild: bool = False) -> None:
        """With a role of Manage Server, or with none. Joining again changes the role."""
        one = self.world.guilds[guild]
        roles = []
        if manage_guild:
            bits = permissions.bits("manage_guild")
            mods = [r.id for r in one.roles.values() if r.permissions == bits]
            roles = mods[:1] or [self.add_role(guild, "mods", permissions=("manage_guild",))]
        with self.world.changed:
            one.members[user] = roles

    def add_role(
        self, guild: str, name: str, *members: str, permissions: Sequence[str] = ()
    ) -> str:
        role = Role(self.world.id(), name, _bits(permissions))
        one = self.world.guilds[guild]
        with self.world.changed:
            one.roles[role.id] = role
            for member in members:
                one.members[member] = [*one.members[member], role.id]
        made = {"guild_id": guild, "role": self._payloads.role(role, 1)}
        self._tell_members("GUILD_ROLE_CREATE", made, guild)
        return role.id

    def add_channel(self, guild: str, name: str) -> str:
        """A text channel that everybody in the guild sees."""
        return self._added(Channel(self.world.id(), TEXT, name, guild), "CHANNEL_CREATE")

    def add_announcements(self, guild: str, name: str) -> str:
        """A channel that other servers can follow."""
        return self._added(Channel(self.world.id(), NEWS, name, guild), "CHANNEL_CREATE")

    def add_forum(self, guild: str, name: str) -> str:
        """Of posts, each a thread."""
        return self._added(Channel(self.world.id(), FORUM, name, guild), "CHANNEL_CREATE")

    def add_thread(self, channel: str, name: str) -> str:
        guild = self.world.channels[channel].guild
        thread = Channel(self.world.id(), THREAD, name, guild, parent=channel)
        return self._added(thread, "THREAD_CREATE")

    def add_group(self, name: str, *users: str) -> str:
        """A group of people without the bot, where user installs work."""
        group = Channel(self.world.id(), GROUP, name, members=users)
        with self.world.changed:
            self.world.channels[group.id] = group
        return group.id

    def direct(self, user: str) -> str:
        """The id of the direct message channel of the user and the bot."""
        return self.world.direct(user).id

    def install(self, user: str, installed: bool = True) -> None:
        """The user adds the app to their account, or removes it."""
        with self.world.changed:
            self.world.users[user] = replace(self.world.users[user], installed=installed)

    def forbid(self, channel: str, *names: str) -> None:
        """The bot loses permissions in the channel: "view_channel", "send_messages",
        "embed_links", "read_message_history", "create_public_threads",
        "send_messages_in_threads"."""
        self.world.channels[channel].denied |= _bits(names)
        self._update(channel)

    def allow(self, channel: str) -> None:
        """Undoes forbid."""
        self.world.channels[channel].denied = 0
        self._update(channel)

    def remove_bot(self, guild: str) -> Did:
        """GUILD_DELETE; its channels are 50001 from now on."""
        with self.world.changed:
            self.world.guilds[guild].members.pop(self.bot_user)
        return Did("", "", (self._server.tell("GUILD_DELETE", {"id": guild}, guild),))

    def invite_bot(self, guild: str) -> Did:
        """GUILD_CREATE, also after an outage."""
        one = self.world.guilds[guild]
        with self.world.changed:
            role = Role(self.world.id(), "Bot", permissions.BOT, managed=True)
            if self.bot_user not in one.members:
                one.roles[role.id] = role
                one.members[self.bot_user] = [role.id]
            back, one.unavailable = one.unavailable, False
        data = self._payloads.guild_create(one)
        if not back:
            # A guild that was joined says nothing of its availability.
            del data["unavailable"]
        return Did("", "", (self._server.tell("GUILD_CREATE", data, guild),))

    def outage(self, guild: str) -> Did:
        """GUILD_DELETE with unavailable; invite_bot ends it."""
        self.world.guilds[guild].unavailable = True
        data = {"id": guild, "unavailable": True}
        return Did("", "", (self._server.tell("GUILD_DELETE", data, guild),))

    def delete_channel(self, channel: str) -> Did:
        """From now on it is 10003; its messages are gone."""
        world = self.world
        with world.changed:
            one = world.channels.pop(channel)
            data = self._payloads.channel(one)
            gone = [message.id for message in world.messages.values() if message.channel == channel]
            for id in gone:
                del world.messages[id]
        return Did("", channel, (self._server.tell("CHANNEL_DELETE", data, one.guild),))

    def commands(self, guild: str = "") -> list[Json]:
        """The registered application commands: global ones, or those of a guild."""
        with self.world.changed:
            return list(self.world.commands.get(guild, []))

    def register(self, commands: list[Json], guild: str = "") -> None:
        """As a bulk overwrite by the bot would, without a request."""
        with self.world.changed:
            self._server.rest.register(commands, guild)

    # ---------------------------------------------------------------------- what people do

    def say(
        self,
        user: str,
        channel: str,
        text: str,
        *,
        reply_to: "Message | Did | None" = None,
        ping: bool = True,
    ) -> Did:
        """`text` as Discord keeps it: <@id> is a mention. `ping`: of the author of `reply_to`."""
        one = self.world.channels[channel]
        self._assert_in(user, one)
        with self.world.changed:
            original = None if reply_to is None else self._current(reply_to)
            replied = original.author if original is not None and ping else ""
            pings = contents.pinged(text, None, replied)
            message = Message(
                id=self.world.id(),
                channel=channel,
                author=user,
                content=text,
                reply_to=original.id if original else "",
                mentions=tuple(sorted(pings & self.world.users.keys())),
                pings=pings,
                type=19 if original else 0,
            )
            self.world.messages[message.id] = message
        return Did(user, channel, self._told("MESSAGE_CREATE", message), message)

    def post(self, user: str, forum: str, title: str, text: str) -> Did:
        """A new post in a forum: a thread, whose first message has its id."""
        guild = self.world.channels[forum].guild
        thread = Channel(self.world.id(), THREAD, title, guild, parent=forum)
        self._assert_in(user, thread)
        self._added(thread, "THREAD_CREATE")
        message = Message(id=thread.id, channel=thread.id, author=user, content=text)
        with self.world.changed:
            self.world.messages[message.id] = message
        return Did(user, thread.id, self._told("MESSAGE_CREATE", message), message)

    def mention(
        self,
        user: str,
        channel: str,
        text: str,
        *,
        reply_to: "Message | Did | None" = None,
        ping: bool = True,
    ) -> Did:
        """say, with the bot's mention before the text."""
        return self.say(user, channel, f"<@{self.bot_user}> {text}", reply_to=reply_to, ping=ping)

    def reply(self, user: str, to: "Message | Did", text: str, *, ping: bool = True) -> Did:
        """A reply to a message, with its "@ ON" or off; no mention in the text."""
        return self.say(user, self._current(to).channel, text, reply_to=to, ping=ping)

    def dm(self, user: str, text: str, *, reply_to: "Message | Did | None" = None) -> Did:
        return self.say(user, self.direct(user), text, reply_to=reply_to)

    def edit(self, message: "Message | Did", text: str, *, later: timedelta = timedelta()) -> Did:
        """The author edits a message, now or so much `later`: MESSAGE_UPDATE. A mention that comes
        new pings nobody."""
        with self.world.changed:
            before = self._current(message)
            users = [id for id in contents.named(text)[0] if id in self.world.users]
            after = replace(
                before,
                content=text,
                edited=True,
                edited_at=str(int(self.world.id()) + (later // timedelta(milliseconds=1) << 22)),
                mentions=tuple(sorted(users)),
            )
            self.world.messages[after.id] = after
        return Did(after.author, after.channel, self._told("MESSAGE_UPDATE", after), after)

    def preview(self, message: "Message | Did", title: str) -> Did:
        """Discord shows a preview of a link below a message: MESSAGE_UPDATE, though nobody edited
        it."""
        with self.world.changed:
            before = self._current(message)
            after = replace(before, embeds=({"type": "link", "title": title},))
            self.world.messages[after.id] = after
        return Did(after.author, after.channel, self._told("MESSAGE_UPDATE", after), after)

    def react(self, user: str, message: "Message | Did", emoji: str = "🔎") -> Did:
        """A character, or the name of one of the server's own emoji: MESSAGE_REACTION_ADD."""
        with self.world.changed:
            one = self._current(message)
            channel = self.world.channels[one.channel]
            self._assert_in(user, channel)
            data = self._payloads.reaction(user, one, emoji)
        if not self._bot_sees(channel):
            return Did(user, channel.id, (), one)
        event = self._server.tell("MESSAGE_REACTION_ADD", data, channel.guild)
        return Did(user, channel.id, (event,), one)

    def delete(self, message: "Message | Did") -> Did:
        """The author deletes a message: MESSAGE_DELETE."""
        with self.world.changed:
            before = self._current(message)
            del self.world.messages[before.id]
        channel = self.world.channels[before.channel]
        data = {"id": before.id, "channel_id": channel.id}
        told: tuple[Event, ...] = ()
        if self._bot_sees(channel):
            guild = {"guild_id": channel.guild} if channel.guild else {}
            told = (self._server.tell("MESSAGE_DELETE", data | guild, channel.guild),)
        return Did(before.author, before.channel, told, before)

    def command(self, user: str, channel: str, name: str, /, **options: Any) -> Did:
        """A slash command ("scope set" for a sub-command). AssertionError where the client would
        not let the person send it: not registered, not permitted, not installed here, an option
        missing or out of bounds. People, channels and roles in options are ids."""
        one = self.world.channels[channel]
        self._assert_in(user, one)
        with self.world.changed:
            data, owners = commands.slash(self.world, self._payloads, user, one, name, options)
        return self._interact("command", user, one, data, owners, name=name)

    def autocomplete(
        self, user: str, channel: str, name: str, focused: str, typed: str, /, **options: Any
    ) -> Did:
        """Types into an option; see choices(did)."""
        one = self.world.channels[channel]
        self._assert_in(user, one)
        filled = {**options, focused: typed}
        with self.world.changed:
            data, owners = commands.slash(
                self.world, self._payloads, user, one, name, filled, focused
            )
        return self._interact("autocomplete", user, one, data, owners, name=name)

    def menu(self, user: str, message: "Message | Did", name: str) -> Did:
        """A message context menu command ("Find quotes for this")."""
        with self.world.changed:
            target = self._current(message)
            one = self.world.channels[target.channel]
            self._assert_in(user, one)
            data, owners = commands.on_message(
                self.world, self._payloads, user, one, name, target.id
            )
        return self._interact("menu", user, one, data, owners, name=name, source=target.id)

    def press(self, user: str, message: "Message | Did", button: str) -> Did:
        """A button by its custom_id, or by its label where that is unique, in the message as it
        now stands, ephemerals too. AssertionError where the person sees no such button."""
        shown = self._seen(user, message)
        matching = [
            one for one in shown.buttons if button in (one.get("custom_id"), one.get("label"))
        ]
        there = [
            (one.get("label"), one.get("custom_id") or one.get("url")) for one in shown.buttons
        ]
        assert len(matching) == 1, f"{len(matching)} buttons {button!r}; there are {there}"
        [pressed] = matching
        assert not pressed.get("disabled"), f"{button!r} is disabled"
        assert pressed.get("custom_id"), f"{button!r} is a link"
        data = {"component_type": 2, "custom_id": pressed["custom_id"], "id": pressed["id"]}
        return self._component(user, shown, data)

    def choose(self, user: str, message: "Message | Did", custom_id: str, *values: str) -> Did:
        """Options of a select menu of strings."""
        shown = self._seen(user, message)
        menus = [
            one
            for one in nested(shown.components)
            if one["type"] == 3 and one.get("custom_id") == custom_id
        ]
        assert menus, f"no select {custom_id!r}"
        offered = [option["value"] for option in menus[0]["options"]]
        assert set(values) <= set(offered), f"{values} are not all in {offered}"
        data: Json = {"component_type": 3, "custom_id": custom_id, "id": menus[0]["id"]}
        return self._component(user, shown, data | {"values": list(values)})

    def submit(self, did: Did, values: Mapping[str, str]) -> Did:
        """Sends off the modal that an interaction opened: custom_id → text."""
        opener = did.interaction
        assert opener is not None, "that is no interaction"
        assert opener.modal is not None, "it opened no modal"
        modal = opener.modal
        inputs = [one for one in nested(modal["components"]) if one["type"] == 4]
        assert {one["custom_id"] for one in inputs} >= values.keys(), f"{inputs}"
        rows: list[Json] = []
        for number, row in enumerate(modal["components"], 1):
            filled = [
                {"type": 4, "id": 100 + number, "custom_id": id, "value": values.get(id, "")}
                for id in (one["custom_id"] for one in nested([row]) if one["type"] == 4)
            ]
            if row["type"] == 1:
                rows.append({"type": 1, "id": number, "components": filled})
            elif filled:
                rows.append({"type": row["type"], "id": number, "component": filled[0]})
        data = {"custom_id": modal["custom_id"], "components": rows}
        channel = self.world.channels[did.channel]
        # Only a component's modal knows of a message.
        source = opener.source if opener.kind == "component" else ""
        return self._interact("modal", did.user, channel, data, opener.owners, source=source)

    def deliver(self, did: Did, times: int = 1) -> None:
        """The same events again (new sequence numbers, same ids)."""
        for _ in range(times):
            for event in did.deliveries:
                self._server.send(event)

    # ------------------------------------------------------------------------- the gateway

    @property
    def connections(self) -> int:
        """How many shards are connected and identified."""
        return len(self._gateway.live)

    @property
    def identifies(self) -> list[Json]:
        """Every accepted IDENTIFY."""
        return list(self._gateway.identifies)

    @property
    def resumes(self) -> int:
        """How many sessions were resumed."""
        return self._gateway.resumes

    @property
    def heartbeats(self) -> int:
        return self._gateway.heartbeats

    def wait_for_bot(self, shards: int = 0, timeout: float = PATIENCE) -> None:
        """Until that many shards, or all, are connected and were told their guilds. The bot reads
        that a moment later: look at its cache after settle() or its own on_ready."""
        self.wait_for(lambda: self.connections >= (shards or self.world.shards), timeout)

    def reconnect(self) -> None:
        """Op 7 on every connection: please connect again, and resume."""
        self._server.submit(self._gateway.reconnect())

    def invalidate(self, *, resumable: bool = False) -> None:
        """Op 9 on every connection: the session is over, or is to be resumed."""
        self._server.submit(self._gateway.invalidate(resumable))

    def drop(self) -> None:
        """The TCP connections of the gateway end without a closing frame."""
        self._server.submit(self._gateway.drop())

    def disconnect(self, code: int = 4000) -> None:
        """Closes every connection with a close code: 4000 and most others can be resumed, 4004
        (bad token) and 4014 (intents) mean never to come back."""
        self._server.submit(self._gateway.close(code))

    def zombie(self) -> None:
        """The connections of now stay open, but nothing is answered or sent over them."""
        self._server.submit(self._gateway.deafen())

    def refuse(self, seconds: float) -> None:
        """GET /gateway/bot and new connections to the gateway are 503; 0 ends that."""
        self._gateway.refused_until = time.monotonic() + seconds

    def forget_sessions(self) -> None:
        """Sessions can't be resumed any more, and hear nothing until they identify again."""
        self._server.submit(self._gateway.forget())

    # ------------------------------------------------------------------------------ faults

    def fail(
        self,
        route: str,
        times: int = 1,
        *,
        status: int = 500,
        code: int = 0,
        message: str = "",
        retry_after: float = 0.2,
        via: bool = True,
        everywhere: bool = False,
        after_effect: bool = False,
        drop: bool = False,
    ) -> None:
        """The next requests of a route fail. Routes: callback, edit_original, get_original,
        delete_original, follow_up, edit_follow_up, get_follow_up, delete_follow_up; send, edit,
        get, list, delete, typing, begin_thread, open_dm; sync, commands, me, application, gateway,
        channel, guild, guild_channels, roles, member, user, leave; or "*".

        `code` is Discord's error code (50013). 429: `via` False is Cloudflare's, `everywhere` the
        global limit. `after_effect`: it is done, and only the answer is lost; `drop`: the
        connection ends without an answer.
        """
        known = {one.name for one in self._server.rest.routes} | {"*"}
        assert route in known, f"{route!r} is none of {sorted(known)}"
        fault = Fault(status, code, message, retry_after, via, everywhere, after_effect, drop)
        self._server.faults.add(route, fault, times)

    def slow(self, route: str, seconds: float, times: int = 1) -> None:
        """The next requests take that long to arrive, then succeed if it isn't too late."""
        self._server.faults.add(route, Fault(seconds=seconds), times)

    def limit(self, route: str, requests: int, per: float) -> None:
        """At most that many in `per` seconds for each channel (guild, interaction), told in
        X-RateLimit headers; beyond it 429 with Via."""
        self._server.rates.limits[route] = (requests, per)

    def expire(self, did: Did) -> None:
        """The interaction's token is 15 minutes old: 50027. What was still loading has failed."""
        one = did.interaction
        assert one is not None, "that is no interaction"
        with self.world.changed:
            one.expired = True
            original = self.world.messages.get(one.original)
            if original is not None and original.loading:
                flags = original.flags & ~LOADING
                self.world.messages[original.id] = replace(original, flags=flags)
                self.world.fail(one)

    def forget_nonces(self) -> None:
        """Some minutes later a nonce keeps no second message out any more."""
        with self.world.changed:
            self._server.rest.nonces.clear()

    def revoke_token(self) -> None:
        """401 and close code 4004 from now on; nobody is told."""
        self.world.token = "revoked"

    # ------------------------------------------------------- what people see, what happened

    def messages(self, channel: str) -> list[Message]:
        """By time, without ephemerals and without those still "thinking"."""
        with self.world.changed:
            here = [one for one in self.world.messages.values() if one.channel == channel]
        return _by_time(one for one in here if not one.ephemeral and not one.loading)

    def message(self, message: "Message | Did | str") -> Message | None:
        """As it now stands; None once it is deleted."""
        if isinstance(message, Did):
            message = message.message or ""
        id = message if isinstance(message, str) else message.id
        with self.world.changed:
            return self.world.messages.get(id)

    def pictures(self, message: Message) -> list[tuple[bytes, str]]:
        """What its galleries show, and the words that stand for it."""
        items = [
            item for one in nested(message.components) if one["type"] == 12 for item in one["items"]
        ]
        with self.world.changed:
            files = self.world.files
            return [(files[item["media"]["id"]], item["description"]) for item in items]

    def files(self, message: Message) -> list[tuple[str, bytes]]:
        """The files that can be taken from it: their names, and what is in them."""
        shown = [one["file"]["id"] for one in nested(message.components) if one["type"] == 13]
        with self.world.changed:
            return [(self.world.attachments[id]["filename"], self.world.files[id]) for id in shown]

    def replies(self, to: "Message | Did") -> list[Message]:
        """The bot's messages that reply to a message."""
        one = to.message if isinstance(to, Did) else to
        assert one is not None, "there is no message"
        with self.world.changed:
            every = list(self.world.messages.values())
        return _by_time(m for m in every if m.bot and m.reply_to == one.id)

    def answers(self, did: Did) -> list[Message]:
        """The messages that the bot made of an interaction, the original and follow-ups, as they
        now stand and without "thinking"; to a message, replies(did). A message that a button's
        answer changed (callbacks 6 and 7) isn't among them: see message()."""
        if did.interaction is None:
            return self.replies(did)
        with self.world.changed:
            every = list(self.world.messages.values())
        return _by_time(
            one for one in every if one.interaction == did.interaction.id and not one.loading
        )

    def thinking(self, did: Did) -> bool:
        """Whether the person sees "pullquote is thinking…"."""
        assert did.interaction is not None, "that is no interaction"
        original = self.message(did.interaction.original)
        return original is not None and original.loading

    def choices(self, did: Did) -> list[Json] | None:
        """Of an autocomplete: [{"name": …, "value": …}]; None before they came."""
        assert did.interaction is not None, "that is no interaction"
        return did.interaction.choices

    def ephemerals(self, user: str) -> list[Message]:
        """What only this person sees."""
        with self.world.changed:
            every = list(self.world.messages.values())
        return _by_time(one for one in every if one.to == user and not one.loading)

    def errors_shown(self, user: str) -> list[str]:
        """What Discord itself told the person: "The application did not respond" of a command,
        "This interaction failed" of a button, "Loading options failed" of an autocomplete."""
        with self.world.changed:
            return [error for person, error in self.world.errors_shown if person == user]

    def typing(self, channel: str) -> list[float]:
        """When the bot was typing there (time.monotonic())."""
        with self.world.changed:
            return [at for where, at in self.world.typing if where == channel]

    def pinged(self, user: str) -> list[Message]:
        """The bot's messages that pinged the person: by name, by a role, or with everyone."""
        with self.world.changed:
            every = [one for one in self.world.messages.values() if one.bot]
            return _by_time(one for one in every if self._pings(one, user))

    @property
    def calls(self) -> list[Call]:
        """Everything the bot asked for, in order of the answers."""
        with self.world.changed:
            return list(self.world.calls)

    def called(self, route: str) -> list[Call]:
        """The calls of one route; the names are those of fail()."""
        return [call for call in self.calls if call.route == route]

    @property
    def interactions(self) -> list[Interaction]:
        with self.world.changed:
            return list(self.world.interactions.values())

    @property
    def acks(self) -> list[float]:
        """Seconds to the first answer of each interaction; infinite without one."""
        return [math.inf if one.acked is None else one.acked for one in self.interactions]

    def wait_for(self, predicate: Callable[[], T], timeout: float = PATIENCE) -> T:
        """Its first truthy value; AssertionError, with what happened meanwhile, without one."""
        end = time.monotonic() + timeout
        while True:
            value = predicate()
            if value:
                return value
            if time.monotonic() > end:
                recent = [f"{call.route} {call.status} {call.code}" for call in self.calls[-12:]]
                raise AssertionError(
                    f"not within {timeout} s; {self.connections} connections; the last calls: "
                    f"{recent}; violations: {self.violations}"
                )
            with self.world.changed:
                self.world.changed.wait(0.05)

    def settle(self, quiet: float = 0.3, timeout: float = PATIENCE) -> None:
        """Until every interaction is answered or failed, nothing is under way, and nothing has
        happened for `quiet` seconds."""
        server, world = self._server, self.world
        self.wait_for(
            lambda: (
                all(one.over for one in self.interactions)
                and not server.in_flight
                and not server.undelivered
                and time.monotonic() - world.last_happened >= quiet
            ),
            timeout,
        )

    # ------------------------------------------------------------------------------ inside

    def _interact(
        self,
        kind: Kind,
        user: str,
        channel: Channel,
        data: Json,
        owners: Json,
        *,
        name: str = "",
        source: str = "",
    ) -> Did:
        world = self.world
        with world.changed:
            id = world.id()
            one = Interaction(
                id=id,
                token=f"token-{id}",
                kind=kind,
                user=user,
                channel=channel.id,
                at=time.monotonic(),
                name=name,
                guild_installed="0" in owners,
                owners=owners,
                source=source,
            )
            world.interactions[id] = one
            payload = self._payloads.interaction(one, data)
        event = self._server.tell("INTERACTION_CREATE", payload, channel.guild)
        self._server.watch(one)
        message = world.messages.get(source) if kind == "component" else None
        return Did(user, channel.id, (event,), message, one)

    def _component(self, user: str, message: Message, data: Json) -> Did:
        channel = self.world.channels[message.channel]
        owners: Json = {}
        if message.interaction:
            owners = self.world.interactions[message.interaction].owners
        elif channel.guild:
            owners = {"0": channel.guild}
        else:
            owners = {"0": "0"}
        return self._interact("component", user, channel, data, owners, source=message.id)

    def _seen(self, user: str, message: "Message | Did") -> Message:
        """The message as it now stands; AssertionError where the person doesn't see it."""
        with self.world.changed:
            now = self._current(message)
            self._assert_in(user, self.world.channels[now.channel])
        assert now.to in ("", user), f"{user} doesn't see it"
        return now

    def _current(self, message: "Message | Did") -> Message:
        one = message.message if isinstance(message, Did) else message
        assert one is not None, "there is no message"
        now = self.message(one)
        assert now is not None, f"the message is gone: {one}"
        return now

    def _assert_in(self, user: str, channel: Channel) -> None:
        there = self.world.guilds[channel.guild].members if channel.guild else channel.members
        assert user in there, f"{user} is not in {channel.id}"

    def _bot_sees(self, channel: Channel) -> bool:
        held = permissions.held(self.world, self.bot_user, channel)
        return bool(held & permissions.BITS["view_channel"])

    def _told(self, name: str, message: Message) -> tuple[Event, ...]:
        channel = self.world.channels[message.channel]
        if not self._bot_sees(channel):
            self.world.happened()
            return ()
        data = self._payloads.message_event(message)
        return (self._server.tell(name, data, channel.guild),)

    def _pings(self, message: Message, user: str) -> bool:
        channel = self.world.channels[message.channel]
        roles = self.world.guilds[channel.guild].members.get(user, []) if channel.guild else []
        return bool(message.pings & {user, "everyone", *roles})

    def _added(self, channel: Channel, event: str) -> str:
        with self.world.changed:
            self.world.channels[channel.id] = channel
        self._tell_members(event, self._payloads.channel(channel), channel.guild)
        return channel.id

    def _update(self, channel: str) -> None:
        one = self.world.channels[channel]
        if one.type in (TEXT, NEWS):
            self._tell_members("CHANNEL_UPDATE", self._payloads.channel(one), one.guild)

    def _tell_members(self, name: str, data: Json, guild: str) -> None:
        if self.world.bot_in(guild):
            self._server.tell(name, data, guild)


def _bits(names: Sequence[str]) -> int:
    return permissions.bits(*names)


def _by_time(messages: Iterable[Message]) -> list[Message]:
    return sorted(messages, key=lambda one: int(one.id))
