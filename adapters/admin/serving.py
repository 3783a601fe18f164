"""The bot's resources → the desk's page, served as long as the `with` lasts."""

import asyncio
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta

from adapters.admin.access import Access
from adapters.admin.application import application
from adapters.admin.guarding import Guard
from adapters.admin.kept_views import KeepingLibrary, Pictures, Timelines
from adapters.admin.parts import Parts, Stored
from adapters.admin.sessions import TRIES_A_MINUTE, Sessions
from adapters.admin.work import READERS, READERS_QUEUE, PageWork
from adapters.assembly import checks_of
from adapters.service.http_server import listening
from adapters.service.resources import Resources
from adapters.service.wiring import conversation_of
from adapters.storage.admin_sessions import StoredSessions
from adapters.storage.catalog import Catalog
from adapters.storage.figures import StoredFigures
from adapters.storage.happenings import StoredHappenings
from adapters.storage.heartbeats import Heartbeats
from adapters.storage.kept_replies import StoredReplies
from adapters.storage.rate_limits import StoredRateLimit
from adapters.storage.sent_corrections import StoredSentCorrections
from adapters.storage.sources import StoredSources
from bot.conversation import Door
from bot.places import DESK
from bot.workers import Workers
from retrieval.errors import PullquoteError
from retrieval.event_logger import EventLogger

_FORGOTTEN_EVERY = 3600.0
# What a page may take whose browser still waits when the process ends.
_PATIENCE = 3.0

_log = EventLogger()


@asynccontextmanager
async def desk_page(
    access: Access, resources: Resources, platforms: Sequence[str]
) -> AsyncIterator[int]:
    """Yields the port. `platforms`: the chats that are set up. Raises PortError."""
    reads = Workers(READERS, READERS_QUEUE, "page")
    work = PageWork(reads, resources.workers, resources.lookups, resources.settings.queue)
    tries = StoredRateLimit(resources.database, TRIES_A_MINUTE)
    sessions = Sessions(access, StoredSessions(resources.database), tries, resources.now)
    parts = parts_of(resources, platforms, work)
    guard = Guard(sessions, work, resources.settings.language)
    forgetting = asyncio.create_task(_forget(parts, sessions))
    try:
        app = application(parts, guard)
        async with listening(app, access.host, access.port, "PULLQUOTE_ADMIN", _PATIENCE) as port:
            yield port
    finally:
        forgetting.cancel()
        await asyncio.gather(forgetting, return_exceptions=True)
        reads.close()


def parts_of(resources: Resources, platforms: Sequence[str], work: PageWork) -> Parts:
    """What its pages are made of."""
    settings, database = resources.settings, resources.database
    catalog = Catalog(database)
    checks = checks_of(settings, catalog)
    timelines = Timelines()
    conversation = conversation_of(resources, Door(DESK.platform))
    library, desk = conversation.library, conversation.desk
    return Parts(
        settings=settings,
        conversation=replace(
            conversation,
            library=lambda: KeepingLibrary(library(), timelines),
            # What is asked at the page is kept for nobody, whatever holds in channels.
            desk=lambda: replace(desk(), keeper=None),
        ),
        newsdesk=resources.newsdesk,
        stored=Stored(
            catalog=catalog,
            checks=checks,
            figures=StoredFigures(database, checks, Heartbeats(database), platforms),
            replies=StoredReplies(database),
            happenings=StoredHappenings(database),
            corrections=StoredSentCorrections(database),
            sources=StoredSources(database),
        ),
        pictures=Pictures(),
        health=resources.health,
        work=work,
        observer=resources.observer,
        now=resources.now,
        clock=time.monotonic,
    )


async def _forget(parts: Parts, sessions: Sessions) -> None:
    """What chats forget, too: there may be none."""
    keep = timedelta(days=parts.settings.keep_days)

    def forget() -> None:
        now = parts.now()
        sessions.stored.forget(now)
        sessions.tries.forget(now)
        parts.stored.replies.forget_replies(now - keep)

    while True:
        try:
            await parts.work.reads.run(forget)
        except PullquoteError as error:
            _log.warning("upkeep_failed", reason=str(error))
        except Exception:
            _log.error("upkeep_failed", exc_info=True)
        await asyncio.sleep(_FORGOTTEN_EVERY)
