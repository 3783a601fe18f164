"""What a question asks for, read off its words."""

import pytest

from retrieval.questions import Query, Wanted


@pytest.mark.parametrize(
    ("question", "wanted"),
    [
        ("When did Sweden join NATO?", Wanted.TIME),
        ("In which year was the bridge built?", Wanted.TIME),
        ("How many computers were affected?", Wanted.QUANTITY),
        ("What share of the market does it have?", Wanted.QUANTITY),
        ("who heads the new US command in Japan?", Wanted.NAME),
        ("Where did the capsule land?", Wanted.NAME),
        ("What did the judge decide?", Wanted.ANY),
    ],
)
def test_the_question_word_tells_what_kind_of_words_answer(question: str, wanted: Wanted) -> None:
    assert Query(question).wanted is wanted


def test_names_and_figures_are_told_from_other_words() -> None:
    names = Query("Which troops does the US keep in Japan after 2024?").names
    assert names == {"us", "japan", "2024"}


def test_a_question_of_nothing_but_function_words_is_still_searched() -> None:
    assert Query("who is it?").terms == ("who", "is", "it")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("How many are affected nobody could say.", -1.0),
        ("Eight and a half million were affected.", 1.0),
        ("Some 8.5 million were affected.", 1.0),
    ],
)
def test_a_figure_is_looked_for_in_digits_and_in_words(text: str, found: float) -> None:
    assert Query("How many computers were affected?").kind_in(text) == found
