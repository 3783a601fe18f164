"""What the page has to do → done beside the chats, which never wait for more than one of its
questions."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeVar

from bot import wording
from bot.commands.command import Work
from bot.workers import Busy, Workers

T = TypeVar("T")

# Reads of the catalog, and pages drawn: none of the chats' threads.
READERS, READERS_QUEUE = 2, 200


@dataclass(slots=True)
class PageWork:
    """For one event loop. `answers` and `lookups` are the chats' too; `most` of the page's
    questions may wait for their turn."""

    reads: Workers
    answers: Workers
    lookups: Workers
    most: int
    _turn: asyncio.Lock = field(default_factory=asyncio.Lock)
    _waiting: int = 0

    async def run(self, work: Work, task: Callable[[], T]) -> T:
        """What the task returns. Raises Busy where the line is full, and what it raises."""
        match work:
            case Work.BOOK:
                return await self.reads.run(task)
            case Work.LOOKUP:
                return await self.lookups.run(task)
            case Work.ANSWER:
                return await self._in_turn(task)

    async def _in_turn(self, task: Callable[[], T]) -> T:
        if self._waiting > self.most:
            raise Busy(wording.BUSY())
        self._waiting += 1
        try:
            async with self._turn:
                return await self.answers.run(task)
        finally:
            self._waiting -= 1
