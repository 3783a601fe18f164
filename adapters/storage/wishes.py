"""Who waits until a question is answered ↔ the database's `wishes` and `open_questions`."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, and_, delete, func, insert, select, update

from adapters.storage.database import Database
from adapters.storage.deliveries import new_delivery
from adapters.storage.open_questions import erase_unneeded, question_of, row_of
from adapters.storage.tables.chats import deliveries as d
from adapters.storage.tables.events import arrivals as a
from adapters.storage.tables.questions import open_questions as q
from adapters.storage.tables.questions import wishes as w
from bot.gaps import OpenQuestion
from bot.waiting import Opened, Wish


class StoredWishes:
    """The bot's Wishes. Safe to use from several threads and processes. Raises CatalogError."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def question(self, id: str) -> OpenQuestion | None:
        with self._database.reading() as connection:
            row = connection.execute(select(q).where(q.c.id == id)).first()
        return None if row is None else question_of(row)

    def wish(self, wish: Wish, most: int) -> Wish | None:
        asked, platform = wish.question, wish.question.place.platform
        newest_then = select(func.coalesce(func.max(a.c.id), 0)).where(a.c.at <= asked.at)
        theirs = and_(w.c.platform == platform, w.c.person == wish.person)
        known = and_(theirs, w.c.question == asked.id)
        with self._database.writing() as connection:
            row = connection.execute(_both().where(known)).first()
            if row is not None:
                return _wish(row)
            count = select(func.count()).select_from(w).where(theirs)
            if connection.execute(count).scalar_one() >= most:
                return None
            through = connection.execute(newest_then).scalar_one()
            connection.execute(
                self._database.insert(q)
                .values(row_of(asked, through))
                .on_conflict_do_update(index_elements=[q.c.id], set_={"until": asked.until})
            )
            values = {
                "id": wish.id,
                "question": asked.id,
                "platform": platform,
                "team": wish.team,
                "person": wish.person,
                "via": wish.via,
                "at": wish.at,
                "refused": wish.refused,
                "language": wish.language,
            }
            connection.execute(self._database.insert(w).values(values).on_conflict_do_nothing())
            return _wish(connection.execute(_both().where(known)).one())

    def wish_of(self, id: str) -> Wish | None:
        found = self._wishes(w.c.id == id)
        return found[0] if found else None

    def wishes_of(self, platform: str, person: str) -> Sequence[Wish]:
        return self._wishes(and_(w.c.platform == platform, w.c.person == person))

    def take_back(self, person: str, ids: Sequence[str]) -> int:
        with self._database.writing() as connection:
            ended = connection.execute(delete(w).where(w.c.person == person, w.c.id.in_(ids)))
            erase_unneeded(connection)
        return ended.rowcount

    def to_look_at(self, platform: str, newest: int, limit: int) -> Sequence[OpenQuestion]:
        open_ = and_(q.c.platform == platform, q.c.looked < newest, q.c.answered.is_(None))
        query = select(q).where(open_).order_by(q.c.at, q.c.id).limit(limit)
        with self._database.reading() as connection:
            return [question_of(row) for row in connection.execute(query)]

    def new_in(self, question: str, newest: int) -> frozenset[str]:
        looked = select(q.c.looked).where(q.c.id == question).scalar_subquery()
        query = select(a.c.story).where(a.c.id > looked, a.c.id <= newest).distinct()
        with self._database.reading() as connection:
            return frozenset(connection.execute(query).scalars())

    def arrival_of(self, article: str) -> int:
        with self._database.reading() as connection:
            found = connection.execute(select(a.c.id).where(a.c.article == article)).scalar()
        return found or 0

    def looked(self, question: str, through: int) -> None:
        with self._database.writing() as connection:
            connection.execute(update(q).where(q.c.id == question).values(looked=through))

    def answered(
        self,
        question: str,
        article: str,
        through: int,
        prefix: str,
        owner: str,
        now: datetime,
        lease_seconds: float,
    ) -> Sequence[Opened]:
        marked = (
            update(q)
            .where(q.c.id == question, q.c.answered.is_(None))
            .values(answered=now, article=article, looked=through)
        )
        waiting = select(w.c.id).where(w.c.question == question, w.c.refused == "")
        with self._database.writing() as connection:
            if not connection.execute(marked).rowcount:
                return []
            opened = [
                Opened(f"{prefix}:{id}:{through}", {"wish": id})
                for id in connection.execute(waiting.order_by(w.c.at, w.c.id)).scalars()
            ]
            for one in opened:
                row = new_delivery(one.key, one.payload, owner, now, lease_seconds)
                connection.execute(insert(d), row)
        return opened

    def not_answered(self, question: str) -> None:
        with self._database.writing() as connection:
            nothing = {"answered": None, "article": ""}
            connection.execute(update(q).where(q.c.id == question).values(nothing))

    def told(self, wish: str) -> None:
        with self._database.writing() as connection:
            connection.execute(delete(w).where(w.c.id == wish))
            erase_unneeded(connection)

    def refuse(self, wish: str, why: str) -> None:
        with self._database.writing() as connection:
            connection.execute(update(w).where(w.c.id == wish).values(refused=why))

    def _wishes(self, where: ColumnElement[bool]) -> list[Wish]:
        with self._database.reading() as connection:
            rows = connection.execute(_both().where(where).order_by(w.c.at, w.c.id)).all()
        return [_wish(row) for row in rows]


def _both() -> Any:
    """A wish and its question."""
    of_wish = [column.label(f"wish_{column.name}") for column in w.c]
    return select(q, *of_wish).join(w, w.c.question == q.c.id)


def _wish(row: Row[Any]) -> Wish:
    return Wish(
        id=row.wish_id,
        question=question_of(row),
        person=row.wish_person,
        team=row.wish_team,
        via=row.wish_via,
        at=row.wish_at,
        refused=row.wish_refused,
        language=row.wish_language,
    )
