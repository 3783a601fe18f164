"""What people may ask of the bot besides a question: a name, arguments, and a function.

A chat reads the arguments, knows whether the person has the rights that are needed, calls `run` in
a worker, and draws the document that comes of it.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from bot.commands.named_arguments import apart as by_name
from bot.commands.names import CHOICE_NAMES, meant
from bot.documents.tree import Document
from bot.places import Place
from retrieval.articles import Story

if TYPE_CHECKING:
    from bot.conversation import Conversation


class Right(Enum):
    """What a command needs; only a platform knows who has it, and says so where it is missing."""

    POST = "post"  # the bot can post there by itself
    FOLLOW = "follow"  # to set what the place is told
    CORRECT = "correct"  # to switch its corrections
    LINKS = "links"  # to have links told of there
    PUBLISH = "publish"  # to have news published from there
    PING = "ping"  # to say whom news may ping there
    LANGUAGE = "language"  # to choose the language of what everybody there reads
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
    PINGED = "pinged"  # a role or a group


class Work(Enum):
    """Where `run` is to be run: what takes long must hold up nothing that is short."""

    BOOK = "book"  # milliseconds, with the catalog
    ANSWER = "answer"  # a second or two, with the model
    LOOKUP = "lookup"  # asks the web


@dataclass(frozen=True, slots=True)
class Argument:
    """`required`: an error without it; `choices` of a CHOICE. `named`: where all is typed as one
    text, it stands behind its name."""

    name: str
    description: str
    takes: Takes
    required: bool = True
    choices: tuple[str, ...] = ()
    named: bool = False


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


ME = "me"
"""What the `personal` argument says where it is for who typed it alone."""

Apart = Callable[[str, Mapping[str, Story]], Given]
"""Takes apart what was typed as one text, given the stories that may be spoken of there."""

Run = Callable[["Conversation", Caller, Given], Document]
"""In a worker thread. Raises PullquoteError for what can't be done, WrongUse with one sentence."""


@dataclass(frozen=True, slots=True)
class Command:
    """`description` has at most 100 characters. `needs`: rights that a change needs; with
    `needs_when`, only where that argument was given: to look needs nothing. `quotes`: it shows
    words of articles, to none but who may ask there. What comes of it is shown to who typed it
    alone. `apart`: how one text is taken apart, None for one argument after the other. `personal`:
    an argument that makes it the person's own affair, in their direct message with the bot, which
    needs no right; `quotes_alone`: they are then shown words of articles."""

    name: str
    description: str
    run: Run
    arguments: tuple[Argument, ...] = ()
    needs: tuple[Right, ...] = ()
    needs_when: str = ""
    work: Work = Work.BOOK
    quotes: bool = False
    apart: Apart | None = None
    personal: str = ""
    quotes_alone: bool = False

    @property
    def names(self) -> frozenset[str]:
        """Of the arguments that stand behind their names."""
        return frozenset(one.name for one in self.arguments if one.named)

    def is_personal(self, given: Given) -> bool:
        """Whether it reads so; only what is read whole says for certain."""
        if not self.personal:
            return False
        named = by_name(given[UNREAD], self.names)[1] if UNREAD in given else given
        first = "".join(named.get(self.personal, "").split()[:1])
        return meant(CHOICE_NAMES, first, (ME,)) is not None

    def shows_quotes(self, given: Given) -> bool:
        """Whether what was typed shows words of articles, now or later, to who typed it."""
        return self.quotes or (self.quotes_alone and self.is_personal(given))

    def rights(self, given: Given) -> tuple[Right, ...]:
        """What is needed for what was typed."""
        if self.is_personal(given):
            return ()
        typed = self.needs_when in given or given.get(UNREAD, "").strip()
        return self.needs if not self.needs_when or typed else ()
