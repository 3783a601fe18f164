"""What people meet who upgrade Pullquote over a catalog, or go back to an older one."""

import os
import sqlite3
import stat
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, closing
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

import pytest
import structlog
from alembic import command
from alembic.config import Config
from sqlalchemy import Engine, MetaData, create_engine, inspect, select, text

from adapters.storage import migrate, upgrades
from adapters.storage.builder_lock import only_builder, only_refresher
from adapters.storage.catalog import Catalog, open_catalog
from adapters.storage.catalog_copies import copies_of, copy_aside
from adapters.storage.database import CatalogError
from adapters.storage.database_check import database_check
from adapters.storage.deliveries import StoredDeliveries
from adapters.storage.following import StoredFollows
from adapters.storage.happenings import StoredHappenings
from adapters.storage.migrate import MIGRATIONS
from adapters.storage.restore import restore
from adapters.storage.snapshots import Filed, Generation, Snapshot, SourceFile
from adapters.storage.tables import metadata
from adapters.storage.tables.articles import held_articles
from adapters.storage.upgrades import way_back_in_words
from tests.adapters.storage.newsroom import Newsroom
from tests.adapters.storage.test_catalog import filled
from tests.adapters.storage.test_reindex import FOUNDED
from tests.postgres_server import PostgresServer

pytestmark = pytest.mark.usefixtures("own_migrations")

Held = tuple[Generation, Snapshot]

NOW = datetime(2026, 3, 4, 12, 30, tzinfo=UTC)
OLDER = sorted(file.name[:4] for file in (MIGRATIONS / "versions").glob("0*.py"))[:-1]


def _upgraded(url: str, revision: str) -> None:
    """A database as that revision's Pullquote made it."""
    engine = create_engine(url)
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    with engine.begin() as connection:
        if engine.dialect.name == "sqlite":
            connection.exec_driver_sql("BEGIN IMMEDIATE")
        config.attributes["connection"] = connection
        command.upgrade(config, revision)
    engine.dispose()


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Catalog, Held]]:
    """A catalog that holds something of everything, and what it was filled with."""
    with closing(open_catalog(None, tmp_path_factory.mktemp("model"))) as model:
        held = filled(model)
        model.erasure.mark_purged(["digest"], NOW)
        yield model, held


@pytest.mark.parametrize("revision", OLDER)
def test_an_older_catalog_is_upgraded_with_all_it_holds(
    model: tuple[Catalog, Held], empty: str, tmp_path: Path, revision: str
) -> None:
    full, (generation, snapshot) = model
    _upgraded(empty, revision)
    _copy_rows(full.database.engine, empty)
    # What the older one knew nothing of begins empty.
    wanted = _all_rows(full)
    if revision < "0003":
        wanted["arrivals"] = []
    with closing(open_catalog(empty, tmp_path)) as new:
        assert _all_rows(new) == wanted
        assert new.current() == generation
        assert new.snapshot(generation.id) == snapshot
        assert StoredDeliveries(new.database).claim("slack:Ev1", {}, "me", NOW, 60.0)
        assert StoredHappenings(new.database).newest_arrival() == len(wanted["arrivals"])


# Tables that are no more, and what they would hold of one generation.
_FORMER = {
    "generation_articles": "(SELECT since AS generation, article, version, path "
    "FROM held_articles)",
    "generation_files": "(SELECT since AS generation, path, story, sha256, reader_version "
    "FROM held_files)",
}


def _copy_rows(model: Engine, url: str) -> None:
    """All that the older tables have room for."""
    older = create_engine(url)
    tables = MetaData()
    tables.reflect(older)
    with model.connect() as here, older.begin() as there:
        for table in tables.sorted_tables:
            if table.name == "alembic_version":
                continue
            columns = ", ".join(f'"{column.name}"' for column in table.columns)
            rows = (
                here.execute(text(f"SELECT {columns} FROM {_FORMER.get(table.name, table.name)}"))
                .mappings()
                .all()
            )
            names = ", ".join(f":{column.name}" for column in table.columns)
            if rows:
                there.execute(
                    text(f"INSERT INTO {table.name} ({columns}) VALUES ({names})"),
                    [dict(row) for row in rows],
                )
    older.dispose()


