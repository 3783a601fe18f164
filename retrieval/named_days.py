"""A question → the days that it names: "on 28 July", "July 28, 2024", "2024-07-28". Pure."""

import re
from dataclasses import dataclass
from datetime import date

_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
# "may" is a verb more often than a month where it has no capital.
_MONTH = (
    r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|(?-i:May)|june?|july?"
    r"|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b\.?"
)
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?\b"
_YEAR = r"(?:,?\s+(?P<year>\d{4})\b)?"
_WRITTEN = [
    re.compile(pattern, re.I)
    for pattern in (
        rf"\b{_MONTH}\s+{_DAY}{_YEAR}",
        rf"\b{_DAY}\s+(?:of\s+)?{_MONTH}{_YEAR}",
        r"\b(?P<year>\d{4})-(?P<month>\d{2})-(?P<day>\d{2})\b",
    )
]


@dataclass(frozen=True, slots=True)
class NamedDay:
    """A day of a year, or of any year where `year` is None."""

    day: int
    month: int
    year: int | None

    def is_on(self, other: date) -> bool:
        return (self.day, self.month, self.year or other.year) == (
            other.day,
            other.month,
            other.year,
        )


def named_days(question: str) -> frozenset[NamedDay]:
    """Every day that is named with its month; no calendar is asked whether there is such a day."""
    return frozenset(
        NamedDay(
            day=int(found["day"]),
            month=_month(found["month"]),
            year=int(found["year"]) if found["year"] else None,
        )
        for pattern in _WRITTEN
        for found in pattern.finditer(question)
    )


def _month(written: str) -> int:
    if written.isdigit():
        return int(written)
    return _MONTHS.index(written[:3].lower()) + 1
