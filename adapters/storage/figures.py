"""The catalog → what a monitor is shown of it: the index, what waits to be delivered, freshness."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, and_, func, select

from adapters.storage.checks import StoredChecks
from adapters.storage.database import Database
from adapters.storage.deliveries import UNFINISHED
from adapters.storage.heartbeats import Heartbeats
from adapters.storage.snapshots import Generation, generation_in
from adapters.storage.tables.articles import generations, pointer
from adapters.storage.tables.chats import deliveries as d
from adapters.storage.tables.segments import generation_segments
from adapters.storage.tables.slack import slack_refreshes
from bot.freshness import Heartbeat, Tracked

# What the keys of notices begin with, behind the platform; those of questions don't.
_NOTICES = "-notices"


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many deliveries are unfinished, and when the oldest of them came; None for none."""

    count: int
    since: datetime | None


@dataclass(frozen=True, slots=True)
class Figures:
    """`generation`: the one that the pointer names, of so many `segments`; `waiting`: by platform
    and "question" or "notice"; `heartbeat`: of who asks the sources, None where nobody ever did;
    `tokens_failing`: installations in Slack whose token could not be refreshed."""

    generation: Generation | None
    segments: int
    waiting: Mapping[tuple[str, str], Waiting]
    tracked: Sequence[Tracked]
    heartbeat: Heartbeat | None
    tokens_failing: int = 0


@dataclass(frozen=True, slots=True)
class StoredFigures:
    """Reads them all anew. Raises CatalogError."""

    database: Database
    checks: StoredChecks
    beats: Heartbeats
    platforms: Sequence[str]

    def read(self) -> Figures:
        with self.database.reading() as connection:
            current = connection.execute(
                select(generations).join(pointer, pointer.c.generation == generations.c.id)
            ).first()
            made_of = (
                select(func.count())
                .select_from(generation_segments)
                .join(pointer, pointer.c.generation == generation_segments.c.generation)
            )
            segments = connection.execute(made_of).scalar_one()
            failing = select(func.count()).select_from(slack_refreshes)
            failing = failing.where(slack_refreshes.c.why != "")
            tokens_failing = connection.execute(failing).scalar_one()
            waiting = {
                (platform, kind): _waiting(connection, platform + mark)
                for platform in self.platforms
                for kind, mark in (("question", ""), ("notice", _NOTICES))
            }
        return Figures(
            generation=None if current is None else generation_in(current),
            segments=segments,
            waiting=waiting,
            tracked=self.checks.tracked(),
            heartbeat=self.beats.heartbeat(),
            tokens_failing=tokens_failing,
        )


def _waiting(connection: Connection, prefix: str) -> Waiting:
    """Of the keys that begin so."""
    unfinished = and_(d.c.state.in_(UNFINISHED), d.c.key.startswith(f"{prefix}:", autoescape=True))
    count, since = connection.execute(
        select(func.count(), func.min(d.c.at)).select_from(d).where(unfinished)
    ).one()
    return Waiting(count, since)
