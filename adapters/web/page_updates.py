"""The pages of a story that are due → what they say now, kept batch by batch."""

import asyncio
from collections.abc import Mapping, Sequence
from contextlib import aclosing
from dataclasses import dataclass, replace
from datetime import datetime
from urllib.parse import urlsplit

from adapters.storage.article_ids import page_of
from adapters.storage.catalog import Catalog
from adapters.storage.reindex_plan import fetched_path
from adapters.storage.sources import FetchedPage, State, StoredSources
from adapters.web.choosing import Choosing, Pages
from adapters.web.feed_items import FeedItem
from adapters.web.fetching import Asks, Failed, Fetched, Gone, NotModified
from adapters.web.host_queues import in_batches
from adapters.web.listings import Asked
from adapters.web.reading import read_article
from adapters.web.unforeseen import unforeseen
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
from retrieval.passages import cut

# So many pages, or so many seconds' work, are lost at most where a first refresh is killed.
_SAVED_AT_ONCE = 40
_SAVED_EVERY = 15.0


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
    fetcher: Asks
    choosing: Choosing
    now: datetime
    asked: Asked

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

        async def ask(page: FetchedPage) -> tuple[FetchedPage, Update]:
            known = held.get(page.version or "")
            return page, await self._safely(page, known, pages.item_of(page), due_only)

        batches = in_batches(due, ask, _host_of, _SAVED_AT_ONCE, _SAVED_EVERY)
        async with aclosing(batches):
            async for batch in batches:
                kept: list[tuple[FetchedPage, Update]] = []
                for page, update in batch:
                    update = self._settled(story, page, update, held)
                    if self._is_purged(update.article):
                        continue
                    kept.append((page, update))
                    pages.known[page.url] = update.page
                    if update.article is not None:
                        held[update.article.version] = update.article
                for page, update in await self._saved(kept):
                    pages.known[page.url] = update.page
                    told += _told(page, update)
        asked = {page.url for page in due}
        others = [
            page
            for url, page in pages.known.items()
            if url not in asked and page != before.get(url)
        ]
        await asyncio.to_thread(self.sources.save, (), others, (), self.now)
        return told

    async def _saved(
        self, kept: Sequence[tuple[FetchedPage, Update]]
    ) -> list[tuple[FetchedPage, Update]]:
        """What was kept: all of it, or of a page that can't be, why."""
        updates = [update for _, update in kept]
        articles = [update.article for update in updates if update.article]
        try:
            await asyncio.to_thread(
                self.sources.save, (), [update.page for update in updates], articles, self.now
            )
        except Exception as error:
            if len(kept) > 1:
                return [one for each in kept for one in await self._saved([each])]
            [(before, _)] = kept
            update = self._ended(error, "kept", before)
            # Where not even this can be kept, the page is not to blame.
            await asyncio.to_thread(self.sources.save, (), [update.page], (), self.now)
            return [(before, update)]
        return list(kept)

    async def _safely(
        self, page: FetchedPage, held: Article | None, item: FeedItem | None, due_only: bool
    ) -> Update:
        """As `_asked`; whatever goes wrong, it is this page's alone."""
        try:
            update = await self._asked(page, held, item, due_only)
            if update.article is not None:
                # What can't be cut would stop the building of every story's index.
                await asyncio.to_thread(cut, update.article)
        except BaseException as error:
            return self._ended(error, "read", page)
        return update

    def _settled(
        self, story: str, page: FetchedPage, update: Update, held: Mapping[str, Article]
    ) -> Update:
        """The update as it stands beside the story's other articles, and other stories'."""
        try:
            return self._under_its_id(story, page, self._without_copies(page, update, held))
        except Exception as error:
            return self._ended(error, "compared", page)

    def _ended(self, error: BaseException, doing: str, page: FetchedPage) -> Update:
        why = unforeseen(error, doing, page.url, story=page.story)
        return failed(page, Failed(why), self.now)

    def _under_its_id(self, story: str, before: FetchedPage, update: Update) -> Update:
        """Of a page that another story holds too, each story has an article of its own."""
        article = update.article
        if article is None or before.version is not None:
            return update
        id = self.choosing.claims.article_id(story, page_of(article.id))
        if id == article.id:
            return update
        article = replace(article, id=id)
        return Update(replace(update.page, article=id, version=article.version), article)

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
                read = await asyncio.to_thread(read_article, answer, self.now)
                if not isinstance(read, str):
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
        known = article.id in (before.url, page_of(before.article))
        if not known and self.choosing.claims.has(before.story, article.id):
            return Update(_copy(update.page, f"the same page as {article.id}"))
        for other in held.values():
            # Other papers' copies stay: they are named beside the quote.
            own = other.source == article.source and other.id != article.id
            if own and is_copy(article.text, other.text) and is_copy(other.text, article.text):
                return Update(_copy(update.page, f"the same text as {other.id}"))
        return update


def _host_of(page: FetchedPage) -> str:
    try:
        return urlsplit(page.asked).netloc
    except ValueError:
        return ""


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
