"""The pairs of a question: the page that answers it, pages that don't, and an altered question; all
as people type and under headings as pages have them."""

import random
import re
from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from training.data import Known, Page
from training.groups import (
    HEADED_SHARE,
    MADE_WEIGHT,
    MINED_WEIGHT,
    NEGATIVES,
    OUTLET_SHARE,
    ROOMS,
    UNTITLED_SHARE,
    Pair,
    group,
)

BRIDGE = (
    "The bridge of Corby was closed for a year. Anna Smith opened it at noon on Monday. "
    "Hundreds of people sang. The mayor, who was late, spoke of a new beginning for the town."
)
PAGES = {
    "bridge": Page("Bridge opens", BRIDGE),
    "school": Page("School burns", "The school of Corby burned down in 1998. Nobody was hurt."),
    "rain": Page("Rain", "It rained in Brixham. It rained in Dunster, too."),
    "snow": Page("Snow", "It snowed in Filey for 3 days. The sheep of Filey were brought in."),
}
START = BRIDGE.index("Anna Smith")
OPENED = Known(
    "Who opened the bridge of Corby?",
    "bridge",
    ((START, START + 10), (START + 5, START + 10)),
    ("school",),
    "made up",
    True,
)
JOINED_TO = "When did it snow in Filey?"


LACKING = BRIDGE.replace("Anna Smith opened it at noon on Monday. ", "")
SINGLE = Known("Who closed it?", "bridge", (), ("school",), "made up", False)


def made(known: Known = OPENED, room: int = 1_000, seed: int = 0) -> list[Pair]:
    chance = random.Random(seed)
    return group(known, PAGES, list(PAGES), ["rain"], room, chance, JOINED_TO)


MADE = [made(seed=seed) for seed in range(1_000)]


def first(fits: Callable[[list[Pair]], bool]) -> list[Pair]:
    """The first of many groups that is so."""
    return next(pairs for pairs in MADE if fits(pairs))


def kind(pair: Pair) -> str:
    """Which text of the few pages it is, and whether it is ranked."""
    texts = {page.text: id for id, page in PAGES.items()} | {LACKING: "answer removed"}
    return texts[pair.text] + ("" if pair.rank is not None else ", other question")


def by_outlet(pairs: list[Pair]) -> bool:
    """Whether the answering page stands a second time in it, under another outlet."""
    return len(pairs) > 1 and pairs[1].text == BRIDGE and pairs[1].rank == 0


def test_a_group_is_the_page_that_answers_pages_that_do_not_and_a_look_alike() -> None:
    """The look-alike reads the page as the question did, and is ranked among no others."""
    pairs = first(
        lambda pairs: (
            [kind(pair) for pair in pairs]
            == ["bridge", "school", "rain", "snow", "bridge, other question"]
            and pairs[-1].question == "Who closed the bridge of Corby?"
            and pairs[0].question == OPENED.question
        )
    )
    right, *others, look_alike = pairs
    assert right == Pair(OPENED.question, right.heading, BRIDGE, OPENED.answers, 1, 1.0)
    assert others == [
        Pair(OPENED.question, pair.heading, PAGES[id].text, (), 0, MINED_WEIGHT)
        for pair, id in zip(others, ("school", "rain", "snow"), strict=True)
    ]
    assert look_alike == Pair(
        "Who closed the bridge of Corby?", right.heading, BRIDGE, (), None, MADE_WEIGHT
    )


def test_the_answering_sentence_is_taken_away_in_some() -> None:
    """Under the same heading, so that nothing but the sentence tells them apart."""
    removed = [
        (pairs[0], pair)
        for pairs in MADE
        for pair in pairs
        if pair.text not in {page.text for page in PAGES.values()}
    ]
    assert 0.3 < len(removed) / len(MADE) < 0.5
    for right, lacking in removed:
        assert lacking == replace(right, text=LACKING, answers=(), rank=0, weight=MADE_WEIGHT)


def test_where_the_answer_stands_elsewhere_too_its_sentence_is_not_taken_away() -> None:
    text = "Anna Smith opened it. The mayor thanked ANNA SMITH. People sang."
    pages = PAGES | {"bridge": Page("Bridge opens", text)}
    known = Known("Who opened it?", "bridge", ((0, 10),), (), "made up", True)
    every = {page.text for page in pages.values()}
    for seed in range(100):
        pairs = group(known, pages, list(pages), [], 1_000, random.Random(seed), JOINED_TO)
        assert {pair.text for pair in pairs} <= every


