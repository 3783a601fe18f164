"""Follows, news, corrections and timelines for the tests of what people are shown of them."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime

from bot.followers import Followed
from bot.following import Follow, Pace, Rhythm
from bot.notices import Correction, News, NewsItem
from bot.places import Place
from bot.timelines import TimelinePage, page_of
from retrieval.articles import Article
from retrieval.quotes import Quote
from retrieval.timeline import Development
from tests.bot.newsroom import (
    ALICE,
    COPIED,
    COPY,
    FIRST,
    OTHER,
    PAPER,
    REVIEW,
    SECOND,
    STORY,
    THIRD,
    UNLINKED,
    WIRE,
)

PLACE = Place("slack", "T0TEAM0001", "C0NEWS0001")
NOW = datetime(2024, 8, 1, 6, 30, tzinfo=UTC)
AT_ONCE = Rhythm(Pace.NOW)
DAILY = Rhythm(Pace.DAILY, zone="Europe/Berlin")


def follow(rhythm: Rhythm = AT_ONCE, quiet: str = "") -> Follow:
    due = datetime(2024, 8, 2, 7, tzinfo=UTC)
    return Follow("f1", PLACE, STORY.slug, rhythm, ALICE, NOW, 7, due, quiet)


FOLLOWS = [
    Followed(follow(), STORY),
    Followed(replace(follow(DAILY), story=OTHER.slug), OTHER),
    Followed(replace(follow(quiet="I am not in the channel"), story="gone"), None),
]


def item(article: Article, *quotes: Quote, also_in: Sequence[Article] = ()) -> NewsItem:
    return NewsItem(article, quotes, tuple(also_in))


def news(*items: NewsItem, more: int = 0, rhythm: Rhythm = AT_ONCE) -> News:
    return News(STORY, items, more, follow(rhythm))


ITEMS = (item(WIRE, FIRST, also_in=(COPY, UNLINKED)), item(REVIEW, SECOND), item(PAPER))


def correction(old: str, new: Quote | None = None, *, withdrawn: bool = False) -> Correction:
    return Correction(STORY, WIRE, old, new, withdrawn)


DEVELOPMENTS = (
    Development(COPIED, (PAPER,)),
    Development(SECOND, ()),
    Development(THIRD, ()),
)


def timeline_page(
    developments: Sequence[Development], number: int = 0, *, newest_first: bool = False
) -> TimelinePage:
    return page_of(STORY, developments, number, newest_first=newest_first)
