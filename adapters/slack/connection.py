"""Socket Mode: connected as long as the `with` lasts, and it is said when it isn't."""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass

import aiohttp
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.app.async_app import AsyncApp
from slack_sdk.errors import SlackApiError, SlackClientError

from adapters.slack.clients import SlackApi, code_of, patient, web_client
from bot.health import Health
from retrieval.errors import WrongUse
from retrieval.event_logger import EventLogger

CONNECTION = "slack_connection"
TOKEN = "slack_token"  # noqa: S105
# Slack's answers to a token that will never work; everything else may pass.
_BAD_TOKEN = frozenset(
    "invalid_auth not_authed account_inactive token_revoked token_expired not_allowed_token_type "
    "no_permission missing_scope org_login_required ekm_access_denied app_uninstalled".split()
)
VALID = "valid"
_WATCHED_EVERY = 0.5
_TOKEN_CHECKED_EVERY = 60.0
_FIRST_PAUSE, _LONGEST_PAUSE = 1.0, 30.0

_log = EventLogger()


class BadToken(WrongUse):
    """Slack refuses a token; one line that names the setting and what to do."""


@dataclass(frozen=True, slots=True)
class Identity:
    """Who the bot is in its workspace, as auth.test says."""

    enterprise: str
    team: str
    user: str
    bot: str


async def identity(api: SlackApi, bot_token: str, health: Health) -> Identity:
    """Who the token belongs to; waits for Slack where it can't be reached. Raises BadToken."""
    client = web_client(api, bot_token, patient())
    found = await _until_reached(client.auth_test, "SLACK_BOT_TOKEN", health)
    health.good(TOKEN, VALID, time.monotonic())
    return Identity(
        str(found.get("enterprise_id") or ""),
        str(found.get("team_id") or ""),
        str(found.get("user_id") or ""),
        str(found.get("bot_id") or ""),
    )


async def check_app_token(api: SlackApi, app_token: str, health: Health) -> None:
    """Asks for a connection and doesn't use it: the SDK would try a bad token for ever in silence.

    Raises BadToken.
    """
    client = web_client(api, None, patient())
    await _until_reached(
        lambda: client.apps_connections_open(app_token=app_token), "SLACK_APP_TOKEN", health
    )


@asynccontextmanager
async def socket_mode(
    app: AsyncApp, app_token: str, api: SlackApi, health: Health, ping_seconds: float
) -> AsyncIterator[None]:
    """Slack's deliveries go to the app; `health` says whether they can."""
    handler = AsyncSocketModeHandler(
        app,
        app_token,
        logger=app.logger,
        web_client=web_client(api, None, patient()),
        ping_interval=ping_seconds,
    )
    _go_by_proxy(handler, api)
    connecting = asyncio.create_task(handler.client.connect())  # type: ignore[no-untyped-call]
    watching = asyncio.create_task(_watch(handler, health))
    try:
        yield
    finally:
        for task in (watching, connecting):
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task
        await handler.client.close()  # type: ignore[no-untyped-call]


def _go_by_proxy(handler: AsyncSocketModeHandler, api: SlackApi) -> None:
    """Which way leads to the socket is known once Slack has said where it is."""
    client = handler.client
    issue = client.issue_new_wss_url

    async def issued() -> str:
        url: str = await issue()
        client.proxy = api.proxy_for(url)
        return url

    client.issue_new_wss_url = issued  # type: ignore[method-assign]


async def watch_token(api: SlackApi, bot_token: str, health: Health) -> None:
    """Says in `health` when the token stops working; for as long as it is not cancelled."""
    client = web_client(api, bot_token, patient())
    while True:
        await asyncio.sleep(_TOKEN_CHECKED_EVERY)
        try:
            await client.auth_test()
            health.good(TOKEN, VALID, time.monotonic())
        except SlackApiError as error:
            if (code := code_of(error)) in _BAD_TOKEN:
                state = f"SLACK_BOT_TOKEN is refused by Slack ({code})"
                health.bad(TOKEN, state, time.monotonic())
        except (SlackClientError, aiohttp.ClientError, OSError, TimeoutError):
            continue  # the connection's own watch says so


async def _watch(handler: AsyncSocketModeHandler, health: Health) -> None:
    while True:
        if await handler.client.is_connected():
            health.good(CONNECTION, "connected", time.monotonic())
        else:
            health.bad(CONNECTION, "not connected; trying again", time.monotonic())
        await asyncio.sleep(_WATCHED_EVERY)


async def _until_reached(
    call: Callable[[], Awaitable[object]], setting: str, health: Health
) -> "dict[str, object]":
    pause = _FIRST_PAUSE
    while True:
        try:
            found = await call()
        except SlackApiError as error:
            code = code_of(error)
            if code in _BAD_TOKEN:
                raise BadToken(
                    f"{setting} is refused by Slack ({code}); copy it again from your app's "
                    "settings on api.slack.com/apps"
                ) from None
            reason = code or "no sensible answer"
        except (SlackClientError, aiohttp.ClientError, OSError, TimeoutError) as error:
            reason = type(error).__name__
        else:
            return found.data  # type: ignore[attr-defined,no-any-return]
        state = f"Slack can't be reached ({reason}); trying again"
        health.bad(CONNECTION, state, time.monotonic())
        _log.warning("slack_not_reached", reason=reason, again_seconds=pause)
        await asyncio.sleep(pause)
        pause = min(2 * pause, _LONGEST_PAUSE)
