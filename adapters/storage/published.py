"""Notices that were published, by channel ↔ the database's `published`."""

from datetime import datetime

from sqlalchemy import delete, func, select

from adapters.storage.database import Database
from adapters.storage.tables.chats import published as p


class StoredPublished:
    """The service's Published. Safe to use from several threads and processes. Raises
    CatalogError."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def since(self, channel: str, when: datetime) -> int:
        """How many were published there since then."""
        counted = select(func.count()).where(p.c.channel == channel, p.c.at > when)
        with self._database.reading() as connection:
            return int(connection.execute(counted).scalar_one())

    def note(self, channel: str, message: str, at: datetime, forget: datetime) -> None:
        """This one was; those from before `forget` count no more."""
        row = {"channel": channel, "message": message, "at": at}
        with self._database.writing() as connection:
            connection.execute(delete(p).where(p.c.at <= forget))
            connection.execute(self._database.insert(p).values(row).on_conflict_do_nothing())
