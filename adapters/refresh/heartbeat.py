"""A refresh → the same, with its signs of life noted, and given up where it gives none for long."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import datetime
from typing import TypeVar

from structlog.contextvars import bind_contextvars

from adapters.storage.database import CatalogError
from adapters.storage.heartbeats import Heartbeats
from adapters.storage.segment_writer import Progress
from retrieval.errors import PullquoteError

# Every request is bounded, and builds tell how far they are; the longest silence is Chroma's, when
# it takes in a large index.
PATIENCE_SECONDS = 1200.0
# How often a sign of life is written down.
_BEAT_SECONDS = 20.0

T = TypeVar("T")


class Hung(PullquoteError):
    """Nothing has come of the round for too long. The process must end: what hangs may be a thread,
    and holds the locks."""


async def with_heartbeat(
    work: Callable[[Progress], Awaitable[T]],
    beats: Heartbeats,
    now: Callable[[], datetime],
    progress: Progress = lambda step, done, of: None,
    patience: float = PATIENCE_SECONDS,
) -> T:
    """What comes of `work`, a round. Raises Hung, CatalogError, and what `work` raises."""
    began = now()
    # Not only as long as a `with`: who hears how it ended logs that, too, in the same task.
    bind_contextvars(round_id=f"{began:%Y%m%dT%H%M%SZ}")
    await asyncio.to_thread(beats.begin, began)
    loop = asyncio.get_running_loop()
    signs = asyncio.Event()
    beating = asyncio.create_task(_beat(beats, now, signs))
    over = False
    try:
        async with asyncio.timeout(patience) as limit:

            def alive() -> None:
                signs.set()
                if not over:
                    limit.reschedule(loop.time() + patience)

            def heard(step: str, done: int, of: int) -> None:
                # A build tells of itself from a thread of its own.
                loop.call_soon_threadsafe(alive)
                progress(step, done, of)

            try:
                result = await work(heard)
            finally:
                over = True
    except TimeoutError as error:
        if not limit.expired():
            await _ended(beats, began, now, f"unexpected {type(error).__name__}")
            raise
        why = f"nothing came of the refresh for {patience / 60:.0f} minutes, so it was given up"
        await _ended(beats, began, now, why)
        raise Hung(f"{why}; run it again, and if that stays so: pullquote doctor") from None
    except PullquoteError as error:
        await _ended(beats, began, now, str(error))
        raise
    except Exception as error:
        await _ended(beats, began, now, f"unexpected {type(error).__name__}")
        raise
    finally:
        beating.cancel()
        with suppress(asyncio.CancelledError):
            await beating
    await asyncio.to_thread(beats.end, began, now())
    return result


async def _ended(
    beats: Heartbeats, began: datetime, now: Callable[[], datetime], fault: str
) -> None:
    # Where that can't be written down either, the missing signs of life tell it.
    with suppress(CatalogError):
        await asyncio.to_thread(beats.end, began, now(), fault)


async def _beat(beats: Heartbeats, now: Callable[[], datetime], signs: asyncio.Event) -> None:
    while True:
        await asyncio.sleep(_BEAT_SECONDS)
        if signs.is_set():
            signs.clear()
            with suppress(CatalogError):
                await asyncio.to_thread(beats.beat, now())
