"""Outlets as people type them, and the words that are no outlets."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.outlets import Mention, outlet_mentions, outlets_named

OUTLETS = {
    "The Lantern",
    "The Marsh Gazette",
    "Wire",
    "Ostra Evening Post",
    "NBC News",
    "Delta Times - Sports",
    "TechWeekly",
}


@pytest.mark.parametrize(
    ("question", "named"),
    [
        ("according to the marsh gazette how high is the water", {"The Marsh Gazette"}),
        ("how high is it according to Marsh Gazette?", {"The Marsh Gazette"}),
        ("what does the lantern say about the flood", {"The Lantern"}),
        ("The Lantern's headline on the flood", {"The Lantern"}),
        ("lantern: how many boats", {"The Lantern"}),
        ("OEP: who won?", {"Ostra Evening Post"}),
        ("according to oep who won", {"Ostra Evening Post"}),
        ("per nbc how many", {"NBC News"}),
        ("what did NBC report on the flood", {"NBC News"}),
        ("what did the delta times write", {"Delta Times - Sports"}),
        ("techweekly review of the phone", {"TechWeekly"}),
        ("who wrote that in Wire?", {"Wire"}),
    ],
)
def test_an_outlet_is_found_however_it_is_typed(question: str, named: set[str]) -> None:
    assert outlets_named(question, OUTLETS) == named


@pytest.mark.parametrize(
    "question",
    [
        "who carried the lantern at the parade",
        "how much wire was stolen",
        "was it told by wire transfer",
        "share of the market per CoinGecko",
        "according to the lantern festival committee who won",
        "what did the oep measure",
        "Wire and rope were stolen by whom?",
        "who signed the Barbed Wire Act?",
        "what did NBC Radio play?",
        "how many evening posts are there in ostra",
    ],
)
def test_a_word_that_is_an_outlet_too_names_none(question: str) -> None:
    assert outlets_named(question, OUTLETS) == frozenset()


@given(st.text(max_size=80))
def test_only_known_outlets_are_ever_named(question: str) -> None:
    assert outlets_named(question, OUTLETS) <= OUTLETS


def test_it_is_told_where_an_outlet_is_named() -> None:
    [found] = outlet_mentions("OEP: who won?", OUTLETS)
    assert found == Mention(0, 3, frozenset({"Ostra Evening Post"}))
