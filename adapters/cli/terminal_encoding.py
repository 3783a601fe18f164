"""Terminals and pipes of any encoding → streams that take every character we write.

Where the encoding lacks a character, its nearest plain spelling is shown: an answer with straight
quotation marks is better than none.
"""

import codecs
import unicodedata
from functools import partial
from typing import TextIO

_PLAIN = {
    **dict.fromkeys("“”„‟″«»", '"'),
    **dict.fromkeys("‘’‚‛′", "'"),
    **dict.fromkeys("‐‑‒–−", "-"),
    **dict.fromkeys("—―", "--"),
    **dict.fromkeys("\u200b\u200c\u200d\ufeff\u00ad", ""),
    **{"…": "...", "·": "*", "•": "*", "→": "->", "←": "<-", "×": "x", "€": "EUR", "£": "GBP"},
    **{"ß": "ss", "æ": "ae", "Æ": "AE", "œ": "oe", "Œ": "OE", "ø": "o", "Ø": "O", "ł": "l"},
    **{"Ł": "L", "đ": "d", "Đ": "D", "ð": "d", "þ": "th", "ı": "i"},
}


def take_everything(*streams: TextIO | None) -> None:
    """From here on none of the streams refuses a character."""
    for stream in streams:
        reconfigure = getattr(stream, "reconfigure", None)
        if stream is None or reconfigure is None:  # a program put something of its own there
            continue
        # One for each: to the handler most encodings are called "charmap".
        handler = f"pullquote-plain-{stream.encoding}"
        codecs.register_error(handler, partial(_in_plain, stream.encoding))
        reconfigure(errors=handler)


def take_any_bytes(stream: TextIO | None) -> None:
    """From here on bytes of another encoding are no error; see `typed_in_another_encoding`."""
    reconfigure = getattr(stream, "reconfigure", None)
    if reconfigure:
        reconfigure(errors="surrogateescape")


def is_unicode(stream: TextIO) -> bool:
    """Whether the stream's encoding has every character."""
    try:
        return codecs.lookup(stream.encoding or "utf-8").name.startswith("utf")
    except LookupError:
        return False


def typed_in_another_encoding(argument: str) -> str:
    """A command's argument as it was meant, where its bytes are not in the terminal's encoding.

    Python hands such bytes on as halves of characters, which nothing can search for.
    """
    if argument.isprintable() or not any("\udc80" <= char <= "\udcff" for char in argument):
        return argument
    data = argument.encode("utf-8", "surrogateescape")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")


def _in_plain(encoding: str, fault: UnicodeError) -> tuple[str, int]:
    if not isinstance(fault, UnicodeEncodeError):
        raise fault
    shown = "".join(_plain(char, encoding) for char in fault.object[fault.start : fault.end])
    return shown, fault.end


def _plain(char: str, encoding: str) -> str:
    letters = unicodedata.normalize("NFKD", char)
    without_marks = "".join(one for one in letters if not unicodedata.combining(one))
    for candidate in (_PLAIN.get(char), without_marks):
        if candidate is not None and _fits(candidate, encoding):
            return candidate
    return "?"


def _fits(text: str, encoding: str) -> bool:
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True
