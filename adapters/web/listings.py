"""The feeds and sitemaps that a story names → what they list now, and what is known of them then.

Whatever one source does, the others are read.
"""

import asyncio
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from adapters.storage.generation_builder import Progress
from adapters.storage.sources import Source
from adapters.web.discovery import kind_of
from adapters.web.feed_items import FeedError, FeedItem
from adapters.web.feed_outlet import with_outlet
from adapters.web.feeds import read_feed
from adapters.web.fetching import Failed, Fetched, Fetcher, Gone, NotModified
from adapters.web.judging import recent
from adapters.web.listing_changes import as_listed, is_due, is_to_be_read_whole, why_not_believed
from adapters.web.sitemaps import read_sitemap
from adapters.web.topic_pages import read_topic
from adapters.web.updates import source_failed
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

    fetcher: Fetcher
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
            due = [s for s in sources if not due_only or is_due(s, self.now)]
            self.asked.more(len(due))
            found = await asyncio.gather(
                *(self._ask(s, every, whole=whole(s), topic=s.url in story.topics) for s in due)
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
            # Without the validators: it is to be read again when it is mended. Nor is it believed
            # where it has moved to.
            broken = replace(source, etag="", last_modified="")
            return Listing(source_failed(broken, Failed(str(error)), every, self.now))
        kind = PART if source.kind == PART else found.kind
        said = f"{len(found.items)} item{'' if len(found.items) == 1 else 's'}"
        if found.parts:
            said = found.title
        read = as_listed(replace(read, kind=kind, result=said), found.items, found.parts, self.now)
        return Listing(read, found.items, found.parts)


@dataclass(frozen=True, slots=True)
class ReadListing:
    """What a feed or sitemap says: `title` is a feed's, or how many sitemaps an index names."""

    kind: str
    title: str
    items: Sequence[FeedItem]
    parts: Sequence[str] = ()


def read_listing(kind: str, fetched: Fetched, now: datetime) -> ReadListing:
    """A document of that kind, as `kind_of` says, read as a sitemap or else as a feed.

    Raises FeedError.
    """
    if kind == "sitemap":
        sitemap = read_sitemap(fetched.body, fetched.url)
        count = len(sitemap.children)
        title = f"an index of {count} sitemap{'' if count == 1 else 's'}" if count else ""
        return ReadListing(SITEMAP, title, recent(sitemap.pages, now), sitemap.children)
    feed = with_outlet(read_feed(fetched.body, fetched.content_type, fetched.url))
    return ReadListing(feed.kind, feed.title, feed.items)


def read_topic_page(fetched: Fetched, now: datetime) -> ReadListing:
    """A page's links to articles, but for those that it says are old. Raises FeedError."""
    topic = read_topic(fetched.body, fetched.url, fetched.charset)
    return ReadListing(topic.kind, topic.title, recent(topic.items, now))


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
