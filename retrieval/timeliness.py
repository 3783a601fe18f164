"""An article's date and what a question says about time → how much the article gains or loses. Pure.

Articles are compared with each other, never with the calendar: what is asked may be long ago.
"""

import re
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import numpy as np
from numpy.typing import NDArray

from retrieval.articles import Article
from retrieval.moments import Moments, Stretch, moments

# Of the fused score, which is 2 at best. Measured: see benchmarks/README.md, "Time".
WITHIN_BONUS, NAMED_BONUS, OUTSIDE_MALUS = 0.5, 0.3, 0.5
LATEST_WEIGHT, FIRST_WEIGHT, AGE_WEIGHT = 0.4, 0.3, 0.05
# News of a day are printed on the next.
SLACK = timedelta(days=1)
# A day after the newest counts little, a month as much as it will.
_HALVES_AFTER = timedelta(days=14)

UNDATED = int(np.iinfo(np.int64).min)


def seconds(published: datetime | None) -> int:
    """Since 1970, UTC; UNDATED, which is before every other, for None."""
    return UNDATED if published is None else int(published.timestamp())


def published_by(published: NDArray[np.int64], asked_on: datetime | None) -> NDArray[np.bool_] | None:
    """Which of the dates, as `seconds` gives them, were published by then, undated ones among them;
    None where all were."""
    if asked_on is None:
        return None
    by = published <= seconds(asked_on)
    return None if by.all() else by
