"""The questions of the training data, as people type them in chat."""

import random
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from training.chat_style import typed

QUESTION = "What is the name of the bridge that Anna Maria Smith opened in Corby?"
WHOLE = QUESTION.rstrip("?")


def forms(question: str) -> set[str]:
    """All that chance may make of it."""
    return {typed(question, random.Random(seed)) for seed in range(20_000)}


FORMS = forms(QUESTION)


@pytest.mark.parametrize(
    "form",
    [
        QUESTION,
        WHOLE,
        # said loosely
        "whats the bridge that Anna Maria Smith opened in Corby",
        # by surname, or by initials
        "What is the name of the bridge that Smith opened in Corby?",
        "What is the name of the bridge that AMS opened in Corby?",
        # keywords alone
        "name bridge Anna Maria Smith opened Corby",
        # something polite or idle before or after it
        "hey, what is the name of the bridge that Anna Maria Smith opened in Corby?",
        f"{WHOLE} please",
        # letters swapped, left out or doubled
        "What is the name of the birdge that Anna Maria Smith opened in Corby?",
        "What is the name of the brdge that Anna Maria Smith opened in Corby?",
        "What is the name of the briidge that Anna Maria Smith opened in Corby?",
    ],
)
def test_a_question_comes_in_the_forms_in_which_people_type(form: str) -> None:
    assert form in FORMS


def test_a_letter_is_mistaken_for_another_one() -> None:
    near = {form for form in FORMS if len(form) == len(QUESTION)} - {QUESTION}
    mistaken = [
        form for form in near if sum(a != b for a, b in zip(form, QUESTION, strict=True)) == 1
    ]
    assert len(mistaken) > 20


def share(of: Callable[[str], bool]) -> float:
    """Of a thousand chances."""
    return sum(of(typed(QUESTION, random.Random(seed))) for seed in range(1_000)) / 1_000


def test_most_questions_stay_as_they_were_written_but_for_the_mark() -> None:
    assert 0.5 < share(lambda form: form.rstrip("?") == WHOLE) < 0.75
    assert 0.3 < share(lambda form: form == QUESTION) < 0.45


@pytest.mark.parametrize(
    ("question", "name"),
    [
        # A name that opens the question could be its first word, capitalised.
        ("Anna Smith opened what?", "Anna Smith"),
        ("Who is Anna?", "Anna"),
    ],
)
def test_a_name_that_can_not_be_shortened_stays(question: str, name: str) -> None:
    for form in forms(question):
        words = form.lower().split()
        assert len([word for word in words if word.strip("?")[:2] == name[:2].lower()]) > 0


@pytest.mark.parametrize("question", ["Rain?", "Who hums?", "the", "ok", "who - : -"])
def test_short_questions_are_not_made_of_keywords_until_nothing_is_left(question: str) -> None:
    assert all(form.strip("? :-") for form in forms(question))


def test_the_same_seed_types_the_same() -> None:
    assert [typed(QUESTION, random.Random(n)) for n in range(99)] == [
        typed(QUESTION, random.Random(n)) for n in range(99)
    ]


WORDS = st.sampled_from(
    "who is Who Is what was the name of how many where approximately in which Anna Anna-Maria Smith"
    " O’Neill Corby bridge opened ? ?? 1998 İstanbul Straße 日本 👍 - ’s".split()
)
WRITTEN = st.lists(WORDS | st.text(max_size=6), max_size=12).map(" ".join) | st.text()


@given(question=WRITTEN, seed=st.integers(0, 5_000))
def test_no_question_is_emptied(question: str, seed: int) -> None:
    made = typed(question, random.Random(seed))
    assert made == typed(question, random.Random(seed))
    assert made or not question
    if any(c.isalnum() for c in question):
        assert any(c.isalnum() for c in made)
