"""What was read comes in the order that the reader and the search give it together."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime

import numpy as np

from retrieval.articles import Article
from retrieval.candidates import Candidate
from retrieval.passages import cut
from retrieval.questions import Query
from retrieval.reading_order import RELEVANCE_WEIGHT, SHORT_QUESTION, by_relevance, read
from retrieval.readings import Reading

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


def in_order(query: Query, *candidates: Candidate) -> list[str]:
    return texts(by_relevance(query, read(Telling(), query, candidates)))


def test_what_was_read_keeps_its_place_and_the_score_that_search_gave() -> None:
    found = read(Telling(), WHO, [candidate(-5.0, 2.0), candidate(1.0, 3.0)])
    assert [(c.text, c.score) for c in found] == [("-5.0.", 2.0), ("1.0.", 3.0)]
    assert [c.reading.relevance for c in found if c.reading] == [-5.0, 1.0]


def test_relevance_counts_beside_the_score_that_search_gave() -> None:
    enough, little = 1.5 / RELEVANCE_WEIGHT, 0.5 / RELEVANCE_WEIGHT
    assert in_order(WHO, candidate(0.0, 3.0), candidate(enough, 2.0)) == [f"{enough}.", "0.0."]
    assert in_order(WHO, candidate(0.0, 3.0), candidate(little, 2.0)) == ["0.0.", f"{little}."]


def test_of_passages_that_are_as_relevant_the_best_found_stays_first() -> None:
    found = [candidate(n / 100, 1.0 - n) for n in range(5)]
    assert in_order(WHO, *found) == texts(found)


def test_the_reader_gets_the_question_with_titles_outlets_days_and_texts() -> None:
    reader = Telling()
    dated = candidate(2.0, 0.5)
    published = datetime(2024, 7, 28, 23, 30, tzinfo=UTC)
    dated = replace(dated, article=replace(dated.article, source="Wire", published=published))
    read(reader, WHO, [candidate(1.0, 1.0), dated])
    assert reader.asked == [
        ("who?", [("Title 1.0.", "1.0."), ("Title 2.0. · Wire · 28 July 2024", "2.0.")])
    ]


def test_an_abbreviation_is_read_with_what_it_stands_for() -> None:
    reader = Telling()
    query = Query("who leads the VRO?", aliases=(("VRO", "Vega Relief Office"),))
    read(reader, query, [candidate(1.0, 1.0)])
    assert [question for question, _ in reader.asked] == ["who leads the VRO (Vega Relief Office)?"]


def test_nothing_found_gives_nothing_read() -> None:
    assert read(Telling(), WHO, []) == []
    assert in_order(WHO) == []


def test_a_long_question_is_left_to_search_more() -> None:
    long = Query(" ".join(f"word{n}" for n in range(2 * SHORT_QUESTION)))
    enough = 1.5 / RELEVANCE_WEIGHT
    found = candidate(0.0, 3.0), candidate(enough, 2.0)
    assert in_order(WHO, *found) == [f"{enough}.", "0.0."]
    assert in_order(long, *found) == ["0.0.", f"{enough}."]


def test_a_question_without_words_is_read_like_a_short_one() -> None:
    enough = 1.5 / RELEVANCE_WEIGHT
    found = candidate(0.0, 3.0), candidate(enough, 2.0)
    assert in_order(Query("?!"), *found) == in_order(WHO, *found)
