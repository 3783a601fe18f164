"""What people get back who restore a backup: all that was served and remembered, or a plain no."""

import json
import os
import shutil
import sqlite3
import stat
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import insert, select

from adapters.storage.archive import MANIFEST, BackupUnreadable
from adapters.storage.backup import backup
from adapters.storage.catalog import Catalog, open_catalog
from adapters.storage.catalog_copies import copies_of, copy_aside
from adapters.storage.chroma import ChromaFolders
from adapters.storage.restore import Restored, RestoreFailed, restore
from adapters.storage.restore_target import Target, TargetTaken
from adapters.storage.tables import slack
from adapters.storage.tables.events import arrivals
from tests.adapters.storage.keeping import (
    NOW,
    TOKEN,
    all_rows,
    backed_up_file,
    with_memories,
    without_generations,
)
from tests.adapters.storage.keeping_worker import kills_started
from tests.adapters.storage.newsroom import Newsroom
from tests.adapters.storage.test_disk import ROOT, may_mount
from tests.adapters.storage.test_reindex import FOUNDED
from tests.postgres_server import PostgresServer


@pytest.fixture
def there(tmp_path: Path) -> Path:
    """Where a backup is restored: an empty machine."""
    return tmp_path / "there"


def restored(file: Path, there: Path, *, url: str | None = None, yes: bool = False) -> Restored:
    return restore(file, url, there / "data", there / "corpus", NOW, replace=yes)


