"""Quotes of several reports → whether they say the same, and which says it last. Pure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC
from enum import Enum

from retrieval.figures import Kind, Value
from retrieval.near_copies import is_copied, plain_words
from retrieval.questions import Query
from retrieval.quotes import Quote
from retrieval.statuses import status_of
from retrieval.terms import distinct_terms
from retrieval.values import measured, same, value_of

# Only what answers nearly as surely as the best quote can contradict it.
SHARE_OF_BEST = 0.6
# And only what tells of all but so much of what the question names, with its headline.
COVERED = 0.6
# As many different values as a reply shows quotes.
MOST_VALUES = 3

_UPDATE = re.compile(
    r"\b(?:(?:has|have|had) (?:now |since )?(?:risen|fallen|climbed|grown|dropped|increased)"
    r"|rises?|rose|climbs?|has since|have since|now|revised|revises|lowered|lowers|raised to|cut to"
    r"|no longer|any more|anymore|was later|were later|later (?:said|put|counted|corrected)"
    r"|corrected|corrects|correction|updated?|up from|down from|instead of|not \w+ as|and not"
    r"|earlier (?:reports?|figures?|estimates?|counts?|tolls?|said)|previously|initially"
    r"|originally|at first|had been thought|had said|had put)\b",
    re.I,
)
# A day that was told otherwise is moved only where the text says so.
_MOVED = re.compile(
    r"\b(?:postpone\w*|delay\w*|moved|rescheduled|brought forward|pushed back|put off"
    r"|correct(?:ed|s|ion)|instead of)\b",
    re.I,
)
_NOW = re.compile(
    r"\b(?:now|current|currently|latest|today|still|so far|at the moment|these days|any ?more"
    r"|newest|most recent(?:ly)?)\b",
    re.I,
)
_OR = re.compile(r"\b(?P<one>\w+)(?: or (?:in |at |on |by |the |for )*)(?P<other>\w+)", re.I)


class Differing(Enum):
    """How the values differ that several reports give for what was asked."""

    UNSETTLED = "unsettled"  # both hold up
    REPLACED = "replaced"  # the newer took the place of the older


@dataclass(frozen=True, slots=True)
class Reports:
    """`quotes`: the first `values` of them each say something else, newest first; then the others,
    best first. `differing` is None where all that answer agree; then `values` is 1."""

    quotes: tuple[Quote, ...]
    values: int = 1
    differing: Differing | None = None


@dataclass(frozen=True, slots=True)
class _Told:
    """A quote that answers, and the value that it gives."""

    quote: Quote
    value: Value
    of: frozenset[str]  # the question's terms that the value is told of


def compare_reports(
    query: Query, quotes: Sequence[Quote], share_of_best: float = SHARE_OF_BEST
) -> Reports:
    """`quotes` best first. They differ where two that answer, each with at least `share_of_best` of
    the best confidence, give other values of the same thing; the order is kept where none do."""
    told = _telling(query, quotes, share_of_best)
    groups = _groups(told)
    if len(groups) < 2:
        return Reports(tuple(quotes))
    newest = sorted((_newest(group) for group in groups), key=_age)[:MOST_VALUES]
    first = tuple(one.quote for one in newest)
    rest = tuple(quote for quote in quotes if not any(quote is shown for shown in first))
    replaced = all(
        _replaces(query, newer, older) for newer, older in zip(newest, newest[1:], strict=False)
    )
    differing = Differing.REPLACED if replaced else Differing.UNSETTLED
    return Reports((*first, *rest), len(first), differing)


def _telling(query: Query, quotes: Sequence[Quote], share_of_best: float) -> list[_Told]:
    """The quotes that answer and give a value, best first."""
    best = max((quote.confidence for quote in quotes), default=0.0)
    told = []
    for quote in quotes:
        if quote.confidence < share_of_best * best or not _covers(query, quote):
            continue
        value = value_of(query, quote.text, quote.highlight, quote.article.published)
        if value is None:
            value = status_of(query, quote.text, quote.article.title)
        if value is not None:
            told.append(_Told(quote, value, frozenset(measured(query, quote.text, value))))
    return told


def _covers(query: Query, quote: Quote) -> bool:
    said = distinct_terms(f"{quote.article.title}\n{quote.text}")
    found = sum(term in said for term in query.terms)
    return found >= COVERED * len(query.terms)


def _groups(told: Sequence[_Told]) -> list[list[_Told]]:
    """Those that say the same, together; the best first. One that can't be compared with the best
    is in none, and neither is one whose value is another's of this question by other words only."""
    groups: list[list[_Told]] = []
    for one in told:
        agreeing = [g for g in groups if same(g[0].value, one.value)]
        if agreeing:
            agreeing[0].append(one)
        elif not groups or all(_contradicts(g[0], one) for g in groups):
            groups.append([one])
    return groups


def _contradicts(one: _Told, other: _Told) -> bool:
    """Whether both tell of the same thing, and not the same."""
    if same(one.value, other.value) is not False:
        return False
    if one.quote.article.id == other.quote.article.id and not _UPDATE.search(
        one.quote.text + other.quote.text
    ):
        return False  # One article gives many figures, and means each.
    if one.value.kind is Kind.STATUS:
        return True
    return bool(one.of & other.of)


def _newest(group: Sequence[_Told]) -> _Told:
    return min(group, key=_age)


def _age(told: _Told) -> tuple[float, float]:
    """Smaller the newer; what has no date is oldest; of one day, what says it is an update."""
    published = told.quote.article.published
    moment = published.astimezone(UTC).timestamp() if published else -float("inf")
    return -moment, 0.0 if _UPDATE.search(told.quote.text) else 1.0


def _replaces(query: Query, newer: _Told, older: _Told) -> bool:
    """Whether the newer value took the place of the older: it says so, its paper or the text that
    it copies gave the older, or what holds now was asked for."""
    one, other = newer.quote.article, older.quote.article
    if one.id == other.id:
        return True
    if one.published is None or other.published is None or one.published <= other.published:
        return False
    if newer.value.kind is Kind.DAY:
        return bool(_MOVED.search(f"{one.title}\n{newer.quote.text}"))
    if _NOW.search(query.text) or newer.value.kind is Kind.STATUS:
        return True
    if _UPDATE.search(f"{one.title}\n{newer.quote.text}"):
        return True
    return one.source == other.source or _same_words(newer.quote, older.quote)


def _same_words(one: Quote, other: Quote) -> bool:
    """Whether one is the other with another figure."""
    mine, theirs = (set(plain_words(q.text).split()) for q in (one, other))
    return len(mine & theirs) >= 0.8 * max(len(mine), len(theirs))
