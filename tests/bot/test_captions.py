"""The lines above quotes, wherever a page of them begins."""

import pytest

from bot.captions import above, below
from bot.replies import Answer, Standing

PLAIN, VALUE, EARLIER, OTHER = Standing


@pytest.mark.parametrize(
    ("standings", "claimed", "possible"),
    [
        ((), (), ()),
        ((PLAIN, PLAIN), ("", ""), ("This may answer:", "")),
        (
            (VALUE, VALUE, OTHER),
            ("Reports differ:", "", "Other quotes:"),
            ("This may answer; reports differ:", "", "Other quotes:"),
        ),
        (
            (PLAIN, EARLIER, EARLIER, OTHER),
            ("", "Earlier reports said:", "", "Other quotes:"),
            ("This may answer:", "Earlier reports said:", "", "Other quotes:"),
        ),
        (
            (EARLIER, OTHER),
            ("Earlier reports said:", "Other quotes:"),
            ("This may answer; earlier reports said:", "Other quotes:"),
        ),
        ((OTHER, OTHER), ("", ""), ("This may answer:", "")),
    ],
)
def test_a_line_stands_above_the_first_quote_and_where_they_begin_to_say_something_else(
    standings: tuple[Standing, ...], claimed: tuple[str, ...], possible: tuple[str, ...]
) -> None:
    assert above(standings, possible=False) == claimed
    assert above(standings, possible=True) == possible


def test_a_long_question_is_cut_where_it_is_named() -> None:
    (line,) = below(Answer("", "", 0.9, (), (), unanswered=("why " * 100,)))
    assert line == f"Nothing that is tracked answers “{('why ' * 50)[:199]}…”."
