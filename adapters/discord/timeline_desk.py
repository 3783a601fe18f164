"""A story asked for at a place → a page of its timeline there.

Synchronous, for a worker thread: it takes a second or two. Raises what catalog and model raise.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

import structlog

from adapters.discord.actions import Turn, story_mark
from adapters.discord.message import Message
from adapters.discord.timelines import timeline_message
from adapters.discord.wording import STORY_GONE
from adapters.rendering.coverage_chart import coverage_png
from adapters.service.answering import DeskOf
from bot import wording
from bot.ask import unknown_story
from bot.desk import UnknownStory
from bot.library import Library
from bot.places import Place
from bot.timelines import page_of
from retrieval.articles import Story

_log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class TimelineDesk:
    """Shows timelines of stories that may be spoken of at their places."""

    desk: DeskOf
    library: Callable[[], Library]
    now: Callable[[], datetime]

    def first(self, place: Place, slug: str, *, newest_first: bool) -> Message:
        """Its first page. Raises UnknownStory."""
        stories = self.desk().stories(place)
        if slug not in stories:
            raise UnknownStory(unknown_story(slug, stories))
        return self._page(stories[slug], 0, newest_first)

    def turned(self, place: Place, turn: Turn) -> Message:
        """The page that a button leads to. Raises UnknownStory, also for a story that has been
        limited since."""
        for slug, story in self.desk().stories(place).items():
            if story_mark(slug) == turn.story:
                return self._page(story, turn.page, turn.newest_first)
        raise UnknownStory(STORY_GONE)

    def _page(self, story: Story, number: int, newest_first: bool) -> Message:
        """With a picture of the story's coverage."""
        library = self.library()
        page = page_of(
            story,
            library.timeline(story.slug),
            number,
            newest_first=newest_first,
            checked=self.desk().checked(story.slug, self.now()),
        )
        articles = library.articles_in(story.slug)
        try:
            png = coverage_png(articles, story.title)
        except Exception:
            # The words are what was asked for; they are shown without it.
            _log.error("picture_not_drawn", exc_info=True)
            png = b""
        return timeline_message(page, png, wording.coverage(story.title, articles))
