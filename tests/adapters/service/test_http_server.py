"""What a server's log says of those who ask: our faults, not theirs."""

import asyncio

import aiohttp
import pytest
from aiohttp import web

from adapters.service.http_server import listening

HOST = "127.0.0.1"
CUT_SHORT = b"POST /read HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nhalf"
NO_HTTP = b"GET / HTTP/1.1\r\nHost: x\r\nContent-Length: many\r\n\r\n"


@pytest.mark.parametrize("sent", [CUT_SHORT, NO_HTTP], ids=["goes away", "speaks no HTTP"])
def test_only_what_is_our_fault_is_logged_as_an_error(
    sent: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    asyncio.run(_sent(sent))
    assert [str(record.exc_info[1]) for record in caplog.records if record.exc_info] == ["ours"]


async def _sent(sent: bytes) -> None:
    begun, over = asyncio.Event(), asyncio.Event()

    async def read(request: web.Request) -> web.Response:
        begun.set()
        try:
            return web.Response(body=await request.read())
        finally:
            over.set()

    async def fail(request: web.Request) -> web.Response:
        raise ConnectionRefusedError("ours")  # by what it asks itself

    app = web.Application()
    app.router.add_post("/read", read)
    app.router.add_get("/fail", fail)
    async with listening(app, HOST, 0, "PULLQUOTE_TEST") as port:
        reader, writer = await asyncio.open_connection(HOST, port)
        writer.write(sent)
        if sent is CUT_SHORT:
            await begun.wait()
            writer.transport.abort()
            await over.wait()
        else:
            assert b" 400 " in await reader.readline()
            writer.close()
        async with (
            aiohttp.ClientSession() as session,
            session.get(f"http://{HOST}:{port}/fail") as reply,
        ):
            assert reply.status == 500
