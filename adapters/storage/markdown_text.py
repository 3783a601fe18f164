"""Markdown → the words a reader of the rendered page sees, blocks parted by empty lines. Pure."""

import re
from collections.abc import Iterator, Sequence
from html import escape

from markdown_it import MarkdownIt
from markdown_it.token import Token

_MARKDOWN = MarkdownIt("commonmark").enable(["table", "strikethrough"])
# Footnotes as many renderers have them; CommonMark would show the mark, or take the note for a
# link's address.
_NOTE = re.compile(r"^ {0,3}\[\^([^\]\s]{1,40})\]:[ \t]*", re.M)
_MARK = re.compile(r"(?<=[^\s(\[`])\[\^([^\]\s]{1,40})\]")
_STRUCK = re.compile(r"<(/?)(?:del|s|strike)\b[^>]*>", re.I)


def plain_text(markdown: str) -> str:
    """Paragraphs, headings, list items and code as plain text; a table's row is one block, its
    cells parted by tabs. Blocks of HTML and rules are dropped, an image is its description. What
    is struck out and marks of footnotes are left out; HTML within a line is read as in a page."""
    notes = set(_NOTE.findall(markdown))
    markdown = _MARK.sub(
        lambda mark: "" if mark[1].isdigit() or mark[1] in notes else mark[0],
        _NOTE.sub("\n", markdown),
    )
    return "\n\n".join(block for block in _blocks(_MARKDOWN.parse(markdown)) if block.strip())


def _blocks(tokens: Sequence[Token]) -> Iterator[str]:
    row: list[str] | None = None
    struck = 0
    for token in tokens:
        if token.type == "html_block":
            struck += sum(-1 if tag[1] else 1 for tag in _STRUCK.finditer(token.content))
        if struck > 0:
            continue
        if token.type == "tr_open":
            row = []
        elif token.type == "tr_close":
            yield "\t".join(row or ())
            row = None
        elif token.type in ("fence", "code_block"):
            yield token.content.removesuffix("\n")
        elif token.type == "inline":
            words = _in_line(token.children or ()).strip()
            if row is None:
                yield words
            else:
                row.append(words)


def _in_line(tokens: Sequence[Token]) -> str:
    if any(token.type in ("html_inline", "s_open") for token in tokens):
        # What reads pages: few files say anything in HTML.
        from adapters.web.plain_text import lines

        return lines(f"<p>{''.join(_html(tokens))}</p>")
    return "".join(_words(tokens))


def _words(tokens: Sequence[Token]) -> Iterator[str]:
    for token in tokens:
        if token.type in ("text", "code_inline"):
            yield token.content
        elif token.type in ("softbreak", "hardbreak"):
            yield " " if token.type == "softbreak" else "\n"
        elif token.type == "image":
            yield from _words(token.children or ())


def _html(tokens: Sequence[Token]) -> Iterator[str]:
    for token in tokens:
        if token.type in ("s_open", "s_close"):
            yield "<del>" if token.type == "s_open" else "</del>"
        elif token.type == "html_inline":
            yield token.content
        elif token.type == "hardbreak":
            yield "<br>"
        else:
            yield escape("".join(_words([token])))
