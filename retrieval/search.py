"""A question → ranked passages and quotes out of one generation of the index."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from retrieval.articles import Article, Passage
from retrieval.candidates import Candidate
from retrieval.developments import developments
from retrieval.doubles import without_doubles
from retrieval.embedding import Embedder, Embeddings, Reranker
from retrieval.foreign_quotes import Asked, foreign_quotes
from retrieval.foreign_terms import foreign_terms, without_function_words
from retrieval.fusion import Fused, fuse
from retrieval.known_languages import KnownLanguages
from retrieval.languages import READ
from retrieval.lexical import Words
from retrieval.merged_quotes import among
from retrieval.moments import Moments, moments
from retrieval.newest_first import newest_first
from retrieval.outlets import Mention, without_attribution
from retrieval.publication import moment_of
from retrieval.questions import Query, understood
from retrieval.quotes import Quote, choose_quotes
from retrieval.reader import Reader
from retrieval.reading_order import by_relevance, read, reranked
from retrieval.reports import Differing, compare_reports
from retrieval.second_look import look_again
from retrieval.stages import (
    CHOOSING,
    EMBEDDING,
    LEXICAL,
    LOOKUP,
    READING,
    UNDERSTANDING,
    UNTIMED,
    VECTOR,
    Timed,
)
from retrieval.terms import terms
from retrieval.timeliness import (
    Period,
    is_dated_then,
    is_of_then,
    newest_rows,
    period,
    published_by,
    published_in,
    time_score,
)

# How many each retriever hands to fusion; how many of the fused are looked up in the catalog; how
# many of these are read, which is most of a question's time, and quoted from; how many quotes.
DEPTH = 100
LOOKED_UP = 24
QUOTED_FROM = 10
MOST_QUOTES = 8
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

    def in_stories(self, stories: Collection[str] | None) -> NDArray[np.bool_]:
        """Shape `(passages,)`: which rows belong to these stories; None means all that are held."""
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

    `values` and `differing` as in `retrieval.reports.Reports`. `in_order`: the quotes stand in an
    order that was asked for ("the latest", "how did it unfold"), which says more than confidence.
    `languages`: ISO 639-1, what was known beside English.
    """

    generation: str
    quotes: tuple[Quote, ...]
    passages: tuple[Candidate, ...]
    values: int = 1
    differing: Differing | None = None
    in_order: bool = False
    languages: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Sought:
    """A question as it is looked for in one generation.

    `by`: which rows were published by the moment of asking, None where all were; `outlets`: those
    that the question names, `sources` those according to which it asks; `aliases` and `mentions`:
    groups of names for the same, the question's words for its outlets among the latter; `about`:
    what it leaves unsaid; `asked_in`: the language of the question, ISO 639-1.
    """

    index: PassageIndex
    asked: Moments
    stories: Collection[str] | None
    by: NDArray[np.bool_] | None
    outlets: frozenset[str]
    sources: frozenset[str]
    aliases: Sequence[Sequence[str]]
    mentions: Sequence[Sequence[str]]
    about: str
    asked_in: str = READ

    def query(self, text: str) -> Query:
        """`text`, the question or a part of it, as this generation's words have it."""
        if self.asked_in != READ:
            # Slips are mended and names known by English words alone.
            plain = without_function_words(text, self.asked_in)
            return Query(plain if terms(plain) else text, outlets=(), about=self.about)
        return understood(text, self.index.words.lexicon, self.aliases, self.mentions, self.about)


