"""A source that fails is told once where its story is followed and to who added it, and so is its
end; whatever happens to who tells it."""

import asyncio
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from adapters.service.outage_notices import BETWEEN_OUTAGES
from adapters.storage.sources import Adder, Source, StoredSources
from bot.freshness import Tracked
from bot.notices import Spot
from bot.places import Place
from tests.adapters.noticed import Killed, Post, World, world
from tests.adapters.storage.published import BRIDGE, NATO, NOW, article

HELD = article("held", "A container ship struck the harbour bridge late on Monday evening.")
EVERY, HOUR = timedelta(minutes=30), timedelta(hours=1)
OTHER = Place("slack", "T1", "C2")
FEED, SECOND = "https://tarn.example/rss?token=secret", "https://wire.example/news"
DOWN = (
    "A source of “The bridge falls” can't be read since 4 March 2026 at 11:30 UTC: "
    "tarn.example/rss (HTTP 500). What it has published since then isn't known here."
)
UP = (
    "A source of “The bridge falls” is read again: tarn.example/rss, which couldn't be read since "
    "4 March 2026 at 11:30 UTC."
)


@pytest.fixture
def told(tmp_path: Path) -> Iterator[World]:
    """A world in which a story is tracked and followed in two channels."""
    with world(tmp_path) as made:
        made.press.stories = (replace(BRIDGE, feeds=(FEED, SECOND)), NATO)
        made.press.publish(HELD)
        made.follow()
        made.follow(place=OTHER)
        yield made


def source(told: World, url: str = FEED, *, fails: bool, why: str = "HTTP 500") -> Tracked:
    """As it was found at the last round; it has failed for an hour."""
    since = NOW - HOUR if fails else None
    kept = Source("bridge", url, url, told.now, failing_since=since, result=why)
    StoredSources(told.catalog.database).save([kept], (), (), told.now)
    return Tracked("bridge", url, EVERY, told.now, since, why if fails else "")


def found(told: World, *sources: Tracked) -> None:
    told.outages.note([one for one in sources if one.failing_since], sources, told.now)


def fails(told: World, *urls: str) -> None:
    found(told, *(source(told, url, fails=True) for url in urls or (FEED,)))


def is_back(told: World) -> None:
    found(told, source(told, fails=False))


def _told(post: Post) -> str:
    """Its words; days and times are held together by spaces that don't break."""
    return post.message.partition("\n")[2].replace("\xa0", " ")


def said(posts: list[Post]) -> list[tuple[str, str]]:
    return [(post.to.person or post.to.place.channel, _told(post)) for post in posts]


def test_it_is_told_once_in_every_channel_that_follows_and_so_is_its_end(told: World) -> None:
    assert told.look() == []
    for _ in range(3):
        fails(told)
    assert said(told.look()) == [("C1", DOWN), ("C2", DOWN)]
    for _ in range(3):
        told.passes(hours=9)
        fails(told)
        assert told.look() == []
    is_back(told)
    assert said(told.look()) == [("C1", UP), ("C2", UP)]
    told.passes(days=100)
    told.deliveries.forget_deliveries(told.now)
    is_back(told)
    assert told.look() == []


def test_it_is_not_told_again_when_its_delivery_is_long_forgotten(told: World) -> None:
    fails(told)
    told.look()
    told.passes(days=100)
    told.deliveries.forget_deliveries(told.now)
    fails(told)
    assert told.look() == []


def test_who_added_the_source_hears_of_it_too(told: World) -> None:
    StoredSources(told.catalog.database).added("bridge", FEED, Adder("slack", "T1", "U7"), told.now)
    fails(told)
    posts = told.look()
    assert said(posts) == [("C1", DOWN), ("C2", DOWN), ("U7", DOWN)]
    assert posts[-1].to == Spot(Place("slack", "T1", ""), person="U7")
    is_back(told)
    assert said(told.look()) == [("C1", UP), ("C2", UP), ("U7", UP)]


def test_what_a_network_loses_at_once_is_one_message(told: World) -> None:
    fails(told, FEED, SECOND)
    [first, _] = said(told.look())
    assert first[1] == (
        "2 sources of “The bridge falls” can't be read: tarn.example/rss, since 4 March 2026 at "
        "11:30 UTC (HTTP 500); wire.example/news, since 4 March 2026 at 11:30 UTC (HTTP 500). What "
        "they have published since then isn't known here."
    )
    found(told, *(source(told, url, fails=False) for url in (FEED, SECOND)))
    assert len(told.look()) == 2


