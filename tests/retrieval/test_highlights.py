"""The words that answer are marked: figures for "how many", dates for "when", offices for "who"."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.highlights import highlight
from retrieval.questions import Query


@pytest.mark.parametrize(
    ("question", "sentence", "marked"),
    [
        (
            "who heads the new US command in Japan?",
            "An official said on Sunday that the center would be headed by a three-star commander.",
            "three-star commander",
        ),
        (
            "How many troops does the US have in Japan?",
            "The US already has well above 50,000 troops stationed in Japan.",
            "well above 50,000",
        ),
        (
            "When did Sweden become a member?",
            "Sweden became a member of the alliance on 7 March 2024 in Washington.",
            "7 March 2024",
        ),
        (
            "Who replaced Ricky Rupp?",
            "Stephen Jost replaced Ricky Rupp in a ceremony at the base.",
            "Stephen Jost",
        ),
        (
            "Who heads the new US command in Japan?",
            "Lieutenant General Stephen Jost took command of US Forces Japan in a ceremony.",
            "Lieutenant General Stephen Jost",
        ),
    ],
)
def test_the_answering_words_are_marked(question: str, sentence: str, marked: str) -> None:
    spans = highlight(Query(question), sentence)
    assert [sentence[start:end] for start, end in spans] == [marked]


def test_nothing_is_marked_where_the_sentence_only_repeats_the_question() -> None:
    assert highlight(Query("the new command in Japan"), "The new command in Japan.") == ()


@given(st.text(max_size=200), st.text(max_size=300))
def test_marks_are_slices_of_any_text(question: str, text: str) -> None:
    for start, end in highlight(Query(question), text):
        assert 0 <= start < end <= len(text)
