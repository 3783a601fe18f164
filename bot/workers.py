"""Work that must not hold up the event loop → a few threads and a line of bounded length."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from typing import TypeVar

from bot import wording
from retrieval.errors import PullquoteError

T = TypeVar("T")


class Busy(PullquoteError):
    """The line is full; nothing was begun."""


class Workers:
    """`threads` pieces of work at once, `queue` more may wait. For one event loop."""

    def __init__(self, threads: int, queue: int, name: str = "worker") -> None:
        self._executor = ThreadPoolExecutor(threads, thread_name_prefix=name)
        self._threads, self._most = threads, threads + queue
        self._free = self._most
        self.name = name

    @property
    def waiting(self) -> int:
        """How many pieces of work wait for a thread."""
        return max(0, self._most - self._free - self._threads)

    @property
    def queue(self) -> int:
        """How many may wait."""
        return self._most - self._threads

    async def run(self, work: Callable[[], T]) -> T:
        """What `work` returns. Raises Busy at once where the line is full."""
        if not self._free:
            raise Busy(wording.BUSY())
        self._free -= 1
        # Counted until the thread is done, not until the caller is: who gives up waiting does not
        # make the thread free.
        # In its context: what a thread logs names the question that it works for.
        future = self._executor.submit(copy_context().run, work)
        waiting = asyncio.wrap_future(future)
        loop = asyncio.get_running_loop()
        future.add_done_callback(lambda _: _later(loop, self._release))
        return await waiting

    def _release(self) -> None:
        self._free += 1

    def close(self) -> None:
        """Waits for what is being worked on; what only waits in line is given up."""
        self._executor.shutdown(wait=True, cancel_futures=True)


def _later(loop: asyncio.AbstractEventLoop, call: Callable[[], None]) -> None:
    if not loop.is_closed():
        loop.call_soon_threadsafe(call)
