"""The sources that stories name → new and changed articles, and new generations of the index.

Each story is saved in whole steps: killed at any moment, a refresh is finished by the next one.
Stories end each for itself, and what is there is built: nobody waits for the slowest.
"""

import asyncio
import threading
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from itertools import chain
from pathlib import Path

from adapters.refresh.choosing import Choosing
from adapters.refresh.claims import Claims
from adapters.refresh.listings import Asked, Sources
from adapters.refresh.page_updates import PageUpdates, ShownWords
from adapters.refresh.reports import RefreshReport, as_one
from adapters.refresh.story_refresh import StoryDone, StoryRefresh
from adapters.storage.catalog import Catalog
from adapters.storage.corpus import Problem, stories_in
from adapters.storage.fetched_articles import corpus_files, differing_pages, fetched_articles
from adapters.storage.reindex import Report, reindex
from adapters.storage.reindex_plan import Purged, is_fetched, story_of
from adapters.storage.segment_writer import Progress
from adapters.storage.snapshots import Filed
from adapters.storage.sources import StoredSources
from adapters.storage.vector_store import VectorStore
from adapters.web.canonical import canonical
from adapters.web.fetching import Fetcher
from adapters.web.shared_answers import SharedAnswers
from adapters.web.site_rules import NO_RULES, SiteRules
from retrieval.articles import Story
from retrieval.embedding import Embedder

_TOGETHER = timedelta(seconds=2)
# A story with thousands of pages is served in parts.
_BUILT_EVERY = timedelta(minutes=5)
# Of the time at most so much is spent on building while others are still being asked.
_BUILDING_SHARE = 0.25


class _GivenUp(Exception):
    """Nobody waits for the build any more."""


