"""An article and what a story held before → the one or two sentences of it that are new. Pure.

Words decide first: a sentence whose runs of words stood in an earlier article is a copy, and one
that brings no figure, name or other word that the story did not have says nothing new. Of the
sentences that remain, vectors tell which matter to the story and are unlike what it held.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np

from retrieval.articles import Article, Story
from retrieval.closeness import Embed, item_text
from retrieval.embedding import Embeddings
from retrieval.languages import READ
from retrieval.links import quote_link
from retrieval.near_copies import COPY_SHARE, RUN_WORDS, plain_words
from retrieval.numbers import numbers_in
from retrieval.quotable import Sentence, quotable
from retrieval.quotes import Quote
from retrieval.sentences import Span, sentence_spans
from retrieval.terms import FUNCTION_WORDS, distinct_terms

# Chosen by reading what the shipped stories give.
NEW_WORDS_WEIGHT, UNLIKE_WEIGHT, MATTERS_WEIGHT, ABOUT_WEIGHT, LEAD_WEIGHT = 0.6, 0.4, 0.5, 0.7, 0.4
LEANING_PENALTY = 0.3
# Less of its words new, and it tells again what the story held.
FEWEST_NEW = 0.2
# News is told from the top: half of the bonus is gone after this many sentences.
LEAD_HALVES_AFTER = 3
EMBEDDED_SENTENCES = 8
# How much less the second sentence may be worth, and how like the first.
SECOND_SHARE, SECOND_LIKENESS = 0.85, 0.8

_FUNCTION_TERMS = distinct_terms(" ".join(FUNCTION_WORDS))


@dataclass(slots=True)
class Held:
    """The words that a story held: grows article by article."""

    sentences: int = 0
    sentences_with: dict[str, list[int]] = field(default_factory=dict)  # by term
    runs: set[str] = field(default_factory=set)
    figures: set[float] = field(default_factory=set)

    def add(self, article: Article) -> None:
        self.runs |= _runs(article.text)
        self.figures |= _figures(article.text)
        for start, end in sentence_spans(article.text, article.language):
            for term in _content(article.text[start:end]):
                self.sentences_with.setdefault(term, []).append(self.sentences)
            self.sentences += 1

    def share_new(self, said: set[str]) -> float:
        """The share of the words that the one sentence which says most of them does not."""
        places = [self.sentences_with[term] for term in said if term in self.sentences_with]
        if not places:
            return 1.0
        return 1 - int(np.bincount(np.concatenate(places)).max()) / len(said)


@dataclass(frozen=True, slots=True)
class Ranked:
    """A sentence that is new by its words, and how much it is worth by them."""

    sentence: Sentence
    score: float


def new_sentences(
    article: Article,
    earlier: Sequence[Article],
    earlier_vectors: Embeddings,
    story: Story,
    embed: Embed,
) -> tuple[Quote, ...]:
    """One or two whole sentences of `article`, in the order of the text; two that are adjacent are
    one quote. Empty where it says nothing that `earlier` did not.

    `earlier_vectors`: of the earlier articles' passages, shape `(n, d)`, n may be 0.
    """
    held = holding(a for a in earlier if a.id != article.id)
    best = by_words(article, held, story)[:EMBEDDED_SENTENCES]
    if not best:
        return ()
    vectors = embed(
        [
            item_text(story.title, story.summary),
            item_text(article.title, article.text),
            *(ranked.sentence.text for ranked in best),
        ]
    )
    scores = by_meaning(best, vectors[2:], vectors[0], vectors[1], earlier_vectors)
    order = sorted(range(len(best)), key=lambda n: -scores[n])
    chosen = [order[0]]
    for n in order[1:]:
        alike = float(vectors[2 + n] @ vectors[2 + order[0]])
        if scores[n] >= SECOND_SHARE * scores[order[0]] and alike <= SECOND_LIKENESS:
            chosen.append(n)
            break
    return _quotes(article, [(best[n].sentence, scores[n]) for n in chosen])


def holding(articles: Iterable[Article]) -> Held:
    """What these articles say, as words."""
    held = Held()
    for article in articles:
        held.add(article)
    return held


def by_words(article: Article, held: Held, story: Story, most: int | None = None) -> list[Ranked]:
    """Of the first `most` sentences, or all, those that are no copies and have new words; the most
    promising first."""
    about = _content(article.title) | _content(story.title) | _content(story.summary)
    found = []
    for rank, sentence in enumerate(quotable(article.text, article.title, article.language)[:most]):
        said = _content(sentence.text)
        share = held.share_new(said) if said else 0.0
        # "Nineteen injured" is news though the rest is word for word what "seven injured" stood in.
        another_figure = bool(said) and not _figures(sentence.text) <= held.figures
        if not another_figure and (share < FEWEST_NEW or _copied(sentence.text, held)):
            continue
        score = NEW_WORDS_WEIGHT * share
        score += ABOUT_WEIGHT * len(said & about) / len(said)
        score += LEAD_WEIGHT * 0.5 ** (rank / LEAD_HALVES_AFTER)
        score -= LEANING_PENALTY if sentence.leans else 0
        found.append(Ranked(sentence, score))
    return sorted(found, key=lambda ranked: -ranked.score)


def by_meaning(
    ranked: Sequence[Ranked],
    vectors: Embeddings,
    story: Embeddings,
    lead: Embeddings,
    earlier_vectors: Embeddings,
) -> list[float]:
    """The scores by words, with how near each sentence (a row of `vectors`) is to the story and to
    what the article is about, and how unlike anything that the story held."""
    matters = (vectors @ story + vectors @ lead) / 2
    unlike = np.zeros(len(ranked), dtype=np.float32)
    if len(earlier_vectors):
        unlike = 1 - np.max(vectors @ earlier_vectors.T, axis=1)
    words_say = np.array([one.score for one in ranked])
    return [float(s) for s in words_say + MATTERS_WEIGHT * matters + UNLIKE_WEIGHT * unlike]


def quote_of(article: Article, span: Span, score: float) -> Quote:
    """The words at `span`, certain since nobody asked."""
    start, end = span
    return Quote(
        claimable=article.language in ("", READ),
        article=article,
        start=start,
        end=end,
        text=article.text[start:end],
        highlight=(),
        link=quote_link(article.url, article.text, start, end, article.title),
        score=score,
        confidence=1.0,
        also_in=(),
    )


def _quotes(article: Article, chosen: Sequence[tuple[Sentence, float]]) -> tuple[Quote, ...]:
    parts = sorted(chosen, key=lambda part: part[0].place)
    (first, score), (last, other) = parts[0], parts[-1]
    if last.place - first.place == 1 and first.paragraph == last.paragraph:
        return (quote_of(article, (first.span[0], last.span[1]), max(score, other)),)
    return tuple(quote_of(article, part.span, worth) for part, worth in parts)


def _content(text: str) -> set[str]:
    return distinct_terms(text) - _FUNCTION_TERMS


def _figures(text: str) -> set[float]:
    return {number.value for number in numbers_in(text)}


def _runs(text: str) -> set[str]:
    said = plain_words(text).split()
    return {" ".join(said[n : n + RUN_WORDS]) for n in range(len(said) - RUN_WORDS + 1)}


def _copied(text: str, held: Held) -> bool:
    """As `near_copies.is_copied`, but against all that was held at once."""
    runs = _runs(text)
    return bool(runs) and len(runs & held.runs) >= COPY_SHARE * len(runs)
