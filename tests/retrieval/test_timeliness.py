"""How an article's date counts."""

from datetime import UTC, datetime

import numpy as np
import pytest

from retrieval.moments import moments
from retrieval.publication import UNDATED, seconds
from retrieval.timeliness import (
    Period,
    is_dated_then,
    is_of_then,
    newest_rows,
    period,
    published_by,
    published_in,
    time_score,
)


def day(written: str) -> datetime:
    return datetime.fromisoformat(written).replace(tzinfo=UTC)


NOW = day("2024-05-16T15:30")
ABOUT = Period(day("2024-03-01"), day("2024-05-15"))


def score(question: str, published: str, text: str = "") -> float:
    return time_score(day(published), moments(question, NOW), ABOUT, text)


@pytest.mark.parametrize(
    ("question", "better", "worse"),
    [
        ("what did she say yesterday", "2024-05-15", "2024-04-15"),
        # News of a day are printed on the next.
        ("what did she say on 3 April", "2024-04-04", "2024-04-02"),
        ("what did she say in April", "2024-04-20", "2024-05-10"),
        ("what did she say in April", "2024-05-04", "2024-05-15"),
        ("is the tunnel still shut", "2024-05-15", "2024-03-15"),
        ("has the tunnel been opened", "2024-05-15", "2024-03-15"),
        ("why was the tunnel shut", "2024-05-15", "2024-03-15"),
        ("what was the first warning", "2024-03-02", "2024-05-01"),
    ],
)
def test_the_article_of_the_time_asked_for_gains_more(
    question: str, better: str, worse: str
) -> None:
    assert score(question, better) > score(question, worse)


def test_what_is_asked_of_now_weighs_age_more_than_what_is_asked_of_then() -> None:
    asked = ("is the tunnel still shut", "has the tunnel been shut", "why was the tunnel shut")
    lost = [score(question, "2024-04-01") for question in asked]
    assert lost == sorted(lost)
    assert lost[-1] > -0.1


def test_a_later_article_that_names_the_day_is_not_held_against() -> None:
    question = "what was signed on 3 April?"
    named = score(question, "2024-05-10", "The pact, signed on April 3, was torn up.")
    assert named > 0 > score(question, "2024-05-10", "The pact was torn up on 9 May.")


def test_what_has_no_date_neither_gains_nor_loses() -> None:
    for question in ("what did she say yesterday", "is it still shut", "who was it"):
        assert time_score(None, moments(question, NOW), ABOUT) == 0


def test_a_report_of_another_time_is_none_of_yesterdays() -> None:
    asked = moments("what did she say yesterday?", NOW)
    dates = ("2024-05-15", "2024-05-16", "2024-05-14")
    assert [is_of_then(day(written), asked) for written in dates] == [True, True, False]
    assert not is_of_then(None, asked)
    assert is_of_then(None, moments("what did she say?", NOW))
    assert is_of_then(day("2024-05-14"), moments("who won the cup last year?", NOW))
    assert is_of_then(day("2020-01-01"), moments("what was signed on 3 April?", NOW))


def test_only_what_was_published_by_then_counts_and_the_undated() -> None:
    dates = np.array([seconds(day("2024-05-16")), seconds(day("2024-05-17")), UNDATED])
    mask = published_by(dates, NOW)
    assert mask is not None
    assert mask.tolist() == [True, False, True]
    assert published_by(dates, None) is None
    assert published_by(dates, day("2030-01-01")) is None


def test_rows_of_a_time_and_the_newest_rows_are_found() -> None:
    dates = np.array([seconds(day(f"2024-05-{n}T08:00")) for n in (16, 10, 15)] + [UNDATED])
    yesterday = moments("yesterday", NOW).stretches
    assert published_in(dates, yesterday).tolist() == [True, False, True, False]
    assert newest_rows(dates, np.array([True, True, False, True]), 2) == [0, 1]
    assert newest_rows(dates, np.full(4, True), 4) == [0, 2, 1, 3]


def test_an_article_does_not_name_the_day_on_which_it_was_published() -> None:
    asked = moments("Who spoke on 3 April?", NOW)
    assert is_dated_then(day("2024-04-03"), asked)
    assert not is_dated_then(day("2024-06-03"), asked)
    assert not is_dated_then(None, asked)
    assert asked.undated == "Who spoke?"


def test_the_period_is_that_of_what_is_dated() -> None:
    assert period([None, day("2024-05-01"), day("2024-04-01")]) == Period(
        day("2024-04-01"), day("2024-05-01")
    )
    assert period([None]) is None


def test_a_day_without_a_year_is_rather_the_last_one_but_any_other_will_do() -> None:
    question = "what did she say on 3 April"
    last, before, never = (score(question, at) for at in ("2024-04-03", "2022-04-03", "2022-06-03"))
    assert last > before > 0 > never
