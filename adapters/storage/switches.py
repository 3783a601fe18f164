"""What a channel has switched off, and its language ↔ the database's `uncorrected` and
`channel_languages`."""

from datetime import datetime

from sqlalchemy import ColumnElement, and_, delete, select

from adapters.storage.database import Database
from adapters.storage.tables.chats import channel_languages as spoken
from adapters.storage.tables.chats import uncorrected as u
from bot.places import Place


class StoredSwitches:
    """The bot's Switches. Safe to use from several threads. Raises CatalogError."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def corrections(self, place: Place) -> bool:
        with self._database.reading() as connection:
            return connection.execute(select(u).where(_of(place))).first() is None

    def set_corrections(self, place: Place, on: bool, at: datetime) -> None:
        with self._database.writing() as connection:
            connection.execute(delete(u).where(_of(place)))
            if not on:
                off = {"platform": place.platform, "channel": place.channel, "at": at}
                connection.execute(u.insert(), off)

    def language(self, place: Place) -> str:
        here = and_(spoken.c.platform == place.platform, spoken.c.channel == place.channel)
        with self._database.reading() as connection:
            return connection.execute(select(spoken.c.language).where(here)).scalar() or ""

    def set_language(self, place: Place, language: str, at: datetime) -> None:
        here = and_(spoken.c.platform == place.platform, spoken.c.channel == place.channel)
        row = {"platform": place.platform, "channel": place.channel, "language": language, "at": at}
        with self._database.writing() as connection:
            connection.execute(delete(spoken).where(here))
            if language:
                connection.execute(spoken.insert(), row)


def _of(place: Place) -> ColumnElement[bool]:
    return and_(u.c.platform == place.platform, u.c.channel == place.channel)
