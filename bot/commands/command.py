"""What people may ask of the bot besides a question: a name, arguments, and a function.

A chat reads the arguments, knows whether the person has the rights that are needed, calls `run` in
a worker, and draws the document that comes of it.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from bot.documents.tree import Document
from bot.places import Place

if TYPE_CHECKING:
    from bot.conversation import Conversation


class Right(Enum):
    """What a command needs; only a platform knows who has it, and says so where it is missing."""

    POST = "post"  # the bot can post there by itself
    FOLLOW = "follow"  # to set what the place is told
    CORRECT = "correct"  # to switch its corrections
    SCOPE = "scope"  # to set which stories may be spoken of there
    TRACK = "track"  # to change what is tracked, for everybody
    FEEDBACK = "feedback"  # to see what people of the workspace thought of replies
    QUESTIONS = "questions"  # to have unanswered questions kept, and to read them


class Takes(Enum):
    """What an argument is; a platform may complete it."""

    WORDS = "words"
    STORY = "story"  # one that may be spoken of there, by its slug or title
    STORIES = "stories"
    FOLLOWED = "followed"  # one that is followed there, or "all"
    RHYTHM = "rhythm"
    ADDRESS = "address"
    CHOICE = "choice"


class Work(Enum):
    """Where `run` is to be run: what takes long must hold up nothing that is short."""

    BOOK = "book"  # milliseconds, with the catalog
    ANSWER = "answer"  # a second or two, with the model
    LOOKUP = "lookup"  # asks the web


@dataclass(frozen=True, slots=True)
class Argument:
    """`required`: an error without it; `choices` of a CHOICE."""

    name: str
    description: str
    takes: Takes
    required: bool = True
    choices: tuple[str, ...] = ()


Given = Mapping[str, str]
"""What was typed, by the arguments' names; what was left out is not in it. Where a platform gives
all of it as one text, that is under UNREAD, and `bot.commands.reading` takes it apart."""

UNREAD = ""


@dataclass(frozen=True, slots=True)
class Caller:
    """Who asks for something, and where: `person` by the platform's id; `via` as `Follow.via`;
    `zone`: the person's time zone, an IANA name."""

    person: str
    place: Place
    via: str = ""
    zone: str = "UTC"


Run = Callable[["Conversation", Caller, Given], Document]
"""In a worker thread. Raises PullquoteError for what can't be done, WrongUse with one sentence."""


@dataclass(frozen=True, slots=True)
class Command:
    """`description` has at most 100 characters. `needs`: rights that a change needs; with
    `needs_when`, only where that argument was given: to look needs nothing. What comes of it is
    shown to who typed it alone."""

    name: str
    description: str
    run: Run
    arguments: tuple[Argument, ...] = ()
    needs: tuple[Right, ...] = ()
    needs_when: str = ""
    work: Work = Work.BOOK

    def rights(self, given: Given) -> tuple[Right, ...]:
        """What is needed for what was typed."""
        typed = self.needs_when in given or given.get(UNREAD, "").strip()
        return self.needs if not self.needs_when or typed else ()
