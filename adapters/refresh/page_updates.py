"""The pages of a story that are due → what they say now, kept batch by batch."""

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from contextlib import aclosing
from dataclasses import dataclass, field, replace
from datetime import datetime
from urllib.parse import urlsplit

from adapters.refresh.choosing import Choosing, Pages
from adapters.refresh.listings import Asked
from adapters.refresh.updates import (
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
from adapters.storage.article_ids import page_of
from adapters.storage.catalog import Catalog
from adapters.storage.reindex_plan import fetched_path
from adapters.storage.sources import FetchedPage, State, StoredSources
from adapters.web.addresses import shown
from adapters.web.feed_items import FeedItem
from adapters.web.fetching import Asks, Failed, Fetched, Gone, NotModified
from adapters.web.host_queues import in_batches
from adapters.web.hosts import host_of
from adapters.web.identity import ALIKE, about, words_shown
from adapters.web.reading import ReadArticle, read_article
from adapters.web.site_rules import NO_RULES, SiteRules
from adapters.web.unforeseen import unforeseen
from adapters.web.walls import is_passing
from retrieval.articles import Article, digest
from retrieval.event_logger import EventLogger
from retrieval.near_copies import is_reprint
from retrieval.passages import cut

_SAME_TEXT = "the same text as "

# So many pages, or so many seconds' work, are lost at most where a first refresh is killed.
_SAVED_AT_ONCE = 40
_SAVED_EVERY = 15.0

_log = EventLogger()


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
        self.addresses.setdefault((host_of(url), words), set()).add(url)

    def others(self, page: FetchedPage, address: str) -> int:
        """At how many other addresses they stand than the page's own."""
        found = self.addresses.get((host_of(page.url), page.shown), set())
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
    fetcher: Asks
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

        async def ask(page: FetchedPage) -> tuple[FetchedPage, _Asked]:
            known = held.get(page.version or "")
            return page, await self._safely(page, known, pages.item_of(page), due_only)

        batches = in_batches(due, ask, _netloc_of, _SAVED_AT_ONCE, _SAVED_EVERY)
        async with aclosing(batches):
            async for batch in batches:
                # Before any is judged: the first of a site's walls is no article either.
                for _, answer in batch:
                    if answer.read:
                        self.words.add(answer.update.page.url, answer.update.page.shown)
                kept: list[tuple[FetchedPage, Update]] = []
                for page, answer in batch:
                    update = self._settled(page, answer, pages, held)
                    if self._is_purged(update.article):
                        continue
                    kept.append((page, update))
                    pages.known[page.url] = update.page
                    if update.article is not None:
                        held[update.article.version] = update.article
                        self.choosing.claims.take(story, update.article.url)
                for page, update in await self._saved(kept):
                    pages.known[page.url] = update.page
                    told += self._told(page, update)
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
    ) -> _Asked:
        """As `_asked`; whatever goes wrong, it is this page's alone."""
        try:
            answer = await self._asked(page, held, item, due_only)
            if answer.update.article is not None:
                # What can't be cut would stop the building of every story's index.
                await asyncio.to_thread(cut, answer.update.article)
        except BaseException as error:
            return _Asked(self._ended(error, "read", page))
        return answer

    def _settled(
        self, page: FetchedPage, answer: _Asked, pages: Pages, held: Mapping[str, Article]
    ) -> Update:
        """The update as it stands beside the story's other articles, and other stories'."""
        try:
            update = self._without_walls(page, answer, pages.item_of(page))
            update = self._without_copies(page, update, held)
            update = self._with_new_address(page, update, pages)
            return self._under_its_id(page, update)
        except Exception as error:
            return self._ended(error, "compared", page)

    def _ended(self, error: BaseException, doing: str, page: FetchedPage) -> Update:
        why = unforeseen(error, doing, page.url, story=page.story)
        return failed(page, Failed(why), self.now)

    def _under_its_id(self, before: FetchedPage, update: Update) -> Update:
        """Of a page that another story holds too, each story has an article of its own."""
        article = update.article
        if article is None or before.version is not None:
            return update
        id = self.choosing.claims.article_id(before.story, page_of(article.id))
        if id == article.id:
            return update
        article = replace(article, id=id)
        page = replace(update.page, article=id, version=article.version)
        return replace(update, page=page, article=article)

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
        source = held.source if held else item.outlet or host_of(item.url).removeprefix("www.")
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
        known = article.id in (before.url, page_of(before.article))
        if not known and self.choosing.claims.has(before.story, article.id):
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


def _netloc_of(page: FetchedPage) -> str:
    try:
        return urlsplit(page.asked).netloc
    except ValueError:
        return ""


def _copy(page: FetchedPage, why: str) -> FetchedPage:
    return replace(page, state=State.COPY, why=why, version=None, article="", due=None)
