"""Health → `/healthz` and `/readyz` over HTTP, and its log lines while nobody asks."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import asdict

from aiohttp import web

from adapters.service.http_server import listening
from bot.health import Health

WATCH_SECONDS = 1.0


@asynccontextmanager
async def health_server(
    health: Health,
    host: str,
    port: int | None,
    clock: Callable[[], float] = time.monotonic,
    beside: Sequence[Callable[[web.Application], None]] = (),
) -> AsyncIterator[int | None]:
    """Watches `health` and serves it; yields the port, a free one for 0. `beside`: what else is
    served there.

    With None for the port it is only watched. Raises PortError.
    """
    watching = asyncio.create_task(_watch(health, clock))
    try:
        if port is None:
            yield None
        else:
            app = _application(health, clock)
            for add in beside:
                add(app)
            async with listening(app, host, port, "PULLQUOTE_HEALTH") as bound:
                yield bound
    finally:
        watching.cancel()
        with suppress(asyncio.CancelledError):
            await watching


async def _watch(health: Health, clock: Callable[[], float]) -> None:
    while True:
        health.watch(clock())
        await asyncio.sleep(WATCH_SECONDS)


def _application(health: Health, clock: Callable[[], float]) -> web.Application:
    async def alive(_: web.Request) -> web.Response:
        # Answered by the event loop itself: it would not be while something blocks the loop.
        return web.json_response({"alive": True})

    async def ready(_: web.Request) -> web.Response:
        now = clock()
        is_ready = health.ready(now)
        parts = {name: asdict(part) for name, part in health.parts(now).items()}
        return web.json_response(
            {"ready": is_ready, "parts": parts}, status=200 if is_ready else 503
        )

    app = web.Application()
    app.router.add_get("/healthz", alive)
    app.router.add_get("/readyz", ready)
    return app
