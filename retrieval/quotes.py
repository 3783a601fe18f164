"""Candidates → the exact words worth quoting. Pure."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from retrieval.answer_words import tidy_answer
from retrieval.articles import Article
from retrieval.candidates import Candidate
from retrieval.confidence import ReadSigns, Signs, confidence, share, signs
from retrieval.embedding import Embeddings
from retrieval.highlights import highlight
from retrieval.line_kinds import is_fragment, may_answer
from retrieval.links import quote_link
from retrieval.near_copies import collapse, is_copied, plain_words
from retrieval.questions import Query, Wanted
from retrieval.sentences import Span, sentence_spans
from retrieval.terms import distinct_terms
from retrieval.whole_quotes import whole

# Weights of the passage's fused score, the sentence's share of the question's terms and its
# cosine. Measured: benchmarks/README.md.
PASSAGE_WEIGHT, COVERAGE_WEIGHT, COSINE_WEIGHT = 0.5, 1.0, 0.5
# Where the reader read, the chance that the answer is here counts instead of the cosine, and the
# question's terms count less.
ANSWER_WEIGHT, READ_COVERAGE_WEIGHT = 0.3, 0.5
# What the headline names, the article's sentences need not repeat: "the center would be headed by".
TITLE_SHARE = 0.75
# Embedding sentences is most of a question's time; beyond the best four it changes nothing.
EMBEDDED_SENTENCES = 4
# Headlines and captions have no full stop and are no sentences.
FRAGMENT_PENALTY = 0.2
# "How many … nobody could say" is near the question and holds no figure.
NO_FIGURE_PENALTY = 0.2


@dataclass(frozen=True, slots=True)
class Quote:
    """`text` is `article.text[start:end]`, one to `MOST_SENTENCES` whole sentences, or
    the article's title, with the place `HEADLINE`.

    `highlight` holds the answering words as spans relative to `text`; `link` opens the page at
    the quote; `score` ranks quotes of one question; `confidence` is the probability that this one
    answers; `also_in` are articles that print the same words.
    """

    article: Article
    start: int
    end: int
    text: str
    highlight: tuple[Span, ...]
    link: str
    score: float
    confidence: float
    also_in: tuple[Article, ...]


@dataclass(frozen=True, slots=True)
class _Sentence:
    candidate: Candidate
    place: int  # among the sentences of its passage
    span: Span
    score: float  # without its cosine

    @property
    def key(self) -> tuple[str, int]:
        return self.candidate.passage.id, self.place


def choose_quotes(
    query: Query,
    question_embedding: Embeddings,
    candidates: Sequence[Candidate],
    rarity: Callable[[str], float],
    embed: Callable[[Sequence[str]], Embeddings],
    confident: Callable[[Signs | ReadSigns], float] = confidence,
) -> list[Quote]:
    """The best quote of each article, best first; near-copies become one quote.

    `candidates`: best first; `embed`: sentences to rows of length 1; `rarity`: a term's weight;
    `confident`: what is known of a quote to the probability that it answers.
    """
    kept = collapse(candidates)
    copies = {candidate.passage.id: articles for candidate, articles in kept}
    sentences = sorted(
        (s for candidate, _ in kept for s in _sentences(query, candidate, rarity)),
        key=lambda s: -s.score,
    )
    if not sentences:
        return []
    cosine, farthest = {}, 0.0
    if not all(candidate.reading for candidate, _ in kept):
        cosine = _cosines(sentences[:EMBEDDED_SENTENCES], question_embedding, embed)
        # Sentences that were not embedded count as near as the farthest that was.
        farthest = min(cosine.values())

    def cosine_of(sentence: _Sentence) -> float:
        return cosine.get(sentence.key, farthest)

    score = {s.key: s.score + COSINE_WEIGHT * cosine_of(s) for s in sentences}
    quotes: list[Quote] = []
    quoted: set[str] = set()
    for best in sorted(sentences, key=lambda s: -score[s.key]):
        article = best.candidate.article
        if article.id in quoted:
            continue
        start, end = whole(article, _answer_place(best), best.span)
        text = article.text[start:end]
        # The other articles may print these very words though another passage of theirs ranked.
        same = [*copies[best.candidate.passage.id], *(c.article for c, _ in kept)]
        nearly = _nearly_printing(text, article, same)
        quoted |= {article.id, *(copy.id for copy in nearly)}
        # Collapsed, but not named: a copy of which a figure was corrected says something else.
        also_in = tuple(copy for copy in nearly if plain_words(text) in plain_words(copy.text))
        answer, chance = _answer(best.candidate, start, end)
        answer = tidy_answer(query, text, answer) if answer else None
        found = signs(query, best.candidate, text, cosine_of(best), chance, rarity)
        quotes.append(
            Quote(
                article=article,
                start=start,
                end=end,
                text=text,
                highlight=(answer,) if answer else highlight(query, text),
                link=quote_link(article.url, article.text, start, end),
                score=score[best.key],
                confidence=confident(found),
                also_in=also_in,
            )
        )
    return quotes


def _cosines(
    sentences: Sequence[_Sentence],
    question_embedding: Embeddings,
    embed: Callable[[Sequence[str]], Embeddings],
) -> dict[tuple[str, int], float]:
    cosines = embed([_words_of(s) for s in sentences]) @ question_embedding
    return {s.key: float(c) for s, c in zip(sentences, cosines, strict=True)}


def _sentences(
    query: Query, candidate: Candidate, rarity: Callable[[str], float]
) -> list[_Sentence]:
    offset = candidate.passage.start
    titled = distinct_terms(candidate.article.title)
    found = []
    for place, (start, end) in enumerate(sentence_spans(candidate.text)):
        if not may_answer(candidate.article, (offset + start, offset + end)):
            continue
        text = candidate.text[start:end]
        score = PASSAGE_WEIGHT * candidate.score
        said = distinct_terms(text)
        covered = (1 - TITLE_SHARE) * share(query.terms, said, rarity)
        covered += TITLE_SHARE * share(query.terms, said | titled, rarity)
        score += (READ_COVERAGE_WEIGHT if candidate.reading else COVERAGE_WEIGHT) * covered
        span = offset + start, offset + end
        score -= FRAGMENT_PENALTY if is_fragment(candidate.article, span) else 0
        if candidate.reading:
            score += ANSWER_WEIGHT * candidate.reading.share_in(start, end)
        if query.wanted in (Wanted.QUANTITY, Wanted.TIME) and query.kind_in(text) < 0:
            score -= NO_FIGURE_PENALTY
        found.append(_Sentence(candidate, place, (offset + start, offset + end), score))
    return found


def _words_of(sentence: _Sentence) -> str:
    start, end = sentence.span
    return sentence.candidate.article.text[start:end]


def _answer_place(best: _Sentence) -> Span:
    """Where the reader's answer stands in the article, else the sentence itself."""
    answer, _ = _answer(best.candidate, *best.span)
    return (best.span[0] + answer[0], best.span[0] + answer[1]) if answer else best.span


def _answer(candidate: Candidate, start: int, end: int) -> tuple[Span | None, float]:
    """The answer that the reader found in the quote `[start, end)` of the article, relative to the
    quote, and its probability; None and 0 where the reader didn't read."""
    offset = candidate.passage.start
    found = candidate.reading and candidate.reading.answer_in(start - offset, end - offset)
    if not found:
        return None, 0.0
    (first, last), chance = found
    return (first + offset - start, last + offset - start), chance


def _nearly_printing(text: str, article: Article, others: Sequence[Article]) -> tuple[Article, ...]:
    """The other articles that print `text`, a few words apart, each once."""
    part = plain_words(text)
    unique = {other.id: other for other in others if other.id != article.id}
    return tuple(o for o in unique.values() if is_copied(part, plain_words(o.text)))
