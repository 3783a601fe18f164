"""Events → the WebSocket sessions of the bot's shards, with replay of what they missed."""

import asyncio
import contextlib
import importlib
import json
import time
import zlib
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from aiohttp import WSMsgType, web

from tests.e2e.discord.payloads import Payloads
from tests.e2e.discord.world import Json, World

DISPATCH, HEARTBEAT, IDENTIFY, PRESENCE, RESUME, RECONNECT = 0, 1, 2, 3, 6, 7
REQUEST_MEMBERS, INVALID_SESSION, HELLO, HEARTBEAT_ACK = 8, 9, 10, 11
GUILDS, GUILD_MESSAGES, DIRECT_MESSAGES = 1 << 0, 1 << 9, 1 << 12
GUILD_REACTIONS, DIRECT_REACTIONS = 1 << 10, 1 << 13
PRIVILEGED = (1 << 1) | (1 << 8) | (1 << 15)
KEPT_EVENTS = 1000
INTENTS = {
    "GUILD_CREATE": GUILDS,
    "GUILD_DELETE": GUILDS,
    "GUILD_ROLE_CREATE": GUILDS,
    "CHANNEL_CREATE": GUILDS,
    "CHANNEL_UPDATE": GUILDS,
    "CHANNEL_DELETE": GUILDS,
    "THREAD_CREATE": GUILDS,
}


@dataclass(frozen=True, slots=True)
class Event:
    """Something to tell the bot, over the shard that the guild ("": direct messages) belongs to."""

    name: str
    data: Json
    shard: int
    guild: str = ""

    @property
    def intent(self) -> int:
        if self.name.startswith("MESSAGE_REACTION_"):
            return GUILD_REACTIONS if self.guild else DIRECT_REACTIONS
        if self.name.startswith("MESSAGE_"):
            return GUILD_MESSAGES if self.guild else DIRECT_MESSAGES
        return INTENTS.get(self.name, 0)


@dataclass(eq=False, slots=True)
class Connection:
    """One WebSocket; a `deaf` one stays open, but hears and says nothing any more."""

    ws: web.WebSocketResponse
    transport: asyncio.Transport | None
    pack: Callable[[str], bytes] | None
    session: "Session | None" = None
    deaf: bool = False
    ready: bool = False  # all that a session begins with was sent
    ended: bool = False  # by the server
    sending: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def send(self, op: int, data: Any = None, *, name: str = "", seq: int = 0) -> None:
        payload: Json = {"op": op, "d": data, "s": seq or None, "t": name or None}
        if self.deaf or self.ws.closed:
            return
        # One after the other: the compression has a state, and events an order.
        async with self.sending:
            with contextlib.suppress(ConnectionError):
                text = json.dumps(payload)
                if self.pack is None:
                    await self.ws.send_str(text)
                else:
                    await self.ws.send_bytes(self.pack(text))


@dataclass(eq=False, slots=True)
class Session:
    """What IDENTIFY began and RESUME goes on with."""

    id: str
    shard: int
    intents: int
    seq: int = 0
    sent: list[tuple[int, str, Json]] = field(default_factory=list)
    connection: Connection | None = None
    busy: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def tell(self, name: str, data: Json) -> None:
        """In turn: not while the session starts or what it missed is sent again."""
        async with self.busy:
            await self.tell_now(name, data)

    async def tell_now(self, name: str, data: Json) -> None:
        self.seq += 1
        self.sent = [*self.sent[1 - KEPT_EVENTS :], (self.seq, name, data)]
        if self.connection is not None:
            await self.connection.send(DISPATCH, data, name=name, seq=self.seq)


