"""However many look at the page, chats go on: of its questions one at a time is among theirs."""

import asyncio
import threading
from collections.abc import Iterator

import pytest

from adapters.admin.kept_views import Kept
from adapters.admin.work import PageWork
from bot.commands.command import Work
from bot.workers import Busy, Workers
from tests.patience import PATIENCE


@pytest.fixture
def pools() -> Iterator[tuple[Workers, Workers, Workers]]:
    made = Workers(2, 100, "page"), Workers(1, 100, "question"), Workers(1, 10, "lookup")
    yield made
    for each in made:
        each.close()


def test_a_question_of_a_chat_waits_for_one_of_the_pages_and_not_for_forty(
    pools: tuple[Workers, Workers, Workers],
) -> None:
    reads, answers, lookups = pools
    done: list[str] = []
    let_go, begun = threading.Event(), threading.Event()

    def answered(name: str) -> None:
        begun.set()
        assert let_go.wait(PATIENCE)
        done.append(name)

    async def morning() -> None:
        work = PageWork(reads, answers, lookups, most=100)
        page = [
            asyncio.create_task(work.run(Work.ANSWER, lambda n=n: answered(f"page {n}")))  # type: ignore[misc]
            for n in range(40)
        ]
        await asyncio.to_thread(begun.wait, PATIENCE)
        chat = asyncio.create_task(answers.run(lambda: answered("chat")))
        # What only reads has threads of its own, whoever is being answered.
        assert await work.run(Work.BOOK, lambda: "read") == "read"
        let_go.set()
        await chat
        assert done.index("chat") == 1
        await asyncio.gather(*page)
        assert len(done) == 41

    asyncio.run(morning())


def test_whoever_comes_when_the_line_is_full_hears_so_at_once(
    pools: tuple[Workers, Workers, Workers],
) -> None:
    reads, answers, lookups = pools
    let_go = threading.Event()

    async def morning() -> None:
        work = PageWork(reads, answers, lookups, most=2)
        waiting = [
            asyncio.create_task(work.run(Work.ANSWER, lambda: let_go.wait(PATIENCE)))
            for _ in range(3)
        ]
        await asyncio.sleep(0)
        with pytest.raises(Busy):
            await work.run(Work.ANSWER, lambda: True)
        let_go.set()
        assert await asyncio.gather(*waiting) == [True] * 3
        assert await work.run(Work.ANSWER, lambda: "again") == "again"

    asyncio.run(morning())


def test_what_fails_keeps_nobody_waiting(pools: tuple[Workers, Workers, Workers]) -> None:
    def fails() -> None:
        raise ValueError("broken")

    async def morning() -> None:
        work = PageWork(*pools, most=2)
        for _ in range(5):
            with pytest.raises(ValueError, match="broken"):
                await work.run(Work.ANSWER, fails)
        assert await work.run(Work.ANSWER, lambda: "answered") == "answered"

    asyncio.run(morning())


def test_a_timeline_is_made_once_an_index_and_few_are_kept() -> None:
    kept: Kept[str] = Kept(most=2)
    made: list[str] = []

    def make(name: str) -> str:
        made.append(name)
        return name

    for name in ("a", "b", "a", "c", "a", "b"):
        assert kept.get(("g1", name), lambda name=name: make(name)) == name  # type: ignore[misc]
    assert made == ["a", "b", "c", "b"]
    assert kept.get(("g2", "a"), lambda: make("of a newer index")) == "of a newer index"
