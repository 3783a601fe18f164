"""The lines above quotes, wherever a page of them begins."""

import pytest

from bot import wording
from bot.captions import above, below
from bot.replies import Answer, Part, Standing
from bot.two_questions import MOST_PARTS

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


def test_a_question_is_named_as_it_was_typed_and_by_its_number_where_it_was_not() -> None:
    question = "Who built it\nand what did it cost?"
    open_parts = (Part(2, "what did it cost?"), Part(3, "what did the pier cost?"))
    reply = Answer(question, "", 0.9, (), (), unsure=open_parts[:1], unanswered=open_parts[1:])
    assert below(reply) == (
        "These quotes may not answer “what did it cost?”.",
        "Nothing that is tracked answers the third part of your question.",
    )


def test_every_part_that_a_message_can_hold_has_a_name() -> None:
    assert len(wording.PARTS) == MOST_PARTS
