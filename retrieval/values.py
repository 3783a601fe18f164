"""A question and a quote → the value that the quote gives for what is asked; two values → whether
they say the same. Pure."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from functools import lru_cache

from retrieval.days_of_others import is_of_another
from retrieval.figures import YEAR, Kind, Value, figures_in
from retrieval.questions import Query
from retrieval.sentences import Span, sentence_spans
from retrieval.terms import distinct_terms, is_function_word, terms, words
from retrieval.told_days import clocks_in, days_in
from retrieval.wanted import Wanted

_PRICE = re.compile(
    r"\b(?:price|prices|priced|cost|costs|pay|pays|paid|paying|worth|spend|spent|spending|cheapest"
    r"|fine|fined|salary|fee|fees|rent|budget|money|cash|revenue|profit|loss|debt|bail)\b",
    re.I,
)
_MANY = re.compile(
    r"\b(?:how many|(?:what|which) (?:is |was )?(?:the )?number of|number of|toll)\s*", re.I
)
_AGE = re.compile(
    r"\bhow old\b|\b(?:what|which) (?:is |was )?(?:the |his |her |their )?age\b", re.I
)
_KINDS: list[tuple[re.Pattern[str], tuple[Kind, ...]]] = [
    (re.compile(r"\b(?:what|which) time\b|\bat what hour\b", re.I), (Kind.CLOCK,)),
    (_AGE, (Kind.DURATION,)),
    (re.compile(r"\bhow long\b", re.I), (Kind.DURATION, Kind.MEASURE)),
    (
        re.compile(r"\bhow (?:far|tall|deep|wide|fast|heavy|hot|cold|steep)\b", re.I),
        (Kind.MEASURE, Kind.DURATION),
    ),
    (
        re.compile(
            r"\b(?:what|which) (?:is |was )?(?:the )?"
            r"(?:speed|height|weight|length|distance|temperature|depth|width)\b",
            re.I,
        ),
        (Kind.MEASURE,),
    ),
    (re.compile(r"\bmagnitude\b", re.I), (Kind.COUNT,)),
    (
        re.compile(
            r"\b(?:percent|percentage|per cent|proportion)\b|%|\b(?:what|which|market) share\b"
            r"|\bshare of\b",
            re.I,
        ),
        (Kind.SHARE, Kind.COUNT),
    ),
    (
        re.compile(r"\bhow (?:big|large|high|low|great)\b", re.I),
        (Kind.MONEY, Kind.SHARE, Kind.MEASURE, Kind.COUNT),
    ),
]
_SPAN_NOUN = re.compile(r"^(?:second|minute|hour|day|night|week|month|year|decade)s?\b", re.I)
_MEASURE_NOUN = re.compile(
    r"^(?:\w+ )?(?:hectares?|acres?|kilomet\w+|miles?|met(?:re|er)s?|tonnes?|tons?|kilos?|feet"
    r"|lit(?:re|er)s?|degrees?)\b",
    re.I,
)
_CURRENCY_NOUN = re.compile(r"^(?:dollars?|pounds?|euros?|crowns?|yen|francs?|rupees?)\b", re.I)
# What is counted of people is told with other words each time: "four workers were killed", "the
# toll has risen to seven", "six died".
_ALIKE = [
    frozenset(distinct_terms(group))
    for group in (
        "killed kill kills killing dead die died dies deaths death toll body bodies fatalities"
        " victims lives claimed perished",
        "injured injuries injury wounded hurt casualties",
        "missing lost unaccounted",
        "arrested detained held arrests custody",
        "cost costs price priced paid pay pays paying worth sale selling buy spend spent acquire"
        " acquiring bought",
        "damage damages destroyed burned burnt consumed",
        "people persons",
    )
]
# What is told of another behind the day: "in May with Finland, which became a member later".
_CLAUSE = re.compile(r",\s+(?:which|who|whose)\b")
_OLDEST = 122
_AGE_AFTER = re.compile(r"\s*(?:[,.;)—–]|$|when\b|and\b|at the time\b)", re.I)
# So many words on either side of a value say what it is of.
_BESIDE = 9


def value_of(
    query: Query, text: str, highlight: Sequence[Span], published: datetime | None
) -> Value | None:
    """The value in `text`, one of the kinds that the question asks for and told of what it asks
    for, or None. One that is highlighted is preferred. `published` tells which day "Tuesday" is."""
    kinds = asked_kinds(query)
    told = values_in(query, text, published)
    if not told:
        return None
    # "It pays 6 for one; and for another, a dairy, 4": who pays is said once, for both.
    first, last = min(value.span for value in told), max(value.span for value in told)
    listed = ";" in text[first[1] : last[0]]
    said = distinct_terms(text[: first[0]]) if listed else set()
    opening = {term for term in query.terms if said & alike(term)}
    best, most = None, 0.0
    for value in told:
        worth = _worth(query, text, value, kinds, highlight, opening)
        if worth > most:
            best, most = value, worth
    return best


def values_in(query: Query, text: str, published: datetime | None) -> list[Value]:
    """The values in `text` of the kinds that the question asks for, of whatever they are told."""
    kinds = asked_kinds(query)
    if not kinds:
        return []
    day = published.date() if published else None
    told = [
        value
        for value in _told(text, kinds, day)
        if value.kind is not Kind.DAY or not is_of_another(query, text, value, day)
    ]
    return [*told, *_ages(text)] if _AGE.search(query.text) else told


def tells_other_days(query: Query, text: str, published: datetime | None) -> bool:
    """Whether the question asks for a day, and every day in `text` is told of something else."""
    if asked_kinds(query) != (Kind.DAY,):
        return False
    day = published.date() if published else None
    days = days_in(text, day)
    return bool(days) and all(is_of_another(query, text, one, day) for one in days)


def asked_kinds(query: Query) -> tuple[Kind, ...]:
    """The kinds of value that answer the question, the likeliest first; none where names, reasons
    or anything else do."""
    if many := _MANY.search(query.text):
        noun = query.text[many.end() :]
        if _SPAN_NOUN.match(noun):
            return (Kind.DURATION,)
        if _MEASURE_NOUN.match(noun):
            return (Kind.MEASURE,)
        return (Kind.MONEY,) if _CURRENCY_NOUN.match(noun) else (Kind.COUNT,)
    for pattern, kinds in _KINDS:
        if pattern.search(query.text):
            return kinds
    if query.wanted is Wanted.TIME:
        return (Kind.DAY,)
    if query.wanted is Wanted.QUANTITY:
        return (Kind.MONEY, Kind.SHARE, Kind.MEASURE, Kind.COUNT)
    asks_else = re.match(r"\W*(?:who|whom|whose|where|why|which)\b", query.text, re.I)
    return (Kind.MONEY,) if _PRICE.search(query.text) and not asks_else else ()


def same(one: Value, other: Value) -> bool | None:
    """Whether both say the same, as exactly as each is told: "about 31" and "thirty-one",
    "10 October" and "Tuesday", "between 300 and 400" and "350". None where they can't be compared:
    of two kinds, in two units, of two things."""
    if one.kind is not other.kind or not _alike_units(one, other):
        return None
    if one.kind in (Kind.NAME, Kind.STATUS):
        return one.terms <= other.terms or other.terms <= one.terms
    slack = max(_slack(one), _slack(other))
    return one.low - slack <= other.high and other.low - slack <= one.high


def measured(query: Query, text: str, value: Value) -> dict[str, int]:
    """Which of the question's terms are told beside the value, or stand there in other words, and
    how many words away."""
    start, end = value.span
    line = next(
        (s for s in sentence_spans(text) if s[0] <= start < s[1]),
        (0, len(text)),
    )
    # What stands behind a semicolon is of the next value of a list.
    first = max(line[0], text.rfind(";", line[0], start) + 1)
    last = text.find(";", end, line[1])
    if value.kind is Kind.DAY and (
        clause := _CLAUSE.search(text, end, last if last > 0 else line[1])
    ):
        last = clause.start()
    before = [w.term for w in words(text[first:start])][::-1][:_BESIDE]
    after = [w.term for w in words(text[end : line[1] if last < 0 else last])][:_BESIDE]
    found = {}
    for term in query.terms:
        if len(term) < 2:
            continue  # the "s" of "Garcia's"
        like = alike(term)
        away = [n for side in (before, after) for n, t in enumerate(side) if t in like]
        if away:
            found[term] = min(away)
    return found


@lru_cache(maxsize=4096)
def alike(term: str) -> frozenset[str]:
    """The stems of what tells the same as a question's term: "dead" and "toll" of "killed"."""
    return next((group for group in _ALIKE if term in group), frozenset({term}))


