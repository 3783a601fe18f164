"""The days that a question names."""

from datetime import UTC, date, datetime

import pytest

from retrieval.named_days import NamedDay, named_days


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("what did the court say on 28 July?", {(28, 7, None)}),
        ("what did the court say on July 28?", {(28, 7, None)}),
        ("the report of July 28th, 2024, on Japan", {(28, 7, 2024)}),
        ("the report of the 3rd of Aug. 2023", {(3, 8, 2023)}),
        ("what happened on 2024-07-28?", {(28, 7, 2024)}),
        ("between SEPT 1 and 2 october 2023", {(1, 9, None), (2, 10, 2023)}),
        ("on May 5 or 6 May", {(5, 5, None), (6, 5, None)}),
    ],
)
def test_days_are_read_as_people_write_them(
    question: str, expected: set[tuple[int, int, int | None]]
) -> None:
    assert {(day.day, day.month, day.year) for day in named_days(question)} == expected


@pytest.mark.parametrize(
    "question",
    [
        "what happened in July 2024?",
        "how many may 5 ministers invite?",
        "12 months after 2023",
        "what did 3 marchers say?",
        "the 2024 summit",
        "10 decimals",
        "",
    ],
)
def test_months_years_and_numbers_alone_are_no_days(question: str) -> None:
    assert named_days(question) == frozenset()


@pytest.mark.parametrize(
    ("named", "expected"),
    [
        (NamedDay(28, 7, None), True),
        (NamedDay(28, 7, 2024), True),
        (NamedDay(28, 7, 2023), False),
        (NamedDay(27, 7, None), False),
        (NamedDay(28, 8, 2024), False),
        (NamedDay(31, 2, None), False),
    ],
)
def test_a_day_without_a_year_is_that_day_of_any_year(named: NamedDay, expected: bool) -> None:
    assert named.is_on(date(2024, 7, 28)) is expected
    assert named.is_on(datetime(2024, 7, 28, 23, 59, tzinfo=UTC)) is expected
