"""A forward proxy on 127.0.0.1 to which every name in the world means 127.0.0.1.

with Proxy(login="ann:hunter2") as proxy:
    fetch("http://news.example:8000/a", through=proxy.url)
    assert proxy.asked == ["GET news.example:8000"]

https and wss go by CONNECT, http and ws by absolute addresses (RFC 9112, 3.2.2; RFC 9110, 9.3.6).
"""

import asyncio
import base64
import threading
from contextlib import suppress
from dataclasses import dataclass, field
from types import TracebackType
from typing import Self
from urllib.parse import urlsplit

from tests.patience import PATIENCE

HOST = "127.0.0.1"


@dataclass
class Proxy:
    """`asked`: method and host of each connection that it let through; `refused`: of the others.
    `refusal`: what it says to everybody from now on, such as "403 Forbidden"."""

    login: str = ""
    refusal: str = ""
    port: int = 0
    asked: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    _loop: asyncio.AbstractEventLoop = field(default_factory=asyncio.new_event_loop)
    _ready: threading.Event = field(default_factory=threading.Event)
    _end: asyncio.Event = field(default_factory=asyncio.Event)
    _thread: threading.Thread | None = None

    @property
    def url(self) -> str:
        """With the login."""
        return f"http://{self.login}{'@' if self.login else ''}{HOST}:{self.port}"

    def __enter__(self) -> Self:
        self._thread = threading.Thread(
            target=lambda: self._loop.run_until_complete(self._serve()), name="proxy"
        )
        self._thread.start()
        assert self._ready.wait(PATIENCE)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._loop.call_soon_threadsafe(self._end.set)
        assert self._thread is not None
        self._thread.join(PATIENCE)
        self._loop.close()

    async def _serve(self) -> None:
        visits: set[asyncio.Task[None]] = set()

        def visited(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            visits.add(task := asyncio.ensure_future(self._visit(reader, writer)))
            task.add_done_callback(visits.discard)

        server = await asyncio.start_server(visited, HOST, 0)
        self.port = server.sockets[0].getsockname()[1]
        self._ready.set()
        await self._end.wait()
        server.close()
        for visit in list(visits):
            visit.cancel()
        await asyncio.gather(*visits, return_exceptions=True)

    async def _visit(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            with suppress(OSError, asyncio.IncompleteReadError):
                await self._answer(reader, writer)
        finally:
            writer.close()

    async def _answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
        first, *lines = head.removesuffix("\r\n\r\n").split("\r\n")
        method, target, _ = first.split(" ")
        tunnel = method == "CONNECT"
        parts = urlsplit(f"//{target}" if tunnel else target)
        what = f"{method} {parts.hostname}:{parts.port}"
        if refusal := self.refusal or ("" if self._may(lines) else "407 Login Needed"):
            self.refused.append(what)
            writer.write(f"HTTP/1.1 {refusal}\r\nContent-Length: 0\r\n\r\n".encode())
            await writer.drain()
            return
        self.asked.append(what)
        there, to = await asyncio.open_connection(HOST, parts.port)
        if tunnel:
            writer.write(b"HTTP/1.1 200 Connected\r\n\r\n")
        else:
            path = parts.path + (f"?{parts.query}" if parts.query else "")
            kept = [f"{method} {path} HTTP/1.1", *filter(_is_passed_on, lines)]
            if not any(line.lower().startswith("upgrade:") for line in kept):
                kept = [line for line in kept if not line.lower().startswith("connection:")]
                kept.append("Connection: close")
            to.write("\r\n".join((*kept, "", "")).encode("latin-1"))
        await asyncio.gather(_pass(reader, to), _pass(there, writer))

    def _may(self, lines: list[str]) -> bool:
        right = "Basic " + base64.b64encode(self.login.encode()).decode()
        return not self.login or f"proxy-authorization: {right}".lower() in map(str.lower, lines)


def _is_passed_on(line: str) -> bool:
    return not line.lower().startswith("proxy-")


async def _pass(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    try:
        while some := await reader.read(65_536):
            writer.write(some)
            await writer.drain()
    finally:
        writer.close()
