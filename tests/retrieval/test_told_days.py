"""A day is read as its paper meant it, on the day that it was printed."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.told_days import clocks_in, days_in

WEDNESDAY = date(2024, 5, 15)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("The letter of May 14 arrived.", "2024-05-14", "2024-05-14"),
        ("It sank on 14 May.", "2024-05-14", "2024-05-14"),
        ("The minister resigned on Tuesday.", "2024-05-14", "2024-05-14"),
        ("The bridge will open on Tuesday.", "2024-05-21", "2024-05-21"),
        ("The ship came in today.", "2024-05-15", "2024-05-15"),
        ("He was found yesterday.", "2024-05-14", "2024-05-14"),
        ("They met last month.", "2024-04-01", "2024-04-30"),
        ("in force since 2002", "2002-01-01", "2002-12-31"),
        ("The school closed in November.", "2023-11-01", "2023-11-30"),
        ("The school will close in November.", "2024-11-01", "2024-11-30"),
        ("on 3 March 2021", "2021-03-03", "2021-03-03"),
        ("published 2024-02-29", "2024-02-29", "2024-02-29"),
    ],
)
def test_a_day_told_in_an_article_of_a_wednesday(text: str, first: str, last: str) -> None:
    [told] = days_in(text, WEDNESDAY)
    assert (told.low, told.high) == (
        date.fromisoformat(first).toordinal(),
        date.fromisoformat(last).toordinal(),
    )


def test_without_a_day_of_publication_only_whole_dates_are_told() -> None:
    assert not days_in("on Tuesday, 14 May, and yesterday", None)
    assert len(days_in("on 14 May 2024", None)) == 1


def test_a_verb_and_a_number_of_people_are_no_dates() -> None:
    assert not days_in("It may take 2,000 people, and the 30th of February.", WEDNESDAY)


def test_clock_times_are_minutes_after_midnight() -> None:
    told = clocks_in("at 6 a.m., 6.30pm, 18:05, noon or midnight")
    assert [value.low for value in told] == [360, 1110, 1085, 720, 0]


@given(
    st.lists(
        st.sampled_from(
            "on in 0 3 31 99 May March 2024 0000 2024-13-40 Feb. Tuesday next last year month"
            " yesterday will , . 10:70 25:00 13pm 12am".split()
        ),
        max_size=12,
    ).map(" ".join),
    st.none() | st.dates() | st.sampled_from([date.min, date.max]),
)
def test_whatever_is_written_a_day_is_a_slice_and_ends_after_it_began(
    text: str, published: date | None
) -> None:
    for value in [*days_in(text, published), *clocks_in(text)]:
        start, end = value.span
        assert 0 <= start < end <= len(text)
        assert value.low <= value.high
