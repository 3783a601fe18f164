"""Deliveries → envelopes on the Socket Mode connections that an app has open, and their acks."""

import asyncio
import contextlib
import json
import time
from dataclasses import dataclass, field

from aiohttp import WSMsgType, web

from tests.e2e.slack.deliveries import Attempt, Delivery
from tests.e2e.slack.world import Json, World

MAX_SOCKETS = 10
PING_SECONDS = 5.0
# How long a connection that is to be replaced stays open for the acknowledgements still out.
GRACE_SECONDS = 1.0


@dataclass(eq=False, slots=True)
class Socket:
    """One connection; a `draining` one gets nothing new, a `frozen` one hears and says nothing."""

    ws: web.WebSocketResponse
    transport: asyncio.Transport | None
    draining: bool = False
    frozen: bool = False


@dataclass(slots=True)
class Sockets:
    """All connections of the app. Used on the server's loop only."""

    world: World
    open: list[Socket] = field(default_factory=list)
    tickets: set[str] = field(default_factory=set)
    refused_until: float = 0.0
    timeout: float = 3.0
    _waiting: dict[str, tuple[Attempt, asyncio.Future[None]]] = field(default_factory=dict)
    _turn: int = 0

    @property
    def refusing(self) -> bool:
        return time.monotonic() < self.refused_until

    def ticket(self) -> str:
        ticket = self.world.id("ticket")
        self.tickets.add(ticket)
        return ticket

    async def serve(self, request: web.Request) -> web.StreamResponse:
        """The handler of the url that apps.connections.open gave."""
        ticket = request.query.get("ticket", "")
        if self.refusing or ticket not in self.tickets:
            return web.Response(status=503 if self.refusing else 404)
        self.tickets.remove(ticket)
        ws = web.WebSocketResponse(autoping=False)
        await ws.prepare(request)
        if len(self.open) >= MAX_SOCKETS:
            await ws.send_json({"type": "disconnect", "reason": "too_many_websockets"})
            await ws.close()
            return ws
        socket = Socket(ws, request.transport)
        await ws.send_json(self._hello())
        self.open.append(socket)
        self.world.happened()
        pinging = asyncio.ensure_future(_ping(socket))
        try:
            await self._listen(socket)
        finally:
            pinging.cancel()
            self.open.remove(socket)
            self.world.happened()
        return ws

    async def send(self, delivery: Delivery, attempt: Attempt) -> str:
        """ "" once acknowledged, on whichever connection."""
        acked: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting[attempt.id] = (attempt, acked)
        deadline = attempt.at + self.timeout
        while (socket := self._next()) is None:
            if time.monotonic() >= deadline:
                return "no_connection"
            await asyncio.sleep(0.01)
        attempt.at = time.monotonic()
        with contextlib.suppress(ConnectionError):
            await socket.ws.send_str(json.dumps(self._envelope(delivery, attempt)))
        try:
            await asyncio.wait_for(asyncio.shield(acked), self.timeout)
        except TimeoutError:
            return "timeout"
        return ""

    async def refresh(self, reason: str, warn: bool) -> None:
        """Asks the app to connect anew, and closes what it had a little later."""
        old = [socket for socket in self.open if not socket.draining]
        for socket in old:
            socket.draining = True
            for why in (["warning"] if warn else []) + [reason]:
                with contextlib.suppress(ConnectionError):
                    await socket.ws.send_json(
                        {
                            "type": "disconnect",
                            "reason": why,
                            "debug_info": {"host": "localhost"},
                        }
                    )
        await asyncio.sleep(GRACE_SECONDS)
        for socket in old:
            await socket.ws.close()

    async def drop(self) -> None:
        """Ends every TCP connection without a closing frame."""
        for socket in list(self.open):
            socket.draining = True
            if socket.transport is not None:
                socket.transport.abort()

    async def freeze(self) -> None:
        """The connections of now stay open and silent, as behind a firewall that forgot them."""
        for socket in self.open:
            socket.frozen = socket.draining = True

    async def close(self) -> None:
        for socket in list(self.open):
            await socket.ws.close()

    def _next(self) -> Socket | None:
        ready = [socket for socket in self.open if not socket.draining]
        self._turn += 1
        return ready[self._turn % len(ready)] if ready else None

    async def _listen(self, socket: Socket) -> None:
        async for message in socket.ws:
            if socket.frozen:
                continue
            if message.type is WSMsgType.PING:
                await socket.ws.pong(message.data)
            elif message.type is WSMsgType.TEXT:
                self._acknowledge(json.loads(message.data))

    def _acknowledge(self, answer: Json) -> None:
        attempt, acked = self._waiting.get(answer.get("envelope_id", ""), (None, None))
        if attempt is None or acked is None or attempt.seconds is not None:
            return
        attempt.seconds = time.monotonic() - attempt.at
        attempt.response = answer.get("payload")
        if not acked.done():
            acked.set_result(None)
        self.world.happened()

    def _hello(self) -> Json:
        return {
            "type": "hello",
            "num_connections": len(self.open) + 1,
            "debug_info": {
                "host": "localhost",
                "build_number": 1,
                "approximate_connection_time": 18060,
            },
            "connection_info": {"app_id": self.world.app_id},
        }

    def _envelope(self, delivery: Delivery, attempt: Attempt) -> Json:
        envelope: Json = {
            "envelope_id": attempt.id,
            "type": delivery.kind,
            "accepts_response_payload": delivery.kind == "slash_commands",
            "payload": delivery.payload,
        }
        if delivery.kind == "events_api":
            envelope |= {"retry_attempt": attempt.number, "retry_reason": attempt.reason}
        return envelope


async def _ping(socket: Socket) -> None:
    while True:
        await asyncio.sleep(PING_SECONDS)
        if not socket.frozen:
            with contextlib.suppress(ConnectionError):
                await socket.ws.ping(b"Ping from 127.0.0.1")
