"""What people see in the modal around a quote and on the bot's home page."""

from dataclasses import replace
from typing import Any

import pytest
from syrupy.assertion import SnapshotAssertion

from adapters.slack.context import context_view, failed_view, loading_view
from adapters.slack.home import home_view
from adapters.slack.limits import MOST_BYTES, size
from bot import wording
from bot.desk import Surrounded
from bot.library import StoryListing
from tests.adapters.slack.newsroom import (
    FIRST,
    LED,
    LISTINGS,
    PAPER,
    REVIEW,
    SECOND,
    STORY,
    TITLES,
    WIRE,
    article,
    paged,
    quoted,
)
from tests.e2e.slack.block_kit import violations_of

BEFORE, AFTER = WIRE.text.split(LED)


def shown(view: dict[str, Any]) -> dict[str, Any]:
    surface = str(view["type"])
    assert violations_of(view, surface) == []
    assert size(view["blocks"]) <= MOST_BYTES
    return view


def passages(view: dict[str, Any]) -> list[str]:
    quotations = [block["elements"][0] for block in view["blocks"]]
    return ["".join(part["text"] for part in one["elements"]) for one in quotations]


def test_a_quote_in_its_passage(golden: SnapshotAssertion) -> None:
    around = [Surrounded(FIRST, BEFORE, AFTER), Surrounded(SECOND, "", "")]
    assert shown(context_view(*paged(around))) == golden


def test_quotes_that_only_may_answer_are_not_bold_in_their_passages(
    golden: SnapshotAssertion,
) -> None:
    around = [Surrounded(FIRST, BEFORE, AFTER), Surrounded(SECOND, "", "")]
    seen = context_view(*paged(around, answering=False, line=wording.MAY_ANSWER))
    assert "'bold'" not in str(seen)
    assert shown(seen) == golden


def test_the_passage_reads_as_the_article_does() -> None:
    view = context_view(*paged([Surrounded(FIRST, BEFORE, AFTER)]))
    assert passages(view) == [WIRE.text]


def test_a_long_passage_is_cut_on_both_sides_at_whole_words_but_not_the_quote() -> None:
    before, after = "some words before it " * 400, " and others after" * 400
    around = [Surrounded(replace(FIRST), before, after)] * 3
    found = passages(shown(context_view(*paged(around))))
    for passage in found:
        left, quote, right = passage.partition(LED)
        assert quote == LED
        assert left.startswith("[…] ")
        assert before.endswith(f" {left.removeprefix('[…] ')}")
        assert right.endswith(" […]")
        assert after.startswith(f"{right.removesuffix(' […]')} ")
        assert len(left) > 900
        assert len(right) > 900
    assert len(found) == 3


def test_quotes_without_room_are_counted() -> None:
    text = "A very long sentence of it. " * 200
    long = quoted(article("long", "The Long Read", "Long", text), text.strip())
    view = shown(context_view(*paged([Surrounded(long, "before ", " after")] * 3)))
    assert passages(view) == [f"before {long.text} after"] * 2 + ["1 more quote has no room here."]


def test_a_quote_too_long_for_a_view_is_named_and_linked() -> None:
    text = "A very long sentence of it. " * 800
    long = quoted(article("long", "The Long Read", "Long", text), text.strip())
    view = shown(context_view(*paged([Surrounded(long, "", "")])))
    assert passages(view) == [wording.QUOTE_TOO_LONG]


def test_quotes_that_are_gone_are_said_to_be() -> None:
    assert passages(shown(context_view(*paged([])))) == [wording.QUOTES_GONE]


def test_words_before_a_quote_cannot_turn_it_around() -> None:
    view = shown(context_view(*paged([Surrounded(FIRST, "\u202ebefore ", " after\u2067")])))
    assert passages(view) == [f"�before {LED} after�"]


def test_a_view_while_the_passages_are_fetched(golden: SnapshotAssertion) -> None:
    assert shown(loading_view()) == golden


def test_a_view_that_failed_says_why(golden: SnapshotAssertion) -> None:
    assert shown(failed_view(wording.NOT_KEPT)) == golden


def test_the_home_page(golden: SnapshotAssertion) -> None:
    assert shown(home_view(LISTINGS, [PAPER, REVIEW, WIRE], TITLES)) == golden


def test_the_home_page_where_nothing_is_tracked(golden: SnapshotAssertion) -> None:
    assert shown(home_view([], [], {})) == golden


@pytest.mark.parametrize("length", [20, 20_000])
def test_a_home_page_of_many_stories_stays_within_limits_and_counts_the_rest(length: int) -> None:
    story = replace(STORY, title="A story " * length, summary="About it. " * length)
    view = shown(home_view([StoryListing(story, 1, None)] * 200, [WIRE] * 200, TITLES))
    texts = str(view)
    assert "more.'" in texts
    assert WIRE.title in texts
