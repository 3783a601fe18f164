"""`pullquote run` against a localhost chat: in this process, on a thread and loop of its own."""

import asyncio
import json
import shutil
import socket
import sqlite3
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from adapters.service.run import serve
from adapters.settings import Settings
from tests.patience import PATIENCE

_CATALOG = "catalog.sqlite3"


@dataclass
class Running:
    """The service, and what its operator sees."""

    settings: Settings
    loop: asyncio.AbstractEventLoop
    ended: asyncio.Event
    thread: threading.Thread
    failure: list[BaseException]

    def get(self, path: str) -> tuple[int, Any]:
        """(status, JSON) of the health endpoint."""
        url = f"http://127.0.0.1:{self.settings.health_port}{path}"
        try:
            with urllib.request.urlopen(url, timeout=PATIENCE) as response:
                return response.status, json.load(response)
        except urllib.error.HTTPError as error:
            with error:
                return error.code, json.load(error)

    def wait_until_ready(self, timeout: float = PATIENCE) -> None:
        deadline = time.monotonic() + timeout
        seen: object = None
        while time.monotonic() < deadline:
            if self.failure:
                raise self.failure[0]
            try:
                status, seen = self.get("/readyz")
            except OSError as error:
                seen = error
            else:
                if status == 200:
                    return
            time.sleep(0.05)
        raise TimeoutError(f"not ready: {seen}")

    def end(self) -> None:
        """Tells it to end and waits until it has."""
        if self.thread.is_alive():
            self.loop.call_soon_threadsafe(self.ended.set)
        self.thread.join(timeout=PATIENCE)
        assert not self.thread.is_alive(), "the service did not end"


def _now() -> datetime:
    return datetime.now(UTC)


@contextmanager
def running(
    settings: Settings, *, ready: bool = True, now: Callable[[], datetime] = _now
) -> Iterator[Running]:
    """The service, ended when the `with` does; what it raises is raised here."""
    loop = asyncio.new_event_loop()
    ended = asyncio.Event()
    failure: list[BaseException] = []

    def work() -> None:
        try:
            # As asyncio.run does it: what is still left at the end is cancelled.
            with asyncio.Runner(loop_factory=lambda: loop) as runner:
                runner.run(serve(settings, ended, lambda _: None, now))
        except BaseException as error:
            failure.append(error)

    thread = threading.Thread(target=work, name="service")
    thread.start()
    service = Running(settings, loop, ended, thread, failure)
    try:
        if ready:
            service.wait_until_ready()
        yield service
    finally:
        service.end()
    if failure:
        raise failure[0]


def own_copy(shipped: Path, to: Path, name: str = "data") -> Path:
    """The indexed corpus in a folder of the test's own: a bot writes into its catalog."""
    data = to / name
    # Others ask the shipped one meanwhile, and what SQLite keeps beside its files comes and goes.
    passing = shutil.ignore_patterns(f"{_CATALOG}*", "*-journal", "*-wal", "*-shm")
    shutil.copytree(shipped, data, symlinks=True, ignore=passing)
    with (
        closing(sqlite3.connect(shipped / _CATALOG)) as asked,
        closing(sqlite3.connect(data / _CATALOG)) as own,
    ):
        asked.backup(own)
    return data


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port: int = taken.getsockname()[1]
    return port
