"""/timeline and the buttons below what it shows → pages of a story's timeline."""

from bot import timeline_wording, wording
from bot.commands.command import Caller, Given
from bot.conversation import Conversation
from bot.documents.actions import Turn, story_mark
from bot.documents.timelines import timeline_document
from bot.documents.tree import Document, Picture
from bot.safe_text import one_line
from bot.story_names import UnknownStory
from bot.timelines import page_of
from retrieval.articles import Story
from retrieval.event_logger import EventLogger

_LONGEST_ALT = 1_000

_log = EventLogger()


def timeline(conversation: Conversation, caller: Caller, given: Given) -> Document:
    """Its first page."""
    story = conversation.desk().stories(caller.place)[given["story"]]
    return _page(conversation, story, 0, given.get("order") == "newest", pictured=True)


def turned(conversation: Conversation, caller: Caller, turn: Turn, *, pictured: bool) -> Document:
    """The page that a button leads to; `pictured`: the picture is drawn again. Raises
    UnknownStory, also for a story that has been limited since."""
    for slug, story in conversation.desk().stories(caller.place).items():
        if story_mark(slug) == turn.story:
            return _page(conversation, story, turn.page, turn.newest_first, pictured=pictured)
    raise UnknownStory(wording.STORY_LEFT())


def _page(
    conversation: Conversation, story: Story, number: int, newest_first: bool, *, pictured: bool
) -> Document:
    desk, library = conversation.desk(), conversation.library()
    developments = [
        one for one in library.timeline(story.slug) if desk.bot.held_verbatim((one.quote,))
    ]
    page = page_of(
        story,
        developments,
        number,
        newest_first=newest_first,
        checked=desk.checked(story.slug, conversation.now()),
    )
    picture = coverage_picture(conversation, story) if pictured and developments else None
    return timeline_document(page, picture)


def coverage_picture(conversation: Conversation, story: Story) -> Picture | None:
    """The story's coverage; None where it can't be drawn: the words are what was asked for."""
    articles = conversation.library().articles_in(story.slug)
    try:
        png = conversation.draw(articles, story.title)
    except Exception:
        _log.error("picture_not_drawn", exc_info=True)
        return None
    return Picture(png, one_line(timeline_wording.coverage(story.title, articles), _LONGEST_ALT))
