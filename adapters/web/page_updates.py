"""The pages of a story that are due → what they say now, kept batch by batch."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from urllib.parse import urlsplit

import structlog

from adapters.storage.catalog import Catalog
from adapters.storage.reindex_plan import fetched_path
from adapters.storage.sources import FetchedPage, State, StoredSources
from adapters.web.addresses import shown
from adapters.web.choosing import Choosing, Pages
from adapters.web.feed_items import FeedItem
from adapters.web.fetching import Failed, Fetched, Fetcher, Gone, NotModified
from adapters.web.listings import Asked
from adapters.web.reading import read_article
from adapters.web.site_rules import NO_RULES, SiteRules
from adapters.web.updates import (
    Update,
    failed,
    gone,
    read_again,
    refused,
    still_from_feed,
    told_by_feed,
    unchanged,
)
from retrieval.articles import Article
from retrieval.near_copies import is_copy

# So many pages are lost at most where a first refresh is killed.
_SAVED_AT_ONCE = 40

_log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class PageReport:
    """A page of which something became: "new", "changed", "withdrawn", "copy", "left out" or
    "failing", and why."""

    story: str
    url: str
    what: str
    title: str
    why: str


@dataclass(frozen=True, slots=True)
class PageUpdates:
    """Asks for the pages of any story; `choosing` knows what belongs to whom."""

    catalog: Catalog
    sources: StoredSources
    fetcher: Fetcher
    choosing: Choosing
    now: datetime
    asked: Asked
    sites: SiteRules = NO_RULES

    async def asked_for(
        self, story: str, pages: Pages, before: Mapping[str, FetchedPage], *, due_only: bool
    ) -> list[PageReport]:
        """Asks for the pages that are due and keeps what comes of them, and all that has become
        known since `before`."""
        told: list[PageReport] = []
        due = [page for page in pages.known.values() if self._is_due(page, pages, due_only)]
        held = await asyncio.to_thread(
            self.catalog.articles_of, {p.version for p in pages.known.values() if p.version}
        )
        self.asked.more(len(due))
        for first in range(0, len(due), _SAVED_AT_ONCE):
            batch = due[first : first + _SAVED_AT_ONCE]
            updates = await asyncio.gather(
                *(
                    self._asked(page, held.get(page.version or ""), pages.item_of(page), due_only)
                    for page in batch
                )
            )
            kept: list[Update] = []
            for page, update in zip(batch, updates, strict=True):
                update = self._without_copies(page, update, held)
                if self._is_purged(update.article):
                    continue
                kept.append(update)
                pages.known[page.url] = update.page
                if update.article is not None:
                    held[update.article.version] = update.article
                    self.choosing.claimed[update.article.id] = story
                told += _told(page, update)
            await asyncio.to_thread(
                self.sources.save,
                (),
                [update.page for update in kept],
                [update.article for update in kept if update.article],
                self.now,
            )
        asked = {page.url for page in due}
        others = [
            page
            for url, page in pages.known.items()
            if url not in asked and page != before.get(url)
        ]
        await asyncio.to_thread(self.sources.save, (), others, (), self.now)
        return told

    def _is_due(self, page: FetchedPage, pages: Pages, due_only: bool) -> bool:
        if page.state in (State.HELD, State.FAILING):
            listed = page.from_feed and page.url in pages.items
            return listed or not due_only or self._has_come(page)
        return self._has_come(page)

    def _has_come(self, page: FetchedPage) -> bool:
        return page.due is not None and page.due <= self.now

    async def _asked(
        self, page: FetchedPage, held: Article | None, item: FeedItem | None, due_only: bool
    ) -> Update:
        if page.from_feed and due_only and not self._has_come(page):
            self.asked.one()
            return self._told_by_feed(page, item, held) or Update(page)
        answer = await self.fetcher.get(
            page.asked,
            etag=page.etag if held else "",
            last_modified=page.last_modified if held else "",
        )
        self.asked.one()
        match answer:
            case NotModified():
                return unchanged(page, answer, self.now)
            case Fetched():
                page = replace(page, asked=answer.moved_to or page.asked)
                read = await asyncio.to_thread(read_article, answer, self.now, self.sites)
                if not isinstance(read, str):
                    if read.note:
                        _log.warning("article_read_otherwise", url=shown(answer.url), why=read.note)
                    if item is not None and read.published is None:
                        read = replace(read, published=item.published)
                    validators = (answer.etag, answer.last_modified)
                    return read_again(page, read, validators, held, self.now)
                update = refused(page, read, self.now)
            case Gone():
                update = gone(page, answer, self.now)
            case Failed():
                update = failed(page, answer, self.now)
        if page.state is State.WITHDRAWN:
            return Update(replace(page, checked=self.now, due=None))
        if held is None or page.from_feed:
            without = still_from_feed(page, update.page.why, self.now)
            from_feed = self._told_by_feed(without, item, held)
            if from_feed or held:
                return from_feed or Update(without)
        return update

    def _told_by_feed(
        self, page: FetchedPage, item: FeedItem | None, held: Article | None
    ) -> Update | None:
        if item is None or not (item.text and item.title):
            return None
        source = held.source if held else (urlsplit(item.url).hostname or "").removeprefix("www.")
        return told_by_feed(page, item, source, held, self.now)

    def _is_purged(self, article: Article | None) -> bool:
        """Nothing is noted of it, not even where it stands: only a digest of its id stays."""
        if article is None:
            return False
        return self.choosing.purged.article(article.id, fetched_path(article.story, article.id))

    def _without_copies(
        self, before: FetchedPage, update: Update, held: Mapping[str, Article]
    ) -> Update:
        """A new page that is held under another address already is a copy of that one."""
        article = update.article
        if before.version is not None or article is None:
            return update
        if article.id not in (before.url, before.article) and article.id in self.choosing.claimed:
            return Update(_copy(update.page, f"the same page as {article.id}"))
        for other in held.values():
            # Other papers' copies stay: they are named beside the quote.
            own = other.source == article.source and other.id != article.id
            if own and is_copy(article.text, other.text) and is_copy(other.text, article.text):
                return Update(_copy(update.page, f"the same text as {other.id}"))
        return update


def _copy(page: FetchedPage, why: str) -> FetchedPage:
    return replace(page, state=State.COPY, why=why, version=None, article="", due=None)


def _told(before: FetchedPage, update: Update) -> list[PageReport]:
    page, article = update.page, update.article
    what = ""
    if article is not None:
        what = "new" if before.version is None else "changed"
    elif page.state is not State.HELD and page.state is not before.state:
        what = page.state.value
    elif page.state is State.FAILING or (page.why and page.why != before.why):
        what = State.FAILING.value
    if not what:
        return []
    title = article.title if article else ""
    return [PageReport(page.story, page.url, what, title, page.why)]
