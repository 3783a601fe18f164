"""A date in RSS's form with another language's month → a moment. Pure."""

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
