"""What a terminal is shown: nothing that acts, and right-to-left words apart from their line."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.cli.terminal_text import harmless, shown_apart
from bot.safe_text import one_line

ARABIC = "صحيفة الخليج"


def test_a_source_that_runs_from_right_to_left_stays_apart_from_its_line() -> None:
    shown = one_line(ARABIC)
    assert shown_apart(shown) == f"\N{FIRST STRONG ISOLATE}{ARABIC}\N{POP DIRECTIONAL ISOLATE}"
    assert shown_apart(f"{shown} (paper.example)").startswith("\N{FIRST STRONG ISOLATE}")


@pytest.mark.parametrize(
    "hostile",
    [
        "\u2068never ended",
        "ended\u2069 without a beginning",
        "\u2068one \u202e inside\u2069",
        "\u2067another kind\u2069",
        "\u2068a\x1b[31mred\u2069",
        "\u2068\u2066nested\u2069\u2069",
    ],
)
def test_what_could_turn_or_colour_its_neighbours_is_marked(hostile: str) -> None:
    shown = shown_apart(hostile)
    assert "\N{REPLACEMENT CHARACTER}" in shown
    for acting in ("\x1b", "\u202e", "\u2066", "\u2067"):
        assert acting not in shown
    assert len(shown) == len(hostile)


@given(st.text(alphabet=st.characters() | st.sampled_from("\u2066\u2067\u2068\u2069\u202e\x1b")))
def test_isolates_that_are_left_are_ended_and_hold_nothing_that_acts(text: str) -> None:
    shown = shown_apart(text)
    assert len(shown) == len(text)
    opened = 0
    for character in shown:
        if character == "\N{FIRST STRONG ISOLATE}":
            opened += 1
        elif character == "\N{POP DIRECTIONAL ISOLATE}":
            opened -= 1
        else:
            assert harmless(character) == character
        assert opened in (0, 1)
    assert opened == 0
