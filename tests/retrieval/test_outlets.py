"""Outlets as people type them, and the words that are no outlets."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.outlets import Mention, outlet_mentions, without_attribution

OUTLETS = {
    "The Lantern",
    "The Marsh Gazette",
    "Wire",
    "Ostra Evening Post",
    "NBC News",
    "Delta Times - Sports",
    "TechWeekly",
}


def named_in(question: str) -> frozenset[str]:
    return frozenset().union(*(m.outlets for m in outlet_mentions(question, OUTLETS)))


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
    assert named_in(question) == named


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
    assert named_in(question) == frozenset()


@given(st.text(max_size=80))
def test_only_known_outlets_are_ever_named(question: str) -> None:
    assert named_in(question) <= OUTLETS


def test_it_is_told_where_an_outlet_is_named() -> None:
    [found] = outlet_mentions("OEP: who won?", OUTLETS)
    assert found == Mention(0, 3, frozenset({"Ostra Evening Post"}))


def attributed(question: str) -> str:
    return without_attribution(question, outlet_mentions(question, OUTLETS))


@pytest.mark.parametrize(
    "opening",
    [
        "According to {}, ", "according to {}, ", "as reported by {}, ", "As per {}, ", "per {}: ",
        "Going by {}, ", "In {}: ", "from {}: ", "via {}: ", "{}: ", "{} - ", "{} – ", "On {}: ",
        "According to {}'s story, ", "{} report: ", "According to {}’s coverage, ", "{}, ",
    ],
)  # fmt: skip
@pytest.mark.parametrize("outlet", ["The Marsh Gazette", "the marsh gazette", "NBC News"])
def test_an_outlet_that_a_question_opens_with_is_no_part_of_what_is_asked(
    opening: str, outlet: str
) -> None:
    assert attributed(opening.format(outlet) + "how many boats sank?") == "how many boats sank?"


@pytest.mark.parametrize(
    "closing",
    [
        "according to {}", ", according to {}", "(according to {})", "as reported by {}",
        ", per {}", "- via {}", ", as per {}", ", going by {}", "; according to {}",
    ],
)  # fmt: skip
@pytest.mark.parametrize("end", ["", "?", "??", " ?", "."])
def test_an_outlet_that_a_question_ends_with_is_no_part_of_what_is_asked(
    closing: str, end: str
) -> None:
    asked = attributed(f"how many boats sank {closing.format('the Marsh Gazette')}{end}")
    assert asked.rstrip("?. ") == "how many boats sank"
    assert ("?" in asked) == ("?" in end)


@pytest.mark.parametrize(
    "question",
    [
        "Who owns The Marsh Gazette?",
        "The Marsh Gazette's headline on the flood",
        "what does the marsh gazette say about the flood",
        "What did NBC report on the flood?",
        "How many people read the Marsh Gazette, and why?",
        "Was the Marsh Gazette sold to NBC News?",
        "Who told The Marsh Gazette that boats sank?",
        "According to whom was NBC News fined?",
        "how many boats sank?",
        "",
    ],
)
def test_an_outlet_that_is_asked_about_stays(question: str) -> None:
    assert attributed(question) == question


@pytest.mark.parametrize(
    "question",
    [
        "According to The Marsh Gazette, ?",
        "NBC News: ",
        "according to NBC News",
        "NBC News?",
        "via NBC",
    ],
)
def test_a_question_of_nothing_but_an_outlet_is_left_as_it_is(question: str) -> None:
    assert attributed(question) == question


@given(
    st.lists(
        st.sampled_from(
            [*OUTLETS, "according to", "per", ", ", ": ", "the", "who", "?", "-", "via"]
        )
        | st.text(max_size=8),
        max_size=8,
    ).map(" ".join)
)
def test_whoever_is_named_a_question_never_loses_all_its_words_nor_gains_any(question: str) -> None:
    left = attributed(question)
    assert any(c.isalnum() for c in left) or left == question
    assert set(left.split()) <= set(question.split()) or left in question or left[:-1] in question
