"""A page's paragraphs, and those that several ways of reading took → the article, whole. Pure.

A careful reader loses paragraphs, a generous one takes teasers along. The careful one tells where
the article stands; what stands there too, in the same elements, belongs to it.
"""

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from itertools import islice

from lxml import etree

from adapters.web.beside_article import is_beside, is_kind_beside, is_label, is_link_alone
from adapters.web.page_blocks import Block
from adapters.web.standfirsts import standfirst

_WORD = re.compile(r"\w+")
_ENDS = re.compile(r"[.!?…:;。！？][\"'”’»)\]]*$")
# Of what a careful reader took, so much must be found in the page again.
_FOUND_AGAIN = 0.8
# Behind its last paragraph: who wrote it.
_ABOUT = re.compile(
    r"[A-Z][\w.'’-]+(?: [A-Z][\w.'’-]+){1,3}(?: \([^()]*\))?,? (?:is|was|covers|writes|reports"
    r"|has|joined"
    r"|works|can be|contributed)\b|by [A-Z]|©"
)
_LINKED = 0.6
_HEADINGS = frozenset("h1 h2 h3 h4 h5 h6 dt th tr".split())
# Less of JSON-LD's text than this on the page: a script would show it, or nothing does.
_SHOWN = 0.5
# A paragraph that reads otherwise than in the page is looked for around the one before it; what is
# nested deeper than any real page is hostile.
_NEAR, _DEEPEST = 300, 100
_PROSE_WORDS, _LONG_WORDS = 6, 25
# An element that holds more of the article than this is the article's, whatever it is called.
_MOST_BESIDE = 0.25


@dataclass(frozen=True, slots=True)
class Readings:
    """The same page's text, a paragraph a line: as read with care, as read to take all, and as
    its JSON-LD gives it ("" for none). `descriptions` is how it describes itself; None for a page
    that shows its beginning only."""

    careful: str
    generous: str
    told: str
    descriptions: tuple[str, ...] | None = None


def whole_article(blocks: Sequence[Block], readings: Readings) -> str:
    """The article's paragraphs, a line each, as `blocks` have them.

    Where JSON-LD alone has the article, that; where the readings are of something else than these
    blocks, the careful one.
    """
    page = _Page(blocks)
    careful, found = page.places_of(readings.careful)
    told, shown = page.places_of(readings.told)
    if readings.told and shown < _SHOWN and len(readings.told) > 2 * len(readings.careful):
        return readings.told
    if shown >= _FOUND_AGAIN and page.length(careful & told) < 0.5 * page.length(told):
        careful, found = told, shown
    if not careful or found < _FOUND_AGAIN:
        return readings.careful
    generous, _ = page.places_of(readings.generous)
    taken = page.completed(careful, generous, told)
    body = page.without_others(taken)
    above = None
    if readings.descriptions is not None:
        above = standfirst(blocks, page.prose(body), readings.descriptions)
    places = body if above is None else sorted({*body, above})
    return "\n".join(blocks[n].text for n in places)


