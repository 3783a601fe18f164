"""Questions that a page answers are altered so that it doesn't: how, and that they do differ."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from training.alterations import altered
from training.families import FAMILIES, OPPOSITES

PAGE = (
    "The mayor, Anna Smith, met Boris Kovac in Corby in 1998. On Monday Clara Jones paid 40 pounds."
    " In Brixham it rained."
)


def alterations(question: str, page: str = "", elsewhere: str = "") -> set[str | None]:
    """All that chance may make of it."""
    return {altered(question, page, elsewhere, random.Random(seed)) for seed in range(300)}


def test_a_name_is_exchanged_for_one_of_the_page_or_of_its_neighbour() -> None:
    # Not Brixham, whose "In" is no part of it, nor Clara, of whom "Monday" is none.
    assert alterations("Who met Boris Kovac?", PAGE) == {
        "Who met Anna Smith?",
        "Who met Corby?",
    }
    assert alterations("Who met Boris Kovac?", "", "It was Dame Edith Moore who paid.") == {
        "Who met Dame Edith Moore?"
    }


def test_a_name_that_opens_the_question_is_exchanged_without_its_preposition() -> None:
    page = "It was Corby where they met."
    assert alterations("In Alford, who met?", page) == {"In Corby, who met?"}


def test_a_number_becomes_another_of_the_page_or_one_near_it() -> None:
    made = alterations("Who drank 40 pints?", "They drank 25 of them in 1998.")
    numbers = {int(question.split()[2]) for question in made if question}
    assert 25 in numbers
    assert 1998 not in numbers  # a year is no number of pints
    assert numbers - {25} <= set(range(1, 81)) - {40}


def test_a_year_becomes_another_of_the_page_or_one_within_thirty_years() -> None:
    made = alterations("Whom in 1998?", "Then 7 came, in 1066.")
    years = {int(question[-5:-1]) for question in made if question}
    assert 1066 in years
    assert years - {1066} <= set(range(1968, 2029)) - {1998}


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        # opposites; "how many" stays, or it would be another question
        ("Largest of them?", {"Smallest of them?"}),
        ("How many men voted?", {"How many women voted?"}),
        # words of the same family
        (
            "Who met in spring?",
            {"Who met in summer?", "Who met in autumn?", "Who met in winter?"},
        ),
        # a negation
        ("Who is there?", {"Who is not there?", "Who isn't there?"}),
        ("What can fly?", {"What can never fly?", "What can't fly?"}),
        ("What did fly?", {"What did never fly?", "What didn't fly?"}),
        # another question word
        ("When it rained?", {"Where it rained?", "Why it rained?", "How it rained?"}),
    ],
)
def test_a_question_is_altered_in_the_ways_in_which_people_do_it(
    question: str, expected: set[str | None]
) -> None:
    assert alterations(question) == expected


@pytest.mark.parametrize(
    "question",
    ["", " ", "when", "Where?", "Who didn't hum?", "Who said 12345678901234567890?", "?!"],
)
def test_a_question_that_holds_nothing_to_alter_is_left_alone(question: str) -> None:
    assert alterations(question) == {None}


def test_the_same_seed_makes_the_same_alteration() -> None:
    question = "When did Anna Smith, the first mayor of Corby, open 3 schools?"
    once = [altered(question, PAGE, PAGE, random.Random(seed)) for seed in range(50)]
    assert once == [altered(question, PAGE, PAGE, random.Random(seed)) for seed in range(50)]
    assert len(set(once)) > 10


WORDS = st.sampled_from(
    [
        *sorted(OPPOSITES)[::9],
        *sorted(FAMILIES)[::9],
        *"When Where Why Who How many did does was will can not n't never".split(),
        *"Anna Smith Boris of the de von In 1998 2024 40 0 1 1,000 3.5 ٣ ² İ ß ’s - ? .".split(),
    ]
)
WRITTEN = st.lists(WORDS | st.text(max_size=5), max_size=12).map(" ".join) | st.text()


@given(question=WRITTEN, page=WRITTEN, elsewhere=WRITTEN, seed=st.integers(0, 1_000))
def test_an_alteration_of_any_question_differs_from_it(
    question: str, page: str, elsewhere: str, seed: int
) -> None:
    made = altered(question, page, elsewhere, random.Random(seed))
    assert made == altered(question, page, elsewhere, random.Random(seed))
    assert made is None or (made and made.lower() != question.lower())


def test_no_word_is_its_own_opposite_or_of_its_own_family() -> None:
    for words in (OPPOSITES, FAMILIES):
        assert [word for word, others in words.items() if word in others] == []
        # What stands for a word can be exchanged back.
        assert [
            (word, other)
            for word, others in words.items()
            for other in others
            if word not in words[other]
        ] == []
        assert [word for word in words if word != word.lower() or not word.isalpha()] == []
