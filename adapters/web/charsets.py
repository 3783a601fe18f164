"""The bytes of a document, and what its server calls them → its characters. Pure."""

import codecs
import re

# The longer marks first: UTF-32's begins with UTF-16's.
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# Without a mark, "<" or "{" in two bytes shows which.
_UNMARKED = ((b"<\x00", "utf-16-le"), (b"{\x00", "utf-16-le"), (b"\x00<", "utf-16-be"))
_DECLARED = re.compile(rb"""^\s*<\?xml[^>]{0,200}?encoding\s*=\s*["']([\w.:-]{1,40})["']""")
_LABEL = re.compile(r"""charset\s*=\s*["']?([\w.:-]{1,40})""", re.I)
# What the labels mean on the web (WHATWG, Encoding, section 4.2): the wider character set.
_WIDER = {"iso8859-1": "cp1252", "ascii": "cp1252", "gb2312": "gb18030", "shift_jis": "cp932"}
_SEVEN_BITS = ("iso2022", "hz")
# These unpack or reinterpret, and no document is written in them.
_NO_CHARSETS = ("utf-7", "idna", "punycode", "unicode-escape", "raw-unicode-escape")


def charset_of(content_type: str) -> str:
    """The charset that a Content-Type header names, "" for none."""
    found = _LABEL.search(content_type)
    return found[1] if found else ""


def declared_charset(body: bytes) -> str:
    """The encoding that an XML declaration names, "" for none."""
    found = _DECLARED.match(body[:400])
    return found[1].decode() if found else ""


def decoded(body: bytes, *labels: str) -> str | None:
    """The text by its byte order mark, else as UTF-8 where it is that, else by the first label
    that fits; None where none does.

    UTF-8 comes before the labels: no other encoding's text happens to be valid UTF-8, and
    servers that call everything ISO-8859-1 are common.
    """
    for mark, name in _MARKS:
        if body.startswith(mark):
            return body[len(mark) :].decode(name, "replace")
    for start, name in _UNMARKED:
        if body.startswith(start):
            return body.decode(name, "replace")
    known = [name for label in labels if (name := _codec(label))]
    seven = [name for name in known if name.startswith(_SEVEN_BITS)]
    for name in (*seven, "utf-8", *known):
        try:
            return body.decode(name)
        except (UnicodeError, LookupError):  # base64 and zlib are in the register too
            continue
    return None


def _codec(label: str) -> str:
    try:
        found = codecs.lookup(label)
    except (LookupError, ValueError):
        return ""
    return "" if found.name in _NO_CHARSETS else _WIDER.get(found.name, found.name)
