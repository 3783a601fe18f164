"""A page's tree → its words, paragraph by paragraph, and where each stands. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from adapters.web.elements import BLOCKS, CELLS, UNSEEN
from adapters.web.plain_text import one_line

# Captions and what is pressed belong to no article.
_UNSEEN = UNSEEN | {"figcaption", "button", "option"}
_Kind = tuple[str, str]


@dataclass(frozen=True, slots=True, eq=False)
class Block:
    """A paragraph, heading, list item or table row; the cells of a row are parted by a tab.

    `inner` is the element that holds it, `linked` the share of its characters that are links.
    """

    text: str
    inner: etree._Element
    linked: float

    @property
    def kind(self) -> tuple[_Kind, _Kind]:
        """What paragraphs of one article have in common: what they stand in, twice."""
        outer = self.inner.getparent()
        return _kind_of(outer), _kind_of(outer.getparent() if outer is not None else None)


def blocks_of(tree: etree._Element) -> list[Block]:
    """All that have words, in the page's order."""
    return list(_blocks(tree))


def _blocks(tree: etree._Element) -> Iterator[Block]:
    words: list[str] = []
    # How far into links, and how many characters stood in them since the last block.
    links = linked = 0
    holder = tree
    walk = etree.iterwalk(tree, events=("start", "end"))

    def add(text: str | None, owner: etree._Element) -> None:
        nonlocal linked, holder
        if text:
            if not "".join(words).strip():
                holder = owner
            words.append(text)
            linked += len(one_line(text)) if links else 0

    def flush() -> Iterator[Block]:
        nonlocal linked
        text = "\t".join(one_line(cell) for cell in "".join(words).split("\t")).strip()
        if text:
            yield Block(text, holder, min(1.0, linked / len(text)))
        words.clear()
        linked = 0

    for event, element in walk:
        tag = element.tag if isinstance(element.tag, str) else ""
        if event == "start" and (not tag or tag in _UNSEEN):
            walk.skip_subtree()
        elif event == "start":
            if tag in BLOCKS:
                yield from flush()
            links += tag == "a"
            add(element.text.replace("\t", " ") if element.text else "", _block_of(element))
        else:
            if tag not in _UNSEEN:
                links -= tag == "a"
            if tag in BLOCKS:
                yield from flush()
            elif tag in CELLS and words:
                words.append("\t")
            if element is not tree and element.tail:
                parent = element.getparent()
                add(element.tail.replace("\t", " "), _block_of(parent))
    yield from flush()


def _block_of(element: etree._Element) -> etree._Element:
    while element.tag not in BLOCKS:
        parent = element.getparent()
        if parent is None:
            break
        element = parent
    return element


def _kind_of(element: etree._Element | None) -> _Kind:
    return ("", "") if element is None else (str(element.tag), element.get("class") or "")
