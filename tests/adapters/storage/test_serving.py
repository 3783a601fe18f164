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
from tests.patience import PATIENCE

ROOT = Path(__file__).parents[3]
# The promise is 2 s, and it asks every 20 ms or, where the machine has other things to do, less
# often. No question waits until the next generation is warm.
NOTICED_WITHIN_QUESTIONS, STUCK_SECONDS = 250, 60.0


class Reader:
    """Another process that asks in a loop, and all that it said."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self.process = process
        self.asked: list[dict[str, Any]] = []
        self.logged: list[str] = []
        assert self.process.stdout
        assert self.process.stdout.readline() == "ready\n"
        self._heard = threading.Condition()
        listen = (self._listen_to_answers, self._listen_to_log)
        self._listeners = [threading.Thread(target=each) for each in listen]
        for listener in self._listeners:
            listener.start()

    def _listen_to_log(self) -> None:
        assert self.process.stderr
        for line in self.process.stderr:
            with self._heard:
                self.logged.append(line)
                self._heard.notify_all()

    def _listen_to_answers(self) -> None:
        assert self.process.stdout
        for line in self.process.stdout:
            if line.startswith("{"):
                with self._heard:
                    self.asked.append(json.loads(line))
                    self._heard.notify_all()

    def ask_for(self, word: str) -> None:
        assert self.process.stdin
        self.process.stdin.write(f"{word}\n")
        self.process.stdin.flush()

    def wait_until(self, seen: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
        """The first answer like that."""

        def found() -> dict[str, Any] | None:
            return next(filter(seen, list(self.asked)), None)

        with self._heard:
            assert self._heard.wait_for(found, PATIENCE), f"not in {len(self.asked)} answers"
        return found() or {}

    def wait_for_questions(self, count: int) -> None:
        """Until it has asked so often from now on."""
        asked = len(self.asked)
        with self._heard:
            assert self._heard.wait_for(lambda: len(self.asked) >= asked + count, PATIENCE)

    def wait_for_log(self, words: str) -> None:
        """Until it has logged them."""
        with self._heard:
            assert self._heard.wait_for(lambda: words in "".join(self.logged), PATIENCE)

    def stop(self) -> str:
        """Ends it; what it wrote to stderr."""
        assert self.process.stdin
        self.process.stdin.close()
        for listener in self._listeners:
            listener.join()
        logged = "".join(self.logged)
        assert self.process.wait() == 0, logged
        return logged


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


def test_a_process_that_asks_all_the_time_finds_each_new_article_soon(
    newsroom: Newsroom, reader: Reader
) -> None:
    times = 2  # one more, and they become one segment
    held = {newsroom.served: 5}
    for n in range(times):
        word = f"zebra{n}"
        reader.ask_for(word)
        newsroom.write(f"bridge/{word}.md", f"A {word} was seen on the bridge.")
        generation = str(newsroom.reindex().generation)
        switched = time.time()
        held[generation] = 6 + n
        found = reader.wait_until(lambda asked: bool(asked["known"]) and asked["word"] == word)  # noqa: B023
        assert found["generation"] == generation
        meanwhile = [asked for asked in reader.asked if switched < asked["at"] < found["at"]]
        assert len(meanwhile) < NOTICED_WITHIN_QUESTIONS
    assert reader.stop().count("generation_switched") == times
    # Never an answer of two generations, never fewer quotes because another one warms.
    assert {(a["generation"], a["articles"]) for a in reader.asked} == set(held.items())
    assert {(a["nearest"], a["filtered"] >= 3) for a in reader.asked} == {(5, True)}
    assert max(asked["took"] for asked in reader.asked) < STUCK_SECONDS
    assert len(newsroom.generations()) <= 3


def test_a_reader_follows_a_rollback_and_outlives_a_damaged_generation(
    newsroom: Newsroom, reader: Reader
) -> None:
    first, segment = newsroom.served, newsroom.segment
    newsroom.write("bridge/zebra.md", "A zebra was seen on the bridge.")
    second = str(newsroom.reindex(rebuild=True).generation)
    reader.wait_until(lambda asked: bool(asked["generation"] == second))
    (segment / "rows.npy").write_bytes(b"")
    newsroom.catalog.point_to(first, newsroom.now)
    # It looks every half a second, asks every 20 ms, and says once that it can't switch.
    reader.wait_for_log("generation_not_switched")
    asked = len(reader.asked)
    reader.wait_for_questions(75)
    assert {a["generation"] for a in reader.asked[asked:]} == {second}
    newsroom.catalog.point_to(second, newsroom.now)
    assert reader.stop().count("generation_not_switched") == 1
