"""Stories and what is known of them → the pages that show them: all, one, and its articles."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from markupsafe import Markup

from adapters.admin import wording as words
from adapters.admin.faults import fault_document
from adapters.admin.parts import CALLER, Parts
from adapters.admin.rendering import Surface, html_of, picture_html
from adapters.admin.source_rows import SourceRow, source_rows
from adapters.admin.templates import Shown
from bot import freshness_wording, wording
from bot.commands.answering import pressed
from bot.commands.stories import listings
from bot.commands.timelines import coverage_picture
from bot.documents.actions import Turn, story_mark
from bot.freshness import by_story
from bot.language import spoken
from bot.library import StoryListing
from bot.places import DESK
from bot.safe_text import one_line
from bot.story_names import UnknownStory
from retrieval.articles import Article
from retrieval.errors import PullquoteError

_NEWEST, _OF_A_PAGE = 10, 50
# Nobody turns so far; and each page is read through from the newest on.
MOST_PAGES = 200
_LONGEST_SUMMARY = 600


@dataclass(frozen=True, slots=True)
class StoryRow:
    """A story in a list: what is said of it, each a fact."""

    slug: str
    title: str
    summary: str
    articles: str
    newest: datetime | None
    checked: str
    stale: bool
    failing: str
    limited: str


@dataclass(frozen=True, slots=True)
class StoriesView:
    """Every story."""

    stories: tuple[StoryRow, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class StoryView:
    """One story."""

    story: StoryRow
    timeline: Markup
    newest: Sequence[Article]
    sources: tuple[SourceRow, ...]


@dataclass(frozen=True, slots=True)
class ArticlesView:
    """A page of its articles, counted from 1; `newer` and `older` are pages, 0 for none."""

    slug: str
    articles: Sequence[Article]
    newer: int
    older: int


def stories_page(parts: Parts) -> Shown:
    """Raises NotReady, CatalogError."""
    found = listings(parts.conversation, DESK)
    notes = () if found else (wording.NO_STORIES(),)
    return Shown("stories.html", wording.STORIES(), StoriesView(_rows(parts, found), notes), "/")


def story_page(parts: Parts, slug: str, timeline: Markup) -> Shown:
    """Raises UnknownStory, NotReady, CatalogError."""
    row, newest = story_row(parts, slug), parts.conversation.library().newest([slug], _NEWEST)
    view = StoryView(row, timeline, newest, source_rows(parts, [slug])[0].get(slug, ()))
    return Shown("story.html", one_line(row.title) or wording.UNTITLED(), view, "/")


def articles_page(parts: Parts, slug: str, page: int) -> Shown:
    """Newest first. Raises UnknownStory, NotReady, CatalogError."""
    row = story_row(parts, slug)
    end = page * _OF_A_PAGE
    found = parts.conversation.library().newest([slug], end + 1)
    older = page + 1 if len(found) > end and page < MOST_PAGES else 0
    view = ArticlesView(slug, found[end - _OF_A_PAGE : end], page - 1, older)
    title = one_line(row.title) or wording.UNTITLED()
    return Shown("story_articles.html", f"{title}: {row.articles}", view, "/")


def timeline_html(parts: Parts, slug: str, page: int, *, newest_first: bool, mark: str) -> Markup:
    """The page of the timeline, as chats show it, with the picture of the coverage; or why it
    can't be had now. For a worker that answers. Raises UnknownStory."""
    try:
        turn = Turn(story_mark(slug), page - 1, newest_first)
        document = pressed(parts.conversation, CALLER, turn, pictured=False)
        picture = _picture(parts, slug)
    except UnknownStory:
        raise
    except PullquoteError as error:
        document, picture = fault_document(error), Markup()
    return picture + html_of(document, Surface(mark, slug))


def timeline_missing(error: Exception, mark: str) -> Markup:
    """Why there is none now."""
    return html_of(fault_document(error), Surface(mark))


def story_row(parts: Parts, slug: str) -> StoryRow:
    """Raises UnknownStory."""
    found = [one for one in listings(parts.conversation, DESK) if one.story.slug == slug]
    if not found:
        raise UnknownStory(wording.STORY_LEFT())
    return _rows(parts, found)[0]


def _rows(parts: Parts, found: Sequence[StoryListing]) -> tuple[StoryRow, ...]:
    tracked = parts.stored.checks.tracked()
    fresh = by_story(tracked, parts.now())
    rows = []
    for one in found:
        story, checked = one.story, fresh.get(one.story.slug)
        failing = sum(1 for each in tracked if each.story == story.slug and each.failing_since)
        rows.append(
            StoryRow(
                slug=story.slug,
                title=story.title,
                summary=one_line(story.summary, _LONGEST_SUMMARY),
                articles=wording.articles(one.articles),
                newest=one.newest,
                checked=freshness_wording.checked_fact(checked) if checked else "",
                stale=bool(checked and checked.stale),
                failing=words.failing_sources(failing) if failing else "",
                limited=words.limited_to(", ".join(story.channels)) if story.channels else "",
            )
        )
    return tuple(rows)


def _picture(parts: Parts, slug: str) -> Markup:
    """Of the coverage, drawn once an index; nothing where there is no article to show."""
    story = parts.stories()[slug]
    key = parts.conversation.library().generation(), slug, spoken()  # its words are read out
    picture = parts.pictures.get(key, lambda: coverage_picture(parts.conversation, story))
    return picture_html(picture) if picture else Markup()
