"""What there is in the localhost Discord: guilds, people, channels, messages, interactions.

One lock guards all of it: tests read from their thread, the server writes from its own.
"""

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

Json = dict[str, Any]
Kind = Literal["command", "menu", "component", "autocomplete", "modal"]

EPOCH_MS = 1_420_070_400_000  # snowflakes count from here
EPHEMERAL, LOADING, COMPONENTS_V2 = 1 << 6, 1 << 7, 1 << 15
TEXT, DM, GROUP, NEWS, THREAD, FORUM = 0, 1, 3, 5, 11, 15
CROSSPOSTED = 1 << 0
TOKEN_SECONDS = 15 * 60.0


@dataclass(frozen=True, slots=True)
class Message:
    """A message as it stood when it was looked at.

    `reply_to` is the id of the message that it replies to, `pings` whom it pinged (ids of people
    and roles, "everyone"), `to` the one person who sees an ephemeral, `interaction` the id of the
    interaction that it answers.
    """

    id: str
    channel: str
    author: str
    content: str
    embeds: tuple[Json, ...] = ()
    components: tuple[Json, ...] = ()
    attachments: tuple[Json, ...] = ()
    flags: int = 0
    reply_to: str = ""
    mentions: tuple[str, ...] = ()
    pings: frozenset[str] = frozenset()
    to: str = ""
    bot: bool = False
    edited: bool = False
    edited_at: str = ""  # a snowflake of that moment, where somebody edited it
    interaction: str = ""
    nonce: str = ""
    type: int = 0

    @property
    def loading(self) -> bool:
        """ "… is thinking": deferred, and nothing came yet."""
        return bool(self.flags & LOADING)

    @property
    def ephemeral(self) -> bool:
        return bool(self.flags & EPHEMERAL)

    @property
    def text(self) -> str:
        """All that it shows, line by line: content, embeds, text displays, labels of buttons."""
        lines = [self.content]
        for embed in self.embeds:
            lines += [embed.get("author", {}).get("name", ""), embed.get("title", "")]
            lines.append(embed.get("description", ""))
            for one in embed.get("fields", ()):
                lines += [one["name"], one["value"]]
            lines.append(embed.get("footer", {}).get("text", ""))
        for component in nested(self.components):
            lines += [component.get("content", ""), component.get("label", "")]
        return "\n".join(line for line in lines if line)

    @property
    def buttons(self) -> list[Json]:
        """Wherever they are nested."""
        return [one for one in nested(self.components) if one["type"] == 2]


def nested(components: Sequence[Json]) -> Iterator[Json]:
    """All of them, depth first, each before what is in it."""
    for component in components:
        yield component
        yield from nested(component.get("components") or ())
        for inside in ("accessory", "component"):
            if component.get(inside):
                yield from nested([component[inside]])


@dataclass(frozen=True, slots=True)
class User:
    """Somebody; `installed` the app for themselves."""

    id: str
    name: str
    bot: bool = False
    installed: bool = False
    locale: str = "en-US"


@dataclass(frozen=True, slots=True)
class Role:
    """`permissions` are bits; `managed` is the bot's own."""

    id: str
    name: str
    permissions: int
    managed: bool = False


@dataclass(slots=True)
class Guild:
    """A server; `members` are the ids of each member's roles. The role @everyone has its id."""

    id: str
    name: str
    owner: str
    roles: dict[str, Role] = field(default_factory=dict)
    members: dict[str, list[str]] = field(default_factory=dict)
    unavailable: bool = False
    pending: set[str] = field(default_factory=set)  # who has not accepted its rules yet
    locale: str = "en-US"


@dataclass(slots=True)
class Channel:
    """A text channel, a forum, a thread in one (`parent`), or a chat of `members`.

    `denied` are the bits that the bot lacks here.
    """

    id: str
    type: int
    name: str = ""
    guild: str = ""
    parent: str = ""
    members: tuple[str, ...] = ()
    denied: int = 0


