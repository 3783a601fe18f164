"""What people meet who upgrade Pullquote over a catalog, or go back to an older one."""

from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import create_engine, inspect, text

from adapters.storage import migrate
from adapters.storage.catalog import Catalog, CatalogError, open_catalog
from adapters.storage.database import Database
from adapters.storage.deliveries import StoredDeliveries
from adapters.storage.migrate import MIGRATIONS
from tests.adapters.storage.test_catalog import filled

NOW = datetime(2026, 3, 4, 12, 30, tzinfo=UTC)


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


def test_a_catalog_from_before_the_bot_is_upgraded_with_all_it_holds(
    empty: str, tmp_path: Path
) -> None:
    _upgraded(empty, "0001")
    with closing(Catalog(Database(create_engine(empty)))) as old:
        assert "deliveries" not in inspect(old.database.engine).get_table_names()
        generation, snapshot = filled(old)
        old.mark_purged(["digest"], NOW)
        rows = _all_rows(old)
    with closing(open_catalog(empty, tmp_path)) as new:
        assert {table: _all_rows(new)[table] for table in rows} == rows
        assert new.current() == generation
        assert new.snapshot(generation.id) == snapshot
        assert StoredDeliveries(new.database).claim("slack:Ev1", {}, "me", NOW, 60.0)


def _all_rows(catalog: Catalog) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table of ours, as the database gives it."""
    with catalog.database.reading() as connection:
        names = sorted(set(inspect(connection).get_table_names()) - {"alembic_version"})
        return {
            name: sorted(
                (tuple(map(str, row)) for row in connection.execute(text(f"SELECT * FROM {name}"))),
            )
            for name in names
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


def test_an_older_pullquote_refuses_this_ones_catalog(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_catalog(None, tmp_path).close()
    monkeypatch.setattr(migrate, "HEAD", "0001")
    with pytest.raises(CatalogError) as raised:
        open_catalog(None, tmp_path)
    assert str(raised.value) == (
        "catalog is at revision 0002, made by a newer Pullquote (this one knows 0001); "
        "upgrade with: pip install --upgrade pullquote"
    )
