"""What reached the bot → the database's `deliveries`: each is answered by one process, once.

Killed between two calls, a process leaves whole rows; whoever comes after takes them over when
their lease has ended.
"""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, delete, select, update

from adapters.storage.database import Database, chunks
from adapters.storage.tables.chats import deliveries as d
from bot.memory import Delivery, Payload, State

UNFINISHED = (State.OPEN.value, State.SENDING.value)
# Until the chat is tried again that did not take a reply.
_SHORTEST_PAUSE, _LONGEST_PAUSE = timedelta(seconds=15), timedelta(minutes=1)
_FINISHED = (State.DONE.value, State.WITHDRAWN.value)


class StoredDeliveries:
    """The bot's Deliveries. Safe to use from several threads, processes and machines.

    Raises CatalogError. A lease is compared with the caller's own clock: those of the machines
    that share a database may differ by no more than a small part of it.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def claim(
        self, key: str, payload: Payload, owner: str, now: datetime, lease_seconds: float
    ) -> bool:
        new = self._database.insert(d).on_conflict_do_nothing().returning(d.c.key)
        values = new_delivery(key, payload, owner, now, lease_seconds)
        with self._database.writing() as connection:
            return connection.execute(new, values).first() is not None

    def begin_sending(self, key: str, owner: str, revision: int) -> Delivery | None:
        with self._locked(key) as (connection, held):
            if held is None or held.owner != owner or held.state not in UNFINISHED:
                return None
            state = State.SENDING if held.revision == revision else State.OPEN
            return _changed(connection, key, state=state.value)

    def finish(self, key: str, owner: str, revision: int) -> Delivery | None:
        with self._locked(key) as (connection, held):
            if held is None or held.state == State.DONE.value:
                return None
            if held.state == State.WITHDRAWN.value:
                return _delivery(held)
            if held.revision == revision:
                # Also where another took it over meanwhile: it was answered, so that one is told
                # not to send, instead of answering once more.
                _changed(connection, key, state=State.DONE.value, payload={})
                return None
            if held.owner != owner:
                return None
            return _changed(connection, key, state=State.OPEN.value)

    def amend(
        self, key: str, payload: Payload, owner: str, now: datetime, lease_seconds: float
    ) -> Delivery | None:
        with self._locked(key) as (connection, held):
            if held is None or held.state == State.WITHDRAWN.value:
                return None
            edited = {"payload": dict(payload), "revision": held.revision + 1}
            if held.state != State.DONE.value:
                # What is being sent stays so: whoever takes it over must know that.
                _changed(connection, key, **edited)
                return None
            reopened = {
                "state": State.OPEN.value,
                "owner": owner,
                "lease_ends": _lease(now, lease_seconds),
                "attempts": 0,
                "at": now,
            }
            return _changed(connection, key, **edited, **reopened)

    def release(self, key: str, owner: str) -> None:
        with self._database.writing() as connection:
            connection.execute(delete(d).where(d.c.key == key, d.c.owner == owner))

    def withdraw(self, key: str) -> bool:
        withdrawn = {"state": State.WITHDRAWN.value, "payload": {}}
        with self._database.writing() as connection:
            found = connection.execute(update(d).where(d.c.key == key).values(withdrawn))
        return found.rowcount == 1

    def renew(self, owner: str, keys: Collection[str], now: datetime, lease_seconds: float) -> None:
        if not keys:
            return
        mine = update(d).where(d.c.owner == owner, d.c.state.in_(UNFINISHED))

        def renewed(connection: Connection) -> None:
            for chunk in chunks(keys):
                some = mine.where(d.c.key.in_(chunk))
                connection.execute(some.values(lease_ends=_lease(now, lease_seconds)))

        # Several rows in no order: it may meet another that changes them.
        self._database.written(renewed)

    def postpone(self, key: str, owner: str, now: datetime, since: datetime) -> bool:
        with self._locked(key) as (connection, held):
            if held is None or held.owner != owner or held.state not in UNFINISHED:
                return True  # somebody else sees to it
            if held.at < since:
                return False
            # What was asked just now is worth asking after soon.
            pause = min(max((now - held.at) / 4, _SHORTEST_PAUSE), _LONGEST_PAUSE)
            attempts = max(held.attempts - 1, 0)
            _changed(connection, key, lease_ends=now + pause, attempts=attempts)
            return True

    def take_over(
        self, platform: str, owner: str, now: datetime, lease_seconds: float
    ) -> list[Delivery]:
        ended = (
            select(d.c.key)
            .where(d.c.state.in_(UNFINISHED), d.c.lease_ends <= now)
            .where(d.c.key.startswith(f"{platform}:", autoescape=True))
            # One that somebody else is just changing is not abandoned.
            .with_for_update(skip_locked=True)
        )
        taken = (
            update(d)
            .where(d.c.key.in_(ended))
            .values(owner=owner, lease_ends=_lease(now, lease_seconds), attempts=d.c.attempts + 1)
            .returning(d)
        )
        rows = self._database.written(lambda connection: connection.execute(taken).all())
        return [_delivery(row) for row in sorted(rows, key=lambda row: (row.at, row.key))]

    def forget_deliveries(self, before: datetime) -> int:
        old = delete(d).where(d.c.state.in_(_FINISHED), d.c.at < before)
        with self._database.writing() as connection:
            return connection.execute(old).rowcount

    @contextmanager
    def _locked(self, key: str) -> Iterator[tuple[Connection, Row[Any] | None]]:
        """The delivery as it stands, and nobody else changes it before this ends."""
        with self._database.writing() as connection:
            found = connection.execute(select(d).where(d.c.key == key).with_for_update())
            yield connection, found.first()


def new_delivery(
    key: str, payload: Payload, owner: str, now: datetime, lease_seconds: float
) -> dict[str, object]:
    """The row of one that is just being claimed."""
    return {
        "key": key,
        "owner": owner,
        "lease_ends": _lease(now, lease_seconds),
        "state": State.OPEN.value,
        "revision": 0,
        "attempts": 0,
        "payload": dict(payload),
        "at": now,
    }


def _lease(now: datetime, lease_seconds: float) -> datetime:
    return now + timedelta(seconds=lease_seconds)


def _changed(connection: Connection, key: str, **values: object) -> Delivery:
    change = update(d).where(d.c.key == key).values(values).returning(d)
    return _delivery(connection.execute(change).one())


def _delivery(row: Row[Any]) -> Delivery:
    return Delivery(row.key, row.payload, State(row.state), row.revision, row.attempts)