def files_below(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_all_that_was_served_and_remembered_is_there_again(newsroom: Newsroom, there: Path) -> None:
    with_memories(newsroom)
    wanted = all_rows(newsroom.catalog)
    file = backed_up_file(newsroom)
    done = restored(file, there)
    assert (done.at, done.engine, done.files) == (NOW.isoformat(), "sqlite", 7)
    assert files_below(there / "corpus") == files_below(newsroom.corpus)
    room = Newsroom(there)
    with closing(room):
        found = all_rows(room.catalog)
        assert without_generations(found) == without_generations(wanted)
        assert TOKEN in str(found["slack_installations"])
        assert room.served_articles() == FOUNDED
        assert [one.id for one in room.catalog.generations()] == room.generations()
        # Nothing is left to do: no file is read again and nothing is built anew.
        report = room.reindex()
        assert (report.new_generation, report.kept, report.damage) == (False, 5, "")
        assert room.embedder.embedded == []
    assert not (there / "data" / "restoring").exists()
    assert not (there / "corpus" / ".restoring").exists()


def test_an_id_that_was_given_out_is_never_given_again(newsroom: Newsroom, there: Path) -> None:
    with newsroom.catalog.database.writing() as connection:
        connection.execute(arrivals.delete().where(arrivals.c.id > 3))
    restored(backed_up_file(newsroom), there)
    with closing(open_catalog(None, there / "data")) as catalog:
        with catalog.database.writing() as connection:
            row = {"story": "nato", "article": "nato/new", "at": NOW}
            new = connection.execute(insert(arrivals), row).inserted_primary_key
        assert new == (6,)


@pytest.mark.skipif(os.name != "posix", reason="file modes are POSIX")
def test_what_is_restored_is_its_owners_alone(newsroom: Newsroom, there: Path) -> None:
    file = backed_up_file(newsroom)
    before = os.umask(0)
    try:
        restored(file, there)
    finally:
        os.umask(before)
    data = there / "data"
    assert [
        path for path in (data, *data.rglob("*")) if stat.S_IMODE(path.stat().st_mode) & 0o077
    ] == []


@pytest.fixture
def server(postgres: PostgresServer) -> Iterator[str]:
    """An empty database on PostgreSQL."""
    with postgres.database() as name:
        yield postgres.url(name)


def test_a_backup_moves_from_sqlite_to_postgresql_and_back(
    newsroom: Newsroom, there: Path, server: str, tmp_path: Path
) -> None:
    with_memories(newsroom)
    wanted = all_rows(newsroom.catalog)
    restored(backed_up_file(newsroom), there, url=server)
    assert not (there / "data" / "catalog.sqlite3").exists()
    with closing(open_catalog(server, there / "data")) as catalog:
        assert without_generations(all_rows(catalog)) == without_generations(wanted)
        _goes_on(catalog)
        moved = all_rows(catalog)
        back = tmp_path / "back.zip"
        assert backup(catalog.database, there / "corpus", back, NOW).files == 7
    home = tmp_path / "home"
    assert restored(back, home).engine == "postgresql"
    room = Newsroom(home)
    with closing(room):
        assert without_generations(all_rows(room.catalog)) == without_generations(moved)
        assert room.served_articles() == FOUNDED


def _goes_on(catalog: Catalog) -> None:
    """Rows that the database numbers itself come after those that were restored."""
    with catalog.database.writing() as connection:
        row = {"story": "nato", "article": "nato/new", "at": NOW}
        assert connection.execute(insert(arrivals), row).inserted_primary_key == (6,)
        [installed] = connection.execute(select(slack.slack_installations)).mappings().all()
        again = {**installed, "team_id": "T2"}
        del again["id"]
        new = connection.execute(insert(slack.slack_installations), again).inserted_primary_key
        assert new == (installed["id"] + 1,)


def test_a_database_server_that_holds_something_is_left_alone(
    newsroom: Newsroom, there: Path, server: str
) -> None:
    file = backed_up_file(newsroom)
    restored(file, there, url=server)
    with closing(open_catalog(server, there / "data")) as catalog:
        before = all_rows(catalog)
        with pytest.raises(TargetTaken, match="is not empty; name another database, or agree"):
            restored(file, there, url=server)
        assert all_rows(catalog) == before
        restored(file, there, url=server, yes=True)
        assert without_generations(all_rows(catalog)) == without_generations(before)


def test_what_stands_there_is_replaced_only_with_consent_and_a_copy_is_kept(
    newsroom: Newsroom, there: Path
) -> None:
    file = backed_up_file(newsroom)
    room = Newsroom(there)
    with closing(room):
        room.story("canal")
        room.write("canal/ice.md", "The canal froze over.")
        room.reindex()
    catalog = there / "data" / "catalog.sqlite3"
    before = files_below(there)
    with pytest.raises(TargetTaken) as raised:
        restored(file, there)
    assert str(raised.value) == (
        f"catalog {catalog} is not empty; name another folder in PULLQUOTE_DATA, or agree with "
        "--yes to replace it"
    )
    assert files_below(there) == before
    restored(file, there, yes=True)
    room = Newsroom(there)
    with closing(room):
        assert room.served_articles() == FOUNDED
    [copy] = copies_of(catalog)
    assert copy.name == "catalog.sqlite3.before-restore"
    with closing(sqlite3.connect(copy)) as old:
        assert old.execute("SELECT article FROM versions").fetchall() == [("canal/ice",)]


def test_other_words_in_the_corpus_are_replaced_only_with_consent(
    newsroom: Newsroom, there: Path
) -> None:
    file = backed_up_file(newsroom)
    shutil.copytree(newsroom.corpus, there / "corpus")
    mine = there / "corpus" / "nato" / "vote.md"
    mine.write_text("my own words")
    with pytest.raises(TargetTaken, match=r"other words in .*nato/vote\.md; name another folder"):
        restored(file, there)
    assert mine.read_text() == "my own words"
    assert not (there / "data" / "catalog.sqlite3").exists()
    restored(file, there, yes=True)
    assert files_below(there / "corpus") == files_below(newsroom.corpus)


def test_a_bot_that_still_runs_keeps_its_catalog(newsroom: Newsroom) -> None:
    file = backed_up_file(newsroom)
    newsroom.served_articles()
    with pytest.raises(TargetTaken, match=r"another process has .* open; stop pullquote run"):
        restore(file, None, newsroom.data, newsroom.corpus, NOW, replace=True)
    assert newsroom.served_articles() == FOUNDED


# ------------------------------------------------------------------------------------ damage


def test_a_backup_with_a_flipped_bit_is_refused_and_nothing_touched(
    newsroom: Newsroom, there: Path
) -> None:
    file = backed_up_file(newsroom)
    whole = file.read_bytes()
    with zipfile.ZipFile(file) as archive:
        packed = archive.getinfo("catalog/embeddings.jsonl")
        begins = packed.header_offset + 100
    for place in range(begins, begins + packed.compress_size // 2, 100):
        file.write_bytes(whole[:place] + bytes([whole[place] ^ 4]) + whole[place + 1 :])
        with pytest.raises(BackupUnreadable) as raised:
            restored(file, there)
        assert str(file) in str(raised.value)
        assert "nothing was changed; take another backup" in str(raised.value)
        assert not (there / "data" / "catalog.sqlite3").exists()
        assert not (there / "corpus").exists()


def test_a_backup_that_was_cut_off_or_is_none_is_refused(newsroom: Newsroom, there: Path) -> None:
    file = backed_up_file(newsroom)
    whole = file.read_bytes()
    for bytes_left in (whole[: len(whole) // 2], b"", b"PK\x05\x06" + bytes(18), b"no archive"):
        file.write_bytes(bytes_left)
        with pytest.raises(BackupUnreadable, match="no backup of Pullquote's, or was cut off"):
            restored(file, there)
    with pytest.raises(RestoreFailed, match="can't be read"):
        restored(there / "nowhere.zip", there)


def rewritten(file: Path, changed: dict[str, bytes | None], **manifest: object) -> None:
    """The same archive with members changed, added or (None) left out, and its manifest too."""
    with zipfile.ZipFile(file) as archive:
        held: dict[str, bytes | None] = {name: archive.read(name) for name in archive.namelist()}
    listed = json.loads(held[MANIFEST] or b"")
    held[MANIFEST] = json.dumps(listed | manifest).encode()
    with zipfile.ZipFile(file, "w") as archive:
        for name, content in (held | changed).items():
            if content is not None:
                archive.writestr(name, content)


def test_a_member_that_is_not_as_it_was_written_is_named(newsroom: Newsroom, there: Path) -> None:
    file = backed_up_file(newsroom)
    rewritten(file, {"corpus/nato/vote.md": b"other words"})
    with pytest.raises(BackupUnreadable, match=r"corpus/nato/vote\.md in it is not as it was"):
        restored(file, there)
    rewritten(file, {"corpus/nato/vote.md": None})
    with pytest.raises(BackupUnreadable, match="its files are not those that its manifest lists"):
        restored(file, there)


@pytest.mark.parametrize(
    "name",
    ["corpus/../escaped.md", "corpus/nato/../../x.md", "corpus//etc/x.md", "other", "catalog/x"],
)
def test_a_file_that_belongs_nowhere_is_refused(newsroom: Newsroom, there: Path, name: str) -> None:
    file = backed_up_file(newsroom)
    with zipfile.ZipFile(file) as archive:
        members = json.loads(archive.read(MANIFEST))["members"]
    members.append({"name": name, "sha256": "", "size": 0, "rows": None})
    rewritten(file, {name: b""}, members=members)
    with pytest.raises(BackupUnreadable, match="which is no part of a backup"):
        restored(file, there)
    assert not there.exists()


def test_a_newer_pullquotes_backup_is_refused_by_its_name(newsroom: Newsroom, there: Path) -> None:
    file = backed_up_file(newsroom)
    rewritten(file, {}, pullquote="7.1.0", schema="9001")
    with pytest.raises(BackupUnreadable, match=r"written by Pullquote 7\.1\.0, whose catalog is"):
        restored(file, there)
    rewritten(file, {}, format=2)
    with pytest.raises(BackupUnreadable, match="in format 2, this one reads 1; install Pullquote"):
        restored(file, there)


def test_rows_that_dont_belong_together_are_refused(newsroom: Newsroom, there: Path) -> None:
    file = backed_up_file(newsroom)
    with closing(sqlite3.connect(newsroom.data / "catalog.sqlite3")) as broken:
        broken.execute("DELETE FROM versions WHERE article = 'nato/vote'")
        broken.commit()
    file.unlink()
    backed_up_file(newsroom)
    with pytest.raises(BackupUnreadable, match="its tables don't belong together"):
        restored(file, there)
    assert not (there / "data" / "catalog.sqlite3").exists()
    assert not (there / "corpus").exists() or not files_below(there / "corpus")


# ------------------------------------------------------------------- copies of an SQLite catalog


def test_a_copy_of_the_catalog_is_restored_and_its_index_built(
    newsroom: Newsroom, there: Path
) -> None:
    with_memories(newsroom)
    wanted = all_rows(newsroom.catalog)
    copy = copy_aside(newsroom.data / "catalog.sqlite3", "0016")
    done = restored(copy, there)
    assert (done.files, done.rows["versions"]) == (0, 5)
    room = Newsroom(there)
    with closing(room):
        assert without_generations(all_rows(room.catalog)) == without_generations(wanted)
        assert room.served_articles() == FOUNDED


def test_a_damaged_or_foreign_copy_is_refused(newsroom: Newsroom, there: Path) -> None:
    copy = copy_aside(newsroom.data / "catalog.sqlite3", "0016")
    whole = copy.read_bytes()
    copy.write_bytes(whole[:8192] + bytes(8192) + whole[16384:])
    with pytest.raises(BackupUnreadable, match="can't be restored: "):
        restored(copy, there)
    foreign = newsroom.folder / "foreign.sqlite3"
    with closing(sqlite3.connect(foreign)) as other:
        other.execute("CREATE TABLE recipes (name)")
    with pytest.raises(BackupUnreadable, match="it is no catalog of Pullquote's"):
        restored(foreign, there)
    assert not (there / "data" / "catalog.sqlite3").exists()


# ------------------------------------------------------------------------------------ kills


@pytest.mark.slow
def test_killed_at_any_step_a_restore_leaves_nothing_half_restored(
    newsroom: Newsroom, there: Path
) -> None:
    file = backed_up_file(newsroom)
    catalog = there / "data" / "catalog.sqlite3"
    with kills_started() as kills:
        whole = there.with_name("whole")
        steps = kills.run("restore", file, whole / "data", whole / "corpus", 0)
        # Evenly from the first to the last, and each of the last, where things take their places.
        early = range(1, steps - 5, max(1, steps // 4))
        for dies_at in (*early, *range(steps - 5, steps + 1)):
            assert not kills.run("restore", file, there / "data", there / "corpus", dies_at)
            if catalog.exists():
                _is_whole(there)
                shutil.rmtree(there)
        # Over what all of them left.
        assert kills.run("restore", file, there / "data", there / "corpus", 0)
    _is_whole(there)
    assert files_below(there / "corpus") == files_below(newsroom.corpus)


def _is_whole(there: Path) -> None:
    room = Newsroom(there)
    with closing(room):
        assert room.served_articles() == FOUNDED
        assert len(all_rows(room.catalog)["embeddings"]) == 5


@pytest.mark.skipif(not may_mount(), reason="mounting a small disk (unshare -rm) is not permitted")
@pytest.mark.parametrize("room", ["100k", "700k"])
def test_a_full_disk_is_said_in_one_line_and_nothing_is_left(
    newsroom: Newsroom, there: Path, room: str
) -> None:
    """Full while rows are written, and while the index is."""
    file = backed_up_file(newsroom)
    there.mkdir()
    worker = f"{sys.executable} -m tests.adapters.storage.keeping_worker"
    script = f"""
        mount -t tmpfs -o size={room} none {there} || exit 99
        {worker} restore {file} {there}/data {there}/corpus; echo "exit $?"
        find {there} -name 'catalog*' -o -path '*segments/*' -o -name restoring -o -name '*.md'
    """
    done = subprocess.run(
        ["unshare", "-rm", "sh", "-c", script], cwd=ROOT, capture_output=True, text=True, check=True
    )
    said, ended, *left = done.stdout.splitlines()
    assert (ended, left) == ("exit 1", [])
    assert said.startswith(("RestoreFailed: ", "DiskFull: ", "CatalogError: "))
    assert "free some space" in said


def test_what_was_built_in_vain_is_removed_wherever_vectors_are_kept(
    newsroom: Newsroom, there: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A server would keep it for ever."""

    def full(*_: object, replace: bool) -> None:
        raise OSError(28, "No space left on device", "a file")

    file = backed_up_file(newsroom)
    server = ChromaFolders(tmp_path / "server")
    with monkeypatch.context() as patched:
        patched.setattr(Target, "switch", full)
        with pytest.raises(RestoreFailed):
            restore(
                *(file, None, there / "data", there / "corpus", NOW),
                store_of=lambda catalog, data: server,
            )
    assert server.segments() == set()
    assert not (there / "data" / "catalog.sqlite3").exists()
    restored(file, there)
