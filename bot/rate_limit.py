"""When a person asked lately, and now → how long it must wait before it may ask again. Pure; where
that is kept, for all processes that answer, is behind the port."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Protocol

MINUTE = timedelta(minutes=1)
# A wait of zero would read as "allowed".
_SHORTEST_WAIT = 0.1


class RateLimit(Protocol):
    """So many questions a person in any minute, in all processes together."""

    def wait_seconds(self, person: str, now: datetime) -> float:
        """0.0: allowed, and counted. Else the seconds until the person may ask again."""

    def may_tell(self, person: str, now: datetime) -> bool:
        """Whether a person who must wait is to be told so: once in any minute."""

    def forget(self, now: datetime) -> int:
        """Forgets who has not asked for a minute; how many that were."""


def wait_after(asked: Sequence[datetime], per_minute: int, now: datetime) -> float:
    """0.0 where one more is allowed; `asked` are the questions that were, in any order."""
    lately = sorted(within_a_minute(asked, now))
    if len(lately) < per_minute:
        return 0.0
    free_at = lately[-per_minute] + MINUTE
    return max((free_at - now).total_seconds(), _SHORTEST_WAIT)


def within_a_minute(times: Sequence[datetime], now: datetime) -> list[datetime]:
    """Those that count still. A clock that was set back, or another machine's that is ahead, must
    not shut anybody out."""
    return [one for one in times if -MINUTE <= now - one <= MINUTE]
