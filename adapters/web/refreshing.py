"""The sources that stories name → new and changed articles, and one new generation of the index.

Each story is saved in whole steps: killed at any moment, a refresh is finished by the next one.
Whatever one source does, the others are read.
"""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import TypeVar

import structlog

from adapters.storage.catalog import Catalog
from adapters.storage.corpus import stories_in
from adapters.storage.reindex import Report, reindex
from adapters.storage.reindex_plan import Purged, fetched_path, is_fetched
from adapters.storage.sources import FetchedPage, Source, State, StoredSources
from adapters.web.canonical import canonical
from adapters.web.discovery import kind_of
from adapters.web.feed_items import FeedError, FeedItem
from adapters.web.feeds import read_feed
from adapters.web.fetching import Failed, Fetched, Fetcher, Gone, NotModified
from adapters.web.judging import Judged, judge, judged_by, recent
from adapters.web.reading import read_article
from adapters.web.sitemaps import read_sitemap
from adapters.web.updates import (
    Update,
    failed,
    gone,
    read_again,
    refused,
    source_failed,
    told_by_feed,
    unchanged,
)
from retrieval.articles import Article, Story
from retrieval.embedding import Embedder
from retrieval.near_copies import is_copied, plain_words

# So many pages are lost at most where a first refresh is killed.
_SAVED_AT_ONCE = 40
# Of an index of sitemaps: the newest stand first or last.
_PARTS_AT_EITHER_END = 5
PAGE, SITEMAP, PART = "page", "sitemap", "sitemap part"
_ASKED_AGAIN = (State.HELD, State.FAILING)

_log = structlog.get_logger()

T = TypeVar("T")
Progress = Callable[[str, int, int], None]  # step, done so far, of how many


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
class PageReport:
    """A page of which something became: "new", "changed", "withdrawn", "copy", "left out" or
    "failing", and why."""

    story: str
    url: str
    what: str
    title: str
    why: str


@dataclass(frozen=True, slots=True)
class RefreshReport:
    """What a refresh brought; `index` None where nothing had to be built."""

    sources: tuple[SourceReport, ...]
    pages: tuple[PageReport, ...]
    index: Report | None


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
        stories, _ = await asyncio.to_thread(stories_in, self.corpus, story)
        run = _Run(self, now, due_only, dry_run, progress)
        await run.prepare()
        done = await asyncio.gather(*(run.story(each) for each in stories))
        index = None
        if not dry_run and await asyncio.to_thread(self._differs, {s.slug for s in stories}):
            index = await asyncio.to_thread(self._build, now, progress)
        return RefreshReport(
            tuple(report for reports, _ in done for report in reports),
            tuple(page for _, pages in done for page in pages),
            index,
        )

    def _build(self, now: datetime, progress: Progress) -> Report:
        return reindex(
            self.corpus,
            self.data,
            self.catalog,
            self.model,
            self.load_embedder,
            now,
            progress=progress,
        )

    def _differs(self, stories: set[str]) -> bool:
        """Whether what is held of pages is not what the index holds of them."""
        held = StoredSources(self.catalog.database).held()
        purged = Purged(frozenset(self.catalog.purged()))
        current = self.catalog.current()
        served = self.catalog.snapshot(current.id).articles if current else {}
        wanted = {
            id: version
            for id, (story, version) in held.items()
            if story in stories
            and not purged.article(id, fetched_path(story, id))
            and (id not in served or is_fetched(served[id].path))
        }
        return wanted != {
            id: filed.version
            for id, filed in served.items()
            if is_fetched(filed.path) and filed.path.partition("/")[0] in stories
        }


