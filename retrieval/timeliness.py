"""An article's date, what a question says about time → how much the article gains or loses. Pure.

Articles are compared with each other, never with the calendar: what is asked may be long ago.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import numpy as np
from numpy.typing import NDArray

from retrieval.moments import Moments
from retrieval.named_days import dates
from retrieval.publication import UNDATED, moment_of, seconds
from retrieval.stretches import Stretch

# Of the fused score, which is 2 at best: for dates that say which reports are meant, and others.
# Measured: docs/decisions.md, "Time is a score beside the fused one".
REPORTS_BONUS, REPORTS_MALUS = 0.6, 0.6
DATE_BONUS, DATE_MALUS, NAMED_BONUS = 0.3, 0.3, 0.3
LATEST_WEIGHT, STATE_WEIGHT, FIRST_WEIGHT, AGE_WEIGHT = 0.4, 0.2, 0.3, 0.05
# "In 2021" is rather when it happened than when it was written.
LONGEST_DATE = 100  # days
# "On 9 June" is rather the last one.
_ANOTHER_YEAR = 0.7
# News of a day are printed on the next.
SLACK = timedelta(days=1)
# A day after the newest counts little, a month as much as it will.
_HALVES_AFTER = timedelta(days=14)

_DAY_SECONDS = 86_400


def published_by(
    published: NDArray[np.int64], asked_on: datetime | None
) -> NDArray[np.bool_] | None:
    """Which of the dates, as `seconds` gives them, were published by then, undated ones among them;
    None where all were."""
    if asked_on is None:
        return None
    by = published <= seconds(asked_on)
    return None if by.all() else by


def newest_rows(published: NDArray[np.int64], counted: NDArray[np.bool_], count: int) -> list[int]:
    """The rows that were published last, newest first, of those that count."""
    rows = np.flatnonzero(counted)
    newest = rows[np.argsort(-published[rows].astype(np.float64), kind="stable")]
    return [int(row) for row in newest[:count]]


def published_in(published: NDArray[np.int64], stretches: Sequence[Stretch]) -> NDArray[np.bool_]:
    """Which of the dates, as `seconds` gives them, lie in one of the stretches or a day behind."""
    days = published // _DAY_SECONDS
    known = np.unique(days[published != UNDATED])
    moments_of_days = ((n, moment_of(n * _DAY_SECONDS)) for n in known.tolist())
    within = [n for n, moment in moments_of_days if moment and _holds(stretches, moment)]
    return np.asarray(np.isin(days, within) & (published != UNDATED))


@dataclass(frozen=True, slots=True)
class Period:
    """When the articles were published that are about what is asked, the oldest and the newest."""

    oldest: datetime
    newest: datetime


def period(published: Iterable[datetime | None]) -> Period | None:
    """None where none of them is dated."""
    dated = [moment for moment in published if moment]
    return Period(min(dated), max(dated)) if dated else None


def time_score(
    published: datetime | None, asked: Moments, about: Period | None, text: str = ""
) -> float:
    """What an article published then gains, or loses, on the fused score of its passage.

    `about`: of what was found on the question; `text`: the passage, which may name the day itself.
    """
    score = _range_score(published, asked.stretches, text) if asked.stretches else 0.0
    if published is None or about is None or not asked.is_short:
        return score
    if asked.wants_first:
        return score - FIRST_WEIGHT * _gone(published - about.oldest)
    weight = AGE_WEIGHT
    if asked.wants_latest or asked.wants_state:
        weight = LATEST_WEIGHT if asked.wants_latest else STATE_WEIGHT
    return score - weight * _gone(about.newest - published)


def is_of_then(published: datetime | None, asked: Moments) -> bool:
    """Whether it is one of the reports that are asked for; True where the question doesn't say.

    "What did she say yesterday?" is not answered by what she said last year.
    """
    wanted = [stretch for stretch in asked.stretches if stretch.of_reports]
    return not wanted or (published is not None and _holds(wanted, published))


def is_dated_then(published: datetime | None, asked: Moments) -> bool:
    """Whether one of the times that the question names is that of publication, which an article
    doesn't say of itself."""
    return published is not None and _holds(asked.stretches, published)


def _range_score(published: datetime | None, stretches: Sequence[Stretch], text: str) -> float:
    if published is not None and _holds(stretches, published):
        return max(
            _weight(s)[0] * (1.0 if s.holds_last(published, SLACK) else _ANOTHER_YEAR)
            for s in stretches
            if s.holds(published, SLACK)
        )
    if _says(text, stretches, published):
        return NAMED_BONUS
    if published is None:
        return 0.0
    return -min(
        _weight(s)[1] * min(1.0, s.days_outside(published) / max(3.0, s.length / 2))
        for s in stretches
    )


def _weight(stretch: Stretch) -> tuple[float, float]:
    """What is gained within it and lost outside."""
    if stretch.of_reports:
        return REPORTS_BONUS, REPORTS_MALUS
    return DATE_BONUS, DATE_MALUS if stretch.length <= LONGEST_DATE else 0.0


def _says(text: str, stretches: Sequence[Stretch], published: datetime | None) -> bool:
    """Whether the text names a day of one of the stretches, or a month that lies in one."""
    said = list(dates(text, published.astimezone(UTC).date() if published else None))
    return any(
        stretch.holds(one.first) and stretch.holds(one.last)
        for one in said
        for stretch in stretches
    )


def _holds(stretches: Sequence[Stretch], published: datetime) -> bool:
    return any(stretch.holds(published, SLACK) for stretch in stretches)


def _gone(apart: timedelta) -> float:
    """0 for no time, half after _HALVES_AFTER, 1 for ever."""
    return 1.0 - math.exp2(-(max(apart, timedelta(0)) / _HALVES_AFTER))
