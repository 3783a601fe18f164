"""How fresh what is served is, by when its sources were read and who asks them."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import freshness_wording, wording
from bot.checked import Checked, checked_of
from bot.freshness import (
    Freshness,
    Heartbeat,
    Tracked,
    by_story,
    failing,
    freshness,
    served_until,
    stopped_since,
)
from bot.replies import Answer, NoAnswer, Remark
from retrieval.articles import Article
from retrieval.quotes import Quote

NOW = datetime(2026, 5, 4, 14, 5, tzinfo=UTC)
EVERY = timedelta(minutes=30)
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
TITLES = {"ferry": "The ferry", "otters": "Sea otters", "weir": "The weir"}


def tracked(
    ago: timedelta | None, story: str = "ferry", url: str = "https://a.example/rss"
) -> Tracked:
    return Tracked(story, url, EVERY, None if ago is None else NOW - ago)


def quote(story: str) -> Quote:
    held = Article(f"a-{story}", story, "T", "https://a.example/1", "A", (), None, "It sank.")
    return Quote(held, 0, 8, "It sank.", (), "", 1.0, 0.9, ())


def answer(*stories: str) -> Answer:
    return Answer("who?", "g1", 0.9, tuple(quote(story) for story in stories), ())


NO_ANSWER = NoAnswer("who?", "g1", 0.1, wording.NOT_CONFIDENT(), ())


def unbroken(words: str) -> str:
    """Days and times are held together by spaces that don't break."""
    return words.replace("\xa0", " ")


def said(reply: Answer | NoAnswer | Remark, *sources: Tracked) -> Checked | None:
    return checked_of(reply, TITLES, TITLES, sources, NOW)


# ------------------------------------------------------------------------------------- replies


def test_a_reply_says_quietly_when_its_story_was_checked() -> None:
    found = said(answer("ferry"), tracked(12 * MINUTE), tracked(DAY, "weir"))
    assert found is not None
    assert (unbroken(found.words), found.plain) == ("Last checked 4 May 2026 at 13:53 UTC", False)


def test_and_plainly_once_that_is_older_than_twice_its_interval() -> None:
    just, late = said(answer("ferry"), tracked(HOUR)), said(answer("ferry"), tracked(HOUR + MINUTE))
    assert just is not None
    assert late is not None
    assert not just.plain
    assert late.plain
    assert unbroken(late.words) == (
        "Not checked since 4 May 2026 at 13:04 UTC: what is newer isn't known here."
    )


def test_a_story_whose_sources_were_never_asked_says_so_plainly() -> None:
    found = said(answer("ferry"), tracked(None))
    assert found is not None
    assert (unbroken(found.words), found.plain) == (freshness_wording.NOT_CHECKED_YET(), True)


def test_one_dead_source_of_three_is_told_beside_the_time() -> None:
    sources = [tracked(MINUTE), tracked(9 * DAY, url="b"), tracked(2 * MINUTE, url="c")]
    found = said(answer("ferry"), *sources)
    assert found is not None
    assert unbroken(found.words) == (
        "Last checked 4 May 2026 at 14:04 UTC; 1 of 3 sources not since 25 April 2026 at 14:05 UTC"
    )
    assert not found.plain


def test_of_several_quoted_stories_the_one_that_was_checked_longest_ago_counts_and_is_named() -> (
    None
):
    sources = [tracked(MINUTE), tracked(3 * DAY, "weir"), tracked(9 * DAY, "otters")]
    found = said(answer("ferry", "weir"), *sources)
    assert found is not None
    assert unbroken(found.words) == (
        "“The weir”: not checked since 1 May 2026 at 14:05 UTC: what is newer isn't known here."
    )


def test_a_no_says_when_all_that_was_asked_of_was_checked() -> None:
    sources = [tracked(MINUTE), tracked(3 * DAY, "weir")]
    found = said(NO_ANSWER, *sources)
    assert found is not None
    assert unbroken(found.words).startswith(
        "Last checked 4 May 2026 at 14:04 UTC; 1 of 2 sources not since"
    )
    stale = checked_of(NO_ANSWER, ["weir"], TITLES, sources, NOW)
    assert stale is not None
    assert stale.plain


def test_stories_without_sources_and_remarks_say_nothing_of_the_kind() -> None:
    assert said(answer("ferry"), tracked(MINUTE, "weir")) is None
    assert said(NO_ANSWER) is None
    assert said(Remark("hi", "Hello!"), tracked(MINUTE)) is None


def test_a_time_that_is_still_to_come_is_none() -> None:
    found = freshness([tracked(-DAY)], NOW)
    assert found == Freshness(None, 1, 1, None)


