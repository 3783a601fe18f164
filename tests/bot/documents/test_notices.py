"""What channels are told unasked: new articles, corrections, and follows that fell quiet."""

from dataclasses import replace

import pytest
from syrupy.assertion import SnapshotAssertion

from bot import wording
from bot.documents.notices import (
    correction_document,
    fallen_quiet_document,
    news_document,
    outage_document,
)
from bot.documents.tree import Quotation
from bot.following import Pace, Rhythm
from tests.bot.documents.drawn import drawn
from tests.bot.documents.test_replies import held, long_quote
from tests.bot.happenings import DAILY, ITEMS, correction, follow, item, news
from tests.bot.newsroom import FIRST, LED, PAPER, WIRE, quoted

OLD = "The new headquarters will be led by a four-star officer."
NEW = quoted(replace(WIRE, text=OLD.replace("four", "three")), OLD.replace("four", "three"))


def test_new_articles_with_what_is_new_in_each(snapshot: SnapshotAssertion) -> None:
    assert drawn(news_document(news(*ITEMS))) == snapshot


@pytest.mark.parametrize(
    ("rhythm", "lead"), [(DAILY, "Daily digest: "), (Rhythm(Pace.WEEKLY), "Weekly digest: ")]
)
def test_a_digest_says_that_it_is_one_and_counts_what_has_no_room(
    rhythm: Rhythm, lead: str
) -> None:
    lines = drawn(news_document(news(ITEMS[0], more=3, rhythm=rhythm))).splitlines()
    assert lines[1].startswith(f"# {lead}")
    assert lines[-1].startswith("… and 3 more articles; see the story with: /timeline story=")


def test_articles_and_sentences_that_do_not_fit_are_counted_and_none_is_cut() -> None:
    long = [long_quote(5_000, f"long-{n}") for n in range(5)]
    document = news_document(news(*(item(quote.article, quote) for quote in long), more=2))
    shown = held(13_000, document)
    texts = [b.text for group in shown.groups for b in group if isinstance(b, Quotation)]
    assert texts == [quote.text for quote in long[:2]]
    assert "… and 5 more articles" in str(shown.below)
    alone = held(3_000, document)
    assert wording.left_out_quotes(1) in str(alone.groups)


def test_an_article_without_an_address_links_nowhere() -> None:
    nowhere = replace(WIRE, url="")
    told = drawn(news_document(news(item(nowhere, quoted(nowhere, LED)))))
    assert wording.OPEN_AT() not in told
    assert "](" not in told


def test_in_a_sentence_that_changed_the_changed_words_are_marked(
    snapshot: SnapshotAssertion,
) -> None:
    told = drawn(correction_document(correction(OLD, NEW)))
    assert "~~four-star~~" in told
    assert "**three-star**" in told
    assert told == snapshot


@pytest.mark.parametrize("withdrawn", [False, True])
def test_a_sentence_that_is_gone_is_struck_out(withdrawn: bool) -> None:
    told = drawn(correction_document(correction(OLD, withdrawn=withdrawn))).splitlines()
    assert told[1] == f"# {wording.WITHDRAWN() if withdrawn else wording.NO_LONGER_THERE()}"
    assert f"> [~~{OLD}~~]" in told


@pytest.mark.parametrize(("old", "new"), [(9_000, 9_000), (14_000, 100), (100, 14_000)])
def test_words_too_long_to_be_set_side_by_side_are_left_to_the_article(old: int, new: int) -> None:
    shown = held(13_000, correction_document(correction(long_quote(old).text, long_quote(new))))
    assert wording.QUOTE_TOO_LONG() in str(shown.groups)
    assert sum(isinstance(block, Quotation) for block in shown.groups[0]) < 2


def test_who_asked_hears_where_why_and_how_to_begin_again(snapshot: SnapshotAssertion) -> None:
    told = fallen_quiet_document(follow(DAILY), PAPER.title, "I am not in the channel", "C0NEWS")
    assert drawn(told) == snapshot


def test_what_cannot_be_read_is_one_paragraph() -> None:
    assert drawn(outage_document("A source is\u202e gone.")).splitlines()[1] == (
        "A source is\N{REPLACEMENT CHARACTER} gone."
    )


def test_the_quotes_of_news_are_never_marked() -> None:
    assert "**" not in drawn(news_document(news(item(WIRE, FIRST))))
