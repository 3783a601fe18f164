"""However many people ask, a few threads work, a short line waits, and the rest hear so at once."""

import asyncio
import threading
from collections.abc import Callable, Iterator

import pytest

from bot.workers import Busy, Workers
from tests.patience import PATIENCE

MakeWorkers = Callable[[int, int], Workers]


@pytest.fixture
def workers() -> Iterator[MakeWorkers]:
    made: list[Workers] = []

    def make(threads: int, queue: int) -> Workers:
        made.append(Workers(threads, queue))
        return made[-1]

    yield make
    for each in made:
        each.close()


class Gate:
    """Work that begins, says so, and waits until it is let go."""

    def __init__(self) -> None:
        self.open = threading.Event()
        self.begun = threading.Semaphore(0)
        self.at_once = self.most_at_once = 0
        self._lock = threading.Lock()

    def work(self) -> str:
        with self._lock:
            self.at_once += 1
            self.most_at_once = max(self.most_at_once, self.at_once)
        self.begun.release()
        assert self.open.wait(PATIENCE)
        with self._lock:
            self.at_once -= 1
        return threading.current_thread().name

    def wait_until_begun(self, count: int) -> None:
        for _ in range(count):
            assert self.begun.acquire(timeout=PATIENCE)


async def until(true: Callable[[], bool]) -> None:
    async with asyncio.timeout(PATIENCE):
        while not true():
            await asyncio.sleep(0.005)


def test_who_finds_the_line_full_is_told_so_at_once_and_nothing_is_begun(
    workers: MakeWorkers,
) -> None:
    async def people_ask() -> None:
        few, gate, begun = workers(1, 2), Gate(), []
        first = [asyncio.create_task(few.run(gate.work)) for _ in range(3)]
        await asyncio.to_thread(gate.wait_until_begun, 1)
        with pytest.raises(Busy, match="Too many questions are being answered"):
            await few.run(lambda: begun.append("one too many"))  # while the others still wait
        gate.open.set()
        assert len(await asyncio.gather(*first)) == 3
        assert begun == []
        # The line is short again.
        assert await few.run(lambda: "heard") == "heard"

    asyncio.run(people_ask())


def test_only_so_many_work_at_once_and_never_on_the_event_loop(workers: MakeWorkers) -> None:
    async def people_ask() -> None:
        two, gate = workers(2, 10), Gate()
        asked = [asyncio.create_task(two.run(gate.work)) for _ in range(8)]
        await asyncio.to_thread(gate.wait_until_begun, 2)
        gate.open.set()
        names = set(await asyncio.gather(*asked))
        assert gate.most_at_once == 2
        assert names <= {"worker_0", "worker_1"}

    asyncio.run(people_ask())


def test_what_goes_wrong_in_a_worker_reaches_who_asked_and_frees_the_place(
    workers: MakeWorkers,
) -> None:
    async def people_ask() -> None:
        one = workers(1, 0)
        for _ in range(3):
            with pytest.raises(ZeroDivisionError):
                await one.run(lambda: 1 / 0)
            await until(lambda: one._free == 1)
        assert await one.run(lambda: 42) == 42

    asyncio.run(people_ask())


def test_who_gives_up_waiting_does_not_make_the_thread_free(workers: MakeWorkers) -> None:
    async def people_ask() -> None:
        one, gate = workers(1, 0), Gate()
        impatient = asyncio.create_task(one.run(gate.work))
        await asyncio.to_thread(gate.wait_until_begun, 1)
        impatient.cancel()
        with pytest.raises(asyncio.CancelledError):
            await impatient
        for _ in range(3):
            await asyncio.sleep(0.02)
            with pytest.raises(Busy):
                await one.run(lambda: "too early")
        gate.open.set()
        await until(lambda: one._free == 1)
        assert await one.run(lambda: "now") == "now"

    asyncio.run(people_ask())


def test_who_gives_up_in_the_line_leaves_it_and_is_never_worked_for(workers: MakeWorkers) -> None:
    async def people_ask() -> None:
        one, gate, done = workers(1, 1), Gate(), []
        working = asyncio.create_task(one.run(gate.work))
        await asyncio.to_thread(gate.wait_until_begun, 1)
        waiting = asyncio.create_task(one.run(lambda: done.append("nobody waits for it")))
        await asyncio.sleep(0)
        waiting.cancel()
        with pytest.raises(asyncio.CancelledError):
            await waiting
        await until(lambda: one._free == 1)
        behind = asyncio.create_task(one.run(lambda: done.append("somebody does")))
        await asyncio.sleep(0)
        gate.open.set()
        await asyncio.gather(working, behind)
        assert done == ["somebody does"]

    asyncio.run(people_ask())


def test_closing_waits_for_what_is_worked_on_and_gives_up_what_only_waits() -> None:
    async def people_ask() -> None:
        one, gate, done = Workers(1, 1), Gate(), []

        def work() -> None:
            gate.work()
            done.append("begun before the end")

        working = asyncio.create_task(one.run(work))
        waiting = asyncio.create_task(one.run(lambda: done.append("begun after it")))
        await asyncio.to_thread(gate.wait_until_begun, 1)
        closing = asyncio.create_task(asyncio.to_thread(one.close))
        await asyncio.sleep(0.05)
        assert not closing.done()
        gate.open.set()
        await closing
        assert done == ["begun before the end"]
        await working
        with pytest.raises(asyncio.CancelledError):
            await waiting

    asyncio.run(people_ask())


def test_a_process_may_end_its_loop_while_a_thread_still_works() -> None:
    one, gate = Workers(1, 0), Gate()

    async def asked() -> None:
        working = asyncio.create_task(one.run(gate.work))
        await asyncio.to_thread(gate.wait_until_begun, 1)
        working.cancel()

    asyncio.run(asked())
    gate.open.set()
    one.close()
