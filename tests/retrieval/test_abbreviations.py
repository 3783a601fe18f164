"""Abbreviations that an article introduces, and brackets that introduce none."""

import pytest

from retrieval.abbreviations import abbreviations_in


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("the Baltic Pilots' Union (BPU) voted", [("BPU", "Baltic Pilots' Union")]),
        ("BPU (Baltic Pilots' Union) voted", [("BPU", "Baltic Pilots' Union")]),
        ("the Ministry of Fisheries and Food (MFF)", [("MFF", "Ministry of Fisheries and Food")]),
        ("Dana “DJ” Jensen sang", [("DJ", "Dana Jensen")]),
        ("Dana Ruth Jensen, better known as DRJ, sang", [("DRJ", "Dana Ruth Jensen")]),
        ("a harbour (built in 1902) and a pier", []),
        ("its owner (ABC) said", []),
        ("The firm grew (see NOTE) last year", []),
    ],
)
def test_a_bracket_is_read_as_what_it_is(text: str, found: list[tuple[str, str]]) -> None:
    assert abbreviations_in(text) == found
