"""What people see of a story's timeline and of a quote's context."""

from dataclasses import replace

import pytest
from syrupy.assertion import SnapshotAssertion

from bot import timeline_wording, wording
from bot.desk import Surrounded
from bot.documents.actions import Turn, story_mark
from bot.documents.context import context_document
from bot.documents.timelines import timeline_document
from bot.documents.tree import Buttons, Document, Picture, Quotation
from retrieval.timeline import Development
from tests.bot.documents.drawn import drawn
from tests.bot.documents.test_replies import held, long_quote
from tests.bot.happenings import DEVELOPMENTS, timeline_page
from tests.bot.newsroom import FIRST, SECOND, STORY, WIRE, page, paged, quoted

PICTURE = Picture(b"PNG", "Coverage of “X”: 3 articles.")


def turns_of(document: Document) -> list[tuple[str, Turn]]:
    return [
        (button.label, button.action)
        for part in document.below(len(document.entries))
        if isinstance(part, Buttons)
        for button in part.buttons
        if isinstance(button.action, Turn)
    ]


def test_a_timeline_with_its_picture(snapshot: SnapshotAssertion) -> None:
    assert drawn(timeline_document(timeline_page(DEVELOPMENTS), PICTURE)) == snapshot


def test_a_story_without_developments() -> None:
    assert drawn(timeline_document(timeline_page([]))).splitlines()[1:] == [
        f"# {timeline_wording.timeline_of(STORY.title)}",
        timeline_wording.NO_DEVELOPMENTS(),
    ]


@pytest.mark.parametrize(
    ("number", "newest_first", "expected"),
    [
        (0, False, [("Later", 1, False), ("Newest first", 0, True)]),
        (1, False, [("Earlier", 0, False), ("Later", 2, False), ("Newest first", 0, True)]),
        (1, True, [("Later", 0, True), ("Earlier", 2, True), ("Oldest first", 0, False)]),
        (2, False, [("Earlier", 1, False), ("Newest first", 0, True)]),
    ],
)
def test_buttons_lead_to_the_pages_beside_it_and_to_the_other_order(
    number: int, newest_first: bool, expected: list[tuple[str, int, bool]]
) -> None:
    shown = timeline_page([DEVELOPMENTS[1]] * 12, number, newest_first=newest_first)
    mark = story_mark(STORY.slug)
    assert turns_of(timeline_document(shown)) == [
        (label, Turn(mark, to, newest)) for label, to, newest in expected
    ]


def test_one_development_has_no_other_order() -> None:
    assert turns_of(timeline_document(timeline_page(DEVELOPMENTS[:1]))) == []


def test_long_quotes_stay_whole_until_one_has_no_room_and_is_left_to_its_article() -> None:
    long = [Development(long_quote(3_500, f"long-{n}"), ()) for n in range(5)]
    shown = held(13_000, timeline_document(timeline_page(long)))
    whole = [b for group in shown.groups for b in group if isinstance(b, Quotation)]
    assert len(shown.groups) == 5
    assert [len(one.text) for one in whole] == [3_500] * 3
    assert str(shown.groups).count(wording.QUOTE_TOO_LONG()) == 2


def test_developments_whose_very_addresses_have_no_room_are_counted() -> None:
    far = replace(WIRE, url=f"https://wire.example/{'x' * 2_900}")
    document = timeline_document(timeline_page([Development(quoted(far, FIRST.text), ())] * 5))
    shown = held(11_000, document)
    assert len(shown.groups) == 3
    assert wording.left_out(2) in str(shown.below)


def test_the_same_report_elsewhere_is_named_once() -> None:
    copies = replace(SECOND, also_in=(WIRE,))
    told = drawn(timeline_document(timeline_page([Development(copies, (WIRE,))])))
    assert told.count("Harborline Wire") == 1


AROUND = (
    Surrounded(FIRST, "The change was announced on Sunday. ", " It gains duties."),
    Surrounded(SECOND, "Tokyo had hoped for four stars. ", ""),
)


def test_context_marks_the_words_that_answer(snapshot: SnapshotAssertion) -> None:
    told = drawn(context_document(*paged(AROUND)))
    assert "**a three-star officer**" in told
    assert told == snapshot


def test_what_does_not_claim_to_answer_marks_nothing_in_context() -> None:
    assert "**" not in drawn(context_document(*paged(AROUND, answering=False)))


def test_margins_give_way_at_whole_words_before_any_quote_does() -> None:
    wide = [Surrounded(FIRST, "before " * 900, " after" * 900), AROUND[1]]
    document = context_document(*paged(wide))
    for most in (8_000, 4_000, 2_500):
        shown = held(most, document)
        [first] = [b for b in shown.groups[0] if isinstance(b, Quotation)]
        assert first.text == FIRST.text
        assert len(shown.groups) == 2
        assert first.before.startswith(f"{wording.OMITTED()} before ")
        assert first.after.endswith(f"after {wording.OMITTED()}")


def test_quotes_that_are_gone_are_said_to_be() -> None:
    assert wording.QUOTES_GONE() in drawn(context_document(page(total=0), ()))
