"""What a file of evidence holds: quotes, where each stands, and what came of its article since.
Frozen; it knows no file format.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from retrieval.headlines import HEADLINE
from retrieval.sentences import Span

FORMAT = 1
"""Raised when an older Pullquote could no longer read what is written."""


class Origin(Enum):
    """What was exported, and so what its quotes claim."""

    ANSWER = "answer"
    POSSIBLE = "possible"  # quotes that may answer
    NEAREST = "nearest"  # those that came closest, where nothing answers
    TIMELINE = "timeline"
    STORY = "story"  # its newest articles, by their headlines


class Format(Enum):
    """The kinds of files, by the ending of their names."""

    HTML = "html"
    MARKDOWN = "md"
    JSON = "json"
    WORD = "docx"


@dataclass(frozen=True, slots=True)
class PackedArticle:
    """The article of a quote, as it read when it was quoted.

    `version` is the id of that content, `sha256` the digest of the archived text in UTF-8 and
    `characters` how many it has; `fetched`: when it was first read so. The others as in Article;
    `language` is a guess, and says only how it is to be read out and broken into lines.
    """

    id: str
    story: str
    story_title: str
    title: str
    url: str
    source: str
    authors: tuple[str, ...]
    published: datetime | None
    updated: datetime | None
    modified: datetime | None
    fetched: datetime
    version: str
    sha256: str
    characters: int
    language: str = ""


@dataclass(frozen=True, slots=True)
class Printed:
    """Another article that prints the same words, or reports the same."""

    title: str
    source: str
    url: str
    published: datetime | None


@dataclass(frozen=True, slots=True)
class Since:
    """What became of an article after it was quoted, noticed `at`.

    `stands`: whether the quoted words still stood there, None where that version isn't held any
    more; `reads`: what stood in their place, "" for nothing; `moved_to`: its new address, "" where
    it is the old one; `withdrawn`: the whole article was.
    """

    at: datetime
    stands: bool | None
    reads: str = ""
    moved_to: str = ""
    withdrawn: bool = False


@dataclass(frozen=True, slots=True)
class PackedQuote:
    """`text` is `[start, end)` of the archived text, or the headline at HEADLINE, between what
    stands `before` and `after` it; `bold` spans are relative to it. `above`: a line of ours over
    it, or ""; `confidence` None where nothing was asked."""

    text: str
    start: int
    end: int
    before: str
    after: str
    bold: tuple[Span, ...]
    above: str
    confidence: float | None
    link: str
    article: PackedArticle
    also_in: tuple[Printed, ...] = ()
    since: tuple[Since, ...] = ()

    @property
    def is_headline(self) -> bool:
        """Whether it is the article's title, which is no part of the text."""
        return (self.start, self.end) == HEADLINE


@dataclass(frozen=True, slots=True)
class EvidencePack:
    """`question` as it was asked, "" where none was, or where it is not known any more; `story`:
    the title of the story that was exported, or ""; `made`: when, by which `pullquote`, in UTC;
    `language`: in which our own words are written."""

    origin: Origin
    question: str
    story: str
    made: datetime
    pullquote: str
    language: str
    quotes: tuple[PackedQuote, ...]
