"""A story's articles → its developments, each told by one dated, quoted sentence. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import numpy as np

from retrieval.articles import Article, Story
from retrieval.closeness import Embed, item_text
from retrieval.embedding import Embeddings
from retrieval.near_copies import is_copied, plain_words
from retrieval.novelty import Held, Ranked, by_meaning, by_words, quote_of
from retrieval.quotes import Quote

# Looked at in the shipped stories. Reports of one event within a day have a cosine of 0.72 and
# more; a day later those of another event come as near (0.86: one agency declared an emergency,
# then another did), and after two days even the likest articles are about something new.
_WITHIN: tuple[tuple[timedelta, float], ...] = (
    (timedelta(days=1), 0.70),
    (timedelta(days=2), 0.90),
)
# Papers print what a wire sent them for some days, and a few print it later.
_COPIES_WITHIN = timedelta(days=14)
# A copy keeps most of its first lines, under a first sentence of its own.
_COMPARED_CHARACTERS = 1_500
# Embedding is nearly all of the time a timeline takes.
_EMBEDDED_AT_MOST, _EMBEDDED_EACH = 200, 6
# News is told from the top; an article whose beginning is old has a new sentence further down.
_READ_FIRST = 12


@dataclass(frozen=True, slots=True)
class Development:
    """Dated by `quote.article.published`; `articles` are the others that report the same."""

    quote: Quote
    articles: tuple[Article, ...]


@dataclass(frozen=True, slots=True)
class _Told:
    """What happened, by the earliest article on it, with the sentences that may tell it."""

    articles: list[Article]
    ranked: list[Ranked]
    held: int  # how many lead vectors there were before


def timeline(
    articles: Sequence[Article],
    lead_vectors: Mapping[str, Embeddings],
    story: Story,
    embed: Embed,
) -> tuple[Development, ...]:
    """Oldest first; undated ones come last.

    `lead_vectors`: of each article's first passage, by version, shape `(d,)`; one without is taken
    for a report of its own. An article that says nothing new is no development.
    """
    told, leads = _told(articles, lead_vectors, story)
    if not told:
        return ()
    each = min(_EMBEDDED_EACH, _EMBEDDED_AT_MOST // len(told))
    if each < 2:
        return tuple(_development(one, 0, one.ranked[0].score) for one in told)
    texts = [r.sentence.text for one in told for r in one.ranked[:each]]
    about, *_ = vectors = embed([item_text(story.title, story.summary), *texts])
    done, found = 1, []
    for one in told:
        ranked = one.ranked[:each]
        own = vectors[done : done + len(ranked)]
        done += len(ranked)
        lead = lead_vectors.get(one.articles[0].version, about)
        scores = by_meaning(ranked, own, about, lead, leads[: one.held])
        best = int(np.argmax(scores))
        found.append(_development(one, best, scores[best]))
    return tuple(found)


def _told(
    articles: Sequence[Article], lead_vectors: Mapping[str, Embeddings], story: Story
) -> tuple[list[_Told], Embeddings]:
    """The developments in order, and the lead vectors of their articles so far."""
    held, told = Held(), list[_Told]()
    leads: list[Embeddings] = []
    for group in _groups(articles, lead_vectors):
        ranked = by_words(group[0], held, story, _READ_FIRST) or by_words(group[0], held, story)
        if ranked:
            told.append(_Told(group, ranked, len(leads)))
        for article in group:
            held.add(article)
            if article.version in lead_vectors:
                leads.append(lead_vectors[article.version])
    return told, np.stack(leads) if leads else np.zeros((0, 0), dtype=np.float32)


@dataclass(frozen=True, slots=True)
class _Report:
    """An article as it is compared with others: by its lead, its first lines and its words."""

    article: Article
    lead: Embeddings | None
    head: str
    words: str


def _groups(
    articles: Sequence[Article], lead_vectors: Mapping[str, Embeddings]
) -> list[list[Article]]:
    """Each with the other reports of the same, by the earliest, in the order of time."""
    groups: list[tuple[_Report, list[Article]]] = []
    for article in sorted(articles, key=_order):
        head = plain_words(article.text[:_COMPARED_CHARACTERS])
        lead = lead_vectors.get(article.version)
        report = _Report(article, lead, head, plain_words(article.text))
        for first, group in reversed(groups):
            if _same(first, report):
                group.append(article)
                break
        else:
            groups.append((report, [article]))
    return [group for _, group in groups]


def _same(first: _Report, other: _Report) -> bool:
    """Whether the other copies the first or reports the same event."""
    published, later = first.article.published, other.article.published
    if not (published and later):
        # A copy without a date may be as old as what it copies.
        return is_copied(other.head, first.words)
    apart = later - published
    if apart > _COPIES_WITHIN:
        return False
    if first.lead is not None and other.lead is not None and apart <= _WITHIN[-1][0]:
        cosine = float(first.lead @ other.lead)
        if any(apart <= within and cosine >= bound for within, bound in _WITHIN):
            return True
    return is_copied(other.head, first.words)


def _order(article: Article) -> tuple[bool, datetime, str]:
    undated = article.published is None
    return undated, article.published or datetime.min.replace(tzinfo=UTC), article.id


def _development(told: _Told, best: int, score: float) -> Development:
    article, *others = told.articles
    sentence = told.ranked[best].sentence
    return Development(quote_of(article, sentence.span, score), tuple(others))
