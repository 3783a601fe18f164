"""What a question says about time."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.moments import Moments, moments

# A Thursday.
NOW = datetime(2024, 5, 16, 15, 30, tzinfo=UTC)


def ranges(question: str, asked_on: datetime | None = NOW) -> list[tuple[str, str]]:
    return [(str(s.first), str(s.last)) for s in moments(question, asked_on).stretches]


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("what did the harbour master say on 3 April?", ("2024-04-03", "2024-04-03")),
        ("the ruling of March 3rd, 2023, on fishing", ("2023-03-03", "2023-03-03")),
        ("what was decided on 2023-11-30", ("2023-11-30", "2023-11-30")),
        # The last such day by then.
        ("who resigned on 20 may", ("2023-05-20", "2023-05-20")),
        ("who resigned on 16 May", ("2024-05-16", "2024-05-16")),
        ("ferry strikes in feb", ("2024-02-01", "2024-02-29")),
        ("ferry strikes in may", ("2024-05-01", "2024-05-31")),
        ("ferry strikes in june 2022", ("2022-06-01", "2022-06-30")),
        ("what changed in early April", ("2024-04-01", "2024-04-12")),
        ("storms in 2021", ("2021-01-01", "2021-12-31")),
        ("what came between 9 and 14 april", ("2024-04-09", "2024-04-14")),
        ("anything from 10 to 15 Jan?", ("2024-01-10", "2024-01-15")),
        ("Apr 9-14 fare changes", ("2024-04-09", "2024-04-14")),
        ("from Nov 28 to Jan 3", ("2023-11-28", "2024-01-03")),
        ("from 28 april to 3 may", ("2024-04-28", "2024-05-03")),
        ("between SEPT 1 and 2 october 2023", ("2023-09-01", "2023-10-02")),
        ("from February to April", ("2024-02-01", "2024-04-30")),
        ("what did she say yesterday", ("2024-05-15", "2024-05-15")),
        ("how did rovers do last night?", ("2024-05-15", "2024-05-15")),
        ("what happened today", ("2024-05-16", "2024-05-16")),
        ("what happened this week", ("2024-05-13", "2024-05-16")),
        ("what happened last week", ("2024-05-06", "2024-05-12")),
        ("what happened over the weekend", ("2024-05-11", "2024-05-12")),
        ("what happened last month", ("2024-04-01", "2024-04-30")),
        ("floods last year", ("2023-01-01", "2023-12-31")),
        ("floods in the past three days", ("2024-05-13", "2024-05-16")),
        ("what was said two days ago", ("2024-05-14", "2024-05-14")),
        ("who was fined on Monday", ("2024-05-13", "2024-05-13")),
        ("who was fined last thursday", ("2024-05-09", "2024-05-09")),
        ("what has changed since Monday", ("2024-05-13", "9999-12-31")),
        ("what did they plan before April?", ("0001-01-01", "2024-03-31")),
        ("what came after 3 April", ("2024-04-04", "9999-12-31")),
    ],
)
def test_times_are_read_as_people_write_them(question: str, expected: tuple[str, str]) -> None:
    assert ranges(question) == [expected]


def test_two_days_joined_by_and_are_two_days() -> None:
    assert ranges("the reports of 3 and 9 April") == [
        ("2024-04-03", "2024-04-03"),
        ("2024-04-09", "2024-04-09"),
    ]


@pytest.mark.parametrize(
    "question",
    [
        "how many may 5 ministers invite?",
        "may the second team march on?",
        "what did theresa may say",
        "12 months after the merger",
        "what did 3 marchers say?",
        "the 2024 summit",
        "10 decimals",
        "who was on the Today show?",
        "what does USA Today say",
        "when will the bridge open, on 8 March?",
        "did it last a second",
        "how many weavers live there today?",
        "",
    ],
)
def test_verbs_numbers_names_and_what_is_to_come_say_nothing_of_when(question: str) -> None:
    assert ranges(question) == []


def test_without_the_moment_of_asking_a_day_is_that_of_any_year_and_yesterday_is_unknown() -> None:
    (named,) = moments("the report of 28 July").stretches
    assert [named.holds(date(year, 7, 28)) for year in (1999, 2024)] == [True, True]
    assert not named.holds(date(2024, 7, 27))
    assert named.days_outside(date(2024, 7, 25)) == 3
    assert moments("what did she say yesterday?").stretches == ()


def test_a_winter_holds_days_of_both_years() -> None:
    (winter,) = moments("from 20 December to 5 January").stretches
    inside = [date(2020, 12, 31), date(2021, 1, 1), date(2021, 1, 5)]
    assert [winter.holds(day) for day in (*inside, date(2021, 1, 6))] == [True, True, True, False]


@pytest.mark.parametrize(
    ("question", "flags"),
    [
        ("what's the latest on the tunnel?", "latest news"),
        ("latest on the tunnel", "latest news"),
        ("any news about the tunnel", "latest news"),
        ("what is new with the tunnel", "latest news"),
        ("any updates?", "latest news"),
        ("how did the tunnel dispute unfold?", "course"),
        ("timeline of the tunnel dispute", "course"),
        ("is the tunnel still shut?", "latest state"),
        ("who is mayor now", "latest state"),
        ("what is the latest toll", "latest state"),
        ("has the tunnel been reopened?", "state"),
        ("which club does she row for?", "state"),
        ("who was mayor?", ""),
        ("what was the first warning?", "first"),
        ("when did it first come out that she had left", "first"),
        ("how old is the first lady?", "state"),
        ("why was the tunnel shut", ""),
        ("tunnel news", "latest news"),
        ("what happened at the tunnel this week?", "latest news"),
        ("how did rovers do last night?", "latest news"),
        ("tunnel inquiry, anything from 10 to 15 april?", "latest news"),
        ("what happened to the tunnel?", ""),
        ("how many weavers live there today?", "latest"),
        (
            "what does the article on the latest news about the tunnel say of its closure in the "
            "east?",
            "latest",
        ),
        ("how did weavers evolve their looms?", ""),
        ("how long is the tunnel according to Delta News", "state"),
    ],
)
def test_what_is_wanted_of_time_is_told_apart(question: str, flags: str) -> None:
    asked = moments(question, NOW)
    found = "latest state first news course".split()
    assert [flag for flag in found if getattr(asked, f"wants_{flag}")] == [
        flag for flag in found if flag in flags.split()
    ]


@pytest.mark.parametrize(
    ("question", "topic"),
    [
        ("what's the latest on the tunnel's closure?", "tunnel closure"),
        ("any news on Ruth Ahlers and the EU?", "Ruth Ahlers EU"),
        ("how did the whole tunnel saga unfold?", "tunnel"),
        ("latest news this week", ""),
        ("any news?", ""),
        ("what came out at the tunnel inquiry this week?", "tunnel inquiry"),
    ],
)
def test_the_topic_of_news_is_what_remains(question: str, topic: str) -> None:
    assert moments(question, NOW).topic == topic


def test_what_no_article_says_of_its_own_day_is_not_searched_for() -> None:
    assert moments("what did she say yesterday?", NOW).timeless == "what did she say?"
    assert moments("what was signed on 3 April?", NOW).timeless == "what was signed on 3 April?"
    assert moments("and yesterday?", NOW).timeless == "and yesterday?"


@given(
    st.lists(
        st.sampled_from(
            "between 9 and 14 october since last may 31 feb 2023 - to 3rd on week ago from the "
            "yesterday monday 99 of sept. in early weekend 0 1999-99-99".split(" ")
        ),
        max_size=9,
    ),
    st.none() | st.datetimes(timezones=st.just(UTC)),
)
def test_whatever_is_typed_its_times_stand_where_they_say(
    typed: list[str], asked_on: datetime | None
) -> None:
    question = " ".join(typed)
    asked: Moments = moments(question, asked_on)
    for stretch in asked.stretches:
        start, end = stretch.written
        assert 0 <= start < end <= len(question)
        assert stretch.yearly or stretch.first <= stretch.last
    assert asked.timeless or not question.strip()
