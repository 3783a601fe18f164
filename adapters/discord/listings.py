"""Stories, channel scopes and help → messages. Pure."""

from collections.abc import Mapping, Sequence

from adapters.discord import wording as discord_wording
from adapters.discord.components import box, text
from adapters.discord.limits import MOST_CHARACTERS, size
from adapters.discord.markdown import day, escaped, small, strong
from adapters.discord.message import Message
from adapters.discord.quoted import byline
from adapters.discord.replies import paragraph
from bot import wording
from bot.freshness import NOTHING_KNOWN, Freshness
from bot.library import StoryListing
from bot.safe_text import one_line, shortened
from retrieval.articles import Article, Story

_LONGEST_SUMMARY, _LONGEST_NAME = 300, 100
_MOST_STORIES = 35  # each takes a component
_ROOM_FOR_THE_REST = 1_300  # characters of what stands above and below a list


def stories_message(
    listings: Sequence[StoryListing], checked: Mapping[str, Freshness] = NOTHING_KNOWN
) -> Message:
    """What is tracked, as far as it may be spoken of here; `checked`: how fresh it is, by slug."""
    if not listings:
        return _said(wording.NO_STORIES)
    told = [_story(listing, checked.get(listing.story.slug)) for listing in listings]
    entries = _as_many_as_fit(told)[:_MOST_STORIES]
    parts = [strong(wording.STORIES), *entries, _more(len(listings) - len(entries))]
    return Message((box([text(part) for part in parts if part], divided=False),))


def story_message(
    listing: StoryListing, newest: Sequence[Article], checked: Freshness | None = None
) -> Message:
    """One story and what is new in it, newest first."""
    entries = _as_many_as_fit([f"- {byline(shortened(one), one.url, {})}" for one in newest])
    news = [text(strong(wording.NEWEST), *entries)] if entries else []
    return Message((box([text(_story(listing, checked)), *news]),))


def help_message() -> Message:
    """The ways to ask."""
    ways = [f"- {strong(what)}\\: {escaped(does)}" for what, does in discord_wording.ways_to_ask()]
    asking = text(strong(wording.HOW_TO_ASK), *ways)
    parts = [text(paragraph(wording.INTRODUCTION)), asking]
    return Message((box(parts),))


def scope_message(limited: bool, listings: Sequence[StoryListing]) -> Message:
    """Whether the channel is limited to stories, and which may be spoken of in it."""
    if not listings:
        nothing = wording.SCOPED_TO_NOTHING if limited else wording.NO_STORIES
        return _said(nothing)
    lead = wording.SCOPED if limited else wording.NOT_SCOPED
    entries = _as_many_as_fit([f"- {_named(listing.story)}" for listing in listings])
    more = _more(len(listings) - len(entries))
    return Message((box([text(strong(lead), *entries, more)]),))


def _more(left_out: int) -> str:
    return escaped(wording.more(left_out)) if left_out else ""


def _as_many_as_fit(entries: Sequence[str]) -> list[str]:
    """The first of the entries, each with the line break before it."""
    kept, room = list[str](), MOST_CHARACTERS - _ROOM_FOR_THE_REST
    for entry in entries:
        room -= size(entry) + 1
        if room < 0:
            break
        kept.append(entry)
    return kept


def _story(listing: StoryListing, checked: Freshness | None) -> str:
    story = listing.story
    facts = escaped(wording.articles(listing.articles))
    if listing.newest:
        facts += f" · {wording.newest(day(listing.newest))}"
    if checked:
        facts += f" · {escaped(wording.checked_fact(checked))}"
    summary = escaped(one_line(story.summary, _LONGEST_SUMMARY))
    return "\n".join(filter(None, (_named(story), summary, small(facts))))


def _named(story: Story) -> str:
    """The title, and the slug, by which commands know the story."""
    slug = one_line(story.slug, _LONGEST_NAME)
    title = one_line(story.title, _LONGEST_NAME) or wording.UNTITLED
    return f"{strong(title)} ({escaped(slug)})"


def _said(sentence: str) -> Message:
    return Message((text(paragraph(sentence)),))
