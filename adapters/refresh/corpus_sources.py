"""The corpus's story.toml files as chats change them: what stands at an address, what is tracked.

Synchronous, for a worker thread: to look at an address takes seconds.
"""

import asyncio
import threading
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime

from adapters.refresh.loop import fetcher_of, now
from adapters.refresh.tracking import NotTrackable, Trackable, trackable
from adapters.settings import Settings
from adapters.storage.catalog import Catalog
from adapters.storage.corpus import CorpusError, stories_in
from adapters.storage.sources import Adder, StoredSources
from adapters.storage.story_edits import add_source, remove_source
from adapters.web.judging import judge
from adapters.web.opml import Opml
from bot import tracking_wording, wording
from bot.tracking import As, FoundItem, FoundSource, Proposal, newest_of
from retrieval.articles import Story
from retrieval.closeness import Embed
from retrieval.errors import WrongUse


@dataclass(frozen=True, slots=True)
class CorpusSources:
    """The bot's SourceBook. `embed`: what judges items, which is loaded already."""

    settings: Settings
    catalog: Catalog
    embed: Callable[[], Embed]
    # Read, changed and moved into place: two at once would lose what one of them wrote.
    writing: threading.Lock = field(default_factory=threading.Lock)

    def look(self, url: str, story: Story, as_: As | None) -> FoundSource:
        # As it stands in the corpus now: the index may know an older one.
        with _said_why():
            stories, problems = stories_in(self.settings.corpus, story.slug)
        if not stories:
            raise WrongUse(str(problems[0]) if problems else wording.no_story(story.slug, ""))
        story = stories[0]
        found = asyncio.run(self._asked(url, as_))
        if isinstance(found, Opml):
            raise NotTrackable(tracking_wording.NO_OPML_HERE())
        current = self.catalog.current()
        held = self.catalog.articles(current.id, story.slug) if current else []
        articles = [one.article for one in held]
        known = self.settings.known_beside_english
        judged = (
            judge(story, articles, found.items, self.embed(), languages=known)
            if found.items
            else []
        )
        items = [
            FoundItem(one.item.title or one.item.url, one.closeness.taken, one.closeness.why)
            for one in judged
        ]
        dates = [item.updated or item.published for item in found.items]
        return FoundSource(
            url=found.url,
            key=found.key,
            kind=found.kind,
            title=found.title,
            items=len(items),
            taken=sum(item.taken for item in items),
            newest=newest_of(items, dates),
            published=found.article.published if found.article else None,
            else_as=found.else_as,
        )

    def tracked(self, stories: Collection[str]) -> Mapping[str, Collection[str]]:
        with _said_why():
            found, _ = stories_in(self.settings.corpus)
        return {story.slug: story.tracked for story in found if story.slug in stories}

    def add(self, proposal: Proposal, via: str, now: datetime) -> bool:
        story, url, place = proposal.story, proposal.url, proposal.place
        with self.writing, _said_why():
            added = add_source(self.settings.corpus, story, proposal.key, url)
        if added:
            by = Adder(place.platform, place.team, proposal.person, via)
            StoredSources(self.catalog.database).added(story, url, by, now)
        return added

    def remove(self, story: str, url: str) -> bool:
        with self.writing, _said_why():
            return remove_source(self.settings.corpus, story, url)

    async def _asked(self, url: str, as_: As | None) -> Trackable | Opml:
        async with fetcher_of(self.settings, self.catalog) as fetcher:
            return await trackable(url, fetcher, now(), as_=as_, sites=self.settings.sites)


@contextmanager
def _said_why() -> Iterator[None]:
    """What is wrong with the corpus, for the admin who wants to change it."""
    try:
        yield
    except CorpusError as error:
        raise WrongUse(str(error)) from None
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise WrongUse(tracking_wording.CANT_BE_WRITTEN(reason=reason)) from None
