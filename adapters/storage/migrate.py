"""A database → the same database at this version's tables, by Alembic.

Of processes that start together one makes or upgrades the tables, and the others wait for it: on
PostgreSQL by a lock in the database, since they may be on several machines.
"""

from pathlib import Path

import portalocker
from sqlalchemy import Connection, Engine, inspect, text
from sqlalchemy.exc import OperationalError

from adapters.storage.database_errors import POSTGRESQL
from retrieval.private_files import private_file, private_folder

# The newest file in migrations/versions. A test holds the two together.
HEAD = "0017"
MIGRATIONS = Path(__file__).parent / "migrations"
_WAIT_SECONDS = 60
# One of PostgreSQL's advisory locks, which are numbers, for each database its own.
_LOCK = int.from_bytes(b"pullquot")
# What PostgreSQL calls a lock that was not to be had in time.
_LOCK_NOT_AVAILABLE = "55P03"


def migrate(engine: Engine, data: Path) -> str | None:
    """Makes or upgrades the tables; returns one line of what is wrong instead, where it can't.

    Nothing is written to a database that is already at this version, so opening is cheap, and
    alembic is imported only when there is work for it. Raises OSError, and what the database
    raises.
    """
    with engine.connect() as connection:
        found = _revision(connection)
    if found == HEAD:
        return None
    if found is not None and found > HEAD:
        return newer_than_known(found)
    if engine.dialect.name == POSTGRESQL:
        return _migrated_on_postgresql(engine)
    private_folder(data)
    lock = data / "migrate.lock"
    try:
        private_file(lock)
        with portalocker.Lock(lock, "w", timeout=_WAIT_SECONDS):
            return _migrated_on_sqlite(engine)
    except portalocker.LockException:
        return _still_locked(f"it holds {lock}")


def newer_than_known(found: str) -> str:
    """Why an older Pullquote leaves a catalog alone that a newer one has upgraded."""
    return (
        f"catalog is at revision {found}, made by a newer Pullquote (this one knows {HEAD}); "
        "get that one back in the checkout that you installed from (git pull, then: "
        "pip install -c constraints.txt -e .), or name another folder in PULLQUOTE_DATA"
    )


def _migrated_on_postgresql(engine: Engine) -> str | None:
    """All in one transaction, with a lock that ends with it: behind PgBouncer, too, a session's
    own lock would stay with whoever gets the session next."""
    with engine.begin() as connection:
        connection.exec_driver_sql(f"SET LOCAL lock_timeout = '{_WAIT_SECONDS}s'")
        try:
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})
        except OperationalError as error:
            if getattr(error.orig, "sqlstate", None) != _LOCK_NOT_AVAILABLE:
                raise
            return _still_locked("it holds an advisory lock in the database")
        # A large catalog takes as long as it takes.
        connection.exec_driver_sql("SET LOCAL statement_timeout = 0")
        return _brought_up(connection)


def _migrated_on_sqlite(engine: Engine) -> str | None:
    # Readers read while one writes. Kept in the file, and set only here, under the lock: of
    # two connections that set it at once, one is told at once that the database is locked.
    with engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA journal_mode=WAL")
    with engine.begin() as connection:
        # Python's driver opens no transaction for CREATE TABLE by itself, and half-made
        # tables could never be made whole.
        connection.exec_driver_sql("BEGIN IMMEDIATE")
        return _brought_up(connection)


def _brought_up(connection: Connection) -> str | None:
    """Under the lock: another process may have done it meanwhile, a newer one too."""
    found = _revision(connection)
    if found is not None and found > HEAD:
        return newer_than_known(found)
    if found != HEAD:
        from alembic import command
        from alembic.config import Config

        config = Config()
        config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
    return None


def _still_locked(by: str) -> str:
    return (
        f"another process has been changing the catalog's tables for {_WAIT_SECONDS} s "
        f"({by}); wait for it and run the command again"
    )


def _revision(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    row = connection.execute(text("SELECT version_num FROM alembic_version")).first()
    return None if row is None else str(row[0])
