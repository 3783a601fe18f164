"""A story told by its developments: each once, dated, by the paper that had it first."""

from collections.abc import Sequence

from retrieval.articles import Article
from retrieval.embedding import Embeddings
from retrieval.timeline import Development, timeline
from tests.retrieval.newsdesk import BRIDGE, article, embed

FELL = (
    "A container ship struck the harbour bridge on Tuesday and brought it down. "
    "Six workers who were filling potholes on the bridge at night are missing. "
    "The port is closed to all ships until further notice, its director said."
)
FOUND = "Divers found the bodies of two workers in a red pickup below the harbour bridge."
OPEN = "Ships of every size can reach the port again, eleven weeks after the collapse."

fell = article("fell", "Ship brings down harbour bridge", FELL)
copy = article("copy", "Bridge falls", f"From our wire. {FELL}", 0.5)
found = article("found", "Divers find two workers", f"{FOUND} {FELL}", 3)
opened = article("open", "Port is open", f"{OPEN}", 77)
undated = article("undated", "A monument", "A monument to the dead was unveiled nearby.", None)


def told(*articles: Article) -> tuple[Development, ...]:
    leads = embed([f"{one.title}\n{one.text}" for one in articles]) if articles else ()
    vectors = {one.version: vector for one, vector in zip(articles, leads, strict=True)}
    return timeline(articles, vectors, BRIDGE, embed)


def in_short(developments: tuple[Development, ...]) -> list[tuple[str, list[str], str]]:
    return [(d.quote.article.id, [a.id for a in d.articles], d.quote.text) for d in developments]


def test_developments_come_oldest_first_and_undated_ones_last() -> None:
    assert in_short(told(undated, opened, found, copy, fell)) == [
        ("fell", ["copy"], FELL.partition(". ")[0] + "."),
        ("found", [], FOUND),
        ("open", [], OPEN),
        ("undated", [], undated.text),
    ]


def test_two_reports_of_one_day_in_their_own_words_are_one_development() -> None:
    other = article(
        "other",
        "Harbour bridge brought down by ship",
        "The harbour bridge was brought down on Tuesday when a container ship struck it. "
        "Workers who were filling potholes at night are missing. The port is closed.",
        0.4,
    )
    assert in_short(told(other, fell)) == [("fell", ["other"], FELL.partition(". ")[0] + ".")]


def test_the_same_words_days_later_are_another_development() -> None:
    later = article(
        "later",
        "Harbour bridge brought down by ship",
        "The harbour bridge was brought down on Tuesday when a container ship struck it, "
        "investigators confirmed after they had read the recorder.",
        3,
    )
    assert [d.quote.article.id for d in told(fell, later)] == ["fell", "later"]


def test_an_article_that_says_nothing_new_is_no_development() -> None:
    late_copy = article("late", "Bridge falls", FELL, 40)
    assert [d.quote.article.id for d in told(fell, late_copy)] == ["fell"]


def test_a_story_without_articles_has_no_timeline() -> None:
    assert told() == ()


def test_an_article_without_a_vector_is_told_all_the_same() -> None:
    [only] = timeline([opened], {}, BRIDGE, embed)
    assert (only.quote.text, only.articles) == (OPEN, ())
    assert opened.text[only.quote.start : only.quote.end] == only.quote.text


def test_two_hundred_articles_are_told_with_few_sentences_embedded() -> None:
    many = [
        article(
            str(n),
            f"Harbour day {n}",
            " ".join(
                f"On day {n} the diver{n}x{k} searched pier{n}y{k} of the harbour."
                for k in range(20)
            ),
            n * 3,
        )
        for n in range(200)
    ]
    embedded: list[str] = []
    titles = embed([one.title for one in many])
    leads = {one.version: vector for one, vector in zip(many, titles, strict=True)}

    def listening(texts: Sequence[str]) -> Embeddings:
        embedded.extend(texts)
        return embed(texts)

    developments = timeline(many, leads, BRIDGE, listening)
    assert [d.quote.article.id for d in developments] == [str(n) for n in range(200)]
    assert len(embedded) <= 201
