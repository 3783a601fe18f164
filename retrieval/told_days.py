"""Text and its day of publication → the days that it tells. Pure.

"10 October", "on Tuesday" and "2002" tell days. One is a `Value` of proleptic ordinals: a month or
a year is the range of its days.
"""

import calendar
import re
from dataclasses import replace
from datetime import date, timedelta

from retrieval.figures import Kind, Value
from retrieval.sentences import Span

_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
_WEEKDAYS = "mon tue wed thu fri sat sun".split()
_MONTH = (
    r"(?P<month>Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?"
    r"|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)\b\.?"
)
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?\b(?!:)"
_YEAR = r"(?P<year>(?:1[0-9]|20)\d{2})\b"
_WRITTEN = [
    re.compile(pattern)
    for pattern in (
        rf"\b{_MONTH}\s+{_DAY}(?:,?\s+{_YEAR})?",
        rf"\b{_DAY}\s+(?:of\s+)?{_MONTH}(?:,?\s+{_YEAR})?",
        r"\b(?P<year>\d{4})-(?P<month>\d{2})-(?P<day>\d{2})\b",
        rf"\b{_MONTH}(?:\s+of)?,?\s+{_YEAR}",
        # A month alone: "in August", never the verb "may".
        r"\b(?:in|since|by|until|last|early|late|mid|this|next)[\s-]+(?:early |late )?"
        rf"{_MONTH}(?!\s*\d)",
    )
]
_YEAR_ALONE = re.compile(
    r"\b(?:in|since|of|by|until|during|from|before|after|early|late|mid|year|season|election)"
    rf"[\s-]+(?:early |late |the year )?{_YEAR}(?!\s*(?:people|feet|miles))"
)
_WEEKDAY = re.compile(
    r"\b(?:(?P<which>last|next|this|coming)\s+)?"
    r"(?P<weekday>Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b"
)
_NEAR = re.compile(
    r"\b(?P<near>today|tonight|yesterday|tomorrow"
    r"|(?P<which>last|this|next) (?P<span>week|month|year))\b",
    re.I,
)
_AHEAD = re.compile(r"\b(?:will|would|shall|to be|going to|is set|are set|due|plans?|next)\b", re.I)
# "It closed in March", written in October, is the March before; "it will close in March" is not.
_OTHER_WAY_IS_FARTHER = 3


def days_in(text: str, published: date | None) -> list[Value]:
    """In the order of the text. What is told relative to a day needs `published`; a day without
    its year is taken near it, and without `published` is left out."""
    if published is not None and not date.min.year < published.year < date.max.year:
        published = None  # There is no day before, or none after.
    found: list[Value] = []
    for pattern in _WRITTEN:
        for match in pattern.finditer(text):
            if value := _written(match, published):
                _add(found, value)
    for match in _YEAR_ALONE.finditer(text):
        _add(found, _whole_year(int(match["year"]), match.span("year")))
    if published is not None:
        for match in _WEEKDAY.finditer(text):
            _add(found, _weekday(match, text, published))
        for match in _NEAR.finditer(text):
            _add(found, _near(match, published))
    return sorted(found, key=lambda value: value.span)


def _add(found: list[Value], value: Value) -> None:
    """Unless it lies in one that tells more."""
    if all(value.span[1] <= v.span[0] or v.span[1] <= value.span[0] for v in found):
        found.append(value)


def _days(first: date, last: date, span: Span) -> Value:
    return Value(Kind.DAY, span, "day", first.toordinal(), last.toordinal(), 1.0)


def _whole_year(year: int, span: Span) -> Value:
    return _days(date(year, 1, 1), date(year, 12, 31), span)


def _whole_month(year: int, month: int, span: Span) -> Value:
    last = calendar.monthrange(year, month)[1]
    return _days(date(year, month, 1), date(year, month, last), span)


def _written(match: re.Match[str], published: date | None) -> Value | None:
    groups = match.groupdict()
    month = int(groups["month"]) if groups["month"].isdigit() else _number(groups["month"])
    day = int(groups["day"]) if groups.get("day") else None
    try:
        if groups.get("year"):
            year = int(groups["year"])
        elif published is not None:
            ahead = looks_ahead(match.string, match.start())
            year = _year_near(published, month, 15 if day is None else day, ahead)
        else:
            return None
        if day is None:
            return _whole_month(year, month, match.span())
        told = date(year, month, day)
    except ValueError:
        return None  # The 30th of February; the year 0.
    return _days(told, told, match.span())


def _number(month: str) -> int:
    return _MONTHS.index(month[:3].lower()) + 1


def _year_near(published: date, month: int, day: int, ahead: bool) -> int:
    def distance(year: int) -> int:
        days = (date(year, month, min(day, 28)) - published).days
        return (1 if (days > 0) == ahead else _OTHER_WAY_IS_FARTHER) * abs(days)

    return min((published.year - 1, published.year, published.year + 1), key=distance)


def _weekday(match: re.Match[str], text: str, published: date) -> Value:
    """The one that was last, the day itself included, or comes next where the sentence looks
    ahead."""
    wanted = next(n for n, w in enumerate(_WEEKDAYS) if match["weekday"].lower().startswith(w))
    back = (published.weekday() - wanted) % 7
    which = (match["which"] or "").lower()
    ahead = which in ("next", "coming") or (not which and looks_ahead(text, match.start()))
    if which == "last" and back == 0:
        back = 7
    told = published - timedelta(days=back) if not ahead else published + timedelta(days=-back % 7)
    return _days(told, told, match.span())


def looks_ahead(text: str, place: int) -> bool:
    """Whether the sentence tells, before `place`, of what is still to come."""
    start = max(text.rfind(stop, 0, place) for stop in ".!?\n") + 1
    return bool(_AHEAD.search(text[start:place]))


def _near(match: re.Match[str], published: date) -> Value:
    near = match["near"].lower()
    if not match["span"]:
        told = published + timedelta(days={"yesterday": -1, "tomorrow": 1}.get(near, 0))
        return _days(told, told, match.span())
    steps = {"last": -1, "this": 0, "next": 1}[match["which"].lower()]
    span = match["span"].lower()
    if span == "year":
        return _whole_year(published.year + steps, match.span())
    if span == "month":
        months = published.year * 12 + published.month - 1 + steps
        return _whole_month(months // 12, months % 12 + 1, match.span())
    monday = published - timedelta(days=published.weekday()) + timedelta(weeks=steps)
    return replace(_days(monday, monday + timedelta(days=6), match.span()), about=True)


_CLOCK = re.compile(
    r"\b(?P<hour>\d{1,2})(?:[:.](?P<minute>\d{2}))?\s?(?P<half>[ap])\.?m\b\.?"
    r"|\b(?P<h24>[01]?\d|2[0-3]):(?P<m24>[0-5]\d)\b|\b(?P<word>noon|midday|midnight)\b",
    re.I,
)


def clocks_in(text: str) -> list[Value]:
    """The clock times that `text` tells, in minutes after midnight, in its order."""
    found = []
    for match in _CLOCK.finditer(text):
        if match["word"]:
            minutes = 0 if match["word"].lower() == "midnight" else 12 * 60
        elif match["h24"]:
            minutes = int(match["h24"]) * 60 + int(match["m24"])
        else:
            late = 12 if match["half"].lower() == "p" else 0
            minutes = (int(match["hour"]) % 12 + late) * 60 + int(match["minute"] or 0)
        found.append(Value(Kind.CLOCK, match.span(), "minute", minutes, minutes, 1.0))
    return found
