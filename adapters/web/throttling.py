"""Requests to many hosts → one at a time and with a pause for each host, some hosts at once."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from math import inf

Pause = Callable[[float], Awaitable[None]]


@dataclass
class _Host:
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    delay: float = 0.0
    started: float = -inf
    resting_until: float = -inf


class Throttle:
    """What is known of hosts is kept as long as this is. Times are in seconds of `clock`."""

    def __init__(
        self, host_pause: float, at_once: int, pause: Pause, clock: Callable[[], float]
    ) -> None:
        """`host_pause` is the least from the start of one request to the start of the next."""
        self._host_pause = host_pause
        self._at_once = asyncio.Semaphore(at_once)
        self._pause = pause
        self._clock = clock
        self._hosts: dict[tuple[str, int], _Host] = {}

    def slow_down(self, host: tuple[str, int], seconds: float) -> None:
        """The pause that the host itself asks for."""
        self._of(host).delay = seconds

    def rest(self, host: tuple[str, int], seconds: float) -> None:
        """The host asked to be left alone for so long."""
        self._of(host).resting_until = self._clock() + seconds

    @asynccontextmanager
    async def turn(self, host: tuple[str, int]) -> AsyncIterator[float]:
        """Waits until the host may be asked; nobody else asks it meanwhile.

        Gives at once the seconds for which the host is still to be left alone, else 0.0.
        """
        known = self._of(host)
        async with known.lock:
            if (rest := known.resting_until - self._clock()) > 0:
                yield rest
                return
            wait = max(self._host_pause, known.delay) - (self._clock() - known.started)
            if wait > 0:
                await self._pause(wait)
            async with self._at_once:
                known.started = self._clock()
                yield 0.0

    def _of(self, host: tuple[str, int]) -> _Host:
        return self._hosts.setdefault(host, _Host())
