"""A date with its month in words, in many languages → a moment or a day. Pure."""

import re
from datetime import datetime
from email.utils import parsedate_to_datetime

# RFC 822 wants English; newspapers write their own: "Seg, 24 Set 2018 19:42:40 -0300".
_MONTHS = {
    start: english
    for english, starts in {
        "Jan": "jan ene gen",
        "Feb": "feb fev fév",
        "Mar": "mar mrt mär mrz",
        "Apr": "apr abr avr",
        "May": "may mai mag mei maj",
        "Jun": "jun giu juin",
        "Jul": "jul lug juil",
        "Aug": "aug ago aoû aou",
        "Sep": "sep set",
        "Oct": "oct okt out ott",
        "Nov": "nov",
        "Dec": "dec déc dez dic des",
    }.items()
    for start in starts.split()
}
_DATE = re.compile(
    r"\s*(?:[^\W\d_]{2,12}\.?,?\s+)?(\d{1,2})\.?\s+([^\W\d_]{3,12})\.?,?\s+(\d{4})\b(.{0,40})"
)
_DAY_FIRST = re.compile(
    r"\b(?P<day>\d{1,2})(?:\.|st|nd|rd|th|er)?\s+(?:de\s+)?(?P<month>[^\W\d_]{3,12})\.?,?\s+(?:de\s+)?"
    r"(?P<year>\d{4})\b"
)
_ISO = re.compile(r"(?<!\d)\d{4}-\d{2}-\d{2}(?!\d)")
_MONTH_FIRST = re.compile(
    r"\b(?P<month>[^\W\d_]{3,12})\.?\s+(?P<day>\d{1,2})(?:st|nd|rd|th)?,?\s+"
    r"(?:\d{1,2}:\d{2}(?::\d{2})?\s+(?:[A-Z]{2,5}\s+)?)?(?P<year>\d{4})\b"
)


def moment_of(written: str) -> datetime | None:
    """The moment; without a zone it is naive, None for what is no such date."""
    found = _DATE.match(written)
    if not found:
        return None
    day, name, year, rest = found.groups()
    month = _MONTHS.get(name[:4].lower()) or _MONTHS.get(name[:3].lower())
    if not month:
        return None
    try:
        return parsedate_to_datetime(f"{day} {month} {year} {rest.strip() or '00:00:00'}")
    except ValueError:
        return None


def day_of(written: str) -> datetime | None:
    """The day that stands in a date with its month in words: "Tuesday, July 28, 2024, 6 PM EST",
    "28 de julio de 2024", or as 2024-07-28; naive, None where there is none."""
    if iso := _ISO.search(written):
        try:
            return datetime.fromisoformat(iso[0])
        except ValueError:
            return None
    found = _DAY_FIRST.search(written) or _MONTH_FIRST.search(written)
    if not found:
        return None
    name = found["month"].lower()
    month = _MONTHS.get(name[:4]) or _MONTHS.get(name[:3])
    try:
        return parsedate_to_datetime(f"{found['day']} {month} {found['year']} 00:00:00")
    except (ValueError, TypeError):
        return None
