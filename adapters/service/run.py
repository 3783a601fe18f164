"""Settings → Pullquote in every chat that has credentials, until it is told to end."""

import asyncio
import os
import signal
import socket
import time
import uuid
from collections.abc import Callable, Sequence
from contextlib import AbstractAsyncContextManager, AsyncExitStack
from datetime import UTC, datetime
from importlib.metadata import version

from adapters.admin.access import access_of, address_of
from adapters.assembly import catalog_of, checks_of, vectors_of
from adapters.discord.credentials import discord_token
from adapters.refresh.corpus_sources import CorpusSources
from adapters.refresh.hub_callbacks import HubCallbacks
from adapters.refresh.hub_subscriptions import hub_subscriptions
from adapters.service.bot_loader import BotLoader
from adapters.service.health_server import health_server
from adapters.service.metrics.gauges import Gauges
from adapters.service.metrics.observed import Metrics
from adapters.service.metrics.sampling import Sampling
from adapters.service.metrics.serving import metrics_route, registry_of_process
from adapters.service.observing import Observer
from adapters.service.probes import Check, probed
from adapters.service.refresher_process import refresher_process
from adapters.service.refresher_watch import RefresherWatch, refresher_watched
from adapters.service.resources import Resources
from adapters.service.wiring import keeper_of
from adapters.settings import Settings, SettingsError
from adapters.slack.credentials import slack_credentials
from adapters.slack.serving import slack
from adapters.storage.catalog import Catalog
from adapters.storage.database_check import DATABASE, database_check
from adapters.storage.disk_check import DISK, disk_check
from adapters.storage.figures import StoredFigures
from adapters.storage.following import StoredFollows
from adapters.storage.happenings import StoredHappenings
from adapters.storage.heartbeats import Heartbeats
from adapters.storage.kept_replies import StoredReplies
from adapters.storage.outages import StoredOutages
from adapters.storage.pings import StoredPings
from adapters.storage.proposed_sources import StoredProposals
from adapters.storage.scopes import StoredScopes
from adapters.storage.subscriptions import StoredSubscriptions
from adapters.storage.switches import StoredSwitches
from adapters.storage.weekly_notes import StoredTally
from bot.desk import Desk
from bot.followers import Followers
from bot.health import Health
from bot.newsdesk import Newsdesk
from bot.places import DESK
from bot.tracking import SourceDesk
from bot.workers import Workers
from retrieval.event_logger import EventLogger

# Short reads and writes of the catalog; SQLite lets one write at a time anyway.
_BOOK_THREADS, _BOOK_QUEUE = 4, 10_000
# Admins that look at an address before they track it.
_LOOKUPS, _LOOKUPS_QUEUE = 2, 10

_log = EventLogger()


def run(settings: Settings, announce: Callable[[str], None]) -> None:
    """Serves until SIGINT or SIGTERM; a second one ends it at once.

    `announce` is told, in a line, when it is up and when it ends. Raises SettingsError without any
    credentials, and what keeps an adapter from starting.
    """

    async def until_told() -> None:
        await serve(settings, _told_to_end(), announce)

    asyncio.run(until_told())


def _now() -> datetime:
    return datetime.now(UTC)


