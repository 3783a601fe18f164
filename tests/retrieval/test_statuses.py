"""How things stand is read from a report in its own words."""

import pytest

from retrieval.questions import Query
from retrieval.statuses import BEGUN, NO, UNDONE, YES, asks_status, overturns, status_of


@pytest.mark.parametrize(
    ("question", "asked"),
    [
        ("Is the bridge of Penn still closed?", True),
        ("did Hale steal the cow or not", True),
        ("Who runs the port?", True),
        ("Who scored the first goal?", False),
        ("Did Hale choose Penn or Lond?", False),
        ("Why is the bridge closed?", False),
        ("How much is the cow?", False),
        ("Isn't it strange?", False),
    ],
)
def test_what_yes_or_no_or_a_holder_would_answer(question: str, asked: bool) -> None:
    assert asks_status(Query(question)) is asked


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("The bridge of Penn is closed for repairs.", {YES}),
        ("The bridge of Penn was not closed, the mayor said.", {NO}),
        ("The bridge of Penn, closed since May, reopened on Monday.", {UNDONE}),
        ("The town has started to close the bridge of Penn.", {YES, BEGUN}),
    ],
)
def test_a_report_says_how_it_stands(text: str, status: set[str]) -> None:
    found = status_of(Query("Is the bridge of Penn closed?"), text)
    assert found is not None
    assert found.terms == status
    assert text[slice(*found.span)] == text


def test_a_report_of_something_else_says_nothing() -> None:
    query = Query("Is the bridge of Penn closed?")
    assert status_of(query, "The school of Lond is closed.") is None
    closed = status_of(query, "The bridge of Penn is closed.")
    assert closed is not None
    reopened = "The school of Lond reopened."
    assert overturns(query, reopened, "The bridge of Penn is closed.", closed) is None
