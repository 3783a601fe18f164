"""A page's tree → the same tree with the words that a sighted reader takes in, and no others.

Changes the tree. What a browser hides or strikes out is gone, marks of footnotes too, and a
sentence's inline elements are plain text: a reader of articles that tells menus from text by its
elements finds none in the middle of a sentence.
"""

import re
from collections.abc import Callable, Iterator
from typing import Any

from lxml import etree

from adapters.web.elements import BLOCKS, CELLS, STRUCK, UNSEEN
from adapters.web.raised_marks import set_beside
from adapters.web.stylesheets import page_styles

_HIDDEN = re.compile(r"(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse))", re.I)
_STRUCK = re.compile(r"(?:^|;)\s*text-decoration(?:-line)?\s*:[^;]*line-through", re.I)
_BLOCK = re.compile(
    r"(?:^|;)\s*display\s*:\s*(?:block|flex|grid|table|list-item|flow-root)\s*(?:[;!]|$)", re.I
)
# The names under which frameworks keep words for screen readers only, also within longer names.
_UNSEEN_CLASS = re.compile(
    r"(?:^|[\s_-])(?<!not-)(?<!undo-)sr-?only|visually[-_]?hidden|screen[-_]?readers?(?:[-_]|\b)"
    r"|(?:^|\s)(?:offscreen|off-screen|assistive-text|a11y-hidden|is-hidden|d-none)(?:\s|$)"
    r"|(?:^|\s)hidden(?:\s|$)",
    re.I,
)
_SHOWN_SOMETIMES = re.compile(
    r"(?:^|\s)(?:(?:sm|md|lg|xl|xxl|2xl|print):\S*|d-(?:sm|md|lg|xl|xxl)-\S*|not-sr-only)(?:\s|$)",
    re.I,
)
_STRUCK_CLASS = re.compile(
    r"(?:^|[\s_-])(?:line-?through|strike-?through|struck(?:-?(?:out|through))?|strike)(?:\s|$)",
    re.I,
)
# What stands in the middle of a sentence without being one: a browser shows no box around it.
_SENTENCES_IN = frozenset("p li dd dt td th h1 h2 h3 h4 h5 h6 blockquote summary caption".split())
_PLAIN = frozenset("a b strong i em u big small font cite dfn span bdi abbr ins mark".split())
_LAID_OUT = BLOCKS | CELLS
# Elements get these names first and go all at once: each alone would take as long as its siblings.
_GONE, _PLAIN_TEXT = "gone", "plain-text"
_OWN_SENTENCE = 60
_SOURCE_SPACES = " \t\n\r\f"
_FEW_LETTERS = 3
# A page that hides most of itself shows it by a script; so few letters are no article.
_FEW_HIDDEN = 500

_QUOTES = {
    "de": "„“‚‘", "cs": "„“‚‘", "sk": "„“‚‘", "sl": "„“‚‘", "hr": "„“‚‘", "bg": "„“‚‘",
    "is": "„“‚‘", "lt": "„“‚‘", "fr": "«»«»", "it": "«»“”", "es": "«»“”", "el": "«»“”",
    "ru": "«»„“", "uk": "«»„“", "nb": "«»‘’", "nn": "«»‘’", "no": "«»‘’", "sv": "””’’",
    "fi": "””’’", "pl": "„”«»", "hu": "„”»«", "ro": "„”«»", "ja": "「」『』",
}  # fmt: skip


def make_visible(tree: Any) -> None:
    """Leave in the tree (lxml.html) what its page shows; see above."""
    body = next(tree.iter("body"), tree)
    etree.strip_tags(body, etree.Comment, etree.ProcessingInstruction)
    hidden, struck, blocks = page_styles(tree)
    for mark in body.iter("wbr"):
        _end_no_line_at(mark)
    _take_out_the_unseen(body, hidden | struck)
    for element in list(body.iter()):
        if element.tag in ("sup", "sub"):
            set_beside(element)
            element.tag = _PLAIN_TEXT
        elif element.tag in ("wbr", "ruby", "rb"):
            element.tag = _PLAIN_TEXT
        elif element.tag not in _LAID_OUT and (
            element in blocks or _BLOCK.search(element.get("style") or "")
        ):
            _part(element)
    for quote in reversed(list(body.iter("q"))):  # the inner ones still see the outer
        _put_in_quotation_marks(quote)
    etree.strip_tags(body, _PLAIN_TEXT)
    _keep_sentences_whole(body)
    etree.strip_tags(body, _PLAIN_TEXT)


