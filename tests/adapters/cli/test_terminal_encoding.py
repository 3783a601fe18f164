"""Terminals that are not UTF-8: an answer in the characters that they have."""

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.cli.terminal_encoding import (
    is_unicode,
    take_any_bytes,
    take_everything,
    typed_in_another_encoding,
)

ANSWER = "“The café’s owner — Zoë — paid 3 € for Łódź…” · → 東京"


def written(text: str, encoding: str) -> str:
    raw = io.BytesIO()
    stream = io.TextIOWrapper(raw, encoding=encoding)
    take_everything(stream)
    stream.write(text)
    stream.flush()
    return raw.getvalue().decode(encoding)


@pytest.mark.parametrize(
    ("encoding", "shown"),
    [
        ("utf-8", ANSWER),
        ("ascii", '"The cafe\'s owner -- Zoe -- paid 3 EUR for Lodz..." * -> ??'),
        ("latin-1", '"The café\'s owner -- Zoë -- paid 3 EUR for Lódz..." · -> ??'),
        ("cp1252", "“The café’s owner — Zoë — paid 3 € for Lódz…” · -> ??"),
    ],
)
def test_what_an_encoding_lacks_is_spelt_plainly(encoding: str, shown: str) -> None:
    assert written(ANSWER, encoding) == shown


@given(
    st.text(alphabet=st.characters(exclude_categories=())),
    st.sampled_from(("ascii", "latin-1", "cp1252", "cp437", "koi8-r", "shift_jis", "utf-8")),
)
def test_no_character_is_refused_by_any_encoding(text: str, encoding: str) -> None:
    written(text, encoding)


def test_a_question_typed_in_an_old_encoding_is_read_as_it_was_meant() -> None:
    typed = "who runs the café?".encode("cp1252").decode("ascii", "surrogateescape")
    assert typed_in_another_encoding(typed) == "who runs the café?"
    in_utf_8 = "who runs the café?".encode().decode("ascii", "surrogateescape")
    assert typed_in_another_encoding(in_utf_8) == "who runs the café?"
    assert typed_in_another_encoding("who runs the café?") == "who runs the café?"


def test_a_line_of_another_encoding_is_read_from_a_pipe() -> None:
    stream = io.TextIOWrapper(io.BytesIO("the café?\n".encode("cp1252")), encoding="utf-8")
    take_any_bytes(stream)
    assert typed_in_another_encoding(stream.readline()) == "the café?\n"


def test_streams_of_unicode_are_told_from_others() -> None:
    assert is_unicode(io.TextIOWrapper(io.BytesIO(), encoding="utf-8"))
    assert is_unicode(io.TextIOWrapper(io.BytesIO(), encoding="utf-16"))
    assert not is_unicode(io.TextIOWrapper(io.BytesIO(), encoding="latin-1"))
