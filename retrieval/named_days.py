"""A question and the day of asking → the stretches of days that it names. Pure.

"on 28 July", "in October", "between 9 and 14 October", "last week", "since Monday".

Our own grammar and no library: dateparser's search takes 0.4 s to come up and 1 to 5 ms a question,
reads "may I", "a second" and "about march" as dates and "between 9 and 14 October" as one day;
what a question of news names are a few dozen forms.
"""

import calendar
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

from retrieval.stretches import Stretch, earlier, in_year, later

_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
_WEEKDAYS = "monday tuesday wednesday thursday friday saturday sunday".split()
_NUMBERS = "one two three four five six seven eight nine ten".split()
# Groups are named by the pattern's writer: `{m}` is followed by a number where one needs two.
_MONTH = (
    r"(?P<month{n}>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?"
    r"|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b\.?"
)
_DAY = r"(?<![\d.,$£€])(?P<day{n}>\d{{1,2}})(?:st|nd|rd|th)?\b(?![.,:]\d|%)"
_YEAR = r"(?:,?\s+(?:of\s+)?(?P<year{n}>(?:19|20)\d\d)\b)?"
_WEEKDAY = rf"(?P<weekday>{'|'.join(_WEEKDAYS)})"
_TO = r"\s*(?:-|–|—|to|until|till|through|and)\s*"
# "may" and "march" are verbs more often than months where they have no capital and nothing before.
_VERBS = re.compile(r"\b(?:may|mar(?:ch)?)\b")
_AT = (
    r"\b(?P<at>in|on|of|for|from|since|until|till|before|after|by|during|between|around|through"
    r"|throughout|early|mid|late|last|this|past|next|end|start|beginning)"
)


def _pattern(written: str) -> re.Pattern[str]:
    return re.compile(written, re.I)


def _dated(written: str) -> re.Pattern[str]:
    """`{d}`, `{m}`, `{y}` are a day, a month and a year; with a 2 behind, the second."""
    fields = {
        f"{letter}{n}": pattern.format(n=n)
        for n in ("", "2")
        for letter, pattern in (("d", _DAY), ("m", _MONTH), ("y", _YEAR))
    }
    return _pattern(written.format(**fields))


# The first that matches at a place is taken, so the longer ones stand first.
_BETWEEN_DAYS = [
    _dated(rf"\b{{m}}\s+{{d}}{{y}}{_TO}{{d2}}\s+(?:of\s+)?{{m2}}{{y2}}"),
    _dated(rf"\b{{d}}{_TO}{{d2}}\s+(?:of\s+)?{{m}}{{y}}"),  # 9 to 14 October
    _dated(rf"\b{{m}}\s+{{d}}{_TO}{{d2}}(?!\s+(?:of\s+)?{_MONTH.format(n='x')}){{y}}"),
    _dated(rf"\b{{m}}\s+{{d}}{{y}}{_TO}{{m2}}\s+{{d2}}{{y2}}"),
    _dated(rf"\b{{d}}\s+(?:of\s+)?{{m}}{{y}}{_TO}{{d2}}\s+(?:of\s+)?{{m2}}{{y2}}"),
]
# "and" joins two days as often as it spans the days from one to the other.
_SPANS = re.compile(r"\b(?:between|from)\s+(?:the\s+)?$", re.I)
_BETWEEN_MONTHS = _dated(rf"\b(?:between|from)\s+{{m}}{{y}}{_TO}{{m2}}{{y2}}")
_DAYS = [
    _dated(r"\b{m}\s+{d}{y}"),
    _dated(r"\b{d}\s+(?:of\s+)?{m}{y}"),
    _pattern(r"\b(?P<year>\d{4})-(?P<month>\d{2})-(?P<day>\d{2})\b"),
]
_MONTH_ALONE = _dated(r"\b{m}{y}")
_YEAR_ALONE = _pattern(r"\b(?:in|during|since|before|after|until|of)\s+(?P<year>(?:19|20)\d\d)\b")
_RELATIVE = _pattern(
    # No "Today" show and no USA Today.
    r"\b(?:(?P<today>(?<!the )(?<!usa )today(?! show)|tonight|this (?:morning|afternoon|evening))"
    r"|(?P<yesterday>yesterday|last night|overnight)"
    r"|(?P<which>last|this|past|previous|earlier this|over the|at the|the) (?P<span>week|month"
    r"|year|weekend)(?!\s+of\b)"
    r"|(?:in |over |during |within )?(?:the )?(?:last|past) (?:(?P<some>few|couple of|\d+|"
    rf"{'|'.join(_NUMBERS)}) )?(?P<unit>hours?|days?|weeks?|months?|years?)"
    rf"|(?P<back>a|an|\d+|{'|'.join(_NUMBERS)}) (?P<ago>days?|weeks?|months?|years?) ago"
    rf"|(?:(?P<late>last|this|past|on|since|until|till|before|after|from) )?{_WEEKDAY}(?:['’]s)?)\b"
)
_LONGEST_OF_REPORTS = 45  # days
# "over the week", "the year" say nothing of when.
_ONLY_WEEKENDS = ("over the", "at the", "the")
_AFTER, _BEFORE = r"since|after|from|following", r"before|until|till|by|prior to|up to"
_DIRECTION = _pattern(rf"\b(?:(?P<after>{_AFTER})|(?P<before>{_BEFORE}))\s+(?:the\s+)?$")
_FUTURE = _pattern(
    r"\b(?:when|what|who|where|which|how \w+) will\b"
    r"|\bwill (?:the|he|she|it|they|there|be|\w+ be)\b"
    r"|\b(?:going to|next|upcoming|tomorrow|scheduled)\b"
)
_TOLD = _pattern(
    r"\b(?:did|was|were|had|\w{3,}ed|said|says|say|came|went|won|lost|made|told|left|met|news|new"
    r"|latest|happening|anything|any)\b"
)


