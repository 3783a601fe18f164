"""An article → what each of its sentences is: one that can answer, a heading, a note. Pure."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import cached_property, lru_cache
from itertools import pairwise

from retrieval.articles import Article
from retrieval.boilerplate import is_boilerplate
from retrieval.person_names import names_in_midst
from retrieval.sentences import Span, is_item, is_row, is_whole, sentence_spans


class Kind(Enum):
    """What a sentence, or a line that is none, is in its article."""

    SENTENCE = "sentence"
    ITEM = "item"  # of a list
    ROW = "row"  # of a table
    HEADING = "heading"  # and what leads a list in, and the first row of a table
    QUESTION = "question"  # a heading or a sentence that asks
    CAPTION = "caption"
    PAGE = "page"  # teasers, bylines, dates, buttons: about the page, not about the news
    NOTE = "note"  # what an earlier version had wrong


ANSWERING = frozenset({Kind.SENTENCE, Kind.ITEM, Kind.ROW})
# A heading may be a sentence that lost its full stop, and a caption a good one: doubtful, no more.
FRAGMENTS = frozenset({Kind.HEADING, Kind.CAPTION})

_LONGEST_HEADING = 20  # words; a longer line without a full stop is a sentence that lost it
_LONGEST_LEAD_IN = 12
_LONGEST_CAPTION = 80
_LONGEST_QUESTION = 25

_ABOUT = (
    r"(?:this|the|that|an?) (?:\w+ )?(?:article|story|report|post|piece|page|headline|obituary)"
)
_VERSION = (
    rf"(?:an?|the) (?:earlier|previous|prior|original|initial|former) version of {_ABOUT}"
    rf"|{_ABOUT} (?:originally|initially|previously|incorrectly|mistakenly|wrongly|misstated)\b"
    rf"|{_ABOUT} (?:was|has been|is being)(?: \w+)? (?:amended|corrected|updated|edited|clarified"
    r"|revised|modified|changed)\b"
    r"|(?:because of|due to) an? (?:\w+ )?error\b"
)
_NOTE = re.compile(
    r"[\W_]*(?:(?:corrections?|clarifications?|corrigendum|errata|erratum|amendment"
    r"|editor['’]?s['’]? note|correction and clarification)"
    r"(?:\s*\([^)]{1,40}\)|,? (?:on )?(?:\w+ \d{1,2}|\d{1,2} \w+)(?:,? \d{4})?)?\s*[:—–-]"
    rf"|{_VERSION})",
    re.IGNORECASE,
)
# A paragraph of its own; what follows it is the note.
_NOTE_HEADING = re.compile(
    r"[\W_]*(?:corrections?|clarifications?|editor['’]?s['’]? note|correction and clarification)"
    r"[\W_]*",
    re.IGNORECASE,
)
_PAGE = re.compile(
    r"[\W_]*(?i:(?:read|see|watch|listen|related|further reading|also read|more|recommended"
    r"|don['’]t miss|in pictures|in case you missed it)(?: \w+){0,3}\s*[:>→»|]\s*\S"
    r"|(?:additional |further )?reporting by|editing by|(?:written|edited|compiled) by \w"
    r"|(?:sign up|subscribe|click here|follow (?:us|him|her|them)\b|download our)"
    r"|the views expressed|all rights reserved)"
    r"|[\W_]*(?:By|BY) [A-Z][\w.’'-]*(?: [A-Z][\w.’'-]*){0,4}(?:,| and\b| \||$)[^.]*$"
)
_DATED = re.compile(r"(?:date|when|time)s?: ", re.IGNORECASE)
_RELATED = re.compile(r"Related [A-Z\"“]")
_CREDIT = re.compile(
    r"\b(?:image|photo|photograph|picture|video|illustration|graphic|credit)s?"
    r"(?: credit| source| by| courtesy)*\s*:\s*\S"
    r"|\((?:photo|image|picture|ap|afp|reuters|getty|file)\b[^)]*\)\s*$|©"
    r"|(?:getty images|ap photo|afp|reuters|/ap|via ap|shutterstock)[^.]{0,30}$",
    re.IGNORECASE,
)
_RULE = re.compile(r"[\s|:+=_-]+")
_HEADED = re.compile(r"#{1,6}\s")
_STRUCK = re.compile(r"~~(?=\S)(.+?)(?<=\S)~~", re.DOTALL)
_SEVERAL = re.compile(r"[.!?][\"”’]?\s+\S")
_ASKS = re.compile(r"\?[\"'”’)\]*_]*$")


@dataclass(frozen=True, slots=True)
class Unit:
    """A sentence, or a line that is none, `[start, end)` of the article's text.

    `line` numbers its line among those with words.
    """

    start: int
    end: int
    line: int


class Layout:
    """The sentences of a text by its lines, with their kinds, each looked at when it is asked for:
    a quote wants to know a few, and an article has hundreds."""

    def __init__(self, text: str, title: str, language: str = "") -> None:
        self.text = text
        self._headline = _plain(title)
        spans = sentence_spans(text, language)
        found, line = [], 0
        for n, (start, end) in enumerate(spans):
            line += bool(n) and "\n" in text[spans[n - 1][1] : start]
            found.append(Unit(start, end, line))
        self.units: tuple[Unit, ...] = tuple(found)
        firsts = [n for n, unit in enumerate(found) if not n or unit.line > found[n - 1].line]
        self._lines = [
            (found[first].start, found[last - 1].end)
            for first, last in pairwise([*firsts, len(found)])
        ]
        self._firsts = firsts
        self._bare: dict[int, Kind] = {}
        self._kinds: dict[int, Kind] = {}

    @cached_property
    def names(self) -> frozenset[str]:
        """The text's capitalised words that begin no sentence."""
        return names_in_midst(self.text)

    def at(self, place: int) -> int:
        """Which unit is around a character of the text, or before it; the first before all."""
        return max(0, bisect_right(self.units, place, key=lambda unit: unit.start) - 1)

    def words(self, n: int) -> str:
        return self.text[self.units[n].start : self.units[n].end]

    def kind(self, n: int) -> Kind:
        """The kind of a unit."""
        unit = self.units[n]
        kind = self._kind_of_line(unit.line)
        if kind not in ANSWERING:
            return kind
        if any(_NOTE.match(self.words(k)) for k in range(self._firsts[unit.line], n + 1)):
            return Kind.NOTE
        asks = kind is Kind.SENTENCE and _ASKS.search(self.words(n))
        return Kind.QUESTION if asks else kind

    def is_row_of_names(self, n: int) -> bool:
        """Whether it is the first row of a table, which says what its columns hold."""
        return self._is_row_of_names(self.units[n].line)

    def line(self, line: int) -> str:
        start, end = self._lines[line]
        return self.text[start:end]

    def _kind_of_line(self, line: int) -> Kind:
        if line not in self._kinds:
            self._kinds[line] = self._seen_among_others(line)
        return self._kinds[line]

    def _seen_among_others(self, line: int) -> Kind:
        kind = self._kind_alone(line)
        if kind in ANSWERING and line and _NOTE_HEADING.fullmatch(self.line(line - 1)):
            return Kind.NOTE
        if kind is Kind.ROW and self._is_row_of_names(line):
            return Kind.HEADING
        if not self._is_part(line):
            return kind
        beside = any(0 <= k < len(self._lines) and self._is_part(k) for k in (line - 1, line + 1))
        led = line > 0 and leads_on(self.line(line - 1))
        return Kind.ITEM if beside or led else kind

    def _is_part(self, line: int) -> bool:
        """Whether it can be an item: marked as one, or a line without full stop."""
        kind, words = self._kind_alone(line), self.line(line)
        return kind is Kind.ITEM or (
            kind is Kind.HEADING
            and not leads_on(words)
            and not _HEADED.match(words)
            and _plain(words) != self._headline
        )

    def _is_row_of_names(self, line: int) -> bool:
        if self._kind_alone(line) is not Kind.ROW or any(c.isdigit() for c in self.line(line)):
            return False
        return not line or self._kind_alone(line - 1) is not Kind.ROW

    def _kind_alone(self, line: int) -> Kind:
        if line not in self._bare:
            self._bare[line] = _kind_alone(self.line(line), self._headline)
        return self._bare[line]


