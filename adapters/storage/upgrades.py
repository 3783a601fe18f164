"""An upgrade of the catalog's tables → a copy from before it, a note of who made it, and what an
older Pullquote says that meets the result."""

import sqlite3
from contextlib import closing, suppress
from importlib.metadata import version

from sqlalchemy import Connection, Engine, insert, inspect, select, text
from sqlalchemy.exc import SQLAlchemyError

from adapters.storage.catalog_copies import KEPT, copies_of, copy_aside, file_of, remove_copies
from adapters.storage.tables.schema import catalog_upgrades as u
from retrieval.event_logger import EventLogger

_log = EventLogger()


def revision_in(connection: Connection) -> str | None:
    """At which revision the tables are; None where there are none."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    row = connection.execute(text("SELECT version_num FROM alembic_version")).first()
    return None if row is None else str(row[0])


def copy_before_upgrade(connection: Connection, to: str) -> None:
    """Copies an SQLite catalog aside, while `connection` holds the right to write: nobody changes
    it between the copy and the upgrade. Raises OSError, sqlite3.Error; then don't upgrade.

    Another database has tools of its own, and the log says so: to refuse would keep replicas that
    are replaced one by one from starting.
    """
    if revision_in(connection) is None:
        return  # nothing is in there yet
    file = file_of(connection.engine.url.database) if _is_sqlite(connection) else None
    if file is None:
        _log.warning("upgraded_without_copy", revision=to)
        return
    copy = copy_aside(file, to)
    remove_copies(file, KEPT)
    _log.info("copied_before_upgrade", copy=copy.name)


def note_upgrade(connection: Connection) -> None:
    """In the transaction that makes the upgrade: which Pullquote was the first at this revision."""
    revision = revision_in(connection)
    noted = connection.execute(select(u.c.revision).where(u.c.revision == revision)).first()
    if noted is None:
        row = {"revision": revision, "pullquote": version("pullquote")}
        connection.execute(insert(u), row)


def way_back_in_words(engine: Engine) -> str:
    """What there is of before the last upgrades."""
    file = file_of(engine.url.database) if engine.dialect.name == "sqlite" else None
    if file is None:
        return "no copy is kept before upgrades: run pullquote backup"
    copies = copies_of(file)
    return f"kept from before upgrades: {', '.join(copy.name for copy in copies)}" if copies else ""


def newer_than_known(connection: Connection, found: str, head: str) -> str:
    """Why this Pullquote leaves a catalog alone that a newer one has upgraded, and how to go on."""
    mine = version("pullquote")
    by = None
    # The newer one may have changed this table too.
    with suppress(SQLAlchemyError):
        query = select(u.c.pullquote).order_by(u.c.revision.desc()).limit(1)
        by = connection.execute(query).scalar()
    named = f"Pullquote {by}" if by and by != mine else "a newer Pullquote"
    return (
        f"catalog is at revision {found}, made by {named} (this one, {mine}, knows {head}); get "
        "that one back in the checkout that you installed from (git pull, then: pip install -c "
        f"constraints.txt -e .), {_way_back(connection, head)}, or name another folder in "
        "PULLQUOTE_DATA"
    )


def _way_back(connection: Connection, head: str) -> str:
    file = file_of(connection.engine.url.database) if _is_sqlite(connection) else None
    for copy in copies_of(file) if file else ():
        with suppress(sqlite3.Error), closing(sqlite3.connect(copy)) as opened:
            [revision] = opened.execute("SELECT version_num FROM alembic_version").fetchone()
            if revision <= head:
                return f"go back to the copy from before with: pullquote restore {copy} --yes"
    return "restore a backup that this one wrote"


def _is_sqlite(connection: Connection) -> bool:
    return connection.dialect.name == "sqlite"
