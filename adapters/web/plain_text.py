"""A piece of HTML → the words that a reader sees. Pure."""

import re
from collections.abc import Iterator

from lxml import etree

from adapters.web.html_trees import html_tree

_NOT_TEXT = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
# No-break and thin spaces too, as in the text of a page: the two are compared.
_SPACES = re.compile(r"\s+")
# Captions among them, as in the text of a page.
UNSEEN = frozenset(
    "script style noscript template iframe object form button select textarea svg math head "
    "figcaption audio video".split()
)
BLOCKS = frozenset(
    "p div h1 h2 h3 h4 h5 h6 li ul ol dl dt dd table tr thead tbody blockquote br hr pre section "
    "article header footer main nav aside figure address details summary center".split()
)
CELLS = ("td", "th")


def one_line(text: str) -> str:
    """Plain text without control characters, its spaces and line ends one space each."""
    return _SPACES.sub(" ", _NOT_TEXT.sub("", text)).strip()


def lines(html: str) -> str:
    """A paragraph, heading, list item or table row a line, the cells of a row parted by a tab."""
    if "<" not in html and "&" not in html:
        return one_line(html)
    pieces = "".join(_pieces(html)).split("\n")
    rows = ("\t".join(map(one_line, piece.split("\t"))).strip() for piece in pieces)
    return "\n".join(row for row in rows if row)


def line(html: str) -> str:
    """All words in one line, for titles and summaries."""
    return one_line(lines(html))


def _pieces(html: str) -> Iterator[str]:
    tree = html_tree(f"<div>{_NOT_TEXT.sub('', html)}</div>")
    if tree is None:
        return
    unseen: etree._Element | None = None
    for event, element in etree.iterwalk(tree, events=("start", "end")):
        tag = element.tag if isinstance(element.tag, str) else ""
        if event == "start":
            if unseen is None and tag in UNSEEN:
                unseen = element
            if unseen is None:
                yield "\n" if tag in BLOCKS else ""
                yield _SPACES.sub(" ", element.text or "")
            continue
        if unseen is element:
            unseen = None
        if unseen is None:
            yield "\n" if tag in BLOCKS else "\t" if tag in CELLS else ""
            yield _SPACES.sub(" ", element.tail or "")
