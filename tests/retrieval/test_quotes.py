"""Quotes are whole sentences, to the character, and the ones that answer come first."""

import zlib
from collections.abc import Sequence
from datetime import UTC, datetime

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from retrieval.articles import Article
from retrieval.candidates import Candidate
from retrieval.embedding import Embeddings
from retrieval.passages import cut
from retrieval.questions import Query
from retrieval.quotes import Quote, choose_quotes
from retrieval.readings import Reading
from retrieval.sentences import sentence_spans
from retrieval.terms import terms, words
from retrieval.whole_quotes import MOST_SENTENCES

DIMENSIONS = 64


def embed(texts: Sequence[str]) -> Embeddings:
    """Words hashed into a vector: texts that share words are near each other."""
    vectors = np.full((len(texts), DIMENSIONS), 1e-3, dtype=np.float32)
    for vector, text in zip(vectors, texts, strict=True):
        for term in terms(text):
            vector[zlib.crc32(term.encode("utf-8", "replace")) % DIMENSIONS] += 1
    return np.asarray(vectors / np.linalg.norm(vectors, axis=1, keepdims=True), dtype=np.float32)


def article(id: str, text: str) -> Article:
    published = datetime(2024, 7, 28, tzinfo=UTC)
    url = f"https://wire.example/{id}"
    return Article(id, "story", f"Title of {id}", url, "Wire", (), published, text)


def quotes_of(question: str, *articles: Article) -> list[Quote]:
    vector = embed([question])[0]
    candidates = [
        Candidate(passage, a, float(embed([a.text[passage.start : passage.end]])[0] @ vector), 1.0)
        for a in articles
        for passage in cut(a)
    ]
    return choose_quotes(Query(question), vector, candidates, lambda term: 0.5, embed)


def test_the_sentence_that_answers_is_quoted_and_not_its_neighbours() -> None:
    text = (
        "Ministers met in Tokyo. The new US command in Japan is headed by a three-star commander. "
        "Rain fell all day."
    )
    [quote] = quotes_of("who heads the new US command in Japan?", article("a", text))
    assert quote.text == "The new US command in Japan is headed by a three-star commander."
    assert text[quote.start : quote.end] == quote.text
    assert [quote.text[s:e] for s, e in quote.highlight] == ["three-star commander"]
    assert quote.link.startswith("https://wire.example/a#:~:text=The%20new%20US%20command")


def test_a_sentence_that_leans_on_the_one_before_brings_it_along() -> None:
    text = (
        "Stephen Jost took over the base. He replaced Ricky Rupp as commander of the US forces. "
        "It rained."
    )
    [quote] = quotes_of(
        "who replaced Ricky Rupp as commander of the US forces?", article("a", text)
    )
    assert quote.text == text[: text.index(" It rained")]


def test_a_neighbour_in_another_paragraph_is_another_thought() -> None:
    text = "The ship Dali hit the bridge in Baltimore.\nThe ship Dali hit the bridge hard."
    [quote] = quotes_of("what did the ship Dali hit in Baltimore?", article("a", text))
    assert "\n" not in quote.text


def test_a_caption_without_a_full_stop_loses_to_a_sentence() -> None:
    text = "The bridge in Baltimore Image: AP\nThe bridge in Baltimore fell."
    [quote] = quotes_of("the bridge in Baltimore", article("a", text))
    assert quote.text == "The bridge in Baltimore fell."


def test_each_article_is_quoted_once_and_the_best_comes_first() -> None:
    good = article("good", "Sweden joined the alliance on 7 March 2024. Snow fell.")
    weak = article("weak", "Finland had joined the alliance a year before.")
    found = quotes_of("when did Sweden join the alliance?", weak, good)
    assert [quote.article.id for quote in found] == ["good", "weak"]
    assert found[0].score > found[1].score
    assert found[0].confidence > found[1].confidence


def test_words_that_two_papers_print_are_one_quote_and_the_other_is_also_in() -> None:
    wire = (
        "The bridge fell early on Tuesday after a container ship struck one of its piers in the "
        "harbour. Rescue workers searched the cold water for six men who had been repairing it."
    )
    first, second = article("first", wire), article("second", f"From the wire. {wire}")
    [quote] = quotes_of("why did the bridge fall?", first, second)
    assert (quote.article.id, [a.id for a in quote.also_in]) == ("first", ["second"])


def read_as(answer: str, likely: float, *articles: Article) -> list[Candidate]:
    """The articles' passages as if the reader had found `answer`, where they hold it."""
    candidates = []
    for each in articles:
        for passage in cut(each):
            text = each.text[passage.start : passage.end]
            tokens = words(text)
            offsets = np.array([(word.start, word.end) for word in tokens], dtype=np.int64)
            starts, ends = (np.full(len(tokens), 1e-3, dtype=np.float32) for _ in range(2))
            at = text.find(answer)
            if at >= 0:
                starts[[word.start == at for word in tokens]] = likely
                ends[[word.end == at + len(answer) for word in tokens]] = likely
            reading = Reading(3.0, 2.0, starts, ends, offsets)
            candidates.append(Candidate(passage, each, 0.5, 1.0, reading))
    return candidates


def never(texts: Sequence[str]) -> Embeddings:
    raise AssertionError(f"embedded {texts}")


def test_where_the_reader_read_its_answer_is_quoted_and_marked_and_nothing_is_embedded() -> None:
    question = "who heads the town's council?"
    text = (
        "Members of the council arrived late on Monday.\nPeter Okafor, its mayor, spoke first."
        "\nRain fell all day."
    )
    candidates = read_as("Peter Okafor", 0.95, article("a", text))
    vector = embed([question])[0]
    [quote] = choose_quotes(Query(question), vector, candidates, lambda term: 0.1, never)
    assert quote.text == "Peter Okafor, its mayor, spoke first."
    assert [quote.text[s:e] for s, e in quote.highlight] == ["Peter Okafor"]


def test_an_answer_that_the_reader_doubts_is_held_for_less_likely() -> None:
    question = "who leads the council of Millbrook?"
    text = "The council of Millbrook is led by Peter Okafor, a former teacher."

    def confidence(likely: float) -> float:
        candidates = read_as("Peter Okafor", likely, article("a", text))
        vector = embed([question])[0]
        [quote] = choose_quotes(Query(question), vector, candidates, lambda term: 0.5, never)
        return quote.confidence

    assert confidence(0.2) < confidence(0.9)


def test_no_candidates_give_no_quotes() -> None:
    assert quotes_of("who?") == []


@given(
    st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=100),
    st.lists(
        st.text(alphabet=st.characters(exclude_categories=["Cs"]), min_size=1, max_size=600),
        max_size=4,
    ),
)
def test_every_quote_of_any_text_is_a_slice_of_whole_sentences(
    question: str, texts: list[str]
) -> None:
    articles = [article(str(n), text) for n, text in enumerate(texts)]
    for quote in quotes_of(question, *articles):
        text = quote.article.text
        assert quote.text == text[quote.start : quote.end] != ""
        spans = sentence_spans(text)
        inside = [s for s in spans if quote.start <= s[0] and s[1] <= quote.end]
        assert 1 <= len(inside) <= MOST_SENTENCES
        assert (inside[0][0], inside[-1][1]) == (quote.start, quote.end)
        assert 0 <= quote.confidence <= 1
        assert all(0 <= s < e <= len(quote.text) for s, e in quote.highlight)
