"""Checks of what the service stands on → how it is, in `health`, as long as a `with` lasts."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager

from bot.health import Health
from retrieval.errors import PullquoteError
from retrieval.event_logger import EventLogger

EVERY_SECONDS = 2.0
# A database server behind a cut cable answers after minutes, if at all.
PATIENCE_SECONDS = 10.0

# Says in a few words that all is well; raises a PullquoteError that says what isn't.
Check = Callable[[], str]

_log = EventLogger()


@asynccontextmanager
async def probed(
    health: Health,
    checks: Mapping[str, Check],
    clock: Callable[[], float] = time.monotonic,
    every: float = EVERY_SECONDS,
    patience: float = PATIENCE_SECONDS,
) -> AsyncIterator[None]:
    """Runs each check in a thread, again and again; one that hangs keeps no other waiting."""
    for part in checks:
        health.expect(part, clock())
    tasks = [
        asyncio.create_task(_probe(health, part, check, clock, every, patience))
        for part, check in checks.items()
    ]
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def _probe(
    health: Health,
    part: str,
    check: Check,
    clock: Callable[[], float],
    every: float,
    patience: float,
) -> None:
    while True:
        # Never two at once: the threads of one that hangs would pile up.
        asked = asyncio.ensure_future(asyncio.to_thread(check))
        done, _ = await asyncio.wait({asked}, timeout=patience)
        if not done:
            health.bad(part, f"no answer for {patience:g} s", clock())
            await asyncio.wait({asked})
        try:
            health.good(part, asked.result(), clock())
        except PullquoteError as error:
            health.bad(part, str(error), clock())
        except Exception as error:
            _log.error("check_failed", part=part, exc_info=True)
            health.bad(part, f"unexpected {type(error).__name__}; see the log", clock())
        await asyncio.sleep(every)
