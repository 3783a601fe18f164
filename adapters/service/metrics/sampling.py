"""Figures that cost a look into the database → the last that were had, asked for no more often, nor
waited for longer, than a scrape may cost."""

import asyncio
import time
from collections.abc import Callable

from adapters.storage.figures import Figures
from retrieval.errors import PullquoteError
from retrieval.event_logger import EventLogger

# Prometheus scrapes every 15 s or so, and gives up after 10.
KEPT_SECONDS = 10.0
PATIENCE_SECONDS = 2.0

_log = EventLogger()


class Sampling:
    """For one event loop. `last` is None where the database did not answer in time."""

    def __init__(
        self,
        read: Callable[[], Figures],
        clock: Callable[[], float] = time.monotonic,
        kept: float = KEPT_SECONDS,
        patience: float = PATIENCE_SECONDS,
    ) -> None:
        self._read = read
        self._clock = clock
        self._kept = kept
        self._patience = patience
        self._reading: asyncio.Future[Figures] | None = None
        self._read_at: float | None = None
        self.last: Figures | None = None

    async def freshen(self) -> None:
        """`last` is no older than it may be, or None."""
        if self._read_at is not None and self._clock() - self._read_at < self._kept:
            return
        # Never two at once: the threads of one that hangs would pile up.
        if self._reading is None:
            self._reading = asyncio.ensure_future(asyncio.to_thread(self._read))
        reading = self._reading
        done, _ = await asyncio.wait({reading}, timeout=self._patience)
        self.last, self._read_at = None, None
        if not done:
            return
        self._reading = None
        try:
            self.last, self._read_at = reading.result(), self._clock()
        except PullquoteError:
            return  # /readyz says why
        except Exception:
            _log.error("figures_not_read", exc_info=True)
