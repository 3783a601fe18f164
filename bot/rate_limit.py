"""Who asks → how long they must wait first: so many questions a person in any minute."""

import time
from threading import Lock

from limits import RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

# Fewer people than this are never worth a sweep.
_SWEPT_FROM = 1000
# A wait of zero would read as "allowed".
_SHORTEST_WAIT = 0.1


_ONCE_A_MINUTE = RateLimitItemPerMinute(1)


class RateLimit:
    """At most `per_minute` questions a person, 0 is no limit; thread-safe, kept in memory.

    `limits` reads the system's clock, and forgets who has not asked for a minute.
    """

    def __init__(self, per_minute: int) -> None:
        self._limit = RateLimitItemPerMinute(per_minute) if per_minute else None
        self._storage = MemoryStorage()
        self._window = MovingWindowRateLimiter(self._storage)
        self._told = MemoryStorage()
        self._telling = MovingWindowRateLimiter(self._told)
        self._lock = Lock()
        self._sweep_at = _SWEPT_FROM

    def wait_seconds(self, person: str) -> float:
        """0.0: allowed, and counted. Else the seconds until the person may ask again."""
        if self._limit is None:
            return 0.0
        with self._lock:
            if self._window.hit(self._limit, person):
                self._sweep()
                return 0.0
            free_at = self._window.get_window_stats(self._limit, person).reset_time
            return max(free_at - time.time(), _SHORTEST_WAIT)

    def may_tell(self, person: str) -> bool:
        """Whether a person who must wait is to be told so: once in any minute."""
        with self._lock:
            if not self._telling.hit(_ONCE_A_MINUTE, person):
                return False
            self._sweep()
            return True

    def people(self) -> int:
        """How many people are remembered."""
        return len(self._storage.events)

    def _sweep(self) -> None:
        # limits drops the expired questions of a person but keeps an empty list of them for ever.
        if len(self._storage.events) < self._sweep_at:
            return
        for storage in (self._storage, self._told):
            for key, asked in list(storage.events.items()):
                if not asked:
                    storage.clear(key)
        self._sweep_at = max(_SWEPT_FROM, 2 * len(self._storage.events))
