"""A discord.py client on an event loop and a thread of its own, for the localhost Discord."""

import asyncio
import contextlib
import threading
from collections.abc import Callable, Coroutine, Iterator
from typing import Any, TypeVar

import discord
from discord import app_commands

from tests.e2e.discord.local_discord import LocalDiscord

T = TypeVar("T")


class Client(discord.AutoShardedClient):
    """With a tree of commands, and none of discord.py's long waits."""

    def __init__(self, **options: Any) -> None:
        intents = options.pop("intents", discord.Intents(guilds=True, messages=True))
        options = {"guild_ready_timeout": 0.05, "heartbeat_timeout": 1.0, **options}
        super().__init__(intents=intents, **options)
        self.tree = app_commands.CommandTree(self)
        self.heard: list[Any] = []
        self.failed: list[BaseException] = []

    async def before_identify_hook(self, shard_id: int | None, *, initial: bool = False) -> None:
        """discord.py would sleep for five seconds."""

    def remember(self, *what: Any) -> None:
        self.heard.append(what if len(what) > 1 else what[0])


class Running:
    """A client that was started; `run` runs something on its loop and waits for it."""

    def __init__(self, local: LocalDiscord, build: Callable[[], Client], token: str = "") -> None:
        self.ended = threading.Event()
        self.error: BaseException | None = None
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()
        self.client = self.run(_made(build))
        self._main = asyncio.run_coroutine_threadsafe(self._start(token or local.token), self._loop)

    def run(self, work: Coroutine[Any, Any, T], timeout: float = 300.0) -> T:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(timeout)

    async def _start(self, token: str) -> None:
        try:
            await self.client.start(token)
        except BaseException as error:
            self.error = error
        finally:
            self.ended.set()

    def stop(self) -> None:
        self.run(self.client.close())
        self.run(_cancel_others())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(300)
        self._loop.close()


async def _made(build: Callable[[], Client]) -> Client:
    return build()


async def _cancel_others() -> None:
    others = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
    for task in others:
        task.cancel()
    await asyncio.gather(*others, return_exceptions=True)


@contextlib.contextmanager
def running(
    local: LocalDiscord, build: Callable[[], Client], *, connected: bool = True
) -> Iterator[Running]:
    """Connected over all its shards, unless the test looks at how it fails to."""
    with local.patched():
        one = Running(local, build)
        try:
            if connected:
                local.wait_for_bot()
            yield one
        finally:
            one.stop()
