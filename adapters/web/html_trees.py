"""The text of an HTML document or a piece of one → its tree. Pure."""

import re

from lxml import etree
from lxml.html import HTMLParser

# libxml2 compares each attribute of a tag with all before it: 100,000 in one tag take 13 seconds.
# Quotes count only behind "=", as its tokenizer has it.
_TAG = re.compile(r"""<[a-zA-Z](?:=\s*"[^"]*"|=\s*'[^']*'|[^>])*+""")
_PIECE = re.compile(r"""[\s=/"']+""")
_LONG_TAG = 3_000
_MOST_COMPARED = 1_000_000_000


def html_tree(text: str) -> etree._Element | None:
    """The root element without comments; None where there is none, or see `is_tangled`."""
    if is_tangled(text):
        return None
    parser = HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    try:
        return etree.fromstring(text.encode("utf-8", "replace"), parser)
    except (etree.XMLSyntaxError, ValueError):
        return None


def is_tangled(text: str) -> bool:
    """Whether tags have so many attributes that parsing them would take many seconds."""
    compared = 0
    for tag in _TAG.finditer(text):
        if tag.end() - tag.start() > _LONG_TAG:
            compared += sum(1 for _ in _PIECE.finditer(tag.group())) ** 2
    return compared > _MOST_COMPARED
