"""A hub on localhost is asked, asks back, and tells of changes; then the feed is asked at once."""

import asyncio
import hashlib
import hmac
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import aiohttp
import pytest
from aiohttp import web

from adapters.refresh import loop
from adapters.refresh.hub_callbacks import HubCallbacks
from adapters.refresh.loop import watch
from adapters.refresh.subscribing import Subscriber
from adapters.service.http_server import listening
from adapters.settings import Settings
from adapters.storage.catalog import Catalog, open_catalog
from adapters.storage.sources import Source, StoredSources
from adapters.storage.subscriptions import StoredSubscriptions, Subscription
from adapters.web.fetching import fetching
from bot.workers import Workers
from tests.adapters.web.fetched import POLICY, KeptRobots, default_tls
from tests.e2e.news_site import NewsSite
from tests.patience import PATIENCE

NOW = datetime(2026, 3, 2, 6, tzinfo=UTC)
DAY = timedelta(days=1)


@dataclass
class LocalHub:
    """Takes what it is asked, and does what the test says."""

    asked: list[dict[str, str]] = field(default_factory=list)
    refuses: bool = False
    url: str = ""

    @asynccontextmanager
    async def open(self) -> AsyncIterator[None]:
        async def take(request: web.Request) -> web.Response:
            self.asked.append({name: str(value) for name, value in (await request.post()).items()})
            return web.Response(status=500 if self.refuses else 202)

        server = web.Application()
        server.router.add_post("/", take)
        async with listening(server, "127.0.0.1", 0, "PULLQUOTE_HTTP") as port:
            self.url = f"http://127.0.0.1:{port}/"
            yield

    async def visit(self, **more: str) -> tuple[int, str]:
        """Verifies what it was asked last; `more` takes the place of what belongs there."""
        form = self.asked[-1]
        query = {
            "hub.mode": "subscribe",
            "hub.topic": form["hub.topic"],
            "hub.challenge": "who-goes-there",
            "hub.lease_seconds": "864000",
        } | {name.replace("_", "."): value for name, value in more.items()}
        async with (
            aiohttp.ClientSession() as session,
            session.get(form["hub.callback"], params=query) as answer,
        ):
            return answer.status, await answer.text()

    async def tell(self, body: bytes, secret: str = "", callback: str = "") -> int:
        """Sends the changed feed, signed with what it was told, or with `secret`."""
        form = self.asked[-1]
        key = (secret or form["hub.secret"]).encode()
        made = hmac.new(key, body, hashlib.sha256).hexdigest()
        async with (
            aiohttp.ClientSession() as session,
            session.post(
                callback or form["hub.callback"],
                data=body,
                headers={"X-Hub-Signature": f"sha256={made}"},
            ) as answer,
        ):
            return answer.status


@dataclass
class Room:
    """A paper whose feed offers the hub, and what asks and answers."""

    site: NewsSite
    hub: LocalHub
    stored: StoredSubscriptions
    subscriber: Subscriber
    feed: str
    now: datetime = NOW

    async def look(self, *feeds: str, after: timedelta = timedelta()) -> None:
        self.now += after
        await self.subscriber.look(feeds or (self.feed,), self.now)

    def until(self) -> datetime | None:
        return self.stored.all()[self.feed].until


def rss(hub: str, feed: str) -> str:
    a = 'xmlns:a="http://www.w3.org/2005/Atom"'
    return (
        f'<rss version="2.0"><channel {a}><title>Buoy</title><a:link rel="hub" href="{hub}"/>'
        f'<a:link rel="self" href="{feed}"/></channel></rss>'
    )


def in_room(tmp_path: Path, visit: Callable[[Room], Awaitable[None]]) -> None:
    async def run(catalog: Catalog, site: NewsSite) -> None:
        stored, hub = StoredSubscriptions(catalog.database), LocalHub()
        books = Workers(2, 10)
        room: list[Room] = []
        callbacks = HubCallbacks(stored, books, lambda: room[0].now)
        server = web.Application()
        callbacks.serve(server)
        async with (
            hub.open(),
            listening(server, "127.0.0.1", 0, "PULLQUOTE_HTTP") as port,
            fetching(POLICY, KeptRobots(), lambda: NOW, pause=_at_once, tls=default_tls) as fetcher,
        ):
            feed = site.feed("/rss", rss(hub.url, site.url("/rss")))
            subscriber = Subscriber(stored, fetcher, f"http://127.0.0.1:{port}")
            room.append(Room(site, hub, stored, subscriber, feed))
            await visit(room[0])
        books.close()

    with closing(open_catalog(None, tmp_path)) as catalog, NewsSite() as site:
        asyncio.run(run(catalog, site))


async def _at_once(_seconds: float) -> None:
    return


