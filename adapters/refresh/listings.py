"""The feeds and sitemaps that a story names → what they list now, and what is known of them then.

Whatever one source does, the others are read.
"""

import asyncio
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from adapters.refresh.listing_changes import (
    as_listed,
    is_due,
    is_to_be_read_whole,
    why_not_believed,
)
from adapters.refresh.updates import source_failed
from adapters.storage.segment_writer import Progress
from adapters.storage.sources import Source
from adapters.web.discovery import kind_of
from adapters.web.feed_items import FeedError, FeedItem
from adapters.web.feed_outlet import with_outlet
from adapters.web.feeds import read_feed
from adapters.web.fetching import Asks, Failed, Fetched, Gone, NotModified
from adapters.web.judging import recent
from adapters.web.sitemaps import read_sitemap
from adapters.web.topic_pages import read_topic
from adapters.web.unforeseen import unforeseen
from retrieval.articles import Story

SITEMAP, PART = "sitemap", "sitemap part"
# Of an index of sitemaps: the newest stand first or last.
_PARTS_AT_EITHER_END = 5


@dataclass(slots=True)
class Asked:
    """How many addresses were asked for so far, of how many; `progress` hears of it."""

    progress: Progress
    done: int = 0
    of: int = 0

    def more(self, count: int) -> None:
        """So many are to come."""
        self.of += count
        self.progress("fetching", self.done, self.of)

    def one(self) -> None:
        """One has answered."""
        self.done += 1
        self.progress("fetching", self.done, self.of)


@dataclass(frozen=True, slots=True)
class Listing:
    """A source as it is known now, its items, and the sitemaps that it names, all of them."""

    source: Source
    items: Sequence[FeedItem] = ()
    parts: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Listed:
    """What a story's sources list now; `outdated`: sources that are to be forgotten."""

    listings: tuple[Listing, ...]
    outdated: frozenset[str]


@dataclass(frozen=True, slots=True)
class Sources:
    """Asks the sources of any story; `spread` gives 0 to 1, so that they aren't all asked at once
    for ever."""

    fetcher: Asks
    now: datetime
    spread: Callable[[], float]
    asked: Asked

    async def listed(
        self,
        story: Story,
        known: Mapping[str, Source],
        every: timedelta,
        *,
        due_only: bool,
        whole: Callable[[Source], bool],
    ) -> Listed:
        """`whole` tells the sources that are to be read though they haven't changed."""

        async def ask(sources: Iterable[Source]) -> dict[str, Listing | None]:
            due = [s for s in sources if not due_only or self._is_due(s, whole)]
            self.asked.more(len(due))
            found = await asyncio.gather(
                *(self._asked(s, every, whole=whole(s), topic=s.url in story.topics) for s in due)
            )
            return {s.url: listing for s, listing in zip(due, found, strict=True)}

        urls = dict.fromkeys((*story.feeds, *story.topics))
        answers = await ask(
            known.get(url) or Source(story.slug, url, url, self.now) for url in urls
        )
        parts = self._parts(story, known, [listing for listing in answers.values() if listing])
        answers |= await ask(parts.values())
        named = urls.keys() | set(story.pages) | parts.keys()
        gone = {url for url, listing in answers.items() if listing is None}
        return Listed(
            tuple(listing for listing in answers.values() if listing),
            frozenset((known.keys() - named) | gone),
        )

    def _parts(
        self, story: Story, known: Mapping[str, Source], named: Sequence[Listing]
    ) -> dict[str, Source]:
        """The sitemaps that indexes name: those known, but for what has moved into the middle of
        its index, and new ones."""
        indexes = {known[url].kind for url in story.feeds if url in known}
        indexes |= {listing.source.kind for listing in named}
        if SITEMAP not in indexes:
            return {}
        parts = {url: source for url, source in known.items() if source.kind == PART}
        for listing in named:
            ends = (*listing.parts[:_PARTS_AT_EITHER_END], *listing.parts[-_PARTS_AT_EITHER_END:])
            for url in {*listing.parts} - {*ends}:
                parts.pop(url, None)
            for url in ends:
                if url not in story.feeds:
                    parts.setdefault(url, Source(story.slug, url, url, self.now, kind=PART))
        return parts

    def _is_due(self, source: Source, whole: Callable[[Source], bool]) -> bool:
        # Who changes what a story takes wants to see what comes of it, now.
        return is_due(source, self.now) or (source.failing_since is None and whole(source))

    async def _asked(
        self, source: Source, every: timedelta, *, whole: bool, topic: bool
    ) -> Listing | None:
        """As `_ask`; whatever goes wrong, it is this source's alone."""
        try:
            return await self._ask(source, every, whole=whole, topic=topic)
        except BaseException as error:
            why = unforeseen(error, "read", source.url, story=source.story)
            return Listing(source_failed(_unread(source), Failed(why), every, self.now))

    async def _ask(
        self, source: Source, every: timedelta, *, whole: bool, topic: bool
    ) -> Listing | None:
        """None for a part that is not there any more: its index will name it where it is."""
        whole = whole or is_to_be_read_whole(source, self.now)
        validators = ("", "") if whole else (source.etag, source.last_modified)
        answer = await self.fetcher.get(
            source.asked, etag=validators[0], last_modified=validators[1]
        )
        self.asked.one()
        if isinstance(answer, Gone) and source.kind == PART:
            return None
        if isinstance(answer, Gone):
            # Where it had moved to it is no more; the address that it is known by may lead on.
            known = replace(source, asked=source.url, etag="", last_modified="")
            return Listing(source_failed(known, answer, every, self.now))
        if isinstance(answer, Failed):
            return Listing(source_failed(source, answer, every, self.now))
        read = replace(
            source,
            asked=answer.moved_to or source.asked,
            etag=answer.etag,
            last_modified=answer.last_modified,
            checked=self.now,
            succeeded=self.now,
            failing_since=None,
            failures=0,
            due=self.now + every * (0.9 + 0.2 * self.spread()),
        )
        if isinstance(answer, NotModified):
            return Listing(replace(read, result="nothing new"))
        try:
            found = await asyncio.to_thread(_read, answer, self.now, topic=topic)
            count = len(found.items) + len(found.parts)
            body = answer.body
            if why_not := why_not_believed(source, count, found.kind, body, self.now):
                raise FeedError(why_not)
        except FeedError as error:
            # Nor is it believed where it has moved to.
            return Listing(source_failed(_unread(source), Failed(str(error)), every, self.now))
        kind = PART if source.kind == PART else found.kind
        said = found.title if found.parts else _counted(found.items)
        read = replace(read, kind=kind, result=said, left_out=found.left_out)
        read = as_listed(read, found.items, found.parts, self.now)
        return Listing(read, found.items, found.parts)


