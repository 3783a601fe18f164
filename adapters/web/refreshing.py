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

from adapters.storage.catalog import Catalog
from adapters.storage.checks import ELSEWHERE
from adapters.storage.corpus import Problem, stories_in
from adapters.storage.fetched_articles import fetched_articles
from adapters.storage.generation_builder import Progress
from adapters.storage.reindex import Report, reindex
from adapters.storage.reindex_plan import Purged, is_fetched, story_of
from adapters.storage.sources import FetchedPage, Source, State, StoredSources
from adapters.web.canonical import canonical
from adapters.web.choosing import Choosing, Pages
from adapters.web.claims import Claims
from adapters.web.fetching import Failed, Fetcher
from adapters.web.judging import Judged
from adapters.web.listings import Asked, Sources
from adapters.web.page_updates import PageReport, PageUpdates, ShownWords
from adapters.web.shared_answers import SharedAnswers
from adapters.web.site_rules import NO_RULES, SiteRules
from adapters.web.unforeseen import unforeseen
from adapters.web.updates import source_failed
from retrieval.articles import Story
from retrieval.embedding import Embedder
from retrieval.errors import PullquoteError

__all__ = ["PageReport", "RefreshReport", "Refresher", "SourceReport"]

PAGE = "page"
_TOGETHER = timedelta(seconds=2)
# A story with thousands of pages is served in parts.
_BUILT_EVERY = timedelta(minutes=5)
# Of the time at most so much is spent on building while others are still being asked.
_BUILDING_SHARE = 0.25


@dataclass(frozen=True, slots=True)
class SourceReport:
    """What came of one source: `ok`, or why not; how many older items it lists beyond the limit;
    the items that were judged."""

    story: str
    url: str
    kind: str
    result: str
    ok: bool
    judged: tuple[Judged, ...] = ()
    left_out: int = 0


