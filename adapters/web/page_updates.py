"""The pages of a story that are due → what they say now, kept batch by batch."""

import asyncio
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
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
from adapters.web.identity import ALIKE, about, words_shown
from adapters.web.listings import Asked
from adapters.web.reading import ReadArticle, read_article
from adapters.web.site_rules import NO_RULES, SiteRules
from adapters.web.updates import (
    Update,
    failed,
    gone,
    is_unchecked_for_long,
    read_again,
    read_first,
    refused,
    still_from_feed,
    told_by_feed,
    unchanged,
)
from adapters.web.walls import is_passing
from retrieval.articles import Article, digest
from retrieval.near_copies import is_reprint

_SAME_TEXT = "the same text as "
_log = structlog.get_logger()

# So many pages are lost at most where a first refresh is killed.
_SAVED_AT_ONCE = 40

_log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class PageReport:
    """A page of which something became: "new", "changed", "new entries" of a liveblog, "moved",
    "withdrawn", "copy", "left out", "failing" or, after a week of that, "unchecked", and why."""

    story: str
    url: str
    what: str
    title: str
    why: str


@dataclass(slots=True)
class ShownWords:
    """Which addresses of a site showed the same words the last time, by its host and their digest:
    pages that do hold no articles of their own, in whatever language."""

    addresses: dict[tuple[str, str], set[str]] = field(default_factory=dict)

    @staticmethod
    def of(shown: Iterable[tuple[str, str]]) -> "ShownWords":
        """As `StoredSources.shown` gives them."""
        known = ShownWords()
        for url, words in shown:
            known.add(url, words)
        return known

    def add(self, url: str, words: str) -> None:
        """`words`: their digest."""
        self.addresses.setdefault((_host(url), words), set()).add(url)

    def others(self, page: FetchedPage, address: str) -> int:
        """At how many other addresses they stand than the page's own."""
        found = self.addresses.get((_host(page.url), page.shown), set())
        return len(found - {page.url, page.asked, address})


@dataclass(frozen=True, slots=True)
class _Asked:
    """What came of asking for a page; `read` where an article could be."""

    update: Update
    read: ReadArticle | None = None


