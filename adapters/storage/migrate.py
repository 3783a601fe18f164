"""A database → the same database at this version's tables, by Alembic."""

from pathlib import Path

import portalocker
from sqlalchemy import Connection, Engine, inspect, text

from retrieval.private_files import private_file, private_folder

# The newest file in migrations/versions. A test holds the two together.
HEAD = "0013"
MIGRATIONS = Path(__file__).parent / "migrations"
_WAIT_SECONDS = 60


def migrate(engine: Engine, data: Path) -> str | None:
    """Makes or upgrades the tables; returns one line of what is wrong instead, where it can't.

    Nothing is written to a database that is already at this version, so opening is cheap, and
    alembic is imported only when there is work for it. Raises OSError, and what the database
    raises.
    """
    found = _revision(engine)
    if found == HEAD:
        return None
    if found is not None and found > HEAD:
        return (
            f"catalog is at revision {found}, made by a newer Pullquote (this one knows {HEAD}); "
            "get that one back in the checkout that you installed from (git pull, then: "
            "pip install -c constraints.txt -e .), or name another folder in PULLQUOTE_DATA"
        )
    private_folder(data)
    try:
        # Two processes that start together on a new folder must not both make the tables.
        lock = data / "migrate.lock"
        private_file(lock)
        with portalocker.Lock(lock, "w", timeout=_WAIT_SECONDS):
            if _revision(engine) != HEAD:
                upgrade(engine)
    except portalocker.LockException:
        return (
            f"another process has been changing the catalog's tables for {_WAIT_SECONDS} s "
            f"(it holds {data / 'migrate.lock'}); wait for it and run the command again"
        )
    return None


def revision_in(connection: Connection) -> str | None:
    """At which revision the tables are; None where there are none."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    row = connection.execute(text("SELECT version_num FROM alembic_version")).first()
    return None if row is None else str(row[0])


def _revision(engine: Engine) -> str | None:
    with engine.connect() as connection:
        return revision_in(connection)


def upgrade(engine: Engine, to: str = "head") -> None:
    """Brings the tables to a revision, in one transaction. Raises what the database raises."""
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    if engine.dialect.name == "sqlite":
        # Readers read while one writes. Kept in the file, and set only here, under the lock: of
        # two connections that set it at once, one is told at once that the database is locked.
        with engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA journal_mode=WAL")
    with engine.begin() as connection:
        if engine.dialect.name == "sqlite":
            # Python's driver opens no transaction for CREATE TABLE by itself, and half-made
            # tables could never be made whole.
            connection.exec_driver_sql("BEGIN IMMEDIATE")
        config.attributes["connection"] = connection
        command.upgrade(config, to)