def _all_rows(catalog: Catalog) -> dict[str, list[tuple[str, ...]]]:
    """Every row of every table of ours, read alike from any database."""
    with catalog.database.reading() as connection:
        return {
            table.name: sorted(tuple(map(repr, row)) for row in connection.execute(select(table)))
            for table in metadata.sorted_tables
        }


def test_an_upgrade_that_fails_half_way_leaves_the_old_catalog(empty: str, tmp_path: Path) -> None:
    _upgraded(empty, "0001")
    engine = create_engine(empty)
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE slack_bots (in_the_way INTEGER)"))
    with pytest.raises(CatalogError, match=r"slack_bots.* already exists"):
        open_catalog(empty, tmp_path)
    assert "deliveries" not in inspect(engine).get_table_names()
    with engine.begin() as connection:
        connection.execute(text("DROP TABLE slack_bots"))
    engine.dispose()
    open_catalog(empty, tmp_path).close()


def test_an_older_pullquote_refuses_this_ones_catalog_and_names_who_upgraded_it(
    empty: str, tmp_path: Path
) -> None:
    """Whatever the newer one's tables are, nothing of them is touched."""
    open_catalog(empty, tmp_path).close()
    _upgraded_by_a_newer_one(empty)
    with pytest.raises(CatalogError) as raised:
        open_catalog(empty, tmp_path)
    assert str(raised.value) == (
        "catalog is at revision 9001, made by Pullquote 7.1.0 (this one, "
        f"{version('pullquote')}, knows {migrate.HEAD}); get that one back in the checkout that "
        "you installed from (git pull, then: pip install -c constraints.txt -e .), restore a "
        "backup that this one wrote, or name another folder in PULLQUOTE_DATA"
    )


def _upgraded_by_a_newer_one(url: str) -> None:
    engine = create_engine(url)
    with engine.begin() as connection:
        connection.execute(text("INSERT INTO catalog_upgrades VALUES ('9001', '7.1.0')"))
        connection.execute(text("UPDATE alembic_version SET version_num = '9001'"))
    engine.dispose()


def test_who_goes_back_is_led_to_the_copy_from_before_the_upgrade(newsroom: Newsroom) -> None:
    catalog = newsroom.data / "catalog.sqlite3"
    newsroom.close()
    copy = copy_aside(catalog, "9001")  # as the newer one does before it upgrades
    _upgraded_by_a_newer_one(f"sqlite:///{catalog}")
    with pytest.raises(CatalogError) as raised:
        open_catalog(None, newsroom.data)
    way_back = f"go back to the copy from before with: pullquote restore {copy} --yes, "
    assert way_back in str(raised.value)
    restore(copy, None, newsroom.data, newsroom.corpus, NOW, replace=True)
    room = Newsroom(newsroom.folder)
    with closing(room):
        assert room.served_articles() == FOUNDED


def test_a_copy_is_kept_from_before_each_upgrade_and_the_oldest_go(tmp_path: Path) -> None:
    catalog = tmp_path / "catalog.sqlite3"
    url = f"sqlite:///{catalog}"
    _upgraded(url, "0012")
    for n, older in enumerate(("0004", "0007", "0009")):
        copy_aside(catalog, older)
        os.utime(tmp_path / f"catalog.sqlite3.before-{older}", (n, n))
    open_catalog(None, tmp_path).close()
    names = [path.name for path in copies_of(catalog)]
    engine = create_engine(url)
    assert way_back_in_words(engine) == f"kept from before upgrades: {', '.join(names)}"
    engine.dispose()
    assert names == [f"catalog.sqlite3.before-{one}" for one in (migrate.HEAD, "0009", "0007")]
    with closing(sqlite3.connect(copies_of(catalog)[0])) as copy:
        assert copy.execute("SELECT * FROM alembic_version").fetchall() == [("0012",)]
    assert {stat.S_IMODE(path.stat().st_mode) for path in copies_of(catalog)} == {0o600}
    # A catalog that is new or at this version has nothing to be copied.
    open_catalog(None, tmp_path).close()
    open_catalog(None, tmp_path / "new").close()
    assert [path.name for path in copies_of(catalog)] == names
    assert copies_of(tmp_path / "new" / "catalog.sqlite3") == []


