"""The bytes of an XML document → its characters: no DTD, no named entity but XML's own. Pure.

The charset by RFC 7303: the byte order mark, else the header, else the XML declaration, else UTF-8.
What can't be decoded becomes U+FFFD, and changes nothing else.
"""

import codecs
import re
from collections.abc import Iterator
from html import escape
from html.entities import html5

from adapters.web.charsets import by_first_bytes, charset_of, declared_charset
from adapters.web.feed_items import FeedError

# What the labels mean on the web (WHATWG, Encoding, section 4.2): the wider character set.
_WIDER = {"iso8859-1": "cp1252", "ascii": "cp1252", "gb2312": "gb18030", "shift_jis": "cp932"}
# These unpack or reinterpret, and no document is written in them.
_NO_CHARSETS = ("utf-7", "idna", "punycode", "unicode-escape", "raw-unicode-escape", "undefined")
_WIDE = ("utf-16", "utf-32")
# Servers that call everything ISO-8859-1 are common. Text in it has next to nothing that happens
# to be UTF-8; so many good sequences for each bad byte are no accident.
_NO_ACCIDENT = 4
_SEQUENCE = re.compile(
    rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}"
)

_XML_DECLARATION = re.compile(r"\s*<\?xml[^<>]*>")
_NOT_XML = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_NAMED = re.compile(r"&([A-Za-z][A-Za-z0-9]{1,31};)")
_XML_ENTITIES = ("lt;", "gt;", "amp;", "quot;", "apos;")

_PROLOG = re.compile(r"(?:\s++|<\?.*?\?>|<!--.*?-->)*+(?=<!doctype\b)", re.I | re.S)
_IN_DOCTYPE = re.compile(r"<!--|[\"'\[\]>]")
_TORN_DOCTYPE = re.compile(r"<!doctype[^<>]*+>?", re.I)
_DECLARES = re.compile(r"<!\s*entity\b", re.I)
# `<!ENTITY eacute "&#233;">` says what HTML says, and `<!ENTITY % HTMLlat1 PUBLIC …>` where the
# W3C says it: neither is looked at. Whatever else is declared may be a bomb.
_HARMLESS = re.compile(
    r"<!\s*entity\s+(?:([a-z][a-z0-9]{1,31})\s+(?:\"[^\"%<]{0,12}\"|'[^'%<]{0,12}')"
    r"|%\s+[\w.-]+\s+public\s+(?:\"-//W3C//[^\"]*+\"|'-//W3C//[^']*+')"
    r"\s+(?:\"[^\"]*+\"|'[^']*+'))\s*+>",
    re.I,
)
_HELD = re.compile(r"&(?!#)")


def xml_text(body: bytes, content_type: str) -> str:
    """The document without declaration, DOCTYPE and characters that XML does not know, its named
    entities (HTML's, all of them) replaced by what they stand for; "" for nothing.

    Nothing that a DTD declares is ever read or resolved. Raises `FeedError` for a document that
    declares entities of its own.
    """
    text = _NOT_XML.sub("", decoded_as_declared(body, content_type).removeprefix("\ufeff")).strip()
    found = _XML_DECLARATION.match(text)
    text = _without_doctype(text[found.end() :] if found else text).strip()
    return "".join(
        part if literal else _NAMED.sub(_character, part) for literal, part in split_cdata(text)
    )


def decoded_as_declared(body: bytes, content_type: str) -> str:
    """The characters of an XML or JSON document."""
    text = by_first_bytes(body)
    if text is not None:
        return text
    named, declared = _codec(charset_of(content_type)), _codec(declared_charset(body))
    label = named or declared
    if label == "cp1252" and declared in ("", "utf-8") and _is_utf_8(body, _NO_ACCIDENT):
        return _decoded(body, "utf-8")
    if label:
        return _decoded(body, label)
    # XML and JSON are UTF-8 then; what is plainly none is what old pages were written in.
    return _decoded(body, "utf-8" if _is_utf_8(body, 1) else "cp1252")


def split_cdata(text: str) -> Iterator[tuple[bool, str]]:
    """The text in pieces, each with whether it is a CDATA section, whose words are meant so."""
    end = 0
    while (begin := text.find("<![CDATA[", end)) >= 0 and (close := text.find("]]>", begin)) >= 0:
        yield False, text[end:begin]
        end = close + len("]]>")
        yield True, text[begin:end]
    yield False, text[end:]


def doctype(text: str, start: int) -> tuple[str, int]:
    """What the DOCTYPE that begins at `start` declares, comments left out; and where it ends, which
    is behind `start`, however torn it is."""
    declared, inside = [], False
    place = after = start + len("<!doctype")
    while token := _IN_DOCTYPE.search(text, after):
        mark, after = token.group(), token.end()
        if mark in ("<!--", '"', "'"):
            close = "-->" if mark == "<!--" else mark
            end = text.find(close, after)
            if end < 0:
                break
            after = end + len(close)
            if mark == "<!--":
                declared.append(text[place : token.start()])
                place = after
        elif mark == ">" and not inside:
            return "".join((*declared, text[place:after])), after
        elif mark in "[]":
            inside = mark == "["
    torn = _TORN_DOCTYPE.match(text, start)
    return "", torn.end() if torn else start


def _without_doctype(text: str) -> str:
    prolog = _PROLOG.match(text)
    if not prolog:
        # Declared where no declaration may stand, by who hopes for a forgiving reader.
        if _DECLARES.search(_before_root(text)):
            raise FeedError("the document declares entities, which are not read")
        return text
    subset, end = doctype(text, prolog.end())
    if _DECLARES.search(_HARMLESS.sub(_if_unknown, subset) + _before_root(text[end:])):
        raise FeedError("the document declares entities, which are not read")
    return text[: prolog.start()] + text[end:]


def _before_root(text: str) -> str:
    """What stands before the first element."""
    root = re.search(r"<[^!?\s]", text)
    return text[: root.start()] if root else text


def _if_unknown(found: re.Match[str]) -> str:
    if found[1] is None:
        return ""
    known = f"{found[1]};" in html5 and not _HELD.search(found[0])
    return "" if known else found[0]


def _character(found: re.Match[str]) -> str:
    if found[1] in _XML_ENTITIES:
        return found[0]
    character = html5.get(found[1])
    return escape(character) if character else f"&amp;{found[1]}"


def _is_utf_8(body: bytes, times: int) -> bool:
    """Whether the bytes beyond ASCII are UTF-8, or at least so many sequences for each that is
    none."""
    try:
        body.decode()
    except UnicodeDecodeError:
        good = _SEQUENCE.findall(body)
        bad = sum(byte > 0x7F for byte in body) - sum(map(len, good))
        return len(good) >= times * bad
    return True


def _decoded(body: bytes, name: str) -> str:
    # "<" is one byte here, or it would have been told by its first bytes.
    if name.startswith(_WIDE):
        name = "utf-8"
    try:
        return body.decode(name, "replace")
    except (UnicodeError, LookupError):  # base64 and zlib are in the register too
        return body.decode("utf-8", "replace")


def _codec(label: str) -> str:
    """Python's name for the charset, "" for none."""
    try:
        found = codecs.lookup(label)
    except (LookupError, ValueError):
        return ""
    return "" if found.name in _NO_CHARSETS else _WIDER.get(found.name, found.name)