@given(st.lists(st.one_of(st.none(), st.integers(0, 10_000)), min_size=1, max_size=8))
def test_it_is_stale_just_where_every_source_is_behind(ages: list[int | None]) -> None:
    sources = [
        tracked(None if age is None else age * MINUTE, url=str(n)) for n, age in enumerate(ages)
    ]
    found = freshness(sources, NOW)
    assert found is not None
    assert found.stale == all(age is None or age > 60 for age in ages)
    assert found.sources == len(ages)
    known = [age for age in ages if age is not None]
    assert found.checked == (NOW - min(known) * MINUTE if known else None)
    assert by_story(sources, NOW) == {"ferry": found}


# ------------------------------------------------------------------------------------- sources


def test_a_source_is_told_of_once_it_failed_for_two_intervals() -> None:
    for ago, told in ((59 * MINUTE, False), (HOUR, True)):
        one = replace(tracked(2 * HOUR), failing_since=NOW - ago, why="HTTP 500")
        assert (failing([one], NOW) == [one]) is told
    assert failing([tracked(9 * DAY)], NOW) == []


# ----------------------------------------------------------------------------------- refresher


def heard(
    *,
    began: timedelta,
    beat: timedelta,
    ended: timedelta | None = None,
    well: tuple[timedelta, timedelta] | None = None,
    since: timedelta = 9 * DAY,
) -> Heartbeat:
    """Everything so long ago."""
    return Heartbeat(
        NOW - since,
        NOW - began,
        NOW - beat,
        None if ended is None else NOW - ended,
        *((NOW - well[0], NOW - well[1]) if well else (None, None)),
    )


AN_HOUR_AGO = (HOUR + MINUTE, HOUR)


@pytest.mark.parametrize(
    ("what", "beat", "since"),
    [
        (
            "rounds end well",
            heard(began=MINUTE, beat=MINUTE, ended=MINUTE, well=(MINUTE, MINUTE)),
            None,
        ),
        ("it is gone", heard(began=HOUR, beat=HOUR, ended=HOUR, well=AN_HOUR_AGO), HOUR),
        (
            "a long round lives on",
            heard(began=5 * HOUR, beat=MINUTE, ended=5 * HOUR + MINUTE, well=(6 * HOUR, 5 * HOUR)),
            None,
        ),
        (
            "it died in the middle of a round",
            heard(began=2 * HOUR, beat=HOUR, ended=3 * HOUR, well=(3 * HOUR, 2 * HOUR)),
            HOUR,
        ),
        (
            "rounds begin again and again and none ends",
            heard(began=MINUTE, beat=MINUTE, ended=3 * HOUR, well=(3 * HOUR, 3 * HOUR)),
            3 * HOUR,
        ),
        (
            "rounds end badly",
            heard(began=MINUTE, beat=MINUTE, ended=MINUTE, well=(3 * HOUR, 3 * HOUR)),
            3 * HOUR,
        ),
        ("none ever ended well", heard(began=MINUTE, beat=MINUTE, ended=MINUTE, since=HOUR), HOUR),
        ("the first one is under way", heard(began=MINUTE, beat=MINUTE, since=MINUTE), None),
        (
            "its clock ran ahead, and it is gone",
            heard(began=-DAY, beat=-DAY, ended=-DAY, well=(-DAY, -DAY), since=9 * DAY),
            9 * DAY,
        ),
    ],
    ids=lambda value: value.replace(" ", "-") if isinstance(value, str) else "",
)
def test_that_nothing_is_asked_any_more_is_noticed_within_two_intervals(
    what: str, beat: Heartbeat, since: timedelta | None
) -> None:
    assert stopped_since(beat, EVERY, NOW) == (None if since is None else NOW - since), what


@pytest.mark.parametrize(
    ("beat", "served"),
    [
        (None, MINUTE),
        (heard(began=MINUTE, beat=MINUTE, ended=MINUTE, well=(MINUTE, MINUTE)), MINUTE),
        # What was fetched can't be indexed.
        (heard(began=MINUTE, beat=MINUTE, ended=MINUTE, well=AN_HOUR_AGO), HOUR + MINUTE),
        (heard(began=MINUTE, beat=MINUTE, ended=MINUTE), None),
        (heard(began=MINUTE, beat=MINUTE, ended=3 * HOUR, well=(3 * HOUR, 3 * HOUR)), 3 * HOUR),
        # It is just being indexed.
        (heard(began=MINUTE, beat=MINUTE, ended=9 * MINUTE, well=(9 * MINUTE, 9 * MINUTE)), MINUTE),
    ],
)
def test_what_was_fetched_and_is_not_served_does_not_count(
    beat: Heartbeat | None, served: timedelta | None
) -> None:
    found = served_until(beat, EVERY, NOW - MINUTE)
    assert found == (None if served is None else NOW - served)
