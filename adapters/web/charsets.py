"""The bytes of a document, and what its server and the document call them → its characters. Pure.

https://encoding.spec.whatwg.org and https://html.spec.whatwg.org/#determining-the-character-encoding
"""

import codecs
import re

import webencodings
from charset_normalizer import from_bytes

# The longer marks first: UTF-32's begins with UTF-16's.
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# Without a mark, "<" in two or four bytes shows which (XML 1.0, appendix F), or JSON's "{".
_UNMARKED = (
    (b"<\0\0\0", "utf-32-le"),
    (b"\0\0\0<", "utf-32-be"),
    (b"<\0", "utf-16-le"),
    (b"\0<", "utf-16-be"),
    (b"{\0", "utf-16-le"),
    (b"\0{", "utf-16-be"),
)
_DECLARED = re.compile(rb"""^\s*<\?xml[^>]{0,200}?encoding\s*=\s*["']([\w.:-]{1,40})["']""")
_LABEL = re.compile(r"""charset\s*=\s*["']?([\w.:-]{1,40})""", re.I)
_SEVEN_BITS = ("iso-2022-jp",)

# Browsers look for a <meta> as far as the head goes; one behind that names nothing any more.
_HEAD = 65_536
_BODY = re.compile(rb"<body[\s>]", re.I)
# What isn't closed reaches to the end, as in browsers; to look for its end once is enough.
_NO_MARKUP = re.compile(
    rb"<!--.*?(?:-->|\Z)|<(script|style|title|noscript)\b.*?(?:</\1\b|\Z)", re.I | re.S
)
_META = re.compile(rb"""<meta[\s/](?:[^>"']|"[^"]*"|'[^']*')*""", re.I)
_ATTRIBUTE = re.compile(rb"""([\w-]+)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""")

# Fewer bytes above 127 than this show no language to a detector; on the web they are these.
_ENOUGH_TO_TELL = 8
_USUAL = "windows-1252"
_MOST_READ = 10_000
_TAG = re.compile(rb"<[^<>]*>")
_OF_OTHER_LETTERS = frozenset(
    "windows-1251 koi8-r koi8-u iso-8859-5 ibm866 x-mac-cyrillic windows-1253 iso-8859-7"
    " windows-1255 iso-8859-8 windows-1256 iso-8859-6 windows-874 shift_jis euc-jp gbk gb18030"
    " big5 euc-kr".split()
)
_OF_LANGUAGE = {
    **dict.fromkeys(("Czech", "Slovak", "Polish", "Slovene", "Croatian"), "windows-1250"),
    **dict.fromkeys(("Hungarian", "Romanian"), "windows-1250"),
    "Turkish": "windows-1254",
}
_DETECTORS_NAMES = {
    "cp932": "shift_jis",
    "shift_jis_2004": "shift_jis",
    "shift_jisx0213": "shift_jis",
    "cp949": "euc-kr",
    "johab": "euc-kr",
    "big5hkscs": "big5",
    "cp950": "big5",
    "gb2312": "gbk",
    "koi8_r": "koi8-r",
    "koi8_u": "koi8-u",
    "iso8859_5": "iso-8859-5",
    "iso8859_7": "iso-8859-7",
    "euc_jp": "euc-jp",
    "euc_jis_2004": "euc-jp",
    "euc_jisx0213": "euc-jp",
    "euc_kr": "euc-kr",
    "cp874": "windows-874",
    "tis_620": "windows-874",
}

# The standard's single-byte tables have a control character where Python's have a hole.
_UNDEFINED = {0xDC00 + byte: chr(byte) if byte < 0xA0 else "\ufffd" for byte in range(0x80, 0x100)}


def charset_of(content_type: str) -> str:
    """The charset that a Content-Type header names, "" for none."""
    found = _LABEL.search(content_type)
    return found[1] if found else ""


def declared_charset(body: bytes) -> str:
    """The encoding that an XML declaration names, "" for none."""
    found = _DECLARED.match(body[:400])
    return found[1].decode() if found else ""


def page_text(body: bytes, header: str = "") -> str:
    """An HTML document's characters as a browser has them: by the byte order mark, else the charset
    of the HTTP header, else a <meta>'s, else an XML declaration's; only where none of them names an
    encoding of the web is it guessed.

    Bytes that the encoding doesn't have become U+FFFD, and nothing else changes by them.
    """
    marked = _marked(body)
    if marked is not None:
        return marked
    for label in (header, _meta_charset(body), declared_charset(body)):
        if name := _encoding(label):
            return _decoded(body, name)
    return _unmarked(body) or guessed(body)


