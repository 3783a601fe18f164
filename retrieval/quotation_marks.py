"""A page → which of its words stand in quotation marks, and who says so. Pure."""

import re
from functools import lru_cache

from retrieval.line_kinds import Layout

# A pattern: what may stand before the first word of a sentence.
OPENING = r"[\"'“‘(\[]*"
# Another: how somebody is said to have said it.
SAY = (
    r"(?:sa(?:id|ys|ying)|told|tells|add(?:ed|s|ing)|ask(?:ed|s|ing)|wr(?:ote|ites|iting)"
    r"|repl(?:ied|ies)|answer(?:ed|s)|explain(?:ed|s|ing)|not(?:ed|es|ing)|warn(?:ed|s|ing)"
    r"|insist(?:ed|s)|argu(?:ed|es|ing)|claim(?:ed|s)|stat(?:ed|es)|declar(?:ed|es)"
    r"|announc(?:ed|es|ing)|continu(?:ed|es)|recall(?:ed|s)|joked|tweeted|posted|called|shouted"
    r"|cried|responded|responds|admitted|acknowledged|conceded|confirmed|concluded|predicted"
    r"|observed|remarked|commented|stressed|emphasi[sz]ed|promised|vowed|pledged|urged|testified"
    r"|reads?|put it|according to|goes on|went on|reckons?|thinks?|believes?|spoke|speaking)"
)
_SAYS = re.compile(rf"\b{SAY}\b")
_QUOTATION_MARK = re.compile('[“”"]')


class Quotations:
    """Where the words of a page stand in quotation marks, looked at by paragraphs when asked."""

    def __init__(self, page: Layout) -> None:
        self._page = page
        self._open: dict[int, tuple[bool, bool, str]] = {}

    def is_all_quoted(self, n: int) -> bool:
        """Whether nothing but what is quoted is said in it."""
        opened, _, outside = self._of(n)
        quoted = opened or self._page.words(n)[0] in '“"'
        return quoted and not any(c.isalnum() for c in outside)

    def open_after(self, n: int) -> bool:
        return self._of(n)[1]

    def outside(self, n: int) -> str:
        """Its words outside quotation marks."""
        return self._of(n)[2]

    def speaker_in(self, n: int) -> bool:
        outside = self.outside(n)
        return outside != self._page.words(n) and bool(_SAYS.search(outside))

    def _of(self, n: int) -> tuple[bool, bool, str]:
        """Whether a quotation is open at its beginning, and at its end; what stands outside."""
        if n not in self._open:
            begin = self._begin_of_run(n)
            is_open = False
            for k in range(begin, n + 1):
                is_open = self._read(k, is_open and not self._ends_with_paragraph(k))
        return self._open[n]

    def _begin_of_run(self, n: int) -> int:
        """The first sentence of the nearest paragraph before that opens with no quotation mark, or
        of the one before it where its marks run on; a dozen paragraphs back at most."""
        units = self._page.units
        line, first = units[n].line, n
        while first > 0 and units[first - 1].line >= max(0, line - 12):
            first -= 1
            if (
                units[first].line < line
                and (first == 0 or units[first - 1].line < units[first].line)
                and self._page.words(first)[0] not in '“"'
            ):
                break
        return first

    def _ends_with_paragraph(self, n: int) -> bool:
        """A quotation that goes on in the next paragraph opens it with another mark."""
        units = self._page.units
        new = n > 0 and units[n - 1].line < units[n].line
        return new and self._page.words(n)[0] not in '“"'

    def _read(self, n: int, is_open: bool) -> bool:
        words, opened = self._page.words(n), is_open
        outside, last = [], 0
        for mark in _QUOTATION_MARK.finditer(words):
            at = mark.start()
            if not is_open:
                outside.append(words[last:at])
            last = at + 1
            if mark[0] == "“" or (mark[0] == '"' and (not is_open or at == 0)):
                # Six inches is no quotation.
                is_open = mark[0] == "“" or not (at and words[at - 1].isdigit())
            else:
                is_open = False
        if not is_open:
            outside.append(words[last:])
        self._open[n] = opened, is_open, "".join(outside) if opened or last else words
        return is_open


@lru_cache(maxsize=64)
def quotations_on(page: Layout) -> Quotations:
    """The page's quotations; those of the last pages are kept."""
    return Quotations(page)
