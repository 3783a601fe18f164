"""What people see of a story's timeline: dated quotes, pages, and the picture above them."""

from dataclasses import replace

import pytest
from syrupy.assertion import SnapshotAssertion

from adapters.slack.actions import EARLIER, LATER, TURN_AROUND, Turn, turn_of
from adapters.slack.message import Message
from adapters.slack.timelines import Picture, timeline_message
from bot import wording
from retrieval.timeline import Development
from tests.adapters.slack.happenings import DEVELOPMENTS, timeline_page
from tests.adapters.slack.newsroom import FIRST, SECOND, STORY, WIRE, accepted, quoted
from tests.adapters.slack.test_replies import long_quote

PICTURE = Picture("F0000000001", "Coverage of “X”: 3 articles.")


def turns_of(message: Message) -> list[tuple[str, str, Turn | None]]:
    return [
        (button["action_id"], button["text"]["text"], turn_of(button["value"]))
        for block in message.blocks
        if block["type"] == "actions"
        for button in block["elements"]
    ]


def test_a_timeline_with_its_picture(golden: SnapshotAssertion) -> None:
    assert accepted(timeline_message(timeline_page(DEVELOPMENTS), PICTURE)) == golden


def test_a_story_without_developments(golden: SnapshotAssertion) -> None:
    assert accepted(timeline_message(timeline_page([]))) == golden


@pytest.mark.parametrize(
    ("number", "newest_first", "expected"),
    [
        (0, False, [(LATER, "Later", 1, False), (TURN_AROUND, "Newest first", 0, True)]),
        (
            1,
            False,
            [
                (EARLIER, "Earlier", 0, False),
                (LATER, "Later", 2, False),
                (TURN_AROUND, "Newest first", 0, True),
            ],
        ),
        (
            1,
            True,
            [
                (LATER, "Later", 0, True),
                (EARLIER, "Earlier", 2, True),
                (TURN_AROUND, "Oldest first", 0, False),
            ],
        ),
        (2, False, [(EARLIER, "Earlier", 1, False), (TURN_AROUND, "Newest first", 0, True)]),
    ],
)
def test_buttons_lead_to_the_pages_beside_it_and_to_the_other_order(
    number: int, newest_first: bool, expected: list[tuple[str, str, int, bool]]
) -> None:
    page = timeline_page([DEVELOPMENTS[1]] * 12, number, newest_first=newest_first)
    shown = timeline_message(page, PICTURE)
    accepted(shown)
    assert turns_of(shown) == [
        (action, label, Turn(STORY.slug, to, newest, PICTURE.file))
        for action, label, to, newest in expected
    ]


def test_one_development_has_no_other_order() -> None:
    shown = timeline_message(timeline_page(DEVELOPMENTS[:1]))
    accepted(shown)
    assert turns_of(shown) == []
    assert shown.text == (
        "Timeline: The US joint command in Japan. 1 of 1 development, oldest first."
    )


def test_long_quotes_stay_whole_until_one_has_no_room_and_is_left_to_its_article() -> None:
    long = [Development(long_quote(3_500, f"long-{n}"), ()) for n in range(5)]
    shown = timeline_message(timeline_page(long), PICTURE)
    accepted(shown)
    quotes = [
        "".join(element["text"] for element in block["elements"][0]["elements"])
        for block in shown.blocks[2:-1]
    ]
    # All five read the same.
    whole = long[0].quote.text
    assert sorted(quotes) == [wording.QUOTE_TOO_LONG] * 2 + [whole] * 3


def test_developments_whose_very_addresses_have_no_room_are_counted() -> None:
    far = replace(WIRE, url=f"https://wire.example/{'x' * 2_900}")
    shown = timeline_message(timeline_page([Development(quoted(far, FIRST.text), ())] * 5))
    accepted(shown)
    texts = str(shown.blocks)
    assert texts.count(far.url) == 3
    assert wording.left_out(2) in texts


@pytest.mark.parametrize(
    "value",
    [
        None,
        7,
        "",
        "{",
        "[]",
        "[" * 1_990,
        '{"t":"a","n":-1,"d":true,"f":""}',
        '{"t":"a","n":true,"d":true,"f":""}',
        '{"t":"a","n":1,"d":1,"f":""}',
        '{"t":"a","n":1,"d":true,"f":"","x":1}',
    ],
)
def test_nothing_else_is_taken_for_a_page(value: object) -> None:
    assert turn_of(value) is None


def test_the_same_report_elsewhere_is_named_once() -> None:
    copies = replace(SECOND, also_in=(WIRE,))
    shown = timeline_message(timeline_page([Development(copies, (WIRE,))]))
    assert str(accepted(shown)).count("Harborline Wire") == 1