@dataclass(frozen=True, slots=True)
class PageUpdates:
    """Asks for the pages of any story; `choosing` knows what belongs to whom, `words` what other
    pages show."""

    catalog: Catalog
    sources: StoredSources
    fetcher: Fetcher
    choosing: Choosing
    now: datetime
    asked: Asked
    words: ShownWords = field(default_factory=ShownWords)
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
            answers = await asyncio.gather(
                *(
                    self._asked(page, held.get(page.version or ""), pages.item_of(page), due_only)
                    for page in batch
                )
            )
            # Before any is judged: the first of a site's walls is no article either.
            for answer in answers:
                if answer.read:
                    self.words.add(answer.update.page.url, answer.update.page.shown)
            kept: list[Update] = []
            for page, answer in zip(batch, answers, strict=True):
                update = self._without_walls(page, answer, pages.item_of(page))
                update = self._without_copies(page, update, held)
                update = self._with_new_address(page, update, pages)
                if self._is_purged(update.article):
                    continue
                kept.append(update)
                pages.known[page.url] = update.page
                if update.article is not None:
                    held[update.article.version] = update.article
                    self.choosing.claimed[update.article.id] = story
                    self.choosing.claimed[update.article.url] = story
                told += self._told(page, update)
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
    ) -> _Asked:
        if page.from_feed and due_only and not self._has_come(page):
            self.asked.one()
            return _Asked(self._told_by_feed(page, item, held) or Update(page))
        answer = await self.fetcher.get(
            page.asked,
            etag=page.etag if held else "",
            last_modified=page.last_modified if held else "",
        )
        self.asked.one()
        read: ReadArticle | None = None
        match answer:
            case NotModified():
                return _Asked(unchanged(page, answer, held, self.now))
            case Fetched():
                found = await asyncio.to_thread(read_article, answer, self.now, self.sites)
                if isinstance(found, str):
                    update = refused(page, found, self.now)
                else:
                    read = found
                    if read.note:
                        _log.warning("article_read_otherwise", url=shown(answer.url), why=read.note)
                    if item is not None and (read.published is None or read.guessed):
                        # The feed says it outright; what the page shows is a guess at best.
                        read = replace(read, published=item.published or read.published)
                    update = await asyncio.to_thread(self._read, page, read, answer, item, held)
                    if update.page.why == "":
                        return _Asked(update, read)
            case Gone():
                update = gone(page, answer, self.now)
            case Failed():
                update = failed(page, answer, self.now)
        if page.state is State.WITHDRAWN:
            return _Asked(Update(replace(page, checked=self.now, due=None)))
        if held is None or page.from_feed:
            without = still_from_feed(page, update.page.why, self.now)
            from_feed = self._told_by_feed(without, item, held)
            if from_feed or held:
                return _Asked(from_feed or Update(without))
        return _Asked(update, read)

    def _read(
        self,
        page: FetchedPage,
        read: ReadArticle,
        answer: Fetched,
        item: FeedItem | None,
        held: Article | None,
    ) -> Update:
        before, page = page, replace(page, shown=digest([words_shown(read.text)]))
        if held is None and page.shown == before.shown and is_passing(before.why):
            # Its feed may not say any more what was announced.
            return refused(page, before.why, self.now)
        if held is None:
            return read_first(page, read, answer, item, self.now)
        return read_again(page, read, answer, held, self.now)

    def _told_by_feed(
        self, page: FetchedPage, item: FeedItem | None, held: Article | None
    ) -> Update | None:
        if item is None or not (item.text and item.title):
            return None
        source = held.source if held else item.outlet or _host(item.url).removeprefix("www.")
        return told_by_feed(page, item, source, held, self.now)

    def _is_purged(self, article: Article | None) -> bool:
        """Nothing is noted of it, not even where it stands: only a digest of its id stays."""
        if article is None:
            return False
        return self.choosing.purged.article(article.id, fetched_path(article.story, article.id))

    def _without_walls(self, before: FetchedPage, answer: _Asked, item: FeedItem | None) -> Update:
        """A new page whose words its site shows in place of other pages too, and that aren't about
        what was announced, holds no article."""
        update, read = answer.update, answer.read
        if before.version is not None or update.article is None or read is None:
            return update
        announced = about(item.title, item.summary, read.text) if item and item.title else None
        # Two addresses of one article are common where nothing says what stands there, three not.
        enough = 1 if item and item.title else 2
        if announced or self.words.others(update.page, read.address) < enough:
            return update
        page = replace(before, shown=update.page.shown)
        return refused(page, ALIKE, self.now)

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
            if own and is_reprint(article, other):
                return Update(_copy(update.page, f"{_SAME_TEXT}{other.id}"))
        return update

    def _with_new_address(self, before: FetchedPage, update: Update, pages: Pages) -> Update:
        """An article that is no more where it was, but of which the outlet has a copy, is read
        there from now on: it has moved without a redirect."""
        page = update.page
        if before.version is None or not page.why:
            return update
        if page.gone_since is None and page.unchecked_since is None:
            return update
        for other in pages.known.values():
            there = other.state is State.COPY and other.why == f"{_SAME_TEXT}{before.article}"
            if there and other.url not in (before.asked, before.url):
                kept = replace(before, asked=other.url, etag="", last_modified="", due=self.now)
                return Update(kept)
        return update

    def _told(self, before: FetchedPage, update: Update) -> list[PageReport]:
        page, article = update.page, update.article
        what = ""
        if article is not None:
            what = update.what or ("new" if before.version is None else "changed")
        elif page.state is not State.HELD and page.state is not before.state:
            what = page.state.value
        elif page.state is State.FAILING or (page.why and page.why != before.why):
            what = State.FAILING.value
        long = is_unchecked_for_long(page, self.now)
        if long and not (before.checked and is_unchecked_for_long(before, before.checked)):
            what = "unchecked"
            _log.warning(
                "article_unchecked",
                story=page.story,
                url=shown(page.url),
                since=page.unchecked_since,
            )
        if not what:
            return []
        title = article.title if article else ""
        return [PageReport(page.story, page.url, what, title, page.why)]


def _copy(page: FetchedPage, why: str) -> FetchedPage:
    return replace(page, state=State.COPY, why=why, version=None, article="", due=None)


def _host(url: str) -> str:
    return urlsplit(url).hostname or ""
