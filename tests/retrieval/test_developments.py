"""What is told of a topic, newest first or in order."""

from dataclasses import replace
from datetime import UTC, datetime

from retrieval.articles import Article, Passage
from retrieval.candidates import Candidate
from retrieval.developments import developments
from retrieval.questions import Query, understood
from retrieval.quotes import Quote

TEXTS = {
    "2024-03-01": (
        "Veldt tunnel is shut",
        "The Veldt tunnel was shut on Friday after cracks were found in its roof.",
    ),
    "2024-03-09": (
        "Engineers inspect Veldt tunnel",
        "Engineers began to inspect the roof of the Veldt tunnel and found water.",
    ),
    "2024-04-02": (
        "Veldt tunnel reopens",
        "Cars drove through the Veldt tunnel again on Tuesday morning.",
    ),
    "2024-04-05": (
        "Ferry fares rise",
        "Fares of the ferry go up in May, the company said in a short notice.",
    ),
}


def candidate(published: str, title: str, text: str, score: float = 1.5) -> Candidate:
    at = datetime.fromisoformat(published).replace(tzinfo=UTC)
    article = Article(f"{published} {title}", "roads", title, "", "Post", (), at, text)
    return Candidate(Passage(article.id, article.version, 0, len(text)), article, 0.6, score)


VELDT = Query("Veldt tunnel")
FOUND = [candidate(published, *texts) for published, texts in TEXTS.items()]


def days(quotes: list[Quote]) -> list[str]:
    return [q.article.published.date().isoformat() for q in quotes if q.article.published]


def told(topic: str, *, newest_first: bool = True, count: int = 6) -> list[Quote]:
    return developments(Query(topic), FOUND, lambda _: 1.0, count, newest_first=newest_first)


def test_the_latest_on_a_topic_is_told_newest_first_and_nothing_else() -> None:
    quotes = told("Veldt tunnel")
    assert days(quotes) == ["2024-04-02", "2024-03-09", "2024-03-01"]
    assert all(q.confidence > 0.9 for q in quotes)


def test_its_course_is_told_in_order() -> None:
    quotes = told("Veldt tunnel", newest_first=False)
    assert days(quotes) == ["2024-03-01", "2024-03-09", "2024-04-02"]


def test_every_development_is_a_whole_quoted_sentence() -> None:
    for quote in told("Veldt tunnel"):
        assert quote.text == quote.article.text[quote.start : quote.end]
        assert quote.text.endswith(".")


def test_a_topic_that_nothing_tracked_is_about_is_not_answered_with_confidence() -> None:
    assert all(quote.confidence < 0.2 for quote in told("moon ferry landing rocket"))


def test_news_of_everything_are_the_newest_of_all() -> None:
    assert days(told("", count=3)) == ["2024-04-05", "2024-04-02", "2024-03-09"]


def test_an_article_of_the_story_that_is_meant_counts_though_it_names_less() -> None:
    late = candidate("2024-05-02", "Tiles arrive", "The last tiles for the roof came by ship.")
    late = replace(late, article=replace(late.article, story="veldt-tunnel"))
    quotes = developments(VELDT, [*FOUND, late], lambda _: 1.0, 6, newest_first=True)
    assert days(quotes)[0] == "2024-05-02"


def test_a_copy_in_another_paper_is_no_second_development() -> None:
    title, text = TEXTS["2024-04-02"]
    long = f"{text} The first driver had waited since five, and the mayor cut a blue ribbon."
    found = [candidate("2024-04-02", title, long), candidate("2024-04-03", "Open again", long)]
    (quote,) = developments(VELDT, found, lambda _: 1.0, 6, newest_first=True)
    assert days([quote]) == ["2024-04-02"]
    assert [copy.title for copy in quote.also_in] == ["Open again"]


def test_a_topic_is_known_under_its_other_names() -> None:
    query = understood("the VT", aliases=[["VT", "Veldt tunnel"]])
    quotes = developments(query, FOUND, lambda _: 1.0, 6, newest_first=True)
    assert days(quotes)[0] == "2024-04-02"
    assert all(q.confidence > 0.9 for q in quotes)
