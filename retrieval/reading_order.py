"""Candidates, and what reads or re-ranks them → their order. Pure but for the models."""

from collections.abc import Sequence
from dataclasses import replace

from retrieval.candidates import Candidate
from retrieval.embedding import Reranker
from retrieval.pairs import article_heading
from retrieval.passages import embedded_text
from retrieval.questions import Query
from retrieval.reader import Reader

# Weight of the reader's relevance, a logit, beside the fused score, in the order of passages; the
# reader was taught short questions, so that one of more than so many terms, which joins several, is
# left to search more and more. Measured: benchmarks/README.md.
RELEVANCE_WEIGHT = 0.25
SHORT_QUESTION = 6


def read(reader: Reader, query: Query, candidates: Sequence[Candidate]) -> list[Candidate]:
    """The candidates with their readings, in the same order."""
    readings = reader.read(
        query.read_text, [(article_heading(c.article), c.text) for c in candidates]
    )
    return [replace(c, reading=found) for c, found in zip(candidates, readings, strict=True)]


def by_relevance(query: Query, read: Sequence[Candidate]) -> list[Candidate]:
    """What was read, in the order that fused score and relevance give it together."""
    weight = RELEVANCE_WEIGHT * min(1.0, SHORT_QUESTION / max(1, len(query.terms))) ** 2

    def score(candidate: Candidate) -> float:
        relevance = candidate.reading.relevance if candidate.reading else 0.0
        return candidate.score + weight * relevance

    return sorted(read, key=lambda c: -score(c))


def reranked(reranker: Reranker, question: str, candidates: Sequence[Candidate]) -> list[Candidate]:
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
