"""A quote gives one value for what is asked, and two values agree however they are written."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.figures import Kind, Value
from retrieval.questions import Query
from retrieval.values import asked_kinds, same, value_of

FRIDAY = datetime(2024, 5, 17, 9, tzinfo=UTC)


def value(question: str, text: str) -> Value | None:
    return value_of(Query(question), text, (), FRIDAY)


def read(question: str, text: str) -> Value:
    found = value(question, text)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("question", "one", "other"),
    [
        (
            "How many sailors drowned off Kelby?",
            "About 31 sailors drowned off Kelby.",
            "Thirty-one sailors drowned off Kelby.",
        ),
        (
            "What did Orrin pay for the dairy?",
            "Orrin paid $400m for the dairy.",
            "Orrin bought the dairy for an estimated $400 million.",
        ),
        (
            "What did Orrin pay for the dairy?",
            "Orrin paid 26.3 billion crowns for the dairy.",
            "The dairy cost Orrin 26 billion crowns.",
        ),
        (
            "When did the lighthouse of Penn burn?",
            "The lighthouse of Penn burned on 14 May.",
            "The lighthouse of Penn burned on Tuesday.",
        ),
        (
            "When did the lighthouse of Penn burn?",
            "The lighthouse of Penn burned yesterday.",
            "It was May 16, 2024 when the lighthouse of Penn burned.",
        ),
        (
            "How long was the strike of the bakers?",
            "The strike of the bakers took two weeks.",
            "The bakers ended a 14-day strike.",
        ),
        (
            "How many hikers were on Mount Sool?",
            "More than 100 hikers were on Mount Sool.",
            "On Mount Sool there were 118 hikers.",
        ),
        (
            "What share of the voters of Lond stayed away?",
            "Half of the voters of Lond stayed away.",
            "50 percent of the voters of Lond stayed away.",
        ),
    ],
)
def test_the_same_in_other_words(question: str, one: str, other: str) -> None:
    assert same(read(question, one), read(question, other)) is True


@pytest.mark.parametrize(
    ("question", "one", "other"),
    [
        (
            "How many sailors drowned off Kelby?",
            "Twelve sailors drowned off Kelby.",
            "34 sailors drowned off Kelby.",
        ),
        (
            "What is the ferry worth?",
            "The ferry is worth £1.3bn.",
            "The ferry is worth £1.5bn.",
        ),
        (
            "When did the lighthouse of Penn burn?",
            "The lighthouse of Penn burned on 14 May.",
            "The lighthouse of Penn burned on Wednesday.",
        ),
        (
            "When does the museum close, what time?",
            "The museum will close at 5 p.m.",
            "The museum will close at 18:00.",
        ),
        (
            "How many sailors were hurt off Kelby?",
            "Six sailors were hurt off Kelby.",
            "Nobody was hurt off Kelby.",
        ),
    ],
)
def test_another_value_of_the_same_thing(question: str, one: str, other: str) -> None:
    assert same(read(question, one), read(question, other)) is False


@pytest.mark.parametrize(
    ("question", "one", "other"),
    [
        (
            "How much is the ferry?",
            "The ferry is 20 million pounds.",
            "The ferry is 20 million euros.",
        ),
        ("How big is the ferry?", "The ferry is 20 metres long.", "The ferry is 20 tonnes."),
        ("How much is the ferry?", "The ferry is 20 pounds.", "The ferry is 20% dearer."),
    ],
)
def test_two_units_are_never_compared(question: str, one: str, other: str) -> None:
    assert same(read(question, one), read(question, other)) is None


def test_the_figure_of_what_is_asked_is_taken_and_not_its_neighbour() -> None:
    text = "Fire crews needed forty minutes to free 19 passengers, and 4,000 homes had no light."
    assert read("How many passengers were freed?", text).low == 19
    assert read("How many homes had no light?", text).low == 4000
    assert read("How many minutes did it take to free the passengers?", text).low == 2400
    assert value("How many cows were freed?", text) is None


def test_of_two_sums_the_one_beside_the_name_that_is_asked_for() -> None:
    text = "Orrin pays $600 million for Talbot; and for Dray, a dairy, between $30m and $40m."
    assert read("What does Orrin pay for Dray?", text).high == 40e6


def test_what_is_highlighted_is_the_value() -> None:
    text = "Of 90 cows in the barn, 30 cows were saved."
    start = text.index("30")
    found = value_of(Query("How many cows were there?"), text, ((start, start + 2),), FRIDAY)
    assert found is not None
    assert found.low == 30


def test_a_question_for_a_reason_has_no_value() -> None:
    assert asked_kinds(Query("Why did the price of milk rise?")) == ()
    assert asked_kinds(Query("Who paid for the bridge?")) == ()
    assert value("Why did the bridge fall?", "The bridge fell on 3 May, 200 metres deep.") is None


def test_a_figure_that_the_question_itself_names_is_no_answer() -> None:
    assert value("When did the 300 workers leave?", "The 300 workers left.") is None


values = st.builds(
    Value,
    kind=st.sampled_from(list(Kind)),
    span=st.just((0, 1)),
    unit=st.sampled_from(["", "dollar", "people", "boat red"]),
    low=st.floats(0, 1e12),
    high=st.floats(0, 1e12),
    step=st.sampled_from([0.1, 1.0, 1e6]),
    about=st.booleans(),
    terms=st.frozensets(st.sampled_from(["yes", "no", "undone"]), min_size=1),
).map(lambda v: v if v.low <= v.high else Value(v.kind, v.span, v.unit, v.high, v.low, v.step))


@given(values, values)
def test_agreement_goes_both_ways_and_a_value_agrees_with_itself(one: Value, other: Value) -> None:
    assert same(one, other) is same(other, one)
    assert same(one, one) is True
