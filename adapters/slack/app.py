"""Which of Slack's deliveries goes to which listener; each is acknowledged before it is read."""

import logging
from collections.abc import Awaitable, Callable
from typing import Any

import aiohttp
import structlog
from slack_bolt.app.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck
from slack_bolt.context.async_context import AsyncBoltContext
from slack_sdk.errors import SlackClientError

from adapters.service.answering import Answering
from adapters.slack import actions
from adapters.slack.clients import NotInstalled
from adapters.slack.commands import Commands
from adapters.slack.follow_commands import FollowCommands
from adapters.slack.incoming import Body, Deleted, Edited, Incoming, Way, command, shortcut, spoken
from adapters.slack.message import Message
from adapters.slack.pressing import Pressing
from adapters.slack.timeline_commands import TimelineCommands
from adapters.slack.track_commands import TrackCommands

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
    """Registers every listener; the manifest asks Slack for just these."""

    async def said(body: Body, context: AsyncBoltContext) -> None:
        match spoken(body, context.bot_user_id or ""):
            case None:
                return
            case Edited(key, now):
                # Where it asks nothing any more, its reply stands: people see that it was edited.
                if now is not None:
                    await answering.change(key, now)
                    if now.way is not Way.DIRECT:
                        # Perhaps it asks the bot only now; if it is known, the claim says so.
                        await answering.take(now)
            case Deleted(gone):
                await answering.withdraw(gone)
            case incoming:
                await answering.take(incoming)

    async def opened(body: Body) -> None:
        if body["event"].get("tab") == "messages":
            await commands.pane(body)
        else:
            await commands.home(body)

    async def ask(body: Body) -> None:
        await answering.take(command(body))

    async def find_quotes(body: Body) -> None:
        await answering.take(shortcut(body))

    async def press(body: Body) -> None:
        for action in body["actions"]:
            await pressing.press(body, action)

    async def turn(body: Body) -> None:
        for action in body["actions"]:
            await timelines.turn(body, action)

    async def choose(body: Body) -> None:
        for action in body["actions"]:
            await tracks.choose(body, action)

    app.event("app_mention")(_logged(said))
    app.event("message")(_logged(said))
    app.event("app_home_opened")(_logged_body(opened))
    app.event("app_context_changed")(_logged_body(commands.pane))
    app.command("/ask")(_acknowledged(ask))
    app.command("/stories")(_acknowledged(commands.stories))
    app.command("/pullquote")(_acknowledged(commands.pullquote))
    app.command("/follow")(_acknowledged(follows.follow))
    app.command("/unfollow")(_acknowledged(follows.unfollow))
    app.command("/following")(_acknowledged(follows.following))
    app.command("/timeline")(_acknowledged(timelines.timeline))
    app.command("/track")(_acknowledged(tracks.track))
    app.command("/untrack")(_acknowledged(tracks.untrack))
    app.shortcut("find_quotes")(_acknowledged(find_quotes))
    for action in BELOW_REPLIES:
        app.action(action)(_acknowledged(press))
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

_Listener = Callable[..., Awaitable[None]]


def _acknowledged(listener: Callable[[Body], Awaitable[None]]) -> _Listener:
    """Events are acknowledged by Bolt itself, what people press and type is not."""

    async def acknowledged(ack: AsyncAck, body: dict[str, Any]) -> None:
        await ack()
        await _guarded(listener(body))

    return acknowledged


def _logged_body(listener: Callable[[Body], Awaitable[None]]) -> _Listener:
    async def logged(body: dict[str, Any]) -> None:
        await _guarded(listener(body))

    return logged


def _logged(listener: Callable[[Body, AsyncBoltContext], Awaitable[None]]) -> _Listener:
    async def logged(body: dict[str, Any], context: AsyncBoltContext) -> None:
        await _guarded(listener(body, context))

    return logged


async def _guarded(listening: Awaitable[None]) -> None:
    """The last net: people were told before, or can't be; Bolt's own net would log the payload."""
    try:
        await listening
    except (SlackClientError, aiohttp.ClientError, OSError, NotInstalled) as error:
        _log.warning("slack_call_failed", reason=type(error).__name__)
    except Exception:
        _log.error("listener_failed", exc_info=True)
