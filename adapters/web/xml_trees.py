"""The bytes of an XML document, well-formed or nearly → its tree, without entities. Pure."""

import re

from lxml import etree

from adapters.web.feed_items import FeedError, refuse_large
from adapters.web.xml_text import split_cdata, xml_text

_NOT_XML = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_BARE_AMPERSAND = re.compile(r"&(?!#[0-9]{1,7};|#[xX][0-9a-fA-F]{1,6};|[A-Za-z][A-Za-z0-9]{1,31};)")
_NUMBERED = re.compile(r"&#(?:([0-9]{1,7})|[xX]([0-9a-fA-F]{1,6}));")
# Without their attributes, which are often faulty too; a picture has no words.
_VOID = re.compile(r"<(br|hr|img|wbr)\b[^<>]*>", re.I)
# After the end there may be a comment, of a cache for example.
_ENDING = 2_000


def xml_tree(body: bytes, content_type: str) -> etree._Element:
    """The root element, comments and processing instructions left out.

    A document with small faults (bare "&", an open <br>, an undeclared prefix, a missing end) is
    repaired. Raises `FeedError`.
    """
    refuse_large(body)
    text = xml_text(body, content_type)
    root = _parsed(text, recover=False)
    if root is None:
        root = _parsed(_repaired(text), recover=True)
    if root is None:
        raise FeedError("the document is empty" if not text else "the document is not XML")
    return root


def local_name(element: etree._Element) -> str:
    """The element's name in lower case, without namespace or prefix."""
    return str(element.tag).rpartition("}")[2].rpartition(":")[2].lower()


def cut_off(body: bytes, root: etree._Element) -> bool:
    """Whether the document ends before its root element does: its last entry may be half."""
    ending = body.replace(b"\0", b"").rstrip()[-_ENDING:]
    name = re.escape(local_name(root)).encode()
    return len(root) > 0 and not re.search(rb"</(?:[\w.-]+:)?" + name + rb"\s*>", ending, re.I)


def _parsed(text: str, *, recover: bool) -> etree._Element | None:
    parser = etree.XMLParser(
        encoding="utf-8",
        recover=recover,
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
        strip_cdata=True,
    )
    try:
        root = etree.fromstring(text.encode("utf-8", "replace"), parser)
    except (etree.XMLSyntaxError, ValueError):
        return None
    return root if root is not None and isinstance(root.tag, str) else None


def _repaired(text: str) -> str:
    return "".join(part if literal else _mended(part) for literal, part in split_cdata(text))


def _mended(text: str) -> str:
    text = _BARE_AMPERSAND.sub("&amp;", text)
    text = _NUMBERED.sub(_if_character, text)
    return _VOID.sub(r"<\1/>", text)


def _if_character(found: re.Match[str]) -> str:
    """The reference; "" for one to no character, from which lxml makes text that is no text."""
    number = int(found[1]) if found[1] else int(found[2], 16)
    return found[0] if number < 0x110000 and not _NOT_XML.match(chr(number)) else ""
