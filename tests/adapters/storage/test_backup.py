"""What people get who back up Pullquote: one private file of one moment, whole or not at all."""

import json
import os
import shutil
import sqlite3
import stat
import subprocess
import sys
import threading
import zipfile
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import insert

from adapters.storage import backup as backing_up
from adapters.storage.archive import ArchiveReader
from adapters.storage.backup import BackupFailed, BackupStands, backup
from adapters.storage.tables.events import cursors
from tests.adapters.storage.keeping import NOW, TOKEN, backed_up_file, with_memories
from tests.adapters.storage.keeping_worker import kills_started
from tests.adapters.storage.newsroom import Newsroom

ROOT = Path(__file__).parents[3]
WORKER = [sys.executable, "-m", "tests.adapters.storage.keeping_worker"]


def rows_in(file: Path, table: str) -> list[list[object]]:
    with zipfile.ZipFile(file) as archive:
        lines = archive.read(f"catalog/{table}.jsonl").decode().splitlines()
    return [json.loads(line) for line in lines[1:]]


def test_a_backup_holds_the_catalog_and_the_stories_and_no_index(newsroom: Newsroom) -> None:
    with_memories(newsroom)
    (newsroom.corpus / "nato" / ".draft.md").write_text("hidden")
    (newsroom.corpus / "nato" / "picture.jpg").write_bytes(b"no article")
    file = newsroom.folder / "kept.zip"
    done = backup(newsroom.catalog.database, newsroom.corpus, file, NOW)
    assert (done.files, done.problems) == (7, ())
    assert {name: done.rows[name] for name in ("versions", "embeddings", "replies")} == {
        "versions": 5,
        "embeddings": 5,
        "replies": 1,
    }
    with file.open("rb") as stream:
        manifest = ArchiveReader(stream, "kept.zip").manifest
    assert (manifest.engine, manifest.at) == ("sqlite", NOW.isoformat())
    names = {member.name for member in manifest.members}
    assert {"corpus/nato/story.toml", "corpus/nato/vote.md", "catalog/passages.jsonl"} <= names
    assert not [name for name in names if "chroma" in name or "draft" in name or "jpg" in name]
    assert TOKEN in str(rows_in(file, "slack_installations"))


@pytest.mark.skipif(os.name != "posix", reason="file modes are POSIX")
def test_whatever_the_umask_nobody_else_reads_a_backup(newsroom: Newsroom) -> None:
    before = os.umask(0)
    try:
        file = backed_up_file(newsroom)
    finally:
        os.umask(before)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_a_file_that_stands_there_is_replaced_only_with_consent(newsroom: Newsroom) -> None:
    file = newsroom.folder / "kept.zip"
    file.write_text("something else")
    with pytest.raises(BackupStands, match=r"kept\.zip exists; name another file, or agree with"):
        backup(newsroom.catalog.database, newsroom.corpus, file, NOW)
    assert file.read_text() == "something else"
    backup(newsroom.catalog.database, newsroom.corpus, file, NOW, replace=True)
    assert zipfile.is_zipfile(file)


def test_a_file_of_the_corpus_that_cant_be_read_is_named_and_the_rest_is_kept(
    newsroom: Newsroom,
) -> None:
    (newsroom.corpus / "nato" / "away.md").symlink_to(newsroom.folder / "nowhere.md")
    file = newsroom.folder / "kept.zip"
    done = backup(newsroom.catalog.database, newsroom.corpus, file, NOW)
    [problem] = done.problems
    assert problem.path.endswith("nato/away.md")
    assert done.files == 7


