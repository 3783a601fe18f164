"""A question → ranked passages and quotes out of one generation of the index."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from retrieval.articles import Article, Passage
from retrieval.candidates import Candidate
from retrieval.embedding import Embedder, Embeddings, Reranker
from retrieval.fusion import Fused, fuse
from retrieval.lexical import Words
from retrieval.named_days import NamedDay, named_days
from retrieval.outlets import Mention, without_attribution
from retrieval.pairs import heading
from retrieval.passages import embedded_text
from retrieval.questions import Query, understood
from retrieval.quotes import Quote, choose_quotes
from retrieval.reader import Reader
from retrieval.reports import Differing, compare_reports

# How many each retriever hands to fusion; how many of the fused are looked up in the catalog; how
# many of these are read, which is most of a question's time, and quoted from.
DEPTH = 100
LOOKED_UP = 24
QUOTED_FROM = 8
MOST_QUOTES = 8
# Weight of the reader's relevance, a logit, beside the fused score; the reader was taught short
# questions, so that one of more than so many terms, which joins several, is left to search more and
# more. Measured: benchmarks/README.md.
RELEVANCE_WEIGHT = 0.25
SHORT_QUESTION = 6
# "In the report of 7 November" wants what was published on that day.
NAMED_DAY_BONUS = 0.3


class PassageIndex(Protocol):
    """One open generation. Rows number its passages from 0."""

    generation: str
    words: Words

    def nearest(
        self, question: Embeddings, depth: int, stories: Collection[str] | None
    ) -> list[tuple[int, float]]:
        """(row, cosine) of what is nearest to `question`, shape `(dimensions,)`, best first."""
        ...

    def in_stories(self, stories: Collection[str]) -> NDArray[np.bool_]:
        """Shape `(passages,)`: which rows belong to these stories."""
        ...

    def of_sources(self, outlets: Collection[str]) -> NDArray[np.bool_] | None:
        """Shape `(passages,)`: which rows come from one of these outlets; None where none is."""
        ...

    def outlets_named_in(self, question: str) -> tuple[Mention, ...]:
        """Where the question names which outlets of this generation."""
        ...

    def passage_ids(self, rows: Sequence[int]) -> list[str]: ...


class Texts(Protocol):
    """Where the words are: the catalog."""

    def passages(self, ids: Sequence[str]) -> dict[str, tuple[Passage, Article]]:
        """The passages that are still held; one that was purged is missing."""
        ...


@dataclass(frozen=True, slots=True)
class Findings:
    """What one generation holds on a question, best first: nothing is decided yet.

    `values` and `differing` as in `retrieval.reports.Reports`.
    """

    generation: str
    quotes: tuple[Quote, ...]
    passages: tuple[Candidate, ...]
    values: int = 1
    differing: Differing | None = None


@dataclass(frozen=True, slots=True)
class Search:
    """Embeds the question, asks both retrievers, fuses, re-ranks and chooses the quotes."""

    embedder: Embedder
    texts: Texts
    reader: Reader | None = None
    reranker: Reranker | None = None

    def find(
        self,
        question: str,
        index: PassageIndex,
        *,
        stories: Collection[str] | None = None,
        quotes: int = 3,
        follow_up: bool = False,
        asked_on: datetime | None = None,
        aliases: Sequence[Sequence[str]] = (),
    ) -> Findings:
        """At least `quotes` quotes where the index has them; `stories` None means all.

        `aliases`: groups of names for the same, of the stories that may be seen.
        `asked_on`: the moment of asking, None for now; what was published later doesn't count.

        A follow-up is not read: the reader was taught whole questions, and measured worse on
        those that leave unsaid what they are about (benchmarks/README.md).
        """
        mentions = index.outlets_named_in(question)
        outlets = frozenset(outlet for each in mentions for outlet in each.outlets)
        query = understood(
            without_attribution(question, mentions),
            index.words.lexicon,
            aliases,
            [(question[each.start : each.end], *each.outlets) for each in mentions],
        )
        embedding = self.embedder.embed_question(query.read_text)
        quoted_from = max(QUOTED_FROM, 2 * quotes)
        looked_up = max(LOOKED_UP, 3 * quotes)
        candidates = self._looked_up(
            query,
            index,
            self._fused(query, embedding, index, stories, index.of_sources(outlets))[:looked_up],
        )
        if self.reader is not None and not follow_up:
            head, tail = candidates[:quoted_from], candidates[quoted_from:]
            candidates = [*_by_relevance(query, read(self.reader, query, head)), *tail]
        if self.reranker is not None:
            candidates = _reranked(self.reranker, question, candidates)
        chosen = choose_quotes(
            query,
            embedding,
            candidates[:quoted_from],
            index.words.rarity,
            self.embedder.embed_passages,
            outlets=outlets,
            most=max(MOST_QUOTES, 2 * quotes),
        )
        told = compare_reports(query, chosen, index.words.rarity)
        return Findings(
            index.generation, told.quotes, tuple(candidates), told.values, told.differing
        )

    def _fused(
        self,
        query: Query,
        embedding: Embeddings,
        index: PassageIndex,
        stories: Collection[str] | None,
        of_outlets: NDArray[np.bool_] | None,
    ) -> list[Fused]:
        lexical = index.words.scores(query.terms, query.variants)
        if stories is not None:
            lexical = lexical * index.in_stories(stories)
        dense = index.nearest(embedding, DEPTH, stories)
        return fuse(dense, lexical, DEPTH, of_outlets)

    def _looked_up(
        self, query: Query, index: PassageIndex, fused: Sequence[Fused]
    ) -> list[Candidate]:
        ids = index.passage_ids([hit.row for hit in fused])
        held = self.texts.passages(ids)
        days = named_days(query.text)
        found = [
            Candidate(*held[id], dense=hit.dense, score=hit.score + _day_bonus(held[id][1], days))
            for hit, id in zip(fused, ids, strict=True)
            if id in held
        ]
        return sorted(found, key=lambda c: -c.score)


def _day_bonus(article: Article, days: Collection[NamedDay]) -> float:
    published = article.published
    return NAMED_DAY_BONUS if published and any(day.is_on(published) for day in days) else 0.0


def read(reader: Reader, query: Query, candidates: Sequence[Candidate]) -> list[Candidate]:
    """The candidates with their readings, in the same order."""
    readings = reader.read(query.read_text, [(_heading(c.article), c.text) for c in candidates])
    return [replace(c, reading=found) for c, found in zip(candidates, readings, strict=True)]


def _heading(article: Article) -> str:
    published = article.published.date() if article.published else None
    return heading(article.title, article.source, published)


def _by_relevance(query: Query, read: Sequence[Candidate]) -> list[Candidate]:
    """What was read, in the order that fused score and relevance give it together."""
    weight = RELEVANCE_WEIGHT * min(1.0, SHORT_QUESTION / max(1, len(query.terms))) ** 2

    def score(candidate: Candidate) -> float:
        relevance = candidate.reading.relevance if candidate.reading else 0.0
        return candidate.score + weight * relevance

    return sorted(read, key=lambda c: -score(c))


def _reranked(
    reranker: Reranker, question: str, candidates: Sequence[Candidate]
) -> list[Candidate]:
    """The candidates by fused score plus relevance: a small re-ranker alone forgets exact words."""
    if not candidates:
        return []
    relevance = reranker.relevance(
        question, [embedded_text(c.article, c.passage) for c in candidates]
    )
    moved = [
        replace(c, score=c.score + float(r)) for c, r in zip(candidates, relevance, strict=True)
    ]
    return sorted(moved, key=lambda c: -c.score)
