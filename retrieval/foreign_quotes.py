"""Passages that English rules and the shipped reader don't know → whole sentences of them.

What answers is told by a model that knows their language, and by the words that question and
sentence share: names, and all where both are in one language. No rule about English words is asked.
Pure but for the models.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from retrieval.candidates import Candidate
from retrieval.embedding import Embedder, Embeddings, Reranker
from retrieval.foreign_terms import foreign_terms, without_function_words
from retrieval.headlines import link_at
from retrieval.known_languages import KnownLanguages
from retrieval.languages import READ
from retrieval.line_kinds import may_answer
from retrieval.near_copies import collapse, is_copy
from retrieval.passages import embedded_text
from retrieval.quotes import QUOTES_OF_ARTICLE, Quote
from retrieval.ranking import share_of_terms
from retrieval.sentences import Span, sentence_spans
from retrieval.terms import terms

# Across languages no words tell which sentence it is, so that more are embedded than in English.
EMBEDDED_SENTENCES = 24
# How much shared words add to the nearness.
WORDS_WEIGHT = 0.3
# People rather read what is in the language that they ask in.
SAME_LANGUAGE_BONUS = 0.2
# How much farther off another sentence of an article may be and still be quoted.
SLACK_IN_ARTICLE = 0.1


@dataclass(frozen=True, slots=True)
class Asked:
    """A question, the language that it is in, and its vector, shape `(dimensions,)`."""

    text: str
    language: str
    embedding: Embeddings


def foreign_quotes(
    asked: Asked,
    candidates: Sequence[Candidate],
    known: KnownLanguages,
    embedder: Embedder,
    rarity: Callable[[str], float],
    reranker: Reranker | None = None,
    most: int = 8,
) -> list[Quote]:
    """The `most` best, best first, each one whole sentence. `candidates`: best first; `reranker`:
    says in place of the cosines how well a passage answers."""
    kept = collapse(candidates)
    sentences = _sentences(asked, [candidate for candidate, _ in kept], rarity)
    if not sentences:
        return []
    copies = {candidate.passage.id: articles for candidate, articles in kept}
    relevance = _relevance(asked, [candidate for candidate, _ in kept], reranker)
    texts = [text for _, _, text, _ in sentences]
    cosines = np.nan_to_num(embedder.embed_passages(texts) @ asked.embedding)
    ranked = sorted(
        (
            (*_nearness(known, float(cosine), share, candidate, relevance), candidate, span, text)
            for (candidate, span, text, share), cosine in zip(sentences, cosines, strict=True)
        ),
        key=lambda one: -one[0] - _bonus(asked, one[2]),
    )
    quotes: list[Quote] = []
    of_article: dict[str, list[float]] = {}
    for score, nearness, candidate, (start, end), text in ranked:
        article = candidate.article
        if len(quotes) == most:
            break
        told = of_article.setdefault(article.id, [])
        if len(told) == QUOTES_OF_ARTICLE or (told and score < told[0] - SLACK_IN_ARTICLE):
            continue
        if any(_same(text, quote) for quote in quotes):
            continue
        told.append(score)
        quotes.append(
            Quote(
                article=article,
                start=start,
                end=end,
                text=text,
                highlight=(),
                link=link_at(article, start, end),
                score=score,
                confidence=known.bounds.confidence(nearness),
                also_in=tuple(c for c in copies[candidate.passage.id] if text in c.text),
                claimable=known.bounds.claims(nearness),
            )
        )
    return quotes


def _sentences(
    asked: Asked, candidates: Sequence[Candidate], rarity: Callable[[str], float]
) -> list[tuple[Candidate, Span, str, float]]:
    """Those that may answer, with the share of the question's words in each."""
    found = []
    for candidate in candidates:
        passage, article = candidate.passage, candidate.article
        language = article.language or READ
        plain = without_function_words(asked.text, asked.language)
        wanted = tuple(dict.fromkeys(_terms(plain, language)))
        if language != asked.language:
            # Only what that language has at all can be there or missing.
            wanted = tuple(term for term in wanted if rarity(term) < 1)
        for start, end in sentence_spans(article.text, language):
            inside = start < passage.end and end > passage.start
            if inside and may_answer(article, (start, end)):
                text = article.text[start:end]
                # Of names at least languages have the same.
                said = set(_terms(f"{article.title}\n{text}", language))
                share = share_of_terms(wanted, said, rarity)
                found.append((candidate, (start, end), text, share))
    found.sort(key=lambda one: -(one[0].score + one[3]))
    return found[:EMBEDDED_SENTENCES]


def _terms(text: str, language: str) -> list[str]:
    return terms(text) if language == READ else foreign_terms(text, language)


def _relevance(
    asked: Asked, candidates: Sequence[Candidate], reranker: Reranker | None
) -> dict[str, float]:
    if reranker is None:
        return {}
    read = [embedded_text(candidate.article, candidate.passage) for candidate in candidates]
    told = reranker.relevance(asked.text, read).tolist()
    return {c.passage.id: float(one) for c, one in zip(candidates, told, strict=True)}


def _nearness(
    known: KnownLanguages,
    cosine: float,
    share: float,
    candidate: Candidate,
    relevance: dict[str, float],
) -> tuple[float, float]:
    """(what ranks sentences of one question, how near the sentence and its passage are)."""
    near = known.nearness((cosine + candidate.dense) / 2)
    near += WORDS_WEIGHT * share * (1 - near)
    told = relevance.get(candidate.passage.id, near)
    return told + near, told


def _bonus(asked: Asked, candidate: Candidate) -> float:
    return SAME_LANGUAGE_BONUS if (candidate.article.language or READ) == asked.language else 0.0


def _same(text: str, quote: Quote) -> bool:
    return text == quote.text or is_copy(text, quote.text)