@dataclass(slots=True)
class Gateway:
    """All sessions and connections. Used on the server's loop only, but for reading counts."""

    world: World
    payloads: Payloads
    heartbeat: float
    privileged: int = 0
    url: str = ""
    sessions: dict[str, Session] = field(default_factory=dict)
    connections: list[Connection] = field(default_factory=list)
    refused_until: float = 0.0
    identifies: list[Json] = field(default_factory=list)
    resumes: int = 0
    heartbeats: int = 0
    starts: int = 1000

    @property
    def refusing(self) -> bool:
        return time.monotonic() < self.refused_until

    @property
    def live(self) -> list[Connection]:
        """Those that a session runs over."""
        return [one for one in self.connections if one.ready and not one.deaf]

    def bot(self) -> Json:
        """GET /gateway/bot."""
        limit = {
            "total": 1000,
            "remaining": self.starts,
            "reset_after": 86_400_000,
            "max_concurrency": 1,
        }
        return {"url": self.url, "shards": self.world.shards, "session_start_limit": limit}

    async def dispatch(self, event: Event) -> None:
        """To every session of the shard that has the intent."""
        for session in list(self.sessions.values()):
            if session.shard == event.shard and (
                not event.intent or session.intents & event.intent
            ):
                await session.tell(event.name, event.data)

    async def serve(self, request: web.Request) -> web.StreamResponse:
        """The handler of the WebSocket url."""
        if self.refusing:
            return web.Response(status=503)
        ws = web.WebSocketResponse(max_msg_size=4096 * 4)
        await ws.prepare(request)
        pack = _packer(request.query.get("compress", ""))
        connection = Connection(ws, request.transport, pack)
        self.connections.append(connection)
        try:
            await connection.send(HELLO, {"heartbeat_interval": int(self.heartbeat * 1000)})
            await self._listen(connection)
        finally:
            self.connections.remove(connection)
            self._left(connection)
            self.world.happened()
        return ws

    async def _listen(self, connection: Connection) -> None:
        ws = connection.ws
        while not ws.closed:
            try:
                message = await ws.receive(timeout=self.heartbeat * 1.5)
            except TimeoutError:
                if connection.deaf:
                    continue
                await ws.close(code=4009)
                return
            if connection.deaf:
                if message.type in (WSMsgType.CLOSE, WSMsgType.CLOSING, WSMsgType.CLOSED):
                    return
                continue
            if message.type is not WSMsgType.TEXT:
                return
            close = await self._heard(connection, json.loads(message.data))
            self.world.happened()
            if close:
                await ws.close(code=close)

    async def _heard(self, connection: Connection, payload: Json) -> int:
        """The code to close the connection with; 0 to go on."""
        op, data = payload.get("op"), payload.get("d") or {}
        if op == HEARTBEAT:
            self.heartbeats += 1
            await connection.send(HEARTBEAT_ACK)
        elif op == IDENTIFY:
            return await self._identify(connection, data)
        elif op == RESUME:
            return await self._resume(connection, data)
        elif connection.session is None:
            return 4003
        elif op not in (PRESENCE, REQUEST_MEMBERS):
            return 4001
        return 0

    async def _identify(self, connection: Connection, data: Json) -> int:
        if connection.session is not None:
            return 4005
        if data["token"] != self.world.token:
            return 4004
        shard, shards = data.get("shard", [0, 1])
        if shards != self.world.shards or not 0 <= shard < shards:
            return 4010
        if data["intents"] & PRIVILEGED & ~self.privileged:
            return 4014
        self.identifies.append(data)
        self.starts -= 1
        session = Session(self.world.id(), shard, data["intents"], connection=connection)
        guilds = [
            guild
            for guild in self.world.guilds.values()
            if self.world.bot in guild.members and self.world.shard_of(guild.id) == shard
        ]
        ready = {
            "v": 10,
            "user": self.payloads.me(),
            "guilds": [{"id": guild.id, "unavailable": True} for guild in guilds],
            "session_id": session.id,
            "resume_gateway_url": self.url,
            "shard": [shard, shards],
            "application": {"id": self.world.application, "flags": 0},
        }
        connection.session = session
        self.sessions[session.id] = session
        async with session.busy:
            await session.tell_now("READY", ready)
            if session.intents & GUILDS:
                for guild in guilds:
                    if not guild.unavailable:
                        await session.tell_now("GUILD_CREATE", self.payloads.guild_create(guild))
        connection.ready = True
        return 0

    async def _resume(self, connection: Connection, data: Json) -> int:
        if data["token"] != self.world.token:
            return 4004
        session = self.sessions.get(data["session_id"] or "")
        if session is None:
            await connection.send(INVALID_SESSION, False)
            return 0
        last = data["seq"] or 0
        if not 0 <= last <= session.seq:
            del self.sessions[session.id]
            return 4007
        self.resumes += 1
        async with session.busy:
            if session.connection is not None:
                session.connection.deaf = True
            session.connection = connection
            connection.session = session
            for seq, name, event in session.sent:
                if seq > last:
                    await connection.send(DISPATCH, event, name=name, seq=seq)
            await session.tell_now("RESUMED", {})
        connection.ready = True
        return 0

    def _left(self, connection: Connection) -> None:
        session = connection.session
        if session is None or session.connection is not connection:
            return
        session.connection = None
        # A bot that closes with 1000 or 1001 goes offline at once, and can't resume.
        if not connection.ended and connection.ws.close_code in (1000, 1001):
            self.sessions.pop(session.id, None)

    # ------------------------------------------------------------------------------ faults

    async def reconnect(self) -> None:
        for connection in self.live:
            await connection.send(RECONNECT)

    async def invalidate(self, resumable: bool) -> None:
        for connection in self.live:
            if not resumable and connection.session is not None:
                self.sessions.pop(connection.session.id, None)
            await connection.send(INVALID_SESSION, resumable)

    async def drop(self) -> None:
        """Ends every TCP connection without a closing frame."""
        for connection in list(self.connections):
            if connection.transport is not None:
                connection.transport.abort()

    async def close(self, code: int) -> None:
        for connection in list(self.connections):
            connection.ended = True
            await connection.ws.close(code=code)

    async def deafen(self) -> None:
        for connection in self.connections:
            connection.deaf = True

    async def forget(self) -> None:
        self.sessions.clear()


def _packer(kind: str) -> Callable[[str], bytes] | None:
    """The transport compression that the url asks for: one stream a connection."""
    if kind == "zlib-stream":
        stream = zlib.compressobj()
        return lambda text: stream.compress(text.encode()) + stream.flush(zlib.Z_SYNC_FLUSH)
    if kind == "zstd-stream":
        # discord.py asks for it only where this is installed.
        zstandard = importlib.import_module("zstandard")
        packing = zstandard.ZstdCompressor().compressobj()
        return lambda text: (
            packing.compress(text.encode()) + packing.flush(zstandard.COMPRESSOBJ_FLUSH_BLOCK)
        )
    return None