def named_stretches(question: str, today: date | None) -> Iterator[Stretch]:
    """The stretches in no order, none over another; without `today` no "yesterday" and its like."""
    taken: list[tuple[int, int]] = []
    for stretch in _named(question, today):
        start, end = stretch.written
        if all(end <= other_start or start >= other_end for other_start, other_end in taken):
            taken.append((start, end))
            yield _directed(question, stretch, bool(today))


def _named(question: str, today: date | None) -> Iterator[Stretch]:
    """The longest forms first; those that overlap an earlier one are not meant."""
    if _FUTURE.search(question):
        return  # What is to come was written about before.
    for pattern in _BETWEEN_DAYS:
        for found in pattern.finditer(question):
            if not _is_verb(found, question):
                yield from _between_days(found, question, today)
    for found in _BETWEEN_MONTHS.finditer(question):
        first = _month_of(found["month"], found["year"] or found["year2"], today)
        last = _month_of(found["month2"], found["year2"] or found["year"], today)
        if first and last:
            (begin, _, yearly), (_, end, _) = first, last
            if begin > end and (today or not yearly):
                begin = in_year(begin, begin.year - 1)
            yield Stretch(begin, end, found.span(), yearly, of_reports=True)
    yield from dates(question, today)
    for found in _YEAR_ALONE.finditer(question):
        year, start = int(found["year"]), found.start("year")
        yield Stretch(date(year, 1, 1), date(year, 12, 31), (start, found.end()))
    if today:
        for found in _RELATIVE.finditer(question):
            yield from _relative(found, today)


def dates(text: str, today: date | None) -> Iterator[Stretch]:
    """The days and months that are written out; a month that belongs to a day comes after it."""
    for pattern in _DAYS:
        for found in pattern.finditer(text):
            if not _is_verb(found, text):
                day = _day_of(found["day"], found["month"], found["year"], today)
                if day:
                    yield Stretch(day[0], day[0], found.span(), day[1])
    for found in _MONTH_ALONE.finditer(text):
        yield from _month_alone(found, text, today)


def _before(text: str, at: int) -> str:
    """As much of what stands before `at` as prepositions need."""
    return text[max(0, at - 30) : at]


def _is_verb(found: re.Match[str], question: str) -> bool:
    """Whether the month is rather "may", the verb: in small letters and after no preposition."""
    before = _before(question, found.start())
    return bool(_VERBS.search(found[0])) and not re.search(rf"{_AT}\s+(?:the\s+)?$", before, re.I)


def _between_days(found: re.Match[str], question: str, today: date | None) -> Iterator[Stretch]:
    groups = found.groupdict()
    second = found.start("month2" if groups.get("month2") else "day2")
    second = min(second, found.start("day2"))
    year2 = groups.get("year2") or found["year"]
    first = _day_of(found["day"], found["month"], found["year"] or year2, today)
    last = _day_of(found["day2"], groups.get("month2") or found["month"], year2, today)
    if not (first and last):
        return
    (begin, yearly), (end, _) = first, last
    joined = re.search(r"\band\s+$", _before(question, second), re.I)
    if joined and not _SPANS.search(_before(question, found.start())):
        yield Stretch(begin, begin, (found.start(), second), yearly)
        yield Stretch(end, end, (second, found.end()), yearly)
        return
    if begin > end and (today or not yearly):
        begin = in_year(begin, begin.year - 1)
    yield Stretch(begin, end, found.span(), yearly, of_reports=True)


def _month_alone(found: re.Match[str], question: str, today: date | None) -> Iterator[Stretch]:
    """A month by itself counts after a preposition, with its year, or where it is no other word."""
    before = re.search(
        rf"{_AT}(?:\s+(?:of\s+)?|-)(?:early\s+|mid[-\s]|late\s+)?$",
        _before(question, found.start()),
        re.I,
    )
    plain = found["month"].lower() in (
        "january february july september october november december".split()
    )
    if not (before or found["year"] or plain):
        return
    month = _month_of(found["month"], found["year"], today)
    if not month:
        return
    first, last, yearly = month
    part = re.search(
        r"\b(early|mid|late|end of|start of|beginning of)[-\s]+$",
        _before(question, found.start()),
        re.I,
    )
    if part:
        word = part[1].lower()
        if word in ("early", "start of", "beginning of"):
            last = first.replace(day=12)
        elif word == "mid":
            first, last = first.replace(day=8), first.replace(day=23)
        else:
            first = first.replace(day=19)
    start = found.start() - len(part[0]) if part else found.start()
    yield Stretch(first, last, (start, found.end()), yearly)