def decoded(body: bytes, *labels: str) -> str:
    """A feed's characters by its byte order mark, else as UTF-8 where it is that, else by the first
    label that is known, else guessed; undecodable bytes become U+FFFD.

    UTF-8 comes before the labels: no other encoding's text happens to be valid UTF-8, and
    servers that call every feed ISO-8859-1 are common.
    """
    text = by_first_bytes(body)
    if text is not None:
        return text
    known = [name for label in labels if (name := _encoding(label))]
    seven = [name for name in known if name in _SEVEN_BITS]
    if not seven and known:
        try:
            return body.decode()
        except UnicodeDecodeError:
            # Another label may fit where the first does not.
            fitting = (name for name in known if "\ufffd" not in _decoded(body, name))
            return _decoded(body, next(fitting, known[0]))
    return _decoded(body, seven[0]) if seven else guessed(body)


def by_first_bytes(body: bytes) -> str | None:
    """The characters of a document whose first bytes show its encoding; None where they don't."""
    marked = _marked(body)
    return _unmarked(body) if marked is None else marked


def guessed(body: bytes) -> str:
    """The characters of a document that names no encoding: UTF-8 where most of it is that."""
    text = body.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    if not broken:
        return text
    # Each character above 127 that is valid UTF-8 by chance comes with many that are not.
    whole = sum(1 for character in text if character > "\x7f") - broken
    if whole >= broken:
        return text
    strange = b"\n".join(line for line in body.splitlines() if not line.isascii())[:_MOST_READ]
    if sum(1 for byte in strange if byte > 0x7F) < _ENOUGH_TO_TELL:
        return _decoded(body, _USUAL)
    return _decoded(body, _detected(strange))


def _detected(strange: bytes) -> str:
    """The detector's encoding; of those with Latin letters it tells no more than the language."""
    best = from_bytes(_TAG.sub(b" ", strange)).best()
    name = _encoding(_DETECTORS_NAMES.get(best.encoding, best.encoding)) if best else ""
    if name in _OF_OTHER_LETTERS:
        return name
    many = sum(1 for byte in strange if byte > 0x7F) >= 2 * _ENOUGH_TO_TELL
    return _OF_LANGUAGE.get(best.language, _USUAL) if best and many else _USUAL


def _marked(body: bytes) -> str | None:
    for mark, name in _MARKS:
        if body.startswith(mark):
            return body[len(mark) :].decode(name, "replace")
    return None


def _unmarked(body: bytes) -> str | None:
    for start, name in _UNMARKED:
        if body.startswith(start):
            return body.decode(name, "replace")
    return None


def _encoding(label: str) -> str:
    """The standard's name for the label, "" for none."""
    found = webencodings.lookup(label)
    return found.name if found else ""


def _decoded(body: bytes, name: str) -> str:
    if name == "replacement":  # what attackers hide tags in: browsers show one U+FFFD
        return "\ufffd"
    # The standard's gbk decodes all of its successor.
    codec = codecs.lookup("gb18030") if name == "gbk" else webencodings.lookup(name).codec_info
    if not name.startswith("windows-"):
        return str(codec.decode(body, "replace")[0])
    return str(codec.decode(body, "surrogateescape")[0]).translate(_UNDEFINED)


def _meta_charset(body: bytes) -> str:
    head = body[:_HEAD]
    head = _NO_MARKUP.sub(b"", head)
    ends = _BODY.search(head)
    for meta in _META.finditer(head[: ends.start()] if ends else head):
        pairs = {
            found[1].lower(): (found[2] or found[3] or found[4] or b"").decode("ascii", "replace")
            for found in reversed(list(_ATTRIBUTE.finditer(meta.group())))
        }
        label = pairs.get(b"charset", "")
        if not label and pairs.get(b"http-equiv", "").strip().lower() == "content-type":
            label = charset_of(pairs.get(b"content", ""))
        if name := _encoding(label):
            # Whoever could read this in ASCII doesn't have UTF-16 before them.
            return "utf-8" if name.startswith("utf-16") else _seen_as(name)
    return ""


def _seen_as(name: str) -> str:
    return _USUAL if name == "x-user-defined" else name
