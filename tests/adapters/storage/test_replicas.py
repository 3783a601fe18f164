"""Processes that share one PostgreSQL: one of them builds, and another goes on where it ends."""

import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from adapters.storage.builder_lock import BuilderBusy
from adapters.storage.index_home import ForeignIndex
from adapters.storage.purge import purge_needles, traces
from adapters.storage.rate_limits import StoredRateLimit
from adapters.storage.retention import adopt
from adapters.storage.segments import IndexUnreadable
from tests.adapters.storage.newsroom import Newsroom, founded
from tests.postgres_server import PostgresServer

ROOT = Path(__file__).parents[3]
PAST = "UPDATE leases SET until = 0"


class Replica:
    """A process of its own that is told what to do, a line at a time."""

    def __init__(self, url: str, folder: Path) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.adapters.storage.replica", url, str(folder)],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def tell(self, line: str) -> None:
        assert self.process.stdin
        self.process.stdin.write(f"{line}\n")
        self.process.stdin.flush()

    def hear(self) -> str:
        assert self.process.stdout
        return self.process.stdout.readline().rstrip("\n")

    def work(self, what: str, until: str) -> None:
        """Tells it to do that, and returns when it has come to a step; it waits there."""
        self.tell(what)
        while not (heard := self.hear()).startswith(until):
            assert heard.count("/") == 1, heard
            self.tell("on")

    def finish(self) -> str:
        """How what it does ended."""
        self.tell("on")
        while "/" in (heard := self.hear()).rpartition(" ")[2] and ":" not in heard:
            self.tell("on")
        return heard

    def stand_still(self, room: Newsroom) -> None:
        """It is paused, and its time is over."""
        self.process.send_signal(signal.SIGSTOP)
        expire(room)

    def die(self, room: Newsroom) -> None:
        """kill -9, and its time is over."""
        self.process.kill()
        self.process.wait()
        expire(room)

    def end(self) -> None:
        with self.process:
            self.process.kill()


def expire(room: Newsroom) -> None:
    with room.catalog.database.writing() as connection:
        connection.exec_driver_sql(PAST)


@pytest.fixture
def url(postgres: PostgresServer) -> Iterator[str]:
    with postgres.database() as name:
        yield postgres.url(name)


@pytest.fixture
def room(url: str, tmp_path: Path) -> Iterator[Newsroom]:
    """A newsroom on PostgreSQL, indexed once."""
    founded(tmp_path / "room", url)
    with closing(Newsroom(tmp_path / "room", minutes=1, url=url)) as room:
        yield room


@pytest.fixture
def replica(url: str, room: Newsroom) -> Iterator[Replica]:
    """Another process on the same catalog and the same data folder."""
    with ExitStack() as stack:
        replica = Replica(url, room.folder)
        stack.callback(replica.end)
        assert replica.hear() == "ready"
        yield replica


def test_while_one_machine_builds_another_is_told_so(room: Newsroom, replica: Replica) -> None:
    room.write("bridge/crane.md", "A crane lifted the wreck out of the river.")
    replica.work("reindex", until="counting words")
    with pytest.raises(BuilderBusy) as raised:
        room.reindex()
    assert f"pid {replica.process.pid}) is building the index of this catalog" in str(raised.value)
    assert replica.finish().startswith("generation ")
    assert "bridge/crane" in room.served_articles()


def test_where_the_builder_was_killed_another_goes_on_and_embeds_nothing_twice(
    room: Newsroom, replica: Replica
) -> None:
    room.write("bridge/crane.md", "A crane lifted the wreck out of the river.")
    before = room.served
    replica.work("reindex", until="writing vectors")
    replica.die(room)
    assert room.served == before
    report = room.reindex()
    assert report.added == ("bridge/crane",)
    assert (report.embedded, room.embedder.embedded) == (0, [])
    assert "bridge/crane" in room.served_articles()
    assert room.generations() == sorted([before, room.served])


