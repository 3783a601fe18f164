"""Of all sentences of all articles that were found, the one that answers comes first."""

import math
from collections.abc import Mapping, Sequence
from random import Random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.articles import Article
from retrieval.candidates import Candidate
from retrieval.embedding import Embeddings
from retrieval.passages import cut
from retrieval.questions import Query
from retrieval.ranking import (
    EMBEDDED_SENTENCES,
    SHORT_QUESTION,
    UNREAD_COSINE_WEIGHT,
    Ranked,
    ranked,
    share_of_terms,
)
from retrieval.readings import Reading
from retrieval.sentences import sentence_spans
from retrieval.terms import words

NOTHING: Embeddings = np.zeros(2, dtype=np.float32)


def article(id: str, text: str, title: str = "News", source: str = "Wire") -> Article:
    return Article(id, "story", title, f"https://wire.example/{id}", source, (), None, text)


def found(article: Article, score: float = 1.0) -> list[Candidate]:
    return [Candidate(passage, article, 0.5, score) for passage in cut(article)]


def read(
    article: Article, answers: Mapping[str, float] | None = None, score: float = 1.0
) -> list[Candidate]:
    """Passages in which the reader gave both ends of each of these words this logit, and the
    others -5."""
    candidates = []
    for passage in cut(article):
        text = article.text[passage.start : passage.end]
        tokens = words(text)
        starts, ends = (np.full(len(tokens), -5.0, dtype=np.float32) for _ in range(2))
        for answer, logit in (answers or {}).items():
            at = text.find(answer)
            if at >= 0:
                starts[[word.start == at for word in tokens]] = logit
                ends[[word.end == at + len(answer) for word in tokens]] = logit
        places = np.array([(word.start, word.end) for word in tokens], dtype=np.int64)
        reading = Reading(1.0, 1.0, starts, ends, places.reshape(-1, 2))
        candidates.append(Candidate(passage, article, 0.5, score, reading))
    return candidates


def never(texts: Sequence[str]) -> Embeddings:
    raise AssertionError(f"embedded {texts}")


def order(
    question: str, candidates: Sequence[Candidate], outlets: Sequence[str] = ()
) -> list[Ranked]:
    return ranked(Query(question), NOTHING, candidates, lambda term: 1.0, never, outlets)


def texts(found: Sequence[Ranked]) -> list[str]:
    return [one.text for one in found]


def test_the_sentence_that_answers_comes_first_though_its_article_was_found_later() -> None:
    best = article("best", "The dam of Orin held.\nThe ferry of Orin sank on Monday.")
    other = article("other", "The reeve of Orin is Mona Hale, a diver.\nIt rained.")
    candidates = [*read(best, score=1.2), *read(other, {"Mona Hale": 6.0}, score=0.8)]
    first = order("who is it that leads Orin?", candidates)[0]
    assert (first.article.id, first.text) == ("other", "The reeve of Orin is Mona Hale, a diver.")
    assert first.answer is not None
    assert first.article.text[slice(*first.answer)] == "Mona Hale"


def test_the_third_sentence_of_an_article_may_stand_before_the_first_of_another() -> None:
    one = article("one", "Orin slept.\nA kiln burst in Orin.\nThe mayor of Orin is Jens Aker.")
    two = article("two", "The mayor spoke.")
    candidates = [*read(one, {"Jens Aker": 6.0}), *read(two, {"The mayor": 0.0})]
    assert texts(order("who is mayor of Orin?", candidates))[0] == "The mayor of Orin is Jens Aker."


def test_of_sentences_that_the_reader_finds_as_likely_the_one_with_the_asked_words_is_first() -> (
    None
):
    page = article("a", "Ana Sol chairs the guild.\nMona Hale drew the harbour plan of Erlem.")
    candidates = read(page, {"Ana Sol": 2.0, "Mona Hale": 2.0})
    assert texts(order("who drew the harbour plan of Erlem?", candidates)) == [
        "Mona Hale drew the harbour plan of Erlem.",
        "Ana Sol chairs the guild.",
    ]


