"""A name → the right to do what one process of all that share a PostgreSQL may do at a time.

A lease is a row that its holder renews. It is handed over when it was not renewed in time, by the
database's clock: the holder is dead, or stands still. Should that one wake up, its token is an old
one, and what it then wants to write is refused (Lamport; Kleppmann's “fencing tokens”).
"""

import os
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Protocol

from sqlalchemy import BigInteger, Connection, cast, func, select, update

from adapters.storage.database_errors import CatalogError
from adapters.storage.tables.replicas import leases as l_
from retrieval.errors import PullquoteError
from retrieval.event_logger import EventLogger

LEASE_SECONDS = 30.0
_POLL_SECONDS = 0.25
_NOBODY = ""

_log = EventLogger()


class LeaseHeld(PullquoteError):
    """Another process has it, and is alive."""


class LeaseLost(PullquoteError):
    """This process had it and stood still for too long; another may have it now."""


class Transactions(Protocol):
    """What of a Database is used here."""

    @contextmanager
    def reading(self) -> Iterator[Connection]: ...

    @contextmanager
    def writing(self) -> Iterator[Connection]: ...


@dataclass(frozen=True, slots=True)
class Lease:
    """Held by this process, as far as it knows."""

    name: str
    holder: str
    token: int
    _lost: threading.Event = field(default_factory=threading.Event)

    @property
    def lost(self) -> bool:
        """Whether another process was seen to have it."""
        return self._lost.is_set()

    def check(self, connection: Connection) -> None:
        """Raises LeaseLost. Else nobody takes it over before the connection's transaction ends."""
        mine = select(l_.c.token).where(l_.c.name == self.name, l_.c.token == self.token)
        # Who stands still in the middle of a transaction must not keep the others waiting.
        connection.exec_driver_sql("SET LOCAL idle_in_transaction_session_timeout = '60s'")
        if connection.execute(mine.with_for_update(read=True)).first() is None:
            self._lost.set()
            raise _lost(self.name)


@contextmanager
def leased(
    database: Transactions,
    name: str,
    *,
    seconds: float = LEASE_SECONDS,
    wait: bool = True,
    clock: Callable[[], float] = time.monotonic,
) -> Iterator[Lease]:
    """Holds the lease, and renews it in a thread.

    With `wait` a holder that may be dead is waited for until its time is over. Raises LeaseHeld,
    CatalogError.
    """
    lease = _taken(database, name, seconds, wait=wait, clock=clock)
    done = threading.Event()
    renewing = threading.Thread(
        target=_renewed, args=(database, lease, seconds, done), name=f"lease-{name}", daemon=True
    )
    renewing.start()
    try:
        yield lease
    finally:
        done.set()
        renewing.join()
        _release(database, lease)


def _lost(name: str) -> LeaseLost:
    """The error that says so."""
    return LeaseLost(
        f"this process stood still for so long that another one may be {_DOING[name]} by now, so "
        "nothing of it was written; run the command again"
    )


BUILDER, REFRESHER = "builder", "refresher"
_DOING = {BUILDER: "building the index", REFRESHER: "refreshing the stories"}


def _taken(
    database: Transactions, name: str, seconds: float, *, wait: bool, clock: Callable[[], float]
) -> Lease:
    holder = f"{socket.gethostname()}, pid {os.getpid()}"
    seen: tuple[int, int] | None = None
    while True:
        token, held = _try(database, name, holder, seconds)
        if token is not None:
            return Lease(name, holder, token)
        # Renewed while we looked: its holder is alive.
        if not wait or held is None or (seen is not None and (held.token, held.until) != seen):
            by = f"another process ({held.holder})" if held else "another process"
            raise LeaseHeld(
                f"{by} is {_DOING[name]} of this catalog; wait for it to finish and run the "
                "command again"
            )
        seen = (held.token, held.until)
        time.sleep(_POLL_SECONDS)


def _try(database: Transactions, name: str, holder: str, seconds: float) -> tuple[int | None, Any]:
    """The new token, or None and who has it."""
    # Its types are many, and most catalogs are SQLite's.
    from sqlalchemy.dialects.postgresql import insert

    until = _now() + int(seconds * 1_000_000)
    new = insert(l_).values(name=name, holder=holder, token=1, until=until)
    taken = new.on_conflict_do_update(
        index_elements=[l_.c.name],
        set_={"holder": holder, "token": l_.c.token + 1, "until": until},
        where=l_.c.until <= _now(),
    ).returning(l_.c.token)
    with database.writing() as connection:
        token = connection.execute(taken).scalar()
        if token is not None:
            return int(token), None
        held = select(l_.c.holder, l_.c.token, l_.c.until).where(l_.c.name == name)
        return None, connection.execute(held).first()


def _renewed(database: Transactions, lease: Lease, seconds: float, done: threading.Event) -> None:
    while not done.wait(seconds / 6):
        mine = update(l_).where(l_.c.name == lease.name, l_.c.token == lease.token)
        later = _now() + int(seconds * 1_000_000)
        try:
            with database.writing() as connection:
                renewed = connection.execute(mine.values(until=later)).rowcount
        except CatalogError as error:
            # Nobody else can take it over either, as long as the database is away.
            _log.warning("lease_not_renewed", lease=lease.name, reason=str(error))
            continue
        if not renewed:
            lease._lost.set()
            _log.warning("lease_lost", lease=lease.name)
            return


def _release(database: Transactions, lease: Lease) -> None:
    mine = update(l_).where(l_.c.name == lease.name, l_.c.token == lease.token)
    try:
        with database.writing() as connection:
            connection.execute(mine.values(until=0, holder=_NOBODY))
    except CatalogError as error:
        # It ends by itself.
        _log.warning("lease_not_released", lease=lease.name, reason=str(error))


def _now() -> Any:
    """The database's clock, in microseconds since 1970: those of machines differ."""
    return cast(func.extract("epoch", func.clock_timestamp()) * 1_000_000, BigInteger)
