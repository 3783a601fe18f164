"""How much was asked, and where admins read of it ↔ the database's `asked_counts` and
`admin_notes`."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Row, and_, case, delete, func, insert, select, update

from adapters.storage.database import Database
from adapters.storage.deliveries import new_delivery
from adapters.storage.tables.chats import deliveries as d
from adapters.storage.tables.chats import feedback as f
from adapters.storage.tables.chats import replies as r
from adapters.storage.tables.questions import admin_notes as n
from adapters.storage.tables.questions import asked_counts as c
from bot.following import Pace, Rhythm
from bot.memory import Payload
from bot.places import Place
from bot.weekly import Came, Counts, Note

# Longer than any note looks back; a place's older days go as it counts on.
_COUNTED_FOR = timedelta(days=400)


class StoredTally:
    """The bot's Tally. Safe to use from several threads and processes. Raises CatalogError."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def count(self, place: Place, came: Came, at: datetime) -> None:
        row = {
            "platform": place.platform,
            "team": place.team,
            "channel": place.channel,
            "day": _day(at),
            **{each.value: int(each is came) for each in Came},
        }
        column = c.c[came.value]
        counted = (
            self._database.insert(c)
            .values(row)
            .on_conflict_do_update(index_elements=list(c.primary_key), set_={column: column + 1})
        )
        before = and_(
            *(c.c[name] == row[name] for name in ("platform", "team", "channel")),
            c.c.day < _day(at - _COUNTED_FOR),
        )
        with self._database.writing() as connection:
            connection.execute(counted)
            connection.execute(delete(c).where(before))

    def counts(self, platform: str, team: str, since: datetime, until: datetime) -> Counts:
        asked = select(*(func.coalesce(func.sum(c.c[each.value]), 0) for each in Came)).where(
            c.c.platform == platform,
            c.c.team == team,
            c.c.day >= _day(since),
            c.c.day < _day(until),
        )
        helpful = func.coalesce(func.sum(case((f.c.helpful, 1), else_=0)), 0)
        rated = (
            select(helpful, func.count())
            .select_from(f.join(r, r.c.id == f.c.reply))
            .where(r.c.platform == platform, r.c.team == team, f.c.at >= since, f.c.at < until)
        )
        with self._database.reading() as connection:
            answered, possible, unanswered = connection.execute(asked).one()
            good, verdicts = connection.execute(rated).one()
        return Counts(int(answered), int(possible), int(unanswered), int(good), verdicts - good)


class StoredNotes:
    """The bot's Notes. Safe to use from several threads and processes. Raises CatalogError."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def set_note(self, note: Note) -> None:
        place, rhythm = note.place, note.rhythm
        anew = {
            "team": place.team,
            "weekday": rhythm.weekday,
            "minute": rhythm.minute,
            "zone": rhythm.zone,
            "via": note.via,
            "language": note.language,
            "due": note.due,
            "quiet": "",
        }
        first = {
            "platform": place.platform,
            "channel": place.channel,
            "id": note.id,
            "since": note.since,
        }
        statement = (
            self._database.insert(n)
            .values(**first, **anew)
            .on_conflict_do_update(index_elements=list(n.primary_key), set_=anew)
        )
        with self._database.writing() as connection:
            connection.execute(statement)

    def end(self, place: Place) -> bool:
        with self._database.writing() as connection:
            return connection.execute(delete(n).where(_at(place))).rowcount > 0

    def note_at(self, place: Place) -> Note | None:
        found = self._notes(_at(place))
        return found[0] if found else None

    def note_of(self, id: str) -> Note | None:
        found = self._notes(n.c.id == id)
        return found[0] if found else None

    def due(self, platform: str, now: datetime) -> Sequence[Note]:
        return self._notes(and_(n.c.platform == platform, n.c.due <= now, n.c.quiet == ""))

    def take(
        self,
        note: Note,
        due: datetime,
        key: str,
        payload: Payload,
        owner: str,
        now: datetime,
        lease_seconds: float,
    ) -> bool:
        as_read = and_(n.c.id == note.id, n.c.due == note.due, n.c.since == note.since)
        with self._database.writing() as connection:
            moved = connection.execute(update(n).where(as_read).values(since=now, due=due))
            if not moved.rowcount:
                return False
            connection.execute(insert(d), new_delivery(key, payload, owner, now, lease_seconds))
            return True

    def fall_quiet(self, id: str, why: str) -> None:
        with self._database.writing() as connection:
            connection.execute(update(n).where(n.c.id == id).values(quiet=why))

    def _notes(self, where: ColumnElement[bool]) -> list[Note]:
        query = select(n).where(where).order_by(n.c.due, n.c.id)
        with self._database.reading() as connection:
            return [_note(row) for row in connection.execute(query)]


def _at(place: Place) -> ColumnElement[bool]:
    return and_(n.c.platform == place.platform, n.c.channel == place.channel)


def _day(at: datetime) -> str:
    return at.astimezone(UTC).date().isoformat()


def _note(row: Row[Any]) -> Note:
    return Note(
        id=row.id,
        place=Place(row.platform, row.team, row.channel),
        rhythm=Rhythm(Pace.WEEKLY, row.minute, row.weekday, row.zone),
        since=row.since,
        due=row.due,
        via=row.via,
        language=row.language,
        quiet=row.quiet,
    )
