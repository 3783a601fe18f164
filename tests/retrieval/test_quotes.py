"""Quotes are whole sentences, to the character, and the ones that answer come first."""

import zlib
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from itertools import combinations
from random import Random

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from retrieval.articles import Article
from retrieval.candidates import Candidate
from retrieval.confidence import ReadSigns, Signs, confidence
from retrieval.embedding import Embeddings
from retrieval.passages import cut
from retrieval.questions import Query
from retrieval.quotes import QUOTES_OF_ARTICLE, Quote, choose_quotes
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


def always(sure: float) -> Callable[[Signs | ReadSigns], float]:
    """A confidence that knows nothing of the quote."""
    return lambda _: sure


def quotes_of(
    question: str,
    *articles: Article,
    confident: Callable[[Signs | ReadSigns], float] = confidence,
) -> list[Quote]:
    vector = embed([question])[0]
    candidates = [
        Candidate(passage, a, float(embed([a.text[passage.start : passage.end]])[0] @ vector), 1.0)
        for a in articles
        for passage in cut(a)
    ]
    return choose_quotes(
        Query(question), vector, candidates, lambda term: 0.5, embed, confident=confident
    )


def test_the_sentence_that_answers_is_quoted_and_not_its_neighbours() -> None:
    text = (
        "Ministers met in Tokyo. The new US command in Japan is headed by a three-star commander. "
        "Rain fell all day."
    )
    quote = quotes_of("who heads the new US command in Japan?", article("a", text))[0]
    assert quote.text == "The new US command in Japan is headed by a three-star commander."
    assert text[quote.start : quote.end] == quote.text
    assert [quote.text[s:e] for s, e in quote.highlight] == ["three-star commander"]
    assert quote.link.startswith("https://wire.example/a#:~:text=The%20new%20US%20command")


def test_a_sentence_that_leans_on_the_one_before_brings_it_along() -> None:
    text = (
        "Stephen Jost took over the base. He replaced Ricky Rupp as commander of the US forces. "
        "It rained."
    )
    quote = quotes_of("who replaced Ricky Rupp as commander of the US forces?", article("a", text))[
        0
    ]
    assert quote.text == text[: text.index(" It rained")]


def test_the_day_of_something_else_comes_behind_a_surer_quote() -> None:
    others = "Lond applied to become a member in May 2022 with Penn, which became a member in June."
    own = "Lond joined on Thursday."
    passages = [article("a", others), article("b", own)]
    for sure, first in ((0.9, own), (0.4, others)):
        found = quotes_of("When did Lond become a member?", *passages, confident=always(sure))
        assert found[0].text == first
        assert {quote.text for quote in found} == {own, others}


def test_where_nothing_was_read_the_sentence_beside_it_is_another_thought() -> None:
    text = "The ship Dali hit the bridge in Baltimore.\nThe ship Dali hit the bridge hard."
    found = quotes_of("what did the ship Dali hit in Baltimore?", article("a", text))
    assert [quote.text for quote in found] == text.split("\n")


def test_a_caption_without_a_full_stop_loses_to_a_sentence() -> None:
    text = "The bridge in Baltimore Image: AP\nThe bridge in Baltimore fell."
    quote = quotes_of("the bridge in Baltimore", article("a", text))[0]
    assert quote.text == "The bridge in Baltimore fell."


def test_the_best_sentence_of_any_article_comes_first() -> None:
    good = article("good", "Sweden joined the alliance on 7 March 2024.\nSnow fell.")
    weak = article("weak", "Finland had joined the alliance a year before.")
    found = quotes_of("when did Sweden join the alliance?", weak, good)
    assert [quote.text for quote in found] == [
        "Sweden joined the alliance on 7 March 2024.",
        "Finland had joined the alliance a year before.",
        "Snow fell.",
    ]
    assert found[0].score > found[1].score > found[2].score
    assert found[0].confidence > found[1].confidence > found[2].confidence


