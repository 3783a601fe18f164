"""Who is signed in at the desk's page ↔ the database's `admin_sessions`, for all processes."""

from datetime import datetime

from sqlalchemy import delete, insert, select

from adapters.storage.database import Database
from adapters.storage.tables.admin import admin_sessions as a


class StoredSessions:
    """Sessions by a digest of what their browser keeps. Safe to use from several threads. Raises
    CatalogError."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def open(self, id: str, until: datetime) -> None:
        with self._database.writing() as connection:
            connection.execute(insert(a), {"id": id, "until": until})

    def is_open(self, id: str, now: datetime) -> bool:
        query = select(a.c.id).where(a.c.id == id, a.c.until > now)
        with self._database.reading() as connection:
            return connection.execute(query).first() is not None

    def close(self, id: str) -> None:
        with self._database.writing() as connection:
            connection.execute(delete(a).where(a.c.id == id))

    def forget(self, now: datetime) -> int:
        """Deletes those that have ended; how many there were."""
        with self._database.writing() as connection:
            return connection.execute(delete(a).where(a.c.until <= now)).rowcount
