"""A text → which of its words stand in quotation marks, to the character. Pure."""

import re
from dataclasses import dataclass

# In a masked text: what stands inside of quotation marks.
HIDDEN = "¤"
_OPENS, _CLOSES = "“", "”"
_MARK = re.compile("[“”\"„«»‘']")
# Single marks quote where they stand around whole words; elsewhere they are apostrophes.
_SINGLE_OPENS = re.compile(r"(?:^|(?<=[\s(—–:]))[‘'](?=[\w…])")
_SINGLE_CLOSES = re.compile(r"(?<=[.,!?…])[’'](?=[\s)—–;:,.]|$)")
_LONGEST_SINGLE = 600  # characters


@dataclass(frozen=True, slots=True)
class Quotation:
    """Quoted words with their marks, `[start, end)`. `goes_on`: it is open at the end of its
    paragraph, and the next one opens with a mark again; `closed`: it has a closing mark."""

    start: int
    end: int
    closed: bool
    goes_on: bool = False


def quotations(text: str) -> list[Quotation]:
    """All of them, in order, none in another."""
    found: list[Quotation] = []
    lines = [m.span() for m in re.finditer(r"[^\n]*\S[^\n]*", text)]
    for n, (start, end) in enumerate(lines):
        of_line = _of_line(text, start, end)
        if of_line and not of_line[-1].closed and n + 1 < len(lines):
            last = of_line[-1]
            following = text[lines[n + 1][0] : lines[n + 1][1]].lstrip()[:1]
            if following in ('"', "“", "„", "«"):
                of_line[-1] = Quotation(last.start, last.end, closed=False, goes_on=True)
        found += of_line
    return found


def masked(text: str, quoted: list[Quotation]) -> str:
    """The text at the same length, with every quoted word hidden and plain marks around it."""
    made, at = [], 0
    for one in quoted:
        made.append(text[at : one.start])
        inside = one.end - one.start - 1 - one.closed
        made.append(_OPENS + HIDDEN * inside + (_CLOSES if one.closed else ""))
        at = one.end
    return "".join([*made, text[at:]])


def _of_line(text: str, start: int, end: int) -> list[Quotation]:
    found: list[Quotation] = []
    at = start
    while mark := _MARK.search(text, at, end):
        begin = mark.start()
        closing = _closing(text, begin, end)
        if closing is None:
            at = begin + 1
            continue
        if closing < 0:
            found.append(Quotation(begin, end, closed=False))
            break
        found.append(Quotation(begin, closing + 1, closed=True))
        at = closing + 1
    return found


def _closing(text: str, begin: int, end: int) -> int | None:
    """Where the quotation that opens at `begin` closes, -1 for nowhere in its line; None where no
    quotation opens there."""
    mark = text[begin]
    if mark in "“„":
        return _nested(text, begin, end)
    if mark == "«":
        return text.find("»", begin + 1, end)
    if mark == '"':
        if begin and text[begin - 1].isdigit() and not text[begin + 1 : begin + 2].isalnum():
            return None  # six inches
        return _next_of(text, '"', begin + 1, end)
    if mark in "‘'":
        if not _SINGLE_OPENS.match(text, begin):
            return None
        closes = _SINGLE_CLOSES.search(text, begin + 1, min(end, begin + _LONGEST_SINGLE))
        return closes.start() if closes else None
    return None


def _nested(text: str, begin: int, end: int) -> int:
    depth = 0
    for at in range(begin, end):
        if text[at] in "“„":
            depth += 1
        elif text[at] == "”":
            depth -= 1
        elif text[at] == '"' and depth == 1 and not text[at - 1].isspace():
            depth = 0  # opened curly, closed straight
        if depth == 0:
            return at
    # A mark too many inside: up to the last that closes.
    return text.rfind("”", begin, end) if depth > 1 else -1


def _next_of(text: str, marks: str, begin: int, end: int) -> int:
    return next((at for at in range(begin, end) if text[at] in marks), -1)
