"""How a channel is answered ↔ the database's `manners`; without a row it is as everywhere."""

from datetime import datetime

from sqlalchemy import ColumnElement, and_, delete, select

from adapters.storage.database import Database
from adapters.storage.tables.chats import manners as m
from bot.manners import Askers, Group, Hears, Manner, Where
from bot.places import Place


class StoredManners:
    """The bot's Manners. Safe to use from several threads. Raises CatalogError."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def manner(self, place: Place) -> Manner:
        with self._database.reading() as connection:
            row = connection.execute(select(m).where(_of(place))).first()
        if row is None:
            return Manner()
        groups = tuple(Group(id, name) for id, name in row.admitted)
        return Manner(Hears(row.hears), Where(row.place), Askers(row.members_only, groups))

    def set_manner(self, place: Place, manner: Manner, at: datetime) -> None:
        with self._database.writing() as connection:
            if manner == Manner():
                connection.execute(delete(m).where(_of(place)))
                return
            said = {
                "hears": manner.hears.value,
                "place": manner.where.value,
                "members_only": manner.askers.members_only,
                "admitted": [[group.id, group.name] for group in manner.askers.groups],
                "at": at,
            }
            where = {"platform": place.platform, "channel": place.channel}
            connection.execute(
                self._database.insert(m)
                .values(**where, **said)
                .on_conflict_do_update(index_elements=list(m.primary_key), set_=said)
            )

    def hears_somewhere(self, platform: str) -> bool:
        hears = and_(m.c.platform == platform, m.c.hears != Hears.MENTIONS.value)
        with self._database.reading() as connection:
            return connection.execute(select(m.c.channel).where(hears).limit(1)).first() is not None


def _of(place: Place) -> ColumnElement[bool]:
    return and_(m.c.platform == place.platform, m.c.channel == place.channel)