@dataclass(eq=False, slots=True)
class Interaction:
    """What Discord knows of one; it changes, so look at it after wait_for.

    `acked` is the time in seconds to the first answer, `callback` that answer's type, `choices` an
    autocomplete's, `modal` what it opened, `error` what Discord itself told the person.
    """

    id: str
    token: str
    kind: Kind
    user: str
    channel: str
    at: float
    name: str = ""
    guild_installed: bool = True
    owners: Json = field(default_factory=dict)
    source: str = ""  # the message of a component, or the target of a menu
    acked: float | None = None
    callback: int | None = None
    original: str = ""  # the id of the message that @original is
    follow_ups: int = 0
    expired: bool = False
    choices: list[Json] | None = None
    modal: Json | None = None
    error: str = ""

    @property
    def over(self) -> bool:
        """Whether the first answer came, or can't come any more."""
        return self.acked is not None or bool(self.error)


@dataclass(frozen=True, slots=True)
class Call:
    """A request of the bot. `route` is the short name that fail() takes; `code` Discord's error."""

    route: str
    method: str
    path: str
    query: dict[str, str]
    body: Any
    at: float
    status: int
    code: int = 0


@dataclass(slots=True)
class World:
    """All state."""

    clock: Callable[[], float] = time.time
    changed: threading.Condition = field(default_factory=threading.Condition)
    application: str = ""
    bot: str = ""
    owner: str = ""
    token: str = ""
    shards: int = 1
    users: dict[str, User] = field(default_factory=dict)
    guilds: dict[str, Guild] = field(default_factory=dict)
    channels: dict[str, Channel] = field(default_factory=dict)
    messages: dict[str, Message] = field(default_factory=dict)
    interactions: dict[str, Interaction] = field(default_factory=dict)
    commands: dict[str, list[Json]] = field(default_factory=dict)  # by guild; "" are global
    attachments: dict[str, Json] = field(default_factory=dict)
    files: dict[str, bytes] = field(default_factory=dict)  # by the attachment's id
    typing: list[tuple[str, float]] = field(default_factory=list)
    errors_shown: list[tuple[str, str]] = field(default_factory=list)
    calls: list[Call] = field(default_factory=list)
    violations: list[str] = field(default_factory=list)
    last_happened: float = field(default_factory=time.monotonic)
    _last_ms: int = 0

    def id(self) -> str:
        """A new snowflake, later than any before it. Each has a millisecond of its own, for a
        guild's shard follows from the time in its id."""
        with self.changed:
            self._last_ms = max(int(self.clock() * 1000), self._last_ms + 1)
            return str((self._last_ms - EPOCH_MS) << 22)

    def happened(self) -> None:
        """Wakes whoever waits."""
        with self.changed:
            self.last_happened = time.monotonic()
            self.changed.notify_all()

    def violated(self, *what: str) -> None:
        with self.changed:
            self.violations.extend(what)

    def bot_in(self, guild: str) -> bool:
        return guild in self.guilds and self.bot in self.guilds[guild].members

    def shard_of(self, guild: str) -> int:
        """Direct messages ("") are the first shard's."""
        return (int(guild) >> 22) % self.shards if guild else 0

    def direct(self, user: str) -> Channel:
        """The direct message of a person and the bot, opened if need be."""
        with self.changed:
            for channel in self.channels.values():
                if channel.type == DM and user in channel.members:
                    return channel
            channel = Channel(self.id(), DM, members=(user, self.bot))
            self.channels[channel.id] = channel
            return channel

    def fail(self, interaction: Interaction) -> None:
        """Nothing came in time: Discord says so itself."""
        said = {
            "autocomplete": "Loading options failed",
            "component": "This interaction failed",
        }
        interaction.error = said.get(interaction.kind, "The application did not respond")
        self.errors_shown.append((interaction.user, interaction.error))
        self.happened()
