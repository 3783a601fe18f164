"""A database → the same database at this version's tables, by Alembic.

Of processes that start together one makes or upgrades the tables, and the others wait for it: on
PostgreSQL by a lock in the database, since they may be on several machines.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import portalocker
from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import OperationalError

from adapters.storage.database_errors import POSTGRESQL
from adapters.storage.upgrades import (
    copy_before_upgrade,
    newer_than_known,
    note_upgrade,
    revision_in,
)
from retrieval.private_files import private_file, private_folder

# The newest file in migrations/versions. A test holds the two together.
HEAD = "0027"
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
        found = revision_in(connection)
        if found == HEAD:
            return None
        if found is not None and not _is_known(found):
            return newer_than_known(connection, found, HEAD)
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


def tables_at(engine: Engine, revision: str) -> None:
    """Makes the tables of a new SQLite catalog as they were at a revision. Raises what the
    database raises."""
    with _alone(engine) as connection:
        _upgrade(connection, revision)


def refuse_newer(connection: Connection) -> str | None:
    """What is wrong where a newer Pullquote upgraded the catalog since it was opened: this one must
    change nothing there any more."""
    found = revision_in(connection)
    if found is None or _is_known(found):
        return None
    return newer_than_known(connection, found, HEAD)


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
    with _alone(engine) as connection:
        return _brought_up(connection)


@contextmanager
def _alone(engine: Engine) -> Iterator[Connection]:
    """One transaction on SQLite, in which nobody else writes."""
    # Readers read while one writes. Kept in the file, and set only here, under the lock: of
    # two connections that set it at once, one is told at once that the database is locked.
    with engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA journal_mode=WAL")
    with engine.begin() as connection:
        # Python's driver opens no transaction for CREATE TABLE by itself, and half-made
        # tables could never be made whole.
        connection.exec_driver_sql("BEGIN IMMEDIATE")
        yield connection


def _brought_up(connection: Connection) -> str | None:
    """Under the lock: another process may have done it meanwhile, a newer one too."""
    found = revision_in(connection)
    if found is not None and not _is_known(found):
        return newer_than_known(connection, found, HEAD)
    if found != HEAD:
        copy_before_upgrade(connection, HEAD)
        _upgrade(connection, "head")
        note_upgrade(connection)
    return None


def _is_known(revision: str) -> bool:
    return any((MIGRATIONS / "versions").glob(f"{revision}_*.py"))


def _upgrade(connection: Connection, to: str) -> None:
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, to)


def _still_locked(by: str) -> str:
    return (
        f"another process has been changing the catalog's tables for {_WAIT_SECONDS} s "
        f"({by}); wait for it and run the command again"
    )
