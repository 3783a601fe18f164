"""What the reader read comes in its order, together with what search made of it."""

from collections.abc import Sequence

import numpy as np
import pytest

from retrieval.articles import Article
from retrieval.candidates import Candidate
from retrieval.passages import cut
from retrieval.questions import Query
from retrieval.readings import Reading
from retrieval.search import RELEVANCE_WEIGHT, SHORT_QUESTION, read

WHO = Query("who?")


class Telling:
    """A reader that finds in each passage the relevance written in it."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, list[tuple[str, str]]]] = []

    def read(self, question: str, passages: Sequence[tuple[str, str]]) -> list[Reading]:
        self.asked.append((question, list(passages)))
        nothing = np.zeros(0, dtype=np.float32)
        offsets = np.zeros((0, 2), dtype=np.int64)
        return [
            Reading(float(text.strip(".")), 0.0, nothing, nothing, offsets) for _, text in passages
        ]


def candidate(relevance: float, score: float) -> Candidate:
    text = f"{relevance}."
    article = Article(text, "story", f"Title {text}", "https://wire.example", "", (), None, text)
    return Candidate(cut(article)[0], article, 0.5, score)


def texts(candidates: Sequence[Candidate]) -> list[str]:
    return [candidate.text for candidate in candidates]


def test_relevance_is_added_to_the_score_that_search_gave() -> None:
    behind = 2.0 / RELEVANCE_WEIGHT
    found = read(Telling(), WHO, [candidate(0.0, 3.0), candidate(behind, 2.0)], 2)
    assert texts(found) == [f"{behind}.", "0.0."]
    assert [c.score for c in found] == [4.0, 3.0]
    assert [c.reading is not None for c in found] == [True, True]


def test_what_was_not_read_stays_behind_all_that_was() -> None:
    unread = candidate(9.0, 1.5)
    found = read(Telling(), WHO, [candidate(-5.0, 2.0), candidate(1.0, 1.6), unread], 2)
    assert texts(found) == ["1.0.", "-5.0.", "9.0."]
    assert [c.score for c in found] == sorted((c.score for c in found), reverse=True)
    assert found[2].reading is None


def test_the_reader_gets_the_question_with_titles_and_texts() -> None:
    reader = Telling()
    read(reader, WHO, [candidate(1.0, 1.0), candidate(2.0, 0.5)], 1)
    assert reader.asked == [("who?", [("Title 1.0.", "1.0.")])]


def test_nothing_found_is_nothing_read() -> None:
    reader = Telling()
    assert read(reader, WHO, [], 8) == []
    assert reader.asked == []


def test_a_long_question_is_left_to_search_more() -> None:
    long = Query(" ".join(f"word{n}" for n in range(2 * SHORT_QUESTION)))
    [short_one] = read(Telling(), WHO, [candidate(4.0, 1.0)], 1)
    [long_one] = read(Telling(), long, [candidate(4.0, 1.0)], 1)
    assert (long_one.score - 1.0) * 4 == pytest.approx(short_one.score - 1.0)


def test_a_question_without_words_is_read_like_a_short_one() -> None:
    [found] = read(Telling(), Query("?!"), [candidate(4.0, 1.0)], 1)
    assert found.score == pytest.approx(1.0 + 4 * RELEVANCE_WEIGHT)
