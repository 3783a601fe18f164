"""Candidates → the exact words worth quoting. Pure."""

import math
from collections import Counter
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

from retrieval.answer_words import tidy_answer
from retrieval.articles import Article
from retrieval.candidates import Candidate
from retrieval.confidence import ReadSigns, Signs, confidence, signs
from retrieval.embedding import Embeddings
from retrieval.headlines import HEADLINE, link_at, words_at
from retrieval.highlights import highlight
from retrieval.languages import READ
from retrieval.line_kinds import is_fragment
from retrieval.near_copies import collapse, is_copy, plain_words
from retrieval.questions import Query
from retrieval.ranking import Ranked, ranked
from retrieval.sentences import Span
from retrieval.values import tells_other_days
from retrieval.wanted import Wanted
from retrieval.whole_quotes import whole

# The sentence that answers may be the third of its article; more would hide the other articles.
QUOTES_OF_ARTICLE = 3
# "According to the Wire, …" may have been reported by others, but that is not what is asked; and
# "Finland, which became a member in April" tells no day of Sweden's. Neither is ever claimed.
NOT_WHAT_IS_ASKED_AT_MOST = 0.5
# How much worse a sentence may be and still be quoted with the one beside it, and how long, in
# characters, the two may be. Measured: benchmarks/README.md.
NEIGHBOUR_SLACK, WANTED_SLACK, LONGEST_WITH_NEIGHBOUR = 2.5, 12.0, 500
# Scores of what was not read are nearer to each other, and another paragraph is another thought.
UNREAD_SLACK = 0.4