class _Page:
    def __init__(self, blocks: Sequence[Block]) -> None:
        self.blocks = blocks
        self.keys = [key_of(block.text) for block in blocks]
        self.at: dict[str, list[int]] = {}
        for n, key in enumerate(self.keys):
            self.at.setdefault(key, []).append(n)

    def places_of(self, text: str) -> tuple[set[int], float]:
        """The blocks that a reading's lines came from, and of how many of its characters."""
        places: set[int] = set()
        found = total = 0
        last = -1
        for line in text.split("\n"):
            key = key_of(line)
            if not key:
                continue
            total += len(key)
            at = self._place(key, last)
            if at:
                places.update(at)
                last = at[-1]
                found += len(key)
        return places, found / total if total else 0.0

    def _place(self, key: str, last: int) -> list[int]:
        if exact := self.at.get(key):
            return [next((n for n in exact if n > last), exact[0])]
        if len(key) < 20:
            return []
        ahead = range(last + 1, min(len(self.keys), last + 1 + _NEAR))
        near = [*ahead, *range(max(0, last + 1 - _NEAR), last + 1)]
        for n in near:
            if key in self.keys[n]:
                return [n]
        inside = [n for n in near if len(self.keys[n]) >= 20 and self.keys[n] in key]
        if sum(len(self.keys[n]) for n in inside) >= 0.7 * len(key):
            return sorted(inside)
        # A link or a mark that the reader dropped from within the paragraph.
        words = set(key.split())
        for n in near[:60]:
            others = set(self.keys[n].split())
            if len(words & others) >= 0.8 * max(len(words), len(others)):
                return [n]
        return []

    def length(self, places: Iterable[int]) -> int:
        return sum(len(self.keys[n]) for n in places)

    def prose(self, places: Collection[int]) -> set[int]:
        """Those that hold sentences, or all where none does."""
        return {n for n in places if self._is_prose(n)} or set(places)

    def completed(self, careful: set[int], generous: set[int], told: set[int]) -> set[int]:
        """With what the careful reading left out of the article's own elements."""
        prose = self.prose(careful)
        inner = {self.blocks[n].inner for n in prose}
        holders = inner | {self.blocks[n].inner.getparent() for n in prose}
        kinds = {self.blocks[n].kind for n in prose}
        first, last = min(prose), max(prose)
        taken, texts = set(careful), {self.keys[n] for n in careful}
        for n, block in enumerate(self.blocks):
            if n in taken or not self.keys[n] or self._is_beside(n) or self.keys[n] in texts:
                continue
            within = first < n < last
            at_home = block.inner in holders or block.inner.getparent() in holders
            alike = block.kind in kinds
            if within and n in generous:
                belongs = (
                    not is_link_alone(block.text, block.linked) or block.inner.tag in _HEADINGS
                )
            elif within:
                of_article = self._is_prose(n) and (at_home or alike)
                belongs = of_article or self._is_quoted(n, holders)
            else:
                known = n in generous or block.inner in inner
                of_article = at_home and alike and self._is_prose(n)
                belongs = known and of_article and not (n > last and _ABOUT.match(block.text))
            if belongs or (n in told and (within or at_home or alike)):
                taken.add(n)
                texts.add(self.keys[n])
        return taken

    def without_others(self, taken: set[int]) -> list[int]:
        """In order, without teasers, appeals and advertisements."""
        kept = [n for n in sorted(taken) if not self._is_beside(n)]
        total = sum(len(self.keys[n]) for n in kept) or 1
        weights: dict[etree._Element, int] = {}
        for n in kept:
            for element in self._above(n):
                weights[element] = weights.get(element, 0) + len(self.keys[n])
        others = {
            element
            for element, weight in weights.items()
            if weight < _MOST_BESIDE * total
            and is_kind_beside(f"{element.get('class') or ''} {element.get('id') or ''}")
        }
        return [n for n in kept if not others & set(self._above(n)) or self._is_quoted(n)]

    def _above(self, n: int) -> Iterable[etree._Element]:
        element = self.blocks[n].inner
        yield element
        yield from islice(element.iterancestors(), _DEEPEST)

    def _is_beside(self, n: int) -> bool:
        block, after = self.blocks[n], self.blocks[n + 1 : n + 2]
        if is_label(block.text):
            return block.linked > _LINKED or any(b.linked > _LINKED for b in after) or not after
        if is_link_alone(block.text, block.linked) and block.inner.tag not in _HEADINGS:
            near = self.blocks[max(0, n - 1) : n + 2]
            return any(
                b is not block and (is_label(b.text) or is_link_alone(b.text, b.linked))
                for b in near
            )
        return is_beside(block.text, block.linked)

    def _is_prose(self, n: int) -> bool:
        block = self.blocks[n]
        count = len(self.keys[n].split())
        if block.linked > _LINKED or count < _PROSE_WORDS:
            # Chinese and Japanese write no spaces.
            return (
                block.linked <= _LINKED
                and len(block.text.encode()) > 90
                and bool(_ENDS.search(block.text))
            )
        return bool(_ENDS.search(block.text)) or count >= _LONG_WORDS

    def _is_quoted(self, n: int, holders: Collection[etree._Element] | None = None) -> bool:
        """A network's post or another's words that the article shows, within `holders`."""
        above = list(self._above(n))
        quoted = any(element.tag == "blockquote" for element in above)
        return quoted and (holders is None or any(element in holders for element in above))


def key_of(text: str) -> str:
    """Its words alone, for comparing what different readers make of one paragraph."""
    return " ".join(_WORD.findall(text.casefold()))