@dataclass(frozen=True, slots=True)
class RefreshReport:
    """What a refresh brought; `index` None where nothing had to be built. `problems`: stories that
    can't be read, and so were not asked about; `asked`: how many addresses were asked for;
    `next_due`: when the next source is, None where there is none."""

    sources: tuple[SourceReport, ...]
    pages: tuple[PageReport, ...]
    index: Report | None
    problems: tuple[Problem, ...] = ()
    asked: int = 0
    next_due: datetime | None = None


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
    built_every: timedelta = _BUILT_EVERY
    together: timedelta = _TOGETHER
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
        return replace(report, index=_together(built))

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
    ) -> "tuple[_Run, list[Story], tuple[Problem, ...]]":
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
            self.catalog, self.model, self.load_embedder, claims, purged, now, dry_run
        )
        words = ShownWords.of(await asyncio.to_thread(stored.shown))
        answers = SharedAnswers(self.fetcher)
        run = _Run(
            self,
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

    def _ended(self, work: "Sequence[asyncio.Task[_StoryDone]]", stories: list[Story]) -> None:
        for task in work:
            task.cancel()
        for story in stories:  # those that had not begun yet too
            self.leave(story)

    async def _report(
        self,
        done: "Sequence[_StoryDone]",
        problems: tuple[Problem, ...],
        run: "_Run",
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
        served = self.catalog.snapshot(current.id).articles if current else {}
        for id, url in self.catalog.article_keys(current.id) if current else ():
            path = served[id].path
            if not is_fetched(path):
                claims.add_file(story_of(path), canonical(url) or url, id)
        claims.add(StoredSources(self.catalog.database).claims())
        return Purged(frozenset(self.catalog.erasure.purged()))

    async def _built_of(
        self,
        work: "Sequence[asyncio.Task[_StoryDone]]",
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
        served = self.catalog.snapshot(current.id).articles if current else {}
        files = {id: filed.path for id, filed in served.items() if not is_fetched(filed.path)}
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
class _StoryDone:
    """What came of a story; `fault`: what ended it that is no source's fault."""

    sources: Sequence[SourceReport] = ()
    pages: Sequence[PageReport] = ()
    fault: PullquoteError | None = None


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

    async def story(self, story: Story) -> _StoryDone:
        """Asks a story's sources and the pages that they lead to; whatever goes wrong, it is this
        story's alone."""
        try:
            return await self._guarded(story)
        finally:
            self.of.leave(story)

    async def _guarded(self, story: Story) -> _StoryDone:
        try:
            return await self._story(story)
        except PullquoteError as error:
            return _StoryDone(fault=error)
        except BaseException as error:
            why = unforeseen(error, "refreshed", next(iter(story.feeds), ""), story=story.slug)
        try:
            return _StoryDone([_report(source) for source in await self._all_ended(story, why)])
        except PullquoteError as error:
            return _StoryDone(fault=error)

    async def _story(self, story: Story) -> _StoryDone:
        known = {s.url: s for s in await asyncio.to_thread(self.stored.sources, story.slug)}
        before = await asyncio.to_thread(self.stored.pages, story.slug)
        pages = Pages(dict(before))
        outdated = self.choosing.outdated(story, before)
        unread = frozenset(page.source for page in before.values() if self._is_unread(page))
        listed = await self.sources.listed(
            story,
            known,
            self._every(story),
            due_only=self.due_only,
            whole=lambda source: self.dry_run or source.url in outdated | unread,
        )
        if not self.dry_run:
            # Nothing is lost with these, and a story may take long.
            early = [one.source for one in listed.listings if not one.items]
            await asyncio.to_thread(self.stored.save, early, (), (), self.now)
        judged = await self.choosing.choose(story, pages, listed.listings)
        asked = [listing.source for listing in listed.listings]
        reports = [_report(source, judged.get(source.url, ())) for source in asked]
        if self.dry_run:
            return _StoryDone(reports)
        for url in story.pages:
            self.choosing.name(story, pages, url, due_only=self.due_only)
        told = await self.updates.asked_for(story.slug, pages, before, due_only=self.due_only)
        named = [self._as_source(story, known, pages, url) for url in dict.fromkeys(story.pages)]
        reports += [_report(source) for source in named if source.checked in (None, self.now)]
        changed = [source for source in (*asked, *named) if source != known.get(source.url)]
        await asyncio.to_thread(self.stored.save, changed, (), (), self.now)
        await asyncio.to_thread(self.stored.forget_sources, story.slug, listed.outdated)
        return _StoryDone(reports, told)

    def _is_unread(self, page: FetchedPage) -> bool:
        """Whether it is tried again and was never had: what its feed says of it tells an article
        from a wall."""
        has_come = page.due is not None and page.due <= self.now
        return page.state is State.FAILING and page.version is None and has_come

    async def _all_ended(self, story: Story, why: str) -> list[Source]:
        """All sources of a story that could not be dealt with, and why."""
        known = {s.url: s for s in await asyncio.to_thread(self.stored.sources, story.slug)}
        failed = [
            source_failed(
                known.get(url) or Source(story.slug, url, url, self.now),
                Failed(why),
                self._every(story),
                self.now,
            )
            for url in story.tracked
        ]
        if not self.dry_run:
            await asyncio.to_thread(self.stored.save, failed, (), (), self.now)
        return failed

    def _every(self, story: Story) -> timedelta:
        minutes = story.refresh_minutes
        return timedelta(minutes=minutes) if minutes else self.of.every

    def _as_source(self, story: Story, known: dict[str, Source], pages: Pages, url: str) -> Source:
        """What a page that the story names says of itself as a source."""
        source = known.get(url) or Source(story.slug, url, url, self.now, kind=PAGE)
        page = pages.known.get(canonical(url) or url)
        if page is None:
            return replace(source, kind=ELSEWHERE, result="stands in the corpus")
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
    return SourceReport(
        source.story, source.url, source.kind, source.result, ok, tuple(judged), source.left_out
    )


def _next_due(stored: StoredSources, stories: Collection[str]) -> datetime | None:
    return min((one.due for one in stored.sources() if one.story in stories), default=None)


def _together(built: Sequence[Report]) -> Report | None:
    """What one refresh built in several steps, as if it had been one."""
    if not built:
        return None
    last = built[-1]
    added = set(chain.from_iterable(one.added for one in built))
    changed = set(chain.from_iterable(one.changed for one in built)) - added
    removed = set(chain.from_iterable(one.removed for one in built))
    return replace(
        last,
        new_generation=any(one.new_generation for one in built),
        added=tuple(sorted(added)),
        changed=tuple(sorted(changed)),
        removed=tuple(sorted(removed)),
        kept=last.kept - len((added | changed) - {*last.added, *last.changed}),
        embedded=sum(one.embedded for one in built),
        reused=last.reused - sum(one.embedded for one in built[:-1]),
        unread=tuple(sorted(set(chain.from_iterable(one.unread for one in built)))),
    )
