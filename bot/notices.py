"""What happened to the tracked articles → what a channel is told without having asked.

Ports and frozen values; `bot/newsdesk.py` makes notices of them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Protocol

from bot.following import Follow
from bot.places import Place
from retrieval.articles import Article, Story
from retrieval.quotes import Quote


class Switch(Enum):
    """What is off in a channel until somebody switches it on."""

    LINKS = "links"  # to tell of links to tracked articles
    PUBLISH = "publish"  # to publish news to who follows the channel


class Switches(Protocol):
    """What a channel has switched off or on, and in which language it is told."""

    def corrections(self, place: Place) -> bool:
        """Whether the channel is told when what was quoted there is corrected; yes at first."""
        ...

    def set_corrections(self, place: Place, on: bool, at: datetime) -> None: ...

    def is_on(self, place: Place, what: Switch) -> bool: ...

    def set_on(self, place: Place, what: Switch, on: bool, at: datetime) -> None: ...

    def language(self, place: Place) -> str:
        """The one that was chosen for what everybody there reads, one of LANGUAGES; "": none."""
        ...

    def set_language(self, place: Place, language: str, at: datetime) -> None:
        """ "" takes the choice back."""
        ...


@dataclass(frozen=True, slots=True)
class NewsItem:
    """A new article, what is new in it (none: nothing is), and the papers that print it too."""

    article: Article
    quotes: tuple[Quote, ...]
    also_in: tuple[Article, ...]


@dataclass(frozen=True, slots=True)
class News:
    """New articles of a story, oldest first; `more` have no room here."""

    story: Story
    items: tuple[NewsItem, ...]
    more: int
    follow: Follow


@dataclass(frozen=True, slots=True)
class Correction:
    """Words that were quoted in a thread and that their article no longer holds.

    `article` as it reads now, or, `withdrawn`, as it was last held; `old` are the words that were
    quoted; `new` is what stands in their place, None where nothing does.
    """

    story: Story
    article: Article
    old: str
    new: Quote | None
    withdrawn: bool


@dataclass(frozen=True, slots=True)
class SentCorrection:
    """That a chat has taken a correction: the one of this number (`Newsdesk.corrections`) that the
    revision makes of the reply; `key` is its delivery's."""

    key: str
    reply: str
    revision: int
    number: int
    at: datetime


class SentCorrections(Protocol):
    """Which corrections were sent. Every method is one transaction."""

    def note(self, sent: SentCorrection) -> None:
        """Once, however often it is noted; not where the reply or revision is forgotten."""
        ...

    def newest(self, limit: int, offset: int = 0) -> Sequence[SentCorrection]:
        """The last one that was sent first."""
        ...


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a notice goes: `thread` "" is the channel itself; `via` as a follow or reply kept it;
    `person`: to them alone, in a direct message."""

    place: Place
    thread: str = ""
    via: str = ""
    person: str = ""
