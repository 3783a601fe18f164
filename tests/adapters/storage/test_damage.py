"""A damaged index is noticed before it answers, and a plain reindex mends it."""

import shutil
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from adapters.storage.retention import verify
from adapters.storage.segments import IndexUnreadable
from tests.adapters.storage.newsroom import Newsroom


def _halved(name: str) -> Callable[[Path], object]:
    def damage(folder: Path) -> None:
        for path in folder.glob(name):
            content = path.read_bytes()
            path.write_bytes(content[: len(content) // 2])

    return damage


def _one_bit(name: str) -> Callable[[Path], object]:
    def damage(folder: Path) -> None:
        for path in folder.glob(name):
            content = bytearray(path.read_bytes())
            content[len(content) // 2] ^= 1
            path.write_bytes(content)

    return damage


def _zeroed_in_the_middle(folder: Path) -> None:
    with (folder / "vectors" / "chroma.sqlite3").open("rb+") as stream:
        stream.seek(8192)
        stream.write(bytes(8192))


def _no_rows(folder: Path) -> None:
    database = folder / "vectors" / "chroma.sqlite3"
    database.unlink()
    with closing(sqlite3.connect(database)) as empty:
        empty.execute("CREATE TABLE other (x)")


DAMAGE: dict[str, Callable[[Path], object]] = {
    "half a vocabulary": _halved("words/terms.npy"),
    "half of the forms": _halved("words/forms.npy"),
    "half of the graph": _halved("vectors/*/data_level0.bin"),
    "one bit of the graph": _one_bit("vectors/*/data_level0.bin"),
    "one bit of the counts": _one_bit("words/terms_rows.npy"),
    "half of the rows": _halved("rows.npy"),
    "half of Chroma's table": _halved("vectors/chroma.sqlite3"),
    "zeros in Chroma's table": _zeroed_in_the_middle,
    "another table for Chroma's": _no_rows,
    "half a manifest": _halved("manifest.json"),
    "no manifest": lambda folder: (folder / "manifest.json").unlink(),
    "no words": lambda folder: shutil.rmtree(folder / "words"),
    "no vectors": lambda folder: shutil.rmtree(folder / "vectors"),
    "nothing at all": shutil.rmtree,
}


def _half_written(table: Path) -> None:
    """A process is killed in the middle of writing there: SQLite's journal of it stays."""
    written = (
        "import os, sqlite3, sys\n"
        "table = sqlite3.connect(sys.argv[1], isolation_level=None)\n"
        "table.execute('PRAGMA cache_size = 1')\n"
        "table.execute('BEGIN')\n"
        "table.execute('CREATE TABLE half (x)')\n"
        "table.executemany('INSERT INTO half VALUES (zeroblob(9000))', [()] * 99)\n"
        "os.kill(os.getpid(), 9)\n"
    )
    ended = subprocess.run([sys.executable, "-c", written, str(table)], check=False)
    assert ended.returncode == -signal.SIGKILL
    assert table.with_name(f"{table.name}-journal").stat().st_size


@pytest.mark.parametrize("damage", DAMAGE)
def test_a_plain_reindex_mends_a_damaged_index_and_says_so(damage: str, newsroom: Newsroom) -> None:
    served = newsroom.served_articles()
    DAMAGE[damage](newsroom.segment)
    report = newsroom.reindex()
    assert report.new_generation
    assert report.damage
    assert report.embedded == 0
    assert newsroom.served_articles() == served
    assert newsroom.reindex().damage == ""


@pytest.mark.parametrize("damage", DAMAGE)
def test_a_damaged_index_answers_nobody_and_names_what_mends_it(
    damage: str, newsroom: Newsroom
) -> None:
    DAMAGE[damage](newsroom.segment)
    with pytest.raises(IndexUnreadable, match=r"run: pullquote reindex"), newsroom.serve():
        pass


def test_an_index_whose_reader_was_killed_as_it_opened_it_is_sound(newsroom: Newsroom) -> None:
    """Opening writes into Chroma's table; SQLite's journal of half a change undoes it."""
    table = newsroom.segment / "vectors" / "chroma.sqlite3"
    _half_written(table)
    with newsroom.serve():
        pass
    _half_written(table)
    assert verify(newsroom.data, newsroom.catalog) == []
    _half_written(table)
    report = newsroom.reindex()
    assert (report.damage, report.new_generation) == ("", False)
    assert newsroom.ask("bridge").startswith("bridge/")


@pytest.mark.usefixtures("own_probes")
def test_a_sound_index_is_left_as_it_is(newsroom: Newsroom) -> None:
    newsroom.ask("bridge")
    before = newsroom.segment
    report = newsroom.reindex()
    assert (report.damage, report.new_generation, newsroom.segment) == ("", False, before)
