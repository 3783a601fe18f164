"""Work on many hosts → its results as they come, each host's in order and one after the other.

So a slow host holds up neither the other hosts nor whoever else wants something of it: of all that
is to come one request at a time waits for its turn there.
"""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable, Sequence
from typing import TypeVar

Job = TypeVar("Job")
Result = TypeVar("Result")


async def in_batches(
    jobs: Sequence[Job],
    work: Callable[[Job], Awaitable[Result]],
    host_of: Callable[[Job], str],
    most: int,
    seconds: float,
) -> AsyncGenerator[list[Result], None]:
    """The results, at most so many at once, and so many seconds after the first of them at the
    latest. Close it (`aclosing`): that ends what is under way."""
    by_host: dict[str, list[Job]] = {}
    for job in jobs:
        by_host.setdefault(host_of(job), []).append(job)
    done: asyncio.Queue[Result | _Raised] = asyncio.Queue()

    async def one_host(its: Sequence[Job]) -> None:
        for job in its:
            try:
                done.put_nowait(await work(job))
            except Exception as error:
                done.put_nowait(_Raised(error))
                return

    left, clock = len(jobs), asyncio.get_running_loop().time
    workers = [asyncio.create_task(one_host(its)) for its in by_host.values()]
    try:
        while left:
            batch = [_result(await done.get())]
            until = clock() + seconds
            while len(batch) < min(most, left):
                try:
                    async with asyncio.timeout_at(until):
                        batch.append(_result(await done.get()))
                except TimeoutError:
                    break
            left -= len(batch)
            yield batch
    finally:
        for worker in workers:
            worker.cancel()
        await asyncio.gather(*workers, return_exceptions=True)


class _Raised:
    def __init__(self, error: Exception) -> None:
        self.error = error


def _result(found: Result | _Raised) -> Result:
    if isinstance(found, _Raised):
        raise found.error
    return found
