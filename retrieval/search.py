"""A question → ranked passages and quotes out of one generation of the index."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from retrieval.articles import Article, Passage
from retrieval.candidates import Candidate
from retrieval.developments import developments
from retrieval.embedding import Embedder, Embeddings, Reranker
from retrieval.fusion import Fused, fuse
from retrieval.lexical import Words
from retrieval.moments import Moments, moments
from retrieval.newest_first import newest_first
from retrieval.passages import embedded_text
from retrieval.questions import Query
from retrieval.quotes import Quote, choose_quotes
from retrieval.reader import Reader
from retrieval.reports import Differing
from retrieval.timeliness import (
    Period,
    is_dated_then,
    is_of_then,
    moment_of,
    newest_rows,
    period,
    published_by,
    published_in,
    time_score,
)

# How many each retriever hands to fusion; how many of the fused are looked up in the catalog; how
# many of these are read, which is most of a question's time, and quoted from.
DEPTH = 100
LOOKED_UP = 24
QUOTED_FROM = 8
# Weight of the reader's relevance, a logit, beside the fused score; the reader was taught short
# questions, so that one of more than so many terms, which joins several, is left to search more and
# more. Measured: benchmarks/README.md.
RELEVANCE_WEIGHT = 0.25
SHORT_QUESTION = 6
# Developments of a topic are sought among so many passages, and so many are told at least.
DEVELOPED_FROM, MORE_DEVELOPMENTS = 80, 6
# Of the best fused score: what is as good is about what is asked, and says when there was news.
TOPICAL = 0.75


class PassageIndex(Protocol):
    """One open generation. Rows number its passages from 0."""

    generation: str
    words: Words
    published: NDArray[np.int64]  # of each row, as `retrieval.timeliness.seconds` gives it

    def nearest(
        self,
        question: Embeddings,
        depth: int,
        stories: Collection[str] | None,
        among: NDArray[np.bool_] | None = None,
    ) -> list[tuple[int, float]]:
        """(row, cosine) of what is nearest to `question`, shape `(dimensions,)`, best first;
        `among`: the rows that count, shape `(passages,)`, None for all."""
        ...

    def in_stories(self, stories: Collection[str]) -> NDArray[np.bool_]:
        """Shape `(passages,)`: which rows belong to these stories."""
        ...

    def from_sources_named_in(self, question: str) -> NDArray[np.bool_] | None:
        """Shape `(passages,)`: which rows come from an outlet that the question names, or None."""
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
    ) -> Findings:
        """At least `quotes` quotes where the index has them; `stories` None means all.

        `asked_on`: the moment of asking, None for now; what was published later doesn't count.

        A follow-up is not read: the reader was taught whole questions, and measured worse on
        those that leave unsaid what they are about (benchmarks/README.md).
        """
        asked = moments(question, asked_on)
        if asked.wants_news or asked.wants_course:
            return self._developments(asked, index, stories, quotes, asked_on)
        query = Query(asked.timeless)
        embedding = self.embedder.embed_question(query.text)
        quoted_from = max(QUOTED_FROM, 2 * quotes)
        looked_up = max(LOOKED_UP, 3 * quotes)
        by = published_by(index.published, asked_on)
        fused = self._fused(query, embedding, index, stories, by, asked)
        candidates = self._looked_up(asked, index, fused, looked_up)
        if candidates and is_dated_then(candidates[0].article.published, asked):
            query = Query(asked.undated)
        if self.reader is not None and not follow_up:
            candidates = read(self.reader, query, candidates, quoted_from)
        if self.reranker is not None:
            candidates = _reranked(self.reranker, question, candidates)
        chosen = choose_quotes(
            query,
            embedding,
            candidates[:quoted_from],
            index.words.rarity,
            self.embedder.embed_passages,
        )
        return Findings(index.generation, tuple(newest_first(chosen, asked)), tuple(candidates))

    def _developments(
        self,
        asked: Moments,
        index: PassageIndex,
        stories: Collection[str] | None,
        quotes: int,
        asked_on: datetime | None,
    ) -> Findings:
        """What came of the topic lately, newest first, or how it came, in order."""
        query = Query(asked.topic)
        by = published_by(index.published, asked_on)
        if asked.topic:
            fused = self._fused(
                query, self.embedder.embed_question(asked.topic), index, stories, by, asked
            )
            candidates = self._looked_up(asked, index, fused, DEVELOPED_FROM)
        else:
            counted = np.ones(len(index.published), bool) if by is None else by
            counted = counted if stories is None else counted & index.in_stories(stories)
            rows = newest_rows(index.published, counted, DEVELOPED_FROM)
            hits = [Fused(row, 0.0, 0.0, 1.0) for row in rows]
            candidates = self._looked_up(asked, index, hits, DEVELOPED_FROM)
        if asked.stretches:  # "Any news this week?" is a no where there are none.
            candidates = [c for c in candidates if is_dated_then(c.article.published, asked)]
        told = developments(
            asked.topic,
            candidates,
            index.words.rarity,
            max(MORE_DEVELOPMENTS, 2 * quotes) if asked.wants_news else max(3, quotes),
            newest_first=asked.wants_news,
        )
        return Findings(index.generation, tuple(told), tuple(candidates))

    def _fused(
        self,
        query: Query,
        embedding: Embeddings,
        index: PassageIndex,
        stories: Collection[str] | None,
        by: NDArray[np.bool_] | None,
        asked: Moments,
    ) -> list[Fused]:
        lexical = index.words.scores(query.terms)
        if stories is not None:
            lexical = lexical * index.in_stories(stories)
        if by is not None:
            lexical = lexical * by
        dense = index.nearest(embedding, DEPTH, stories, by)
        if asked.stretches:
            # The time that is asked for must be among what was found, however much there is.
            then = published_in(index.published, asked.stretches)
            then = then if by is None else then & by
            dense = list(dict([*index.nearest(embedding, DEPTH, stories, then), *dense]).items())
        return fuse(dense, lexical, DEPTH, index.from_sources_named_in(query.text))

    def _looked_up(
        self, asked: Moments, index: PassageIndex, fused: Sequence[Fused], count: int
    ) -> list[Candidate]:
        about = fused_period(fused, index)
        fused = sorted(
            fused, key=lambda hit: -hit.score - time_score(_at(index, hit), asked, about)
        )[:count]
        ids = index.passage_ids([hit.row for hit in fused])
        held = self.texts.passages(ids)
        found = []
        for hit, id in zip(fused, ids, strict=True):
            if id in held:
                passage, article = held[id]
                candidate = Candidate(passage, article, dense=hit.dense, score=hit.score)
                score = time_score(article.published, asked, about, candidate.text)
                found.append(replace(candidate, score=hit.score + score))
        found = [c for c in found if is_of_then(c.article.published, asked)] or found
        return sorted(found, key=lambda c: -c.score)


def fused_period(fused: Sequence[Fused], index: PassageIndex) -> Period | None:
    """When that was published which was found on the question."""
    enough = TOPICAL * max((hit.score for hit in fused), default=0.0)
    return period(_at(index, hit) for hit in fused if hit.score >= enough)


def _at(index: PassageIndex, hit: Fused) -> datetime | None:
    return moment_of(int(index.published[hit.row]))


def read(
    reader: Reader, query: Query, candidates: Sequence[Candidate], count: int
) -> list[Candidate]:
    """The first `count` candidates with their readings, in the order that fused score and relevance
    give them together; then the others, none of them before one that was read."""
    head, tail = candidates[:count], candidates[count:]
    if not head:
        return []
    weight = RELEVANCE_WEIGHT * min(1.0, SHORT_QUESTION / max(1, len(query.terms))) ** 2
    readings = reader.read(query.text, [(c.article.title, c.text) for c in head])
    scored = [
        replace(c, score=c.score + weight * reading.relevance, reading=reading)
        for c, reading in zip(head, readings, strict=True)
    ]
    scored.sort(key=lambda c: -c.score)
    lowered = scored[-1].score - head[-1].score
    return [*scored, *(replace(c, score=c.score + min(0.0, lowered)) for c in tail)]


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