def test_a_second_source_that_fails_soon_after_waits_for_a_while(told: World) -> None:
    fails(told)
    assert len(told.look()) == 2
    fails(told, FEED, SECOND)
    assert told.look() == []
    told.now += BETWEEN_OUTAGES
    assert [("wire.example" in words, "tarn" in words) for _, words in said(told.look())] == [
        (True, False)
    ] * 2


def test_who_follows_while_it_fails_hears_of_it(told: World) -> None:
    fails(told)
    told.look()
    told.passes(hours=1)
    told.follow(place=Place("slack", "T1", "C3"))
    assert said(told.look()) == [("C3", DOWN)]


def test_who_follows_no_more_hears_no_more(told: World) -> None:
    fails(told)
    told.look()
    told.follows.unfollow(OTHER, "bridge")
    is_back(told)
    assert said(told.look()) == [("C1", UP)]


def test_a_source_that_is_tracked_no_more_is_not_spoken_of(told: World) -> None:
    fails(told)
    told.look()
    StoredSources(told.catalog.database).forget_sources("bridge", [FEED])
    found(told)
    assert told.look() == []
    assert told.outages.open() == []


def test_a_story_that_may_not_be_spoken_of_there_is_not(told: World) -> None:
    told.press.limit("bridge", "slack:C1")
    fails(told)
    assert said(told.look()) == [("C1", DOWN)]


def test_one_that_was_over_before_it_could_be_told_is_never_told(told: World) -> None:
    told.board.unreachable = {"C1", "C2"}
    fails(told)
    assert told.look() == []
    is_back(told)
    assert told.look() == []
    told.board.unreachable = set()
    told.lease_ends()
    assert told.look("b") == []
    assert told.look() == []


def test_its_end_comes_after_it_where_the_channel_could_not_be_reached(told: World) -> None:
    fails(told)
    told.board.unreachable = {"C2"}
    assert said(told.look()) == [("C1", DOWN)]
    told.lease_ends()
    told.board.unreachable = set()
    assert said(told.look("b")) == [("C2", DOWN)]
    is_back(told)
    assert said(told.look("b")) == [("C1", UP), ("C2", UP)]


def test_processes_that_look_at_once_tell_it_once(told: World) -> None:
    async def all_look() -> None:
        await asyncio.gather(*(told.bot(owner).look() for owner in "abcd"))

    fails(told)
    assert sorted(said(told.seen(all_look()))) == [("C1", DOWN), ("C2", DOWN)]
    is_back(told)
    assert sorted(said(told.seen(all_look()))) == [("C1", UP), ("C2", UP)]


@pytest.mark.parametrize("where", ["writing", "posting", "posted"])
def test_whoever_dies_where_it_is_told_once_and_its_end_is_too(told: World, where: str) -> None:
    for goes, words in ((fails, DOWN), (is_back, UP)):
        before = len(told.board.posts)
        goes(told)
        for owner in "abc":
            told.board.kill = where
            try:
                told.look(owner)
            except Killed:
                told.lease_ends()
            told.board.kill = ""
        for owner in "de":
            told.look(owner)
            told.lease_ends()
        assert sorted(said(told.board.posts[before:])) == [("C1", words), ("C2", words)]


def test_that_nothing_is_asked_any_more_is_told_once_a_channel_that_follows_what_has_sources(
    told: World,
) -> None:
    told.follow("nato", place=Place("slack", "T1", "C4"))  # which has none
    told.press.stories = (told.press.stories[0], replace(NATO, slug="rail", feeds=(SECOND,)))
    told.press.publish()
    told.follow("rail")  # in C1, which follows two of them now
    told.outages.note_refresher(told.now - HOUR, "no space left", told.now)
    posts = said(told.look())
    assert [where for where, _ in posts] == ["C1", "C2"]
    assert posts[0][1].startswith(
        "The stories followed here are not checked any more, since 4 March 2026 at 11:30 UTC (no "
        "space left). What is newer isn't known here."
    )
    told.passes(hours=3)
    told.outages.note_refresher(told.now - HOUR, "no space left", told.now)
    assert told.look() == []
    told.outages.note_refresher(None, "", told.now)
    assert [where for where, _ in said(told.look())] == ["C1", "C2"]
    told.outages.note_refresher(None, "", told.now)
    assert told.look() == []


def test_one_that_fails_again_is_told_again(told: World) -> None:
    fails(told)
    told.look()
    is_back(told)
    told.look()
    told.passes(days=1)
    later = replace(source(told, fails=True), failing_since=told.now - HOUR)
    found(told, later)
    assert [where for where, _ in said(told.look())] == ["C1", "C2"]