@lru_cache(maxsize=64)
def layout(text: str, title: str, language: str = "") -> Layout:
    """The layout of an article; kept, because each quote out of it asks for it."""
    return Layout(text, title, language)


def may_answer(article: Article, words: Span) -> bool:
    """Whether these words of the article's text can be an answer at all: not those of a question,
    a teaser or a correction, nor such as are struck out."""
    return any(kind in ANSWERING | FRAGMENTS for kind in _kinds_at(article, words))


def is_fragment(article: Article, words: Span) -> bool:
    """Whether these words of the article's text are in no sentence, item or row."""
    return not any(kind in ANSWERING for kind in _kinds_at(article, words))


def _kinds_at(article: Article, words: Span) -> Iterator[Kind]:
    start, end = words
    page = layout(article.text, article.title, article.language)
    if not page.units or any(s <= start and end <= e for s, e in struck_out(article.text)):
        return
    for n in range(page.at(start), page.at(max(start, end - 1)) + 1):
        if page.units[n].end > start:
            yield page.kind(n)


def struck_out(text: str) -> Sequence[Span]:
    """What stands between "~~" marks, the marks included."""
    return [m.span() for m in _STRUCK.finditer(text)] if "~~" in text else ()


def leads_on(line: str) -> bool:
    """Whether what follows belongs to it: "The union's demands:"."""
    return line.rstrip("*_ ").endswith(":")


def _kind_alone(line: str, headline: str) -> Kind:
    if _NOTE.match(line) or _NOTE_HEADING.fullmatch(line):
        return Kind.NOTE
    if _DATED.match(line):
        return Kind.ITEM
    if _RULE.fullmatch(line) or _PAGE.match(line) or is_boilerplate(line):
        return Kind.PAGE
    if is_row(line):
        return Kind.ROW
    if len(line) < 2 * len(headline) + 20 and _plain(line) == headline:
        return Kind.HEADING
    if _HEADED.match(line):
        return Kind.QUESTION if _ASKS.search(line) else Kind.HEADING
    if is_item(line):
        return Kind.ITEM
    few = len(line.split())
    if is_whole(line):
        alone = few <= _LONGEST_QUESTION and not _SEVERAL.search(line) and line[0] not in "\"“'‘"
        return Kind.QUESTION if alone and _ASKS.search(line) else Kind.SENTENCE
    if few <= _LONGEST_CAPTION and _CREDIT.search(line):
        return Kind.CAPTION
    if _RELATED.match(line):
        return Kind.PAGE
    if leads_on(line):
        return Kind.HEADING if few <= _LONGEST_LEAD_IN else Kind.SENTENCE
    return Kind.HEADING if few <= _LONGEST_HEADING else Kind.SENTENCE


def _plain(line: str) -> str:
    return re.sub(r"[\W_]+", " ", line).strip().casefold()
