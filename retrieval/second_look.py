"""The best sentences → the same, each read once more among its neighbours alone, better ordered.

A passage holds a dozen sentences, and what the reader says of one leans on the others; in a window
of its own it is read as if for the first time. Reading four costs a fifth more and puts the right
sentence first more often: benchmarks/README.md.
"""

import math
from collections.abc import Sequence
from dataclasses import replace

from retrieval.articles import Article
from retrieval.headlines import HEADLINE
from retrieval.pairs import article_heading
from retrieval.questions import Query
from retrieval.ranking import SHARE_WEIGHT, Ranked, shortness
from retrieval.reader import Reader
from retrieval.readings import Reading
from retrieval.sentences import Span, sentence_spans

LOOKED_AT = 4
MASS_WEIGHT = 0.5
# A window is the sentence and its neighbours, unless they are long.
LONGEST_WINDOW = 700  # characters
# Where only the headline says so, it is quoted: a sentence is preferred.
HEADLINE_PENALTY = 5.0


def look_again(reader: Reader, query: Query, ranked: Sequence[Ranked]) -> list[Ranked]:
    """`ranked`, best first, with the first `LOOKED_AT` in the order that both readings give them
    together, their headlines among them; the others stay behind."""
    first, others = ranked[:LOOKED_AT], ranked[LOOKED_AT:]
    if len(first) < 2:
        return list(ranked)
    windows = [_window(one.article, one.span) for one in first]
    headed = _headed(first)
    readings = reader.read(
        query.read_text,
        [
            *(
                (article_heading(one.article), one.article.text[start:end])
                for one, (start, end) in zip(first, windows, strict=True)
            ),
            *(
                (article_heading(replace(one.article, title="")), one.article.title)
                for one in headed
            ),
        ],
    )
    masses = [
        reading.mass_in(one.span[0] - window[0], one.span[1] - window[0])
        for one, window, reading in zip(first, windows, readings, strict=False)
    ]
    # Where the reader's room ended before the sentence, it says nothing of it.
    seen = [mass for mass in masses if math.isfinite(mass)]
    mean = sum(seen) / max(1, len(seen))
    weight = MASS_WEIGHT * shortness(query)
    moved = [
        replace(one, score=one.score + weight * (mass - mean), closer=reading.answerability)
        if math.isfinite(mass)
        else one
        for one, mass, reading in zip(first, masses, readings, strict=False)
    ]
    lowest = min(one.score for one in moved)
    looked = dict(zip((id(one) for one in first), zip(moved, masses, strict=True), strict=True))
    moved += [
        _headline(*looked[id(one)], reading, shortness(query))
        for one, reading in zip(headed, readings[len(first) :], strict=True)
        if math.isfinite(looked[id(one)][1])
    ]
    moved.sort(key=lambda one: -one.score)
    return [*moved, *(replace(one, score=min(one.score, lowest)) for one in others)]


def _headed(first: Sequence[Ranked]) -> list[Ranked]:
    """The best sentence of each article whose headline is no part of its text."""
    best: dict[str, Ranked] = {}
    for one in first:
        title = one.article.title.strip()
        if title and title not in one.article.text:
            best.setdefault(one.article.id, one)
    return list(best.values())


def _headline(sentence: Ranked, mass: float, reading: Reading, short: float) -> Ranked:
    """The headline in the place of its article's best sentence, better by as much as it is read to
    be, less what a headline must be better by."""
    title = sentence.article.title
    answer = reading.answer_in(0, len(title))
    of_title = reading.mass_in(0, len(title))
    return replace(
        sentence,
        span=HEADLINE,
        score=sentence.score + SHARE_WEIGHT * short * (of_title - mass) - HEADLINE_PENALTY,
        answer=answer[0] if answer else None,
        mass=of_title,
        closer=reading.answerability,
    )


def _window(article: Article, span: Span) -> Span:
    spans = sentence_spans(article.text, article.language)
    at = next(n for n, one in enumerate(spans) if one[1] > span[0])
    start, end = spans[max(0, at - 1)][0], spans[min(len(spans) - 1, at + 1)][1]
    return (start, end) if end - start <= LONGEST_WINDOW else span
