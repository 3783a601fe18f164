"""Sixty stories, each with one source on a host of its own, that all go wrong at once.

Time is a number: rounds of a refresh on a real catalog, asked of a site on localhost, and after
some of them what a person could see of each story.
"""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from io import StringIO
from pathlib import Path

from aiohttp import web
from rich.console import Console

from adapters.cli.tracking import print_sources
from adapters.refresh.heartbeat import with_heartbeat
from adapters.refresh.known_sources import all_sources
from adapters.refresh.refresher import Refresher
from adapters.storage.catalog import open_catalog
from adapters.storage.checks import StoredChecks
from adapters.storage.corpus import stories_in
from adapters.storage.heartbeats import Heartbeats
from adapters.storage.outages import StoredOutages
from adapters.storage.snapshots import Generation, Snapshot
from adapters.storage.sources import StoredSources
from adapters.web.fetching import fetching
from bot.freshness import by_story, failing
from tests.adapters.storage.newsroom import WordEmbedder
from tests.adapters.storage.published import publish
from tests.adapters.web.fetched import POLICY, default_tls
from tests.e2e.news_documents import Item, news_sitemap, rss
from tests.e2e.news_faults import Fault
from tests.e2e.news_site import NewsSite
from tests.e2e.newspapers import article_html

BEGIN = datetime(2026, 3, 2, 6, tzinfo=UTC)
EVERY = timedelta(minutes=30)
TEXT = (
    "The weir at Tarn Mill was opened on Thursday, because the river stood {n} centimetres higher.",
    "Farmers drove their sheep to pasture number {n}, and the road to Lower Tarn is closed.",
)
REPLIES, SOURCES, NOTICE = "replies", "sources", "notice"


@dataclass(frozen=True)
class Going:
    """How a source goes wrong. `kind` is feed, sitemap or page; `breaks` does it to its site;
    `slow`: it is noticed by a timeout; `by`: so long after the beginning it must show."""

    name: str
    kind: str
    breaks: "Callable[[Site], object]"
    slow: bool = False
    by: timedelta = timedelta(hours=2)
    from_the_start: bool = False
    shows: frozenset[str] = frozenset({REPLIES, SOURCES, NOTICE})

    @property
    def slug(self) -> str:
        words = f"{self.kind} {self.name}".lower()
        return "-".join("".join(c if c.isalnum() else " " for c in words).split())


@dataclass
class Site:
    """The site of one story: paths of its own on the one server, under a host of its own."""

    server: NewsSite
    slug: str
    kind: str
    world: "Sources"
    n: int

    @property
    def host(self) -> str:
        return f"{self.slug}.example"

    def url(self, path: str) -> str:
        return f"http://{self.host}:{self.server.port}/{self.slug}{path}"

    @property
    def path(self) -> str:
        return f"/{self.slug}/source"

    @property
    def source(self) -> str:
        return self.url("/source")

    def opens(self) -> None:
        """As it is when all is well."""
        items = [self.item(0)]
        if self.kind == "page":
            self.server.page(self.path, self.article(0))
        elif self.kind == "sitemap":
            self.server.feed(self.path, news_sitemap("The Tarn", items), content_type="text/xml")
        else:
            self.server.feed(self.path, rss("The Tarn", self.url("/"), items))

    def item(self, k: int) -> Item:
        path = f"/{self.slug}/{k}"
        self.server.page(path, self.article(k))
        return Item(f"Weir opened, report {k}", self.url(f"/{k}"), published=self.world.now)

    def article(self, k: int) -> str:
        number = 100 * self.n + k
        words = [text.format(n=number) for text in TEXT]
        return article_html("The Tarn", f"Weir opened, report {number}", BEGIN, words)

    def lists(self, *items: Item) -> None:
        if self.kind == "sitemap":
            self.server.feed(self.path, news_sitemap("The Tarn", items), content_type="text/xml")
        else:
            self.server.feed(self.path, rss("The Tarn", self.url("/"), items))

    def answers(self, fault: Fault, path: str = "") -> None:
        self.server.fail(path or self.path, fault)

    def redirects(self, to: str) -> None:
        self.server.redirect(self.path, to)

    def says(self, body: bytes) -> None:
        self.server.page(self.path, body, content_type="text/html" if self.kind == "page" else "")

    def has_no_address(self) -> None:
        self.world.unknown.add(self.host)

    def robots(self, text: str, status: int = 200) -> None:
        self.world.robots[self.host] = (text, status)

    def is_mended(self) -> None:
        for path in [path for path in self.server._troubles if path.startswith(f"/{self.slug}/")]:
            self.server.recover(path)
        self.world.unknown.discard(self.host)
        self.world.robots.pop(self.host, None)
        self.opens()
        if self.kind != "page":
            self.lists(self.item(50 + (self.world.now - BEGIN).days))


