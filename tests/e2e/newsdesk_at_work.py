"""A story that is followed on localhost: its corpus, its index, and refreshes on days of our own.

The model is a fake one of words; time passes by what `refresh` is given.
"""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from adapters.refresh.refresher import Refresher
from adapters.refresh.reports import RefreshReport
from adapters.storage.sources import FetchedPage, Source, StoredSources
from adapters.web.fetching import Fetcher, fetching
from retrieval.articles import Article
from tests.adapters.storage.newsroom import Newsroom
from tests.adapters.web.fetched import POLICY, default_tls

FIRST = datetime(2026, 3, 2, 6, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


async def no_pause(_: float) -> None:
    """The second try of a failing page comes at once."""


@dataclass
class NewsdeskAtWork:
    """`now` is the time of the last refresh."""

    room: Newsroom
    now: datetime = FIRST

    @property
    def sources(self) -> StoredSources:
        return StoredSources(self.room.catalog.database)

    def follow(self, slug: str, *lines: str, keywords: tuple[str, ...] = ("bridge",)) -> None:
        """Writes the story's story.toml; closeness 0, so that its keywords alone decide."""
        words = ", ".join(f'"{word}"' for word in keywords)
        text = (
            f'title = "The {slug} story"\nsummary = "A bridge that is closed."\n'
            f"keywords = [{words}]\ncloseness = 0\n"
        )
        (self.room.corpus / slug).mkdir(exist_ok=True)
        (self.room.corpus / slug / "story.toml").write_text("\n".join((text, *lines, "")))

    def refresh(self, after: timedelta = timedelta(), **options: Any) -> RefreshReport:
        """`pullquote refresh` so long after the last one."""
        return self.work(after, lambda refresher: refresher.refresh(self.now, **options))

    def fetch(self, after: timedelta = timedelta(), **options: Any) -> RefreshReport:
        """The same without the index, which takes a second."""
        return self.work(after, lambda refresher: refresher.fetch(self.now, **options))

    def work(
        self, after: timedelta, work: Callable[[Refresher], Awaitable[RefreshReport]]
    ) -> RefreshReport:
        """Anything with a refresher, so long after the last time."""
        self.now += after
        self.room.embedder.embedded.clear()

        async def run() -> RefreshReport:
            async with fetching(
                replace(POLICY, host_pause=0.0),
                self.sources,
                lambda: self.now,
                pause=no_pause,
                jitter=lambda: 0.5,
                tls=default_tls,
            ) as fetcher:
                return await work(self.refresher(fetcher))

        return asyncio.run(run())

    def refresher(self, fetcher: Fetcher) -> Refresher:
        return Refresher(
            corpus=self.room.corpus,
            data=self.room.data,
            catalog=self.room.catalog,
            fetcher=fetcher,
            model=self.room.embedder.model,
            load_embedder=lambda: self.room.embedder,
            every=timedelta(minutes=30),
            spread=lambda: 0.5,
        )

    def held(self) -> dict[str, Article]:
        """The articles that are held of pages, by id."""
        versions = {id: version for id, (_, version) in self.sources.held().items()}
        articles = self.room.catalog.articles_of(versions.values())
        return {id: articles[version] for id, version in versions.items()}

    def served(self) -> dict[str, Article]:
        """The articles of the current generation, by id."""
        current = self.room.catalog.current()
        if current is None:
            return {}
        filed = self.room.catalog.snapshot(current.id).articles
        articles = self.room.catalog.articles_of({one.version for one in filed.values()})
        return {id: articles[one.version] for id, one in filed.items()}

    def page(self, url: str, story: str = "bridge") -> FetchedPage:
        return self.sources.pages(story)[url]

    def source(self, url: str) -> Source:
        [found] = [source for source in self.sources.sources() if source.url == url]
        return found


@contextmanager
def newsdesk_at_work(folder: Path) -> Iterator[NewsdeskAtWork]:
    """In an empty folder."""
    room = Newsroom(folder)
    try:
        yield NewsdeskAtWork(room)
    finally:
        room.close()


def told(report: RefreshReport) -> list[tuple[str, str, str]]:
    """(what, title or address, why) of each page of which something became."""
    return [(page.what, page.title or page.url, page.why) for page in report.pages]
