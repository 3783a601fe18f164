"""What the bot gets from sites that compress their pages, and that send too much."""

import gzip
import tracemalloc
import zlib

import brotli  # type: ignore[import-untyped]
import pytest

from adapters.web.fetching import Failed
from tests.adapters.web.fetched import PAGE, Desk, found
from tests.e2e import news_faults as faults
from tests.e2e.news_site import NewsSite


def deflated_raw(body: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-15)
    return packer.compress(body) + packer.flush()


@pytest.mark.parametrize(
    ("coding", "sent"),
    [
        ("gzip", gzip.compress(PAGE.encode(), mtime=0)),
        ("X-GZip", gzip.compress(PAGE.encode(), mtime=0) + b"\0\0\0"),
        ("deflate", zlib.compress(PAGE.encode())),
        ("deflate", deflated_raw(PAGE.encode())),
        ("br", brotli.compress(PAGE.encode())),
        ("identity", PAGE.encode()),
    ],
)
def test_compressed_pages_are_read(site: NewsSite, desk: Desk, coding: str, sent: bytes) -> None:
    site.page("/a", sent, headers={"Content-Encoding": coding}, validators=False)
    assert desk.get(site.url("/a")) == found(site, "/a", PAGE.encode())


@pytest.mark.parametrize(
    ("coding", "sent", "reason"),
    [
        ("zstd", b"(\xb5/\xfd", "sent as 'zstd', which was not asked for"),
        ("gzip, br", b"\x1f\x8b", "sent as 'gzip, br', which was not asked for"),
        (
            "gzip",
            gzip.compress(b"a", mtime=0) * 2,
            "compressed in several parts, which are not read",
        ),
        ("br", b"this was never compressed", "its compression is broken"),
        ("gzip", b"this was never compressed", "its compression is broken"),
    ],
)
def test_a_compression_that_cannot_be_read_is_named(
    site: NewsSite, desk: Desk, coding: str, sent: bytes, reason: str
) -> None:
    site.page("/a", sent, headers={"Content-Encoding": coding})
    assert desk.get(site.url("/a")) == Failed(reason)
    assert len(site.requests) == 1


@pytest.mark.parametrize(
    "fault", [faults.huge(), faults.announced(), faults.gzip_bomb(), faults.brotli_bomb()]
)
def test_a_body_that_is_too_large_never_fills_memory(
    site: NewsSite, desk: Desk, fault: faults.Fault
) -> None:
    site.fail("/a", fault)
    tracemalloc.start()
    try:
        assert desk.but(most_bytes=2_000_000).get(site.url("/a")) == Failed("more than 2 MB")
        assert tracemalloc.get_traced_memory()[1] < 20_000_000
    finally:
        tracemalloc.stop()
    assert len(site.requests) == 1


def test_padding_without_end_is_too_large_as_well(site: NewsSite, desk: Desk) -> None:
    padded = gzip.compress(PAGE.encode(), mtime=0) + bytes(2_000)
    site.page("/a", padded, headers={"Content-Encoding": "gzip"})
    assert desk.but(most_bytes=2_000).get(site.url("/a")) == Failed("more than 2,000 bytes")


def test_a_page_of_just_the_limit_is_read(site: NewsSite, desk: Desk) -> None:
    for coding, pack in (("", bytes), ("gzip", gzip.compress), ("br", brotli.compress)):
        body = bytes(range(256)) * 4
        site.page("/a", pack(body), headers={"Content-Encoding": coding}, validators=False)
        assert desk.but(most_bytes=1024).get(site.url("/a")) == found(site, "/a", body)
        assert desk.but(most_bytes=1023).get(site.url("/a")) == Failed("more than 1,023 bytes")