def test_a_hub_is_asked_verified_renewed_and_believed(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)

    async def visit(room: Room) -> None:
        await room.look()
        [form] = room.hub.asked
        assert (form["hub.mode"], form["hub.topic"]) == ("subscribe", room.feed)
        assert len(form["hub.callback"].rpartition("/")[2]) > 40
        assert len(form["hub.secret"]) > 40
        assert room.until() is None

        # Somebody else's words change nothing.
        assert (await room.hub.visit(hub_topic="https://other.example/"))[0] == 404
        assert (await room.hub.visit(hub_mode="unsubscribe"))[0] == 404
        assert (await room.hub.visit(hub_challenge=""))[0] == 404
        assert room.until() is None
        assert await room.hub.visit() == (200, "who-goes-there")
        assert room.until() == NOW + 10 * DAY

        assert await room.hub.tell(b"<rss/>", "forged") == 202
        assert room.stored.newest_ping() is None
        assert await room.hub.tell(b"<rss>not read at all") == 202
        assert room.stored.newest_ping() == room.now
        assert room.stored.pinged_since(None) == (room.feed,)
        gone = form["hub.callback"].rpartition("/")[0] + "/" + "x" * 43
        assert await room.hub.tell(b"", callback=gone) == 410

        # Agreed for ten days, it is asked again on the ninth, at the same address.
        await room.look(after=8 * DAY)
        assert len(room.hub.asked) == 1
        await room.look(after=DAY + timedelta(minutes=1))
        assert [one["hub.callback"] for one in room.hub.asked] == [form["hub.callback"]] * 2
        await room.look(after=timedelta(minutes=1))
        assert len(room.hub.asked) == 2
        await room.hub.visit()
        assert room.until() == room.now + 10 * DAY

        # A story tracks it no more.
        await room.look("https://other.invalid/rss")
        assert await room.hub.tell(b"<rss/>") == 410
        assert form["hub.secret"] not in caplog.text + repr(list(room.stored.all().values()))

    in_room(tmp_path, visit)


def test_a_hub_that_refuses_or_denies_is_asked_again_the_next_day(tmp_path: Path) -> None:
    async def visit(room: Room) -> None:
        room.hub.refuses = True
        await room.look()
        await room.look(after=timedelta(hours=5))
        assert len(room.hub.asked) == 1
        room.hub.refuses = False
        await room.look(after=DAY)
        assert len(room.hub.asked) == 2
        await room.hub.visit()
        assert (await room.hub.visit(hub_mode="denied"))[0] == 200
        assert room.until() is None
        await room.look(after=DAY)
        assert len(room.hub.asked) == 3

    in_room(tmp_path, visit)


def test_a_feed_without_a_hub_is_looked_at_once_a_day_and_a_broken_one_costs_only_itself(
    tmp_path: Path,
) -> None:
    async def visit(room: Room) -> None:
        plain = room.site.feed("/plain", "<rss><channel/></rss>")
        feeds = (plain, room.site.url("/gone"), room.feed)
        await room.look(*feeds)
        await room.look(*feeds, after=timedelta(hours=23))
        assert len(room.site.asked("/plain")) == 1
        await room.look(*feeds, after=timedelta(hours=2))
        assert len(room.site.asked("/plain")) == 2
        assert len(room.hub.asked) == 2

    in_room(tmp_path, visit)


def test_a_feed_whose_hub_tells_of_a_change_is_asked_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(loop, "_LOOKED_EVERY", timedelta(hours=5))
    with closing(open_catalog(None, tmp_path / "data")) as catalog, NewsSite() as site:
        feed = site.feed("/rss", rss("https://hub.invalid/", site.url("/rss")))
        story = tmp_path / "corpus" / "buoys" / "story.toml"
        story.parent.mkdir(parents=True)
        story.write_text(f'title = "Buoys"\nsummary = "Buoys at sea."\nfeeds = ["{feed}"]\n')
        settings = Settings(
            data=tmp_path / "data",
            corpus=tmp_path / "corpus",
            allowed_networks="127.0.0.0/8",
            host_pause=0,
        )
        stored = StoredSubscriptions(catalog.database)
        sources = StoredSources(catalog.database)

        async def until(done: Callable[[], bool]) -> None:
            async with asyncio.timeout(PATIENCE):
                while not done():
                    await asyncio.sleep(0.05)

        async def run() -> None:
            stored.keep(Subscription(feed, NOW, "https://hub.invalid/", feed, "t" * 43, "s" * 43))
            alive = [True]
            watching = asyncio.create_task(
                watch(settings, catalog, None, lambda _: None, lambda: alive[0])
            )
            await until(lambda: [one.checked for one in sources.sources()] not in ([], [None]))
            first: Source = sources.sources()[0]
            stored.pinged("t" * 43, datetime.now(UTC))
            await until(lambda: sources.sources()[0].checked != first.checked)
            alive[0] = False
            await watching

        asyncio.run(run())
        assert [seen.status for seen in site.asked("/rss")] == [200, 304]