@dataclass(frozen=True, slots=True)
class Search:
    """Embeds the question, asks both retrievers, fuses, reads and chooses the quotes.

    `timed` is told of each stage; `known`: what the models know beside English, None for nothing.
    """

    embedder: Embedder
    texts: Texts
    reader: Reader | None = None
    reranker: Reranker | None = None
    timed: Timed = UNTIMED
    known: KnownLanguages | None = None

    def find(
        self,
        question: str,
        index: PassageIndex,
        *,
        stories: Collection[str] | None = None,
        quotes: int = 3,
        about: str = "",
        asked_on: datetime | None = None,
        aliases: Sequence[Sequence[str]] = (),
    ) -> Findings:
        """At least `quotes` quotes where the index has them; `stories` None means all.

        `aliases`: groups of names for the same, of the stories that may be seen.
        `asked_on`: the moment of asking, None for now; what was published later doesn't count.

        `about`: what a follow-up leaves unsaid; only the reader is told.
        """
        asked_in = self.known.asked_in(question) if self.known else READ
        with self.timed(UNDERSTANDING):
            sought = _sought(question, index, stories, asked_on, aliases, about, asked_in)
        if sought.asked.wants_news or sought.asked.wants_course:
            told = self._developments(sought, quotes)
            if not self._may_be_elsewhere(sought, told):
                return told
        with self.timed(UNDERSTANDING):
            query = sought.query(sought.asked.timeless)
        embedding = self._embedded(question if asked_in != READ else query.spelt_out)
        found = self._looked_up(
            sought, self._fused(sought, query, embedding), max(LOOKED_UP, 3 * quotes)
        )
        others = [c for c in found if self._is_judged_otherwise(c, asked_in)]
        candidates = [c for c in found if not self._is_judged_otherwise(c, asked_in)]
        if candidates and is_dated_then(candidates[0].article.published, sought.asked):
            query = sought.query(sought.asked.undated)
        quoted_from = max(QUOTED_FROM, 2 * quotes)
        with self.timed(READING):
            if self.reader is not None:
                head, tail = candidates[:quoted_from], candidates[quoted_from:]
                candidates = [*by_relevance(query, read(self.reader, query, head)), *tail]
            if self.reranker is not None:
                candidates = reranked(self.reranker, question, candidates)
        most = max(MOST_QUOTES, 2 * quotes)
        with self.timed(CHOOSING):
            chosen = choose_quotes(
                query,
                embedding,
                candidates[:quoted_from],
                index.words.rarity,
                self.embedder.embed_passages,
                outlets=sought.outlets,
                sources=sought.sources,
                again=partial(look_again, self.reader, query) if self.reader is not None else None,
                most=most,
            )
            ordered = newest_first(chosen, sought.asked, read=self.reader is not None)
            # What it is about is told by English words: other languages stay as they were found.
            english = [quote for quote in ordered if quote.article.language in ("", READ)]
            reports = compare_reports(query, english, index.words.rarity)
            foreign = [quote for quote in ordered if quote.article.language not in ("", READ)]
            if others and self.known:
                foreign += foreign_quotes(
                    Asked(question, asked_in, embedding),
                    others[:quoted_from],
                    self.known,
                    self.embedder,
                    index.words.rarity,
                    self.reranker,
                    most,
                )
            together = reports.values if reports.differing else 0
            best = among(reports.quotes, foreign, together)
        return Findings(
            index.generation,
            best,
            tuple(sorted((*candidates, *others), key=lambda c: -c.score) if others else candidates),
            reports.values,
            reports.differing,
            languages=self.known.codes if self.known else frozenset(),
        )

    def _is_judged_otherwise(self, candidate: Candidate, asked_in: str) -> bool:
        known = self.known
        return known is not None and known.judges(candidate.article.language, asked_in)

    def _may_be_elsewhere(self, sought: Sought, told: Findings) -> bool:
        """Whether news of the topic, of which English words find none, may be in others."""
        if self.known is None or not sought.asked.topic:
            return False
        shown = self.known.bounds.at_shown
        return all(quote.confidence < shown for quote in told.quotes)

    def _developments(self, sought: Sought, quotes: int) -> Findings:
        """What came of the topic lately, newest first, or how it came, in order."""
        asked, index = sought.asked, sought.index
        with self.timed(UNDERSTANDING):
            query = sought.query(asked.topic)
        if asked.topic:
            fused = self._fused(sought, query, self._embedded(query.spelt_out))
            candidates = self._looked_up(sought, fused, DEVELOPED_FROM)
        else:
            counted = index.in_stories(sought.stories)
            if sought.by is not None:
                counted = counted & sought.by
            rows = newest_rows(index.published, counted, DEVELOPED_FROM)
            hits = [Fused(row, 0.0, 0.0, 1.0) for row in rows]
            candidates = self._looked_up(sought, hits, DEVELOPED_FROM)
        if asked.stretches:  # "Any news this week?" is a no where there are none.
            candidates = [c for c in candidates if is_dated_then(c.article.published, asked)]
        with self.timed(CHOOSING):
            told = developments(
                query,
                candidates,
                index.words.rarity,
                max(MORE_DEVELOPMENTS, 2 * quotes) if asked.wants_news else max(3, quotes),
                newest_first=asked.wants_news,
                of_then=bool(asked.stretches),
            )
        return Findings(index.generation, tuple(told), tuple(candidates), in_order=True)

    def _embedded(self, question: str) -> Embeddings:
        with self.timed(EMBEDDING):
            return self.embedder.embed_question(question)

    def _fused(self, sought: Sought, query: Query, embedding: Embeddings) -> list[Fused]:
        index, by = sought.index, sought.by
        with self.timed(LEXICAL):
            lexical = index.words.scores(query.terms, query.variants)
            for language in index.words.languages:
                said = without_function_words(sought.asked.question, sought.asked_in)
                lexical += index.words.scores(tuple(dict.fromkeys(foreign_terms(said, language))))
            if sought.stories is not None:
                lexical = lexical * index.in_stories(sought.stories)
            if by is not None:
                lexical = lexical * by
        with self.timed(VECTOR):
            dense = index.nearest(embedding, DEPTH, sought.stories, by)
            if sought.asked.stretches:
                # The time that is asked for must be among what was found, however much there is.
                then = published_in(index.published, sought.asked.stretches)
                then = then if by is None else then & by
                of_then = index.nearest(embedding, DEPTH, sought.stories, then)
                dense = list(dict([*of_then, *dense]).items())
        return fuse(dense, lexical, DEPTH, index.of_sources(sought.outlets))

    def _looked_up(self, sought: Sought, fused: Sequence[Fused], count: int) -> list[Candidate]:
        """The best `count`, with what their dates are worth, best first."""
        asked, index = sought.asked, sought.index
        about = _period_of(fused, index)
        fused = sorted(
            fused, key=lambda hit: -hit.score - time_score(_at(index, hit), asked, about)
        )
        found: list[Candidate] = []
        # What several stories hold counts once, so more has to be looked up in its place.
        while fused and len(found) < count:
            some, fused = fused[: count - len(found)], fused[count - len(found) :]
            ids = index.passage_ids([hit.row for hit in some])
            with self.timed(LOOKUP):
                held = self.texts.passages(ids)
            for hit, id in zip(some, ids, strict=True):
                if id in held:
                    passage, article = held[id]
                    candidate = Candidate(passage, article, dense=hit.dense, score=hit.score)
                    score = time_score(article.published, asked, about, candidate.text)
                    found.append(replace(candidate, score=hit.score + score))
            found = without_doubles(found)
        found = [c for c in found if is_of_then(c.article.published, asked)] or found
        return sorted(found, key=lambda c: -c.score)


def _sought(
    question: str,
    index: PassageIndex,
    stories: Collection[str] | None,
    asked_on: datetime | None,
    aliases: Sequence[Sequence[str]],
    about: str,
    asked_in: str = READ,
) -> Sought:
    mentions = index.outlets_named_in(question)
    outlets = frozenset(outlet for each in mentions for outlet in each.outlets)
    text = without_attribution(question, mentions)
    return Sought(
        index=index,
        # Days and "the latest" are told by English words.
        asked=moments(text, asked_on) if asked_in == READ else Moments(question, is_short=False),
        stories=stories,
        by=published_by(index.published, asked_on),
        outlets=outlets,
        sources=outlets if text != question else frozenset(),
        aliases=aliases,
        mentions=[(question[m.start : m.end], *m.outlets) for m in mentions],
        about=about,
        asked_in=asked_in,
    )


def _period_of(fused: Sequence[Fused], index: PassageIndex) -> Period | None:
    """When that was published which was found on the question."""
    enough = TOPICAL * max((hit.score for hit in fused), default=0.0)
    return period(_at(index, hit) for hit in fused if hit.score >= enough)


def _at(index: PassageIndex, hit: Fused) -> datetime | None:
    return moment_of(int(index.published[hit.row]))