def _relative(found: re.Match[str], today: date) -> Iterator[Stretch]:
    days = _relative_days(found, today)
    if days:
        start = found.start()
        if found["weekday"] and (found["late"] or "").lower() not in ("last", "this", "past"):
            start = found.start("weekday")
        # "Who won last year?" is answered by this year's reports as well.
        short = (days[1] - days[0]).days <= _LONGEST_OF_REPORTS
        written = (start, found.end())
        yield Stretch(*days, written, of_reports=short and not found["weekday"])


def _relative_days(found: re.Match[str], today: date) -> tuple[date, date] | None:
    if found["today"]:
        # "How many live there today?" asks of these days.
        told = found["today"].lower() != "today" or _TOLD.search(found.string)
        return (today, today) if told else None
    if found["yesterday"]:
        return earlier(today, 1), earlier(today, 1)
    if found["weekday"]:
        back = (today.weekday() - _WEEKDAYS.index(found["weekday"].lower())) % 7
        if not back and (found["late"] or "").lower() in ("last", "past"):
            back = 7
        return earlier(today, back), earlier(today, back)
    if found["span"]:
        return _calendar_span(found["which"].lower(), found["span"].lower(), today)
    if found["unit"]:
        unit, some = found["unit"].lower(), (found["some"] or "1").lower()
        many = {"few": 4, "couple of": 3}.get(some) or _number(some)
        return earlier(today, many * _days_of(unit)), today
    # "A week ago" is said of six days as of eight.
    unit, many = found["ago"].lower(), _number(found["back"].lower())
    back, about = many * _days_of(unit), 0 if unit.startswith("day") else _days_of(unit) // 4
    return earlier(today, back + about), earlier(today, back - about)


def _calendar_span(which: str, span: str, today: date) -> tuple[date, date] | None:
    this = which in ("this", "earlier this")
    if span == "weekend":
        saturday = earlier(today, (today.weekday() - 5) % 7)
        return saturday, later(saturday, timedelta(1))
    if which in _ONLY_WEEKENDS:
        return None
    monday = earlier(today, today.weekday())
    if which == "past":
        return earlier(today, _days_of(span)), today
    if span == "week":
        return (monday, today) if this else (earlier(monday, 7), earlier(monday, 1))
    if span == "month":
        first = today.replace(day=1)
        return (first, today) if this else (earlier(first, 1).replace(day=1), earlier(first, 1))
    first = date(today.year, 1, 1)
    return (first, today) if this else (in_year(first, today.year - 1), earlier(first, 1))


def _directed(question: str, stretch: Stretch, known: bool) -> Stretch:
    """ "Since Monday" is all that came from then on, "before October" what was before."""
    start, end = stretch.written
    before = _before(question, start)
    offset = start - len(before)
    preposition = re.search(
        r"\b(?:in|on|from|between|during|for|of|at|around)\s+(?:the\s+)?$", before, re.I
    )
    direction = _DIRECTION.search(before)
    open_ended = direction and not direction[0].lower().startswith(("from", "by"))
    if direction and open_ended and (known or not stretch.yearly):
        written = (offset + direction.start(), end)
        stretch = replace(stretch, yearly=False)
        if direction["after"]:
            begin = stretch.first
            if direction["after"].lower() == "after":
                begin = later(stretch.last, timedelta(1))
            return replace(stretch, first=begin, last=date.max, written=written)
        return replace(stretch, first=date.min, last=earlier(stretch.first, 1), written=written)
    if direction or preposition:
        start = offset + (direction or preposition).start()  # type: ignore[union-attr]
    return replace(stretch, written=(start, end))


def _day_of(day: str, month: str, year: str | None, today: date | None) -> tuple[date, bool] | None:
    """The day, and whether it is that of any year; None where the calendar has no such day."""
    number = _month_number(month)
    try:
        if year:
            return date(int(year), number, int(day)), False
        # 29 February is a day of some years: 2000 had one.
        of_any = date(2000, number, int(day))
    except ValueError:
        return None
    if not today:
        return of_any, True
    this = in_year(of_any, today.year)
    return (this if this <= today else in_year(of_any, today.year - 1)), True


def _month_of(month: str, year: str | None, today: date | None) -> tuple[date, date, bool] | None:
    first = _day_of("1", month, year, today)
    if not first:
        return None
    begin, yearly = first
    return begin, begin.replace(day=calendar.monthrange(begin.year, begin.month)[1]), yearly


def _month_number(written: str) -> int:
    return int(written) if written.isdigit() else _MONTHS.index(written[:3].lower()) + 1


def _days_of(unit: str) -> int:
    return {"h": 1, "d": 1, "w": 7, "m": 31, "y": 366}[unit[0]]


def _number(written: str) -> int:
    if written.isdigit():
        return min(int(written), 10_000)
    return _NUMBERS.index(written) + 1 if written in _NUMBERS else 1
