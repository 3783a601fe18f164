"""What people see when they list stories, follows and verdicts, or are shown a source."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from syrupy.assertion import SnapshotAssertion

from bot import wording
from bot.documents.following import followed_document, following_document
from bot.documents.home import home_document
from bot.documents.listings import (
    feedback_document,
    scope_document,
    stories_document,
    story_document,
)
from bot.documents.tracking import proposal_document
from bot.followers import Followed
from bot.memory import KeptQuote, KeptReply, Rated
from bot.places import Place
from tests.adapters.proposed import LONG, OF_A_FEED, OF_A_TOPIC, OF_AN_ARTICLE, TO_END
from tests.bot.documents.drawn import drawn
from tests.bot.documents.test_replies import held
from tests.bot.happenings import DAILY, FOLLOWS, follow
from tests.bot.newsroom import FRESH, LISTINGS, REVIEW, STORY, TITLES, WIRE

PLACE = Place("slack", "T0TEAM0001", "C0NEWS0001")
QUOTED = KeptQuote(WIRE.version, 0, 9, (), 0.9, ())
AT = datetime(2024, 8, 1, tzinfo=UTC)
KEPT = KeptReply("r1", PLACE, "1.1", "1.1", "1.2", True, WIRE.story, (QUOTED,), AT)
RATED = [
    Rated(KEPT, 2, 1, datetime(2024, 8, 3, tzinfo=UTC)),
    Rated(replace(KEPT, id="r2", answered=False), 0, 1, datetime(2024, 8, 2, tzinfo=UTC)),
]
LINKS = {"r1": "https://news.slack.example/archives/C0NEWS0001/p12"}


def test_the_stories_with_when_each_was_checked(snapshot: SnapshotAssertion) -> None:
    assert drawn(stories_document(LISTINGS, FRESH)) == snapshot


def test_no_stories() -> None:
    assert drawn(stories_document([])).splitlines()[1:] == [wording.NO_STORIES()]


def test_more_stories_than_a_message_holds_are_counted() -> None:
    many = [replace(LISTINGS[0], story=replace(STORY, slug=f"s{n}")) for n in range(100)]
    shown = held(13_000, stories_document(many))
    assert 10 < len(shown.groups) < 100
    assert wording.more(100 - len(shown.groups)) in str(shown.below)


def test_a_story_and_its_newest_articles(snapshot: SnapshotAssertion) -> None:
    told = story_document(LISTINGS[0], [WIRE, REVIEW], FRESH[STORY.slug])
    assert drawn(told) == snapshot


@pytest.mark.parametrize(
    ("limited", "lead"), [(True, wording.SCOPED()), (False, wording.NOT_SCOPED())]
)
def test_what_a_channel_is_limited_to(limited: bool, lead: str) -> None:
    lines = drawn(scope_document(limited, LISTINGS)).splitlines()
    assert lines[1] == lead
    assert lines[2] == f"- **{TITLES[STORY.slug]}** `{STORY.slug}`"


def test_a_channel_limited_to_stories_that_are_gone() -> None:
    assert wording.SCOPED_TO_NOTHING() in drawn(scope_document(True, []))
    assert wording.NO_STORIES() in drawn(scope_document(False, []))


def test_feedback_with_links_to_the_replies(snapshot: SnapshotAssertion) -> None:
    assert drawn(feedback_document(RATED, {WIRE.version: WIRE}, LINKS)) == snapshot


def test_feedback_on_articles_that_are_gone_and_of_nobody() -> None:
    assert wording.ARTICLES_GONE() in drawn(feedback_document(RATED, {}, {}))
    assert wording.NOT_RATED() in drawn(feedback_document([], {}, {}))


def test_following_by_a_digest_says_when_the_first_may_come_in_the_time_zone_asked_for() -> None:
    lines = drawn(followed_document(Followed(follow(DAILY), STORY))).splitlines()
    assert lines[1].replace("\xa0", " ") == (
        f"“{STORY.title}” is followed here, daily at 09:00 Europe/Berlin. The first digest may "
        "come on Friday, 2 August 2024 at 09:00. To end it: /unfollow story=us-japan-command"
    )


def test_what_is_followed(snapshot: SnapshotAssertion) -> None:
    assert drawn(following_document(FOLLOWS, corrections=True)) == snapshot


def test_nothing_followed_says_how_to_and_that_corrections_are_off() -> None:
    told = drawn(following_document([], corrections=False))
    assert "/follow story=STORY" in told
    assert (
        f"{wording.CORRECTIONS_OFF()} {wording.TO_SWITCH(command='/corrections turn=on')}" in told
    )


@pytest.mark.parametrize("proposed", [OF_A_FEED, OF_AN_ARTICLE, OF_A_TOPIC, TO_END])
def test_a_source_is_shown_before_it_is_tracked_or_ended(
    proposed: object, snapshot: SnapshotAssertion
) -> None:
    assert drawn(proposal_document(proposed)) == snapshot  # type: ignore[arg-type]


def test_the_longest_names_of_a_source_are_cut() -> None:
    assert len(drawn(proposal_document(LONG))) < 4_500


def test_the_home_page_shows_stories_first_and_hides_none(snapshot: SnapshotAssertion) -> None:
    assert drawn(home_document(LISTINGS, [WIRE], TITLES, FRESH)) == snapshot
    assert wording.NO_STORIES() in drawn(home_document([], [], {}, {}))
