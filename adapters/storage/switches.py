"""What a channel has switched off or on, and its language ↔ the database's `uncorrected`,
`switched_on` and `channel_languages`."""

from datetime import datetime

from sqlalchemy import ColumnElement, and_, delete, select

from adapters.storage.database import Database
from adapters.storage.tables.chats import channel_languages as spoken
from adapters.storage.tables.chats import switched_on as on_
from adapters.storage.tables.chats import uncorrected as u
from bot.notices import Switch
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

    def is_on(self, place: Place, what: Switch) -> bool:
        with self._database.reading() as connection:
            return connection.execute(select(on_).where(_switch(place, what))).first() is not None

    def is_on_somewhere(self, platform: str, what: Switch) -> bool:
        """In any channel of the platform."""
        anywhere = select(on_).where(on_.c.platform == platform, on_.c.what == what.value)
        with self._database.reading() as connection:
            return connection.execute(anywhere.limit(1)).first() is not None

    def set_on(self, place: Place, what: Switch, on: bool, at: datetime) -> None:
        row = {
            "platform": place.platform,
            "channel": place.channel,
            "what": what.value,
            "at": at,
        }
        with self._database.writing() as connection:
            connection.execute(delete(on_).where(_switch(place, what)))
            if on:
                connection.execute(on_.insert(), row)


def _switch(place: Place, what: Switch) -> ColumnElement[bool]:
    return and_(
        on_.c.platform == place.platform,
        on_.c.channel == place.channel,
        on_.c.what == what.value,
    )


def _of(place: Place) -> ColumnElement[bool]:
    return and_(u.c.platform == place.platform, u.c.channel == place.channel)
