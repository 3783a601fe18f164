"""Two versions of a text → their paragraphs side by side, with the words that differ. Pure."""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import zip_longest

from bot.documents.changed_words import changed_words
from retrieval.sentences import Span

_LINE = re.compile(r"[^\n]*\S[^\n]*")
# Longer ones are compared as a whole: to find what differs grows with the square of their words.
_LONGEST_COMPARED = 8_000
# Texts of more paragraphs are only set side by side.
_MOST_PARAGRAPHS = 1_000


@dataclass(frozen=True, slots=True)
class Cell:
    """A paragraph, and what of it the other version does not have; spans of the whole text."""

    span: Span
    changed: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """What stands beside what; None where there is nothing."""

    old: Cell | None
    new: Cell | None

    @property
    def differs(self) -> bool:
        """Whether anything in it changed."""
        return not (self.old and self.new) or bool(self.old.changed or self.new.changed)


def paragraphs(text: str) -> list[Span]:
    """The lines that show something."""
    return [found.span() for found in _LINE.finditer(text)]


def side_by_side(old: str, new: str) -> tuple[Row, ...]:
    """In the order of both texts."""
    before, after = paragraphs(old), paragraphs(new)
    if max(len(before), len(after)) > _MOST_PARAGRAPHS:
        return tuple(_row(old, new, a, b) for a, b in zip_longest(before, after))
    match = SequenceMatcher(
        None,
        [old[slice(*span)] for span in before],
        [new[slice(*span)] for span in after],
        autojunk=False,
    )
    rows: list[Row] = []
    for _, first, last, start, end in match.get_opcodes():
        pairs = zip_longest(before[first:last], after[start:end])
        rows += [_row(old, new, a, b) for a, b in pairs]
    return tuple(rows)


def _row(old: str, new: str, before: Span | None, after: Span | None) -> Row:
    if before is None or after is None:
        return Row(_whole(before), _whole(after))
    a, b = old[slice(*before)], new[slice(*after)]
    if a == b:
        return Row(Cell(before), Cell(after))
    if max(len(a), len(b)) > _LONGEST_COMPARED:
        return Row(_whole(before), _whole(after))
    gone, came = changed_words(a, b)
    return Row(_moved(before, gone), _moved(after, came))


def _whole(span: Span | None) -> Cell | None:
    return Cell(span, (span,)) if span else None


def _moved(span: Span, changed: tuple[Span, ...]) -> Cell:
    by = span[0]
    return Cell(span, tuple((start + by, end + by) for start, end in changed))