def test_a_builder_that_stood_still_past_its_time_switches_nothing_when_it_wakes_up(
    room: Newsroom, replica: Replica
) -> None:
    room.write("bridge/crane.md", "A crane lifted the wreck out of the river.")
    replica.work("reindex", until="checking 0/1")
    replica.stand_still(room)
    room.write("bridge/tug.md", "Two tugs held the wreck against the stream.")
    room.reindex()
    mine = room.served
    replica.process.send_signal(signal.SIGCONT)
    said = replica.finish()
    assert said.endswith(
        "another one may be building the index by now, so nothing of it was written; "
        "run the command again"
    )
    assert room.served == mine
    assert {"bridge/crane", "bridge/tug"} <= set(room.served_articles())
    used = room.catalog.parts.segments()
    assert room.segments() == sorted(used)
    # And what it is told next it may do.
    replica.work("reindex", until="generation")
    assert room.served == mine


def test_two_processes_share_one_limit(room: Newsroom, replica: Replica) -> None:
    now = datetime(2026, 3, 4, 12, tzinfo=UTC)
    here = StoredRateLimit(room.catalog.database, 3)
    waits = []
    for _ in range(3):
        waits.append(here.wait_seconds("U1", now))
        replica.tell(f"ask U1 {now.isoformat()}")
        waits.append(float(replica.hear()))
    assert waits == [0, 0, 0, 60, 60, 60]


def test_what_is_purged_stands_in_no_table_of_the_server_any_more(
    room: Newsroom, postgres: PostgresServer
) -> None:
    needles = purge_needles(room.catalog, articles=["bridge/ship"])
    postgres.execute("CHECKPOINT")
    assert traces(postgres.folder / "data" / "base", needles)
    room.purge()
    postgres.execute("CHECKPOINT")
    assert traces(postgres.folder / "data" / "base", needles) == []
    assert traces(room.data, needles) == []
    assert "bridge/ship" not in room.served_articles()


def test_a_generation_is_gone_back_to_on_postgresql_too(room: Newsroom) -> None:
    before = room.served_articles()
    room.write("bridge/crane.md", "A crane lifted the wreck out of the river.")
    room.reindex()
    room.rollback()
    assert room.served_articles() == before
    assert room.reindex().added == ("bridge/crane",)


# -------------------------------------------------------------------------- another data folder


@pytest.fixture
def elsewhere(room: Newsroom, tmp_path: Path) -> Iterator[Newsroom]:
    """The same catalog, and a data folder of its own."""
    with closing(Newsroom(tmp_path / "elsewhere", minutes=60, url=room.url)) as other:
        other.story("bridge", "The bridge falls")
        other.write("bridge/ferry.md", "A ferry takes the cars across.")
        yield other


def test_two_data_folders_on_one_catalog_do_not_spoil_each_other(
    room: Newsroom, elsewhere: Newsroom
) -> None:
    before = room.catalog.generations()
    said = (
        f"the index of this catalog lies in the data folder {room.data}, not in {elsewhere.data}, "
        "and two would spoil each other; set PULLQUOTE_DATA to that folder (on a disk that both "
        "machines see), or, if it is lost, run: pullquote index adopt"
    )
    for does in (elsewhere.reindex, elsewhere.purge, elsewhere.rollback, elsewhere.serve):
        with pytest.raises(ForeignIndex) as raised:
            does()
        assert str(raised.value) == said
    assert elsewhere.reindex(dry_run=True).added
    assert room.catalog.generations() == before
    assert room.ask("ship struck") == "bridge/ship"
    assert elsewhere.segments() == []


def test_where_the_data_folder_is_lost_another_is_made_the_one_that_counts(
    room: Newsroom, elsewhere: Newsroom
) -> None:
    adopt(elsewhere.data, elsewhere.catalog)
    with pytest.raises(IndexUnreadable, match="run: pullquote reindex"):
        elsewhere.serve()
    elsewhere.reindex()
    assert elsewhere.served_articles() == ["bridge/ferry"]
    with pytest.raises(ForeignIndex):
        room.reindex()
