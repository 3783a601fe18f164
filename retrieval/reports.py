"""Quotes of several reports → whether they say the same, and which says it last. Pure."""

import itertools
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC
from enum import Enum

from retrieval.figures import Kind, Value, figures_in
from retrieval.near_copies import plain_words
from retrieval.questions import Query
from retrieval.quotes import Quote
from retrieval.ranking import share_of_terms
from retrieval.sentences import sentence_spans
from retrieval.statuses import BEGUN, UNDONE, YES, asks_status, overturns, status_of
from retrieval.terms import distinct_terms, is_function_word, terms
from retrieval.told_days import looks_ahead
from retrieval.values import alike, measured, same, value_of, values_in

# Only what answers nearly as surely as the best quote can contradict it.
SHARE_OF_BEST = 0.35
# What undoes ("went back to work") shares few words with the question, and is less sure of itself.
UNDOING_SHARE_OF_BEST = 0.005
# And only what tells of all but so much of what the question names, with its headline.
COVERED = 0.6
# Or with how its article begins, which names whom a late sentence calls "he".
LEAD_CHARACTERS, COVERED_BY_LEAD = 1500, 0.75
# As many different values as a reply shows quotes.
MOST_VALUES = 3

_RISEN = re.compile(
    r"\b(?:(?:has|have|had) (?:now |since )?(?:risen|fallen|climbed|grown|dropped|increased)"
    r"|rises?|rose|climbs?|has since|have since|now|revised|revises|lowered|lowers|raised to|cut to"
    r"|no longer|any more|anymore|was later|were later|later (?:said|put|counted|corrected)"
    r"|corrected|corrects|correction|updated?|up from|down from|instead of|not \w+ as|and not)\b",
    re.I,
)
# Of two sentences of one day, the one with these tells what is no longer said.
_EARLIER = re.compile(
    r"\b(?:earlier (?:reports?|figures?|estimates?|counts?|tolls?|versions?|said)|previously"
    r"|initially|originally|at first|had been thought|had said|had put)\b",
    re.I,
)
# Figures of two years, or of two quarters, don't contradict each other.
_PERIOD = re.compile(
    r"\b(?:(?:19|20)\d\d|q[1-4]|(?:first|second|third|fourth)[ -](?:quarter|half|half-year))\b",
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
_OR = re.compile(r"(?P<one>(?:[\w'’-]+\s+)*?[\w'’-]+),?\s+or\s+(?P<other>[\w'’ -]+)", re.I)


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


def _alike_rare(_term: str) -> float:
    return 1.0


def compare_reports(
    query: Query,
    quotes: Sequence[Quote],
    rarity: Callable[[str], float] = _alike_rare,
    share_of_best: float = SHARE_OF_BEST,
) -> Reports:
    """`quotes` best first; `rarity`: a term's weight. They differ where two that answer, each with
    at least `share_of_best` of the best confidence, give other values of the same thing; the order
    is kept where none do, but for a comparison, both sides of which come first."""
    told = _telling(query, quotes, rarity, share_of_best)
    groups = _groups(query, told)
    if len(groups) < 2:
        return Reports(_both_sides(query, quotes))
    newest = sorted((_newest(group) for group in groups), key=_age)[:MOST_VALUES]
    first = tuple(one.quote for one in newest)
    rest = tuple(quote for quote in quotes if not any(quote is shown for shown in first))
    replaced = all(_replaces(query, newer, older) for newer, older in itertools.pairwise(newest))
    differing = Differing.REPLACED if replaced else Differing.UNSETTLED
    return Reports((*first, *rest), len(first), differing)


def _telling(
    query: Query,
    quotes: Sequence[Quote],
    rarity: Callable[[str], float],
    share_of_best: float,
) -> list[_Told]:
    """The quotes that answer and give a value, best first."""
    best = max((quote.confidence for quote in quotes), default=0.0)
    asked_of = [quote for quote in quotes if _names_outlet(query, quote)] or list(quotes)
    sure = [quote for quote in asked_of if quote.confidence >= share_of_best * best]
    found: dict[int, Value] = {}
    for quote in sure:
        if asks_status(query):
            value = status_of(query, quote.text, quote.article.title)
        elif _covers(query, quote, rarity):
            value = value_of(query, quote.text, quote.highlight, quote.article.published)
        else:
            value = None
        if value is not None:
            found[id(quote)] = value
    standing = [(quote, found[id(quote)]) for quote in sure if id(quote) in found]
    if asks_status(query):
        for quote in asked_of:
            if (value := _overturning(query, quote, standing, best)) is not None:
                found[id(quote)] = value
    elif standing:
        for quote in asked_of:
            if id(quote) not in found:
                value = _taking_back(query, quote, *standing[0])
                if value is not None:
                    found[id(quote)] = value
    return [
        _Told(quote, found[id(quote)], frozenset(measured(query, quote.text, found[id(quote)])))
        for quote in asked_of
        if id(quote) in found
    ]


def _overturning(
    query: Query, quote: Quote, standing: Sequence[tuple[Quote, Value]], best: float
) -> Value | None:
    """What came of what stood, told later and in other words: less like the question, and less
    sure of itself."""
    for earlier, status in standing:
        published, before = quote.article.published, earlier.article.published
        if published is None or before is None or published <= before:
            continue
        text = f"{earlier.article.title}\n{earlier.text}"
        found = overturns(query, quote.text, text, status)
        if found is not None:
            enough = UNDOING_SHARE_OF_BEST if UNDONE in found.terms else SHARE_OF_BEST
            return found if quote.confidence >= enough * best else None
    return None


def _taking_back(query: Query, quote: Quote, earlier: Quote, stands: Value) -> Value | None:
    """The value of a newer report that itself gives the one that stands as an earlier one ("the
    earlier estimate of 1.7 billion"): however unsure of itself it is, it tells of the same."""
    published, before = quote.article.published, earlier.article.published
    if published is None or before is None or published <= before:
        return None
    if not _gives_as_earlier(query, quote, stands):
        return None
    now, _ = _now_and_earlier(quote)
    return value_of(query, now, quote.highlight, published)


def _gives_as_earlier(query: Query, quote: Quote, value: Value) -> bool:
    """Whether the report says that `value` was said before; often without its unit."""
    _, earlier = _now_and_earlier(quote)
    told = values_in(query, earlier, quote.article.published)
    if any(same(one, value) for one in told):
        return True
    return any((one.low, one.high) == (value.low, value.high) for one in figures_in(earlier))


def _now_and_earlier(quote: Quote) -> tuple[str, str]:
    """The quote's sentences, as long as it is, without what they give as earlier; and what they and
    the sentence behind them give so."""
    now, earlier = quote.text, ""
    text = quote.article.text
    for start, end in sentence_spans(text):
        if start < quote.start:
            continue
        sentence = text[start:end]
        if _EARLIER.search(sentence):
            earlier += sentence + "\n"
            now = now.replace(sentence, " " * len(sentence))
        if start >= quote.end:
            break
    return now, earlier


def _names_outlet(query: Query, quote: Quote) -> bool:
    source = quote.article.source.lower()
    return bool(source) and bool(re.search(rf"\b{re.escape(source)}\b", query.text.lower()))


def _covers(query: Query, quote: Quote, rarity: Callable[[str], float]) -> bool:
    asked = tuple(term for term in query.terms if len(term) > 1)

    def found(text: str) -> float:
        said = distinct_terms(text)
        return share_of_terms(asked, {term for term in asked if said & alike(term)}, rarity)

    text = f"{quote.article.title}\n{quote.text}"
    if found(text) >= COVERED:
        return True
    return found(f"{text}\n{quote.article.text[:LEAD_CHARACTERS]}") >= COVERED_BY_LEAD


def _groups(query: Query, told: Sequence[_Told]) -> list[list[_Told]]:
    """Those that say the same, together; the best first. One that can't be compared with the best
    is in none."""
    groups: list[list[_Told]] = []
    for one in told:
        agreeing = [
            g for g in groups if same(g[0].value, one.value) and not _contradicts(query, g[0], one)
        ]
        if agreeing:
            agreeing[0].append(one)
        elif all(_contradicts(query, g[0], one) for g in groups):
            groups.append([one])
    return groups


def _contradicts(query: Query, one: _Told, other: _Told) -> bool:
    """Whether both tell of the same thing, and not the same."""
    agree = same(one.value, other.value)
    if agree is None or (agree and not _narrows(*sorted((one, other), key=_age))):
        return False
    if one.quote.article.id == other.quote.article.id and not _says_update(
        f"{one.quote.text}\n{other.quote.text}"
    ):
        return False  # One article gives many figures, and means each.
    if one.value.kind is Kind.STATUS:
        newer = min(one, other, key=_age)
        # "No" is worth more than the silence of another report; a yes after it must tell of a
        # change.
        return YES not in newer.value.terms or BEGUN in newer.value.terms
    newer, older = sorted((one, other), key=_age)
    if _gives_as_earlier(query, newer.quote, older.value):
        return True
    if one.value.kind is not Kind.DAY and _of_two_periods(one, other):
        return False
    return bool(one.of & other.of) and not _of_two_things(query, one, other)


def _narrows(newer: _Told, older: _Told) -> bool:
    """Whether a range that was expected has become one figure."""
    expected = older.value.is_range and not older.value.about
    later = _age(newer)[0] < _age(older)[0]
    return expected and later and newer.value.kind is not Kind.DAY and not newer.value.is_range


def _of_two_periods(one: _Told, other: _Told) -> bool:
    mine, theirs = (
        {match.lower() for match in _PERIOD.findall(told.quote.text)} for told in (one, other)
    )
    return bool(mine and theirs) and not mine & theirs


def _of_two_things(query: Query, one: _Told, other: _Told) -> bool:
    """Whether the question sets two things beside each other, and each quote tells of one."""
    mine, theirs = distinct_terms(one.quote.text), distinct_terms(other.quote.text)
    return any(
        (here & mine and there & theirs) or (there & mine and here & theirs)
        for here, there in _sides(query)
    )


def _sides(query: Query) -> list[tuple[set[str], set[str]]]:
    """The terms of both: "A7" and "A9" of "which carries more, the A7 or the A9 in May?"."""
    found = []
    for match in _OR.finditer(query.text):
        one = _content_run(match["one"].split()[::-1])
        other = _content_run(match["other"].split())
        if one - other and other - one:
            found.append((one - other, other - one))
    return found


def _content_run(written: Sequence[str]) -> set[str]:
    """The terms of the first words that carry a topic, up to one that carries none."""
    run: list[str] = []
    for word in written:
        if is_function_word(word) and run:
            break
        if not is_function_word(word):
            run.append(word)
    return set(terms(" ".join(run)))


def _both_sides(query: Query, quotes: Sequence[Quote]) -> tuple[Quote, ...]:
    """The best quote, then the best that tells of the side of a comparison which it doesn't; the
    others as they were."""
    for here, there in _sides(query):
        said = distinct_terms(quotes[0].text) if quotes else set()
        if not said or bool(here & said) is bool(there & said):
            continue
        missing = there if here & said else here
        for quote in quotes[1:]:
            if missing & distinct_terms(quote.text):
                others = (q for q in quotes[1:] if q is not quote)
                return (quotes[0], quote, *others)
    return tuple(quotes)


def _newest(group: Sequence[_Told]) -> _Told:
    return min(group, key=_age)


def _age(told: _Told) -> tuple[float, float]:
    """Smaller the newer; what has no date is oldest; of one day, what says it is an update."""
    published = told.quote.article.published
    moment = published.astimezone(UTC).timestamp() if published else -float("inf")
    if _EARLIER.search(told.quote.text):
        return -moment, 2.0
    return -moment, 0.0 if _RISEN.search(told.quote.text) else 1.0


def _says_update(text: str) -> bool:
    return bool(_RISEN.search(text) or _EARLIER.search(text))


def _replaces(query: Query, newer: _Told, older: _Told) -> bool:
    """Whether the newer value took the place of the older: it says so, its paper or the text that
    it copies gave the older, or what holds now was asked for."""
    one, other = newer.quote.article, older.quote.article
    if one.id == other.id:
        return True
    if one.published is None or other.published is None or one.published <= other.published:
        return False
    if _gives_as_earlier(query, newer.quote, older.value):
        return True
    if newer.value.kind is Kind.DAY:
        if looks_ahead(older.quote.text, older.value.span[0]) and not looks_ahead(
            newer.quote.text, newer.value.span[0]
        ):
            return True  # A plan, and what came of it.
        return bool(_MOVED.search(f"{one.title}\n{newer.quote.text}"))
    if _NOW.search(query.text) or newer.value.kind is Kind.STATUS:
        return True
    if _says_update(f"{one.title}\n{newer.quote.text}"):
        return True
    return one.source == other.source or _same_words(newer.quote, older.quote)


def _same_words(one: Quote, other: Quote) -> bool:
    """Whether one is the other with another figure."""
    mine, theirs = (set(plain_words(q.text).split()) for q in (one, other))
    return len(mine & theirs) >= 0.8 * max(len(mine), len(theirs))
