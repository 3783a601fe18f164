"""Quotes of passages that English rules don't know: by nearness, shared names, a re-ranker."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from retrieval.articles import Article
from retrieval.candidates import Candidate
from retrieval.embedding import Embeddings
from retrieval.foreign_quotes import Asked, foreign_quotes
from retrieval.known_languages import Bounds, KnownLanguages
from retrieval.merged_quotes import among
from retrieval.passages import cut
from retrieval.quotes import Quote
from retrieval.sentences import sentence_spans

KNOWN = KnownLanguages(frozenset(("de", "ja")), Bounds(0.4, 0.9, 0.06, 0.66))
TEXT = (
    "Im Hafen von Kiel streiken 1.250 Menschen. Die Gewerkschaft fordert mehr Lohn. "
    "Das Wetter bleibt trüb."
)
GERMAN = Article("kiel", "harbours", "Streik in Kiel", "", "Bote", (), None, TEXT, language="de")
JAPANESE = replace(
    GERMAN, id="osaka", title="大阪港", language="ja", text="組合は賃金を求めた。市長は黙った。"
)


class Concepts:
    """An embedder of three meanings, each said by words of several languages."""

    model = "concepts"
    meanings = (("union", "gewerkschaft", "組合"), ("wage", "lohn", "賃金"), ("weather", "wetter"))

    def embed_question(self, question: str) -> Embeddings:
        vector: Embeddings = self.embed_passages([question])[0]
        return vector

    def embed_passages(
        self, texts: Sequence[str], progress: Callable[[int], None] | None = None
    ) -> Embeddings:
        said = [
            [float(any(word in text.lower() for word in words)) for words in self.meanings] + [0.05]
            for text in texts
        ]
        vectors = np.array(said, dtype=np.float32)
        unit: Embeddings = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
        return unit


class Liking:
    """A re-ranker that likes passages with a word in them."""

    def __init__(self, word: str) -> None:
        self.word = word

    def relevance(self, question: str, passages: Sequence[str]) -> NDArray[np.float32]:
        return np.array([0.97 if self.word in text else 0.1 for text in passages], np.float32)


def candidates(question: str, *articles: Article) -> list[Candidate]:
    asked = Concepts().embed_question(question)
    return [
        Candidate(passage, article, float(near), float(near))
        for article in articles
        for passage in cut(article)
        for near in [Concepts().embed_passages([article.text])[0] @ asked]
    ]


def quoted(
    question: str, language: str, *articles: Article, likes: str = ""
) -> list[tuple[str, str, bool]]:
    """(article, sentence, claimable) of each quote, best first."""
    asked = Asked(question, language, Concepts().embed_question(question))
    found = foreign_quotes(
        asked,
        candidates(question, *articles),
        KNOWN,
        Concepts(),
        lambda _: 0.5,
        Liking(likes) if likes else None,
    )
    return [(quote.article.id, quote.text, quote.claimable) for quote in found]


def test_the_sentence_that_is_nearest_is_quoted_whole_in_whatever_language() -> None:
    [first, *_] = quoted("Which wage does the union want?", "en", GERMAN)
    assert first == ("kiel", "Die Gewerkschaft fordert mehr Lohn.", True)
    [first, *_] = quoted("Which wage does the union want?", "en", JAPANESE)
    assert first[:2] == ("osaka", "組合は賃金を求めた。")


def test_who_asks_in_a_language_gets_what_is_written_in_it_first() -> None:
    [first, *_] = quoted("Wie viel Lohn will die Gewerkschaft?", "de", JAPANESE, GERMAN)
    assert first[0] == "kiel"
    [first, *_] = quoted("組合の賃金は？", "ja", GERMAN, JAPANESE)
    assert first[0] == "osaka"


def test_a_reranker_by_setting_says_how_well_a_passage_answers() -> None:
    question = "Which wage does the union want?"
    [first, *others] = quoted(question, "en", GERMAN, JAPANESE, likes="大阪港")
    assert (first[0], first[2]) == ("osaka", True)
    assert [one[2] for one in others if one[0] == "kiel"] == [False] * sum(
        one[0] == "kiel" for one in others
    )


def test_one_wire_story_in_two_papers_is_one_quote() -> None:
    copy = replace(GERMAN, id="copy", source="Anderer Bote")
    found = quoted("Which wage does the union want?", "en", GERMAN, copy)
    assert [one[0] for one in found] == ["kiel"]


@given(st.text(min_size=1, max_size=300), st.sampled_from(["de", "fr", "es", "ja", "ar", "th"]))
def test_every_quote_of_any_text_is_a_slice_of_whole_sentences(text: str, language: str) -> None:
    article = replace(GERMAN, text=text, language=language)
    asked = Asked("union wage", "en", Concepts().embed_question("union wage"))
    passages = [Candidate(passage, article, 0.5, 0.5) for passage in cut(article)]
    known = replace(KNOWN, codes=frozenset((language,)))
    for quote in foreign_quotes(asked, passages, known, Concepts(), lambda _: 0.5):
        assert text[quote.start : quote.end] == quote.text
        assert (quote.start, quote.end) in sentence_spans(text, language)
        assert quote.highlight == ()


def test_among_english_quotes_each_stands_where_its_confidence_puts_it() -> None:
    day = datetime(2025, 1, 1, tzinfo=UTC)
    article = replace(GERMAN, published=day)

    def named(name: str, confidence: float) -> Quote:
        return Quote(article, 0, 1, name, (), "", 0.0, confidence, ())

    english = [named("a", 0.3), named("b", 0.7), named("c", 0.2)]
    foreign = [named("x", 0.5), named("y", 0.6), named("z", 0.1)]
    assert [one.text for one in among(english, foreign)] == ["x", "y", "a", "b", "c", "z"]
    assert [one.text for one in among(english, foreign, 2)] == ["a", "b", "x", "y", "c", "z"]
    assert among(english, []) == tuple(english)