@dataclass(slots=True)
class _Run:
    """One refresh. `claimed`: the story that each page belongs to, by address; "" for pages that
    stand in the corpus."""

    of: Refresher
    now: datetime
    due_only: bool
    dry_run: bool
    progress: Progress
    sources: StoredSources = field(init=False)
    claimed: dict[str, str] = field(default_factory=dict)
    purged: Purged = field(default_factory=lambda: Purged(frozenset()))
    judging: asyncio.Lock = field(default_factory=asyncio.Lock)
    asked: int = 0
    to_ask: int = 0

    def __post_init__(self) -> None:
        self.sources = StoredSources(self.of.catalog.database)

    async def prepare(self) -> None:
        def known() -> tuple[dict[str, str], Purged]:
            catalog = self.of.catalog
            current = catalog.current()
            held = self.sources.held()
            claimed = {id: story for id, (story, _) in held.items()}
            for id, url in catalog.article_keys(current.id) if current else ():
                if id not in held:
                    claimed[canonical(url) or url] = ""
            return claimed, Purged(frozenset(catalog.purged()))

        self.claimed, self.purged = await asyncio.to_thread(known)

    async def story(self, story: Story) -> tuple[list[SourceReport], list[PageReport]]:
        """Asks a story's sources and the pages that they lead to."""
        if self.purged.story(story.slug):
            return [], []
        known = {s.url: s for s in await asyncio.to_thread(self.sources.sources, story.slug)}
        pages = await asyncio.to_thread(self.sources.pages, story.slug)
        for url, page in pages.items():
            self.claimed.setdefault(url, story.slug)
            if page.article:
                self.claimed.setdefault(page.article, story.slug)
        feeds = self._to_ask(story, known)
        self._more_to_ask(len(feeds))
        answers = await asyncio.gather(*(self._ask(story, source) for source in feeds))
        parts = [part for _, _, found in answers for part in self._parts(story, known, found)]
        self._more_to_ask(len(parts))
        answers += await asyncio.gather(*(self._ask(story, source) for source in parts))
        reports, items = [], dict[str, tuple[FeedItem, str]]()
        for source, found, _ in answers:
            judged = await self._judged(story, pages, found)
            reports.append(
                SourceReport(
                    story.slug,
                    source.url,
                    source.kind,
                    source.result,
                    source.failing_since is None,
                    tuple(judged),
                )
            )
            for one in judged:
                self._found(story, pages, items, one, source)
            for item in found:
                if item.url in pages and pages[item.url].from_feed:
                    items.setdefault(item.url, (item, source.url))
        for url in story.pages:
            self._named(story, pages, url)
        if self.dry_run:
            return reports, []
        told = await self._ask_pages(story, pages, items)
        asked = [source for source, _, _ in answers]
        asked += [self._as_source(story, known, pages, url) for url in story.pages]
        reports += [
            SourceReport(story.slug, s.url, s.kind, s.result, s.failing_since is None)
            for s in asked
            if s.kind == PAGE
        ]
        await asyncio.to_thread(self._finish, story, asked, known)
        return reports, told

    # -------------------------------------------------------------------------------- sources

    def _to_ask(self, story: Story, known: dict[str, Source]) -> list[Source]:
        named = [
            known.get(url) or Source(story.slug, url, url, self.now)
            for url in dict.fromkeys(story.feeds)
        ]
        named += [source for source in known.values() if source.kind == PART]
        return [s for s in named if not self.due_only or s.due <= self.now]

    def _parts(self, story: Story, known: dict[str, Source], urls: Sequence[str]) -> list[Source]:
        """Sitemaps that an index has just named for the first time."""
        either_end = dict.fromkeys((*urls[:_PARTS_AT_EITHER_END], *urls[-_PARTS_AT_EITHER_END:]))
        return [
            Source(story.slug, url, url, self.now, kind=PART)
            for url in either_end
            if url not in known and url not in story.feeds
        ]

    async def _ask(
        self, story: Story, source: Source
    ) -> tuple[Source, Sequence[FeedItem], Sequence[str]]:
        """The source as it is known now, its items, and the parts that it names."""
        validators = ("", "") if self.dry_run else (source.etag, source.last_modified)
        answer = await self.of.fetcher.get(
            source.asked, etag=validators[0], last_modified=validators[1]
        )
        self._one_asked()
        every = self._every(story)
        if isinstance(answer, Failed | Gone):
            return source_failed(source, answer, every, self.now), (), ()
        spread = every * (0.9 + 0.2 * self.of.spread())
        source = replace(
            source,
            asked=answer.moved_to or source.asked,
            etag=answer.etag,
            last_modified=answer.last_modified,
            checked=self.now,
            succeeded=self.now,
            failing_since=None,
            failures=0,
            due=self.now + spread,
        )
        if isinstance(answer, NotModified):
            return replace(source, result="nothing new"), (), ()
        try:
            kind, items, parts = await asyncio.to_thread(_listed, answer, self.now)
        except FeedError as error:
            # Without the validators: it is to be read again when it is mended.
            broken = replace(source, etag="", last_modified="", succeeded=None)
            return source_failed(broken, Failed(str(error)), every, self.now), (), ()
        kind = PART if source.kind == PART else kind
        said = f"{len(items)} item{'' if len(items) == 1 else 's'}"
        if parts:
            said = f"an index of {len(parts)} sitemaps"
        return replace(source, kind=kind, result=said), items, parts

    async def _judged(
        self, story: Story, pages: dict[str, FetchedPage], items: Sequence[FeedItem]
    ) -> list[Judged]:
        by = judged_by(story)
        new = [item for item in items if self.dry_run or self._is_new(item, story, pages, by)]
        if not new:
            return []
        async with self.judging:
            return await asyncio.to_thread(self._judge, story, new)

    def _judge(self, story: Story, items: Sequence[FeedItem]) -> list[Judged]:
        current = self.of.catalog.current()
        held = self.of.catalog.articles(current.id, story.slug) if current else []
        embed = self.of.load_embedder().embed_passages
        return judge(story, [one.article for one in held], items, embed)

    def _is_new(self, item: FeedItem, story: Story, pages: dict[str, FetchedPage], by: str) -> bool:
        if self.purged.article(item.url, fetched_path(story.slug, item.url)):
            return False
        page = pages.get(item.url)
        if page is None:
            return item.url not in self.claimed
        return page.state is State.LEFT_OUT and bool(page.judged) and page.judged != by

    def _found(
        self,
        story: Story,
        pages: dict[str, FetchedPage],
        items: dict[str, tuple[FeedItem, str]],
        judged: Judged,
        source: Source,
    ) -> None:
        """Notes an item as a page: to be asked for where it belongs to the story."""
        url, near = judged.item.url, judged.closeness
        pages[url] = FetchedPage(
            story=story.slug,
            url=url,
            asked=url,
            source=source.url,
            state=State.FAILING if near.taken else State.LEFT_OUT,
            found=self.now,
            why=near.why,
            judged=judged_by(story),
            due=self.now if near.taken else None,
        )
        items[url] = (judged.item, source.url)
        if near.taken:
            self.claimed[url] = story.slug

    def _named(self, story: Story, pages: dict[str, FetchedPage], url: str) -> None:
        """A page that the story names itself belongs to it."""
        address = canonical(url) or url
        known = pages.get(address)
        if (known is None or known.state is State.LEFT_OUT) and not self.claimed.get(address):
            pages[address] = FetchedPage(
                story.slug, address, url, url, State.FAILING, self.now, due=self.now
            )
            self.claimed[address] = story.slug

    def _as_source(
        self,
        story: Story,
        known: dict[str, Source],
        pages: dict[str, FetchedPage],
        url: str,
    ) -> Source:
        """What a page that the story names says of itself as a source."""
        source = known.get(url) or Source(story.slug, url, url, self.now, kind=PAGE)
        page = pages.get(canonical(url) or url)
        if page is None:
            return replace(source, result="stands in the corpus, or belongs to another story")
        good = page.version is not None and not page.why
        return replace(
            source,
            asked=page.asked,
            checked=page.checked,
            succeeded=page.checked if good else source.succeeded,
            failing_since=None if good else source.failing_since or self.now,
            failures=page.failures,
            result="held" if good else page.why,
            due=page.due or self.now,
        )

    # ---------------------------------------------------------------------------------- pages

    async def _ask_pages(
        self,
        story: Story,
        pages: dict[str, FetchedPage],
        items: dict[str, tuple[FeedItem, str]],
    ) -> list[PageReport]:
        """Asks for the pages that are due and keeps what comes of them."""
        told: list[PageReport] = []
        due = [page for page in pages.values() if self._is_due(page, items)]
        held = await asyncio.to_thread(
            self.of.catalog.articles_of, {p.version for p in pages.values() if p.version}
        )
        self._more_to_ask(len(due))
        for first in range(0, len(due), _SAVED_AT_ONCE):
            batch = due[first : first + _SAVED_AT_ONCE]
            item_of = {url: item for url, (item, _) in items.items()}
            updates = await asyncio.gather(
                *(
                    self._page(page, held.get(page.version or ""), item_of.get(page.url))
                    for page in batch
                )
            )
            kept: list[Update] = []
            for before, update in zip(batch, updates, strict=True):
                update = self._without_copies(before, update, held)
                kept.append(update)
                pages[before.url] = update.page
                if update.article is not None:
                    held[update.article.version] = update.article
                    self.claimed[update.article.id] = story.slug
                told += _told(before, update)
            await asyncio.to_thread(
                self.sources.save,
                (),
                [update.page for update in kept],
                [update.article for update in kept if update.article],
                self.now,
            )
        left = [
            pages[url]
            for url in items
            if pages[url].state is State.LEFT_OUT and pages[url].checked is None
        ]
        await asyncio.to_thread(self.sources.save, (), left, (), self.now)
        return told

    def _is_due(self, page: FetchedPage, items: dict[str, tuple[FeedItem, str]]) -> bool:
        if page.state not in _ASKED_AGAIN:
            return False
        if page.from_feed:
            return page.url in items
        return not self.due_only or page.due is None or page.due <= self.now

    async def _page(self, page: FetchedPage, held: Article | None, item: FeedItem | None) -> Update:
        if page.from_feed and item is not None:
            return told_by_feed(page, item, held.source if held else "", held, self.now)
        answer = await self.of.fetcher.get(
            page.asked,
            etag=page.etag if held else "",
            last_modified=page.last_modified if held else "",
        )
        self._one_asked()
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
        if held is None and item is not None and item.text and item.title:
            host = canonical(item.url).split("/")[2].removeprefix("www.")
            return told_by_feed(replace(page, why=update.page.why), item, host, None, self.now)
        return update

    def _without_copies(
        self, before: FetchedPage, update: Update, held: dict[str, Article]
    ) -> Update:
        """A new page that is held under another address already is a copy of that one."""
        article = update.article
        if before.version is not None or article is None:
            return update
        if self.purged.article(article.id, fetched_path(article.story, article.id)):
            return Update(_copy(update.page, "purged"))
        if article.id != before.url and article.id in self.claimed:
            return Update(_copy(update.page, f"the same page as {article.id}"))
        words = plain_words(article.text)
        for other in held.values():
            # Other papers' copies stay: they are named beside the quote.
            if other.source == article.source and other.id != article.id:
                whole = plain_words(other.text)
                if is_copied(words, whole) and is_copied(whole, words):
                    return Update(_copy(update.page, f"the same text as {other.id}"))
        return update

    def _finish(self, story: Story, asked: list[Source], known: dict[str, Source]) -> None:
        self.sources.save(asked, (), (), self.now)
        parts = {url for url, source in known.items() if source.kind == PART}
        self.sources.forget_sources(
            story.slug, known.keys() - parts - set(story.feeds) - set(story.pages)
        )

    def _every(self, story: Story) -> timedelta:
        minutes = story.refresh_minutes
        return timedelta(minutes=minutes) if minutes else self.of.every

    def _more_to_ask(self, count: int) -> None:
        self.to_ask += count
        self.progress("fetching", self.asked, self.to_ask)

    def _one_asked(self) -> None:
        self.asked += 1
        self.progress("fetching", self.asked, self.to_ask)


def _listed(fetched: Fetched, now: datetime) -> tuple[str, Sequence[FeedItem], Sequence[str]]:
    """(kind, items, parts) of a feed or sitemap. Raises FeedError."""
    kind = kind_of(fetched.body, fetched.content_type)
    if kind == "sitemap":
        sitemap = read_sitemap(fetched.body, fetched.url)
        return SITEMAP, recent(sitemap.pages, now), sitemap.children
    if kind == "feed":
        feed = read_feed(fetched.body, fetched.content_type, fetched.url)
        return feed.kind, feed.items, ()
    what = "a page" if kind == "page" else "a document"
    raise FeedError(f"{what}, not a feed; see which feeds it offers with: pullquote track URL")


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