def test_without_room_for_the_copy_nothing_is_upgraded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    _upgraded(f"sqlite:///{tmp_path / 'catalog.sqlite3'}", "0012")
    with monkeypatch.context() as patched:
        patched.setattr(upgrades, "copy_aside", full)
        with pytest.raises(CatalogError, match=r"No space left on device.*free some space"):
            open_catalog(None, tmp_path)
    with closing(sqlite3.connect(tmp_path / "catalog.sqlite3")) as held:
        assert held.execute("SELECT * FROM alembic_version").fetchall() == [("0012",)]


def test_a_database_that_is_upgraded_without_a_copy_says_so_in_the_log(
    empty: str, tmp_path: Path
) -> None:
    _upgraded(empty, "0012")
    with structlog.testing.capture_logs() as logged:
        open_catalog(empty, tmp_path).close()
    engine = create_engine(empty)
    advised = way_back_in_words(engine) == "no copy is kept before upgrades: run pullquote backup"
    assert advised == empty.startswith("postgresql")
    engine.dispose()
    told = [line["event"] for line in logged if line["event"] != "made_private"]
    without = empty.startswith("postgresql")
    assert told == (["upgraded_without_copy"] if without else ["copied_before_upgrade"])


def test_a_process_that_runs_while_a_newer_one_upgrades_the_catalog_changes_nothing_more(
    catalog: Catalog, tmp_path: Path
) -> None:
    database_check(catalog.database)
    with catalog.database.writing() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    refused = "9999"
    with pytest.raises(CatalogError, match=refused):
        database_check(catalog.database)
    for turn in (only_builder, only_refresher):
        with pytest.raises(CatalogError, match=refused), turn(tmp_path, catalog.database):
            pytest.fail("it may not begin")


def test_what_a_thread_of_discords_followed_is_its_own_after_the_upgrade(
    empty: str, tmp_path: Path
) -> None:
    _upgraded(empty, "0011")
    engine = create_engine(empty)
    row = (
        "INSERT INTO follows (id, platform, team, channel, story, pace, minute, weekday, zone, "
        "person, via, since, through, due, quiet) VALUES (:id, :platform, '1', '2', :story, 'now', "
        "0, 0, 'UTC', '3', :via, 0, 0, 0, '')"
    )
    with engine.begin() as connection:
        for id, platform, via in (
            ("a", "discord", "2"),
            ("b", "discord", "4"),
            ("c", "slack", "E"),
        ):
            values = {"id": id, "platform": platform, "story": id, "via": via}
            connection.execute(text(row), values)
    engine.dispose()
    with closing(open_catalog(empty, tmp_path)) as new:
        follows = StoredFollows(new.database)
        found = {one.id: one.place.thread for one in map(follows.follow_of, "abc") if one}
    assert found == {"a": "", "b": "4", "c": ""}


def test_of_four_first_starts_at_once_on_one_database_none_fails(
    empty: str, tmp_path: Path
) -> None:
    one_folder = empty.startswith("sqlite")
    with ExitStack() as stack:
        four = [
            stack.enter_context(_opening(empty, tmp_path / ("data" if one_folder else f"data-{n}")))
            for n in range(4)
        ]
        for process in four:
            assert process.stdout
            assert process.stdout.readline() == "ready\n"
        said = [process.communicate() for process in _told_together(four)]
    assert [out for out, _ in said] == ["opened\n"] * 4
    with closing(open_catalog(empty, tmp_path / "data")) as catalog:
        assert catalog.current() is None