@dataclass(frozen=True, slots=True)
class Refresher:
    """`every`: how often a story's sources are asked that does not say; `spread` gives 0 to 1, so
    that they aren't all asked at once for ever. `built_every`: how often a generation is built of
    what a story has brought that has not ended yet; `together`: those that end within it make one.

    Several refreshes may go on at once: a story that one is at is left alone by the others.
    """

    corpus: Path
    data: Path
    catalog: Catalog
    fetcher: Fetcher
    model: str
    load_embedder: Callable[[], Embedder]
    every: timedelta
    spread: Callable[[], float]
    sites: SiteRules = NO_RULES
    keep_versions: timedelta | None = None
    store: VectorStore | None = None  # None is the data folder
    built_every: timedelta = _BUILT_EVERY
    together: timedelta = _TOGETHER
    languages: frozenset[str] = frozenset()  # what the model knows beside English
    _at_work: set[str] = field(default_factory=set)
    _claims: Claims = field(default_factory=Claims)
    _builder: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def refresh(
        self,
        now: datetime,
        *,
        story: str | None = None,
        due_only: bool = False,
        dry_run: bool = False,
        progress: Progress = lambda step, done, of: None,
    ) -> RefreshReport:
        """Asks every source, or those that are due, and builds as stories end. `dry_run` judges
        every item of every feed, asks for no page and keeps nothing. Raises CorpusError and what
        `reindex` raises; what was fetched is kept then, and the next refresh builds of it."""
        run, stories, problems = await self._begun(now, story, due_only, dry_run, progress)
        work = [asyncio.create_task(run.story(one)) for one in stories]
        built: list[Report] = []
        try:
            fault = None if dry_run else await self._built_of(work, stories, now, progress, built)
            done = await asyncio.gather(*work)
        finally:
            self._ended(work, stories)
        if fault is not None:
            raise fault
        report = await self._report(done, problems, run, stories)
        return replace(report, index=as_one(built))

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
        run, stories, problems = await self._begun(now, story, due_only, dry_run, progress)
        work = [asyncio.create_task(run.story(one)) for one in stories]
        try:
            done = await asyncio.gather(*work)
        finally:
            self._ended(work, stories)
        return await self._report(done, problems, run, stories)

    async def _begun(
        self, now: datetime, story: str | None, due_only: bool, dry_run: bool, progress: Progress
    ) -> tuple[StoryRefresh, list[Story], tuple[Problem, ...]]:
        found, problems = await asyncio.to_thread(stories_in, self.corpus, story)
        claims = Claims() if dry_run else self._claims
        if not self._at_work:
            claims.clear()
        purged = await asyncio.to_thread(self._claimed, claims)
        stories = [
            one for one in found if not purged.story(one.slug) and one.slug not in self._at_work
        ]
        asked = Asked(progress)
        stored = StoredSources(self.catalog.database)
        choosing = Choosing(
            self.catalog,
            self.model,
            self.load_embedder,
            claims,
            purged,
            now,
            dry_run,
            languages=self.languages,
        )
        words = ShownWords.of(await asyncio.to_thread(stored.shown))
        answers = SharedAnswers(self.fetcher)
        run = StoryRefresh(
            self.every,
            self.leave,
            now,
            stored,
            Sources(answers, now, self.spread, asked),
            choosing,
            PageUpdates(*(self.catalog, stored, answers, choosing, now, asked, words, self.sites)),
            due_only=due_only,
            dry_run=dry_run,
        )
        self._at_work.update(one.slug for one in stories)
        return run, stories, problems

    def leave(self, story: Story) -> None:
        """Nobody is at the story any more."""
        self._at_work.discard(story.slug)

    def _ended(self, work: Sequence[asyncio.Task[StoryDone]], stories: list[Story]) -> None:
        for task in work:
            task.cancel()
        for story in stories:  # those that had not begun yet too
            self.leave(story)

    async def _report(
        self,
        done: Sequence[StoryDone],
        problems: tuple[Problem, ...],
        run: StoryRefresh,
        stories: Sequence[Story],
    ) -> RefreshReport:
        """Raises what a story ended with that is no source's fault; the others are kept."""
        for one in done:
            if one.fault is not None:
                raise one.fault
        return RefreshReport(
            tuple(chain.from_iterable(one.sources for one in done)),
            tuple(chain.from_iterable(one.pages for one in done)),
            None,
            problems,
            run.sources.asked.of,
            await asyncio.to_thread(_next_due, run.stored, {one.slug for one in stories}),
        )

    def _claimed(self, claims: Claims) -> Purged:
        """Notes in `claims` which story holds which pages. What was erased."""
        current = self.catalog.current()
        for id, path, url in corpus_files(self.catalog, current.id) if current else ():
            claims.add_file(story_of(path), canonical(url) or url, id)
        claims.add(StoredSources(self.catalog.database).claims())
        return Purged(frozenset(self.catalog.erasure.purged()))

    async def _built_of(
        self,
        work: Sequence[asyncio.Task[StoryDone]],
        stories: Sequence[Story],
        now: datetime,
        progress: Progress,
        built: list[Report],
    ) -> Exception | None:
        """Builds whenever stories have ended, and now and then of those that have not; what it
        built is added to `built`. Why the last time failed, None where it did not."""
        clock = asyncio.get_running_loop().time
        pending, fault, pause = set(work), None, 0.0
        while True:
            if pending:
                seconds = max(self.built_every.total_seconds(), pause)
                await asyncio.wait(pending, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
                pending = {task for task in pending if not task.done()}
            if pending:
                await asyncio.wait(pending, timeout=max(self.together.total_seconds(), pause))
                pending = {task for task in pending if not task.done()}
            begun = clock()
            try:
                built += await self._brought_up({one.slug for one in stories}, now, progress)
                fault = None
            except Exception as error:  # the others are asked all the same
                fault = error
            pause = (clock() - begun) * (1 - _BUILDING_SHARE) / _BUILDING_SHARE
            if not pending:
                return fault

    async def _brought_up(
        self, stories: Collection[str], now: datetime, progress: Progress
    ) -> list[Report]:
        """One build at a time, if there is something to build."""
        async with self._builder:
            if not await asyncio.to_thread(self._differs, stories):
                return []
            return [await self._build(now, progress)]

    def _differs(self, stories: Collection[str]) -> bool:
        """Whether what is held of these stories' pages is not what the index holds of them."""
        purged = Purged(frozenset(self.catalog.erasure.purged()))
        current = self.catalog.current()
        ids, served = None, dict[str, Filed]()
        if current:
            ids = differing_pages(self.catalog, current.id, stories)
            served = self.catalog.part(current.id, articles=ids).articles
        files = {id for id, filed in served.items() if not is_fetched(filed.path)}
        held = fetched_articles(self.catalog, current, lambda path: True, ids=ids)
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
                keep_versions=self.keep_versions,
                store=self.store,
                languages=self.languages,
            )

        try:
            return await asyncio.to_thread(build)
        except asyncio.CancelledError:
            # A thread can't be ended from outside, and Ctrl-C must not wait for an hour's work.
            given_up.set()
            raise


def _next_due(stored: StoredSources, stories: Collection[str]) -> datetime | None:
    return min((one.due for one in stored.sources() if one.story in stories), default=None)