def _unread(source: Source) -> Source:
    """The source without its validators: it is to be read again when it is mended."""
    return replace(source, etag="", last_modified="")


@dataclass(frozen=True, slots=True)
class ReadListing:
    """What a feed or sitemap says: `title` is a feed's, or how many sitemaps an index names;
    `left_out`: how many older items it has beyond the limit."""

    kind: str
    title: str
    items: Sequence[FeedItem]
    parts: Sequence[str] = ()
    left_out: int = 0


def read_listing(kind: str, fetched: Fetched, now: datetime) -> ReadListing:
    """A document of that kind, as `kind_of` says, read as a sitemap or else as a feed.

    Raises FeedError.
    """
    if kind == "sitemap":
        sitemap = read_sitemap(fetched.body, fetched.url, _header(fetched))
        count = len(sitemap.children)
        title = f"an index of {count:,} sitemap{'' if count == 1 else 's'}" if count else ""
        if count > 2 * _PARTS_AT_EITHER_END:
            title += f", of which the first and the last {_PARTS_AT_EITHER_END} are read"
        pages = recent(sitemap.pages, now)
        # Where some are too old to count, what is older still would not have counted either.
        older = sitemap.left_out if len(pages) == len(sitemap.pages) else 0
        return ReadListing(SITEMAP, title, pages, sitemap.children, older)
    feed = with_outlet(read_feed(fetched.body, _header(fetched), fetched.url))
    return ReadListing(feed.kind, feed.title, feed.items, left_out=feed.left_out)


def _counted(items: Sequence[FeedItem]) -> str:
    return f"{len(items):,} item{'' if len(items) == 1 else 's'}"


def _header(fetched: Fetched) -> str:
    """The content type as the server gave it, with the charset."""
    charset = f"; charset={fetched.charset}" if fetched.charset else ""
    return f"{fetched.content_type}{charset}"


def read_topic_page(fetched: Fetched, now: datetime) -> ReadListing:
    """A page's links to articles, but for those that it says are old. Raises FeedError."""
    topic = read_topic(fetched.body, fetched.url, fetched.charset)
    items = recent(topic.items, now)
    # Where some are too old to count, those below them would not have counted either.
    older = topic.left_out if len(items) == len(topic.items) else 0
    return ReadListing(topic.kind, topic.title, items, left_out=older)


def _read(fetched: Fetched, now: datetime, *, topic: bool) -> ReadListing:
    """Links are read only where a page was named for them: a feed that answers with a consent
    wall has failed."""
    kind = kind_of(fetched.body, fetched.content_type)
    if kind == "page" and topic:
        return read_topic_page(fetched, now)
    if kind in ("page", "opml", "other"):
        what = "a page" if kind == "page" else "a document"
        raise FeedError(f"{what}, not a feed; see which feeds it offers with: pullquote track URL")
    return read_listing(kind, fetched, now)