def test_a_backup_is_of_one_moment_while_others_write(newsroom: Newsroom) -> None:
    """A writer keeps two tables equal in each transaction; so does every backup."""
    database = newsroom.catalog.database
    stop = threading.Event()
    begun = threading.Event()

    def write() -> None:
        n = 0
        while not stop.is_set():
            with database.writing() as connection:
                rows = [{"name": f"{n}-{half}", "read": n} for half in ("a", "b")]
                connection.execute(insert(cursors), rows[:1])
                connection.execute(insert(cursors), rows[1:])
            n += 1
            if n > 20:
                begun.set()

    writer = threading.Thread(target=write)
    writer.start()
    try:
        begun.wait()
        kept = []
        for n in range(5):
            file = backed_up_file(newsroom, f"kept-{n}.zip")
            kept.append([row[0] for row in rows_in(file, "cursors")])
    finally:
        stop.set()
        writer.join()
    assert all(len(names) % 2 == 0 for names in kept)
    assert len(kept[-1]) > len(kept[0])


def test_killed_at_any_step_a_backup_leaves_the_one_before(newsroom: Newsroom) -> None:
    newsroom.catalog.close()
    file = newsroom.folder / "kept.zip"
    with kills_started() as kills:
        steps = kills.run("backup", file, newsroom.data, newsroom.corpus, 0)
        whole = file.read_bytes()
        for dies_at in range(1, steps + 1):
            assert not kills.run("backup", file, newsroom.data, newsroom.corpus, dies_at)
            assert file.read_bytes() == whole
        assert kills.run("backup", file, newsroom.data, newsroom.corpus, 0)
    assert steps >= 2
    assert not list(newsroom.folder.glob("*.partial"))
    assert zipfile.ZipFile(file).testzip() is None


def worker(*arguments: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*WORKER, *map(str, arguments)], cwd=ROOT, capture_output=True, text=True, check=False
    )


def test_a_full_disk_leaves_no_half_backup(newsroom: Newsroom) -> None:
    newsroom.catalog.close()
    file = newsroom.folder / "kept.zip"
    done = worker("small", newsroom.data, newsroom.corpus, file, 2000)
    assert (done.returncode, done.stderr) == (1, "")
    assert done.stdout.startswith(f"BackupFailed: {file} could not be written (no room for it")
    assert done.stdout.rstrip().endswith("free some space, or name a file elsewhere")
    assert [path.name for path in newsroom.folder.glob("kept*")] == []


def test_two_backups_of_one_name_dont_mix(
    newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = newsroom.folder / "kept.zip"
    write_backup = backing_up.write_backup

    def meanwhile(*given: object) -> object:
        with pytest.raises(BackupFailed, match="another process is writing"):
            backup(newsroom.catalog.database, newsroom.corpus, file, NOW)
        return write_backup(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(backing_up, "write_backup", meanwhile)
    backup(newsroom.catalog.database, newsroom.corpus, file, NOW)
    assert zipfile.ZipFile(file).testzip() is None


def test_a_backup_needs_no_more_memory_for_a_longer_table(tmp_path: Path) -> None:
    """Eleven times the rows, the same peak to a few MB."""
    done = worker("peak", tmp_path)
    assert done.returncode == 0, done.stderr
    short, long = map(int, done.stdout.split())
    assert long - short < 8_000  # KiB; the rows are 15,000, and more as text


def test_a_folder_that_is_not_there_is_said_in_one_line(newsroom: Newsroom) -> None:
    file = newsroom.folder / "nowhere" / "kept.zip"
    with pytest.raises(BackupFailed) as raised:
        backup(newsroom.catalog.database, newsroom.corpus, file, NOW)
    assert str(raised.value) == (
        f"{file} could not be written (No such file or directory); nothing was left there; make "
        "its folder first, or name a file elsewhere"
    )


def test_a_plain_copy_of_a_running_catalog_lacks_what_a_backup_has(newsroom: Newsroom) -> None:
    """Why the file alone is no backup: what was written last stands in its log."""
    newsroom.write("nato/late.md", "The flag was lowered again in the evening.")
    newsroom.reindex()
    copy = newsroom.folder / "copy.sqlite3"
    shutil.copyfile(newsroom.data / "catalog.sqlite3", copy)
    with closing(sqlite3.connect(copy)) as opened:
        articles = {row[0] for row in opened.execute("SELECT article FROM versions")}
    assert "nato/late" not in articles
    kept = {row[1] for row in rows_in(backed_up_file(newsroom), "versions")}
    assert "nato/late" in kept
