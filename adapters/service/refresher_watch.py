"""The refresher's signs of life and what came of the sources → `/readyz`, and outages to be told.

As long as a `with`, in every process that answers; what they note in the catalog is noted once.
"""

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from adapters.storage.checks import StoredChecks
from adapters.storage.corpus import CorpusError, stories_in
from adapters.storage.heartbeats import Heartbeats
from bot import freshness_wording
from bot.freshness import Heartbeat, failing, patience, stopped_since
from bot.health import Health
from bot.outages import Outages
from retrieval.errors import PullquoteError
from retrieval.event_logger import EventLogger

REFRESHER = "refresher"
_LOOKED_EVERY = 15.0
_LONGEST_DOUBT = timedelta(minutes=15)
_AT_WORK = "at work"
_NOTHING_TO_DO = "no story names a source"

_log = EventLogger()


@dataclass(slots=True)
class RefresherWatch:
    """`at_work`: whether somebody keeps a refresher going, here or elsewhere; `now` is the time of
    day, `clock` seconds that are never set back."""

    corpus: Path
    at_work: bool
    checks: StoredChecks
    beats: Heartbeats
    outages: Outages
    health: Health
    now: Callable[[], datetime]
    clock: Callable[[], float] = time.monotonic
    _begun: datetime = field(init=False)
    _doubted: float | None = field(default=None, init=False)
    _expected: bool = field(default=False, init=False)

    def __post_init__(self) -> None:
        self._begun = self.now()

    def look(self) -> None:
        """Once; to be called every few seconds. Raises nothing."""
        try:
            self._look()
        except PullquoteError as error:
            if self._expected:
                self.health.bad(REFRESHER, f"not known: {error}", self.clock())
            _log.warning("refresher_not_looked_after", reason=str(error))
        except Exception as error:
            if self._expected:
                fault = f"not known: unexpected {type(error).__name__}"
                self.health.bad(REFRESHER, fault, self.clock())
            _log.error("refresher_not_looked_after", exc_info=True)

    def _look(self) -> None:
        now = self.now()
        self._begun = min(self._begun, now)
        tracked = self.checks.tracked()
        heard = self.beats.heartbeat()
        if not (tracked or (self.at_work and self._names_sources())):
            self._good(_NOTHING_TO_DO)
        # Asked by hand, if at all, the replies say how long ago that was.
        elif heard is not None or self.at_work:
            every = self.checks.refresher_every(tracked)
            beat = heard or Heartbeat(self._begun, self._begun, self._begun)
            self._judge(stopped_since(beat, every, now), every, beat.fault)
        # A bot check is over by the next day; what lasts is told as a source is that can't be read.
        told_of = (*tracked, *self.checks.unchecked())
        self.outages.note(failing(told_of, now), told_of, now)

    def _judge(self, stopped: datetime | None, every: timedelta, fault: str) -> None:
        if stopped is None:
            self._doubted = None
            self._good(_AT_WORK)
            self.outages.note_refresher(None, "", self.now())
            return
        # After a night in which the machine slept, or this process was not there to keep one
        # going, it has that long to begin again.
        if self._doubted is None:
            self._doubted = self.clock()
        doubt = min(_LONGEST_DOUBT, patience(every) / 5)
        if self.clock() - self._doubted < doubt.total_seconds():
            if not self._expected:
                self._good("starting")
            return
        reason = f" ({fault})" if fault else ""
        self._expect()
        state = f"no story is checked any more, since {freshness_wording.at(stopped)}{reason}"
        self.health.bad(REFRESHER, state, self.clock())
        self.outages.note_refresher(stopped, fault, self.now())

    def _expect(self) -> None:
        if not self._expected:
            self._expected = True
            self.health.expect(REFRESHER, self.clock())

    def _good(self, state: str) -> None:
        if state == _NOTHING_TO_DO and not self._expected:
            return
        self._expect()
        self.health.good(REFRESHER, state, self.clock())

    def _names_sources(self) -> bool:
        try:
            stories, _ = stories_in(self.corpus)
        except CorpusError:
            return False
        return any(story.tracked for story in stories)


@asynccontextmanager
async def refresher_watched(watch: RefresherWatch) -> AsyncIterator[None]:
    """Looks again and again, off the event loop."""

    ended = asyncio.Event()

    async def go_on() -> None:
        while not ended.is_set():
            await asyncio.to_thread(watch.look)
            with suppress(TimeoutError):
                async with asyncio.timeout(_LOOKED_EVERY):
                    await ended.wait()

    watching = asyncio.create_task(go_on())
    try:
        yield
    finally:
        # The catalog must not be closed while it is being read.
        ended.set()
        await watching
