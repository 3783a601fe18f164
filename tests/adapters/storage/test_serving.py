"""What people meet who ask while another process reindexes."""

import json
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.adapters.storage.newsroom import Newsroom

ROOT = Path(__file__).parents[3]
# The promise is 2 s; the machine that tests may be busy with other things.
NOTICED_WITHIN_SECONDS = 5.0


class Reader:
    """Another process that asks in a loop, and all that it said."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self.process = process
        self.asked: list[dict[str, Any]] = []
        assert self.process.stdout
        assert self.process.stdout.readline() == "ready\n"
        self._listener = threading.Thread(target=self._listen)
        self._listener.start()

    def _listen(self) -> None:
        assert self.process.stdout
        for line in self.process.stdout:
            if line.startswith("{"):
                self.asked.append(json.loads(line))

    def ask_for(self, word: str) -> None:
        assert self.process.stdin
        self.process.stdin.write(f"{word}\n")
        self.process.stdin.flush()

    def wait_until(self, seen: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
        """The first answer like that."""
        until = time.monotonic() + 30
        while time.monotonic() < until:
            found = next(filter(seen, list(self.asked)), None)
            if found:
                return found
            time.sleep(0.02)
        raise AssertionError(f"not seen in {len(self.asked)} answers")

    def stop(self) -> str:
        """Ends it; what it wrote to stderr."""
        assert self.process.stdin
        assert self.process.stderr
        self.process.stdin.close()
        wrong = self.process.stderr.read()
        self._listener.join()
        assert self.process.wait() == 0, wrong
        return wrong


@pytest.fixture
def reader(newsroom: Newsroom) -> Iterator[Reader]:
    with subprocess.Popen(
        [sys.executable, "-m", "tests.adapters.storage.worker", "read", str(newsroom.data)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        yield Reader(process)
        process.kill()


@pytest.mark.parametrize("times", [2, pytest.param(5, marks=pytest.mark.slow)])
def test_a_process_that_asks_all_the_time_finds_each_new_article_soon(
    newsroom: Newsroom, reader: Reader, times: int
) -> None:
    held = {newsroom.current.name: 5}
    for n in range(times):
        word = f"zebra{n}"
        reader.ask_for(word)
        newsroom.write(f"bridge/{word}.md", f"A {word} was seen on the bridge.")
        generation = str(newsroom.reindex().generation)
        switched = time.time()
        held[generation] = 6 + n
        found = reader.wait_until(lambda asked: bool(asked["known"]) and asked["word"] == word)  # noqa: B023
        assert found["generation"] == generation
        assert found["at"] - switched < NOTICED_WITHIN_SECONDS
    assert reader.stop().count("generation_switched") == times
    # Never an answer of two generations, never fewer quotes because another one warms.
    assert {(a["generation"], a["articles"]) for a in reader.asked} == set(held.items())
    assert {(a["nearest"], a["filtered"] >= 3) for a in reader.asked} == {(5, True)}
    assert max(asked["took"] for asked in reader.asked) < NOTICED_WITHIN_SECONDS
    assert len(newsroom.generations()) <= 3


def test_a_reader_follows_a_rollback_and_outlives_a_damaged_generation(
    newsroom: Newsroom, reader: Reader
) -> None:
    first = newsroom.current
    newsroom.write("bridge/zebra.md", "A zebra was seen on the bridge.")
    second = str(newsroom.reindex().generation)
    reader.wait_until(lambda asked: bool(asked["generation"] == second))
    (first / "rows.npy").write_bytes(b"")
    newsroom.catalog.point_to(first.name, newsroom.now)
    asked = len(reader.asked)
    time.sleep(2)
    assert len(reader.asked) > asked
    assert {a["generation"] for a in reader.asked[asked:]} == {second}
    newsroom.catalog.point_to(second, newsroom.now)
    assert reader.stop().count("generation_not_switched") == 1