async def serve(
    settings: Settings,
    ended: asyncio.Event,
    announce: Callable[[str], None],
    now: Callable[[], datetime] = _now,
) -> None:
    """Serves until `ended` is set; then the answers in hand are finished. Raises as `run` does."""
    credentials, token = slack_credentials(settings), discord_token(settings)
    access = access_of(settings)
    if credentials is None and token is None and access is None:
        raise SettingsError(
            "no chat is set up: set SLACK_BOT_TOKEN and SLACK_APP_TOKEN (docs/slack.md), or "
            "DISCORD_TOKEN (docs/discord.md); or, for the desk's page alone, "
            "PULLQUOTE_ADMIN_TOKEN (docs/desk.md)"
        )
    health = Health()
    catalog = catalog_of(settings)
    async with AsyncExitStack() as stack:
        stack.callback(catalog.close)
        beats, checks = Heartbeats(catalog.database), checks_of(settings, catalog)
        set_up = {"slack": credentials is not None, "discord": token is not None}
        platforms = [name for name, there in set_up.items() if there]
        registry = registry_of_process()
        asked_in = [*platforms, DESK.platform] if access else platforms
        observer: Observer = Metrics(registry, asked_in)
        if settings.otel_exporter_otlp_endpoint:
            # Imported here: nobody else need wait for it, or have it.
            from adapters.service.traces import traced

            collector = settings.otel_exporter_otlp_endpoint
            observer = stack.enter_context(traced(observer, collector, version("pullquote")))
        sampling = Sampling(StoredFigures(catalog.database, checks, beats, platforms).read)
        beside = [metrics_route(registry, sampling)]
        await stack.enter_async_context(
            health_server(health, settings.health_host, settings.health_port or None, beside=beside)
        )
        probes: dict[str, Check] = {
            DATABASE: lambda: database_check(catalog.database),
            DISK: lambda: disk_check(settings.data),
        }
        if settings.chroma_url:
            probes |= _chroma_probe(settings, catalog)
        await stack.enter_async_context(probed(health, probes))
        outages = StoredOutages(catalog.database)
        await stack.enter_async_context(refresher_process(settings, beats, now))
        at_work = settings.refresh_minutes > 0
        watch = RefresherWatch(settings.corpus, at_work, checks, beats, outages, health, now)
        await stack.enter_async_context(refresher_watched(watch))
        loader = stack.enter_context(BotLoader(settings, catalog, health, observer.stage))
        replies, scopes = StoredReplies(catalog.database), StoredScopes(catalog.database)
        follows, switches = StoredFollows(catalog.database), StoredSwitches(catalog.database)
        pings = StoredPings(catalog.database)
        happenings = StoredHappenings(catalog.database)

        keeper, tally = keeper_of(settings, catalog.database), StoredTally(catalog.database)
        book = CorpusSources(
            settings, catalog, lambda: loader.finder().search.embedder.embed_passages
        )

        def desk() -> Desk:
            quotes, plain = settings.quotes, settings.chat_quotes
            return Desk(
                loader.bot(), catalog, replies, scopes, quotes, checks, plain, keeper, tally
            )

        workers = Workers(settings.workers, settings.queue, "question")
        books = Workers(_BOOK_THREADS, _BOOK_QUEUE, "catalog")
        # A slow site must not keep questions waiting.
        lookups = Workers(_LOOKUPS, _LOOKUPS_QUEUE, "lookup")
        stack.callback(lookups.close)
        stack.callback(books.close)
        stack.callback(workers.close)
        registry.register(
            Gauges(
                version=version("pullquote"),
                health=health,
                pools=(workers, books, lookups),
                served=lambda: loader.finder().generation(),
                figures=lambda: sampling.last,
                clock=time.monotonic,
                now=now,
            )
        )
        hubs = HubCallbacks(StoredSubscriptions(catalog.database), books, now)
        # Only HTTP mode has an address that others reach.
        hubs_reached = bool(settings.public_url) and settings.slack_mode == "http"
        resources = Resources(
            settings=settings,
            database=catalog.database,
            loaded=lambda: asyncio.to_thread(loader.wait_until_tried),
            desk=desk,
            up_to_date=lambda: _is_newest(loader.finder().generation(), catalog),
            library=loader.finder,
            meaning=loader.finder,
            newsdesk=lambda: Newsdesk(loader.finder().newsroom(), scopes),
            followers=lambda: Followers(desk(), follows, happenings, switches, pings),
            sources=lambda: SourceDesk(desk(), book, StoredProposals(catalog.database)),
            workers=workers,
            books=books,
            lookups=lookups,
            hubs=hubs if hubs_reached else None,
            health=health,
            observer=observer,
            owner=f"{socket.gethostname()}-{os.getpid()}-{uuid.uuid4().hex[:8]}",
            now=now,
        )
        if hubs_reached:
            await stack.enter_async_context(hub_subscriptions(settings, catalog, now))
        if access is not None:
            # Imported here: who has no use for it need not wait for it.
            from adapters.admin.serving import desk_page

            await stack.enter_async_context(desk_page(access, resources, platforms))
        chats: list[AbstractAsyncContextManager[None]] = []
        if credentials is not None:
            chats.append(slack(credentials, resources))
        if token is not None:
            # Imported here: who has no use for it need not wait for it.
            from adapters.discord.serving import discord_chat

            chats.append(discord_chat(token.get_secret_value(), resources))
        starting = asyncio.create_task(_entered(stack, chats))
        ending = asyncio.create_task(ended.wait())
        try:
            await asyncio.wait({starting, ending}, return_when=asyncio.FIRST_COMPLETED)
            if starting.done():
                await starting
                _log.info("serving")
                announce(_address(settings))
                if access is not None:
                    announce(f"the desk's page: {address_of(access)}")
                await ending
                announce("finishing the answers in hand; press Ctrl-C again to end at once")
        finally:
            for task in (starting, ending):
                task.cancel()
            await asyncio.gather(starting, ending, return_exceptions=True)
        _log.info("ending")


def _is_newest(generation: str, catalog: Catalog) -> bool:
    current = catalog.current()
    return current is not None and current.id == generation


def _chroma_probe(settings: Settings, catalog: Catalog) -> dict[str, Check]:
    # Imported here: who has no use for it need not wait for it.
    from adapters.storage.chroma_check import CHROMA, chroma_check
    from adapters.storage.chroma_server import ChromaServer

    store = vectors_of(settings, catalog)
    assert isinstance(store, ChromaServer)  # noqa: S101  (chroma_url is set)

    def check() -> str:
        current = catalog.current()
        parts = catalog.parts.of(current.id) if current else ()
        return chroma_check(store, {part.segment for part in parts})

    return {CHROMA: check}


async def _entered(
    stack: AsyncExitStack, chats: Sequence[AbstractAsyncContextManager[None]]
) -> None:
    """Side by side: one that can't be reached must not keep the others waiting."""
    await asyncio.gather(*(stack.enter_async_context(chat) for chat in chats))


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
