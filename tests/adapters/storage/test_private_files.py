"""Another user of the machine: nothing of the data folder is theirs to read."""

import os
import stat
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
import structlog

from adapters.storage.builder_lock import only_builder, only_refresher
from adapters.storage.catalog import open_catalog
from tests.adapters.storage.newsroom import Newsroom

pytestmark = pytest.mark.skipif(os.name != "posix", reason="file modes are POSIX")


@pytest.fixture(params=[0o000, 0o022, 0o077])
def _umask(request: pytest.FixtureRequest) -> Iterator[None]:
    before = os.umask(request.param)
    yield
    os.umask(before)


def open_to_others(folder: Path) -> dict[str, str]:
    """What others may do anything with, by its name."""
    modes = {path: path.stat().st_mode for path in (folder, *folder.rglob("*"))}
    return {
        path.relative_to(folder.parent).as_posix(): oct(stat.S_IMODE(mode))
        for path, mode in modes.items()
        if mode & 0o077
    }


@pytest.mark.usefixtures("_umask")
def test_whatever_the_umask_nobody_else_reads_the_data_folder(tmp_path: Path) -> None:
    room = Newsroom(tmp_path)
    with closing(room):
        room.story("canal")
        room.write("canal/one.md", "The canal froze over.")
        room.reindex()
        with (
            only_builder(room.data, room.catalog.database),
            only_refresher(room.data, room.catalog.database),
            # A transaction under way, so that SQLite's own files are there too.
            room.catalog.database.writing() as connection,
        ):
            connection.exec_driver_sql("UPDATE alembic_version SET version_num = version_num")
            assert (room.data / "catalog.sqlite3-wal").exists()
            assert open_to_others(room.data) == {}
        assert room.ask("canal") == "canal/one"
        assert open_to_others(room.data) == {}


def test_a_data_folder_that_was_open_to_others_is_narrowed_and_that_is_said(
    newsroom: Newsroom,
) -> None:
    newsroom.close()
    for path in (newsroom.data, *newsroom.data.rglob("*")):
        path.chmod(0o755 if path.is_dir() else 0o644)
    with structlog.testing.capture_logs() as logged:
        open_catalog(None, newsroom.data).close()
    assert [(line["event"], line["was"]) for line in logged] == [("made_private", "0644")]
    assert open_to_others(newsroom.data) == {}
    with structlog.testing.capture_logs() as logged:
        open_catalog(None, newsroom.data).close()
    assert logged == []


def test_a_folder_that_is_somebodys_for_other_ends_keeps_its_own_mode(tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    home.chmod(0o755)
    (home / "letter.txt").write_text("to a friend")
    (home / "letter.txt").chmod(0o644)
    open_catalog(None, home).close()
    assert open_to_others(home) == {"home": "0o755", "home/letter.txt": "0o644"}


def test_a_database_file_elsewhere_is_narrowed_too(tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere.sqlite3"
    before = os.umask(0)
    try:
        open_catalog(f"sqlite:///{elsewhere}", tmp_path / "data").close()
    finally:
        os.umask(before)
    assert stat.S_IMODE(elsewhere.stat().st_mode) == 0o600
