"""Machines without a shared disk: one PostgreSQL, one Chroma server, and data folders that are
caches of them."""

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import delete, func, select, update

from adapters.storage.catalog import Catalog
from adapters.storage.catalog_identity import identity_of
from adapters.storage.chroma_connection import ChromaAddress
from adapters.storage.chroma_server import ChromaServer
from adapters.storage.database import Database
from adapters.storage.index_home import ForeignIndex
from adapters.storage.retention import verify
from adapters.storage.segment_files import FilePart, SegmentFiles
from adapters.storage.segments import IndexUnreadable
from adapters.storage.tables.machines import segment_files
from tests.adapters.storage.newsroom import Newsroom
from tests.adapters.storage.test_reindex import FOUNDED
from tests.chroma_run import ChromaRun
from tests.postgres_server import PostgresServer

CRANE = "bridge/crane"


class Machines:
    """Each with a data folder of its own; all read one corpus."""

    def __init__(self, folder: Path, url: str, chroma: ChromaRun) -> None:
        self._folder = folder
        self._url = url
        self.chroma = chroma
        self.all: list[Newsroom] = []

    def one_more(self) -> Newsroom:
        room = Newsroom(self._folder / f"machine-{len(self.all)}", url=self._url)
        owner = identity_of(room.catalog.database)
        address = ChromaAddress(self.chroma.url)
        room.store = ChromaServer.at(address, "pullquote", owner, patience_seconds=20)
        if self.all:
            room.corpus = self.all[0].corpus
            room.minutes = max(each.minutes for each in self.all)
        self.all.append(room)
        return room


@pytest.fixture
def machines(tmp_path: Path, chroma: ChromaRun, postgres: PostgresServer) -> Iterator[Machines]:
    with postgres.database() as name:
        machines = Machines(tmp_path, postgres.url(name), chroma)
        yield machines
        for room in machines.all:
            room.close()


@pytest.fixture
def first(machines: Machines) -> Newsroom:
    """A machine that has indexed five articles."""
    room = machines.one_more()
    room.story("bridge", "The bridge falls")
    room.story("nato", "Sweden joins")
    for path in FOUNDED:
        room.write(f"{path}.md", f"What is told of {path.partition('/')[2]} at length, once.")
    room.reindex()
    return room


def _segments(room: Newsroom) -> list[str]:
    return sorted(path.name for path in room.data.glob("segments/*"))


def _kept(database: Database) -> int:
    """How many segments' files are in the database."""
    with database.reading() as connection:
        query = select(func.count(segment_files.c.segment.distinct()))
        return int(connection.execute(query).scalar() or 0)


def test_a_machine_with_an_empty_folder_answers_as_the_first_one_does(
    first: Newsroom, machines: Machines
) -> None:
    second = machines.one_more()
    assert second.served_articles() == FOUNDED
    for words in ("ship at length", "the vote", "nothing of the kind"):
        assert second.ask(words) == first.ask(words)
    assert verify(second.data, second.catalog, second.store) == []
    assert _segments(second) == _segments(first)


def test_what_one_machine_indexes_another_serves_and_goes_on_with_when_that_is_lost(
    first: Newsroom, machines: Machines
) -> None:
    second = machines.one_more()
    with second.serve() as index:
        first.write("bridge/crane.md", "A floating crane lifted the wreck out of the river.")
        first.reindex()
        index.refresh()
        with index.current() as generation:
            assert generation.generation == first.served
    (first.corpus / "nato/flag.md").unlink()
    second.minutes = first.minutes
    # The first machine is never heard of again.
    report = second.reindex()
    assert report.removed == ("nato/flag",)
    assert second.embedder.embedded == []
    left = sorted({CRANE, *FOUNDED} - {"nato/flag"})
    assert second.served_articles() == left
    assert machines.one_more().served_articles() == left


def test_what_nobody_needs_is_let_go_in_the_database_the_server_and_each_folder(
    first: Newsroom, machines: Machines
) -> None:
    second = machines.one_more()
    with second.serve() as index:
        for _ in range(3):
            first.reindex(rebuild=True)
            index.refresh()
        used = first.catalog.parts.segments()
        assert set(_segments(second)) <= used
        leases = {path.name for path in second.data.glob("leases/*")}
        assert leases <= set(second.generations())
    assert set(_segments(first)) == used
    assert first.store
    assert first.store.segments() == used
    assert _kept(first.catalog.database) == len(used)


def test_what_is_purged_is_in_no_part_that_a_machine_could_fetch(
    first: Newsroom, machines: Machines
) -> None:
    first.write("bridge/ship.md", "A container ship called Xylophonia struck the bridge.")
    first.reindex()
    first.purge()
    files = SegmentFiles(first.catalog.database)
    for segment in first.catalog.parts.segments():
        for part in files.parts(segment):
            assert b"xylophonia" not in files.read(segment, part).lower()
    assert machines.one_more().served_articles() == sorted({*FOUNDED} - {"bridge/ship"})


def _reads(patched: pytest.MonkeyPatch) -> list[FilePart]:
    """What is asked of the database from now on."""
    seen: list[FilePart] = []
    read = SegmentFiles.read

    def noted(self: SegmentFiles, segment: str, part: FilePart) -> bytes:
        seen.append(part)
        return read(self, segment, part)

    patched.setattr(SegmentFiles, "read", noted)
    return seen