def test_an_article_is_quoted_where_it_says_something_else_but_never_fills_the_reply() -> None:
    long = article("long", "\n".join(f"The ferry to pier {n} leaves late." for n in range(9)))
    other = article("other", "A ferry sank.")
    found = quotes_of("when does the ferry leave?", long, other)
    assert [q.article.id for q in found] == ["long"] * QUOTES_OF_ARTICLE + ["other"]
    assert len({(quote.start, quote.end) for quote in found[:-1]}) == QUOTES_OF_ARTICLE


def test_no_more_quotes_are_chosen_than_are_asked_for() -> None:
    articles = [article(str(n), f"The ferry to pier {n} leaves late.") for n in range(6)]
    question = "when does the ferry leave?"
    vector = embed([question])[0]
    candidates = [Candidate(cut(a)[0], a, 0.5, 1.0) for a in articles]
    for most in (1, 4):
        found = choose_quotes(
            Query(question), vector, candidates, lambda term: 0.5, embed, most=most
        )
        assert len(found) == most


def test_words_that_two_papers_print_are_one_quote_and_the_other_is_also_in() -> None:
    wire = (
        "The bridge fell early on Tuesday after a container ship struck one of its piers in the "
        "harbour. Rescue workers searched the cold water for six men who had been repairing it."
    )
    first, second = article("first", wire), article("second", f"From the wire. {wire}")
    found = quotes_of("why did the bridge fall?", first, second)
    assert [(q.article.id, [a.id for a in q.also_in]) for q in found] == [("first", ["second"])]


def test_a_copy_with_another_figure_is_no_paper_that_prints_the_words() -> None:
    told = "The ferry that sank in the harbour of Ostra on Monday had {} people on board, it said."
    first, second = article("first", told.format(31)), article("second", told.format(43))
    found = quotes_of("how many people were on board the ferry?", first, second)
    assert [q.also_in for q in found] == [()] * len(found)


def test_the_other_outlets_words_are_trusted_less_where_one_is_named() -> None:
    question = "who leads the council of Millbrook according to the Wire?"
    text = "The council of Millbrook is led by Peter Okafor, a former teacher."
    candidates = read_as("Peter Okafor", 5.0, article("a", text))
    vector = embed([question])[0]

    def confidence(*outlets: str) -> float:
        [quote] = choose_quotes(
            Query(question), vector, candidates, lambda term: 0.5, never, outlets=outlets
        )
        return quote.confidence

    assert confidence("The Marsh Gazette") < confidence("Wire", "The Marsh Gazette")
    assert confidence("Wire") == confidence()


def read_as(answer: str, logit: float, *articles: Article) -> list[Candidate]:
    """The articles' passages as if the reader had found `answer`, where they hold it."""
    candidates = []
    for each in articles:
        for passage in cut(each):
            text = each.text[passage.start : passage.end]
            tokens = words(text)
            offsets = np.array([(word.start, word.end) for word in tokens], dtype=np.int64)
            starts, ends = (np.full(len(tokens), -5.0, dtype=np.float32) for _ in range(2))
            at = text.find(answer)
            if at >= 0:
                starts[[word.start == at for word in tokens]] = logit
                ends[[word.end == at + len(answer) for word in tokens]] = logit
            reading = Reading(3.0, 2.0, starts, ends, offsets)
            candidates.append(Candidate(passage, each, 0.5, 1.0, reading))
    return candidates


def never(texts: Sequence[str]) -> Embeddings:
    raise AssertionError(f"embedded {texts}")


def chosen(question: str, candidates: Sequence[Candidate]) -> list[Quote]:
    """The quotes of what was read; nothing is embedded."""
    vector = embed([question])[0]
    return choose_quotes(Query(question), vector, candidates, lambda term: 0.1, never)


def test_where_the_reader_read_its_answer_is_quoted_and_marked_and_nothing_is_embedded() -> None:
    text = (
        "Members of the council arrived late on Monday.\nPeter Okafor, its mayor, spoke first."
        "\nRain fell all day."
    )
    found = chosen(
        "who heads the town's council?", read_as("Peter Okafor", 5.0, article("a", text))
    )
    assert found[0].text == "Peter Okafor, its mayor, spoke first."
    assert [found[0].text[s:e] for s, e in found[0].highlight] == ["Peter Okafor"]


