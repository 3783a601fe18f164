"""Settings → Pullquote in every chat that has credentials, until it is told to end."""

import asyncio
import os
import signal
import socket
import uuid
from collections.abc import Callable
from contextlib import AsyncExitStack
from datetime import UTC, datetime

import structlog

from adapters.assembly import catalog_of
from adapters.health import health_server
from adapters.opened_bot import OpenedBot
from adapters.settings import Settings, SettingsError
from adapters.slack.credentials import slack_credentials
from adapters.slack.serving import Parts, slack
from adapters.storage.kept_replies import StoredReplies
from adapters.storage.scopes import StoredScopes
from bot.desk import Desk
from bot.health import Health
from bot.workers import Workers

# Short reads and writes of the catalog; SQLite lets one write at a time anyway.
_BOOK_THREADS, _BOOK_QUEUE = 4, 10_000

_log = structlog.get_logger()


def run(settings: Settings, announce: Callable[[str], None]) -> None:
    """Serves until SIGINT or SIGTERM; a second one ends it at once.

    `announce` is told, in a line, when it is up and when it ends. Raises SettingsError without any
    credentials, and what keeps an adapter from starting.
    """

    async def until_told() -> None:
        await serve(settings, _told_to_end(), announce)

    asyncio.run(until_told())


async def serve(settings: Settings, ended: asyncio.Event, announce: Callable[[str], None]) -> None:
    """Serves until `ended` is set; then the answers in hand are finished. Raises as `run` does."""
    credentials = slack_credentials(settings)
    if credentials is None:
        raise SettingsError(
            "no chat is set up: set SLACK_BOT_TOKEN and SLACK_APP_TOKEN (README.md, “Slack”)"
        )
    health = Health()
    catalog = catalog_of(settings)
    async with AsyncExitStack() as stack:
        stack.callback(catalog.close)
        await stack.enter_async_context(
            health_server(health, settings.health_host, settings.health_port or None)
        )
        opened = stack.enter_context(OpenedBot(settings, catalog, health))
        replies, scopes = StoredReplies(catalog.database), StoredScopes(catalog.database)
        workers = Workers(settings.workers, settings.queue, "question")
        books = Workers(_BOOK_THREADS, _BOOK_QUEUE, "catalog")
        stack.callback(books.close)
        stack.callback(workers.close)
        parts = Parts(
            settings=settings,
            database=catalog.database,
            opened=lambda: asyncio.to_thread(opened.wait_until_tried),
            desk=lambda: Desk(opened.bot(), catalog, replies, scopes, settings.quotes),
            shelf=opened.finder,
            workers=workers,
            books=books,
            health=health,
            owner=f"{socket.gethostname()}-{os.getpid()}-{uuid.uuid4().hex[:8]}",
            now=lambda: datetime.now(UTC),
        )
        starting = asyncio.create_task(stack.enter_async_context(slack(credentials, parts)))
        ending = asyncio.create_task(ended.wait())
        try:
            await asyncio.wait({starting, ending}, return_when=asyncio.FIRST_COMPLETED)
            if starting.done():
                await starting
                _log.info("serving")
                announce(_address(settings))
                await ending
                announce("finishing the answers in hand; press Ctrl-C again to end at once")
        finally:
            for task in (starting, ending):
                task.cancel()
            await asyncio.gather(starting, ending, return_exceptions=True)
        _log.info("ending")


def _address(settings: Settings) -> str:
    if not settings.health_port:
        return "serving"
    host = f"[{settings.health_host}]" if ":" in settings.health_host else settings.health_host
    return f"serving; its state: http://{host}:{settings.health_port}/readyz"


def _told_to_end() -> asyncio.Event:
    ended = asyncio.Event()
    loop = asyncio.get_running_loop()

    def end(number: int) -> None:
        if ended.is_set():
            os._exit(128 + number)
        ended.set()

    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, end, number)
    return ended