def _told(text: str, kinds: tuple[Kind, ...], day: date | None) -> list[Value]:
    found: list[Value] = []
    if Kind.DAY in kinds:
        found += days_in(text, day)
    if Kind.CLOCK in kinds:
        found += clocks_in(text)
    if set(kinds) - {Kind.DAY, Kind.CLOCK}:
        found += figures_in(text)
    return [value for value in found if value.kind in kinds]


def _ages(text: str) -> list[Value]:
    """Years of age without the word: "Mona Hale, 61", "she was 94", "aged 34"."""
    return [
        replace(value, kind=Kind.DURATION, unit="", low=value.low * YEAR, high=value.high * YEAR)
        for value in figures_in(text)
        if value.kind is Kind.COUNT
        and 0 < value.high <= _OLDEST
        and _AGE_AFTER.match(text[value.span[1] :])
    ]


def _worth(
    query: Query,
    text: str,
    value: Value,
    kinds: tuple[Kind, ...],
    highlight: Sequence[Span],
    opening: set[str],
) -> float:
    """0 of what the question itself says, and of counts of something else."""
    written = text[value.span[0] : value.span[1]]
    if written.lower() in query.text.lower():
        return 0.0
    marked = any(start < value.span[1] and value.span[0] < end for start, end in highlight)
    noun = _counts_what_is_asked(query, value) if value.kind is Kind.COUNT else 0.5
    if noun == 0.0 and not marked:
        return 0.0
    asked = measured(query, text, value)
    if not asked and not marked:
        return 0.0
    if (much := _much_of(query)) and much not in asked:
        return 0.0
    # Of two sums beside the same words, the one that is nearer.
    near = sum(1 / (1 + away / 3) for term, away in asked.items() if term not in opening)
    near = (near + len(opening) / 2) / max(1, len(query.terms))
    return 2.0 * marked + noun + near - 0.1 * kinds.index(value.kind)


