"""How much was asked, and what came of it → once a week, a note for admins: ports and values.

Only numbers are counted, no question and nobody who asked.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Protocol

from bot.following import Rhythm
from bot.gaps import Gap
from bot.memory import Payload
from bot.places import Place
from bot.replies import Answer, NoAnswer, Possible

GAPS_SHOWN = 5


class Came(Enum):
    """What came of a question."""

    ANSWERED = "answered"
    POSSIBLE = "possible"
    UNANSWERED = "unanswered"


def came_of(reply: Answer | Possible | NoAnswer) -> Came:
    """What came of the question that it replies to."""
    match reply:
        case Answer():
            return Came.ANSWERED
        case Possible():
            return Came.POSSIBLE
    return Came.UNANSWERED


@dataclass(frozen=True, slots=True)
class Counts:
    """How many questions were answered, may have been, and were not; how many verdicts said that a
    reply was helpful, and how many that it was not."""

    answered: int = 0
    possible: int = 0
    unanswered: int = 0
    helpful: int = 0
    not_helpful: int = 0

    @property
    def asked(self) -> int:
        """All of them."""
        return self.answered + self.possible + self.unanswered


class Tally(Protocol):
    """Counts questions by day (UTC) and place."""

    def count(self, place: Place, came: Came, at: datetime) -> None:
        """One more; what the place counted more than a year ago is forgotten."""
        ...

    def counts(self, platform: str, team: str, since: datetime, until: datetime) -> Counts:
        """Of the days from that of `since` to before that of `until`, in the whole workspace or
        server; verdicts between these moments."""
        ...


@dataclass(frozen=True, slots=True)
class Note:
    """A place where admins read, at a weekly `rhythm`, of the time `since` the last one. `quiet`:
    why none can be posted any more, ""; `via` as in `Follow`; `language`: in which it is said."""

    id: str
    place: Place
    rhythm: Rhythm
    since: datetime
    due: datetime
    via: str = ""
    language: str = ""
    quiet: str = ""


class Notes(Protocol):
    """Where admins read. Every method is one transaction."""

    def set_note(self, note: Note) -> None:
        """In the place of an earlier one of the channel, whose `since` goes on."""
        ...

    def end(self, place: Place) -> bool:
        """Whether there was one."""
        ...

    def note_at(self, place: Place) -> Note | None: ...

    def note_of(self, id: str) -> Note | None: ...

    def due(self, platform: str, now: datetime) -> Sequence[Note]:
        """Those whose time has come and that aren't quiet."""
        ...

    def take(
        self,
        note: Note,
        due: datetime,
        key: str,
        payload: Payload,
        owner: str,
        now: datetime,
        lease_seconds: float,
    ) -> bool:
        """Moves the note on to what comes after `now`, and opens the delivery that tells of before:
        both or neither. False where somebody else has moved it on."""
        ...

    def fall_quiet(self, id: str, why: str) -> None: ...


@dataclass(frozen=True, slots=True)
class Week:
    """What a note says: of the time from `since` to `until`. `failing`: titles of stories, each
    with names of its sources that can't be read; `unchecked`: titles of those whose sources were
    all read too long ago; `gaps`: None where questions are not kept."""

    since: datetime
    until: datetime
    counts: Counts
    failing: Sequence[tuple[str, Sequence[str]]] = ()
    unchecked: Sequence[str] = ()
    gaps: Sequence[Gap] | None = None
