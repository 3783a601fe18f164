"""What listens → what Bolt calls: each delivery is acknowledged in time, a question once it is
kept, and whatever goes wrong is in the log.

The app is made with `process_before_response`: else Bolt acknowledges events by itself.
"""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any

import aiohttp
from slack_bolt.context.ack.async_ack import AsyncAck
from slack_bolt.context.async_context import AsyncBoltContext
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse
from slack_sdk.errors import SlackClientError

from adapters.service.chat import Kept, Unclaimed
from adapters.slack.clients import NotInstalled
from adapters.slack.incoming import Body
from retrieval.errors import PullquoteError
from retrieval.event_logger import EventLogger

# Of the three seconds that Slack waits; the rest is for the way there and back.
KEPT_WITHIN_SECONDS = 2.0
# Slack delivers an event again that often; a question that isn't kept the last time is lost.
_LAST_REDELIVERY = 3
_AGAIN = 503  # Slack delivers an event again that is not answered with 200

_log = EventLogger()

Listener = Callable[..., Awaitable[BoltResponse | None]]


def event(listener: Callable[..., Awaitable[None]]) -> Listener:
    """An event that may be a question; one that isn't kept is not acknowledged."""

    async def heard(
        ack: AsyncAck, body: dict[str, Any], context: AsyncBoltContext, request: AsyncBoltRequest
    ) -> BoltResponse | None:
        again = _redelivery(request) < _LAST_REDELIVERY
        if not await _kept(lambda kept: listener(body, context, kept, again=again)):
            return BoltResponse(status=_AGAIN)
        await ack()
        return None

    return heard


def question(listener: Callable[[Body, Kept], Awaitable[None]]) -> Listener:
    """What people press or type is delivered once: whether it is kept or not, they are told."""

    async def heard(ack: AsyncAck, body: dict[str, Any]) -> None:
        await _kept(lambda kept: listener(body, kept))
        await ack()

    return heard


def acknowledged(listener: Callable[[Body], Awaitable[None]]) -> Listener:
    """What asks nothing: who misses what it shows asks for it again."""

    async def heard(ack: AsyncAck, body: dict[str, Any]) -> None:
        await ack()
        _at_work(_guarded(listener(body)))

    return heard


async def _kept(listening: Callable[[Kept], Awaitable[None]]) -> bool:
    """Whether what was heard may be acknowledged by now; the listener goes on in any case."""
    kept = asyncio.Event()

    async def listened() -> bool:
        """False: it is to come again."""
        try:
            return await _guarded(listening(kept.set))
        finally:
            kept.set()

    work = _at_work(listened())
    try:
        async with asyncio.timeout(KEPT_WITHIN_SECONDS):
            await kept.wait()
    except TimeoutError:
        _log.warning("not_kept_in_time", seconds=KEPT_WITHIN_SECONDS)
        return False
    return not work.done() or work.result()


_running: set["asyncio.Task[bool]"] = set()


def _at_work(listening: Coroutine[None, None, bool]) -> "asyncio.Task[bool]":
    """The loop alone would not hold on to it."""
    task = asyncio.create_task(listening)
    _running.add(task)
    task.add_done_callback(_running.discard)
    return task


async def _guarded(listening: Awaitable[None]) -> bool:
    """The last net: people were told before, or can't be; Bolt's own net would log the payload.
    False where what came was not kept."""
    try:
        await listening
    except Unclaimed:
        return False
    except PullquoteError as error:
        _log.warning("listener_failed", reason=str(error))
        return False
    except (SlackClientError, aiohttp.ClientError, OSError, NotInstalled) as error:
        _log.warning("slack_call_failed", reason=type(error).__name__)
    except Exception:
        _log.error("listener_failed", exc_info=True)
    return True


def _redelivery(request: AsyncBoltRequest) -> int:
    """How often Slack has delivered this before."""
    times = str((request.headers.get("x-slack-retry-num") or ["0"])[0])
    return int(times) if times.isdecimal() else 0
