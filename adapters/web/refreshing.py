"""The sources that stories name → new and changed articles, and one new generation of the index.

Each story is saved in whole steps: killed at any moment, a refresh is finished by the next one.
"""

import asyncio
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

from adapters.storage.catalog import Catalog
from adapters.storage.checks import ELSEWHERE
from adapters.storage.corpus import Problem, stories_in
from adapters.storage.fetched_articles import fetched_articles
from adapters.storage.generation_builder import Progress
from adapters.storage.reindex import Report, reindex
from adapters.storage.reindex_plan import Purged, is_fetched, story_of
from adapters.storage.sources import Source, StoredSources
from adapters.web.canonical import canonical
from adapters.web.choosing import IN_CORPUS, Choosing, Pages
from adapters.web.fetching import Fetcher
from adapters.web.judging import Judged
from adapters.web.listings import Asked, Sources
from adapters.web.page_updates import PageReport, PageUpdates, ShownWords
from adapters.web.site_rules import NO_RULES, SiteRules
from retrieval.articles import Story
from retrieval.embedding import Embedder

__all__ = ["PageReport", "RefreshReport", "Refresher", "SourceReport"]

PAGE = "page"


@dataclass(frozen=True, slots=True)
class SourceReport:
    """What came of one source: `ok`, or why not; the items that were judged."""

    story: str
    url: str
    kind: str
    result: str
    ok: bool
    judged: tuple[Judged, ...] = ()


@dataclass(frozen=True, slots=True)
class RefreshReport:
    """What a refresh brought; `index` None where nothing had to be built. `problems`: stories that
    can't be read, and so were not asked about."""

    sources: tuple[SourceReport, ...]
    pages: tuple[PageReport, ...]
    index: Report | None
    problems: tuple[Problem, ...] = ()


class _GivenUp(Exception):
    """Nobody waits for the build any more."""


@dataclass(frozen=True, slots=True)
class Refresher:
    """`every`: how often a story's sources are asked that does not say; `spread` gives 0 to 1, so
    that they aren't all asked at once for ever."""

    corpus: Path
    data: Path
    catalog: Catalog
    fetcher: Fetcher
    model: str
    load_embedder: Callable[[], Embedder]
    every: timedelta
    spread: Callable[[], float]
    sites: SiteRules = NO_RULES

    async def refresh(
        self,
        now: datetime,
        *,
        story: str | None = None,
        due_only: bool = False,
        dry_run: bool = False,
        progress: Progress = lambda step, done, of: None,
    ) -> RefreshReport:
        """Asks every source, or those that are due. `dry_run` judges every item of every feed,
        asks for no page and keeps nothing. Raises CorpusError and what `reindex` raises; what was
        fetched is kept then, and the next refresh builds of it."""
        report = await self.fetch(
            now, story=story, due_only=due_only, dry_run=dry_run, progress=progress
        )
        if dry_run or not await asyncio.to_thread(self._differs, story):
            return report
        return replace(report, index=await self._build(now, progress))

    async def fetch(
        self,
        now: datetime,
        *,
        story: str | None = None,
        due_only: bool = False,
        dry_run: bool = False,
        progress: Progress = lambda step, done, of: None,
    ) -> RefreshReport:
        """As `refresh`, but nothing is built."""
        stories, problems = await asyncio.to_thread(stories_in, self.corpus, story)
        claimed, purged = await asyncio.to_thread(self._claimed)
        asked = Asked(progress)
        stored = StoredSources(self.catalog.database)
        choosing = Choosing(self.catalog, self.load_embedder, claimed, purged, now, dry_run)
        words = ShownWords.of(await asyncio.to_thread(stored.shown))
        run = _Run(
            self,
            now,
            stored,
            Sources(self.fetcher, now, self.spread, asked),
            choosing,
            PageUpdates(
                *(self.catalog, stored, self.fetcher, choosing, now, asked, words, self.sites)
            ),
            due_only=due_only,
            dry_run=dry_run,
        )
        done = await asyncio.gather(*(run.story(s) for s in stories if not purged.story(s.slug)))
        return RefreshReport(
            tuple(report for reports, _ in done for report in reports),
            tuple(page for _, pages in done for page in pages),
            None,
            problems,
        )

    def _claimed(self) -> tuple[dict[str, str], Purged]:
        """The story of every page, by address; and what was erased."""
        claimed = StoredSources(self.catalog.database).claims()
        current = self.catalog.current()
        served = self.catalog.snapshot(current.id).articles if current else {}
        for id, url in self.catalog.article_keys(current.id) if current else ():
            if not is_fetched(served[id].path):
                claimed[canonical(url) or url] = IN_CORPUS
        return claimed, Purged(frozenset(self.catalog.purged()))

    def _differs(self, story: str | None) -> bool:
        """Whether what is held of pages is not what the index holds of them."""
        stories = {one.slug for one in stories_in(self.corpus, story)[0]}
        purged = Purged(frozenset(self.catalog.purged()))
        current = self.catalog.current()
        served = self.catalog.snapshot(current.id).articles if current else {}
        files = {id for id, filed in served.items() if not is_fetched(filed.path)}
        held = fetched_articles(self.catalog, current, files)
        wanted = {
            id: filed.version
            for id, filed in held.items()
            if story_of(filed.path) in stories
            and id not in files
            and not purged.article(id, filed.path)
        }
        return wanted != {
            id: filed.version
            for id, filed in served.items()
            if id not in files and story_of(filed.path) in stories
        }

    async def _build(self, now: datetime, progress: Progress) -> Report:
        given_up = threading.Event()

        def heard(step: str, done: int, of: int) -> None:
            if given_up.is_set():
                raise _GivenUp
            progress(step, done, of)

        def build() -> Report:
            return reindex(
                self.corpus,
                self.data,
                self.catalog,
                self.model,
                self.load_embedder,
                now,
                progress=heard,
            )

        try:
            return await asyncio.to_thread(build)
        except asyncio.CancelledError:
            # A thread can't be ended from outside, and Ctrl-C must not wait for an hour's work.
            given_up.set()
            raise


