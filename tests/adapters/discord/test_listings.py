"""What people see when they list stories, look at one, ask for help or set a scope."""

from dataclasses import replace

from syrupy.assertion import SnapshotAssertion

from bot.library import StoryListing
from tests.adapters.discord.drawn import scope_message, stories_message, story_message
from tests.adapters.discord.newsroom import accepted
from tests.adapters.discord.reader import read, shown
from tests.adapters.slack.newsroom import FRESH, LISTINGS, PAPER, REVIEW, STORY, WIRE


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
    message = stories_message(listings)
    accepted(message)
    _, *stories, last = map(shown, read(message.components))
    assert len(stories) >= 7
    assert [story.split("`")[1] for story in stories] == [f"story-{n}" for n in range(len(stories))]
    assert last == f"… and {100 - len(stories)} more."


def test_many_stories_without_summaries_stay_within_limits() -> None:
    listings = [StoryListing(replace(STORY, title="A", summary=""), 1, None)] * 100
    message = stories_message(listings)
    accepted(message)
    assert shown(read(message.components)[-1]) == "… and 63 more."


def test_one_story_and_what_is_new_in_it(golden: SnapshotAssertion) -> None:
    newest = [PAPER, REVIEW, WIRE]
    assert accepted(story_message(LISTINGS[0], newest, FRESH["us-japan-command"])) == golden


def test_the_headlines_of_a_story_are_links() -> None:
    (_, seen) = read(story_message(LISTINGS[0], [PAPER, WIRE]).components)
    links = [(piece.text, piece.link) for piece in seen if piece.link]
    assert links == [(PAPER.title, PAPER.url), (WIRE.title, WIRE.url)]


def test_a_story_without_articles(golden: SnapshotAssertion) -> None:
    assert accepted(story_message(LISTINGS[1], [])) == golden


def test_a_story_of_many_articles_stays_within_limits() -> None:
    long = replace(WIRE, title="A headline that goes on " * 40)
    message = story_message(LISTINGS[0], [long] * 50)
    accepted(message)
    assert shown(read(message.components)[1]).count("Harborline Wire") >= 5


def test_a_channel_limited_to_stories(golden: SnapshotAssertion) -> None:
    assert accepted(scope_message(True, LISTINGS)) == golden


def test_a_channel_that_is_not_limited(golden: SnapshotAssertion) -> None:
    assert accepted(scope_message(False, LISTINGS)) == golden


def test_a_channel_limited_to_stories_that_are_gone(golden: SnapshotAssertion) -> None:
    assert accepted(scope_message(True, [])) == golden


def test_a_channel_where_nothing_is_tracked(golden: SnapshotAssertion) -> None:
    assert accepted(scope_message(False, [])) == golden
