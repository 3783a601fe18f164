"""The pairs of a question: the page that answers it, pages that don't, and an altered question."""

import random
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from training.data import Known, Page
from training.groups import NEGATIVES, ROOMS, Pair, group

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


def made(known: Known = OPENED, room: int = 1_000, seed: int = 0) -> list[Pair]:
    chance = random.Random(seed)
    return group(known, PAGES, list(PAGES), ["rain"], room, chance, JOINED_TO)


def every(room: int = 1_000) -> list[list[Pair]]:
    """What many chances make of it."""
    return [made(room=room, seed=seed) for seed in range(300)]


WHOLE_GROUP = next(
    seed
    for seed in range(1_000)
    if made(seed=seed)[-1].question == "Who closed the bridge of Corby?"
    and [pair.title for pair in made(seed=seed)][1:3] == ["School burns", "Rain"]
)


def test_a_group_is_the_page_that_answers_two_that_do_not_and_a_look_alike() -> None:
    assert made(seed=WHOLE_GROUP) == [
        Pair(OPENED.question, "Bridge opens", BRIDGE, OPENED.answers, 1),
        Pair(OPENED.question, "School burns", PAGES["school"].text, (), 0),
        Pair(OPENED.question, "Rain", PAGES["rain"].text, (), 0),
        Pair("Who closed the bridge of Corby?", "Bridge opens", BRIDGE, (), None),
    ]


def test_the_answering_sentence_is_taken_away_in_some() -> None:
    left = BRIDGE.replace("Anna Smith opened it at noon on Monday. ", "")
    removed = [pairs for pairs in every() if pairs[1].title == "Bridge opens"]
    assert {pairs[1] for pairs in removed} >= {Pair(OPENED.question, "Bridge opens", left, (), 0)}
    assert {pairs[1].text for pairs in removed} == {left}
    assert 0.2 < len(removed) / 300 < 0.5


def test_where_the_answer_stands_elsewhere_too_its_sentence_is_not_taken_away() -> None:
    text = "Anna Smith opened it. The mayor thanked ANNA SMITH. People sang."
    pages = PAGES | {"bridge": Page("Bridge opens", text)}
    known = Known("Who opened it?", "bridge", ((0, 10),), (), "made up", True)
    for seed in range(100):
        pairs = group(known, pages, list(pages), [], 1_000, random.Random(seed), JOINED_TO)
        assert [pair for pair in pairs if pair.title == "Bridge opens" and pair.rank == 0] == []


def test_a_page_that_is_known_not_to_answer_is_a_group_of_its_own() -> None:
    known = Known("Who closed it?", "bridge", (), ("school",), "made up", False)
    assert made(known) == [Pair("Who closed it?", "Bridge opens", BRIDGE, (), None)]


def test_some_questions_are_joined_to_another_as_long_news_questions_are() -> None:
    asked = {pairs[0].question for pairs in every()} - {OPENED.question}
    assert 5 < len([pairs for pairs in every() if pairs[0].question in asked]) < 60
    assert "Who opened the bridge of Corby, and when did it snow in Filey?" in asked
    for question in asked:
        assert "opened the bridge of Corby" in question
        assert "id it snow in Filey" in question
        assert question.endswith("?")
        assert question.count("?") == 1
    # All pairs of a group ask the same, and there is no look-alike of two questions.
    for pairs in every():
        if pairs[0].question in asked:
            assert {(pair.question, pair.rank is None) for pair in pairs} == {
                (pairs[0].question, False)
            }


def test_no_page_is_set_against_itself_or_twice() -> None:
    for pairs in every():
        others = [pair.title for pair in pairs[1:] if pair.rank == 0]
        assert len(others) == len(set(others)) == NEGATIVES
    only = {"bridge": PAGES["bridge"]}
    known = replace(OPENED, others=())
    for seed in range(50):
        alone = group(known, only, ["bridge"], ["bridge"], 260, random.Random(seed), JOINED_TO)
        assert {pair.title for pair in alone} == {"Bridge opens"}


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


@settings(deadline=None)
@given(case=known_pages(), room=st.sampled_from(ROOMS), seed=st.integers(0, 1_000), other=st.text())
def test_of_any_page_the_first_pair_alone_answers_and_with_the_marked_words(
    case: tuple[Known, dict[str, Page]], room: int, seed: int, other: str
) -> None:
    known, pages = case
    pairs = group(known, pages, list(pages), ["", "one"], room, random.Random(seed), other)
    page = pages["one"].text
    marked = {page[a:b] for a, b in known.answers}
    first = pairs[0]
    assert (first.title, first.rank) == ("One", 1)
    assert first.text in page
    assert first.answers
    assert {first.text[a:b] for a, b in first.answers} <= marked
    a, b = known.answers[0]
    assert page[a:b] in {first.text[a:b] for a, b in first.answers}
    assert [pair.answers for pair in pairs[1:]] == [()] * (len(pairs) - 1)
    assert not any(pair.answerable for pair in pairs[1:])
    for pair in pairs[1:]:
        if pair.rank is None:
            assert (pair.title, pair.text) == ("One", first.text)
            assert pair.question.lower() != first.question.lower()
        else:
            assert (pair.rank, pair.question) == (0, first.question)
        if pair.rank == 0 and pair.title == "One":
            words = {first.text[a:b].casefold() for a, b in first.answers}
            assert not any(word in pair.text.casefold() for word in words)
    for pair in pairs:
        assert len(pair.text) <= max(2 * room, 700)
