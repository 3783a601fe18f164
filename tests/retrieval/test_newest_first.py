"""Which quote comes first where a question asks how things are now."""

from datetime import UTC, datetime

import pytest

from retrieval.articles import Article
from retrieval.moments import moments
from retrieval.newest_first import newest_first
from retrieval.quotes import Quote


def quote(published: str, confidence: float, behind: float = 0.0) -> Quote:
    """One that is ranked so far behind the best."""
    at = datetime.fromisoformat(published).replace(tzinfo=UTC) if published else None
    article = Article(published, "roads", "", "", "", (), at, "It is shut.")
    return Quote(article, 0, 11, "It is shut.", (), "", -behind, confidence, ())


def order(question: str, *quotes: Quote) -> list[tuple[str, float]]:
    return [
        (q.article.id, q.confidence) for q in newest_first(quotes, moments(question), read=True)
    ]


BEST, NEWER = quote("2024-03-01", 0.8), quote("2024-03-09", 0.6, 1.0)
NEWEST = quote("2024-04-02", 0.2, 4.0)


def test_what_is_asked_of_now_is_answered_by_the_newest_as_surely_as_by_the_best() -> None:
    assert order("is the tunnel still shut?", BEST, NEWER, NEWEST) == [
        ("2024-04-02", 0.8),
        ("2024-03-09", 0.8),
        ("2024-03-01", 0.8),
    ]


def test_what_hardly_answers_at_all_is_not_brought_forward() -> None:
    assert order("is it still shut?", BEST, quote("2024-05-01", 0.02, 9.0))[0] == (
        "2024-03-01",
        0.8,
    )


@pytest.mark.parametrize(
    "question", ["why was the tunnel shut?", "is the tunnel shut today or on 3 April?", "who?"]
)
def test_any_other_question_keeps_its_order(question: str) -> None:
    assert order(question, BEST, NEWER) == [("2024-03-01", 0.8), ("2024-03-09", 0.6)]


def test_how_things_are_is_told_by_what_is_newer_only_where_it_is_as_good() -> None:
    question = "has the tunnel been shut?"
    assert order(question, BEST, NEWER)[0] == ("2024-03-01", 0.8)
    assert order(question, BEST, quote("2024-03-09", 0.75, 0.3))[0] == ("2024-03-09", 0.8)


def test_what_has_no_date_may_be_newer_than_any() -> None:
    undated = quote("", 0.8)
    assert order("is it still shut?", undated, NEWER) == [("", 0.8), ("2024-03-09", 0.6)]
    assert order("is it still shut?", BEST, undated) == [("2024-03-01", 0.8), ("", 0.8)]
    assert newest_first([], moments("is it still shut?"), read=True) == []