def test_a_fetch_that_was_killed_is_finished_by_the_next_start(
    first: Newsroom, machines: Machines
) -> None:
    second = machines.one_more()
    code = (
        "import sys\n"
        "from tests.adapters.storage.test_machines import serve_and_die\n"
        "serve_and_die(*sys.argv[1:])\n"
    )
    url = second.catalog.database.engine.url.render_as_string(hide_password=False)
    given = [str(second.data), url, machines.chroma.url]
    ended = subprocess.run([sys.executable, "-c", code, *given], check=False)
    assert ended.returncode == -signal.SIGKILL
    assert _segments(second) == []

    with pytest.MonkeyPatch.context() as patched:
        seen = _reads(patched)
        assert second.served_articles() == FOUNDED
    # The three that came before the kill are not asked for again.
    parts = SegmentFiles(second.catalog.database).parts(first.segment.name)
    assert len(seen) == len(parts) - 3
    assert not list((second.data / "fetching").glob("*"))


def serve_and_die(data: str, url: str, chroma: str) -> None:
    """A process that is killed once three parts have come."""
    read, count = SegmentFiles.read, 0

    def dying(self: SegmentFiles, segment: str, part: FilePart) -> bytes:
        nonlocal count
        count += 1
        if count > 3:
            os.kill(os.getpid(), signal.SIGKILL)
        return read(self, segment, part)

    SegmentFiles.read = dying  # type: ignore[method-assign]
    room = Newsroom(Path(data).parent, url=url)
    owner = identity_of(room.catalog.database)
    room.store = ChromaServer.at(ChromaAddress(chroma), "pullquote", owner)
    room.serve()


def test_two_that_start_at_once_on_one_machine_fetch_each_part_once(
    first: Newsroom, machines: Machines, monkeypatch: pytest.MonkeyPatch
) -> None:
    second = machines.one_more()
    seen = _reads(monkeypatch)
    failed: list[BaseException] = []

    def serve() -> None:
        try:
            assert second.served_articles() == FOUNDED
        except BaseException as error:
            failed.append(error)

    threads = [threading.Thread(target=serve) for _ in range(4)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert failed == []
    assert len(seen) == len(set(seen))


def _spoil(catalog: Catalog, name: str) -> None:
    """As a disk of the database's server might."""
    with catalog.database.writing() as connection:
        connection.execute(
            update(segment_files).where(segment_files.c.name == name).values(bytes=b"spoiled")
        )


def test_a_part_that_comes_damaged_is_asked_for_again(
    first: Newsroom, machines: Machines, monkeypatch: pytest.MonkeyPatch
) -> None:
    second = machines.one_more()
    read, spoiled = SegmentFiles.read, set[FilePart]()

    def once_damaged(self: SegmentFiles, segment: str, part: FilePart) -> bytes:
        if part not in spoiled:
            spoiled.add(part)
            return b"not what was sent"
        return read(self, segment, part)

    monkeypatch.setattr(SegmentFiles, "read", once_damaged)
    assert second.served_articles() == FOUNDED


def test_a_part_that_is_damaged_in_the_database_is_named_and_mended_by_a_reindex(
    first: Newsroom, machines: Machines
) -> None:
    _spoil(first.catalog, "rows.npy")
    second = machines.one_more()
    with pytest.raises(IndexUnreadable, match=r"part 0 of rows.npy is damaged in the database"):
        second.served_articles()
    assert "part 0 of rows.npy" in verify(second.data, second.catalog, second.store)[0]

    assert "part 0 of rows.npy" in second.reindex().damage
    assert second.embedder.embedded == []
    assert second.served_articles() == FOUNDED
    assert machines.one_more().served_articles() == FOUNDED


def test_what_the_database_lacks_is_put_there_by_a_machine_that_has_it(
    first: Newsroom, machines: Machines
) -> None:
    with first.catalog.database.writing() as connection:
        connection.execute(delete(segment_files))
    second = machines.one_more()
    with pytest.raises(IndexUnreadable, match="is not in the database"):
        second.served_articles()
    assert first.reindex().damage == ""
    assert second.served_articles() == FOUNDED


def test_a_cached_file_that_is_damaged_is_fetched_again(
    first: Newsroom, machines: Machines
) -> None:
    second = machines.one_more()
    assert second.served_articles() == FOUNDED
    (second.segment / "rows.npy").write_bytes(b"spoiled")
    assert second.served_articles() == FOUNDED
    (second.segment / "by_id.npy").unlink()
    assert second.served_articles() == FOUNDED


def test_a_reader_whose_generation_another_machine_swept_goes_on_to_the_newest(
    first: Newsroom, machines: Machines
) -> None:
    second = machines.one_more()
    with second.serve() as index, index.current() as generation:
        for _ in range(3):
            first.reindex(rebuild=True)
        assert generation.generation not in first.generations()
        index.refresh()
        with index.current() as newest:
            assert newest.generation == first.served


def test_a_machine_that_keeps_vectors_in_its_folder_may_not_join(
    first: Newsroom, machines: Machines
) -> None:
    stranger = machines.one_more()
    server, stranger.store = stranger.store, None
    with pytest.raises(ForeignIndex, match=r"lies in the Chroma server http.*set CHROMA_URL"):
        stranger.reindex()
    with pytest.raises(ForeignIndex, match="set CHROMA_URL"):
        stranger.served_articles()
    stranger.store = server
    assert stranger.served_articles() == FOUNDED
