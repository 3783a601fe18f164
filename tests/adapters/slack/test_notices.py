"""What channels are told unasked: new articles, corrections, and follows that fell quiet."""

from dataclasses import replace
from typing import Any

import pytest
from syrupy.assertion import SnapshotAssertion

from adapters.slack.notices import correction_message, fallen_quiet_message, news_message
from bot import wording
from bot.following import Pace, Rhythm
from tests.adapters.slack.happenings import (
    DAILY,
    ITEMS,
    correction,
    follow,
    item,
    news,
)
from tests.adapters.slack.newsroom import FIRST, LED, PAPER, WIRE, accepted, article, quoted
from tests.adapters.slack.test_replies import long_quote

OLD = "The new headquarters will be led by a four-star officer."


def lines_of(blocks: Any) -> list[str]:
    """The text of every paragraph."""
    return [
        "".join(element.get("text", "") for element in part["elements"])
        for block in blocks
        for part in block["elements"]
    ]


def test_new_articles_with_what_is_new_in_each(golden: SnapshotAssertion) -> None:
    assert accepted(news_message(news(*ITEMS))) == golden


@pytest.mark.parametrize("rhythm", [DAILY, Rhythm(Pace.WEEKLY)], ids=["daily", "weekly"])
def test_a_digest_says_that_it_is_one_and_counts_what_has_no_room(
    rhythm: Rhythm, golden: SnapshotAssertion
) -> None:
    assert accepted(news_message(news(ITEMS[0], more=3, rhythm=rhythm))) == golden


def test_articles_that_do_not_fit_are_counted_and_none_is_cut() -> None:
    long = [long_quote(5_000, f"long-{n}") for n in range(5)]
    items = [item(quote.article, quote) for quote in long]
    shown = news_message(news(*items, more=2))
    accepted(shown)
    lines = lines_of(shown.blocks)
    assert [line for line in lines if len(line) > 1_000] == [quote.text for quote in long[:2]]
    assert lines[-1] == "… and 5 more articles; see the story with: /timeline us-japan-command"


def test_sentences_of_one_article_that_do_not_fit_are_counted() -> None:
    text = "".join(f"{letter} sentence that goes on{' and on' * 900}. " for letter in "AB")
    paper = article("long", "The Long Read", "Long", text)
    first, second = (quoted(paper, f"{one}.") for one in text.strip().rstrip(".").split(". "))
    shown = news_message(news(item(paper, first, second)))
    accepted(shown)
    lines = lines_of(shown.blocks)
    assert (first.text in lines, second.text in lines) == (True, False)
    assert "… and 1 more new sentence." in lines


def test_one_sentence_too_long_for_any_message_is_counted_beside_its_headline() -> None:
    long = long_quote(14_000)
    shown = news_message(news(item(long.article, long)))
    accepted(shown)
    assert lines_of(shown.blocks) == [
        "New in: The US joint command in Japan",
        "The Long Read · A long story · 28 July 2024",
        "… and 1 more new sentence.",
    ]


def test_an_article_without_an_address_links_nowhere() -> None:
    nowhere = replace(WIRE, url="")
    quote = quoted(nowhere, LED)
    shown = str(accepted(news_message(news(item(nowhere, quote)))))
    assert "'link'" not in shown
    assert wording.OPEN_AT not in shown


def test_a_sentence_that_changed(golden: SnapshotAssertion) -> None:
    assert accepted(correction_message(correction(OLD, FIRST))) == golden


def test_a_sentence_that_is_gone(golden: SnapshotAssertion) -> None:
    assert accepted(correction_message(correction(OLD))) == golden


def test_an_article_that_was_withdrawn(golden: SnapshotAssertion) -> None:
    assert accepted(correction_message(correction(OLD, withdrawn=True))) == golden


@pytest.mark.parametrize(("old", "new"), [(9_000, 9_000), (14_000, 100), (100, 14_000)])
def test_words_too_long_to_be_set_side_by_side_are_left_to_the_article(old: int, new: int) -> None:
    shown = correction_message(correction(long_quote(old).text, long_quote(new)))
    accepted(shown)
    assert wording.CHANGED in lines_of(shown.blocks)
    assert wording.QUOTE_TOO_LONG in lines_of(shown.blocks)
    assert str(shown.blocks).count("'link'") == 1


def test_who_asked_hears_where_why_and_how_to_begin_again(golden: SnapshotAssertion) -> None:
    shown = fallen_quiet_message(follow(DAILY), PAPER.title, "I am not in the channel")
    assert accepted(shown) == golden