def _counts_what_is_asked(query: Query, value: Value) -> float:
    """1 where the nouns behind a count are asked for, a little where none follows it."""
    many = _MANY.search(query.text)
    if not many:
        return 0.2
    asked = _asked_noun(query)
    counted = set(value.unit.split())
    if not asked:
        return 0.5  # "How many of them …", "the toll of …"
    if any(counted & alike(term) for term in asked):
        return 1.0
    if asked & (_PERSONS | _HARM) and (counted & (_HARM | _PERSONS) or not counted):
        return 0.7
    return 0.3 if not counted else 0.0


def _asked_noun(query: Query) -> set[str]:
    """ "extra soldier" of "how many extra soldiers did …"."""
    many = _MANY.search(query.text)
    if not many:
        return set()
    nouns = []
    for word in re.findall(r"\w+", query.text[many.end() :])[:3]:
        if is_function_word(word):
            break
        nouns.append(word)
    return set(terms(" ".join(nouns[:2])))


def _much_of(query: Query) -> str | None:
    """The stem of "memory" in "how much memory does …"."""
    much = re.search(r"\bhow much (?P<noun>\w+)", query.text, re.I)
    if not much or is_function_word(much["noun"]) or _PRICE.search(much["noun"]):
        return None
    return next(iter(terms(much["noun"])), None)


_HARM = frozenset().union(*_ALIKE[:4])
_PERSONS = distinct_terms(
    "people person men man women woman children workers passengers residents victims soldiers"
    " civilians students pupils officers police crew miners others skiers hikers migrants fans"
    " protesters dockers climbers swimmers employees staff patients"
    " firefighters sailors fishermen guests tourists"
)


def _alike_units(one: Value, other: Value) -> bool:
    if one.kind is not Kind.COUNT:
        return one.unit == other.unit
    mine, theirs = set(one.unit.split()), set(other.unit.split())
    persons = _PERSONS | _HARM
    both_persons = (not mine or mine & persons) and (not theirs or theirs & persons)
    return bool(mine & theirs or both_persons or not mine or not theirs)


def _slack(value: Value) -> float:
    """How far a value may lie from it and still be the same: half of the last digit told, and a
    twentieth where the words say "about"."""
    if value.kind in (Kind.DAY, Kind.CLOCK):
        return 0.0
    half = value.step / 2 if value.step != 1.0 or value.about else 0.0
    return max(half * 0.999, abs(value.high) / 20 if value.about else 0.0)
