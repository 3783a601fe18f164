"""A piece of HTML → the words that a reader sees. Pure."""

import re

from adapters.web.html_trees import html_tree
from adapters.web.shown_text import shown_lines, without_marks
from adapters.web.visible_tree import make_visible

# No-break and thin spaces too, as in the text of a page: the two are compared.
_SPACES = re.compile(r"\s+")
# No part of an article, and captions too, as in the text of a page.
_BESIDE_IT = ("form", "button", "select", "figcaption")
_NOT_TEXT = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")


def one_line(text: str) -> str:
    """Plain text without control characters, its spaces and line ends one space each."""
    return _SPACES.sub(" ", without_marks(text)).strip()


def lines(html: str) -> str:
    """A paragraph, heading, list item or table row a line, the cells of a row parted by a tab."""
    if "<" not in html and "&" not in html:
        return one_line(html)
    tree = html_tree(f"<div>{_NOT_TEXT.sub('', html)}</div>")
    if tree is None:
        return ""
    make_visible(tree)
    for element in list(tree.iter(*_BESIDE_IT)):
        element.drop_tree()
    return shown_lines(tree)


def line(html: str) -> str:
    """All words in one line, for titles and summaries."""
    return one_line(lines(html))
