"""What a question asks for, read off its words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.questions import Query, understood
from retrieval.terms import distinct_terms
from retrieval.wanted import Wanted
from tests.retrieval.corpus_words import lexicon


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


NEWS = lexicon(
    "The tidal mill at Corvan was opened by the prime minister, Iris Lowe. It stands in Corvan.",
    "On Monday the WHO sent doctors to Corvan in May, and Will Stanton went along.",
    "The Corvan Harbour Board (CHB) lent Will Stanton its F-18s. The programme ended.",
)


@pytest.mark.parametrize(
    ("question", "names"),
    [
        ("who opened the tidal mill at corvan", {"corvan"}),
        ("who opened the tidal mill at zelbruk", {"zelbruk"}),
        ("who met mayor pike", {"pike"}),
        ("who fell off bramble bridge", {"brambl"}),
        ("what did the who send", {"WHO"}),
        ("what came in may", {"MAY"}),
        ("what did who send", {"WHO"}),
        ("what may come", set()),
        ("where did will stanton go", {"stanton"}),
        ("WHICH MILL WAS OPENED", set()),
        ("what's taken", set()),
        ("how many doctors went NOW", set()),
    ],
)
def test_names_are_told_without_capitals_by_how_the_corpus_writes(
    question: str, names: set[str]
) -> None:
    assert understood(question, NEWS).names == names


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("what did the PM open", "the prime minister opened it"),
        ("what did the CHB lend", "the Corvan Harbour Board lent it"),
        ("what did the corvan harbour board lend", "CHB lent it"),
        ("where are the F18 jets", "its F-18s stand there"),
        ("where are the F-18 jets", "the F18 stands there"),
        ("which program ended", "the programme ended"),
        ("who sent 34 boats", "he sent thirty-four boats"),
        ("who sent thirty-four boats", "he sent 34 boats"),
        ("who lent 7bn", "she lent seven billion"),
    ],
)
def test_what_is_said_otherwise_is_no_missing_name(question: str, text: str) -> None:
    query, said = understood(question, NEWS), distinct_terms(text)
    assert query.missing_names(said) == set()
    assert query.with_meant(said) >= said


def test_a_surname_alone_stands_for_the_whole_name_where_the_given_name_is_near() -> None:
    query = understood("What did Iris Lowe open?", NEWS)
    passage = distinct_terms("Iris Lowe spoke. Lowe opened the mill.")
    assert query.missing_names(distinct_terms("Lowe opened the mill."), passage) == set()
    assert query.missing_names(distinct_terms("Lowe opened it"), distinct_terms("Vera Lowe")) == {
        "iri"
    }


def test_an_alias_is_as_good_as_the_name() -> None:
    query = understood("who played nurse tilly", NEWS, [("Nurse Tilly", "Iris Lowe")])
    assert query.missing_names({"iri", "low", "play"}) == set()
    assert query.read_text == "who played nurse tilly (Iris Lowe)"


def test_a_reader_is_told_what_an_abbreviation_stands_for() -> None:
    assert (
        understood("what did the CHB lend", NEWS).read_text
        == "what did the CHB (Corvan Harbour Board) lend"
    )


def test_a_reader_is_told_that_who_is_a_name() -> None:
    told = "What did the WHO (World Health Organization) send?"
    assert understood("What did the WHO send?", NEWS).read_text == told
    assert understood("WHO SENT IT", NEWS).read_text == "WHO SENT IT"
    lower = understood("who met the who", NEWS)
    assert lower.read_text == "who met the who (World Health Organization)"


def test_only_a_reader_is_told_what_a_follow_up_leaves_unsaid() -> None:
    query = understood("what did the CHB lend?", NEWS, about="The mill at Corvan")
    assert query.spelt_out == "what did the CHB (Corvan Harbour Board) lend?"
    assert query.read_text == f"{query.spelt_out} (The mill at Corvan)"
    assert query.terms == understood("what did the CHB lend?", NEWS).terms


@given(st.text(max_size=80))
def test_any_question_is_understood(question: str) -> None:
    query = understood(question, NEWS, [("Nurse Tilly", "Iris Lowe")])
    assert query.missing_names(set()) <= query.names
    assert query.with_meant(set(query.terms)) >= set(query.terms)
    assert query.asked >= set(query.terms)
    assert query.read_text or not question
