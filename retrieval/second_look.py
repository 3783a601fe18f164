"""The best sentences → the same, each read once more among its neighbours alone, better ordered.

A passage holds a dozen sentences, and what the reader says of one leans on the others; in a window
of its own it is read as if for the first time. Reading four costs a fifth more and puts the right
sentence first more often: benchmarks/README.md.
"""

import math
from collections.abc import Sequence
from dataclasses import replace

from retrieval.articles import Article
from retrieval.pairs import article_heading
from retrieval.questions import Query
from retrieval.ranking import Ranked, shortness
from retrieval.reader import Reader
from retrieval.sentences import Span, sentence_spans

LOOKED_AT = 4
MASS_WEIGHT = 0.5
# A window is the sentence and its neighbours, unless they are long.
LONGEST_WINDOW = 700  # characters


def look_again(reader: Reader, query: Query, ranked: Sequence[Ranked]) -> list[Ranked]:
    """`ranked`, best first, with the first `LOOKED_AT` in the order that both readings give them
    together; the others stay behind them."""
    first, others = ranked[:LOOKED_AT], ranked[LOOKED_AT:]
    if len(first) < 2:
        return list(ranked)
    windows = [_window(one.article, one.span) for one in first]
    readings = reader.read(
        query.read_text,
        [
            (article_heading(one.article), one.article.text[start:end])
            for one, (start, end) in zip(first, windows, strict=True)
        ],
    )
    masses = [
        reading.mass_in(one.span[0] - window[0], one.span[1] - window[0])
        for one, window, reading in zip(first, windows, readings, strict=True)
    ]
    # Where the reader's room ended before the sentence, it says nothing of it.
    seen = [mass for mass in masses if math.isfinite(mass)]
    mean = sum(seen) / max(1, len(seen))
    weight = MASS_WEIGHT * shortness(query)
    moved = [
        replace(one, score=one.score + weight * (mass - mean), closer=reading.answerability)
        if math.isfinite(mass)
        else one
        for one, mass, reading in zip(first, masses, readings, strict=True)
    ]
    moved.sort(key=lambda one: -one.score)
    lowest = moved[-1].score
    return [*moved, *(replace(one, score=min(one.score, lowest)) for one in others)]


def _window(article: Article, span: Span) -> Span:
    spans = sentence_spans(article.text)
    at = next(n for n, one in enumerate(spans) if one[1] > span[0])
    start, end = spans[max(0, at - 1)][0], spans[min(len(spans) - 1, at + 1)][1]
    return (start, end) if end - start <= LONGEST_WINDOW else span
