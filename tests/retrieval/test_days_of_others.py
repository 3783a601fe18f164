"""A day counts for what it is told of, and not for whatever stands in its sentence."""

from datetime import UTC, datetime

import pytest

from retrieval.questions import Query
from retrieval.reports import compare_reports
from retrieval.values import tells_other_days, value_of
from tests.retrieval.test_reports import quote

MARCH = datetime(2024, 3, 7, 9, tzinfo=UTC)
WITH_PENN = "Lond applied in May 2022 together with Penn, which became a member in April 2023."


@pytest.mark.parametrize(
    ("question", "text", "day"),
    [
        ("When did Lond join the league?", "Lond applied to join the league on Wednesday.", None),
        (
            "When did Lond join the league?",
            "Lond voted to join it on Monday; the league met.",
            None,
        ),
        ("When did Lond join the league?", "Lond asked to join, and joined on Monday.", "Monday"),
        ("When did Lond join the league?", "Lond joined the league on Monday.", "Monday"),
        ("When will Lond join the league?", "Lond agreed to join the league on 3 May.", "3 May"),
        ("When did Lond apply to join?", "Lond applied to join on Wednesday.", "Wednesday"),
        ("When did Lond become a member?", WITH_PENN, None),
        ("When did Penn become a member?", WITH_PENN, "April 2023"),
        ("When did Lond apply?", WITH_PENN, "May 2022"),
        (
            "When did Lond become a member?",
            "The flag of Lond was raised on Monday, four days after it had become a member.",
            None,
        ),
        ("When did the pool open?", "On Monday, after years of delay, the pool opened.", "Monday"),
        ("When did the bill pass?", "The bill, which passed in March, is law.", "in March"),
    ],
)
def test_a_day_is_of_what_happened_on_it(question: str, text: str, day: str | None) -> None:
    found = value_of(Query(question), text, (), MARCH)
    assert (found and text[slice(*found.span)].rstrip(".")) == day
    assert tells_other_days(Query(question), text, MARCH) is (day is None)


def test_a_question_for_no_day_minds_none() -> None:
    assert not tells_other_days(Query("Did Lond become a member?"), WITH_PENN, MARCH)
    assert not tells_other_days(Query("When did Lond become a member?"), "It did.", MARCH)


def test_the_day_of_what_led_there_is_no_other_report_of_it() -> None:
    joined = quote("Lond joined the league on Thursday, 22 months after it applied.", "2024-03-07")
    applied = quote("Lond and Penn applied to join the league on Wednesday.", "2022-05-18")
    found = compare_reports(Query("When did Lond join the league?"), [joined, applied])
    assert found.differing is None
    assert found.quotes == (joined, applied)
