"""Stories that track feeds → hubs that are asked to tell of their changes, as long as a `with`."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from datetime import datetime

from adapters.refresh.loop import fetcher_of
from adapters.refresh.subscribing import Subscriber
from adapters.settings import Settings
from adapters.storage.catalog import Catalog
from adapters.storage.corpus import stories_in
from adapters.storage.subscriptions import StoredSubscriptions
from retrieval.errors import PullquoteError
from retrieval.event_logger import EventLogger

_LOOKED_EVERY = 60.0

_log = EventLogger()


@asynccontextmanager
async def hub_subscriptions(
    settings: Settings, catalog: Catalog, now: Callable[[], datetime]
) -> AsyncIterator[None]:
    """Each feed is looked at once a day for a hub; what a hub has agreed to is renewed in time."""
    asking = asyncio.create_task(_ask(settings, catalog, now))
    try:
        yield
    finally:
        asking.cancel()
        with suppress(asyncio.CancelledError):
            await asking


async def _ask(settings: Settings, catalog: Catalog, now: Callable[[], datetime]) -> None:
    stored = StoredSubscriptions(catalog.database)
    async with fetcher_of(settings, catalog) as fetcher:
        subscriber = Subscriber(stored, fetcher, settings.public_url or "")
        while True:
            try:
                stories, _ = await asyncio.to_thread(stories_in, settings.corpus)
                feeds = dict.fromkeys(url for story in stories for url in story.feeds)
                await subscriber.look(feeds, now())
            except PullquoteError as error:
                _log.warning("hubs_not_asked", reason=str(error))
            except Exception:
                _log.error("hubs_not_asked", exc_info=True)
            await asyncio.sleep(_LOOKED_EVERY)
