"""A database's URL → transactions on it, and its errors as one line with the next step."""

from collections.abc import Collection, Iterator
from contextlib import contextmanager, nullcontext, suppress
from pathlib import Path
from threading import RLock
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Engine, Row, Table, create_engine, event
from sqlalchemy.dialects import sqlite
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from sqlalchemy.pool import ConnectionPoolEntry

from adapters.redaction import HIDDEN, is_secret, without_secrets
from adapters.storage.data_folder import private_data_folder
from adapters.storage.migrate import migrate
from retrieval.errors import PullquoteError
from retrieval.private_files import made_private, private_file

if TYPE_CHECKING:
    from sqlalchemy.dialects import postgresql

# Fewer than any database's limit on bound values in one statement.
_CHUNK = 500


class CatalogError(PullquoteError):
    """The catalog can't be used; one line that names it, the reason and the next step."""


class Database:
    """One SQL database that holds every table of ours. Safe to use from several threads.

    `engine` is for libraries that bring their own statements; everybody else takes a
    transaction, whose errors are CatalogErrors.
    """

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
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
        return _shown(self.engine.url)

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        with _named_errors(self.engine), self.engine.connect() as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """One transaction: all of it or nothing.

        What it reads on SQLite is still true when it writes; on PostgreSQL only rows that it
        reads FOR UPDATE are.
        """
        with _named_errors(self.engine), self._turn, self.engine.begin() as connection:
            if self.dialect == "sqlite":
                # Waits for its turn here. One that reads first and then wants to write is told
                # at once that the database is locked, if another process wrote in between.
                connection.exec_driver_sql("BEGIN IMMEDIATE")
            yield connection

    @contextmanager
    def by_itself(self) -> Iterator[Connection]:
        """Each statement on its own: some, such as VACUUM, stand no transaction around them."""
        with _named_errors(self.engine), self.engine.connect() as connection:
            yield connection.execution_options(isolation_level="AUTOCOMMIT")

    def insert(self, table: Table) -> "postgresql.Insert | sqlite.Insert":
        """An INSERT that can say what happens ON CONFLICT, in this database's words."""
        if self.dialect == "postgresql":
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
    if url is None:
        url = URL.create("sqlite", database=str(data / "catalog.sqlite3"))
    try:
        # A database server may have hung up since the last question.
        engine = create_engine(url, pool_pre_ping=True)
    except (SQLAlchemyError, ImportError) as error:
        raise CatalogError(
            f"database {_shown(url)} can't be used ({type(error).__name__}); "
            "correct PULLQUOTE_DATABASE, or install its driver"
        ) from error
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare_sqlite)
        _make_private(engine.url)
    try:
        with _named_errors(engine):
            problem = migrate(engine, data)
        if problem:
            raise CatalogError(problem)
    except OSError as error:
        engine.dispose()
        raise _unwritable(data, error) from error
    except BaseException:
        engine.dispose()
        raise
    return Database(engine)


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


def _make_private(url: URL) -> None:
    """SQLite gives its journals the mode of the database, and the database that of the umask."""
    name = url.database or ""
    if name and name != ":memory:" and not name.startswith("file:"):
        # What is wrong with the folder is said when the database is opened.
        with suppress(OSError):
            if not Path(name).exists():
                private_file(Path(name))
            made_private(Path(name))


def _unwritable(data: Path, error: OSError) -> CatalogError:
    reason = error.strerror or type(error).__name__
    return CatalogError(f"data folder {data} can't be written to ({reason}); {_next_step(reason)}")


def _prepare_sqlite(connection: Any, _: ConnectionPoolEntry) -> None:
    cursor = connection.cursor()
    # FULL keeps the pointer through a power cut; secure_delete overwrites what is purged.
    for pragma in (
        "busy_timeout=15000",
        "synchronous=FULL",
        "foreign_keys=ON",
        "secure_delete=ON",
        # What it sorts would lie in files under /tmp.
        "temp_store=MEMORY",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


@contextmanager
def _named_errors(engine: Engine) -> Iterator[None]:
    """A database's error as one line that names the database and the next step."""
    try:
        yield
    except DBAPIError as error:
        reason = str(error.orig).splitlines()[0] if error.orig else type(error).__name__
        raise CatalogError(
            f"catalog {_shown(engine.url)}: {without_secrets(reason)}; {_next_step(reason)}"
        ) from error


# What databases say → what to do, the first that fits. Drivers word it in their own ways.
_NEXT_STEPS = (
    (
        ("full", "no space"),
        "free some space and run the command again; the old index still serves",
    ),
    (
        ("readonly", "read-only", "unable to open", "permission"),
        "make its folder writable, or set PULLQUOTE_DATA to another one",
    ),
    (("locked",), "another process is writing; try again when it is done"),
    (
        ("malformed", "not a database", "disk i/o", "no such table", "corrupt"),
        "put back a backup of it, or move it away and run: pullquote reindex",
    ),
    (
        ("authentication", "access denied", "role "),
        "correct the user and the password in PULLQUOTE_DATABASE",
    ),
    (("does not exist",), "make that database, or correct PULLQUOTE_DATABASE"),
    (
        ("connect", "translate host", "timeout", "timed out", "server closed", "terminating"),
        "start the database's server, or correct PULLQUOTE_DATABASE",
    ),
)


def _next_step(reason: str) -> str:
    reason = reason.lower()
    for words, step in _NEXT_STEPS:
        if any(word in reason for word in words):
            return step
    return "run: pullquote doctor"


def _shown(url: str | URL) -> str:
    """The url without its password, which may stand in its query too."""
    try:
        parsed = make_url(url)
    except SQLAlchemyError:
        return "PULLQUOTE_DATABASE"
    hidden = {name: HIDDEN if is_secret(name) else value for name, value in parsed.query.items()}
    return parsed.set(query=hidden).render_as_string(hide_password=True)
