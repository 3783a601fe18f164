"""A visible tree → the page's text as a browser shows it, and where given words stand in it. Pure.

https://html.spec.whatwg.org/#the-innertext-idl-attribute
"""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from adapters.web.elements import BLOCKS, CELLS, UNSEEN

_SPACES = re.compile(r"[^\S\n\t]+")
# What has no width: a soft hyphen, a place where a word may be parted, marks of direction. Joiners
# stay, letters and emoji look otherwise without them.
_NO_WIDTH = re.compile(r"[\xad\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff]")
_NOT_TEXT = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
_BREAKS = re.compile(r"[\n\r\v\f\u2028\u2029]")
_CELL_EDGE = re.compile(r"\s*\t\s*")
_PRE_LINE = re.compile(r"white-space\s*:\s*(?:pre|break-spaces)", re.I)
_CLOSE = 24
_MOST_TRIES = 200


@dataclass(frozen=True, slots=True)
class ShownText:
    """`text` has a paragraph, heading, list item or table row a line, cells parted by tabs.
    `letters` are its letters and figures alone, `places` where each of them stands in `text`."""

    text: str
    letters: str
    places: tuple[int, ...]

    @classmethod
    def of(cls, tree: Any) -> "ShownText":
        """Of a tree that `make_visible` has made so."""
        text = shown_lines(tree)
        places = tuple(place for place, letter in enumerate(text) if letter.isalnum())
        return cls(text, "".join(text[place] for place in places), places)

    def with_the_words_of(self, lines: Iterable[str]) -> str:
        """What the page shows where the lines stand, in their order, each place once. What is
        found nowhere, or only with gaps, is left out: the page doesn't say it. Signs that stand
        alone between two of them, a dash, an ellipsis, a row of stars, are shown with them."""
        found: list[tuple[int, int]] = []
        taken = bytearray(len(self.letters))
        after = 0
        for line in lines:
            place = self._place(line, after)
            if place and not all(taken[slice(*place)]):
                taken[slice(*place)] = b"\1" * (place[1] - place[0])
                if found and place[0] == after:
                    found[-1] = (found[-1][0], place[1])
                else:
                    found.append(place)
                after = place[1]
        return "\n".join(self._shown(*place) for place in found)

    def _place(self, line: str, after: int) -> tuple[int, int] | None:
        letters = "".join(character for character in line if character.isalnum())
        if not letters:
            return None
        exactly = self._exactly(" ".join(line.split()), after)
        return (
            exactly
            or self._whole(letters, after)
            or self._whole(letters, 0)
            or self._ends(letters, after)
        )

    def _exactly(self, line: str, after: int) -> tuple[int, int] | None:
        """Where a whole line is the line to the character: some pages say a thing twice."""
        start = self._line_from(line, self.places[after - 1] + 1 if after else 0)
        start = start if start >= 0 else self._line_from(line, 0)
        if start < 0:
            return None
        return bisect_left(self.places, start), bisect_left(self.places, start + len(line))

    def _line_from(self, line: str, begin: int) -> int:
        if begin == 0 and f"{self.text[: len(line) + 1]}\n".startswith(f"{line}\n"):
            return 0
        found = self.text.find(f"\n{line}\n", max(0, begin - 1))
        last = len(self.text) - len(line)
        is_last = last >= max(1, begin) and self.text.endswith(f"\n{line}")
        return found + 1 if found >= 0 else last if is_last else -1

    def _whole(self, letters: str, start: int) -> tuple[int, int] | None:
        within = None
        for _ in range(_MOST_TRIES):
            start = self.letters.find(letters, start)
            if start < 0:
                break
            end = start + len(letters)
            if self._begins_word(start) and self._begins_word(end):
                if self._begins_line(start) and self._begins_line(end):
                    return start, end
                within = within or (start, end)
            start += 1
        return within

    def _ends(self, letters: str, after: int) -> tuple[int, int] | None:
        """Where the words stand with others in between that were lost on the way."""
        if len(letters) < 2 * _CLOSE:
            return None
        for first in (after, 0):
            start = self.letters.find(letters[:_CLOSE], first)
            for _ in range(_MOST_TRIES):
                if start < 0:
                    break
                longest = start + len(letters) + len(letters) // 2 + 100
                end = self.letters.find(letters[-_CLOSE:], start + _CLOSE, longest)
                if end >= 0 and self._begins_word(start) and self._begins_word(end + _CLOSE):
                    return start, end + _CLOSE
                start = self.letters.find(letters[:_CLOSE], start + 1)
        return None

    def _begins_word(self, index: int) -> bool:
        """Whether letter number `index` has no other right before it."""
        if index in (0, len(self.letters)):
            return True
        return self.places[index] != self.places[index - 1] + 1

    def _begins_line(self, index: int) -> bool:
        if index in (0, len(self.letters)):
            return True
        return "\n" in self.text[self.places[index - 1] : self.places[index]]

    def _shown(self, start: int, end: int) -> str:
        """The words with the signs that touch them, and with all of their line's at its ends."""
        first, last = self.places[start], self.places[end - 1] + 1
        line_start = self.text.rfind("\n", 0, first) + 1
        line_end = self.text.find("\n", last)
        line_end = len(self.text) if line_end < 0 else line_end
        before = re.search(r"\S*$", self.text[line_start:first])
        after = re.match(r"\S*", self.text[last:line_end])
        if self._begins_line(start):
            first = line_start
        elif before:
            first -= len(before.group())
        if self._begins_line(end):
            last = line_end
        elif after:
            last += len(re.split(r"\w", after.group(), maxsplit=1)[0])
        return self.text[first:last]


def shown_lines(tree: Any) -> str:
    """The `text` of a tree's ShownText."""
    pieces = _CELL_EDGE.sub("\t", "".join(_pieces(next(tree.iter("body"), tree))))
    lines = (_SPACES.sub(" ", line).strip() for line in pieces.split("\n"))
    return "\n".join(line for line in lines if line)


def without_marks(text: str) -> str:
    """Without control characters, and without what has no width."""
    return _NO_WIDTH.sub("", _NOT_TEXT.sub("", text))


def _pieces(body: Any) -> Iterator[str]:
    waiting: list[tuple[str, Any, bool]] = [("end", body, False), ("start", body, False)]
    while waiting:
        event, element, kept = waiting.pop()
        tag = element.tag if isinstance(element.tag, str) else ""
        block = tag in BLOCKS
        if event == "start":
            beside = element.getprevious() if tag in CELLS else None
            yield "\n" if block else "\t" if beside is not None and beside.tag in CELLS else ""
            if not tag or tag in UNSEEN:
                continue
            kept = kept or tag in ("pre", "listing", "xmp", "plaintext")
            kept = kept or bool(_PRE_LINE.search(element.get("style") or ""))
            yield _words(element.text, kept)
            for child in reversed(element):
                waiting += [("end", child, kept), ("start", child, kept)]
        else:
            yield "\n" if block else ""
            yield _words(element.tail, kept) if element is not body else ""


def _words(text: str | None, kept: bool) -> str:
    text = without_marks(text or "").replace("\t", " ")
    return text if kept else _BREAKS.sub(" ", text)
