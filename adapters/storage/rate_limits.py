"""Who asks ↔ the database's `question_times`: how often in any minute, over all processes."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, delete, update

from adapters.storage.database import Database
from adapters.storage.tables.replicas import question_times as q
from bot.rate_limit import MINUTE, wait_after, within_a_minute


class StoredRateLimit:
    """The bot's RateLimit: at most `per_minute` questions a person, 0 is no limit. Safe to use from
    several threads, processes and machines, whose clocks may differ by a small part of a minute.
    Raises CatalogError."""

    def __init__(self, database: Database, per_minute: int) -> None:
        self._database = database
        self._per_minute = per_minute

    def wait_seconds(self, person: str, now: datetime) -> float:
        if not self._per_minute:
            return 0.0
        with self._locked(person, now) as (connection, held):
            asked = [datetime.fromisoformat(one) for one in held.asked]
            wait = wait_after(asked, self._per_minute, now)
            if not wait:
                kept = [one.isoformat() for one in (*within_a_minute(asked, now), now)]
                _change(connection, held.person, asked=kept, last=now)
            return wait

    def may_tell(self, person: str, now: datetime) -> bool:
        with self._locked(person, now) as (connection, held):
            if held.told is not None and within_a_minute([held.told], now):
                return False
            _change(connection, held.person, told=now, last=now)
            return True

    def forget(self, now: datetime) -> int:
        old = delete(q).where(q.c.last < now - 2 * MINUTE)
        with self._database.writing() as connection:
            return connection.execute(old).rowcount

    @contextmanager
    def _locked(self, person: str, now: datetime) -> Iterator[tuple[Connection, Row[Any]]]:
        """What is known of a person, and nobody else changes it before this ends."""
        digest = hashlib.blake2b(person.encode(), digest_size=16).hexdigest()
        new = self._database.insert(q).values(person=digest, asked=[], last=now)
        # Changes nothing where there is a row, but locks it.
        locked = new.on_conflict_do_update(
            index_elements=[q.c.person], set_={"person": new.excluded.person}
        ).returning(q.c.person, q.c.asked, q.c.told)
        with self._database.writing() as connection:
            yield connection, connection.execute(locked).one()


def _change(connection: Connection, person: str, **values: object) -> None:
    connection.execute(update(q).where(q.c.person == person).values(values))
