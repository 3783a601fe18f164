"""What a channel is told without having asked: news, corrections, and that nothing more comes."""

from dataclasses import replace

import pytest
from syrupy.assertion import SnapshotAssertion

from adapters.discord.wording import why_not
from bot.following import rhythm_of
from bot.notices import NewsItem
from retrieval.quotes import Quote
from tests.adapters.discord.drawn import correction_message, fallen_quiet_message, news_message
from tests.adapters.discord.happenings import (
    CHANGED,
    DAILY,
    LED_ITEM,
    PAPER_ITEM,
    REMOVED,
    THREAD,
    WITHDRAWN,
    follow_of,
    news_of,
)
from tests.adapters.discord.newsroom import accepted
from tests.adapters.discord.reader import quotes, read, shown
from tests.adapters.slack.newsroom import FIRST, LED, SECOND, WIRE, article, quoted


def long_quote(characters: int, name: str) -> Quote:
    text = ("Words that go on. " * characters)[: characters - 1] + "."
    return quoted(article(name, "The Long Read", f"A {name} story", text), text)


def test_a_new_article_and_what_is_new_in_it(golden: SnapshotAssertion) -> None:
    assert accepted(news_message(news_of(LED_ITEM))) == golden


def test_a_digest_says_that_it_is_one_and_what_it_left_out(golden: SnapshotAssertion) -> None:
    news = news_of(LED_ITEM, PAPER_ITEM, more=3, rhythm=DAILY)
    assert accepted(news_message(news)) == golden


def test_a_weekly_digest_is_called_so() -> None:
    head = read(news_message(news_of(LED_ITEM, rhythm=rhythm_of("weekly"))).components)[0]
    assert shown(head) == "Weekly digest: The US joint command in Japan"


def test_each_quote_opens_the_article_at_its_words() -> None:
    both = NewsItem(WIRE, (FIRST, quoted(WIRE, "It gains duties.")), ())
    (_, seen) = read(news_message(news_of(both)).components)
    assert quotes(seen) == [LED, "It gains duties."]
    assert [(piece.text, piece.link) for piece in seen if piece.link] == [
        (WIRE.title, WIRE.url),
        ("Read it in the article", FIRST.link),
        ("Read it in the article", FIRST.link),
    ]


def test_two_quotes_of_an_article_without_an_address_stay_two() -> None:
    printed = replace(WIRE, url="")
    item = NewsItem(printed, (quoted(printed, LED), quoted(printed, "It gains duties.")), ())
    (_, seen) = read(news_message(news_of(item)).components)
    assert quotes(seen) == [LED, "It gains duties."]


def test_articles_that_have_no_room_are_counted_and_no_quote_is_cut() -> None:
    items = [
        NewsItem((quote := long_quote(1_300, f"long-{n}")).article, (quote,), ()) for n in range(5)
    ]
    message = news_message(news_of(*items, more=2))
    accepted(message)
    _, *seen, last = read(message.components)
    assert [quotes(one) for one in seen] == [[item.quotes[0].text] for item in items[:2]]
    assert shown(last) == (
        "… and 5 more articles; see the story with: /timeline story: us-japan-command"
    )


def test_a_sentence_that_fills_a_message_is_counted_and_its_article_named() -> None:
    long = long_quote(3_990, "long")
    item = NewsItem(long.article, (SECOND, long), ())
    message = news_message(news_of(item))
    accepted(message)
    (_, seen) = read(message.components)
    assert quotes(seen) == [SECOND.text]
    assert shown(seen).endswith("… and 1 more new sentence.")
    accepted(news_message(news_of(replace(item, quotes=(long,)))))


def test_an_article_whose_names_fill_a_message_is_named_all_the_same() -> None:
    loud = replace(WIRE, title="Loud " * 1_000, source="News " * 1_000)
    message = news_message(news_of(NewsItem(loud, (FIRST,), ())))
    accepted(message)
    assert shown(read(message.components)[1]).startswith("News News")


def test_words_that_have_changed_stand_beside_those_that_were_quoted(
    golden: SnapshotAssertion,
) -> None:
    assert accepted(correction_message(CHANGED)) == golden


def test_words_that_are_gone_are_said_to_be(golden: SnapshotAssertion) -> None:
    assert accepted(correction_message(REMOVED)) == golden


def test_an_article_that_was_withdrawn(golden: SnapshotAssertion) -> None:
    assert accepted(correction_message(WITHDRAWN)) == golden


@pytest.mark.parametrize(("old", "new"), [(3_000, 1_500), (1_500, 3_000), (5_000, 5_000)])
def test_a_correction_too_long_for_a_message_keeps_whole_quotes_only(old: int, new: int) -> None:
    now = long_quote(new, "now")
    was = "Was so. " * (old // 8)
    message = correction_message(replace(CHANGED, article=now.article, old=was, new=now))
    accepted(message)
    shown_quotes = [words for seen in read(message.components) for words in quotes(seen)]
    assert shown_quotes == ([was] if old < 4_000 else [])


def test_who_asked_for_news_hears_why_none_come_and_how_to_begin_again(
    golden: SnapshotAssertion,
) -> None:
    message = fallen_quiet_message(follow_of(DAILY, via=THREAD), "A story", why_not(50013))
    assert accepted(message) == golden
