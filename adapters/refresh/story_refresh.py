"""A story → its sources asked, and the pages that they lead to, in whole steps that are kept."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from adapters.refresh.choosing import Choosing, Pages
from adapters.refresh.listings import Sources
from adapters.refresh.page_updates import PageReport, PageUpdates
from adapters.refresh.reports import SourceReport, source_report
from adapters.refresh.updates import source_failed
from adapters.storage.checks import ELSEWHERE
from adapters.storage.sources import FetchedPage, Source, State, StoredSources
from adapters.web.canonical import canonical
from adapters.web.fetching import Failed
from adapters.web.unforeseen import unforeseen
from retrieval.articles import Story
from retrieval.errors import PullquoteError

PAGE = "page"


@dataclass(frozen=True, slots=True)
class StoryDone:
    """What came of a story; `fault`: what ended it that is no source's fault."""

    sources: Sequence[SourceReport] = ()
    pages: Sequence[PageReport] = ()
    fault: PullquoteError | None = None


@dataclass(frozen=True, slots=True)
class StoryRefresh:
    """One refresh, of any story. `every`: how often a story's sources are asked that does not say;
    `left` is told of each story that has ended."""

    every: timedelta
    left: Callable[[Story], None]
    now: datetime
    stored: StoredSources
    sources: Sources
    choosing: Choosing
    updates: PageUpdates
    due_only: bool
    dry_run: bool

    async def story(self, story: Story) -> StoryDone:
        """Asks a story's sources and the pages that they lead to; whatever goes wrong, it is this
        story's alone."""
        try:
            return await self._guarded(story)
        finally:
            self.left(story)

    async def _guarded(self, story: Story) -> StoryDone:
        try:
            return await self._story(story)
        except PullquoteError as error:
            return StoryDone(fault=error)
        except BaseException as error:
            why = unforeseen(error, "refreshed", next(iter(story.feeds), ""), story=story.slug)
        try:
            return StoryDone(
                [source_report(source) for source in await self._all_ended(story, why)]
            )
        except PullquoteError as error:
            return StoryDone(fault=error)

    async def _story(self, story: Story) -> StoryDone:
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
        reports = [source_report(source, judged.get(source.url, ())) for source in asked]
        if self.dry_run:
            return StoryDone(reports)
        for url in story.pages:
            self.choosing.name(story, pages, url, due_only=self.due_only)
        told = await self.updates.asked_for(story.slug, pages, before, due_only=self.due_only)
        named = [self._as_source(story, known, pages, url) for url in dict.fromkeys(story.pages)]
        reports += [source_report(source) for source in named if source.checked in (None, self.now)]
        changed = [source for source in (*asked, *named) if source != known.get(source.url)]
        await asyncio.to_thread(self.stored.save, changed, (), (), self.now)
        await asyncio.to_thread(self.stored.forget_sources, story.slug, listed.outdated)
        return StoryDone(reports, told)

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
        return timedelta(minutes=minutes) if minutes else self.every

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
