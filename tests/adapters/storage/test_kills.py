"""`kill -9` at any moment of a reindex: what was served is served, and the next one completes."""

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from adapters.storage.corpus import read_articles, scan
from adapters.storage.retention import sweep
from retrieval.articles import Article
from tests.adapters.storage.newsroom import Newsroom

ROOT = Path(__file__).parents[3]
SENTENCES = [f"Witness {n} spoke of {n * 7} letters and of bridge {n * 13}." for n in range(60)]


class Builders:
    """A process that forks a reindex at once, without importing everything each time."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self.process = process

    def start(self, room: Newsroom, *, dies_at: int = 0, **wanted: object) -> int:
        """The pid of a reindex that has just begun, and kills itself before that step."""
        wanted |= {"corpus": str(room.corpus), "data": str(room.data), "dies_at": dies_at}
        [pid] = self._ask(json.dumps(wanted))
        return pid

    def end(self) -> tuple[int, int]:
        """How it ended, 0 or minus the signal; and, if it came to its end, in how many steps."""
        code, steps = self._ask("ended?")
        return code, steps

    def _ask(self, line: str) -> list[int]:
        assert self.process.stdin
        assert self.process.stdout
        self.process.stdin.write(f"{line}\n")
        self.process.stdin.flush()
        return [int(number) for number in self.process.stdout.readline().split()]


@contextmanager
def started() -> Iterator[Builders]:
    with subprocess.Popen(
        [sys.executable, "-m", "tests.adapters.storage.worker", "build"],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        yield Builders(process)


@pytest.fixture
def builders() -> Iterator[Builders]:
    with started() as builders:
        yield builders


def corpus_of(room: Newsroom) -> list[Article]:
    found = scan(room.corpus)
    assert not found.problems
    files = [file for story in found.stories for file in story.files]
    return [article for file in files for article in read_articles(room.corpus, file)[0]]


def change(room: Newsroom, n: int, chance: random.Random) -> None:
    """Some articles are added, now and then some change, one goes: segments become many."""
    if n % 3 == 0:
        lines = {f"line-{i}": " ".join(chance.sample(SENTENCES, 40)) for i in range(8)}
        room.write_lines("nato/hearing.jsonl", lines)
    room.write(f"bridge/day-{n}.md", " ".join(chance.sample(SENTENCES, 50)))
    (room.corpus / "bridge" / f"day-{n - 8}.md").unlink(missing_ok=True)


class Served:
    """A newsroom that is reindexed again and again, and what it should serve."""

    def __init__(self, room: Newsroom, seed: int) -> None:
        self.room, self.chance = room, random.Random(seed)
        self.served = corpus_of(room)
        self.tries = 0

    def changed(self) -> None:
        """The corpus is another one, and this is not indexed yet."""
        change(self.room, self.tries, self.chance)
        self.tries += 1
        self.wanted, self.before = corpus_of(self.room), self.room.served

    def check(self) -> None:
        """After a reindex that may have been killed: all that was served is, or all that is new."""
        if self.room.served != self.before:
            self.served = self.wanted
        self.room.holds_exactly(self.served)
        # Now and then somebody runs it again; else the next one meets what this one left.
        if self.tries % 5 == 4:
            self.complete()

    def complete(self) -> None:
        self.room.reindex()
        self.room.holds_exactly(self.wanted)
        self.served = self.wanted

    def end(self) -> None:
        self.complete()
        sweep(self.room.data, self.room.catalog)
        assert len(self.room.generations()) <= 3


@pytest.mark.slow
def test_a_reindex_may_be_killed_before_any_step(newsroom: Newsroom, builders: Builders) -> None:
    desk = Served(newsroom, seed=1)
    killed = 0
    for rebuild, kills in ((True, 5), (False, 9)):
        desk.changed()
        builders.start(newsroom, rebuild=rebuild)
        code, steps = builders.end()
        assert (code, steps > kills) == (0, True)
        desk.check()
        # From its first step to its last, evenly.
        for n in range(kills):
            desk.changed()
            builders.start(newsroom, rebuild=rebuild, dies_at=1 + n * (steps - 1) // (kills - 1))
            killed += builders.end()[0] == -signal.SIGKILL
            desk.check()
    # What was left behind changes by a few how many steps the next one takes.
    assert killed >= 12
    desk.end()


def test_a_reindex_may_be_killed_at_any_moment(newsroom: Newsroom, builders: Builders) -> None:
    """Within a step, too: Chroma's own writing and SQLite's are none of Python's."""
    desk = Served(newsroom, seed=6)
    began = time.monotonic()
    builders.start(newsroom, rebuild=True)
    assert builders.end()[0] == 0
    whole = time.monotonic() - began
    killed = 0
    while killed < 6:
        desk.changed()
        pid = builders.start(newsroom, rebuild=desk.chance.random() < 0.3)
        # Half of the kills go into the first third: later on it checks, and writes nothing.
        time.sleep(desk.chance.uniform(0, whole) * desk.chance.choice((0.3, 1.0)))
        os.kill(pid, signal.SIGKILL)
        killed += builders.end()[0] == -signal.SIGKILL
        desk.check()
    desk.end()
