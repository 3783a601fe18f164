"""A database's URL → connections to it, set up so that none hangs for good. The one place that
knows how each kind of database is connected to."""

from contextlib import suppress
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, create_engine, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.pool import ConnectionPoolEntry

from adapters.storage.database_errors import POSTGRESQL, CatalogError, shown
from retrieval.private_files import made_private, private_file

_PSYCOPG = "postgresql+psycopg"
# Connections that a process keeps, and how many more it may open while many ask at once.
POOL_SIZE, POOL_OVERFLOW = 5, 10
_POOL_SECONDS = 30

# libpq's: a server behind a cut cable is given up after a minute, wherever the URL says nothing.
_CONNECTION = {
    "connect_timeout": "10",
    "keepalives_idle": "30",
    "keepalives_interval": "10",
    "keepalives_count": "3",
    "tcp_user_timeout": "30000",
    "application_name": "pullquote",
}
# The server's, in milliseconds: what hangs lets go of what it has locked.
_SESSION = {
    "statement_timeout": 300_000,
    "lock_timeout": 30_000,
    "idle_in_transaction_session_timeout": 900_000,
}


def engine_of(url: str | URL) -> Engine:
    """Connects to nothing yet. Raises CatalogError where there is no such kind of database."""
    try:
        url = _with_driver(make_url(url))
        if "@" in (url.host or ""):
            raise CatalogError(
                "the password in PULLQUOTE_DATABASE has an @ in it; write that as %40 (and a / as "
                "%2F, a : as %3A, a # as %23, a % as %25)"
            )
        given: dict[str, Any] = {}
        if url.drivername == _PSYCOPG:
            unset = {name: value for name, value in _CONNECTION.items() if name not in url.query}
            # Behind PgBouncer the next statement may meet a server that prepared none.
            given["connect_args"] = {**unset, "prepare_threshold": None}
            given |= {"pool_size": POOL_SIZE, "max_overflow": POOL_OVERFLOW}
            given["pool_timeout"] = _POOL_SECONDS
        # A database server may have hung up since the last question; a file can't.
        asked_first = url.get_backend_name() != "sqlite"
        engine = create_engine(url, pool_pre_ping=asked_first, **given)
    except ImportError as error:
        install = "install it, or correct PULLQUOTE_DATABASE"
        if isinstance(url, URL) and url.drivername == _PSYCOPG:
            install = "run: pip install 'pullquote[postgres]'"
        raise CatalogError(
            f"database {shown(url)} needs a driver that is not installed; {install}"
        ) from error
    except (SQLAlchemyError, ValueError) as error:
        raise CatalogError(
            f"database {shown(url)} can't be used ({type(error).__name__}); "
            "correct PULLQUOTE_DATABASE, or install its driver"
        ) from error
    if engine.dialect.name not in ("sqlite", POSTGRESQL):
        raise CatalogError(
            f"database {shown(url)} is of a kind that can't hold the catalog; "
            "name one of PostgreSQL or SQLite in PULLQUOTE_DATABASE"
        )
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare_sqlite)
        _make_private(engine.url)
    elif engine.dialect.name == POSTGRESQL:
        chosen = str(engine.url.query.get("options", ""))
        unset_here = {name: value for name, value in _SESSION.items() if name not in chosen}
        event.listen(engine, "connect", _SessionSettings(unset_here))
    return engine


def _with_driver(url: URL) -> URL:
    """PostgreSQL's URLs as hosts give them, `postgres://…` too, with the driver that we know."""
    plain = url.drivername in ("postgres", "postgresql")
    return url.set(drivername=_PSYCOPG) if plain else url


class _SessionSettings:
    """Set by a statement: PgBouncer lets no startup options through."""

    def __init__(self, values: dict[str, int]) -> None:
        self._statement = "; ".join(f"SET {name} = {value}" for name, value in values.items())

    def __call__(self, connection: Any, _: ConnectionPoolEntry) -> None:
        if not self._statement:
            return
        # What is set in a transaction goes with it.
        before, connection.autocommit = connection.autocommit, True
        connection.execute(self._statement)
        connection.autocommit = before


def _make_private(url: URL) -> None:
    """SQLite gives its journals the mode of the database, and the database that of the umask."""
    name = url.database or ""
    if name and name != ":memory:" and not name.startswith("file:"):
        # What is wrong with the folder is said when the database is opened.
        with suppress(OSError):
            if not Path(name).exists():
                private_file(Path(name))
            made_private(Path(name))


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
