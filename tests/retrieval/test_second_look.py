"""The best sentences are read once more, each in a window of its own, and better ordered."""

import math
from collections.abc import Callable, Sequence
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.articles import Article
from retrieval.candidates import Candidate
from retrieval.headlines import HEADLINE
from retrieval.passages import cut
from retrieval.questions import Query
from retrieval.ranking import SHORT_QUESTION, Ranked
from retrieval.readings import Reading
from retrieval.second_look import LONGEST_WINDOW, LOOKED_AT, MASS_WEIGHT, look_again
from retrieval.sentences import sentence_spans
from retrieval.terms import words

WHO = Query("who?")


class Telling:
    """A reader that finds each word as likely as it is told."""

    def __init__(self, likely: Callable[[str], float], read_of: int = 10_000) -> None:
        self._likely, self._read_of = likely, read_of
        self.asked: list[tuple[str, list[tuple[str, str]]]] = []

    def read(self, question: str, passages: Sequence[tuple[str, str]]) -> list[Reading]:
        self.asked.append((question, list(passages)))
        return [self._reading(text) for _, text in passages]

    def _reading(self, text: str) -> Reading:
        tokens = [word for word in words(text) if word.end <= self._read_of]
        logits = np.array([self._likely(text[w.start : w.end]) for w in tokens], dtype=np.float32)
        places = np.array([(w.start, w.end) for w in tokens], dtype=np.int64).reshape(-1, 2)
        return Reading(0.0, float(len(text)), logits, logits, places)


def sentences(text: str, *scores: float, title: str = "") -> list[Ranked]:
    """The sentences of one article, with these scores, best first."""
    article = Article("a", "s", title, "https://a.example", "Wire", (), None, text)
    candidate = Candidate(cut(article)[0], article, 0.5, 1.0)
    spans = sentence_spans(text)
    found = [
        Ranked(candidate, span, score, span) for span, score in zip(spans, scores, strict=False)
    ]
    return sorted(found, key=lambda one: -one.score)


def likes(name: str) -> Callable[[str], float]:
    return lambda word: 9.0 if word == name else 0.0


TEXT = "Ana came. Ben came. Cid came. Dora came. Eve came. Finn came."


def test_the_sentence_that_answers_when_read_alone_comes_before_one_that_seemed_better() -> None:
    found = look_again(Telling(likes("Cid")), WHO, sentences(TEXT, 3.0, 2.9, 2.8))
    assert [one.text for one in found] == ["Cid came.", "Ana came.", "Ben came."]


def test_where_both_readings_agree_the_order_stays() -> None:
    before = sentences(TEXT, 3.0, 2.0, 1.0)
    found = look_again(Telling(lambda word: 1.0), WHO, before)
    assert [one.text for one in found] == [one.text for one in before]
    assert [one.score for one in found] == pytest.approx([3.0, 2.0, 1.0])


def test_each_is_read_under_its_headline_with_the_sentences_beside_it() -> None:
    reader = Telling(lambda word: 0.0)
    look_again(reader, WHO, sentences(TEXT, 3.0, 2.0, 1.0, title="Boats"))
    head = "Boats · Wire"
    assert reader.asked == [
        (
            "who?",
            [
                (head, "Ana came. Ben came."),
                (head, "Ana came. Ben came. Cid came."),
                (head, "Ben came. Cid came. Dora came."),
                ("Wire", "Boats"),
            ],
        )
    ]


def test_beside_a_long_sentence_a_short_one_is_read_alone() -> None:
    reader = Telling(lambda word: 0.0)
    look_again(reader, WHO, sentences(f"Ana came. Ben {'ran ' * LONGEST_WINDOW}.", 2.0, 1.0))
    assert reader.asked[0][1][0] == ("Wire", "Ana came.")


def test_only_the_best_are_read_again_and_the_others_stay_behind_them() -> None:
    reader = Telling(likes("Finn"))
    found = look_again(reader, WHO, sentences(TEXT, 6.0, 5.9, 5.8, 5.7, 5.6, 5.5))
    assert len(reader.asked[0][1]) == LOOKED_AT
    assert [one.text for one in found[LOOKED_AT:]] == ["Eve came.", "Finn came."]
    assert [one.closer is None for one in found] == [False] * LOOKED_AT + [True] * 2
    assert all(one.score >= other.score for one, other in pairwise(found))


def test_what_only_the_headline_says_is_quoted_from_there() -> None:
    before = sentences(TEXT, 3.0, 2.9, 2.8, title="Gus comes home")
    found = look_again(Telling(likes("Gus")), WHO, before)
    assert (found[0].span, found[0].text) == (HEADLINE, "Gus comes home")
    assert found[0].answer is not None
    assert [one.text for one in found[1:]] == [one.text for one in before]


def test_a_sentence_that_says_it_too_is_preferred_to_the_headline() -> None:
    before = sentences(TEXT, 3.0, 2.9, 2.8, title="Ana comes home")
    found = look_again(Telling(likes("Ana")), WHO, before)
    texts = [one.text for one in found]
    assert texts[0] == "Ana came."
    assert texts.index("Ana comes home") > 0


def test_a_headline_that_stands_in_the_text_is_not_read_twice() -> None:
    reader = Telling(likes("Ana"))
    look_again(reader, WHO, sentences(TEXT, 3.0, 2.0, title="Ana came."))
    assert len(reader.asked[0][1]) == 2


@pytest.mark.parametrize("count", [0, 1])
def test_one_sentence_is_not_read_again_for_its_order(count: int) -> None:
    reader = Telling(likes("Ana"))
    before = sentences(TEXT, *[1.0][:count])
    assert look_again(reader, WHO, before) == before
    assert reader.asked == []


def test_a_long_question_is_left_to_the_first_order_more() -> None:
    long = Query(" ".join(f"word{n}" for n in range(2 * SHORT_QUESTION)))

    def moved(query: Query) -> float:
        found = look_again(Telling(likes("Ben")), query, sentences(TEXT, 9.0, 1.0))
        return next(one.score for one in found if one.text == "Ben came.") - 1.0

    assert moved(long) == pytest.approx(moved(WHO) / 2)
    assert moved(WHO) > 0
    assert MASS_WEIGHT > 0


def test_a_sentence_that_no_longer_fits_before_the_reader_keeps_its_score() -> None:
    """The network reads 384 tokens, question and headline among them."""
    reader = Telling(likes("Ana"), read_of=len("Ana came."))
    found = look_again(reader, WHO, sentences(TEXT, 3.0, 2.0, 1.0))
    assert all(math.isfinite(one.score) for one in found)
    # In its window "Cid came." stands behind "Ben came.", where the reader stopped.
    assert next(one.score for one in found if one.text == "Cid came.") == 1.0


@given(st.lists(st.floats(-9, 9), min_size=1, max_size=8), st.integers(0, 40), st.floats(-9, 9))
def test_whatever_is_read_again_the_same_sentences_come_back_in_order(
    scores: list[float], read_of: int, likely: float
) -> None:
    text = " ".join(f"Man{n} came." for n in range(len(scores)))
    before = sentences(text, *scores)
    reader = Telling(lambda word: likely if word == "Man1" else 0.0, read_of)
    found = look_again(reader, WHO, before)
    assert sorted(one.span for one in found) == sorted(one.span for one in before)
    after = [one.score for one in found]
    assert all(map(math.isfinite, after))
    assert after == sorted(after, reverse=True)
