"""The feeds that stories track → hubs that tell of their changes, asked for and renewed in time."""

import asyncio
import secrets
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from adapters.storage.subscriptions import StoredSubscriptions, Subscription
from adapters.web.addresses import shown
from adapters.web.fetching import Fetched, Fetcher
from adapters.web.websub import Hub, offered_hub
from retrieval.event_logger import EventLogger

PATH = "/websub/"
# What is asked for; the hub says what it grants.
_LEASE = timedelta(days=10)
# Feeds are looked at for a hub, and hubs that did not agree are asked again, so often.
_AGAIN = timedelta(days=1)
_RENEWED_BEFORE = timedelta(days=1)
# Of a short lease, half is left when it is renewed.
_SHORT = 2 * _RENEWED_BEFORE

_log = EventLogger()


@dataclass(frozen=True, slots=True)
class Subscriber:
    """`callback`: the public address to which hubs come back, without the token; `token` makes
    unguessable ones."""

    stored: StoredSubscriptions
    fetcher: Fetcher
    callback: str
    token: Callable[[], str] = secrets.token_urlsafe

    async def look(self, feeds: Collection[str], now: datetime) -> None:
        """Looks at what is due of these feeds, and forgets the others."""
        known = await asyncio.to_thread(self.stored.all)
        await asyncio.to_thread(self.stored.forget, known.keys() - set(feeds))
        due = [feed for feed in feeds if _is_due(known.get(feed), now)]
        await asyncio.gather(*(self._look(feed, known.get(feed), now) for feed in due))

    async def _look(self, feed: str, known: Subscription | None, now: datetime) -> None:
        try:
            await self._subscribe(feed, known, now)
        except Exception as error:  # the other feeds are no worse for it
            _log.error("hub_not_asked", feed=shown(feed), fault=type(error).__name__)

    async def _subscribe(self, feed: str, known: Subscription | None, now: datetime) -> None:
        answer = await self.fetcher.get(feed)
        if isinstance(answer, Fetched):
            hub = await asyncio.to_thread(offered_hub, answer)
        else:
            # It may be back tomorrow; until then its hub, if any, is as it was.
            hub = Hub(known.hub, known.topic) if known and known.hub else None
        if hub is None:
            await asyncio.to_thread(self.stored.keep, Subscription(feed, looked=now))
            return
        same = known is not None and (known.hub, known.topic) == (hub.url, hub.topic)
        kept = Subscription(
            feed,
            looked=now,
            hub=hub.url,
            topic=hub.topic,
            token=known.token if known and same else self.token(),
            secret=known.secret if known and same else self.token(),
            asked=now,
            until=known.until if known and same else None,
            pinged=known.pinged if known else None,
        )
        # Before the hub is asked: it may come back before it has answered.
        await asyncio.to_thread(self.stored.keep, kept)
        form = {
            "hub.mode": "subscribe",
            "hub.topic": hub.topic,
            "hub.callback": f"{self.callback}{PATH}{kept.token}",
            "hub.secret": kept.secret,
            "hub.lease_seconds": str(int(_LEASE.total_seconds())),
        }
        failure = await self.fetcher.post(hub.url, form)
        if failure:
            _log.warning("hub_not_asked", feed=shown(feed), hub=shown(hub.url), reason=failure)


def granted(subscription: Subscription, lease_seconds: str, now: datetime) -> datetime:
    """Until when the hub tells: as long as it says, within what was asked for."""
    seconds = int(lease_seconds) if lease_seconds.isdecimal() and len(lease_seconds) < 10 else 0
    lease = timedelta(seconds=seconds) if seconds else _LEASE
    return now + min(lease, 3 * _LEASE)


def _is_due(known: Subscription | None, now: datetime) -> bool:
    if known is None or now - known.looked >= _AGAIN:
        return known is None or not _lasts(known, now)
    if known.until is None or known.asked is None:
        return False
    # Asked for once an hour at most where the hub is silent.
    return not _lasts(known, now) and now - known.asked >= timedelta(hours=1)


def _lasts(known: Subscription, now: datetime) -> bool:
    """Whether the hub goes on telling for a while."""
    if known.until is None or known.asked is None:
        return False
    whole = known.until - known.asked
    return known.until - now > (_RENEWED_BEFORE if whole > _SHORT else whole / 2)
