"""A wire story that ran in many papers is one quote, and papers that differ stay apart."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.articles import Article, Passage
from retrieval.candidates import Candidate
from retrieval.near_copies import (
    collapse,
    is_copied,
    is_copy,
    is_reprint,
    plain_words,
    tells_otherwise,
)

WIRE = (
    "The bridge fell early on Tuesday after a container ship struck one of its piers. "
    "Rescue workers searched the cold water for six men who had been repairing the road. "
    "The governor declared a state of emergency and thanked those who had stopped the traffic."
)
OTHER = (
    "A ship that had lost power hit a support of the bridge, which collapsed within seconds. "
    "Six labourers who filled potholes on it are missing and presumed to have drowned. "
    "Officials said a mayday call gave the police just enough time to close both ends of it."
)


def candidate(id: str, text: str, source: str = "", day: int = 26) -> Candidate:
    published = datetime(2024, 3, day, tzinfo=UTC)
    article = Article(id, "s", id, f"https://{id}.example", source or id, (), published, text)
    return Candidate(Passage(f"p-{id}", article.version, 0, len(text)), article, 0.5, 1.0)


def test_a_copy_under_another_first_line_becomes_also_in() -> None:
    first = candidate("first", f"From our wire. {WIRE}")
    copy = candidate("copy", f"BALTIMORE, Tuesday. {WIRE.replace('cold water', 'icy water')}")
    other = candidate("other", OTHER)
    assert collapse([first, copy, other]) == [(first, (copy.article,)), (other, ())]


def test_two_reports_of_one_event_in_their_own_words_are_no_copies() -> None:
    assert not is_copied(plain_words(WIRE), plain_words(OTHER))


def test_two_passages_of_one_article_are_never_each_others_copies() -> None:
    text = f"{WIRE}\n{WIRE}"
    whole = candidate("a", text)
    half = Candidate(Passage("half", whole.article.version, 0, len(WIRE)), whole.article, 0.4, 0.9)
    assert [kept for kept, _ in collapse([whole, half])] == [whole, half]


def test_a_short_sentence_counts_as_a_copy_only_when_it_stands_there_whole() -> None:
    assert is_copied(plain_words("He resigned."), plain_words("On Monday he resigned."))
    assert not is_copied(plain_words("He resigned today."), plain_words("On Monday he resigned."))


def test_a_copied_article_is_named_once_though_many_of_its_passages_ranked() -> None:
    first = candidate("first", WIRE)
    copy = candidate("copy", WIRE)
    part = Candidate(Passage("part", copy.article.version, 0, 160), copy.article, 0.3, 0.5)
    assert collapse([first, copy, part]) == [(first, (copy.article,))]


@pytest.mark.parametrize(
    ("printed", "instead"),
    [
        ("Twelve", "Thirty-one"),
        ("Friday", "Saturday"),
        ("Harbour Street", "Station Street"),
        ("Otto Quint", "Otto Brandt"),
        ("14 metres", "40 metres"),
    ],
)
def test_a_copy_with_another_figure_name_or_day_is_no_copy(printed: str, instead: str) -> None:
    text = (
        "Twelve people were hurt when a crane fell on a bakery in Lond on Friday evening, police "
        "said. The crane, 14 metres high, stood at the corner of Harbour Street and Long Lane. "
        "Its driver Otto Quint could leave his cabin without help, and the street is closed."
    )
    other = text.replace(printed, instead)
    assert text != other
    assert is_copied(plain_words(text), plain_words(other))
    assert not is_copy(text, other)
    assert not is_copy(other, text)
    first, copy = candidate("first", text), candidate("copy", other)
    assert collapse([first, copy]) == [(first, ()), (copy, ())]


def test_a_figure_in_words_and_one_in_digits_are_one() -> None:
    words = WIRE.replace("six men", "twenty-six men")
    assert is_copy(words, words.replace("twenty-six men", "26 men"))


FIRE = (
    "Twelve people were killed when a fire broke out in a paper mill at Lond, the mayor said. "
    "It began in the drying hall soon after the night shift had come, and took four hours to put "
    "out. Neighbours broke windows with ladders to let workers out who had been trapped inside. "
    "The mill belongs to the Quint family and makes paper for banknotes. Its owners promised to "
    "pay for the funerals, and asked everybody who knows anything to call the police. "
    "Fire crews from three towns are still searching the ruins for people who are missing."
)
TOLL = (
    "The death toll of the fire at a paper mill in Lond has risen to 34, the mayor said on Friday. "
)
LATER = TOLL + FIRE.partition(". ")[2]


def test_a_report_that_tells_another_figure_in_a_sentence_of_its_own_is_no_copy() -> None:
    assert is_copied(plain_words(LATER), plain_words(FIRE))
    assert not is_copy(LATER, FIRE)
    assert not is_copy(FIRE, LATER)


@pytest.mark.parametrize(
    ("text", "title"),
    [
        (LATER, "Fire at mill"),
        (FIRE.replace("four hours", "nine hours"), "Fire at mill"),
        (FIRE.replace("promised to", "did not promise to"), "Fire at mill"),
        (FIRE.replace("the Quint family", "the Brandt family"), "Fire at mill"),
        (FIRE + " A third hall burned down at noon.", "Fire at mill"),
        (FIRE, "Death toll of mill fire rises to 34"),
        (FIRE, "No fire at mill"),
    ],
)
def test_an_outlets_page_that_says_anything_else_is_no_reprint(text: str, title: str) -> None:
    first, later = candidate("first", FIRE).article, candidate("later", text).article
    first, later = replace(first, title="Fire at mill"), replace(later, title=title)
    assert not is_reprint(later, first)
    assert not is_reprint(first, later)


def test_an_outlets_page_with_the_same_words_or_a_word_polished_is_a_reprint() -> None:
    first = candidate("first", FIRE).article
    for text in (FIRE, f"{FIRE}\nUpdated 27 March 2024", FIRE.replace("soon after", "just after")):
        assert is_reprint(replace(first, id="again", text=text, title="A fire"), first)


def test_of_one_outlets_copies_the_newer_is_shown() -> None:
    older = candidate("older", WIRE, "The Echo", 26)
    newer = candidate("newer", WIRE, "The Echo", 27)
    wire = candidate("wire", WIRE, "The Wire", 28)
    assert collapse([older, newer, wire]) == [(newer, (older.article, wire.article))]
    assert collapse([newer, older]) == [(newer, (older.article,))]


@given(st.text(alphabet="ab 12.,ABm\n", max_size=80))
def test_a_text_never_tells_otherwise_than_itself(text: str) -> None:
    assert not tells_otherwise(text, text)
