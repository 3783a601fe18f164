"""Sources that can't be read, and a refresher that stopped → what is told of it; and its ports."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from urllib.parse import urlsplit

from bot import freshness_wording
from bot.freshness import Tracked
from bot.memory import Payload
from bot.notices import Spot

_LONGEST_NAME, _LONGEST_REASON = 120, 160


@dataclass(frozen=True, slots=True)
class Outage:
    """A source of a story that can't be read `since` then, and why, until it `ended`. With ""
    for story and url no story is checked any more."""

    id: int
    story: str
    url: str
    since: datetime
    why: str
    ended: datetime | None = None


@dataclass(frozen=True, slots=True)
class ToldOf:
    """That an outage was told at a spot, or is just being told there."""

    outage: Outage
    spot: Spot
    told: datetime


class Outages(Protocol):
    """What can't be read, and where that was told. Every method is one transaction."""

    def note(self, failing: Sequence[Tracked], tracked: Sequence[Tracked], now: datetime) -> None:
        """`failing` of the `tracked` sources couldn't be read for long; what is open beside them
        has ended, or is tracked no more and forgotten."""
        ...

    def note_refresher(self, stopped: datetime | None, why: str, now: datetime) -> None:
        """Since when no story is checked any more; None: they are."""
        ...

    def open(self) -> Sequence[Outage]:
        """Those that have not ended, oldest first."""
        ...

    def outages(self, ids: Sequence[int]) -> Sequence[Outage]:
        """Those of them that are not forgotten, oldest first."""
        ...

    def adder(self, story: str, url: str, platform: str) -> Spot | None:
        """Who made the story track the source, if that was done on the platform."""
        ...

    def told(self, platform: str) -> Sequence[ToldOf]:
        """Where open outages were told."""
        ...

    def over(self, platform: str) -> Sequence[ToldOf]:
        """Those that have ended, and where that is to be told: the outage was, to the end."""
        ...

    def take(
        self,
        ids: Sequence[int],
        spot: Spot,
        key: str,
        payload: Payload,
        owner: str,
        now: datetime,
        lease_seconds: float,
        *,
        over: bool,
    ) -> Sequence[int]:
        """Those of the outages that are not told there yet, or whose end (`over`) is not: with
        them, as "outages" in its payload, the delivery that tells is opened. All or nothing."""
        ...

    def forgo(self, ids: Sequence[int], spot: Spot, now: datetime) -> None:
        """They were over before they could be told there: so nothing is said of their end."""
        ...


def told_of(outages: Sequence[Outage], title: str, *, over: bool) -> str:
    """The sentence that tells of outages of one story, whose title that is."""
    first = outages[0]
    if not first.story:
        return (
            freshness_wording.asked_again(first.since)
            if over
            else freshness_wording.nothing_asked(first.since, _cut(first.why, _LONGEST_REASON))
        )
    if over:
        return freshness_wording.outages_over(
            title, [(source_name(one.url), one.since) for one in outages]
        )
    return freshness_wording.outages(
        title,
        [(source_name(one.url), one.since, _cut(one.why, _LONGEST_REASON)) for one in outages],
    )


def source_name(url: str) -> str:
    """Its host and path: the rest of an address may hold a password or a token."""
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
    except ValueError:
        return "an address that can't be read"
    return _cut(f"{host.removeprefix('www.')}{parts.path.rstrip('/')}", _LONGEST_NAME)


def by_spot_and_story(told: Sequence[ToldOf]) -> Mapping[tuple[Spot, str], Sequence[Outage]]:
    """What one notice can tell."""
    found: dict[tuple[Spot, str], list[Outage]] = {}
    for one in told:
        found.setdefault((one.spot, one.outage.story), []).append(one.outage)
    return found


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[: most - 1]}…"
