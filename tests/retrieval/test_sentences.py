"""Sentences end where they end: not after "a.m.", an initial or words whose speaker follows."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.sentences import sentence_spans


def sentences(text: str) -> list[str]:
    return [text[start:end] for start, end in sentence_spans(text)]


@pytest.mark.parametrize(
    "sentence",
    [
        "The tunnel shuts at 11 p.m. Sunday and opens at 4 a.m. Wednesday.",
        "Kick-off is at 7:30 p.m. ET on Channel 4.",
        "The novel by P. D. Osgood sold well.",
        "Alma J. Fenwick was elected.",
        "Sgt. Kemp met Gov. Lund at St. Olave's.",
        "It stands at No. 14 on the list, see Vol. 3 and Fig. 2.",
        "About approx. 40 boats sank.",
        "The match of Norland vs. Ostrava was called off.",
        "Grants rose by 3.5 per cent.",
        "Yahoo! shares fell on Friday.",
        "“Nobody leaves before midnight!” Captain Mara Holt said at last.",
        '"Who paid for it?" the treasurer asked.',
        "Acme Inc. said that it would pay.",
        "She waited… and then she left.",
        "Warner Bros. Discovery bought it.",
    ],
)
def test_a_sentence_is_not_cut_inside(sentence: str) -> None:
    assert sentences(f"Rain fell. {sentence} Rain fell again.") == [
        "Rain fell.",
        sentence,
        "Rain fell again.",
    ]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        (
            "The shop closed at 6 p.m. The owner went home.",
            ["The shop closed at 6 p.m.", "The owner went home."],
        ),
        (
            "The shop closed at 6 p.m. Monday was quiet.",
            ["The shop closed at 6 p.m.", "Monday was quiet."],
        ),
        ("He lives on Elm St. She does not.", ["He lives on Elm St.", "She does not."]),
        ("It is plan B. Then it rained.", ["It is plan B.", "Then it rained."]),
        ("(It was not.) He left.", ["(It was not.)", "He left."]),
        ("“Leave now.” Then the doors shut.", ["“Leave now.”", "Then the doors shut."]),
        (
            "“Leave now!” Holt said that the doors were shut.",
            ["“Leave now!”", "Holt said that the doors were shut."],
        ),
        ("He waited… Then he left.", ["He waited…", "Then he left."]),
    ],
)
def test_a_sentence_ends_where_a_new_one_begins(text: str, parts: list[str]) -> None:
    assert sentences(text) == parts


def test_a_long_quotation_is_several_sentences_and_a_short_one_is_one_with_its_speaker() -> None:
    short = "“We came. We saw it. We left,” said Ines Arlt."
    assert sentences(short) == [short]
    first = "“We had been promised a new bridge for eleven years by four ministers of transport."
    second = "On the day of the flood there was only the old one, which the river carried off."
    second = f"{second[:-1]}, with the bus that stood on it."
    third = "We will not wait another eleven years for the next minister to come,” said Ines Arlt."
    assert sentences(f"{first} {second} {third}") == [first, second, third]


def test_a_mark_that_opens_a_quotation_stays_with_it() -> None:
    first = '"The bakery had stood there for ninety years, and nobody asked us," said Ines Arlt.'
    second = '"Then the letter came on a Monday.'
    third = "It said that all of us had to be gone by the end of the week, and so we went. " * 4
    text = f'{first} {second} {third}It was spring, and all eleven of us had work," Arlt said.'
    assert sentences(text)[:2] == [first, second]


def test_a_row_of_a_table_is_one_and_an_item_keeps_its_mark() -> None:
    text = "Name\tNo. of seats\nGreens\t12\n- Tea. Then cake.\n1. Wash the car"
    assert sentences(text) == [
        "Name\tNo. of seats",
        "Greens\t12",
        "- Tea.",
        "Then cake.",
        "1. Wash the car",
    ]


@given(
    st.lists(
        st.sampled_from(
            [
                *"“”\"'().!?…",
                " ",
                "\n",
                "\t",
                " | ",
                "9 a.m.",
                " Monday ",
                "Mr. ",
                "J. ",
                "No. ",
                "5",
                "He said",
                "said",
                "Holt ",
                "the ",
                "- ",
                "1. ",
                "word " * 60,
                "é",
                "文。",
            ]
        ),
        max_size=40,
    ).map("".join)
    | st.text(max_size=400)
)
def test_sentences_hold_every_word_once_and_in_order(text: str) -> None:
    spans = sentence_spans(text)
    assert all(a[1] <= b[0] for a, b in itertools.pairwise(spans))
    assert all(text[s:e] == text[s:e].strip() != "" for s, e in spans)
    assert "".join("".join(text[s:e].split()) for s, e in spans) == "".join(text.split())