def test_what_the_headline_names_need_not_be_repeated() -> None:
    named = article("named", "It will be led by Ana Sol.", "The harbour board of Erlem")
    other = article("other", "It will be led by Jens Aker.", "The bakers of Vega")
    candidates = [*read(other, {"Jens Aker": 2.0}), *read(named, {"Ana Sol": 2.0})]
    assert order("who leads the harbour board of Erlem?", candidates)[0].article.id == "named"


def test_a_long_question_is_left_to_its_words() -> None:
    """The reader was taught short ones: of one that joins several it finds half."""
    said = "The harbour board of Erlem sold cranes, barges, ropes, nets and anchors to divers."
    page = article("a", f"{said}\nOn Tuesday Mona Hale sang.")
    candidates = read(page, {"Mona Hale": 7.0})
    long = (
        "which harbour board of Erlem that owned cranes and barges sold ropes, nets, anchors and "
        "cranes to divers?"
    )
    assert len(Query(long).terms) > SHORT_QUESTION
    assert texts(order(long, candidates))[0] == said
    assert texts(order("who sold nets?", candidates))[0] == "On Tuesday Mona Hale sang."


def test_a_caption_or_a_heading_comes_behind_a_sentence_that_says_it() -> None:
    page = article(
        "a", "The bridge of Orin Image: AP\nThe bridge of Orin fell.\nThe bridge of Orin"
    )
    asked = "what of the bridge of Orin?"
    read_order = texts(order(asked, read(page)))
    assert read_order[0] == "The bridge of Orin fell."
    assert texts(ranked(Query(asked), NOTHING, found(page), lambda term: 1.0, alike))[0] == (
        "The bridge of Orin fell."
    )
    assert set(read_order[1:]) == {"The bridge of Orin Image: AP", "The bridge of Orin"}


@pytest.mark.parametrize(
    ("question", "there", "lacking"),
    [
        ("how many boats sank at Erlem?", "At Erlem nine boats sank.", "At Erlem boats sank."),
        ("when did boats sink at Erlem?", "At Erlem boats sank in 1987.", "At Erlem boats sank."),
    ],
)
def test_a_sentence_without_any_figure_comes_behind_one_with(
    question: str, there: str, lacking: str
) -> None:
    page = article("a", f"{lacking}\n{there}")
    assert texts(order(question, read(page))) == [there, lacking]
    unread = ranked(Query(question), NOTHING, found(page), lambda term: 1.0, alike)
    assert texts(unread) == [there, lacking]


def test_who_somebody_is_is_told_by_the_sentence_that_introduces_them() -> None:
    page = article(
        "a", "Mona Hale left the hall of Erlem early.\nThe mayor, Mona Hale, opened the fair."
    )
    answers = {"Mona Hale left": -1.0, "The mayor": -1.0}
    assert texts(order("who is Mona Hale?", read(page, answers)))[0] == (
        "The mayor, Mona Hale, opened the fair."
    )


def test_the_words_of_the_outlet_that_is_named_come_before_anothers() -> None:
    ours = article("ours", "The toll at Erlem is nine.", source="The Marsh Gazette")
    wire = article("wire", "The toll at Erlem is ten.", source="Wire")
    candidates = [*read(wire), *read(ours)]
    question = "what is the toll at Erlem?"
    assert order(question, candidates, ["The Marsh Gazette"])[0].article.id == "ours"
    assert order(question, candidates, ["Wire"])[0].article.id == "wire"


def test_teasers_notes_and_questions_are_no_sentences_that_answer() -> None:
    page = article(
        "a", "Read more: Who leads Orin?\nWho leads Orin?\nJens Aker leads Orin.\nSign up here."
    )
    assert texts(order("who leads Orin?", read(page))) == ["Jens Aker leads Orin."]


def test_the_shares_of_all_sentences_that_were_read_are_one_together() -> None:
    one = article("one", "Mona Hale leads Orin.\nIt rained.")
    two = article("two", "Jens Aker leads Vega.")
    all_read = order("who leads Orin?", [*read(one, {"Mona Hale": 4.0}), *read(two)])
    assert math.fsum(r.share for r in all_read) == pytest.approx(1.0)
    assert max(all_read, key=lambda r: r.share).text == "Mona Hale leads Orin."


