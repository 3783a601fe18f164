"""Answering → answering whose leases are kept up, that finishes what others left and ends well."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any

import structlog

from adapters.answering import LEASE_SECONDS, Answering
from retrieval.errors import PullquoteError

_RESUMED_EVERY = 5.0
_FORGOTTEN_EVERY = 3600.0
# How long answers in hand may take when the process is asked to end.
_FINISH_SECONDS = 25.0

_log = structlog.get_logger()


@asynccontextmanager
async def looked_after(answering: Answering[Any, Any], keep: timedelta) -> AsyncIterator[None]:
    """On the way out, what is in hand is finished. Replies and deliveries older than `keep` are
    forgotten."""

    async def forget() -> None:
        before = answering.now() - keep
        await answering.book(lambda: answering.replies.forget_replies(before))
        await answering.book(lambda: answering.deliveries.forget_deliveries(before))

    tasks = [
        asyncio.create_task(_every(seconds, work))
        for seconds, work in (
            (LEASE_SECONDS / 3, answering.renew),
            (_RESUMED_EVERY, answering.resume),
            (_FORGOTTEN_EVERY, forget),
        )
    ]
    try:
        yield
        await _finished(answering)
    finally:
        # Last: the leases are kept up until the last answer is out.
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def _every(seconds: float, work: Callable[[], Awaitable[None]]) -> None:
    while True:
        try:
            await work()
        except PullquoteError as error:
            _log.warning("upkeep_failed", reason=str(error))
        except Exception:
            _log.error("upkeep_failed", exc_info=True)
        await asyncio.sleep(seconds)


async def _finished(answering: Answering[Any, Any]) -> None:
    try:
        async with asyncio.timeout(_FINISH_SECONDS):
            await answering.idle()
    except TimeoutError:
        # Their leases end, and whoever runs next takes them over.
        _log.warning("answers_left_unfinished", count=len(answering.in_hand))
