"""What a story's sources list → the pages that belong to it, each to one story only."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from adapters.storage.catalog import Catalog
from adapters.storage.reindex_plan import Purged, fetched_path
from adapters.storage.sources import FetchedPage, Source, State
from adapters.web.canonical import canonical
from adapters.web.feed_items import FeedItem
from adapters.web.judging import Judged, judge, judged_by
from adapters.web.listings import Listing
from adapters.web.updates import A_DAY
from retrieval.articles import Story
from retrieval.embedding import Embedder

# A page that stands in the corpus belongs to no source.
IN_CORPUS = ""


@dataclass(slots=True)
class Pages:
    """A story's pages by address, as they become known; `items` is what was listed of them."""

    known: dict[str, FetchedPage]
    items: dict[str, FeedItem] = field(default_factory=dict)

    def item_of(self, page: FetchedPage) -> FeedItem | None:
        return self.items.get(page.url)


@dataclass(frozen=True, slots=True)
class Choosing:
    """`claimed`: the story that each page belongs to, by address; IN_CORPUS for those that stand
    there. It changes as stories choose. `everything`: known items are judged too."""

    catalog: Catalog
    load_embedder: Callable[[], Embedder]
    claimed: dict[str, str]
    purged: Purged
    now: datetime
    everything: bool
    turn: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def choose(
        self, story: Story, pages: Pages, listings: Sequence[Listing]
    ) -> dict[str, list[Judged]]:
        """Notes in `pages` what is new, and gives the items that were judged, by source."""
        # One story after the other: what one has taken is not new to the next.
        async with self.turn:
            new: dict[str, tuple[FeedItem, Source]] = {}
            for listing in listings:
                for item in listing.items:
                    pages.items.setdefault(item.url, item)
                    if self.everything or self._is_new(item, story, pages.known):
                        new.setdefault(item.url, (item, listing.source))
            items = [item for item, _ in new.values()]
            judged = await asyncio.to_thread(self._judge, story, items) if items else []
            by_source: dict[str, list[Judged]] = {}
            for one in judged:
                source = new[one.item.url][1]
                by_source.setdefault(source.url, []).append(one)
                self._note(story, pages.known, one, source)
        self._settle(story, pages, listings)
        return by_source

    def is_outdated(self, source: Source, story: Story, pages: Mapping[str, FetchedPage]) -> bool:
        """Whether the source led to a page that was judged by what the story no longer says."""
        by = judged_by(story)
        return any(
            page.source == source.url
            and page.state is State.LEFT_OUT
            and page.judged not in ("", by)
            for page in pages.values()
        )

    def name(self, story: Story, pages: Pages, url: str, *, due_only: bool) -> None:
        """A page that the story names itself belongs to it, whatever it says."""
        address = canonical(url) or url
        known = pages.known.get(address)
        if known is None or (known.state is State.LEFT_OUT and known.checked is None):
            if address not in self.claimed:
                pages.known[address] = FetchedPage(
                    story.slug, address, url, url, State.FAILING, self.now, due=self.now
                )
                self.claimed[address] = story.slug
            return
        rested = known.checked is None or self.now - known.checked >= A_DAY
        if known.state in (State.LEFT_OUT, State.WITHDRAWN) and (rested or not due_only):
            pages.known[address] = replace(known, due=self.now)

    def _is_new(self, item: FeedItem, story: Story, pages: Mapping[str, FetchedPage]) -> bool:
        if self.purged.article(item.url, fetched_path(story.slug, item.url)):
            return False
        page = pages.get(item.url)
        if page is not None and page.state is not State.LEFT_OUT:
            return False
        if item.url in self.claimed:
            return False
        return page is None or page.judged not in ("", judged_by(story))

    def _judge(self, story: Story, items: Sequence[FeedItem]) -> list[Judged]:
        current = self.catalog.current()
        held = self.catalog.articles(current.id, story.slug) if current else []
        embed = self.load_embedder().embed_passages
        return judge(story, [one.article for one in held], items, embed)

    def _note(
        self, story: Story, pages: dict[str, FetchedPage], judged: Judged, source: Source
    ) -> None:
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
        if near.taken:
            self.claimed[url] = story.slug

    def _settle(self, story: Story, pages: Pages, listings: Sequence[Listing]) -> None:
        """What is no longer listed can't be judged anew; what was withdrawn and is listed again
        may be back."""
        by = judged_by(story)
        read = {listing.source.url for listing in listings if listing.items}
        for url, page in pages.known.items():
            if page.state is State.LEFT_OUT and page.source in read and page.judged not in ("", by):
                pages.known[url] = replace(page, judged=by)
            elif page.state is State.WITHDRAWN and url in pages.items:
                pages.known[url] = replace(page, due=self.now)