@dataclass(frozen=True, slots=True)
class Quote:
    """`text` is `article.text[start:end]`, one to `MOST_SENTENCES` whole sentences, or
    the article's title, with the place `HEADLINE`.

    `highlight` holds the answering words as spans relative to `text`; `link` opens the page at
    the quote; `score` ranks quotes of one question; `confidence` is the probability that this one
    answers; `also_in` are articles that print the same words. One that is not `claimable` is
    judged by what doesn't know its language well enough: it only may answer.
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
    claimable: bool = True


def choose_quotes(
    query: Query,
    question_embedding: Embeddings,
    candidates: Sequence[Candidate],
    rarity: Callable[[str], float],
    embed: Callable[[Sequence[str]], Embeddings],
    confident: Callable[[Signs | ReadSigns], float] = confidence,
    outlets: Collection[str] = (),
    sources: Collection[str] = (),
    most: int = 8,
    again: Callable[[Sequence[Ranked]], list[Ranked]] | None = None,
) -> list[Quote]:
    """The `most` best quotes, best first, at most `QUOTES_OF_ARTICLE` of an article; near-copies
    become one quote.

    `candidates`: best first; `embed`: sentences to rows of length 1; `rarity`: a term's weight;
    `confident`: what is known of a quote to the probability that it answers; `outlets`: those that
    the question names, `sources` those according to which it asks; `again`: takes a second look at
    the sentences, best first.
    """
    kept = collapse(candidates)
    copies = {candidate.passage.id: articles for candidate, articles in kept}
    sentences = ranked(query, question_embedding, [c for c, _ in kept], rarity, embed, sources)
    if again is not None:
        sentences = again(sentences)
    beside = _Beside(sentences)
    quotes: list[Quote] = []
    of_other_days: list[bool] = []
    of_article: Counter[str] = Counter()
    for best in sentences:
        article = best.article
        if len(quotes) == most:
            break
        if of_article[article.id] == QUOTES_OF_ARTICLE:
            continue
        start, end = HEADLINE
        if best.span == HEADLINE:
            # It is quoted where only it says so, and not beside what says it.
            if of_article[article.id]:
                continue
        else:
            told = beside.with_neighbour(query, best)
            start, end = whole(article, best.answer or best.span, told)
        text = words_at(article, start, end)
        if any(_is_quoted(article, start, end, quote) for quote in quotes):
            continue
        of_article[article.id] += 1
        # The other articles may print these very words though another passage of theirs ranked.
        same = [*copies[best.candidate.passage.id], *(c.article for c, _ in kept)]
        nearly = _nearly_printing(text, article, same)
        # Collapsed, but not named: a copy of which a figure was corrected says something else.
        also_in = tuple(copy for copy in nearly if plain_words(text) in plain_words(copy.text))
        sure = confident(signs(query, best, text, outlets, rarity))
        other_days = tells_other_days(query, text, article.published)
        if other_days or (bool(sources) and article.source not in sources):
            sure = min(sure, NOT_WHAT_IS_ASKED_AT_MOST)
        quotes.append(
            Quote(
                article=article,
                start=start,
                end=end,
                text=text,
                highlight=_highlight(query, best, start, text),
                link=link_at(article, start, end),
                score=best.score,
                confidence=sure,
                also_in=also_in,
                claimable=article.language in ("", READ),
            )
        )
        of_other_days.append(other_days)
    return _own_day_first(quotes, of_other_days)


def _own_day_first(quotes: list[Quote], of_other_days: Sequence[bool]) -> list[Quote]:
    """`quotes`, best first; where the best has only days of something else, one that is surer than
    such can be comes before it."""
    if not any(of_other_days[:1]):
        return quotes
    surer = [n for n, quote in enumerate(quotes) if quote.confidence > NOT_WHAT_IS_ASKED_AT_MOST]
    return [quotes[n] for n in dict.fromkeys([*surer[:1], *range(len(quotes))])]


class _Beside:
    """The ranked sentences by the place where they begin and end."""

    def __init__(self, sentences: Sequence[Ranked]) -> None:
        told = [one for one in sentences if one.span != HEADLINE]
        self._beginning = {(one.article.id, one.span[0]): one for one in told}
        self._ending = {(one.article.id, one.span[1]): one for one in told}

    def with_neighbour(self, query: Query, best: Ranked) -> Span:
        """The sentence with the one before or behind it that answers nearly as well, if one does,
        in another paragraph too: in news a paragraph is a sentence or two. One that has the figure
        or the time that is asked for, and that the sentence lacks, may answer worse."""
        text, (start, end) = best.article.text, best.span
        after = end + len(text[end:]) - len(text[end:].lstrip())
        before = len(text[:start].rstrip())
        beside = (
            self._beginning.get((best.article.id, after)),
            self._ending.get((best.article.id, before)),
        )
        near = [
            one
            for one in beside
            if one is not None
            and one.score >= best.score - _slack(query, best, one)
            and not is_fragment(one.article, one.span)
            and max(end, one.span[1]) - min(start, one.span[0]) <= LONGEST_WITH_NEIGHBOUR
        ]
        if not near:
            return best.span
        other = max(near, key=lambda one: one.score)
        return min(start, other.span[0]), max(end, other.span[1])


def _slack(query: Query, best: Ranked, other: Ranked) -> float:
    if best.answer is None:
        first, second = sorted((best.span, other.span))
        parted = "\n" in best.article.text[first[1] : second[0]]
        return -math.inf if parted else UNREAD_SLACK
    asks_value = query.wanted in (Wanted.QUANTITY, Wanted.TIME)
    if asks_value and query.kind_in(best.text) < 0 < query.kind_in(other.text):
        return WANTED_SLACK
    return NEIGHBOUR_SLACK


def _is_quoted(article: Article, start: int, end: int, quote: Quote) -> bool:
    """Whether these words of the article are quoted: by a part of it, or from a near-copy."""
    if quote.article.id == article.id:
        return start < quote.end and quote.start < end
    return any(copy.id == article.id for copy in quote.also_in) or is_copy(
        words_at(article, start, end), quote.text
    )


def _highlight(query: Query, best: Ranked, start: int, text: str) -> tuple[Span, ...]:
    """What answers, relative to the quote: where the reader found it, or else by rules."""
    if best.answer is None:
        return highlight(query, text)
    first, last = best.answer
    answer = tidy_answer(query, text, (first - start, last - start))
    return (answer,) if answer else highlight(query, text)


def _nearly_printing(text: str, article: Article, others: Sequence[Article]) -> tuple[Article, ...]:
    """The other articles that print `text`, a few words apart, each once."""
    unique = {other.id: other for other in others if other.id != article.id}
    return tuple(o for o in unique.values() if is_copy(text, o.text))