def test_a_page_that_people_know_not_to_answer_is_a_group_of_its_own_and_counts_in_full() -> None:
    for seed in range(50):
        (pair,) = made(SINGLE, seed=seed)
        assert (pair.text, pair.answers, pair.rank, pair.weight) == (BRIDGE, (), None, 1.0)
    assert "Who closed it?" in {made(SINGLE, seed=seed)[0].question for seed in range(50)}


def test_pages_that_answer_and_pages_that_do_not_are_cut_to_like_lengths() -> None:
    """Or their length would tell."""
    text = " ".join(f"This is number {n} of the sentences, so long." for n in range(60))
    pages = PAGES | {"long": Page("Long", text)}
    for seed in range(50):
        for answers in (((8, 16),), ()):
            known = Known("Which?", "long", answers, (), "made up", False)
            pair = group(known, pages, list(pages), [], 340, random.Random(seed), JOINED_TO)[0]
            assert 290 <= len(pair.text) <= 340


def test_most_pages_stand_under_title_outlet_and_day_some_under_less() -> None:
    title = r"(?:Bridge opens · )?"
    day = r"\d{1,2} [A-Z][a-z]+ 20[12]\d"
    headings = [pairs[0].heading for pairs in MADE]
    headed = [head for head in headings if re.fullmatch(title + rf"[A-Z][\w ]+ · {day}", head)]
    assert {*headings} - {*headed} == {"Bridge opens", ""}
    untitled = [head for head in headings if "Bridge opens" not in head]
    assert len(headed) / len(MADE) == pytest.approx(HEADED_SHARE, abs=0.06)
    assert len(untitled) / len(MADE) == pytest.approx(UNTITLED_SHARE, abs=0.05)


def test_a_question_that_names_an_outlet_is_answered_by_that_outlet_and_no_other() -> None:
    named = [pairs for pairs in MADE if by_outlet(pairs)]
    assert len(named) / len(MADE) == pytest.approx(OUTLET_SHARE, abs=0.03)
    for right, other, *_ in named:
        parts = right.heading.removeprefix("Bridge opens · ").split(" · ")
        assert parts[0] in right.question
        assert parts[0] not in other.heading.split(" · ")
        assert other == replace(
            right, heading=other.heading, answers=(), rank=0, weight=MADE_WEIGHT
        )


def test_some_questions_are_joined_to_another_as_long_news_questions_are() -> None:
    joined = [pairs for pairs in MADE if "snow" in pairs[0].question.lower()]
    assert 0.04 < len(joined) / len(MADE) < 0.12
    assert "Who opened the bridge of Corby, and when did it snow in Filey?" in {
        pairs[0].question for pairs in joined
    }
    # There is no look-alike of two questions, and no outlet is asked for.
    for pairs in joined:
        assert all(pair.rank is not None for pair in pairs)
        assert not by_outlet(pairs)


def test_questions_are_typed_as_people_do() -> None:
    asked = {pairs[0].question for pairs in MADE}
    assert {OPENED.question, OPENED.question.rstrip("?"), "opened bridge Corby"} <= asked


def test_no_page_is_set_against_itself_or_twice() -> None:
    for pairs in MADE:
        others = [kind(pair) for pair in pairs[1:] if pair.rank == 0 and pair.text != BRIDGE]
        assert len(others) == len(set(others))
        # Four pages leave little to choose from: what chance draws may be there already.
        assert len([pair for pair in pairs if pair.rank == 0]) in (NEGATIVES - 1, NEGATIVES)
    only = {"bridge": PAGES["bridge"]}
    known = replace(OPENED, others=())
    for seed in range(50):
        alone = group(known, only, ["bridge"], ["bridge"], 1_000, random.Random(seed), JOINED_TO)
        assert {pair.text for pair in alone} <= {BRIDGE, LACKING}


