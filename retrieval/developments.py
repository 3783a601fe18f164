"""Articles found on a topic → its developments, each told by one quoted sentence. Pure.

For "what's the latest on …" and "how did … unfold" where no story is named: as
`retrieval.timeline`, but by words alone, since a question must be answered at once.
"""

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from retrieval.articles import Article, Story
from retrieval.candidates import Candidate
from retrieval.near_copies import is_copied, plain_words
from retrieval.novelty import Held, by_words, quote_of
from retrieval.questions import Query
from retrieval.quotes import Quote
from retrieval.ranking import share_of_terms
from retrieval.terms import distinct_terms

# What an article is about stands in its headline and first lines.
_HEAD_CHARACTERS = 700
# An article is about the topic where its head holds so much of it and search found it so near the
# best.
_ABOUT = 0.8
_NEAR = 0.6
# All articles of a story are about the topic whose words are so much of its slug.
_STORY_MEANT = 0.6
# A mention counts for less than a head in how well an article is on the topic.
_MENTION_SHARE = 0.45
# Of the sentences that are new, the one that names the topic tells its news.
_TOPIC_WEIGHT = 1.2
_LEAD_WEIGHT, _LEAD_HALVES_AFTER = 0.5, 4
_QUESTION_PENALTY = 0.5
_READ_FIRST = 15
# As likely as not where so much of the topic is there; less will do where the time is right too.
_EVEN, _EVEN_OF_THEN, _STEEPNESS = 0.75, 0.5, 14.0


@dataclass(frozen=True, slots=True)
class _Report:
    article: Article
    match: float  # how much of the topic it is on, 0 … 1
    score: float


@dataclass(frozen=True, slots=True)
class _Topic:
    """What the news are wanted of, and how much of it a text says, in whatever words."""

    query: Query
    rarity: Callable[[str], float]

    def share_in(self, *texts: str) -> float:
        """0 … 1."""
        said = self.query.with_meant({term for text in texts for term in distinct_terms(text)})
        return share_of_terms(self.query.terms, said, self.rarity)


def developments(
    query: Query,
    candidates: Iterable[Candidate],
    rarity: Callable[[str], float],
    count: int,
    *,
    newest_first: bool,
    of_then: bool = False,
) -> list[Quote]:
    """Newest first, or the best `count` oldest first; near-copies are one; the confidence says how
    much of the topic, `query`, the articles are on. Every article is on an empty one. `of_then`:
    the candidates are of a time that was asked for."""
    topic = _Topic(query, rarity)
    reports = _reports(topic, candidates)
    found = _about(reports) if query.terms else reports
    groups = _groups(sorted(found, key=lambda report: _published(report.article)))
    chosen = groups[-count:] if newest_first else _course(groups, count)
    held, quotes = Held(), []
    for group in chosen:
        quote = _told(group, held, topic, _EVEN_OF_THEN if of_then else _EVEN)
        held.add(group[0].article)
        if quote:
            quotes.append(quote)
    return quotes[::-1] if newest_first else quotes


def _reports(topic: _Topic, candidates: Iterable[Candidate]) -> list[_Report]:
    best: dict[str, Candidate] = {}
    for candidate in candidates:
        held = best.setdefault(candidate.article.id, candidate)
        if candidate.score > held.score:
            best[candidate.article.id] = candidate
    return [
        _Report(c.article, _match(topic, c) if topic.query.terms else 1.0, c.score)
        for c in best.values()
    ]


def _match(topic: _Topic, candidate: Candidate) -> float:
    article = candidate.article
    if topic.share_in(article.story.replace("-", " ")) >= _STORY_MEANT:
        return 1.0
    head = topic.share_in(article.title, article.text[:_HEAD_CHARACTERS])
    mentioned = topic.share_in(article.title, candidate.text)
    return max(head, _MENTION_SHARE * mentioned)


def _about(reports: Sequence[_Report]) -> list[_Report]:
    """Those that are about the topic; where none is, those that come as near as any."""
    match = max((report.match for report in reports), default=0.0)
    good = [report for report in reports if report.match >= min(_ABOUT, match)]
    score = max((report.score for report in good), default=0.0)
    return [report for report in good if report.score >= _NEAR * score]


def _course(groups: Sequence[list[_Report]], count: int) -> list[list[_Report]]:
    """The `count` best, in order; another day tells more of a course than the same."""
    best = sorted(groups, key=lambda group: -max(report.score for report in group))
    first_of_day = {_published(group[0].article)[0].date(): group for group in reversed(best)}
    days = [group for group in best if group in first_of_day.values()]
    chosen = [*days, *(group for group in best if group not in days)][:count]
    return [group for group in groups if group in chosen]


def _groups(reports: Sequence[_Report]) -> list[list[_Report]]:
    """Each with its near-copies, by the earliest, in order."""
    groups: list[tuple[str, list[_Report]]] = []
    for report in reports:
        head = plain_words(report.article.text[: 2 * _HEAD_CHARACTERS])
        for words, group in groups:
            if is_copied(head, words):
                group.append(report)
                break
        else:
            groups.append((plain_words(report.article.text), [report]))
    return [group for _, group in groups]


def _told(group: Sequence[_Report], held: Held, topic: _Topic, even: float) -> Quote | None:
    """The sentence of the earliest that is new and names the topic."""
    first, *others = group
    about = Story("", topic.query.text, "")
    ranked = by_words(first.article, held, about, _READ_FIRST) or by_words(
        first.article, held, about
    )
    if not ranked:
        return None
    score = [
        one.score
        + _TOPIC_WEIGHT * topic.share_in(one.sentence.text)
        + _LEAD_WEIGHT * 0.5 ** (one.sentence.place / _LEAD_HALVES_AFTER)
        - (_QUESTION_PENALTY if "?" in one.sentence.text[-3:] else 0.0)
        for one in ranked
    ]
    best = max(range(len(ranked)), key=score.__getitem__)
    quote = quote_of(first.article, ranked[best].sentence.span, score[best])
    confidence = 1 / (1 + math.exp(-_STEEPNESS * (first.match - even)))
    part = plain_words(quote.text)
    same = tuple(r.article for r in others if part in plain_words(r.article.text))
    return replace(quote, confidence=confidence, also_in=same)


def _published(article: Article) -> tuple[datetime, str]:
    return article.published or datetime.min.replace(tzinfo=UTC), article.id
