"""What becomes of questions and notices → whoever watches hears of it; by itself nobody does."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from enum import StrEnum
from typing import Protocol

from bot.desk import Told
from bot.replies import Answer, NoAnswer, Possible

# What a question passes beside the stages of its search; drawing is a part of sending.
WAITING, DRAWING, SENDING = "waiting", "drawing", "sending"


class Outcome(StrEnum):
    """What became of a question."""

    CLAIM = "claim"
    MAYBE = "maybe"
    NO = "no"
    SMALL_TALK = "small_talk"
    HELP = "help"
    NOT_ASKABLE = "not_askable"  # empty, too long, of an unknown story: who asked was told
    REFUSED_PLACE = "refused_place"  # no story may be spoken of there
    REFUSED_RATE = "refused_rate"
    REFUSED_PERSON = "refused_person"  # who may not ask there
    REFUSED_QUEUE = "refused_queue"
    UNREACHABLE = "unreachable"  # no index, no database, no model
    FAILED = "failed"
    GIVEN_UP = "given_up"  # it could not be delivered for too long


# Those for which articles were searched: only their time says how quick answers are.
SEARCHED = (Outcome.CLAIM, Outcome.MAYBE, Outcome.NO)


class Notice(StrEnum):
    """What a notice tells of."""

    NEWS = "news"
    CORRECTION = "correction"
    OUTAGE = "outage"
    QUIET = "quiet"
    LINKED = "linked"
    PUBLISHING = "publishing"
    ANSWER = "answer"
    NOTE = "note"


class Telling(StrEnum):
    """What became of a try to tell a notice."""

    SENT = "sent"
    REFUSED = "refused"  # the platform won't take it there, now or later
    POSTPONED = "postponed"
    FAILED = "failed"
    GIVEN_UP = "given_up"


Ended = Callable[[Outcome], None]
"""Called once what was said is out."""


class Observer(Protocol):
    """Who watches. Thread-safe; raises nothing, and is told nothing that people wrote."""

    def stage(self, name: str) -> AbstractContextManager[object]:
        """Around each stage of a question."""
        ...

    def passed(self, name: str, seconds: float) -> None:
        """A stage that took `seconds` has just ended."""
        ...

    def question(self, platform: str, id: str, since: float) -> AbstractContextManager[Ended]:
        """Around a question, which came at `since` of time.perf_counter()."""
        ...

    def notice(self, platform: str, notice: Notice, telling: Telling) -> None:
        """A notice was told, or was not."""
        ...


class Unobserved:
    """Nobody watches."""

    def stage(self, name: str) -> AbstractContextManager[object]:
        return nullcontext()

    def passed(self, name: str, seconds: float) -> None: ...

    @contextmanager
    def question(self, platform: str, id: str, since: float) -> Iterator[Ended]:
        yield lambda _: None

    def notice(self, platform: str, notice: Notice, telling: Telling) -> None: ...


UNOBSERVED = Unobserved()


def outcome_of(told: Told) -> Outcome:
    """Of what the desk told. Pure."""
    match told.reply:
        case Answer():
            return Outcome.CLAIM
        case Possible():
            return Outcome.MAYBE
        case NoAnswer():
            return Outcome.NO if told.titles else Outcome.REFUSED_PLACE
    return Outcome.SMALL_TALK
