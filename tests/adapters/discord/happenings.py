"""News, corrections, follows and timelines for the tests of what Discord shows of them."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime

from adapters.discord.message import Message
from bot.followers import Followed
from bot.following import Follow, Rhythm, rhythm_of
from bot.notices import Correction, News, NewsItem
from bot.places import Place
from bot.timelines import TimelinePage, page_of
from retrieval.articles import Story
from retrieval.quotes import Quote
from retrieval.timeline import Development
from tests.adapters.discord.drawn import (
    correction_message,
    fallen_quiet_message,
    followed_message,
    following_message,
    news_message,
    timeline_message,
)
from tests.adapters.discord.newsroom import ALICE
from tests.bot.newsroom import COPY, FIRST, LED, PAPER, REVIEW, SECOND, STORY, THIRD, UNLINKED, WIRE

NEWS, THREAD = "1111222233334444", "5555666677778888"
SINCE = datetime(2024, 7, 28, 12, tzinfo=UTC)
NOW = Rhythm(rhythm_of("now").pace)
DAILY = rhythm_of("daily at 9:00 Europe/Berlin")
PNG = b"\x89PNG\r\n\x1a\n"


def follow_of(
    rhythm: Rhythm = NOW, story: str = STORY.slug, quiet: str = "", via: str = NEWS
) -> Follow:
    due = datetime(2024, 7, 29, 7, tzinfo=UTC)
    place = Place("discord", "42", NEWS)
    return Follow("f1", place, story, rhythm, ALICE, SINCE, 7, due, quiet, via)


FOLLOWED = Followed(follow_of(DAILY), STORY)
GONE = Followed(follow_of(story="old-story", quiet="the channel is gone (code 10003)"), None)
LED_ITEM = NewsItem(WIRE, (FIRST,), (COPY, UNLINKED))
PAPER_ITEM = NewsItem(PAPER, (), ())
REVIEW_ITEM = NewsItem(REVIEW, (SECOND,), ())


def news_of(*items: NewsItem, more: int = 0, rhythm: Rhythm = NOW, story: Story = STORY) -> News:
    return News(story, items, more, follow_of(rhythm))


CHANGED = Correction(STORY, WIRE, "led by a two-star officer.", replace(FIRST), withdrawn=False)
REMOVED = Correction(STORY, WIRE, "It loses duties.", None, withdrawn=False)
WITHDRAWN = Correction(STORY, WIRE, LED, None, withdrawn=True)

DEVELOPMENTS = [
    Development(FIRST, (COPY, UNLINKED)),
    Development(SECOND, ()),
    Development(THIRD, ()),
] * 4


def timeline_of(number: int, *, newest_first: bool = False) -> TimelinePage:
    return page_of(STORY, DEVELOPMENTS, number, newest_first=newest_first)


def every_happening(quote: Quote, story: Story) -> Iterator[Message]:
    """All that Discord can show of a quote without having been asked about it."""
    article = quote.article
    item = NewsItem(article, (quote, SECOND), (article,))
    yield news_message(news_of(item, REVIEW_ITEM, more=2, story=story))
    yield news_message(news_of(NewsItem(article, (), ()), rhythm=DAILY, story=story))
    yield correction_message(Correction(story, article, quote.text, quote, withdrawn=False))
    yield correction_message(Correction(story, article, quote.text, None, withdrawn=True))
    follow = replace(follow_of(DAILY), story=story.slug)
    yield fallen_quiet_message(follow, story.title, article.title)
    followed = Followed(follow, story)
    yield followed_message(followed)
    yield following_message([followed, GONE], corrections=True)
    developments = [Development(quote, (article,)), Development(SECOND, ())]
    yield timeline_message(
        page_of(story, developments, 0, newest_first=False), PNG, article.title or "x"
    )
