"""Credentials and the bot's resources → Pullquote in Slack, as long as the `with` lasts."""

import asyncio
import logging
import time
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from datetime import timedelta

from slack_bolt.app.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.authorization.async_authorize import AsyncAuthorize
from slack_bolt.context.async_context import AsyncBoltContext
from slack_bolt.oauth.async_oauth_settings import AsyncOAuthSettings

from adapters.service.background import answer_tasks, notice_tasks, token_tasks
from adapters.service.resources import Resources
from adapters.service.sent_replies import SentReplies
from adapters.service.wiring import (
    answering_of,
    conversation_of,
    how_to_ask_at,
    notifying_of,
    readers_of,
    suggestions_of,
    workers_of,
)
from adapters.slack.board import SlackBoard
from adapters.slack.chat import SlackChat
from adapters.slack.clients import Authorize, Clients, SlackApi, patient, web_client
from adapters.slack.connection import (
    CONNECTION,
    TOKEN,
    check_app_token,
    identity,
    socket_mode,
    watch_token,
)
from adapters.slack.credentials import HttpCredentials, OAuthClient, SocketCredentials
from adapters.slack.incoming import Incoming
from adapters.slack.installations import Installations
from adapters.slack.listeners import listeners_of
from adapters.slack.locales import Locales
from adapters.slack.people import People
from adapters.slack.sending import Sender
from adapters.slack.web import slack_web_server
from adapters.slack.wording import ways_to_ask
from adapters.storage.kept_replies import StoredReplies
from bot.asking_emoji import AskingEmoji
from bot.conversation import Door
from retrieval.event_logger import EventLogger

GRACE_SECONDS = 60.0
_PING_SECONDS = 5.0

_log = EventLogger()


def quiet_logger() -> logging.Logger:
    """For the SDK, whose warnings quote whole payloads; what matters is logged by us."""
    logger = logging.getLogger("pullquote.slack_sdk")
    logger.setLevel(logging.CRITICAL)
    return logger


@asynccontextmanager
async def slack(
    credentials: SocketCredentials | HttpCredentials, resources: Resources
) -> AsyncIterator[None]:
    """Connected and answering. On the way out nothing new comes in, and what is in hand is
    finished. Raises BadToken, and PortTaken in HTTP mode."""
    resources.health.expect(CONNECTION, time.monotonic(), GRACE_SECONDS)
    async with AsyncExitStack() as stack:
        if isinstance(credentials, SocketCredentials):
            await _by_socket(credentials, resources, stack)
        else:
            await _by_http(credentials, resources, stack)
        yield


async def _by_socket(
    credentials: SocketCredentials, resources: Resources, stack: AsyncExitStack
) -> None:
    api = SlackApi.of(resources.settings)
    bot_token = credentials.bot_token.get_secret_value()
    app_token = credentials.app_token.get_secret_value()
    authorize = await _one_workspace(api, bot_token, resources, stack)
    await check_app_token(api, app_token, resources.health)
    app = _bolt(api, authorize)
    _leave_unread(app)
    await _answer(app, authorize, resources, stack)
    # Connected sooner, the first questions would only hear that it is too early.
    await resources.loaded()
    await stack.enter_async_context(
        socket_mode(app, app_token, api, resources.health, _PING_SECONDS)
    )


async def _by_http(
    credentials: HttpCredentials, resources: Resources, stack: AsyncExitStack
) -> None:
    settings = resources.settings
    api, secret = SlackApi.of(settings), credentials.signing_secret.get_secret_value()
    if isinstance(credentials.access, OAuthClient):
        installations = Installations(resources.database, credentials.access, api, resources.now)
        authorize: Authorize = installations.authorize
        app = _bolt(api, authorize, secret, installations.oauth_settings())
        installations.listen(app)
        await stack.enter_async_context(token_tasks(installations.look_after_tokens))
    else:
        authorize = await _one_workspace(
            api, credentials.access.get_secret_value(), resources, stack
        )
        app = _bolt(api, authorize, secret)
        _leave_unread(app)
    await _answer(app, authorize, resources, stack)
    await resources.loaded()
    beside = [resources.hubs.serve] if resources.hubs else []
    await stack.enter_async_context(
        slack_web_server(app, settings.http_host, settings.http_port, *beside)
    )
    resources.health.good(CONNECTION, "listening for Slack's requests", time.monotonic())


