"""The answering words are marked and no others: whole names, amounts with units, dates."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.answer_words import tidy_answer
from retrieval.questions import Query


@pytest.mark.parametrize(
    ("question", "text", "read", "marked"),
    [
        ("How much did it cost?", "It cost $4.2 million in all.", "4", "$4.2 million"),
        ("How much did it cost?", "It cost 4.2 million crowns.", "4.2", "4.2 million crowns"),
        ("How much did rents rise?", "Rents rose by 7 percent.", "by 7", "7 percent"),
        ("How many came?", "About 7,300, most of them young.", "About 7,300,", "About 7,300"),
        ("How many came?", "At least 12 nurses came.", "At least 12 nurses", "At least 12 nurses"),
        ("How long did it take?", "It took forty minutes.", "forty", "forty minutes"),
        ("When did it open?", "It opened on Friday, 7 June 2024.", "Friday", "7 June 2024"),
        ("When did it open?", "It opened on Friday in Pell.", "on Friday", "Friday"),
        ("When did it open?", "It opened on June 7, 2024.", "June", "June 7, 2024"),
        ("When does it leave?", "It leaves at 6 a.m. Friday.", "6", "6 a.m. Friday"),
        ("When does it leave?", "It leaves at 6 a.m. and returns.", "at 6 a.m.", "6 a.m."),
        ("When did it open?", "It opened in May.", "in May.", "May"),
        ("Who won?", "Mayor Nora van Falk won.", "Falk", "Nora van Falk"),
        ("Who won?", "It was Nora Falk’s day.", "Falk’s", "Nora Falk"),
        ("Who sent it?", "It was sent by the WHO.", "by the WHO", "WHO"),
        ("Who said so?", "It was in The Post on Monday.", "The Post", "The Post"),
        ("What did she say?", "She said “sell the crane” twice.", "said “sell the", "sell"),
        ("What did she say?", "“We sell it,” Arlt said.", "sell it,” Arlt", "sell it"),
        ("Who pays?", "The Port Office (PO) pays.", "Port Office (PO", "Port Office (PO)"),
        ("How old is she?", "Falk, ~~48~~ 49, spoke.", "~~48~~ 49", "49"),
    ],
)
def test_what_was_read_is_tidied(question: str, text: str, read: str, marked: str) -> None:
    start = text.index(read)
    found = tidy_answer(Query(question), text, (start, start + len(read)))
    assert found
    assert text[slice(*found)] == marked


@pytest.mark.parametrize("read", ["the", "of the", "48", "~~48~~", ", "])
def test_empty_and_struck_out_words_are_no_answer(read: str) -> None:
    text = "The head of the port, Falk, ~~48~~ 49, spoke."
    start = text.index(read)
    assert tidy_answer(Query("How old?"), text, (start, start + len(read))) is None


@given(
    st.sampled_from(["who is it?", "when was it?", "how many?", "why", ""]),
    st.text(max_size=80)
    | st.lists(
        st.sampled_from(
            [
                *"“”\"'().,-~ ",
                "~~",
                "$4",
                " million",
                "9 a.m.",
                " Monday",
                " 5 May 2020",
                " Ana",
                "the ",
            ]
        ),
        max_size=20,
    ).map("".join),
    st.integers(-5, 90),
    st.integers(-5, 90),
)
def test_of_any_text_the_words_are_a_slice_without_outer_space(
    question: str, text: str, one: int, other: int
) -> None:
    found = tidy_answer(Query(question), text, (min(one, other), max(one, other)))
    if found is not None:
        start, end = found
        assert 0 <= start < end <= len(text)
        assert text[start:end] == text[start:end].strip()