def _opening(url: str, data: Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "tests.adapters.storage.opening", url, str(data)],
        cwd=Path(__file__).parents[3],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def _told_together(processes: Sequence[subprocess.Popen[str]]) -> Sequence[subprocess.Popen[str]]:
    for process in processes:
        assert process.stdin
        process.stdin.write("go\n")
        process.stdin.flush()
    return processes


def test_who_finds_a_catalog_being_upgraded_waits_and_then_uses_it(
    postgres: PostgresServer, tmp_path: Path
) -> None:
    with postgres.database() as name, postgres.connected(name) as upgrading:
        upgrading.autocommit = False
        upgrading.execute("SELECT pg_advisory_xact_lock(%s)", [migrate._LOCK])
        with _opening(postgres.url(name), tmp_path) as process:
            assert process.stdout
            assert process.stdin
            assert process.stdout.readline() == "ready\n"
            process.stdin.write("go\n")
            process.stdin.flush()
            waits = "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted"
            postgres.wait_until(waits, 1)
            upgrading.commit()
            assert process.stdout.readline() == "opened\n"


def test_what_each_generation_held_is_the_same_after_the_upgrade(
    empty: str, tmp_path: Path
) -> None:
    _upgraded(empty, "0012")
    generations = ["20260301-000000-000000", "20260302-000000-000000", "20260303-000000-000000"]
    # One stays, one is corrected, one comes, goes and comes back as it was.
    held = [
        {"a": Filed("a1", "n/a.md"), "b": Filed("b1", "n/b.md"), "c": Filed("c1", "n/c.md")},
        {"a": Filed("a1", "n/a.md"), "b": Filed("b2", "n/b.md")},
        {"a": Filed("a1", "n/a.md"), "b": Filed("b2", "m/b.md"), "c": Filed("c1", "n/c.md")},
    ]
    engine = create_engine(empty)
    with engine.begin() as connection:
        for version in ("a1", "b1", "b2", "c1"):
            connection.execute(
                text(
                    "INSERT INTO versions (id, article, story, title, url, source, authors, text, "
                    "fetched) VALUES (:id, 'a', 'n', '', '', '', '[]', '', '2026-03-01T00:00:00Z')"
                ),
                {"id": version},
            )
        for id, articles in zip(generations, held, strict=True):
            connection.execute(
                text(
                    "INSERT INTO generations (id, created, model, articles, passages) "
                    "VALUES (:id, '2026-03-01T00:00:00Z', 'm', 3, 3)"
                ),
                {"id": id},
            )
            for article, filed in articles.items():
                row = {"id": id, "a": article, "version": filed.version, "path": filed.path}
                connection.execute(
                    text("INSERT INTO generation_articles VALUES (:id, :a, :version, :path)"), row
                )
                connection.execute(
                    text(
                        "INSERT INTO generation_files (generation, path, story, sha256, "
                        "reader_version) VALUES (:id, :path, 'n', :version, 1)"
                    ),
                    row,
                )
        connection.execute(
            text(
                "INSERT INTO pointer (name, generation, switched) "
                "VALUES ('current', :id, '2026-03-01T00:00:00Z')"
            ),
            {"id": generations[2]},
        )
    engine.dispose()
    with closing(open_catalog(empty, tmp_path)) as new:
        for id, articles in zip(generations, held, strict=True):
            found = new.snapshot(id)
            assert found.articles == articles
            assert found.files == {f.path: SourceFile("n", f.version, 1) for f in articles.values()}
            assert new.held_versions(id) == {f.version for f in articles.values()}
        with new.database.reading() as connection:
            rows = connection.execute(select(held_articles)).all()
        # What several hold stands there once.
        assert len(rows) == 6
