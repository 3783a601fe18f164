"""What the bot says, as a small tree that any platform can draw. Frozen; it knows no platform.

All text in it is clean (`bot.safe_text`): a renderer escapes what acts in its own markup, and has
nothing else to mind.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from string import Formatter

from bot.documents.actions import Action
from retrieval.sentences import Span


class Style(Enum):
    """How words look."""

    PLAIN = "plain"
    BOLD = "bold"
    ITALIC = "italic"
    CODE = "code"


# ------------------------------------------------------------------------------------ in a line


@dataclass(frozen=True, slots=True)
class Words:
    """Words, shown as they are: nothing in them mentions, links or formats."""

    text: str
    style: Style = Style.PLAIN


@dataclass(frozen=True, slots=True)
class Link:
    """Words that lead to a web address, one that a link may lead to."""

    words: str
    url: str


@dataclass(frozen=True, slots=True)
class Day:
    """A day, as the outlet wrote it; never broken across lines."""

    moment: datetime


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody, by the platform's id; it pings nobody."""

    id: str


@dataclass(frozen=True, slots=True)
class Ping:
    """A role or group, by the platform's id: it calls its members. Stands in the head of a document
    only; nothing that an article says becomes one."""

    id: str


@dataclass(frozen=True, slots=True)
class Channel:
    """A channel or thread, by the platform's id."""

    id: str


@dataclass(frozen=True, slots=True)
class CommandLine:
    """A command to type, by its name and arguments in their order, as (name, value); each platform
    writes it its own way."""

    command: str
    arguments: tuple[tuple[str, str], ...] = ()


Inline = Words | Link | Day | Person | Ping | Channel | CommandLine
Line = tuple[Inline, ...]


def line(*parts: "str | Inline | Line") -> Line:
    """Parts in a row; a str is plain words, and an empty one is left out."""
    made: list[Inline] = []
    for part in parts:
        if isinstance(part, str):
            made += [Words(part)] if part else []
        elif isinstance(part, tuple):
            made += part
        else:
            made.append(part)
    return tuple(made)


def filled(sentence: str, **parts: "str | Inline | Line") -> Line:
    """A whole sentence of ours with parts in the place of its {names}: where they stand is the
    language's to say."""
    made: list[str | Inline | Line] = [""]
    for words, name, _spec, _conversion in Formatter().parse(sentence):
        for part in (words, parts[name] if name else ""):
            last = made[-1]
            if isinstance(last, str) and isinstance(part, str):
                made[-1] = last + part
            else:
                made.append(part)
    return line(*made)


def joined(parts: "tuple[Line, ...] | list[Line]", by: str = " · ") -> Line:
    """The lines that aren't empty, with words between them."""
    made: list[Inline] = []
    for part in parts:
        if part:
            made += [Words(by), *part] if made else part
    return tuple(made)


# ------------------------------------------------------------------------------ one below another


@dataclass(frozen=True, slots=True)
class Heading:
    """What stands above the rest."""

    line: Line


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A line of our own; `small`: in small print."""

    line: Line
    small: bool = False


@dataclass(frozen=True, slots=True)
class Quotation:
    """Words of an article, to the character, between what stands `before` and `after` them in it.

    `bold` and `struck` spans are relative to `text`.
    """

    text: str
    bold: tuple[Span, ...] = ()
    struck: tuple[Span, ...] = ()
    before: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True)
class Bullets:
    """A list, a line an item."""

    items: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Button:
    """Something to press, and what that does."""

    label: str
    action: Action


MOST_BUTTONS = 5


@dataclass(frozen=True, slots=True)
class Buttons:
    """Side by side, at most MOST_BUTTONS."""

    buttons: tuple[Button, ...]


@dataclass(frozen=True, slots=True)
class Verdict:
    """Asks whether the reply, by its id, was helpful; each platform has its own form for that."""

    reply: str


@dataclass(frozen=True, slots=True)
class Picture:
    """A PNG, and what it shows in words, for who can't see it."""

    png: bytes
    alt: str


@dataclass(frozen=True, slots=True)
class Copyable:
    """Text of several lines to be copied, as it is typed."""

    text: str


@dataclass(frozen=True, slots=True)
class File:
    """A file to take along; `kind` is its media type. Its name holds no words of anybody."""

    name: str
    content: bytes
    kind: str


Block = Heading | Paragraph | Quotation | Bullets | Copyable
Below = Block | Buttons | Verdict | Picture | File
Group = tuple[Block, ...]
"""Blocks that belong together and are drawn as one: a quote and its byline."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One of the things that a document shows: as it should be, then ever shorter. The last of its
    `forms` fits into any message."""

    forms: tuple[Group, ...]


class Kind(Enum):
    """What is said: a platform may give it a colour or a mark of its own."""

    ANSWER = "answer"  # a claim
    POSSIBLE = "possible"
    NO_ANSWER = "no answer"
    NOTE = "note"  # anything in our own words, and lists
    NEWS = "news"
    CORRECTION = "correction"
    OUTAGE = "outage"


class Shortening(Enum):
    """What gives way first where not everything has room."""

    LAST = "last"  # the last entries are left out; the first is shortened last of all
    LONGEST = "longest"  # the longest entry is shortened, then the last ones are left out


def _nothing(_shown: int) -> tuple[Below, ...]:
    return ()


@dataclass(frozen=True, slots=True)
class Document:
    """One message: `head`, as many of the `entries` as have room, and below them what `below` says
    once it is known how many are shown.

    `summary` is read out and shown in notifications: one line, clean. `divided`: a line between
    each two entries, where the platform draws lines.
    """

    summary: str
    entries: tuple[Entry, ...] = ()
    head: tuple[Below, ...] = ()
    below: Callable[[int], tuple[Below, ...]] = _nothing
    kind: Kind = Kind.NOTE
    shortening: Shortening = Shortening.LAST
    divided: bool = False


@dataclass(frozen=True, slots=True)
class Fitted:
    """What of a document is drawn."""

    head: tuple[Below, ...]
    groups: tuple[Group, ...]
    below: tuple[Below, ...]
    kind: Kind
    divided: bool
    summary: str


def said(sentence: str, *more: "str | Inline | Line") -> Document:
    """A sentence of our own; `more` is shown behind it, and not in the summary."""
    return Document(sentence, (Entry(((Paragraph(line(sentence, *more)),),)),))
