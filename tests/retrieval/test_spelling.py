"""Slips of the pen, and what only looks like one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.spelling import mended
from tests.retrieval.corpus_words import lexicon

NEWS = lexicon(
    "A volcano near the town of Castelmare erupted. President Tomas Wierzbicki flew to Castelmare.",
    "On Friday Wierzbicki promised tents. Firefighters and soldiers helped in Old Harrowgate.",
    "The parliament approved compensation. The minister met Aleksandr Hrytsenko in Chernihiv.",
    "In Old Harrowgate the treasurer resigned; passengers were stranded.",
)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("when did the vocano erupt", "when did the volcano erupt"),
        ("what did wierzbikci promise", "what did Wierzbicki promise"),
        ("what happened in castelmarre", "what happened in Castelmare"),
        ("who resined in old harowgate", "who resigned in old Harrowgate"),
        ("compansetion", "compensation"),
        ("what of oldharrowgate", "what of Old Harrowgate"),
        ("where did Hritsenko go", "where did Hrytsenko go"),
        ("talks in Chernigov", "talks in Chernihiv"),
        ("were passangers stranded", "were passengers stranded"),
    ],
)
def test_a_slip_is_mended_to_a_word_of_the_corpus(typed: str, meant: str) -> None:
    assert mended(typed, NEWS).text == meant


@pytest.mark.parametrize(
    "question",
    [
        "who opened the museum in castleford",  # an English name that is no slip of Castelmare
        "why was the season late",
        "what about the tent",
        "who is brzezinski",
        "how many in 20255",
        "who wrote stranging days",
        "who wrote the Tants",
        "what does VOLCNO mean",
        "the fied and teh",
    ],
)
def test_what_the_corpus_does_not_have_is_left_alone(question: str) -> None:
    assert mended(question, NEWS).text == question


def test_a_word_that_the_corpus_has_is_never_mended() -> None:
    text = "Castelmare Wierzbicki firefighters volcano soldier"
    assert mended(text, NEWS).changes == ()


def test_what_was_changed_is_told() -> None:
    assert mended("the volcanno", NEWS).changes == (("volcanno", "volcano"),)


def test_an_alias_is_no_slip() -> None:
    assert mended("vulcano", NEWS, {"vulcano"}).text == "vulcano"


@given(st.text(max_size=60))
def test_mending_twice_changes_nothing_more(text: str) -> None:
    once = mended(text, NEWS).text
    assert mended(once, NEWS).text == once