def test_no_question_answered_and_not_answered_by_one_text_is_the_same() -> None:
    """Typed as keywords, a question and its altered form may come to be."""
    known = replace(OPENED, question="When was it opened?")
    for seed in range(3_000):
        pairs = made(known, seed=seed)
        asked = [pair.question.casefold() for pair in pairs if pair.rank is None]
        assert pairs[0].question.casefold() not in asked


@pytest.mark.parametrize("room", ROOMS)
def test_texts_are_cut_to_whole_sentences_that_fill_the_room(room: int) -> None:
    sentences = [f"This is number {n} of the sentences, so long." for n in range(60)]
    text = " ".join(sentences)
    start = text.index("number 31 of")
    pages = PAGES | {"long": Page("Long", text)}
    known = Known("Which?", "long", ((start, start + 9),), (), "made up", True)
    begun = set()
    for seed in range(30):
        pair = group(known, pages, list(pages), [], room, random.Random(seed), JOINED_TO)[0]
        assert room - 50 <= len(pair.text) <= room
        assert set(pair.text.replace("long. ", "long.\n").split("\n")) <= set(sentences)
        assert pair.text in text
        assert [pair.text[a:b] for a, b in pair.answers] == ["number 31"]
        begun.add(pair.text[:20])
    assert len(begun) > 2  # the answer is not always at the same place


PIECES = st.text(max_size=30) | st.sampled_from(
    [
        "It rained. ",
        "Who knows? “Nobody,” she said. ",
        "\n\n",
        "a" * 300,
        "Rain fell on the harbour and on the bridge and on all the people there. " * 6,
        "rain and " * 200,
        "e\u0301 👩‍👩‍👧 日本語。",
        " " * 300,
    ]
)
TEXTS = st.lists(PIECES, max_size=8).map("".join)


@st.composite
def known_pages(draw: st.DrawFn) -> tuple[Known, dict[str, Page]]:
    """A page with one to three answers marked in it, and two pages beside it."""
    text = draw(TEXTS.filter(lambda text: bool(text.strip())))
    written = [n for n, c in enumerate(text) if not c.isspace()]
    answers = []
    for _ in range(draw(st.integers(1, 3))):
        start = draw(st.sampled_from(written))
        longest = [n for n in written if start <= n < start + 60]
        answers.append((start, draw(st.sampled_from(longest)) + 1))
    pages = {"one": Page("One", text), "two": Page("Two", draw(TEXTS)), "": Page("", draw(TEXTS))}
    known = Known(draw(st.text()), "one", tuple(answers), ("two",), "made up", False)
    return known, pages


@given(case=known_pages(), room=st.sampled_from(ROOMS), seed=st.integers(0, 1_000), other=st.text())
def test_of_any_page_the_first_pair_alone_answers_and_with_the_marked_words(
    case: tuple[Known, dict[str, Page]], room: int, seed: int, other: str
) -> None:
    known, pages = case
    pairs = group(known, pages, list(pages), ["", "one"], room, random.Random(seed), other)
    assert pairs == group(known, pages, list(pages), ["", "one"], room, random.Random(seed), other)
    page = pages["one"].text
    marked = {page[a:b] for a, b in known.answers}
    right = pairs[0]
    assert (right.rank, right.weight) == (1, 1.0)
    assert right.text in page
    assert right.answers
    assert {right.text[a:b] for a, b in right.answers} <= marked
    a, b = known.answers[0]
    assert page[a:b] in {right.text[a:b] for a, b in right.answers}
    assert [pair.answers for pair in pairs[1:]] == [()] * (len(pairs) - 1)
    assert not any(pair.answerable for pair in pairs[1:])
    words = {right.text[a:b].casefold() for a, b in right.answers}
    for pair in pairs[1:]:
        if pair.rank is None:
            # Under its own heading, which may be another where an outlet was named.
            assert (pair.text, pair.weight) == (right.text, MADE_WEIGHT)
            assert pair.question.casefold() != right.question.casefold()
        else:
            assert (pair.rank, pair.question) == (0, right.question)
            # Its own words under another outlet's name; else none of the words of an answer.
            if pair.text == right.text and pair.weight == MADE_WEIGHT:
                assert pair.heading != right.heading
            else:
                assert not any(word in pair.text.casefold() for word in words)
    for pair in pairs:
        assert len(pair.text) <= max(2 * room, 700)
