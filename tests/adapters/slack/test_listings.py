"""What people see when they list stories, ask for help, set a scope or look at feedback."""

from dataclasses import replace
from datetime import UTC, datetime

from syrupy.assertion import SnapshotAssertion

from adapters.slack.listings import (
    feedback_message,
    help_message,
    prompts,
    scope_message,
    stories_message,
)
from bot.library import StoryListing
from bot.memory import KeptQuote, KeptReply, Rated
from bot.places import Place
from tests.adapters.slack.newsroom import FRESH, LISTINGS, STORY, WIRE, accepted

PLACE = Place("slack", "T0TEAM0001", "C0NEWS0001")
KEPT = KeptReply(
    "r1", PLACE, "1.1", "1.1", "1.2", True, WIRE.story,
    (KeptQuote(WIRE.version, 0, 9, (), 0.9, ()),), datetime(2024, 8, 1, tzinfo=UTC),
)  # fmt: skip
RATED = [
    Rated(KEPT, 2, 1, datetime(2024, 8, 3, tzinfo=UTC)),
    Rated(replace(KEPT, id="r2", answered=False), 0, 1, datetime(2024, 8, 2, tzinfo=UTC)),
]
LINKS = {"r1": "https://news.slack.example/archives/C0NEWS0001/p12"}


def test_the_stories(golden: SnapshotAssertion) -> None:
    assert accepted(stories_message(LISTINGS)) == golden


def test_the_stories_with_when_each_was_checked(golden: SnapshotAssertion) -> None:
    assert accepted(stories_message(LISTINGS, FRESH)) == golden


def test_no_stories(golden: SnapshotAssertion) -> None:
    assert accepted(stories_message([])) == golden


def test_more_stories_than_a_message_holds_are_counted() -> None:
    listings = [
        StoryListing(replace(STORY, slug=f"story-{n}", summary="About it. " * 100), n, None)
        for n in range(100)
    ]
    shown = stories_message(listings)
    accepted(shown)
    stories = len(shown.blocks) - 1
    assert stories > 15
    last = shown.blocks[-1]["elements"][0]["elements"][0]["text"]
    assert last == f"… and {100 - stories} more."


def test_the_help(golden: SnapshotAssertion) -> None:
    assert accepted(help_message("newsbot")) == golden


def test_a_channel_limited_to_stories(golden: SnapshotAssertion) -> None:
    assert accepted(scope_message(True, LISTINGS)) == golden


def test_a_channel_that_is_not_limited(golden: SnapshotAssertion) -> None:
    assert accepted(scope_message(False, LISTINGS)) == golden


def test_a_channel_limited_to_stories_that_are_gone(golden: SnapshotAssertion) -> None:
    assert accepted(scope_message(True, [])) == golden


def test_a_channel_where_nothing_is_tracked(golden: SnapshotAssertion) -> None:
    assert accepted(scope_message(False, [])) == golden


def test_feedback_with_links_to_the_replies(golden: SnapshotAssertion) -> None:
    assert accepted(feedback_message(RATED, LINKS, {WIRE.version: WIRE})) == golden


def test_feedback_on_articles_that_are_gone(golden: SnapshotAssertion) -> None:
    assert accepted(feedback_message(RATED, {}, {})) == golden


def test_feedback_of_nobody(golden: SnapshotAssertion) -> None:
    assert accepted(feedback_message([], {}, {})) == golden


def test_a_lot_of_feedback_stays_within_limits() -> None:
    accepted(feedback_message(RATED * 500, LINKS, {WIRE.version: WIRE}))


def test_at_most_four_questions_are_suggested_from_stories_with_news() -> None:
    stories = [("No news", ""), *[(f"Story {n}", f"A <b> & {n}") for n in range(9)]]
    assert prompts(stories) == [
        {
            "title": f"Story {n}",
            "message": f"What is known about this: A &lt;b&gt; &amp; {n}",
        }
        for n in range(4)
    ]