def test_a_sentence_that_answers_nearly_as_well_is_quoted_along_over_a_paragraph_break() -> None:
    text = "Rain fell.\nThe council of Hale met.\nIn Hale the council chose Mona Reed.\nIt rained."
    [quote, *_] = chosen(
        "whom did the council of Hale choose?", read_as("Mona Reed", -3.0, article("a", text))
    )
    assert quote.text == "The council of Hale met.\nIn Hale the council chose Mona Reed."
    assert [quote.text[s:e] for s, e in quote.highlight] == ["Mona Reed"]


def test_a_caption_is_never_quoted_along() -> None:
    text = "The council of Hale Image: AP\nIn Hale the council chose Mona Reed."
    [quote, *_] = chosen(
        "whom did the council of Hale choose?", read_as("Mona Reed", -3.0, article("a", text))
    )
    assert quote.text == "In Hale the council chose Mona Reed."


def test_an_answer_that_the_reader_doubts_is_held_for_less_likely() -> None:
    text = "The council of Millbrook is led by Peter Okafor, a former teacher."

    def confidence(logit: float) -> float:
        [quote] = chosen(
            "who leads the council of Millbrook?",
            read_as("Peter Okafor", logit, article("a", text)),
        )
        return quote.confidence

    assert confidence(-2.0) < confidence(6.0)


def test_no_candidates_give_no_quotes() -> None:
    assert quotes_of("who?") == []


ANY_TEXT = st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=600)
ANY_WORDS = st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=100)


def check(quotes: Sequence[Quote]) -> None:
    """Each is a slice of whole sentences, and none is quoted twice."""
    for quote in quotes:
        text = quote.article.text
        assert quote.text == text[quote.start : quote.end] != ""
        spans = sentence_spans(text)
        inside = [s for s in spans if quote.start <= s[0] and s[1] <= quote.end]
        assert 1 <= len(inside) <= MOST_SENTENCES
        assert (inside[0][0], inside[-1][1]) == (quote.start, quote.end)
        assert 0 <= quote.confidence <= 1
        assert all(0 <= s < e <= len(quote.text) for s, e in quote.highlight)
    for one, other in combinations(quotes, 2):
        apart = one.end <= other.start or other.end <= one.start
        assert one.article.id != other.article.id or apart
    counted = Counter(quote.article.id for quote in quotes)
    assert all(count <= QUOTES_OF_ARTICLE for count in counted.values())


@given(ANY_WORDS, st.lists(ANY_TEXT.filter(bool), max_size=4))
def test_every_quote_of_any_text_is_a_slice_of_whole_sentences(
    question: str, texts: list[str]
) -> None:
    check(quotes_of(question, *[article(str(n), text) for n, text in enumerate(texts)]))


SENTENCES = st.lists(
    st.sampled_from(
        """The ferry sank.|He said so.|"It was late," Mona Reed said.|But it was not.|Image: AP
        |- a boat|- a net|A report spoke of three.|It has since counted five.|Read more: Boats
        |WHAT NOW?|1. Tie it.|Boats | 3 | 4|Correction: it was Tuesday.""".split("|")
    ).map(str.strip),
    max_size=12,
)


@given(
    ANY_WORDS,
    st.lists(SENTENCES.map("\n".join) | SENTENCES.map(" ".join) | ANY_TEXT, max_size=3),
    st.randoms(use_true_random=False),
)
def test_every_quote_that_was_read_is_a_slice_of_whole_sentences(
    question: str, texts: list[str], drawn: Random
) -> None:
    candidates = []
    for n, text in enumerate(texts):
        for one in read_as("", 0.0, article(str(n), text)):
            assert one.reading is not None
            starts, ends = (
                np.array([drawn.uniform(-9, 9) for _ in one.reading.offsets], dtype=np.float32)
                for _ in range(2)
            )
            offsets = one.reading.offsets.reshape(-1, 2)
            reading = replace(one.reading, starts=starts, ends=ends, offsets=offsets)
            candidates.append(replace(one, reading=reading))
    found = chosen(question, candidates)
    check(found)
    assert [quote.score for quote in found] == sorted((q.score for q in found), reverse=True)
