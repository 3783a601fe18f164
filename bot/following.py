"""Words ↔ how often a channel hears of a story, and when next; the port that keeps it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from difflib import get_close_matches
from enum import Enum
from functools import cache
from typing import Protocol
from zoneinfo import ZoneInfo, available_timezones

from bot import following_wording
from bot.memory import Payload
from bot.pings import Pinged
from bot.places import Place
from bot.wanted_words import EVERYTHING, WantedWords
from retrieval.errors import WrongUse

NINE_O_CLOCK = 9 * 60
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_TIME = re.compile(r"(\d{1,2})(?::|\.)?(\d{2})?\s*(am|pm)?", re.I)


class BadRhythm(WrongUse):
    """The words say no rhythm; one line with those that do."""


class Pace(Enum):
    """How often."""

    NOW = "now"
    DAILY = "daily"
    WEEKLY = "weekly"


@dataclass(frozen=True, slots=True)
class Rhythm:
    """`minute` of the day and `weekday` (0 is Monday) in `zone`, an IANA name; for digests."""

    pace: Pace
    minute: int = NINE_O_CLOCK
    weekday: int = 0
    zone: str = "UTC"

    def __str__(self) -> str:
        if self.pace is Pace.NOW:
            return "now"
        time = f"at {self.minute // 60:02}:{self.minute % 60:02} {self.zone}"
        if self.pace is Pace.DAILY:
            return f"daily {time}"
        return f"weekly on {_DAYS[self.weekday]} {time}"

    def in_words(self) -> str:
        """As people read it, in their language; `str` is as it is typed."""
        return following_wording.rhythm(self.pace.value, self.minute, self.weekday, self.zone)


@dataclass(frozen=True, slots=True)
class Follow:
    """A channel that hears of a story.

    `person` asked for it, by the platform's id; `through` is the newest arrival that was told, or
    that was there before; nothing is told before `due`; `quiet` is why nothing is posted any more,
    "" where all is well; `via` is what else the platform needs to post there. Only articles with
    the `words` are told; `ping`: whom each notice pings.
    """

    id: str
    place: Place
    story: str
    rhythm: Rhythm
    person: str
    since: datetime
    through: int
    due: datetime
    quiet: str = ""
    via: str = ""
    words: WantedWords = EVERYTHING
    ping: Pinged | None = None


class Follows(Protocol):
    """Who follows what. Every method is one transaction."""

    def follow(self, follow: Follow) -> None:
        """Takes the place of an earlier one of the same place, thread and story; what that one has
        not told yet stays to be told, unless it had fallen quiet."""
        ...

    def unfollow(self, place: Place, story: str) -> bool:
        """Whether there was one. A thread's is its own, and so is its channel's."""
        ...

    def following(self, place: Place) -> Sequence[Follow]:
        """By story; those that have fallen quiet too, and in a channel those of its threads."""
        ...

    def follow_of(self, id: str) -> Follow | None: ...

    def on(self, platform: str) -> Sequence[Follow]:
        """All of the platform that aren't quiet."""
        ...

    def due(self, platform: str, now: datetime) -> Sequence[Follow]:
        """Those that aren't quiet and whose time has come."""
        ...

    def take(
        self,
        follow: Follow,
        through: int,
        due: datetime,
        key: str,
        payload: Payload,
        owner: str,
        now: datetime,
        lease_seconds: float,
    ) -> bool:
        """Moves the follow on and, with a `key`, opens the delivery that tells what lies between:
        both or neither. False where somebody else has moved it on."""
        ...

    def fall_quiet(
        self,
        id: str,
        why: str,
        key: str,
        payload: Payload,
        owner: str,
        now: datetime,
        lease_seconds: float,
    ) -> bool:
        """Nothing is due of it until somebody asks for it again; opens the delivery that says so:
        both or neither. False where it is quiet already, or gone."""
        ...


def rhythm_of(text: str, zone: str = "UTC") -> Rhythm:
    """What "now", "daily at 9:00 Europe/Berlin", "weekly on friday" say; "" is now.

    `zone` counts where none is named. Raises BadRhythm.
    """
    words = following_wording.in_english(text.replace(",", " ").split())
    pace = words.pop(0).casefold() if words else "now"
    if pace not in {each.value for each in Pace}:
        raise BadRhythm(following_wording.NOT_A_RHYTHM(typed=pace))
    weekday = _weekday(words) if pace == Pace.WEEKLY.value else 0
    minute = _minute(words)
    zone = _zone(" ".join(words)) if words else zone
    if pace == Pace.NOW.value:
        return Rhythm(Pace.NOW)
    return Rhythm(Pace(pace), minute, weekday, zone)


def next_time(rhythm: Rhythm, after: datetime) -> datetime:
    """The next time, in UTC, that a digest is due strictly after `after`; now is at once."""
    if rhythm.pace is Pace.NOW:
        return after
    local = after.astimezone(ZoneInfo(rhythm.zone))
    at = local.replace(
        hour=rhythm.minute // 60, minute=rhythm.minute % 60, second=0, microsecond=0, fold=0
    )
    if rhythm.pace is Pace.WEEKLY:
        at += timedelta(days=(rhythm.weekday - at.weekday()) % 7)
    step = timedelta(days=7 if rhythm.pace is Pace.WEEKLY else 1)
    # Whole days of the wall clock: at nine it is nine, also on the day that the clocks change.
    while at.astimezone(UTC) <= after:
        at += step
    return at.astimezone(UTC)


def _weekday(words: list[str]) -> int:
    if words and words[0].casefold() == "on":
        words.pop(0)
    for number, day in enumerate(_DAYS):
        if words and len(words[0]) >= 3 and day.casefold().startswith(words[0].casefold()):
            words.pop(0)
            return number
    return 0


def _minute(words: list[str]) -> int:
    if words and words[0].casefold() == "at":
        words.pop(0)
    found = _TIME.fullmatch(words[0]) if words else None
    if found is None:
        return NINE_O_CLOCK
    said = words.pop(0)
    half = (found[3] or "").casefold()
    if not half and words and words[0].casefold() in ("am", "pm"):
        half = words.pop(0).casefold()
    hour, minute = int(found[1]), int(found[2] or 0)
    if half:
        if not 1 <= hour <= 12:
            raise BadRhythm(following_wording.NOT_A_TIME(typed=said))
        hour = hour % 12 + (12 if half == "pm" else 0)
    if hour > 23 or minute > 59:
        raise BadRhythm(following_wording.NOT_A_TIME(typed=said))
    return hour * 60 + minute


def _zone(name: str) -> str:
    """The IANA name that is meant: in whatever case, or by its city alone."""
    wanted = name.casefold().replace(" ", "_")
    known = _zones()
    if wanted in known:
        return known[wanted]
    cities = {zone for key, zone in known.items() if key.rpartition("/")[2] == wanted}
    if len(cities) == 1:
        return cities.pop()
    close = get_close_matches(wanted, known, 1, 0.6)
    if close:
        raise BadRhythm(following_wording.NEAR_A_ZONE(typed=name, near=known[close[0]]))
    raise BadRhythm(following_wording.NOT_A_ZONE(typed=name))


@cache
def _zones() -> dict[str, str]:
    return {zone.casefold(): zone for zone in available_timezones()}
