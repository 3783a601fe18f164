"""Which of Slack's deliveries goes to which listener; each question is kept before Slack hears that
it arrived."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any

import aiohttp
import structlog
from slack_bolt.app.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck
from slack_bolt.context.async_context import AsyncBoltContext
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse
from slack_sdk.errors import SlackClientError

from adapters.service.answering import Answering
from adapters.service.chat import Kept, Unclaimed
from adapters.slack import actions
from adapters.slack.actions import press_of
from adapters.slack.clients import NotInstalled
from adapters.slack.commands import Commands
from adapters.slack.follow_commands import FollowCommands
from adapters.slack.incoming import (
    Body,
    Deleted,
    Edited,
    Incoming,
    Way,
    command,
    everywhere,
    shortcut,
    spoken,
)
from adapters.slack.message import Message
from adapters.slack.pressing import Pressing
from adapters.slack.timeline_commands import TimelineCommands
from adapters.slack.track_commands import TrackCommands
from bot import wording
from retrieval.errors import PullquoteError

# Of the three seconds that Slack waits; the rest is for the way there and back.
KEPT_WITHIN_SECONDS = 2.0
# Slack delivers an event again that often; a question that isn't kept the last time is lost.
_LAST_REDELIVERY = 3

_log = structlog.get_logger()


def quiet_logger() -> logging.Logger:
    """For the SDK, whose warnings quote whole payloads; what matters is logged by us."""
    logger = logging.getLogger("pullquote.slack_sdk")
    logger.setLevel(logging.CRITICAL)
    return logger


def listen(
    app: AsyncApp,
    answering: Answering[Incoming, Message],
    commands: Commands,
    follows: FollowCommands,
    timelines: TimelineCommands,
    tracks: TrackCommands,
    pressing: Pressing,
) -> None:
    """Registers every listener; the manifest asks Slack for just these.

    `app` was made with `process_before_response`: else Bolt acknowledges events by itself.
    """

    async def said(body: Body, context: AsyncBoltContext, kept: Kept, *, again: bool) -> None:
        match spoken(body, context.bot_user_id or ""):
            case None:
                return
            case Edited(key, now):
                # Where it asks nothing any more, its reply stands: people see that it was edited.
                if now is None:
                    return
                if now.way is Way.DIRECT:
                    await answering.change(key, now, kept)
                    return
                await answering.change(key, now)
                # Perhaps it asks the bot only now; if it is known, the claim says so.
                await answering.take(now, kept, again=again)
            case Deleted(gone):
                # Not kept before it is done: Slack tells again, and it can be done twice.
                await answering.withdraw(gone)
            case incoming:
                await answering.take(incoming, kept, again=again)

    async def opened(body: Body) -> None:
        if body["event"].get("tab") == "messages":
            await commands.pane(body)
        else:
            await commands.home(body)

    async def ask(body: Body, kept: Kept) -> None:
        await answering.take(command(body), kept)

    async def find_quotes(body: Body, kept: Kept) -> None:
        asked = shortcut(body)
        if asked.text:
            await answering.take(asked, kept)
        else:
            kept()
            await answering.chat.whisper(asked, answering.chat.sentence(wording.NO_TEXT))

    async def ask_everywhere(body: Body, kept: Kept) -> None:
        for action in body["actions"]:
            if press := press_of(action.get("value")):
                await answering.take(everywhere(body, press.reply, press.question), kept)

    async def press(body: Body) -> None:
        for action in body["actions"]:
            await pressing.press(body, action)

    async def turn(body: Body) -> None:
        for action in body["actions"]:
            await timelines.turn(body, action)

    async def choose(body: Body) -> None:
        for action in body["actions"]:
            await tracks.choose(body, action)

    app.event("app_mention")(_event(said))
    app.event("message")(_event(said))
    app.event("app_home_opened")(_acknowledged(opened))
    app.event("app_context_changed")(_acknowledged(commands.pane))
    app.command("/ask")(_question(ask))
    app.command("/stories")(_acknowledged(commands.stories))
    app.command("/pullquote")(_acknowledged(commands.pullquote))
    app.command("/follow")(_acknowledged(follows.follow))
    app.command("/unfollow")(_acknowledged(follows.unfollow))
    app.command("/following")(_acknowledged(follows.following))
    app.command("/timeline")(_acknowledged(timelines.timeline))
    app.command("/track")(_acknowledged(tracks.track))
    app.command("/untrack")(_acknowledged(tracks.untrack))
    app.shortcut("find_quotes")(_question(find_quotes))
    for action in BELOW_REPLIES:
        ask_or_press = (
            _question(ask_everywhere) if action == actions.EVERYWHERE else _acknowledged(press)
        )
        app.action(action)(ask_or_press)
    for action in BELOW_TIMELINES:
        app.action(action)(_acknowledged(turn))
    for action in BELOW_SOURCES:
        app.action(action)(_acknowledged(choose))


BELOW_REPLIES = (
    actions.MORE,
    actions.CONTEXT,
    actions.FEEDBACK,
    actions.SHARE,
    actions.NEAREST,
    actions.EVERYWHERE,
)
BELOW_SOURCES = (actions.TRACK, actions.END_SOURCE, actions.CANCEL)
BELOW_TIMELINES = (actions.EARLIER, actions.LATER, actions.TURN_AROUND)

_Listener = Callable[..., Awaitable[BoltResponse | None]]
_AGAIN = 503  # Slack delivers an event again that is not answered with 200


def _event(listener: Callable[..., Awaitable[None]]) -> _Listener:
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


def _question(listener: Callable[[Body, Kept], Awaitable[None]]) -> _Listener:
    """What people press or type is delivered once: whether it is kept or not, they are told."""

    async def heard(ack: AsyncAck, body: dict[str, Any]) -> None:
        await _kept(lambda kept: listener(body, kept))
        await ack()

    return heard


def _acknowledged(listener: Callable[[Body], Awaitable[None]]) -> _Listener:
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
