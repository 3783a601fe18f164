"""Which stories a channel follows ↔ the database's `scopes`."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import ColumnElement, and_, delete, select

from adapters.storage.database import Database
from adapters.storage.tables.chats import scopes as s
from bot.places import Place


class StoredScopes:
    """The bot's Scopes. Safe to use from several threads. Raises CatalogError."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def scope(self, place: Place) -> frozenset[str] | None:
        with self._database.reading() as connection:
            row = connection.execute(select(s.c.stories).where(_of(place))).first()
        return None if row is None else frozenset(row.stories)

    def set_scope(self, place: Place, stories: Collection[str] | None, at: datetime) -> None:
        with self._database.writing() as connection:
            if stories is None:
                connection.execute(delete(s).where(_of(place)))
                return
            scope = {"stories": sorted(set(stories)), "at": at}
            where = {"platform": place.platform, "team": place.team, "channel": place.channel}
            connection.execute(
                self._database.insert(s)
                .values(**where, **scope)
                .on_conflict_do_update(index_elements=list(s.primary_key), set_=scope)
            )


def _of(place: Place) -> ColumnElement[bool]:
    return and_(
        s.c.platform == place.platform, s.c.team == place.team, s.c.channel == place.channel
    )
