"""How people and papers write the same word: accents, full stops, hyphens, figures, names."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.terms import FUNCTION_WORDS, distinct_terms, number_otherwise, terms, words


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Malmö", "Malmo"),
        ("Gdańsk", "Gdansk"),
        ("Łódź", "Lodz"),
        ("U.S.", "US"),
        ("the U.K", "the UK"),
        ("40,000", "40000"),
        ("Merkels", "Merkel"),
    ],
)
def test_two_spellings_count_as_one_word(one: str, other: str) -> None:
    assert terms(one) == terms(other)


@pytest.mark.parametrize(
    ("typed", "printed"),
    [("MiG29", "two MiG-29s landed"), ("ceasefire", "a cease-fire")],
)
def test_what_is_typed_as_one_word_meets_what_is_printed_with_a_hyphen(
    typed: str, printed: str
) -> None:
    found = set(terms(printed))
    assert set(terms(typed)) <= found
    assert distinct_terms(printed) >= found


@pytest.mark.parametrize(
    ("word", "otherwise"),
    [("60", "sixti"), ("sixty", "60"), ("34", "thirtyfour"), ("one", None), ("boat", None)],
)
def test_small_numbers_are_known_in_words_and_figures(word: str, otherwise: str | None) -> None:
    assert number_otherwise(word) == otherwise


def test_a_name_that_is_a_function_word_is_told_by_its_capitals() -> None:
    assert terms("Who advised the WHO?") == ["advis", "WHO"]
    assert terms("Aid came in May, and it may go on") == ["aid", "came", "MAY", "go"]


def test_small_words_are_no_topic_however_their_endings_are_cut_off() -> None:
    assert terms("Why does any of it only close because of, or during, the very first rain?") == [
        "close",
        "first",
        "rain",
    ]
    assert [term for word in sorted(FUNCTION_WORDS) for term in terms(word)] == []


def test_words_that_only_begin_like_small_ones_are_topics() -> None:
    assert terms("who owned the mill") == terms("who owns the mill") != terms("the mill")


def test_shouting_and_stress_name_nothing() -> None:
    assert terms("WHO IS IT") == []
    assert terms("which pier was NOT repaired") == ["pier", "repair"]


@given(st.text(max_size=80))
def test_every_word_stands_where_it_says(text: str) -> None:
    for word in words(text):
        assert 0 <= word.start < word.end <= len(text)
        assert word.term
