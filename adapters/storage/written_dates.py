"""A date as a person or a program wrote it → the moment, or None for what is no certain day. Pure.

Standard forms are read at once; words such as "7 May 2025, 15:04 CEST" by dateparser, with all its
guessing off: a day that is told wrong would stand beside quotes as fact.
"""

import re
import warnings
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from zoneinfo import ZoneInfo

_OFFSET_APART = re.compile(r"(?<=\d)\s+(?=[+-]\d\d:?\d\d$)|(?<=\d)\s+(?=Z$)")
_SLASHES = re.compile(r"^(\d{4})[/.](\d{1,2})[/.](\d{1,2})(?=$|[ T,])")
# Dots and strokes with the year last are the day first here and the month first there.
_AMBIGUOUS = re.compile(r"^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})\b")
# Python's own reader passes over a zone that it doesn't know, and PM too.
_RFC_822 = re.compile(
    r"(?:[a-z]{3},? )?\d{1,2} [a-z]{3} \d{4} \d\d:\d\d(?::\d\d)? (?:GMT|UTC?|Z|[+-]\d{4})",
    re.IGNORECASE,
)
# What Americans write for either half of the year.
_AMERICAN = re.compile(r"\s([ECMP])T$")
_AMERICAN_ZONES = {"E": "New_York", "C": "Chicago", "M": "Denver", "P": "Los_Angeles"}
_EPOCH = re.compile(r"\d{10}(?:\d{3})?")
_ORDINAL = re.compile(r"(?<=\d)(?:st|nd|rd|th)\b", re.IGNORECASE)
_YEAR = re.compile(r"\b(?:19|20|21)\d{2}\b")
_WORD = re.compile(r"[^\W\d_]{3,}")
_LONGEST = 60


def written_moment(written: str) -> datetime | None:
    """The moment, timezone-aware; without an offset it is taken as UTC.

    The day, the month and the year must all be written; 05/04/2025 is two days, and so none.
    """
    text = " ".join(written.split())
    if not text or len(text) > _LONGEST:
        return None
    for read in (_iso, _rfc_822, _epoch, _numbers, _words):
        moment = read(text)
        if moment is not None:
            return moment
    return None


def _iso(text: str) -> datetime | None:
    try:
        return _in_a_zone(datetime.fromisoformat(_OFFSET_APART.sub("", text)))
    except ValueError:
        return None


def _rfc_822(text: str) -> datetime | None:
    if not _RFC_822.fullmatch(text):
        return None
    try:
        return _in_a_zone(parsedate_to_datetime(text))
    except (ValueError, OverflowError):
        return None


def _epoch(text: str) -> datetime | None:
    if not _EPOCH.fullmatch(text):
        return None
    return datetime.fromtimestamp(int(text[:10]), UTC)


def _numbers(text: str) -> datetime | None:
    """2025/5/7 and 7.5.2025 with a day over 12, with or without a time."""
    if found := _SLASHES.match(text):
        year, month, day = found.groups()
    elif (found := _AMBIGUOUS.match(text)) and (int(found[1]) > 12) != (int(found[2]) > 12):
        day, month, year = found.groups()
        if int(month) > 12:
            day, month = month, day
    else:
        return None
    rest = text[found.end() :].lstrip(" T,")
    day_only = f"{year}-{int(month):02}-{int(day):02}"
    return _iso(f"{day_only} {rest}" if rest else day_only)


def _words(text: str) -> datetime | None:
    if not _YEAR.search(text) or not _WORD.search(text) or not re.search(r"\d", text):
        return None
    # Loads in half a second, and only notes that write their day in words need it.
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import dateparser

        american = _AMERICAN.search(text)
        zone = ZoneInfo(f"America/{_AMERICAN_ZONES[american[1]]}") if american else None
        try:
            found = dateparser.parse(
                _ORDINAL.sub("", _AMERICAN.sub("", text)),
                settings={
                    "STRICT_PARSING": True,
                    "REQUIRE_PARTS": ["day", "month", "year"],
                    "PARSERS": ["absolute-time"],
                    "DATE_ORDER": "DMY",
                },
            )
        except (ValueError, OverflowError, RecursionError):
            return None
    if not isinstance(found, datetime):
        return None
    return _in_a_zone(found.replace(tzinfo=zone) if zone and not found.tzinfo else found)


def _in_a_zone(moment: datetime) -> datetime | None:
    aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    try:
        aware.astimezone(UTC)  # the year 1 in Tokyo is no year in UTC
    except (ValueError, OverflowError):
        return None
    return aware
