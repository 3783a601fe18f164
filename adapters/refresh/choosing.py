"""What a story's sources list → the pages that belong to it, judged a few at a time."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from adapters.refresh.claims import Claims
from adapters.refresh.listings import Listing
from adapters.refresh.updates import A_DAY
from adapters.storage.catalog import Catalog
from adapters.storage.reindex_plan import Purged
from adapters.storage.sources import FetchedPage, Source, State
from adapters.storage.stored_vectors import stored_embed
from adapters.web.canonical import canonical
from adapters.web.feed_items import FeedItem
from adapters.web.judging import Judged, judge_items, judged_by
from adapters.web.unforeseen import unforeseen
from retrieval.articles import Story
from retrieval.closeness import Closeness, Profile, Rules, profile, rules_for
from retrieval.embedding import Embedder
from retrieval.errors import PullquoteError

# A second's work: a story with thousands of new items must not make the others wait.
_JUDGED_AT_ONCE = 64


@dataclass(slots=True)
class Pages:
    """A story's pages by address, as they become known; `items` is what was listed of them."""

    known: dict[str, FetchedPage]
    items: dict[str, FeedItem] = field(default_factory=dict)

    def item_of(self, page: FetchedPage) -> FeedItem | None:
        return self.items.get(page.url)


@dataclass(frozen=True, slots=True)
class Choosing:
    """`everything`: known items are judged too, and nothing is kept. `model` is the id that vectors
    are stored under; `languages` are what it knows beside English."""

    catalog: Catalog
    model: str
    load_embedder: Callable[[], Embedder]
    claims: Claims
    purged: Purged
    now: datetime
    everything: bool
    languages: frozenset[str] = frozenset()
    turn: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def choose(
        self, story: Story, pages: Pages, listings: Sequence[Listing]
    ) -> dict[str, list[Judged]]:
        """Notes in `pages` what is new, and gives the items that were judged, by source."""
        new: dict[tuple[str, Rules], tuple[FeedItem, Source]] = {}
        for listing in listings:
            rules = rules_for(story, listing.source.url)
            for item in listing.items:
                pages.items.setdefault(item.url, item)
                if self.everything or self._is_new(item, story, pages.known, listing.source.url):
                    new.setdefault((item.url, rules), (item, listing.source))
        by_source: dict[str, list[Judged]] = {}
        taken: set[str] = set()
        for (_, source), one in zip(new.values(), await self._judged(story, new), strict=True):
            # What another source has brought in already belongs to that one.
            if one.item.url not in taken:
                by_source.setdefault(source.url, []).append(one)
                self._note(story, pages.known, one, source)
            if one.closeness.taken:
                taken.add(one.item.url)
        self._settle(story, pages, listings)
        return by_source

    def outdated(self, story: Story, pages: Mapping[str, FetchedPage]) -> frozenset[str]:
        """The sources that led to pages which were judged by what the story no longer says."""
        by = judged_by(story)
        return frozenset(
            page.source
            for page in pages.values()
            if page.state is State.LEFT_OUT and page.judged not in ("", by)
        )

    def name(self, story: Story, pages: Pages, url: str, *, due_only: bool) -> None:
        """A page that the story names itself belongs to it, whatever it says."""
        address = canonical(url) or url
        known = pages.known.get(address)
        if known is None or (known.state is State.LEFT_OUT and known.checked is None):
            if not self.claims.in_corpus(story.slug, address):
                pages.known[address] = FetchedPage(
                    story.slug, address, url, url, State.FAILING, self.now, due=self.now
                )
                self.claims.take(story.slug, address)
            return
        rested = known.checked is None or self.now - known.checked >= A_DAY
        if known.state in (State.LEFT_OUT, State.WITHDRAWN) and (rested or not due_only):
            pages.known[address] = replace(known, due=self.now)

    def _is_new(
        self, item: FeedItem, story: Story, pages: Mapping[str, FetchedPage], source: str
    ) -> bool:
        if self.purged.page(story.slug, item.url):
            return False
        page = pages.get(item.url)
        if page is not None and page.state is not State.LEFT_OUT:
            return False
        if self.claims.has(story.slug, item.url):
            return False
        if page is None:
            return True
        if page.judged == "":
            return False
        by_others = page.checked is None and rules_for(story, page.source) != rules_for(
            story, source
        )
        return by_others or page.judged != judged_by(story)

    async def _judged(
        self, story: Story, new: Mapping[tuple[str, Rules], tuple[FeedItem, Source]]
    ) -> list[Judged]:
        """In the order of `new`. One story's turn after the other's: the model takes all cores."""
        if not new:
            return []
        async with self.turn:
            about = await asyncio.to_thread(self._about, story)
        wanted = [(item, rules) for (_, rules), (item, _) in new.items()]
        judged: list[Judged] = []
        for first in range(0, len(wanted), _JUDGED_AT_ONCE):
            some = wanted[first : first + _JUDGED_AT_ONCE]
            async with self.turn:
                judged += await asyncio.to_thread(self._judge, story, about, some)
        return judged

    def _about(self, story: Story) -> Profile:
        current = self.catalog.current()
        held = self.catalog.articles(current.id, story.slug) if current else []
        embed = stored_embed(self.catalog, self.model, self.load_embedder, keep=not self.everything)
        return profile(story, [one.article for one in held], embed)

    def _judge(
        self, story: Story, about: Profile, some: Sequence[tuple[FeedItem, Rules]]
    ) -> list[Judged]:
        embed = self.load_embedder().embed_passages
        try:
            return judge_items(
                about,
                [item for item, _ in some],
                [its for _, its in some],
                embed,
                self.languages,
            )
        except PullquoteError:
            raise
        except Exception as error:  # one of them: it must not cost the others
            if len(some) > 1:
                return [each for one in some for each in self._judge(story, about, [one])]
            item = some[0][0]
            why = unforeseen(error, "judged", item.url, story=story.slug)
            return [Judged(item, Closeness(0.0, "", why, taken=False))]

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
            self.claims.take(story.slug, url)

    def _settle(self, story: Story, pages: Pages, listings: Sequence[Listing]) -> None:
        """What is no longer listed can't be judged anew; what was withdrawn and is listed again
        may be back."""
        by = judged_by(story)
        read = {one.source.url for one in listings if one.source.failing_since is None}
        for url, page in pages.known.items():
            if page.state is State.LEFT_OUT and page.source in read and page.judged not in ("", by):
                pages.known[url] = replace(page, judged=by)
            elif page.state is State.WITHDRAWN and url in pages.items:
                pages.known[url] = replace(page, due=self.now)