async def _one_workspace(
    api: SlackApi, bot_token: str, resources: Resources, stack: AsyncExitStack
) -> Authorize:
    """Every delivery is this workspace's: nothing is asked of Slack before it is acknowledged."""
    resources.health.expect(TOKEN, time.monotonic())
    who = await identity(api, bot_token, resources.health)
    stack.push_async_callback(
        _ended, asyncio.create_task(watch_token(api, bot_token, resources.health))
    )
    found = AuthorizeResult(
        enterprise_id=who.enterprise,
        team_id=who.team,
        bot_user_id=who.user,
        bot_id=who.bot,
        bot_token=bot_token,
    )

    async def authorize(_enterprise: str, _team: str) -> AuthorizeResult | None:
        return found

    return authorize


class _ForBolt(AsyncAuthorize):
    """Bolt asks nobody else: its own ways call auth.test before they acknowledge."""

    def __init__(self, authorize: Authorize) -> None:
        self._authorize = authorize

    async def __call__(
        self,
        *,
        context: AsyncBoltContext,
        enterprise_id: str | None,
        team_id: str | None,
        user_id: str | None,
        actor_enterprise_id: str | None = None,
        actor_team_id: str | None = None,
        actor_user_id: str | None = None,
    ) -> AuthorizeResult | None:
        return await self._authorize(enterprise_id or "", team_id or "")


def _bolt(
    api: SlackApi,
    authorize: Authorize,
    signing_secret: str = "",
    oauth: AsyncOAuthSettings | None = None,
) -> AsyncApp:
    return AsyncApp(
        logger=quiet_logger(),
        client=web_client(api, None, patient()),
        signing_secret=signing_secret,
        authorize=_ForBolt(authorize),  # type: ignore[arg-type]  # taken, but not in its types
        oauth_settings=oauth,
        # Else it acknowledges events before anybody has heard them.
        process_before_response=True,
    )


def _leave_unread(app: AsyncApp) -> None:
    """Events that only many workspaces need: the one token's own watch notices its end."""

    async def unread() -> None:
        return

    for event in ("app_uninstalled", "tokens_revoked"):
        app.event(event)(unread)


async def _answer(
    app: AsyncApp, authorize: Authorize, resources: Resources, stack: AsyncExitStack
) -> None:
    sender = Sender(Clients(SlackApi.of(resources.settings), authorize))
    several = resources.settings.slack_client_id is not None
    door = Door(
        "slack",
        ways_to_ask,
        several=lambda: several,
        named=resources.settings.track_from.split(),
    )
    replies = StoredReplies(resources.database)
    sent = SentReplies(replies, resources.books)
    locales, people = Locales(sender.clients), People(sender.clients)
    chat = SlackChat(sender, sent, locales, people, resources.observer.stage)
    answering = answering_of(resources, "slack", chat, Incoming.of, how_to_ask_at(resources, door))
    notifying = notifying_of(resources, "slack", SlackBoard(sender, locales))
    listeners_of(
        answering,
        sender,
        conversation_of(resources, door),
        suggestions_of(resources),
        workers_of(resources),
        locales,
        readers_of(resources),
        people,
        AskingEmoji.of(resources.settings.asking_emoji),
        notifying,
    ).register(app)
    keep = timedelta(days=resources.settings.keep_days)
    keep_questions = timedelta(days=resources.settings.keep_questions_days)
    await stack.enter_async_context(answer_tasks(answering, keep, keep_questions, resources.loaded))
    await stack.enter_async_context(notice_tasks(notifying))


async def _ended(task: asyncio.Task[None]) -> None:
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task
