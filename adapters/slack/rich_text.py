"""Words and links → Slack's rich text, whose elements show text as it is. Pure."""

from collections.abc import Iterable
from typing import Any

Block = dict[str, Any]
Element = dict[str, Any]


def words(text: str, **style: bool) -> list[Element]:
    """`text` in a style, such as bold=True; no element for no text, which Slack refuses."""
    if not text:
        return []
    return [{"type": "text", "text": text} | ({"style": style} if style else {})]


def link(url: str, text: str) -> list[Element]:
    """`text` that leads to `url`."""
    return [{"type": "link", "url": url, "text": text}]


def joined(parts: Iterable[list[Element]], by: str) -> list[Element]:
    """The parts that aren't empty, with words between them."""
    elements: list[Element] = []
    for part in filter(None, parts):
        elements += (words(by) if elements else []) + part
    return elements


def section(elements: list[Element]) -> list[Element]:
    """A paragraph; none for no elements."""
    return [{"type": "rich_text_section", "elements": elements}] if elements else []


def quotation(elements: list[Element]) -> list[Element]:
    """A paragraph marked as quoted."""
    return [{"type": "rich_text_quote", "elements": elements}]


def bullets(items: Iterable[list[Element]]) -> list[Element]:
    """A list of paragraphs."""
    sections = [part for item in items for part in section(item)]
    return [{"type": "rich_text_list", "style": "bullet", "elements": sections}]


def rich_text(*paragraphs: list[Element]) -> Block:
    """The block that holds paragraphs."""
    return {"type": "rich_text", "elements": [part for some in paragraphs for part in some]}


def header(text: str) -> Block:
    """A heading in our own words, at most 150 characters."""
    return {"type": "header", "text": {"type": "plain_text", "text": text}}
