"""`kill -9` at any moment of a reindex: what was served is served, and the next one completes."""

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
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

    def start(self, room: Newsroom, *, rebuild: bool) -> int:
        """The pid of a reindex that has just begun."""
        assert self.process.stdin
        wanted = {"corpus": str(room.corpus), "data": str(room.data), "rebuild": rebuild}
        self.process.stdin.write(json.dumps(wanted) + "\n")
        self.process.stdin.flush()
        return self._read()

    def end(self) -> int:
        """How it ended: 0, or minus the signal."""
        assert self.process.stdin
        self.process.stdin.write("ended?\n")
        self.process.stdin.flush()
        return self._read()

    def _read(self) -> int:
        assert self.process.stdout
        return int(self.process.stdout.readline())


@pytest.fixture
def builders() -> Iterator[Builders]:
    with subprocess.Popen(
        [sys.executable, "-m", "tests.adapters.storage.worker", "build"],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        yield Builders(process)


def corpus_of(room: Newsroom) -> list[Article]:
    found = scan(room.corpus)
    assert not found.problems
    files = [file for story in found.stories for file in story.files]
    return [article for file in files for article in read_articles(room.corpus, file)[0]]


def change(room: Newsroom, n: int, chance: random.Random) -> None:
    """Some articles are added, some change, one goes."""
    lines = {f"line-{i}": " ".join(chance.sample(SENTENCES, 40)) for i in range(20)}
    room.write_lines("nato/hearing.jsonl", lines)
    room.write(f"bridge/day-{n}.md", " ".join(chance.sample(SENTENCES, 50)))
    (room.corpus / "bridge" / f"day-{n - 2}.md").unlink(missing_ok=True)


@pytest.mark.parametrize("kills", [8, pytest.param(25, marks=pytest.mark.slow)])
def test_a_reindex_may_be_killed_at_any_moment(
    newsroom: Newsroom, builders: Builders, kills: int
) -> None:
    chance = random.Random(kills)
    served = corpus_of(newsroom)
    began = time.monotonic()
    builders.start(newsroom, rebuild=True)
    assert builders.end() == 0
    whole = time.monotonic() - began
    started = killed = switched = 0
    while killed < kills:
        change(newsroom, started, chance)
        wanted = corpus_of(newsroom)
        generation = newsroom.current.name
        pid = builders.start(newsroom, rebuild=chance.random() < 0.3)
        # Half of the kills go into the first third: later on it checks, and writes nothing.
        time.sleep(chance.uniform(0, whole) * chance.choice((0.3, 1.0)))
        os.kill(pid, signal.SIGKILL)
        killed += builders.end() == -signal.SIGKILL
        started += 1
        if newsroom.current.name != generation:
            switched += 1
            served = wanted
        newsroom.holds_exactly(served)
        # Now and then somebody runs it again; else the next one meets what this one left.
        if started % 5 == 4:
            newsroom.reindex()
            newsroom.holds_exactly(wanted)
            served = wanted
    print(f"{killed} of {started} were killed before they ended, {switched} had switched")
    newsroom.reindex()
    newsroom.holds_exactly(wanted)
    sweep(newsroom.data, newsroom.catalog)
    assert len(newsroom.generations()) <= 3
