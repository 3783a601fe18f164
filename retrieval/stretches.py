"""Days of the calendar → a stretch of them, and what lies in it. Pure."""

import calendar
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta


@dataclass(frozen=True, slots=True)
class Stretch:
    """From the day `first` to the day `last`, both in it. Where the question names no year,
    `yearly`, these are the last such days by the moment of asking, or, where that is not known, of
    no matter which year; those of other years may be meant as well.

    `written`: where in the question it stands, `[start, end)`, with the preposition before it.
    `of_reports`: it says which reports are meant, as "yesterday" and "between 9 and 14 October" do;
    a plain date or weekday may as well be that of an event, which later articles name.
    """

    first: date
    last: date
    written: tuple[int, int]
    yearly: bool = False
    of_reports: bool = False

    @property
    def length(self) -> int:
        """In days."""
        days = (self.last - self.first).days
        return (days % 366 if self.yearly else days) + 1

    def holds(self, day: date, slack: timedelta = timedelta(0)) -> bool:
        """Whether the day, in UTC, lies in it, or no more than `slack` behind it."""
        day = _day(day)
        if not self.yearly:
            return self.holds_last(day, slack)
        return any(
            first <= day <= later(last, slack)
            for first, last in (self._in(day.year - 1), self._in(day.year))
        )

    def holds_last(self, day: date, slack: timedelta = timedelta(0)) -> bool:
        """As `holds`, of the last year only."""
        return self.first <= _day(day) <= later(self.last, slack)

    def days_outside(self, day: date) -> int:
        """How many days before or behind it the day lies; 0 inside."""
        day = _day(day)
        ranges = [(self.first, self.last)]
        if self.yearly:
            ranges = [self._in(year) for year in (day.year - 1, day.year, day.year + 1)]
        return min(max((first - day).days, (day - last).days, 0) for first, last in ranges)

    def _in(self, year: int) -> tuple[date, date]:
        """The stretch as it lies where it begins in `year`, a year of the calendar."""
        year = min(max(year, date.min.year), date.max.year - 1)
        wraps = (self.last.month, self.last.day) < (self.first.month, self.first.day)
        return in_year(self.first, year), in_year(self.last, year + wraps)


def in_year(day: date, year: int) -> date:
    """That day of `year`, the last of the month where it has none such."""
    year = min(max(year, date.min.year), date.max.year)
    last = calendar.monthrange(year, day.month)[1]
    return date(year, day.month, min(day.day, last))


def _day(moment: date) -> date:
    if isinstance(moment, datetime):
        return (moment.astimezone(UTC) if moment.tzinfo else moment).date()
    return moment


def earlier(day: date, days: int) -> date:
    """So many days before, or the first day there is."""
    return date.fromordinal(max(1, day.toordinal() - days))


def later(day: date, by: timedelta) -> date:
    """So much after, or the last day there is."""
    return date.fromordinal(min(date.max.toordinal(), day.toordinal() + by.days))
