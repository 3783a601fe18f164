"""Markdown → the words a reader of the rendered page sees, blocks parted by empty lines. Pure."""

from collections.abc import Iterator, Sequence

from markdown_it import MarkdownIt
from markdown_it.token import Token

_MARKDOWN = MarkdownIt("commonmark").enable(["table", "strikethrough"])


def plain_text(markdown: str) -> str:
    """Paragraphs, headings, list items and code as plain text; a table's row is one block, its
    cells parted by tabs. HTML and rules are dropped, an image is its description."""
    return "\n\n".join(block for block in _blocks(_MARKDOWN.parse(markdown)) if block.strip())


def _blocks(tokens: Sequence[Token]) -> Iterator[str]:
    row: list[str] | None = None
    for token in tokens:
        if token.type == "tr_open":
            row = []
        elif token.type == "tr_close":
            yield "\t".join(row or ())
            row = None
        elif token.type in ("fence", "code_block"):
            yield token.content.removesuffix("\n")
        elif token.type == "inline":
            words = "".join(_words(token.children or ()))
            if row is None:
                yield words.strip()
            else:
                row.append(words.strip())


def _words(tokens: Sequence[Token]) -> Iterator[str]:
    for token in tokens:
        if token.type in ("text", "code_inline"):
            yield token.content
        elif token.type == "softbreak":
            yield " "
        elif token.type == "hardbreak" or token.content.startswith(("<br>", "<br/>", "<br />")):
            yield "\n"
        elif token.type == "image":
            yield from _words(token.children or ())