def _take_out_the_unseen(body: Any, by_style: set[Any]) -> None:
    most = max(_FEW_HIDDEN, _letters("".join(body.itertext())) // 2)
    gone: set[Any] = set()
    for element in list(body.iter()):
        if element is body or element in gone:
            continue
        if element.tag in UNSEEN:
            gone.update(element.iter())
            if "ld+json" not in (element.get("type") or ""):  # says what kind of page it is
                element.tag = _GONE
        elif element in by_style or _is_unseen(element):
            if _letters("".join(element.itertext())) <= most:
                gone.update(element.iter())
                element.tag = _GONE
        elif element.tag == "details" and element.get("open") is None:
            element.text = None
            for child in element:
                child.tail = None
    etree.strip_elements(body, _GONE, with_tail=False)


def _keep_sentences_whole(body: Any) -> None:
    elements = list(body.iter())
    with_blocks: set[Any] = set()
    # A line may break within an inline element: that makes no paragraph of it.
    with_breaks: set[Any] = set()
    for element in reversed(elements):  # children before their parents
        if element.tag == "br":
            with_blocks.add(element)
            with_breaks.add(element.getparent())
        elif element.tag in _LAID_OUT or element.tag in UNSEEN or element in with_blocks:
            with_blocks.add(element)
            with_blocks.add(element.getparent())
        elif element in with_breaks:
            with_breaks.add(element.getparent())
    for block in elements:
        inside = block in with_blocks or block in with_breaks or block is body
        if inside and block.tag not in UNSEEN and block.tag != _PLAIN_TEXT:
            runs = list(_runs(block, with_blocks))
            own = (block.text or "") + "".join(child.tail or "" for child in block)
            every = block.tag in _SENTENCES_IN and _letters(own) >= _FEW_LETTERS
            for run in runs:
                if every or _is_sentence(block, run):
                    for element in run:
                        _make_plain(element)


def _is_unseen(element: Any) -> bool:
    tag, style = element.tag, element.get("style") or ""
    if tag in STRUCK:
        return True
    if element.get("hidden") is not None or (tag == "dialog" and element.get("open") is None):
        return True
    if style and (_HIDDEN.search(style) or _STRUCK.search(style)):
        return True
    kinds = element.get("class") or ""
    if kinds and _STRUCK_CLASS.search(kinds):
        return True
    if kinds and _UNSEEN_CLASS.search(kinds) and not _SHOWN_SOMETIMES.search(kinds):
        return True
    parent = element.getparent()
    return (
        parent is not None
        and parent.tag == "details"
        and parent.get("open") is None
        and tag != "summary"
    )


def _part(element: Any) -> None:
    """Give an element that the page lays out as a block a line of its own."""
    before, after = element.makeelement("br"), element.makeelement("br")
    after.tail, element.tail = element.tail, None
    element.addprevious(before)
    element.addnext(after)


def _end_no_line_at(mark: Any) -> None:
    """Where a word may be parted, a line end of the source is no space.

    https://www.w3.org/TR/css-text-3/#line-break-transform
    """
    before, parent = mark.getprevious(), mark.getparent()
    if before is not None:
        before.tail = _without_line_end(before.tail, str.rstrip)
    elif parent is not None:
        parent.text = _without_line_end(parent.text, str.rstrip)
    if mark.text or len(mark):  # lxml puts into it what stands behind it
        mark.text = _without_line_end(mark.text, str.lstrip)
    else:
        mark.tail = _without_line_end(mark.tail, str.lstrip)


def _without_line_end(text: str | None, strip: Callable[[str, str], str]) -> str | None:
    stripped = strip(text or "", _SOURCE_SPACES)
    return stripped if (text or "").count("\n") > stripped.count("\n") else text


def _put_in_quotation_marks(quote: Any) -> None:
    depth = sum(1 for _ in quote.iterancestors("q"))
    language = next((a.get("lang") for a in quote.iterancestors() if a.get("lang")), "en")
    marks = _QUOTES.get(language.split("-")[0].lower(), "“”‘’")[2 * (depth % 2) :][:2]
    quote.text = marks[0] + (quote.text or "").lstrip()
    quote.tail = marks[1] + (quote.tail or "")
    quote.tag = _PLAIN_TEXT


def _runs(block: Any, with_blocks: set[Any]) -> Iterator[list[Any]]:
    """The inline elements that stand in one paragraph of the block, with the text between them."""
    run: list[Any] = []
    for child in block:
        if child not in with_blocks:
            run.append(child)
        else:
            if run:
                yield run
            run = []
    if run:
        yield run


def _is_sentence(block: Any, run: list[Any]) -> bool:
    """Whether words of the paragraph stand outside of what could be a label or a button."""
    before = run[0].getprevious()
    text = (block.text if before is None else before.tail) or ""
    text += "".join(element.tail or "" for element in run)
    text += "".join("".join(e.itertext()) for e in run if e.tag in _PLAIN and not e.get("class"))
    if _letters(text) >= _FEW_LETTERS:
        return True
    if any(inner.tag == "img" for element in run for inner in element.iter()):
        return False  # a picture's caption
    every = text + "".join("".join(element.itertext()) for element in run)
    return block.tag in _SENTENCES_IN and _letters(every) >= _OWN_SENTENCE


def _make_plain(element: Any) -> None:
    for inner in element.iter():
        if inner.tag == "br":
            continue
        # How much of a text is links tells menus from articles.
        if inner.tag == "a" and _letters("".join(inner.itertext())):
            for name in inner.attrib:
                if name != "href":
                    del inner.attrib[name]
        else:
            inner.tag = _PLAIN_TEXT


def _letters(text: str) -> int:
    return sum(1 for character in text if character.isalnum())
