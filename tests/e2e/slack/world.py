"""What there is in the localhost Slack: workspaces, people, channels, and what they can see.

One lock guards all of it: tests read from their thread, the server writes from its own.
"""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Literal

Json = dict[str, Any]
Kind = Literal["channel", "group", "im"]

RESPONSE_URL_SECONDS = 30 * 60
RESPONSE_URL_USES = 5
TRIGGER_SECONDS = 3.0


@dataclass(frozen=True, slots=True)
class Message:
    """A message as it stood when it was looked at.

    `text` is escaped, as in payloads; `thread` is its thread_ts, "" outside of threads; `bot` the
    bot_id, "" for people's; `to` the one person who sees an ephemeral; `unfurl` is (unfurl_links,
    unfurl_media) as sent; `files` are the ids of those shared with it; `subtype` "tombstone" is
    what stays of a thread's deleted first message.
    """

    channel: str
    ts: str
    user: str
    text: str
    thread: str = ""
    blocks: tuple[Json, ...] = ()
    bot: str = ""
    to: str = ""
    edited: bool = False
    metadata: Json | None = None
    unfurl: tuple[bool | None, bool | None] = (None, None)
    client_msg_id: str = ""
    files: tuple[str, ...] = ()
    subtype: str = ""


@dataclass(slots=True)
class Team:
    """A workspace with the app's bot in it; `token` is "" where the app isn't installed.
    `enterprise`: its organisation, "" for none; `org_wide`: the app is installed for all of it, and
    its workspaces have one token and one bot."""

    id: str
    name: str
    bot_user: str
    bot_id: str
    token: str
    scopes: frozenset[str]
    enterprise: str = ""
    org_wide: bool = False


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody in a workspace; a `guest` of many of its channels, or of one."""

    id: str
    name: str
    team: str
    is_admin: bool
    is_owner: bool
    tz: str = "Etc/UTC"
    locale: str = "en-US"
    guest: Literal["", "many", "one"] = ""


@dataclass(slots=True)
class UserGroup:
    """People of a workspace who are mentioned together, by a handle."""

    id: str
    team: str
    handle: str
    users: list[str]


@dataclass(slots=True)
class Channel:
    """A public channel, a private one ("group"), or a direct message with the bot ("im")."""

    id: str
    name: str
    team: str
    kind: Kind
    creator: str
    members: list[str]
    archived: bool = False


@dataclass(slots=True)
class ResponseUrl:
    """Where an app may answer an action for a while; `original` is the message it may replace."""

    channel: str
    user: str
    until: float
    original: Message | None = None
    thread: str = ""
    uses: int = 0


@dataclass(slots=True)
class Trigger:
    """What allows to open one modal."""

    user: str
    until: float
    used: bool = False


@dataclass(slots=True)
class File:
    """What an app uploads: `data` is None until it has come, `done` once the upload is completed;
    blocks with it are refused as often as `refused_still` says, while Slack looks at it."""

    id: str
    team: str
    name: str
    length: int
    alt: str
    data: bytes | None = None
    title: str = ""
    done: bool = False
    refused_still: int = 0


@dataclass(frozen=True, slots=True)
class Call:
    """A Web API call, or a post to a "response_url"; `error` is "" where it was ok."""

    method: str
    args: Json
    at: float
    status: int
    error: str


@dataclass(slots=True)
class World:
    """All state but the messages of channels, which a backend keeps."""

    app_id: str
    clock: Callable[[], float] = time.time
    changed: threading.Condition = field(default_factory=threading.Condition)
    teams: dict[str, Team] = field(default_factory=dict)
    people: dict[str, Person] = field(default_factory=dict)
    channels: dict[str, Channel] = field(default_factory=dict)
    groups: dict[str, UserGroup] = field(default_factory=dict)
    ephemerals: list[Message] = field(default_factory=list)
    homes: dict[str, Json] = field(default_factory=dict)
    modals: dict[str, tuple[str, Json]] = field(default_factory=dict)
    statuses: list[tuple[str, str, str]] = field(default_factory=list)
    status: dict[tuple[str, str], str] = field(default_factory=dict)
    prompts: dict[str, Json] = field(default_factory=dict)
    titles: dict[tuple[str, str], str] = field(default_factory=dict)
    response_urls: dict[str, ResponseUrl] = field(default_factory=dict)
    triggers: dict[str, Trigger] = field(default_factory=dict)
    files: dict[str, File] = field(default_factory=dict)
    files_refused: int = 0
    codes: dict[str, tuple[str, frozenset[str]]] = field(default_factory=dict)
    expires_in: int = 0  # seconds that tokens are good for; 0: they don't expire
    refresh_tokens: dict[str, str] = field(default_factory=dict)
    errors_shown: list[tuple[str, str]] = field(default_factory=list)
    calls: list[Call] = field(default_factory=list)
    violations: list[str] = field(default_factory=list)
    events: frozenset[str] | None = None
    last_happened: float = field(default_factory=time.monotonic)
    new_direct: Callable[[str], str] | None = None
    _ids: int = 0
    _last_ts: int = 0

    def id(self, prefix: str) -> str:
        """A new id: C0000000012."""
        with self.changed:
            self._ids += 1
            return f"{prefix}{self._ids:010d}"

    def ts(self) -> str:
        """Now, and later than any before it."""
        with self.changed:
            self._last_ts = max(int(self.clock() * 1_000_000), self._last_ts + 1)
            return f"{self._last_ts // 1_000_000}.{self._last_ts % 1_000_000:06d}"

    def happened(self) -> None:
        """Wakes whoever waits."""
        with self.changed:
            self.last_happened = time.monotonic()
            self.changed.notify_all()

    def bot_in(self, channel: Channel) -> bool:
        return self.teams[channel.team].bot_user in channel.members

    def direct(self, user: str) -> Channel:
        """The direct message of a person and the bot, opened if need be."""
        with self.changed:
            for channel in self.channels.values():
                if channel.kind == "im" and user in channel.members:
                    return channel
            team = self.teams[self.people[user].team]
            id = self.new_direct(user) if self.new_direct else self.id("D")
            channel = Channel(id, "", team.id, "im", user, [user, team.bot_user])
            self.channels[channel.id] = channel
            return channel

    def trigger(self, user: str) -> str:
        with self.changed:
            trigger = f"{self.id('')}.{self.app_id}.{user}"
            self.triggers[trigger] = Trigger(user, self.clock() + TRIGGER_SECONDS)
            return trigger

    def response_url(
        self, channel: str, user: str, original: Message | None = None, thread: str = ""
    ) -> str:
        """The key of a new one; the server makes the url of it."""
        with self.changed:
            key = self.id("R")
            until = self.clock() + RESPONSE_URL_SECONDS
            self.response_urls[key] = ResponseUrl(channel, user, until, original, thread)
            return key

    def wants(self, event: str) -> bool:
        """Whether the app subscribed to it."""
        return self.events is None or event in self.events
