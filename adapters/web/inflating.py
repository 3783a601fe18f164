"""A body's chunks as they were sent → its bytes, never more of them than allowed. Pure.

HTTP libraries inflate a chunk whole, which lets 10 kB of zeros become gigabytes in one step.
"""

import zlib
from typing import Protocol

import brotli  # type: ignore[import-untyped]

CODINGS = "gzip, deflate, br"
_GZIP, _ZLIB, _RAW = 31, 15, -15


class BodyError(Exception):
    """The body can't be read; the message says why."""


class TooMuch(BodyError):
    """More than allowed."""

    def __init__(self, most: int) -> None:
        size = f"{most / 1_000_000:g} MB" if most >= 1_000_000 else f"{most:,} bytes"
        super().__init__(f"more than {size}")


class CutShort(BodyError):
    """It ends before its end."""


class _Inflater(Protocol):
    def inflate(self, data: bytes, most: int) -> bytes:
        """All that `data` becomes or, where that is more than `most` bytes, the first of it."""

    def ended(self) -> bool: ...


class Inflating:
    """Takes a body's chunks."""

    def __init__(self, coding: str, most: int) -> None:
        """`coding` as the header Content-Encoding says. Raises BodyError for an unknown one."""
        self._inflater = _inflater(coding.strip().lower())
        self._most = most
        self._received = 0
        self._inflated = bytearray()

    def take(self, chunk: bytes) -> None:
        """Raises TooMuch, and BodyError for what is not in the coding."""
        self._received += len(chunk)
        left = self._most - len(self._inflated)
        try:
            self._inflated += self._inflater.inflate(chunk, left)
        except (zlib.error, brotli.error):
            raise BodyError("its compression is broken") from None
        # Compressed bytes count too: they may come without end and inflate to nothing.
        if len(self._inflated) > self._most or self._received > self._most:
            raise TooMuch(self._most)

    def whole(self) -> bytes:
        """All that was taken. Raises CutShort where the compressed data have not ended."""
        if self._received and not self._inflater.ended():
            raise CutShort("cut short")
        return bytes(self._inflated)

    def first(self) -> bytes:
        """As much as is allowed of what was taken."""
        return bytes(self._inflated[: self._most])


def _inflater(coding: str) -> _Inflater:
    if coding in ("", "identity"):
        return _Plain()
    if coding in ("gzip", "x-gzip"):
        return _Zlib(_GZIP)
    if coding == "deflate":
        return _Zlib(None)
    if coding == "br":
        return _Brotli()
    raise BodyError(f"sent as {coding[:40]!r}, which was not asked for")


class _Plain:
    def inflate(self, data: bytes, most: int) -> bytes:
        return data

    def ended(self) -> bool:
        return True


class _Zlib:
    def __init__(self, form: int | None) -> None:
        self._form = form
        self._stream = zlib.decompressobj(form or _ZLIB)
        self._begun = False

    def inflate(self, data: bytes, most: int) -> bytes:
        if not self._begun and data:
            self._begun = True
            # Some servers send "deflate" without the zlib header that the name asks for.
            if self._form is None and data[0] & 0x0F != 8:
                self._stream = zlib.decompressobj(_RAW)
        if self._stream.eof:
            inflated, after = b"", data
        else:
            inflated = self._stream.decompress(data, most + 1)
            after = self._stream.unused_data
        # Padding after the end is harmless; a second gzip file would be lost unnoticed.
        if after.startswith(b"\x1f"):
            raise BodyError("compressed in several parts, which are not read")
        return inflated

    def ended(self) -> bool:
        return self._stream.eof


class _Brotli:
    def __init__(self) -> None:
        self._stream = brotli.Decompressor()

    def inflate(self, data: bytes, most: int) -> bytes:
        inflated: bytes = self._stream.process(data, output_buffer_limit=most + 1)
        while len(inflated) <= most and not self._stream.can_accept_more_data():
            inflated += self._stream.process(b"", output_buffer_limit=most + 1 - len(inflated))
        return inflated

    def ended(self) -> bool:
        return bool(self._stream.is_finished())
