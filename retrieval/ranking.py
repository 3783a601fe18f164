"""Passages, read or not → the sentences of their articles that answer best, over all of them. Pure.

The reader's scores compare across passages, so that the best sentence anywhere comes first.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace

import numpy as np

from retrieval.articles import Article
from retrieval.candidates import Candidate
from retrieval.denials import denies
from retrieval.embedding import Embeddings
from retrieval.headlines import words_at
from retrieval.line_kinds import is_fragment, may_answer
from retrieval.person_names import introduces, who_is
from retrieval.questions import Query
from retrieval.sentences import Span, sentence_spans
from retrieval.terms import distinct_terms
from retrieval.totals import asks_total, states_total
from retrieval.wanted import Wanted

# Of a sentence in a passage that was read: the log of its share of the answer, the passage's fused
# score, the share of the question's terms in the sentence, and in sentence and headline. The reader
# was taught short questions: one of more than so many terms, which joins several, is left to its
# words more and more. Fitted on three sets: benchmarks/README.md.
SHARE_WEIGHT, FUSED_WEIGHT = 0.67, 1.8
COVERED_WEIGHT, HEADED_WEIGHT = 0.9, 0.8
LONG_COVERED_WEIGHT, LONG_HEADED_WEIGHT = 11.0, 19.0
SHORT_QUESTION = 6
# Headlines and captions have no full stop and are no sentences; "how many … nobody could say" is
# near the question and holds no figure.
FRAGMENT_PENALTY, NO_FIGURE_PENALTY = 1.7, 0.3
# "Who is Ana Sol?" wants the sentence that says so, "in total" the one that states a total.
TOLD_BONUS = 4.0
# "Who resigned?" is not answered by who did not.
DENIED_PENALTY = 8.0
# "According to the Wire" wants the Wire's own words, or none.
OUTLET_BONUS = 12.0

# The same where nothing was read; the cosine is that of question and sentence.
UNREAD_FUSED_WEIGHT, UNREAD_COSINE_WEIGHT, TITLE_SHARE = 0.5, 0.5, 0.75
UNREAD_PENALTY = 0.2
# Embedding sentences is most of a question's time; beyond the best four it changes nothing.
EMBEDDED_SENTENCES = 4


@dataclass(frozen=True, slots=True)
class Ranked:
    """A sentence that may answer: `span` and `answer`, the likeliest answering words in it, lie in
    its article's text, or, where `span` is `HEADLINE`, the latter in its headline.

    `answer` is None where nothing was read. `mass`: `Reading.mass_in` of the sentence; `share`: the
    probability, 0 … 1, that the answer stands here and not in another sentence that was read;
    `cosine` to the question where nothing was; `closer`: answerability by a second look, a logit.
    """

    candidate: Candidate
    span: Span
    score: float
    answer: Span | None = None
    mass: float = 0.0
    share: float = 0.0
    cosine: float = 0.0
    closer: float | None = None

    @property
    def article(self) -> Article:
        return self.candidate.article

    @property
    def text(self) -> str:
        return words_at(self.article, *self.span)


def ranked(
    query: Query,
    question_embedding: Embeddings,
    candidates: Sequence[Candidate],
    rarity: Callable[[str], float],
    embed: Callable[[Sequence[str]], Embeddings],
    outlets: Collection[str] = (),
) -> list[Ranked]:
    """Every sentence of the candidates' passages, best first.

    Where some candidates were read, the others don't count. `rarity`: a term's weight, 0 … 1;
    `embed`: sentences to rows of length 1; `outlets`: those by whose
    words alone the question is to be answered.
    """
    read = [candidate for candidate in candidates if candidate.reading is not None]
    if read:
        return _by_reading(query, read, rarity, outlets)
    return _by_words(query, question_embedding, candidates, rarity, embed)


def shortness(query: Query) -> float:
    """How much the reader counts, 0 … 1: it was taught short questions."""
    return min(1.0, SHORT_QUESTION / max(1, len(query.terms)))


def share_of_terms(
    asked: Sequence[str] | frozenset[str], there: set[str], rarity: Callable[[str], float]
) -> float:
    """The share of `asked` that is `there`, each weighed by its rarity; 0 of nothing."""
    whole = sum(rarity(term) for term in asked)
    return sum(rarity(term) for term in asked if term in there) / whole if whole else 0.0


def _by_reading(
    query: Query,
    read: Sequence[Candidate],
    rarity: Callable[[str], float],
    outlets: Collection[str],
) -> list[Ranked]:
    short = shortness(query)
    found: list[Ranked] = []
    for candidate in read:
        reading, offset = candidate.reading, candidate.passage.start
        assert reading is not None  # noqa: S101 - these were read
        headed = distinct_terms(candidate.article.title)
        for start, end in _sentences(candidate):
            mass = reading.mass_in(start - offset, end - offset)
            answer = reading.answer_in(start - offset, end - offset)
            if answer is None:
                continue
            (first, last), _ = answer
            text = candidate.article.text[start:end]
            said = query.with_meant(distinct_terms(text))
            covered = share_of_terms(query.terms, said, rarity)
            with_title = share_of_terms(query.terms, said | headed, rarity)
            score = SHARE_WEIGHT * short * mass + FUSED_WEIGHT * candidate.score
            score += (COVERED_WEIGHT * short + LONG_COVERED_WEIGHT * (1 - short)) * covered
            score += (HEADED_WEIGHT * short + LONG_HEADED_WEIGHT * (1 - short)) * with_title
            score -= _penalty(
                query, candidate.article, (start, end), FRAGMENT_PENALTY, NO_FIGURE_PENALTY
            )
            score += TOLD_BONUS * _tells(query, text)
            score -= DENIED_PENALTY * denies(query, text)
            score += OUTLET_BONUS * (candidate.article.source in outlets)
            place = (first + offset, last + offset)
            found.append(Ranked(candidate, (start, end), score, place, mass))
    if not found:
        return []
    masses = np.array([one.mass for one in found])
    raised = np.exp(masses - masses.max())
    shares = (raised / raised.sum()).tolist()
    whole = [replace(one, share=share) for one, share in zip(found, shares, strict=True)]
    return sorted(whole, key=lambda one: -one.score)


def _by_words(
    query: Query,
    question_embedding: Embeddings,
    candidates: Sequence[Candidate],
    rarity: Callable[[str], float],
    embed: Callable[[Sequence[str]], Embeddings],
) -> list[Ranked]:
    found: list[Ranked] = []
    for candidate in candidates:
        headed = distinct_terms(candidate.article.title)
        for start, end in _sentences(candidate):
            text = candidate.article.text[start:end]
            said = query.with_meant(distinct_terms(text))
            score = UNREAD_FUSED_WEIGHT * candidate.score
            score += (1 - TITLE_SHARE) * share_of_terms(query.terms, said, rarity)
            score += TITLE_SHARE * share_of_terms(query.terms, said | headed, rarity)
            score -= _penalty(
                query, candidate.article, (start, end), UNREAD_PENALTY, UNREAD_PENALTY
            )
            found.append(Ranked(candidate, (start, end), score))
    found.sort(key=lambda one: -one.score)
    if not found:
        return []
    near = embed([one.text for one in found[:EMBEDDED_SENTENCES]]) @ question_embedding
    # Sentences that were not embedded count as near as the farthest that was.
    cosines = [*map(float, near), *([float(near.min())] * (len(found) - len(near)))]
    moved = [
        replace(one, score=one.score + UNREAD_COSINE_WEIGHT * cosine, cosine=cosine)
        for one, cosine in zip(found, cosines, strict=True)
    ]
    return sorted(moved, key=lambda one: -one.score)


def _sentences(candidate: Candidate) -> list[Span]:
    """The article's sentences that are in the passage, whole even where it ends, and may answer."""
    passage, article = candidate.passage, candidate.article
    return [
        (start, end)
        for start, end in sentence_spans(article.text, article.language)
        if start < passage.end and end > passage.start and may_answer(article, (start, end))
    ]


def _tells(query: Query, text: str) -> bool:
    """Whether the sentence is of the kind that is asked for: who somebody is, or a total."""
    name = who_is(query.text)
    if name:
        return introduces(name, text)
    return asks_total(query) and states_total(text)


def _penalty(
    query: Query, article: Article, span: Span, fragment: float, no_figure: float
) -> float:
    penalty = fragment if is_fragment(article, span) else 0.0
    text = article.text[slice(*span)]
    if query.wanted in (Wanted.QUANTITY, Wanted.TIME) and query.kind_in(text) < 0:
        penalty += no_figure
    return penalty
