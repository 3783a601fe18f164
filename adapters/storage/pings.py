"""Whom news may ping where ↔ the database's `allowed_pings`."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, select

from adapters.storage.database import Database
from adapters.storage.tables.chats import allowed_pings as p
from bot.pings import Pinged
from bot.places import Place


class StoredPings:
    """The bot's Pings. Safe to use from several threads and processes. Raises CatalogError."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def allowed(self, place: Place) -> Sequence[Pinged]:
        here = (p.c.platform == place.platform, p.c.channel == place.channel)
        with self._database.reading() as connection:
            rows = connection.execute(select(p).where(*here).order_by(p.c.name, p.c.pinged))
            return [Pinged(row.pinged, row.name) for row in rows]

    def allow(self, place: Place, pinged: Pinged, person: str, at: datetime) -> None:
        row = {
            "platform": place.platform,
            "channel": place.channel,
            "pinged": pinged.id,
            "name": pinged.name,
            "person": person,
            "at": at,
        }
        allowed = self._database.insert(p).values(row)
        anew = {name: row[name] for name in ("name", "person", "at")}
        places = [p.c.platform, p.c.channel, p.c.pinged]
        with self._database.writing() as connection:
            connection.execute(allowed.on_conflict_do_update(index_elements=places, set_=anew))

    def forbid(self, place: Place, id: str) -> bool:
        allowed = (
            p.c.platform == place.platform,
            p.c.channel == place.channel,
            p.c.pinged == id,
        )
        with self._database.writing() as connection:
            return connection.execute(delete(p).where(*allowed)).rowcount > 0
