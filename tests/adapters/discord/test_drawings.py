"""What the bot says, as Discord shows it: golden drawings, and the longest of everything."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from syrupy.assertion import SnapshotAssertion

from adapters.discord.message import Message
from bot.desk import Surrounded
from bot.documents.actions import action_of, name_of
from bot.library import StoryListing
from bot.notices import Correction, NewsItem
from bot.replies import Part, Standing
from bot.timelines import page_of
from retrieval.articles import Story
from retrieval.quotes import Quote
from retrieval.timeline import Development
from tests.adapters.discord.drawn import (
    context_message,
    correction_message,
    fallen_quiet_message,
    followed_message,
    following_message,
    news_message,
    page_message,
    proposal_message,
    reply_message,
    scope_message,
    shared_message,
    stories_message,
    story_message,
    timeline_message,
)
from tests.adapters.discord.happenings import (
    CHANGED,
    DAILY,
    FOLLOWED,
    GONE,
    LED_ITEM,
    PAPER_ITEM,
    PNG,
    WITHDRAWN,
    news_of,
    timeline_of,
)
from tests.adapters.discord.newsroom import (
    ALICE,
    accepted,
    answered,
    buttons_of,
    not_answered,
    page,
    paged,
    possible,
)
from tests.adapters.discord.reader import quotes, read
from tests.adapters.proposed import LONG, OF_A_FEED
from tests.bot.newsroom import (
    COPIED,
    FIRST,
    FRESH,
    LED,
    LISTINGS,
    PLAIN,
    QUESTION,
    QUIET,
    REVIEW,
    SECOND,
    STORY,
    THIRD,
    WIRE,
    article,
    quoted,
)

BEFORE, AFTER = WIRE.text.split(LED)
AROUND = [Surrounded(FIRST, BEFORE, AFTER), Surrounded(SECOND, "", "")]
DIFFER = (Standing.VALUE, Standing.VALUE, Standing.OTHER)
WITHIN = "us-japan-command"
OLD = LED.replace("three-star", "two-star")


def long_quote(characters: int, name: str = "long") -> Quote:
    text = ("Words that go on. " * characters)[: characters - 1] + "."
    return quoted(article(name, "The Long Read", f"A {name} story", text), text, "go on")


DRAWN: dict[str, Message] = {
    "answer": reply_message(
        replace(answered(COPIED, SECOND, further=[THIRD]), checked=QUIET), private=False
    ),
    "public command": reply_message(answered(FIRST), private=False, repeated=True),
    "private": reply_message(answered(FIRST, unanswered=(Part(2, "and why?"),)), private=True),
    "within a story": reply_message(answered(FIRST, SECOND, within=WITHIN), private=True),
    "reports differ": reply_message(
        answered(FIRST, SECOND, THIRD, standings=DIFFER), private=False
    ),
    "possible": reply_message(possible(FIRST, SECOND, further=[THIRD]), private=False),
    "no answer": reply_message(
        replace(not_answered(FIRST, within=WITHIN), checked=PLAIN), private=False
    ),
    "page": page_message(page(SECOND, THIRD, offset=3, total=9)),
    "nearest": page_message(page(FIRST, SECOND, total=3, answering=False)),
    "gone": page_message(page(offset=3, total=5)),
    "shared": shared_message(page(FIRST, total=2), QUESTION, ALICE),
    "too long": reply_message(answered(long_quote(4_500), FIRST), private=False),
    "context": context_message(*paged(AROUND)),
    "stories": stories_message(LISTINGS, FRESH),
    "story": story_message(LISTINGS[0], [WIRE, REVIEW], FRESH["us-japan-command"]),
    "scope": scope_message(True, LISTINGS),
    "news": news_message(news_of(LED_ITEM, PAPER_ITEM, more=2, rhythm=DAILY)),
    "correction": correction_message(replace(CHANGED, old=OLD)),
    "withdrawn": correction_message(WITHDRAWN),
    "fallen quiet": fallen_quiet_message(GONE.follow, "Old story", "the channel is gone"),
    "followed": followed_message(FOLLOWED),
    "following": following_message([FOLLOWED, GONE], corrections=True),
    "timeline": timeline_message(timeline_of(1), PNG, "Coverage of it"),
    "source": proposal_message(OF_A_FEED),
}


@pytest.mark.parametrize("name", DRAWN)
def test_drawn(name: str, golden: SnapshotAssertion) -> None:
    assert accepted(DRAWN[name]) == golden


def longest() -> Iterator[tuple[Message, set[str]]]:
    """Messages of more than Discord takes, and the quotes that may be in them."""
    long = [long_quote(1_200, f"long-{n}") for n in range(5)]
    texts = {one.text for one in long}
    yield reply_message(answered(*long, further=[FIRST]), private=True), texts
    yield context_message(*paged([Surrounded(one, "", "") for one in long])), texts
    items = [NewsItem(one.article, (one,), ()) for one in long]
    yield news_message(news_of(*items)), texts
    stars = "*" * 3_000
    named = replace(WIRE, title=stars, source=stars)
    yield news_message(news_of(NewsItem(named, (replace(FIRST, article=named),), ()))), {LED}
    for old, new in ((3_000, 3_000), (1_000, 3_900), (5_000, 100)):
        one, other = long_quote(old), long_quote(new)
        changed = Correction(STORY, one.article, one.text, other, withdrawn=False)
        yield correction_message(changed), {one.text, other.text}
    developments = [Development(one, (WIRE,)) for one in long]
    shown = page_of(Story("a", stars, ""), developments, 0, newest_first=False)
    yield timeline_message(shown, PNG, stars), texts
    listings = [StoryListing(replace(STORY, title=stars, summary=stars), 1, None)] * 100
    yield stories_message(listings), set()
    yield scope_message(True, listings), set()
    yield story_message(listings[0], [named] * 30), set()
    yield following_message([FOLLOWED] * 100, corrections=True), set()
    yield proposal_message(LONG), set()


@pytest.mark.parametrize(("message", "allowed"), [*longest()])
def test_whatever_is_too_long_loses_no_part_of_a_quote(message: Message, allowed: set[str]) -> None:
    accepted(message)
    assert {one for seen in read(message.components) for one in quotes(seen)} <= allowed


def test_every_button_says_what_it_does_when_it_is_pressed() -> None:
    pressed = {id for message in DRAWN.values() for id in buttons_of(message).values()}
    actions = [action_of(id) for id in pressed]
    assert None not in actions
    assert {name_of(one) for one in actions if one} == {
        "more", "context", "nearest", "share", "ask_all", "rate", "turn", "choose", "cite",
        "export", "export_story",
    }  # fmt: skip
