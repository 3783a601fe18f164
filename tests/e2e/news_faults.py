"""What a site may do wrong, as faults for NewsSite.fail: a request → a wrong answer or none."""

import asyncio
import gzip
import zlib
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import suppress

import brotli  # type: ignore[import-untyped]
from aiohttp import web

# None: the document follows as usual or, where the connection was closed, nothing does.
Fault = Callable[[web.Request], Awaitable[web.StreamResponse | None]]
_MB = 1_000_000


def slow(seconds: float) -> Fault:
    """Silent for so long, then as usual."""

    async def fault(_: web.Request) -> None:
        await asyncio.sleep(seconds)

    return fault


def status(code: int, *, retry_after: str = "") -> Fault:
    """429, 500, 502, 503, 304 without being asked, …"""
    headers = {"Retry-After": retry_after} if retry_after else {}

    async def fault(_: web.Request) -> web.StreamResponse:
        return web.Response(status=code, headers=headers)

    return fault


def dropped() -> Fault:
    """The connection closed without a word."""
    return _raw(b"")


def no_http() -> Fault:
    return _raw(b"SSH-2.0-OpenSSH_9.6\r\n\r\n")


def truncated(body: bytes = b"<html><p>Half of") -> Fault:
    """Content-Length promises twice as much as comes."""
    return _raw(_head(f"Content-Length: {2 * len(body)}") + body)


def announced(size: int = 100 * _MB) -> Fault:
    """Content-Length promises a huge body; none comes."""
    return _raw(_head(f"Content-Length: {size}"))


def broken_chunk(body: bytes = b"<html><p>Half of") -> Fault:
    """Chunked, and the connection closed within a chunk."""
    return _raw(_head("Transfer-Encoding: chunked") + b"ff\r\n" + body)


def cut_gzip(body: bytes) -> Fault:
    """All bytes that Content-Length promises, but they are half of a gzip file."""
    half = gzip.compress(body)[: len(gzip.compress(body)) // 2]
    return _whole(half, "gzip")


def dripping_headers(seconds: float = 0.05) -> Fault:
    """A header now and then, and never an end of them."""

    async def fault(request: web.Request) -> None:
        assert request.transport
        request.transport.write(b"HTTP/1.1 200 OK\r\n")
        while request.transport and not request.transport.is_closing():
            request.transport.write(b"X-More: to come\r\n")
            await asyncio.sleep(seconds)

    return fault


def dripping_body(seconds: float = 0.05) -> Fault:
    """A byte now and then, and never an end of them."""

    async def bytes_of() -> AsyncIterator[bytes]:
        while True:
            yield b"."
            await asyncio.sleep(seconds)

    return _streamed(bytes_of)


def huge(size: int = 100 * _MB) -> Fault:
    """A body of so many bytes, which are never all in memory here; no Content-Length."""

    async def chunks() -> AsyncIterator[bytes]:
        for _ in range(size // 65_536):
            yield bytes(65_536)

    return _streamed(chunks)


def gzip_bomb(size: int = 100 * _MB) -> Fault:
    """Small on the wire, `size` bytes once inflated."""
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    body = b"".join(packer.compress(bytes(_MB)) for _ in range(size // _MB)) + packer.flush()
    return _whole(body, "gzip")


def brotli_bomb(size: int = 100 * _MB) -> Fault:
    return _whole(brotli.compress(bytes(size), quality=1), "br")


def _head(*headers: str) -> bytes:
    lines = ("HTTP/1.1 200 OK", "Content-Type: text/html", *headers)
    return "".join(f"{line}\r\n" for line in lines).encode() + b"\r\n"


def _raw(answer: bytes) -> Fault:
    async def fault(request: web.Request) -> None:
        assert request.transport
        request.transport.write(answer)
        request.transport.close()

    return fault


def _whole(body: bytes, coding: str) -> Fault:
    async def fault(_: web.Request) -> web.StreamResponse:
        headers = {"Content-Encoding": coding, "Content-Type": "text/html"}
        return web.Response(body=body, headers=headers)

    return fault


def _streamed(chunks: Callable[[], AsyncIterator[bytes]]) -> Fault:
    async def fault(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse()
        await response.prepare(request)
        with suppress(ConnectionResetError):  # whoever has had enough hangs up
            async for chunk in chunks():
                await response.write(chunk)
        return response

    return fault