@dataclass
class Seen:
    """What shows of a story at one time, and the lines that say it."""

    shows: frozenset[str]
    lines: Sequence[str]


@dataclass
class Sources:
    """The stories, and the time."""

    folder: Path
    server: NewsSite
    now: datetime = BEGIN
    unknown: set[str] = field(default_factory=set)
    robots: dict[str, tuple[str, int]] = field(default_factory=dict)
    sites: dict[str, Site] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.corpus = self.folder / "corpus"
        self.catalog = open_catalog(None, self.folder / "data")
        self.database = self.catalog.database
        self.checks = StoredChecks(self.database, EVERY)
        self.outages = StoredOutages(self.database)
        self.beats = Heartbeats(self.database)
        self.server.fail("/robots.txt", self._robots())

    def track(self, goings: Sequence[Going]) -> None:
        for n, one in enumerate(goings):
            site = Site(self.server, one.slug, one.kind, self, n)
            site.opens()
            self.sites[one.slug] = site
            folder = self.corpus / one.slug
            folder.mkdir(parents=True)
            named = "pages" if one.kind == "page" else "feeds"
            (folder / "story.toml").write_text(
                f'title = "{one.slug}"\nsummary = "A weir."\nkeywords = ["weir"]\ncloseness = 0\n'
                f'{named} = ["{site.source}"]\n'
            )
        stories, problems = stories_in(self.corpus)
        assert problems == ()
        snapshot = Snapshot({story.slug: story for story in stories}, {}, {})
        publish(self.catalog, Generation("20260302-060000-000000", BEGIN, "words", 0, 0), snapshot)

    def round(
        self, after: timedelta, slow: Sequence[str] = (), only: Sequence[str] | None = None
    ) -> None:
        """`refresh --watch` at that time after the beginning, of all stories or `only` of some. For
        the hosts of the `slow` ones nobody waits."""
        self.now = BEGIN + after
        for slug in slow:
            self._fetch(slug, 0.1)
        stories: Sequence[str | None] = only or [None]
        for story in stories:
            self._fetch(story, 60.0)

    def _fetch(self, story: str | None, seconds: float) -> None:
        async def fetch() -> None:
            async with fetching(
                replace(POLICY, host_pause=0.0, seconds=seconds, at_once=16, tries=1),
                StoredSources(self.database),
                lambda: self.now,
                pause=_no_pause,
                jitter=lambda: 0.5,
                resolve=self._resolve,
                tls=default_tls,
            ) as fetcher:
                refresher = Refresher(
                    corpus=self.corpus,
                    data=self.folder / "data",
                    catalog=self.catalog,
                    fetcher=fetcher,
                    model="words",
                    load_embedder=WordEmbedder,
                    every=EVERY,
                    spread=lambda: 0.5,
                )
                await with_heartbeat(
                    lambda heard: refresher.fetch(
                        self.now, story=story, due_only=True, progress=heard
                    ),
                    Heartbeats(self.database, story or ""),
                    lambda: self.now,
                )

        asyncio.run(fetch())

    def look(self, after: timedelta) -> Mapping[str, Seen]:
        """What shows of each story then."""
        self.now = BEGIN + after
        tracked = self.checks.tracked()
        self.outages.note(failing(tracked, self.now), tracked, self.now)
        fresh = by_story(tracked, self.now)
        open_ = {one.story: one.why for one in self.outages.open()}
        stories, _ = stories_in(self.corpus)
        known = StoredSources(self.database).sources()
        found = {}
        for slug in self.sites:
            of = [story for story in stories if story.slug == slug]
            mine = all_sources(of, [s for s in known if s.story == slug], (), (), self.now)
            shown = StringIO()
            print_sources(Console(file=shown, width=1_000), mine, tracked, self.now)
            said = shown.getvalue()
            shows = set()
            if slug in fresh and fresh[slug].behind:
                shows.add(REPLIES)
            if any(mark in said for mark in ("failing since", "can be read:", "nothing new since")):
                shows.add(SOURCES)
            if slug in open_:
                shows.add(NOTICE)
            found[slug] = Seen(frozenset(shows), (said, open_.get(slug, "")))
        return found

    async def _resolve(self, host: str, port: int) -> Sequence[str]:
        if host in self.unknown:
            raise OSError("no such host")
        return ["127.0.0.1"]

    def _robots(self) -> Fault:
        async def fault(request: web.Request) -> web.StreamResponse:
            text, status = self.robots.get(request.url.host or "", ("", 404))
            return web.Response(text=text, status=status)

        return fault


async def _no_pause(_: float) -> None:
    return
