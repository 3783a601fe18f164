"""Questions that nothing answered ↔ the database's `open_questions` and `question_keeping`.

Their words are in that table and nowhere else: no error and no log line has any.
"""

import hashlib
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    and_,
    delete,
    exists,
    func,
    insert,
    not_,
    or_,
    select,
    true,
    update,
)

from adapters.storage.database import Database
from adapters.storage.tables.events import arrivals as a
from adapters.storage.tables.questions import open_questions as q
from adapters.storage.tables.questions import question_keeping as k
from adapters.storage.tables.questions import wishes as w
from bot.gaps import AskedIn, OpenQuestion
from bot.places import Place

# What is set for a whole workspace or server stands under no channel.
_EVERYWHERE = ""


class StoredQuestions:
    """The bot's Questions. Safe to use from several threads and processes. Raises CatalogError."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def keeps(self, place: Place) -> bool | None:
        channels = [place.channel] if place.direct else [place.channel, _EVERYWHERE]
        query = (
            select(k.c.keeps)
            .where(_team(place), k.c.channel.in_(channels))
            .order_by(k.c.channel.desc())  # the channel's own before ""
        )
        with self._database.reading() as connection:
            row = connection.execute(query).first()
        return None if row is None else bool(row.keeps)

    def set_keeps(self, place: Place, *, keeps: bool, everywhere: bool, at: datetime) -> int:
        channel = _EVERYWHERE if everywhere else place.channel
        setting = {"keeps": keeps, "at": at}
        where = {"platform": place.platform, "team": place.team, "channel": channel}
        statement = (
            self._database.insert(k)
            .values(**where, **setting)
            .on_conflict_do_update(index_elements=list(k.primary_key), set_=setting)
        )
        asked_in = AskedIn(place.platform, place.team, channel)
        with self._database.writing() as connection:
            if everywhere:
                connection.execute(delete(k).where(_team(place)))
            connection.execute(statement)
            return 0 if keeps else _unlisted(connection, _where(asked_in))

    def keep(self, question: OpenQuestion) -> None:
        place = question.place
        newest_then = select(func.coalesce(func.max(a.c.id), 0)).where(a.c.at <= question.at)
        with self._database.writing() as connection:
            if question.asked:
                _gone(connection, _asked(place, question.asked))
            through = question.through or connection.execute(newest_then).scalar_one()
            connection.execute(insert(q), row_of(question, through))

    def listed(self, where: AskedIn, limit: int) -> Sequence[OpenQuestion]:
        query = (
            select(q).where(q.c.listed, _where(where)).order_by(q.c.at.desc(), q.c.id).limit(limit)
        )
        with self._database.reading() as connection:
            rows = connection.execute(query).all()
        return [question_of(row) for row in reversed(rows)]

    def forget_asked(self, place: Place, asked: str) -> int:
        with self._database.writing() as connection:
            return _gone(connection, _asked(place, asked)) if asked else 0

    def forget_asker(self, platform: str, person: str) -> int:
        of_platform = q.c.platform == platform if platform else true()
        wishing = w.c.platform == platform if platform else true()
        # Whose it is can be told of each by itself, and of none without the person's id.
        known = select(q.c.id, q.c.asker, q.c.platform).where(of_platform, q.c.asker != "")
        with self._database.writing() as connection:
            theirs = [
                row.id
                for row in connection.execute(known)
                if row.asker == mark_of(row.id, row.platform, person)
            ]
            waited = connection.execute(delete(w).where(wishing, w.c.person == person)).rowcount
            for id in theirs:
                _gone(connection, q.c.id == id)
            erase_unneeded(connection)
        return len(theirs) + waited

    def forget_place(self, where: AskedIn) -> int:
        with self._database.writing() as connection:
            return _unlisted(connection, _where(where))

    def forget_questions(self, now: datetime, asked_before: datetime) -> int:
        with self._database.writing() as connection:
            over = _gone(connection, q.c.until <= now)
            return over + _unlisted(connection, q.c.at < asked_before)


def row_of(question: OpenQuestion, through: int) -> dict[str, object]:
    """As the table keeps it."""
    place = question.place
    mark = mark_of(question.id, place.platform, question.person) if question.person else ""
    return {
        "id": question.id,
        "platform": place.platform,
        "team": place.team,
        "channel": place.channel,
        "asked": question.asked,
        "story": question.story,
        "follow_up": question.follow_up,
        "text": question.text,
        "at": question.at,
        "until": question.until,
        "listed": question.listed,
        "asker": mark,
        "through": through,
        "looked": through,
        "answered": question.answered,
        "article": question.article,
    }


def question_of(row: Row[Any]) -> OpenQuestion:
    """As the table keeps it; who asked can't be told of it."""
    return OpenQuestion(
        id=row.id,
        place=Place(row.platform, row.team, row.channel),
        story=row.story,
        text=row.text,
        at=row.at,
        until=row.until,
        listed=row.listed,
        asked=row.asked,
        follow_up=row.follow_up,
        through=row.through,
        answered=row.answered,
        article=row.article,
    )


def mark_of(id: str, platform: str, person: str) -> str:
    """What is kept of who asked a question: another one for each, so that no two can be seen to
    come from one person."""
    said = f"{platform}:{person}".encode()
    return hashlib.blake2b(said, key=id.encode(), digest_size=16).hexdigest()


def _team(place: Place) -> ColumnElement[bool]:
    return and_(k.c.platform == place.platform, k.c.team == place.team)


def _where(where: AskedIn) -> ColumnElement[bool]:
    named = (
        (q.c.platform, where.platform),
        (q.c.team, where.team),
        (q.c.channel, where.channel),
        (q.c.story, where.story),
    )
    return and_(true(), *(column == value for column, value in named if value))


def _asked(place: Place, asked: str) -> ColumnElement[bool]:
    # Not compared: the team. A channel that workspaces share has one id.
    return and_(q.c.platform == place.platform, q.c.channel == place.channel, q.c.asked == asked)


def _unlisted(connection: Connection, where: ColumnElement[bool]) -> int:
    """Nobody reads them any more; those that somebody waits for stay for that."""
    found = connection.execute(update(q).where(q.c.listed, where).values(listed=False, asker=""))
    erase_unneeded(connection)
    return found.rowcount


def erase_unneeded(connection: Connection) -> None:
    """Erases what neither an admin reads nor anybody waits for."""
    waited_for = exists().where(w.c.question == q.c.id)
    connection.execute(delete(q).where(not_(or_(q.c.listed, waited_for))))


def _gone(connection: Connection, where: ColumnElement[bool]) -> int:
    """Whoever waits for them waits no more: their rows go with the questions'."""
    return connection.execute(delete(q).where(where)).rowcount
