"""A database → the same database at this version's tables, by Alembic."""

from pathlib import Path

import portalocker
from sqlalchemy import Engine

from adapters.storage.upgrades import (
    copy_before_upgrade,
    newer_than_known,
    note_upgrade,
    revision_in,
)
from retrieval.private_files import private_file, private_folder

# The newest file in migrations/versions. A test holds the two together.
HEAD = "0016"
MIGRATIONS = Path(__file__).parent / "migrations"
_WAIT_SECONDS = 60


def migrate(engine: Engine, data: Path) -> str | None:
    """Makes or upgrades the tables; returns one line of what is wrong instead, where it can't.

    Nothing is written to a database that is already at this version, so opening is cheap, and
    alembic is imported only when there is work for it. Raises OSError, and what the database
    raises.
    """
    with engine.connect() as connection:
        found = revision_in(connection)
        if found == HEAD:
            return None
        if found is not None and not _is_known(found):
            return newer_than_known(connection, found, HEAD)
    private_folder(data)
    try:
        # Two processes that start together on a new folder must not both make the tables.
        lock = data / "migrate.lock"
        private_file(lock)
        with portalocker.Lock(lock, "w", timeout=_WAIT_SECONDS):
            with engine.connect() as connection:
                found = revision_in(connection)
            if found != HEAD:
                upgrade(engine)
    except portalocker.LockException:
        return (
            f"another process has been changing the catalog's tables for {_WAIT_SECONDS} s "
            f"(it holds {data / 'migrate.lock'}); wait for it and run the command again"
        )
    return None


def _is_known(revision: str) -> bool:
    return any((MIGRATIONS / "versions").glob(f"{revision}_*.py"))


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
        if to == "head":
            copy_before_upgrade(connection, HEAD)
        config.attributes["connection"] = connection
        command.upgrade(config, to)
        if to == "head":
            note_upgrade(connection)