@dataclass(frozen=True, slots=True)
class _Run:
    """One refresh, of any story."""

    of: Refresher
    now: datetime
    stored: StoredSources
    sources: Sources
    choosing: Choosing
    updates: PageUpdates
    due_only: bool
    dry_run: bool

    async def story(self, story: Story) -> tuple[list[SourceReport], list[PageReport]]:
        """Asks a story's sources and the pages that they lead to."""
        known = {s.url: s for s in await asyncio.to_thread(self.stored.sources, story.slug)}
        before = await asyncio.to_thread(self.stored.pages, story.slug)
        pages = Pages(dict(before))
        minutes = story.refresh_minutes
        listed = await self.sources.listed(
            story,
            known,
            timedelta(minutes=minutes) if minutes else self.of.every,
            due_only=self.due_only,
            whole=lambda source: self.dry_run or self.choosing.is_outdated(source, story, before),
        )
        judged = await self.choosing.choose(story, pages, listed.listings)
        asked = [listing.source for listing in listed.listings]
        reports = [_report(source, judged.get(source.url, ())) for source in asked]
        if self.dry_run:
            return reports, []
        for url in story.pages:
            self.choosing.name(story, pages, url, due_only=self.due_only)
        told = await self.updates.asked_for(story.slug, pages, before, due_only=self.due_only)
        named = [self._as_source(story, known, pages, url) for url in dict.fromkeys(story.pages)]
        reports += [_report(source) for source in named if source.checked in (None, self.now)]
        changed = [source for source in (*asked, *named) if source != known.get(source.url)]
        await asyncio.to_thread(self.stored.save, changed, (), (), self.now)
        await asyncio.to_thread(self.stored.forget_sources, story.slug, listed.outdated)
        return reports, told

    def _as_source(self, story: Story, known: dict[str, Source], pages: Pages, url: str) -> Source:
        """What a page that the story names says of itself as a source."""
        source = known.get(url) or Source(story.slug, url, url, self.now, kind=PAGE)
        page = pages.known.get(canonical(url) or url)
        if page is None:
            said = "stands in the corpus, or belongs to another story"
            return replace(source, kind=ELSEWHERE, result=said)
        good = page.version is not None and not page.why
        return replace(
            source,
            kind=PAGE,
            asked=page.asked,
            checked=page.checked,
            succeeded=page.checked if good else source.succeeded,
            failing_since=None if good else source.failing_since or self.now,
            failures=page.failures,
            result="held" if good else page.why,
            due=page.due or source.due,
        )


def _report(source: Source, judged: Sequence[Judged] = ()) -> SourceReport:
    ok = source.failing_since is None
    return SourceReport(source.story, source.url, source.kind, source.result, ok, tuple(judged))
