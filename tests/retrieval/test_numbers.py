"""A number is read however a paper writes it, and what only looks like one is not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.numbers import numbers_in


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("Forty-two ferries were stopped.", [42]),
        ("A hundred and six nurses came.", [106]),
        ("half a million bees", [500_000]),
        ("two dozen eggs, a dozen hens and half a dozen cats", [24, 12, 6]),
        ("It cost 2.4bn and lost 310m.", [2_400_000_000, 310_000_000]),
        ("three and a half years", [3.5]),
        ("18,250 fans and 12\u00a0400 more", [18_250, 12_400]),
        ("nineteen thousand five hundred", [19_500]),
    ],
)
def test_digits_and_words_are_the_same_numbers(text: str, values: list[float]) -> None:
    assert [number.value for number in numbers_in(text)] == values


@pytest.mark.parametrize(
    "text",
    [
        "No one came.",
        "It is one of them.",
        "The A7 and COVID-19 in Q3.",
        "the 21st of May",
        "dozens of people, hundreds of cars",
        "the train of 18:30",
    ],
)
def test_names_pronouns_ordinals_and_vague_words_are_no_numbers(text: str) -> None:
    assert not numbers_in(text)


@given(st.text(alphabet="0123456789,.-–: aonehudrdtwmilk$%", max_size=60))
def test_numbers_stand_apart_and_in_order_in_any_text(text: str) -> None:
    ends = [0]
    for number in numbers_in(text):
        assert ends[-1] <= number.start < number.end <= len(text)
        ends.append(number.end)
