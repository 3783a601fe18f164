"""A database's URL → transactions on it; every table of ours is in it."""

from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from threading import RLock
from typing import TYPE_CHECKING, Any, TypeVar

from sqlalchemy import Connection, Engine, Row, Table
from sqlalchemy.dialects import sqlite
from sqlalchemy.engine import URL

from adapters.storage.data_folder import private_data_folder
from adapters.storage.database_errors import (
    POSTGRESQL,
    CatalogError,
    broken_off,
    named_errors,
    next_step,
    shown,
)
from adapters.storage.engines import engine_of
from adapters.storage.leases import Lease
from adapters.storage.migrate import migrate, refuse_newer

__all__ = ["CatalogError", "Database", "chunks", "in_chunks", "open_database"]

if TYPE_CHECKING:
    from sqlalchemy.dialects import postgresql

# Fewer than any database's limit on bound values in one statement.
_CHUNK = 500
# Of two transactions in a deadlock the server breaks one off, and seldom the same one again.
_ATTEMPTS = 4

T = TypeVar("T")


class Database:
    """One SQL database that holds every table of ours. Safe to use from several threads.

    `engine` is for libraries that bring their own statements; everybody else takes a
    transaction, whose errors are CatalogErrors. `shared`: other data folders may have it too.
    """

    def __init__(self, engine: Engine, *, shared: bool = False) -> None:
        self.engine = engine
        self.shared = shared
        # While this process builds, and others could think that it doesn't any more.
        self.builders_lease: Lease | None = None
        # SQLite lets one write at a time and has the others look again every 0.1 s or so: threads
        # of one process had better queue here.
        self._turn = RLock() if self.dialect == "sqlite" else nullcontext()

    def close(self) -> None:
        self.engine.dispose()

    @property
    def dialect(self) -> str:
        """sqlite, postgresql, …"""
        return self.engine.dialect.name

    @property
    def name(self) -> str:
        """Its URL without the password."""
        return shown(self.engine.url)

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        with named_errors(self.engine), self.engine.connect() as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """One transaction: all of it or nothing.

        What it reads on SQLite is still true when it writes; on PostgreSQL only rows that it
        reads FOR UPDATE are.
        """
        with named_errors(self.engine), self._turn, self.engine.begin() as connection:
            if self.dialect == "sqlite":
                # Waits for its turn here. One that reads first and then wants to write is told
                # at once that the database is locked, if another process wrote in between.
                connection.exec_driver_sql("BEGIN IMMEDIATE")
            yield connection

    def written(self, work: Callable[[Connection], T]) -> T:
        """What `work` returns, in one transaction. Where the server breaks that off for another's
        sake, it is done again: `work` does nothing but ask the database."""
        for attempt in range(1, _ATTEMPTS + 1):
            try:
                with self.writing() as connection:
                    return work(connection)
            except CatalogError as error:
                if attempt == _ATTEMPTS or not broken_off(error):
                    raise
        raise AssertionError("unreachable")

    @contextmanager
    def building(self) -> Iterator[Connection]:
        """As `writing`, for what only the one builder may change. Raises LeaseLost."""
        with self.writing() as connection:
            if self.builders_lease is not None:
                self.builders_lease.check(connection)
            yield connection

    def refuse_newer(self) -> None:
        """Raises CatalogError where a newer Pullquote has upgraded it since it was opened."""
        with self.reading() as connection:
            problem = refuse_newer(connection)
        if problem:
            raise CatalogError(problem)

    def check_builder(self) -> None:
        """Before files are removed, of which no transaction knows. Raises LeaseLost."""
        if self.builders_lease is not None:
            with self.building():
                pass

    @contextmanager
    def of_one_moment(self) -> Iterator[Connection]:
        """Reads that all see the database as it was at the first, whoever writes meanwhile."""
        with named_errors(self.engine), self.engine.connect() as connection:
            if self.dialect == "sqlite":
                connection.exec_driver_sql("BEGIN")
                yield connection
            else:
                yield connection.execution_options(
                    isolation_level="REPEATABLE READ", postgresql_readonly=True
                )

    @contextmanager
    def by_itself(self) -> Iterator[Connection]:
        """Each statement on its own: some, such as VACUUM, stand no transaction around them."""
        with named_errors(self.engine), self.engine.connect() as connection:
            yield connection.execution_options(isolation_level="AUTOCOMMIT")

    def insert(self, table: Table) -> "postgresql.Insert | sqlite.Insert":
        """An INSERT that can say what happens ON CONFLICT, in this database's words."""
        if self.dialect == POSTGRESQL:
            # Its types are many, and most catalogs are SQLite's.
            from sqlalchemy.dialects import postgresql

            return postgresql.insert(table)
        return sqlite.insert(table)


def open_database(url: str | URL | None, data: Path) -> Database:
    """The database at `url`, or `catalog.sqlite3` in `data`; made or migrated where needed.

    Raises CatalogError where it can't be opened or was made by a newer version.
    """
    try:
        private_data_folder(data)
    except OSError as error:
        if url is None:
            raise _unwritable(data, error) from error
    shared = url is not None
    if url is None:
        url = URL.create("sqlite", database=str(data / "catalog.sqlite3"))
    engine = engine_of(url)
    try:
        with named_errors(engine):
            problem = migrate(engine, data)
        if problem:
            raise CatalogError(problem)
    except OSError as error:
        engine.dispose()
        raise _unwritable(data, error) from error
    except BaseException:
        engine.dispose()
        raise
    return Database(engine, shared=shared)


def chunks(values: Collection[str]) -> Iterator[list[str]]:
    """The values in lists that are short enough for one statement."""
    listed = list(values)
    for first in range(0, len(listed), _CHUNK):
        yield listed[first : first + _CHUNK]


def in_chunks(
    connection: Connection, query: Any, column: Any, values: Collection[str]
) -> list[Row[Any]]:
    """The rows of `query` whose `column` is among `values`, however many those are."""
    found: list[Row[Any]] = []
    for chunk in chunks(values):
        found.extend(connection.execute(query.where(column.in_(chunk))).all())
    return found


def _unwritable(data: Path, error: OSError) -> CatalogError:
    reason = error.strerror or type(error).__name__
    step = next_step(reason, "sqlite")
    return CatalogError(f"data folder {data} can't be written to ({reason}); {step}")
