"""What is to be done now and then beside a chat, as long as a `with` lasts; at its end, what is in
hand is finished first."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Collection, Sequence
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any

from adapters.service.answering import LEASE_SECONDS, Answering
from adapters.service.notifying import Notifying
from retrieval.errors import PullquoteError
from retrieval.event_logger import EventLogger

_RESUMED_EVERY = 5.0
_NOTICED_EVERY = 2.0
_FORGOTTEN_EVERY = 3600.0
_TOKENS_LOOKED_AFTER_EVERY = 300.0
# How long answers in hand may take when the process is asked to end.
_FINISH_SECONDS = 25.0

_log = EventLogger()

Work = Callable[[], Awaitable[None]]


@asynccontextmanager
async def answer_tasks(
    answering: Answering[Any], keep: timedelta, keep_questions: timedelta, loaded: Work
) -> AsyncIterator[None]:
    """Answering whose leases are kept up and that finishes what others left, once `loaded` returns.
    Replies and deliveries older than `keep` are forgotten, unanswered questions older than
    `keep_questions`."""

    async def resume() -> None:
        # Sooner, the questions of before a restart would only hear that it is too early.
        await loaded()
        await answering.resume()

    async def forget() -> None:
        before = answering.now() - keep
        await answering.book(lambda: answering.replies.forget_replies(before))
        await answering.book(lambda: answering.deliveries.forget_deliveries(before))
        await answering.book(lambda: answering.rate_limit.forget(answering.now()))
        now = answering.now()
        too_old = now - keep_questions
        await answering.book(lambda: answering.unanswered.forget_questions(now, too_old))

    periodic = (
        (LEASE_SECONDS / 3, answering.renew),
        (_RESUMED_EVERY, resume),
        (_FORGOTTEN_EVERY, forget),
    )
    async with _running(periodic, answering.in_hand):
        yield


@asynccontextmanager
async def token_tasks(look_after: Work) -> AsyncIterator[None]:
    """Tokens that expire are refreshed before they do."""
    async with _running(((_TOKENS_LOOKED_AFTER_EVERY, look_after),), ()):
        yield


@asynccontextmanager
async def notice_tasks(notifying: Notifying) -> AsyncIterator[None]:
    """What happens to the tracked articles is told soon after."""
    periodic = ((LEASE_SECONDS / 3, notifying.renew), (_NOTICED_EVERY, notifying.look))
    async with _running(periodic, notifying.in_hand):
        yield


@asynccontextmanager
async def _running(
    periodic: Sequence[tuple[float, Work]], in_hand: Collection[str]
) -> AsyncIterator[None]:
    tasks = [asyncio.create_task(_every(seconds, work)) for seconds, work in periodic]
    try:
        yield
        await _finished(in_hand)
    finally:
        # Last: the leases are kept up until the last answer is out.
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def _every(seconds: float, work: Work) -> None:
    while True:
        try:
            await work()
        except PullquoteError as error:
            _log.warning("upkeep_failed", reason=str(error))
        except Exception:
            _log.error("upkeep_failed", exc_info=True)
        await asyncio.sleep(seconds)


async def _finished(in_hand: Collection[str]) -> None:
    try:
        async with asyncio.timeout(_FINISH_SECONDS):
            while in_hand:
                await asyncio.sleep(0.05)
    except TimeoutError:
        # Their leases end, and whoever runs next takes them over.
        _log.warning("answers_left_unfinished", count=len(in_hand))