def test_what_was_not_read_does_not_count_beside_what_was() -> None:
    one = article("one", "Mona Hale leads Orin.")
    two = article("two", "Jens Aker leads Orin.")
    assert texts(order("who leads Orin?", [*found(two, 9.0), *read(one)])) == [
        "Mona Hale leads Orin."
    ]


def alike(texts: Sequence[str]) -> Embeddings:
    return np.zeros((len(texts), 2), dtype=np.float32)


def test_where_nothing_was_read_words_and_nearness_decide() -> None:
    page = article(
        "a", "Boats left Erlem.\nShips left Erlem.\nIt rained.\nIt snowed.\nIt was late."
    )
    embedded: list[str] = []

    def near_ships(texts: Sequence[str]) -> Embeddings:
        embedded.extend(texts)
        return np.array([[0.9 if "Ships" in t else 0.1, 0.0] for t in texts], dtype=np.float32)

    question = np.array([1.0, 0.0], dtype=np.float32)
    words_alone = ranked(Query("what left Erlem?"), question, found(page), lambda t: 1.0, alike)
    both = ranked(Query("what left Erlem?"), question, found(page), lambda t: 1.0, near_ships)
    assert words_alone[0].text == "Boats left Erlem."
    assert both[0].text == "Ships left Erlem."
    assert both[0].cosine == pytest.approx(0.9)
    assert len(embedded) == EMBEDDED_SENTENCES
    assert all(one.answer is None for one in both)
    # A sentence that was not embedded counts as near as the farthest that was.
    assert [one.cosine for one in both[1:]] == [pytest.approx(0.1)] * 4
    gained = both[0].score - next(w.score for w in words_alone if w.text == both[0].text)
    assert gained == pytest.approx(UNREAD_COSINE_WEIGHT * 0.9)


def test_nothing_found_has_no_sentence() -> None:
    assert order("who?", []) == []
    nothing_answers = article("a", "Read more: Boats")
    assert ranked(Query("who?"), NOTHING, found(nothing_answers), lambda term: 1.0, alike) == []
    assert order("who?", read(nothing_answers)) == []


def test_a_share_of_terms_is_weighed_by_how_rare_they_are() -> None:
    weights = {"ferri": 0.9, "sank": 0.1}
    assert share_of_terms(("ferri", "sank"), {"ferri"}, weights.__getitem__) == pytest.approx(0.9)
    assert share_of_terms(("ferri", "sank"), {"sank", "boat"}, weights.__getitem__) == (
        pytest.approx(0.1)
    )
    assert share_of_terms((), {"sank"}, weights.__getitem__) == 0.0
    assert share_of_terms(("ferri",), {"ferri"}, lambda term: 0.0) == 0.0


LINES = st.lists(
    st.sampled_from(
        ["Mona Hale leads Orin.", "It rained.", "Image: AP", "- a boat", "Boats | 3 | 4", "WHO?"]
    )
    | st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=60),
    max_size=9,
).map("\n".join)


@given(st.text(max_size=60), st.lists(LINES, max_size=3), st.booleans(), st.integers())
def test_of_any_articles_each_sentence_is_ranked_and_is_one_of_its_article(
    question: str, written: list[str], was_read: bool, seed: int
) -> None:
    drawn = Random(seed)
    candidates = []
    for n, text in enumerate(written):
        page = article(str(n), text)
        said = {word: drawn.uniform(-9, 9) for word in text.split()}
        candidates += read(page, said, drawn.random()) if was_read else found(page, drawn.random())
    embed = never if was_read else alike
    all_ranked = ranked(Query(question), NOTHING, candidates, lambda t: 0.5, embed)
    for one in all_ranked:
        assert one.span in sentence_spans(one.article.text)
        assert one.text == one.article.text[slice(*one.span)] != ""
        start, end = one.answer or one.span
        assert one.span[0] <= start < end <= one.span[1]
    scores = [one.score for one in all_ranked]
    assert scores == sorted(scores, reverse=True)
    if was_read and all_ranked:
        assert math.fsum(one.share for one in all_ranked) == pytest.approx(1.0)
