"""What can't be read, and where that was told ↔ the database's `outages` and `outage_notices`."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    and_,
    delete,
    insert,
    select,
    update,
)

from adapters.storage.database import Database
from adapters.storage.deliveries import new_delivery
from adapters.storage.tables.chats import deliveries as d
from adapters.storage.tables.events import outage_notices as n
from adapters.storage.tables.events import outages as o
from adapters.storage.tables.web import source_adders, sources
from bot.freshness import Tracked
from bot.memory import Payload, State
from bot.notices import Spot
from bot.outages import Outage, ToldOf
from bot.places import Place

_UNFINISHED = (State.OPEN.value, State.SENDING.value)
# What ended so long ago is told by now, or to nobody.
_KEPT = timedelta(days=30)


class StoredOutages:
    """The bot's Outages. Safe to use from several threads and processes. Raises CatalogError."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def note(self, failing: Sequence[Tracked], tracked: Sequence[Tracked], now: datetime) -> None:
        down = {(one.story, one.url): one for one in failing}
        since = {(one.story, one.url): one.failing_since for one in tracked}
        with self._database.reading() as connection:
            rows = connection.execute(select(o).where(o.c.ended.is_(None), o.c.story != "")).all()
            known = {(row.story, row.url) for row in connection.execute(select(sources))}
        ended, forgotten, still = [], [], set()
        for row in rows:
            key = row.story, row.url
            failing_since = since.get(key)
            # Read in between, it fails anew.
            if failing_since is not None and failing_since <= row.since:
                still.add(key)
            elif key in known or key in since:
                ended.append(row.id)
            else:
                forgotten.append(row.id)
        new: list[dict[str, object]] = [
            {"story": story, "url": url, "since": one.failing_since, "why": one.why}
            for (story, url), one in down.items()
            if (story, url) not in still
        ]
        if not (new or ended or forgotten):
            return
        with self._database.writing() as connection:
            connection.execute(update(o).where(o.c.id.in_(ended), _open()).values(ended=now))
            connection.execute(delete(o).where(o.c.id.in_(forgotten)))
            connection.execute(delete(o).where(o.c.ended < now - _KEPT))
            self._add(connection, new)

    def note_refresher(self, stopped: datetime | None, why: str, now: datetime) -> None:
        mine = and_(o.c.story == "", _open())
        with self._database.reading() as connection:
            is_open = connection.execute(select(o.c.id).where(mine)).first() is not None
        if is_open == (stopped is not None):
            return
        with self._database.writing() as connection:
            if stopped is None:
                connection.execute(update(o).where(mine).values(ended=now))
            elif connection.execute(select(o.c.id).where(mine)).first() is None:
                self._add(connection, [{"story": "", "url": "", "since": stopped, "why": why}])

    def open(self) -> Sequence[Outage]:
        return self._found(_open())

    def outages(self, ids: Sequence[int]) -> Sequence[Outage]:
        return self._found(o.c.id.in_(ids))

    def adder(self, story: str, url: str, platform: str) -> Spot | None:
        s = source_adders
        query = select(s).where(s.c.story == story, s.c.url == url, s.c.platform == platform)
        with self._database.reading() as connection:
            row = connection.execute(query).first()
        if row is None:
            return None
        return Spot(Place(row.platform, row.team, ""), via=row.via, person=row.person)

    def told(self, platform: str) -> Sequence[ToldOf]:
        return self._told(and_(n.c.platform == platform, _open()))

    def over(self, platform: str) -> Sequence[ToldOf]:
        # What is still being told of it comes first.
        unfinished = select(d.c.key).where(d.c.key == n.c.delivery, d.c.state.in_(_UNFINISHED))
        return self._told(
            and_(
                n.c.platform == platform,
                n.c.over.is_(None),
                o.c.ended.is_not(None),
                ~unfinished.exists(),
            )
        )

    def take(
        self,
        ids: Sequence[int],
        spot: Spot,
        key: str,
        payload: Payload,
        owner: str,
        now: datetime,
        lease_seconds: float,
        *,
        over: bool,
    ) -> Sequence[int]:
        with self._database.writing() as connection:
            if over:
                ended = update(n).where(n.c.outage.in_(ids), _at(spot), n.c.over.is_(None))
                taken = connection.execute(ended.values(over=now).returning(n.c.outage)).scalars()
            else:
                told = [{"outage": id, **_values(spot), "told": now, "delivery": key} for id in ids]
                new = self._database.insert(n).values(told).on_conflict_do_nothing()
                taken = connection.execute(new.returning(n.c.outage)).scalars()
            found = sorted(taken)
            if found:
                told_of = {**payload, "outages": found}
                delivery = new_delivery(key, told_of, owner, now, lease_seconds)
                connection.execute(insert(d), delivery)
            return found

    def forgo(self, ids: Sequence[int], spot: Spot, now: datetime) -> None:
        with self._database.writing() as connection:
            connection.execute(
                update(n).where(n.c.outage.in_(ids), _at(spot), n.c.over.is_(None)).values(over=now)
            )

    def _add(self, connection: Connection, new: Sequence[dict[str, object]]) -> None:
        if new:
            connection.execute(self._database.insert(o).on_conflict_do_nothing(), list(new))

    def _found(self, where: ColumnElement[bool]) -> list[Outage]:
        with self._database.reading() as connection:
            rows = connection.execute(select(o).where(where).order_by(o.c.id)).all()
        return [_outage(row) for row in rows]

    def _told(self, where: ColumnElement[bool]) -> list[ToldOf]:
        query = select(o, n).join(n, n.c.outage == o.c.id).where(where).order_by(o.c.id)
        with self._database.reading() as connection:
            rows = connection.execute(query).all()
        return [
            ToldOf(
                _outage(row),
                Spot(Place(row.platform, row.team, row.channel), via=row.via, person=row.person),
                row.told,
            )
            for row in rows
        ]


def _open() -> ColumnElement[bool]:
    return o.c.ended.is_(None)


def _at(spot: Spot) -> ColumnElement[bool]:
    return and_(
        n.c.platform == spot.place.platform,
        n.c.channel == spot.place.channel,
        n.c.person == spot.person,
    )


def _values(spot: Spot) -> dict[str, object]:
    return {
        "platform": spot.place.platform,
        "team": spot.place.team,
        "channel": spot.place.channel,
        "person": spot.person,
        "via": spot.via,
    }


def _outage(row: Row[Any]) -> Outage:
    return Outage(row.id, row.story, row.url, row.since, row.why, row.ended)
