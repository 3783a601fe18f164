"""When sources were read, who asks them and the time now → how fresh what is served is. Pure.

A time that is still to come was noted by a clock that was wrong: it counts as none.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Protocol

# The clocks of machines that share a catalog may differ so much.
SKEW = timedelta(minutes=5)
# Whoever asks looks once a minute what is due, and what was fetched has to be indexed.
_LEAST_PATIENCE = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Tracked:
    """A source of a story. It is asked `every` so often; `checked`: as of when what it lists is
    served, None for never; `failing_since` and `why`: since when, and why, it can't be read."""

    story: str
    url: str
    every: timedelta
    checked: datetime | None
    failing_since: datetime | None = None
    why: str = ""


@dataclass(frozen=True, slots=True)
class Freshness:
    """`checked`: when the source was read that was read last, None for never; `behind` of the
    `sources` were last read too long ago, one of them at `since`, None for never."""

    checked: datetime | None
    sources: int
    behind: int
    since: datetime | None

    @property
    def stale(self) -> bool:
        """Whether every source is behind: what is newer isn't known."""
        return self.behind == self.sources


@dataclass(frozen=True, slots=True)
class Heartbeat:
    """What is heard of who asks the sources: first at `since`; its last round `began` then, gave
    its last sign of life at `beat` and `ended` then (the round before, while one is under way).
    The last that went well began and ended at `well_began` and `well_ended`; `fault` says why a
    later one did not, or could not begin."""

    since: datetime
    began: datetime
    beat: datetime
    ended: datetime | None = None
    well_began: datetime | None = None
    well_ended: datetime | None = None
    fault: str = ""

    @property
    def under_way(self) -> bool:
        """Whether a round is going on, or died in the middle."""
        return self.ended is None or self.ended < self.began

    @property
    def went_wrong(self) -> bool:
        """Whether the last round that ended did not go well."""
        return self.ended is not None and (self.well_ended is None or self.well_ended < self.ended)


# By slug, where it isn't known how fresh anything is, or nobody needs to.
NOTHING_KNOWN: Mapping[str, Freshness] = MappingProxyType({})


class Checks(Protocol):
    """What is known of the sources of all stories."""

    def tracked(self) -> Sequence[Tracked]: ...


class NothingTracked:
    """Checks where no story has a source."""

    def tracked(self) -> Sequence[Tracked]:
        return ()


NOTHING_TRACKED = NothingTracked()


def patience(every: timedelta) -> timedelta:
    """How old what is asked `every` so often may be: two intervals."""
    return max(2 * every, _LEAST_PATIENCE)


def freshness(tracked: Collection[Tracked], now: datetime) -> Freshness | None:
    """Of these sources together; None for none of them."""
    if not tracked:
        return None
    read = {one: _past(one.checked, now) for one in tracked}
    behind = [at for one, at in read.items() if at is None or now - at > patience(one.every)]
    known = [at for at in behind if at is not None]
    return Freshness(
        checked=max((at for at in read.values() if at is not None), default=None),
        sources=len(read),
        behind=len(behind),
        since=min(known) if len(known) == len(behind) and known else None,
    )


def by_story(tracked: Collection[Tracked], now: datetime) -> dict[str, Freshness]:
    """Of each story that has sources."""
    stories: dict[str, list[Tracked]] = {}
    for one in tracked:
        stories.setdefault(one.story, []).append(one)
    found = {slug: freshness(sources, now) for slug, sources in stories.items()}
    return {slug: fresh for slug, fresh in found.items() if fresh is not None}


def stalest(found: Collection[Freshness], now: datetime) -> Freshness | None:
    """The one that was checked longest ago, those that are stale first."""
    return min(
        found,
        key=lambda one: (not one.stale, one.checked is not None, one.checked or now),
        default=None,
    )


def failing(tracked: Collection[Tracked], now: datetime) -> list[Tracked]:
    """Those that couldn't be read for two intervals."""
    return [
        one
        for one in tracked
        if one.failing_since is not None and now - one.failing_since >= patience(one.every)
    ]


def served_until(heartbeat: Heartbeat | None, every: timedelta, read: datetime) -> datetime | None:
    """As of when what a source listed at `read` is served: of what rounds that did not go well
    fetched, nothing is."""
    if heartbeat is None:
        return read
    if not (heartbeat.went_wrong or _rounds_die(heartbeat, every)):
        return read
    return None if heartbeat.well_began is None else min(read, heartbeat.well_began)


def last_sign(heartbeat: Heartbeat, every: timedelta, now: datetime) -> datetime:
    """Until when sources were asked as they should be, as far as is known.

    A long round lives as long as it gives signs; rounds that begin again and again and don't end,
    or end badly, are none.
    """
    well = _past(heartbeat.well_ended, now) or heartbeat.since
    if not heartbeat.under_way or _rounds_die(heartbeat, every):
        return well
    return max(well, _past(heartbeat.beat, now) or well)


def stopped_since(heartbeat: Heartbeat, every: timedelta, now: datetime) -> datetime | None:
    """Since when nothing is asked any more, None where all is well.

    Half an interval sooner than sources are called stale: who asks looks every minute, and what
    is to be told within two intervals has to be noticed before.
    """
    sign = last_sign(heartbeat, every, now)
    late = now - sign > patience(every) * 3 / 4 or sign > now + SKEW
    return sign if late else None


def _rounds_die(heartbeat: Heartbeat, every: timedelta) -> bool:
    """Whether rounds begin and don't end: then the last good one was long over when the one that
    is under way began."""
    well = heartbeat.well_ended or heartbeat.since
    return heartbeat.under_way and heartbeat.began - well > patience(every) * 0.6


def _past(moment: datetime | None, now: datetime) -> datetime | None:
    return None if moment is None or moment > now + SKEW else moment
