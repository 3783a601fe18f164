"""Settings → what asks the web, put together; and the loop that goes on asking."""

import asyncio
import random
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import ExitStack, asynccontextmanager, suppress
from datetime import UTC, datetime, timedelta
from functools import cache
from importlib.metadata import version

from adapters.assembly import embedder_of, vectors_of
from adapters.language_assembly import languages_of
from adapters.refresh.heartbeat import Hung, with_heartbeat
from adapters.refresh.refresher import Refresher
from adapters.refresh.reports import RefreshReport
from adapters.settings import Settings
from adapters.storage.builder_lock import BuilderBusy, Turn, only_refresher
from adapters.storage.catalog import Catalog
from adapters.storage.database import CatalogError
from adapters.storage.heartbeats import ALL_STORIES, Heartbeats
from adapters.storage.segment_writer import Progress
from adapters.storage.sources import StoredSources
from adapters.storage.subscriptions import StoredSubscriptions
from adapters.web.addresses import AllowedAddresses
from adapters.web.fetching import Fetcher, FetchPolicy, fetching
from retrieval.errors import PullquoteError
from retrieval.event_logger import EventLogger
from retrieval.models import choose_model

# Sources that come due within it are asked together and make one generation.
_LOOKED_EVERY = timedelta(minutes=1)
# Whether who refreshes is gone.
_TRIED_EVERY = timedelta(seconds=10)
# Where `refresh_minutes` is 0, whoever starts the loop by hand still wants one.
_EVERY = timedelta(minutes=30)

_log = EventLogger()


class RoundFailed(PullquoteError):
    """A refresh ended in a way that nobody foresaw."""


def now() -> datetime:
    """The time that fetches are noted with."""
    return datetime.now(UTC)


@asynccontextmanager
async def fetcher_of(settings: Settings, catalog: Catalog) -> AsyncIterator[Fetcher]:
    """What asks the web, by the rules that the settings give."""
    contact = f" (+{settings.contact})" if settings.contact else ""
    policy = FetchPolicy(
        user_agent=f"Pullquote/{version('pullquote')}{contact}",
        allowed=AllowedAddresses.of(settings.allowed_networks.split()),
        host_pause=settings.host_pause,
        sites=settings.sites,
        proxies=settings.proxies,
    )
    async with fetching(policy, StoredSources(catalog.database), now) as fetcher:
        yield fetcher


def refresher_of(settings: Settings, catalog: Catalog, fetcher: Fetcher) -> Refresher:
    """What brings the stories up to date; the model is loaded when something is new. Raises
    WrongUse where the model can't know the languages that are set."""
    every = timedelta(minutes=settings.refresh_minutes)
    return Refresher(
        corpus=settings.corpus,
        data=settings.data,
        catalog=catalog,
        fetcher=fetcher,
        model=choose_model(settings.model).id,
        load_embedder=cache(lambda: embedder_of(settings)),
        every=every or _EVERY,
        spread=random.random,
        sites=settings.sites,
        keep_versions=timedelta(days=settings.keep_versions_days),
        store=vectors_of(settings, catalog),
        languages=languages_of(settings),
    )


async def watch(
    settings: Settings,
    catalog: Catalog,
    story: str | None,
    heard: Callable[[RefreshReport | PullquoteError], None],
    alive: Callable[[], bool],
) -> None:
    """Refreshes whatever is due, again and again, as long as `alive`; `heard` hears what came of
    each round, failures too: the next may go well. Raises Hung where one will not end.

    A round does not wait for the one before: whoever is at a story of thousands of pages leaves
    the others to the next.
    """
    beats = Heartbeats(catalog.database, story or ALL_STORIES)
    clock = asyncio.get_running_loop().time
    pings = _Pings(catalog)
    rounds: set[asyncio.Task[None]] = set()
    async with fetcher_of(settings, catalog) as fetcher:
        refresher = refresher_of(settings, catalog, fetcher)

        def round(progress: Progress) -> Awaitable[RefreshReport]:
            return refresher.refresh(now(), story=story, due_only=True, progress=progress)

        turn: Turn | None = None
        with ExitStack() as lock:
            try:
                while alive():
                    if not rounds:
                        turn = await _alone(settings, catalog, lock, beats, heard)
                    if turn:
                        rounds.add(asyncio.create_task(_heard(round, beats, heard)))
                    # Not by the time of day, which may be set back.
                    until = clock() + (_LOOKED_EVERY if rounds else _TRIED_EVERY).total_seconds()
                    while alive() and clock() < until and not pings.come():
                        await asyncio.sleep(0.5)
                        for one in [one for one in rounds if one.done()]:
                            rounds.remove(one)
                            one.result()  # Hung: the process must end
                        if turn and turn.lost:
                            await _ended(rounds)
                            break
                        if not rounds:
                            lock.close()  # whoever refreshes by hand may do so now
            finally:
                await _ended(rounds)


async def _ended(rounds: set[asyncio.Task[None]]) -> None:
    for one in rounds:
        one.cancel()
    await asyncio.gather(*rounds, return_exceptions=True)
    rounds.clear()


async def _alone(
    settings: Settings,
    catalog: Catalog,
    lock: ExitStack,
    beats: Heartbeats,
    heard: Callable[[RefreshReport | PullquoteError], None],
) -> Turn | None:
    """The turn of this process, until `lock` is closed; None where somebody else refreshes."""
    lock.close()
    taken = only_refresher(settings.data, catalog.database, wait=False)
    try:
        return await asyncio.to_thread(lock.enter_context, taken)
    except BuilderBusy as error:
        # Somebody else is at it, or should be.
        with suppress(CatalogError):
            await asyncio.to_thread(beats.prevented, str(error), now())
    except PullquoteError as error:
        heard(error)
    return None


async def _heard(
    round: Callable[[Progress], Awaitable[RefreshReport]],
    beats: Heartbeats,
    heard: Callable[[RefreshReport | PullquoteError], None],
) -> None:
    """Tells what comes of the round. Raises Hung."""
    try:
        heard(await with_heartbeat(round, beats, now))
    except Hung:
        raise
    except PullquoteError as error:
        heard(error)
    except Exception as error:
        _log.exception("refresh_failed", fault=type(error).__name__)
        heard(RoundFailed(f"a refresh failed ({type(error).__name__}); the next one is soon"))


class _Pings:
    """What hubs have told since it was last asked; their feeds are due now."""

    def __init__(self, catalog: Catalog) -> None:
        self._subscriptions = StoredSubscriptions(catalog.database)
        self._sources = StoredSources(catalog.database)
        self._through = self._subscriptions.newest_ping()

    def come(self) -> bool:
        try:
            newest = self._subscriptions.newest_ping()
            if newest is None or newest == self._through:
                return False
            self._sources.ask_now(self._subscriptions.pinged_since(self._through), now())
        except PullquoteError:
            return False  # the next refresh says what is wrong with the catalog
        self._through = newest
        return True
