"""What is to go wrong with the next requests of a route, and how often a route may be used."""

import hashlib
import threading
from collections import defaultdict, deque
from collections.abc import Callable
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Fault:
    """One answer gone wrong; with status 200 and no `drop` only the `seconds` count."""

    status: int = 200
    code: int = 0
    message: str = ""
    retry_after: float = 0.0
    via: bool = True
    everywhere: bool = False
    after_effect: bool = False
    drop: bool = False
    seconds: float = 0.0

    @property
    def fails(self) -> bool:
        return self.drop or self.status != 200


NONE = Fault()


@dataclass(slots=True)
class Faults:
    """Queues of faults by route; those for "*" come after a route's own."""

    _queues: dict[str, deque[Fault]] = field(default_factory=lambda: defaultdict(deque))
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def add(self, route: str, fault: Fault, times: int) -> None:
        with self._lock:
            self._queues[route].extend([fault] * times)

    def next(self, route: str) -> Fault:
        with self._lock:
            for queue in (self._queues[route], self._queues["*"]):
                if queue:
                    return queue.popleft()
        return NONE


@dataclass(slots=True)
class _Window:
    until: float = 0.0
    used: int = 0


@dataclass(slots=True)
class RateLimits:
    """Fixed windows by route and major parameter; routes without a limit have a generous one."""

    clock: Callable[[], float]
    limits: dict[str, tuple[int, float]] = field(default_factory=dict)
    _windows: dict[tuple[str, str], _Window] = field(default_factory=lambda: defaultdict(_Window))

    def take(self, route: str, major: str) -> tuple[dict[str, str], float]:
        """The X-RateLimit headers, and the seconds to wait where it was one too many, else 0."""
        most, per = self.limits.get(route, (10_000, 1.0))
        window, now = self._windows[route, major], self.clock()
        if now >= window.until:
            window.until, window.used = now + per, 0
        window.used += 1
        left = window.until - now
        headers = {
            "X-RateLimit-Bucket": hashlib.sha256(route.encode()).hexdigest()[:32],
            "X-RateLimit-Limit": str(most),
            "X-RateLimit-Remaining": str(max(0, most - window.used)),
            "X-RateLimit-Reset": f"{now + left:.3f}",
            "X-RateLimit-Reset-After": f"{left:.3f}",
        }
        return headers, left if window.used > most else 0.0
