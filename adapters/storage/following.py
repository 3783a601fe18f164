"""Who follows which story where ↔ the database's `follows`."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, and_, case, delete, insert, select, update

from adapters.storage.database import Database
from adapters.storage.deliveries import new_delivery
from adapters.storage.tables.chats import deliveries as d
from adapters.storage.tables.chats import follows as f
from bot.following import Follow, Pace, Rhythm
from bot.memory import Payload
from bot.pings import Pinged
from bot.places import Place
from bot.wanted_words import EVERYTHING, WantedWords


class StoredFollows:
    """The bot's Follows. Safe to use from several threads and processes. Raises CatalogError."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def follow(self, follow: Follow) -> None:
        row: dict[str, object] = {
            "id": follow.id,
            "platform": follow.place.platform,
            "team": follow.place.team,
            "channel": follow.place.channel,
            "story": follow.story,
            "pace": follow.rhythm.pace.value,
            "minute": follow.rhythm.minute,
            "weekday": follow.rhythm.weekday,
            "zone": follow.rhythm.zone,
            "person": follow.person,
            "via": follow.via,
            "since": follow.since,
            "through": follow.through,
            "due": follow.due,
            "quiet": follow.quiet,
            "thread": follow.place.thread,
            "words": _kept_words(follow.words),
            "ping": follow.ping.id if follow.ping else "",
            "ping_name": follow.ping.name if follow.ping else "",
        }
        kept = ("id", "platform", "channel", "thread", "story")
        anew = {name: row[name] for name in row if name not in kept}
        # What was not told yet is told still; what came while it was quiet is not.
        anew["through"] = case((f.c.quiet == "", f.c.through), else_=follow.through)
        places = [f.c.platform, f.c.channel, f.c.thread, f.c.story]
        statement = (
            self._database.insert(f)
            .values(row)
            .on_conflict_do_update(index_elements=places, set_=anew)
        )
        with self._database.writing() as connection:
            connection.execute(statement)

    def unfollow(self, place: Place, story: str) -> bool:
        with self._database.writing() as connection:
            gone = connection.execute(
                delete(f).where(_at(place), _told_in(place), f.c.story == story)
            )
        return gone.rowcount > 0

    def following(self, place: Place) -> Sequence[Follow]:
        return self._found(and_(_at(place), _told_in(place)) if place.thread else _at(place))

    def follow_of(self, id: str) -> Follow | None:
        found = self._found(f.c.id == id)
        return found[0] if found else None

    def on(self, platform: str) -> Sequence[Follow]:
        return self._found(and_(f.c.platform == platform, f.c.quiet == ""))

    def due(self, platform: str, now: datetime) -> Sequence[Follow]:
        return self._found(and_(f.c.platform == platform, f.c.due <= now, f.c.quiet == ""))

    def take(
        self,
        follow: Follow,
        through: int,
        due: datetime,
        key: str,
        payload: Payload,
        owner: str,
        now: datetime,
        lease_seconds: float,
    ) -> bool:
        as_read = and_(
            f.c.id == follow.id,
            f.c.through == follow.through,
            f.c.due == follow.due,
            f.c.quiet == "",
        )
        moved = update(f).where(as_read).values(through=through, due=due)
        with self._database.writing() as connection:
            if not connection.execute(moved).rowcount:
                return False
            if key:
                delivery = new_delivery(key, payload, owner, now, lease_seconds)
                connection.execute(insert(d), delivery)
            return True

    def fall_quiet(
        self,
        id: str,
        why: str,
        key: str,
        payload: Payload,
        owner: str,
        now: datetime,
        lease_seconds: float,
    ) -> bool:
        fallen = update(f).where(f.c.id == id, f.c.quiet == "").values(quiet=why)
        with self._database.writing() as connection:
            if not connection.execute(fallen).rowcount:
                return False
            delivery = new_delivery(key, payload, owner, now, lease_seconds)
            connection.execute(self._database.insert(d).values(delivery).on_conflict_do_nothing())
            return True

    def _found(self, where: ColumnElement[bool]) -> list[Follow]:
        query = select(f).where(where).order_by(f.c.story, f.c.since, f.c.id)
        with self._database.reading() as connection:
            return [_follow(row) for row in connection.execute(query)]


def _at(place: Place) -> ColumnElement[bool]:
    # Not compared: the team. A channel that workspaces share has one id.
    return and_(f.c.platform == place.platform, f.c.channel == place.channel)


def _told_in(place: Place) -> ColumnElement[bool]:
    return f.c.thread == place.thread


def _follow(row: Row[Any]) -> Follow:
    return Follow(
        id=row.id,
        place=Place(row.platform, row.team, row.channel, row.thread),
        story=row.story,
        rhythm=Rhythm(Pace(row.pace), row.minute, row.weekday, row.zone),
        person=row.person,
        since=row.since,
        through=row.through,
        due=row.due,
        quiet=row.quiet,
        via=row.via,
        words=_words(row.words),
        ping=Pinged(row.ping, row.ping_name) if row.ping else None,
    )


def _kept_words(words: WantedWords) -> dict[str, object]:
    if not words:
        return {}
    return {"with": words.wanted, "without": words.unwanted, "every": words.every}


def _words(kept: Mapping[str, Any]) -> WantedWords:
    if not kept:
        return EVERYTHING
    return WantedWords(tuple(kept["with"]), tuple(kept["without"]), kept["every"])
