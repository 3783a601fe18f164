"""Who asks the sources ↔ the database's `heartbeats`: when their rounds begin, live on and end."""

from datetime import datetime
from typing import Any

from sqlalchemy import Row, and_, case, literal, select, update

from adapters.storage.database import Database
from adapters.storage.tables.web import heartbeats as h
from bot.freshness import Heartbeat

ALL_STORIES = ""


class Heartbeats:
    """Rounds over all stories, or over the one story `of`. Raises CatalogError."""

    def __init__(self, database: Database, of: str = ALL_STORIES) -> None:
        self._database = database
        self._of = of

    def heartbeat(self) -> Heartbeat | None:
        """None where nobody ever asked."""
        with self._database.reading() as connection:
            row = connection.execute(select(h).where(h.c.of == self._of)).first()
        return None if row is None else heartbeat_of(row)

    def begin(self, now: datetime) -> None:
        """A round begins."""
        new = {"of": self._of, "since": now, "began": now, "beat": now, "fault": ""}
        # A clock that was wrong once must not be believed for good.
        earliest = case((h.c.since > now, literal(now, h.c.since.type)), else_=h.c.since)
        statement = (
            self._database.insert(h)
            .values(new)
            .on_conflict_do_update(
                index_elements=[h.c.of], set_={"since": earliest, "began": now, "beat": now}
            )
        )
        with self._database.writing() as connection:
            connection.execute(statement)

    def beat(self, now: datetime) -> None:
        """The round goes on."""
        self._change(beat=now)

    def end(self, began: datetime, now: datetime, fault: str = "") -> None:
        """The round that `began` then ended, well where there is no fault."""
        well: dict[str, Any] = {}
        if not fault:
            # Rounds overlap: a long one ends after others that began later.
            earlier = h.c.well_began
            known = and_(earlier > began, earlier <= now)
            began_last = case((known, earlier), else_=literal(began, earlier.type))
            well = {"well_began": began_last, "well_ended": now}
        self._change(beat=now, ended=now, fault=fault, **well)

    def prevented(self, why: str, now: datetime) -> None:
        """No round can begin, or they don't last; from now on one is waited for."""
        new = {"of": self._of, "since": now, "began": now, "beat": now, "fault": why}
        statement = (
            self._database.insert(h)
            .values(new)
            .on_conflict_do_update(index_elements=[h.c.of], set_={"fault": why})
        )
        with self._database.writing() as connection:
            connection.execute(statement)

    def _change(self, **values: object) -> None:
        with self._database.writing() as connection:
            connection.execute(update(h).where(h.c.of == self._of).values(values))


def heartbeat_of(row: Row[Any]) -> Heartbeat:
    """As a row has it."""
    return Heartbeat(
        row.since, row.began, row.beat, row.ended, row.well_began, row.well_ended, row.fault
    )
