"""Who asks for the total is shown the sentence that states it."""

import pytest

from retrieval.questions import Query
from retrieval.totals import asks_total, states_total


@pytest.mark.parametrize(
    "sentence",
    [
        "In all, nineteen boats sank.",
        "The floods destroyed 41 houses altogether.",
        "The three clubs spent a combined £210m.",
        "That brings the total to 12.",
    ],
)
def test_a_total_is_stated(sentence: str) -> None:
    assert states_total(sentence)


@pytest.mark.parametrize(
    "sentence", ["At Penn seven boats sank.", "It was a total surprise.", "In all, it rained."]
)
def test_a_part_or_no_figure_is_no_total(sentence: str) -> None:
    assert not states_total(sentence)


def test_a_question_asks_for_the_total() -> None:
    assert asks_total(Query("how many boats sank altogether?"))
    assert not asks_total(Query("how many boats sank at Penn?"))
