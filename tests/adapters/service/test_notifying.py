"""Who follows a story hears of each new article once, whatever happens to who tells it."""

import asyncio
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from adapters.service import notifying
from adapters.service.answering import LEASE_SECONDS
from bot.documents.notices import news_document
from bot.notices import News, NewsItem, Spot
from bot.pings import Pinged
from bot.places import Place
from bot.wanted_words import WantedWords
from retrieval.errors import PullquoteError
from retrieval.links import quote_link
from retrieval.quotes import Quote
from tests.adapters.noticed import CHANNEL, Killed, Post, World, titles, world
from tests.adapters.storage.published import BRIDGE, article
from tests.bot.documents.drawn import drawn

HELD = article("held", "A container ship struck the harbour bridge late on Monday evening.")
FERRY = article("ferry", "Two ferries now carry commuters across the river until midnight.", 2)
CRANE = article("crane", "The largest floating crane on the coast arrived from New Jersey.", 3)
TRIAL = article("trial", "Prosecutors charged the pilot with nine counts of negligence.", 4)
VOTE = article("vote", "Hungary's parliament voted for the accession of Sweden.", story="nato")
OTHER = Place("slack", "T1", "C2")
EVERY_DEATH = ["writing", "posting", "posted"]


@pytest.fixture
def told(tmp_path: Path) -> Iterator[World]:
    """A world in which an article was held before anybody followed."""
    with world(tmp_path) as made:
        made.press.publish(HELD)
        yield made


def dies(told: World, where: str, owner: str = "a") -> None:
    told.board.kill = where
    with pytest.raises(Killed):
        told.look(owner)


# ----------------------------------------------------------------------------------- once


def test_a_new_article_is_told_once_with_what_is_new_in_it(told: World) -> None:
    told.follow()
    assert told.look() == []
    told.press.publish(FERRY)
    words = FERRY.text
    [post] = told.look()
    link = quote_link(FERRY.url, words, 0, len(words))
    whole = Quote(FERRY, 0, len(words), words, (), link, 0.0, 1.0, ())
    [follow] = told.follows.following(CHANNEL)
    news = News(BRIDGE, (NewsItem(FERRY, (whole,), ()),), 0, follow)
    assert post == Post(Spot(CHANNEL, via="E1"), drawn(news_document(news)), uncertain=False)
    for days in range(3):
        told.passes(days=days)
        assert told.look() == []


def test_each_channel_is_told_of_the_stories_that_it_follows(told: World) -> None:
    told.follow("bridge")
    told.follow("nato", place=OTHER)
    told.follow("bridge", place=Place("discord", "", "9"))
    told.press.publish(FERRY, VOTE)
    posts = told.look()
    assert [(post.to.place, titles([post])) for post in posts] == [
        (CHANNEL, [["ferry"]]),
        (OTHER, [["vote"]]),
    ]
    [discord] = told.look(platform="discord")
    assert (discord.to.place.channel, titles([discord])) == ("9", [["ferry"]])


def test_a_notice_pings_whom_its_follow_names_as_long_as_that_is_allowed(told: World) -> None:
    crew, words = Pinged("S1", "@crew"), WantedWords(("ferries", "crane"), ("negligence",))
    told.pings.allow(CHANNEL, crew, "U1", told.now)
    told.follows.follow(replace(told.follow(), ping=crew, words=words))
    told.press.publish(TRIAL)
    assert told.look() == []
    # What isn't wanted puts nothing off.
    told.press.publish(FERRY)
    [post] = told.look()
    assert "\n@@S1\n# New in: " in post.message
    assert "(only with “ferries” or “crane”, without “negligence”)" in post.message
    told.pings.forbid(CHANNEL, "S1")
    told.passes(minutes=6)
    told.press.publish(CRANE)
    [post] = told.look()
    assert "@@" not in post.message


def test_two_processes_that_look_at_once_tell_it_once(told: World) -> None:
    told.follow()
    told.follow(place=OTHER)

    async def both() -> None:
        await asyncio.gather(*(told.bot(owner).look() for owner in "abcd"))

    for n, new in enumerate((FERRY, CRANE, TRIAL)):
        told.press.publish(new)
        posts = told.seen(both())
        assert sorted(post.to.place.channel for post in posts) == ["C1", "C2"], n
        assert titles(posts) == [[new.id]] * 2
        told.passes(minutes=6)
    assert told.look() == []


@pytest.mark.parametrize(
    ("where", "uncertain"), [("writing", False), ("posting", True), ("posted", True)]
)
def test_what_a_dead_process_was_telling_another_tells_once_it_may(
    told: World, where: str, uncertain: bool
) -> None:
    told.follow()
    told.press.publish(FERRY)
    dies(told, where)
    stood = list(told.board.posts)
    assert titles(stood) == ([["ferry"]] if where == "posted" else [])
    told.passes(seconds=LEASE_SECONDS - 1)
    assert told.look("b") == []
    told.passes(seconds=1)
    tries = told.board.tries
    told.look("b")
    assert told.board.tries == tries + 1
    assert titles(told.board.posts) == [["ferry"]]
    [post] = told.board.posts
    assert post.uncertain is (uncertain and not stood)
    told.passes(days=1)
    assert told.look("a") == told.look("b") == []


def test_whoever_dies_when_and_where_each_article_is_told_once(told: World) -> None:
    told.follow()
    told.follow(place=OTHER)
    for n, new in enumerate((FERRY, CRANE, TRIAL)):
        told.press.publish(new)
        for m, where in enumerate(EVERY_DEATH[n:] + EVERY_DEATH):
            told.board.kill = where
            try:
                told.look(f"{n}-{m}")
            except Killed:
                told.lease_ends()
        told.board.kill = ""
        told.look("last")
        told.passes(minutes=6)
    each = [(post.to.place.channel, titles([post])) for post in told.board.posts]
    assert sorted(each) == [
        (channel, [[id]]) for channel in ("C1", "C2") for id in ("crane", "ferry", "trial")
    ]
    told.lease_ends()
    assert told.look() == []


def test_who_takes_long_to_post_keeps_it_to_itself(told: World) -> None:
    told.follow()
    told.press.publish(FERRY)
    slow = told.bot("a")

    async def a_long_post() -> None:
        told.board.pause = None
        for _ in range(4):
            await slow.renew()
            told.passes(seconds=LEASE_SECONDS / 2)
            await told.bot("b").look()
            # Not even oneself begins it anew.
            await slow.resume()

    told.board.pause = a_long_post
    told.runner.run(slow.look())
    assert told.board.tries == 1
    assert titles(told.board.posts) == [["ferry"]]
    assert slow.in_hand == set()


def test_who_takes_so_long_that_the_lease_ends_does_not_begin_it_anew(told: World) -> None:
    told.follow()
    told.press.publish(FERRY)
    slow = told.bot("a")

    async def a_long_post() -> None:
        told.board.pause = None
        told.lease_ends()
        await slow.resume()

    told.board.pause = a_long_post
    told.runner.run(slow.look())
    assert told.board.tries == 1


def test_what_another_has_taken_over_is_left_to_them(
    told: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    told.follow()
    told.press.publish(FERRY)

    def slowly(_story: str) -> None:
        told.lease_ends()
        assert len(told.deliveries.take_over("slack-notices", "b", told.now, LEASE_SECONDS)) == 1

    with monkeypatch.context() as patched:
        patched.setattr(told.board, "writes", slowly)
        assert told.look("a") == []
    told.lease_ends()
    assert titles(told.look("c")) == [["ferry"]]


# ------------------------------------------------------------------------------- together


def test_articles_that_come_within_five_minutes_wait_and_come_as_one_message(
    told: World,
) -> None:
    told.follow()
    told.press.publish(FERRY)
    assert titles(told.look()) == [["ferry"]]
    told.passes(seconds=20)
    told.press.publish(CRANE)
    assert told.look() == []
    told.passes(minutes=4)
    told.press.publish(TRIAL)
    assert told.look() == []
    told.passes(seconds=40)
    assert titles(told.look()) == [["crane", "trial"]]


@pytest.mark.parametrize(
    ("rhythm", "days"), [("daily at 14:00", 1), ("weekly on wednesday at 14:00", 7)]
)
def test_a_digest_comes_at_its_time_with_all_since_the_last_and_none_when_nothing_is_new(
    told: World, rhythm: str, days: int
) -> None:
    told.follow(rhythm=rhythm)  # at 12:30 on a Wednesday
    told.press.publish(FERRY)
    told.passes(minutes=89)
    assert told.look() == []
    told.press.publish(CRANE)
    told.passes(minutes=1)
    assert titles(told.look()) == [["ferry", "crane"]]
    assert told.look("b") == []
    told.passes(days=days)
    assert told.look() == []
    told.press.publish(TRIAL)
    # Nothing was to be told at the time: what came later waits for the next.
    told.passes(hours=1)
    assert told.look() == []
    told.passes(days=days, hours=-2)
    assert told.look() == []
    told.passes(hours=1)
    assert titles(told.look()) == [["trial"]]
    told.passes(days=days)
    assert told.look() == []


def test_a_digest_that_nobody_was_there_to_send_comes_late_and_once(told: World) -> None:
    told.follow(rhythm="daily at 14:00")
    told.press.publish(FERRY)
    told.passes(days=3)
    assert titles(told.look()) == [["ferry"]]
    told.press.publish(CRANE)
    assert told.look() == []
    told.passes(hours=25)
    assert titles(told.look()) == [["crane"]]


def test_who_asks_for_another_rhythm_still_hears_what_was_not_told(told: World) -> None:
    told.follow(rhythm="weekly")
    told.press.publish(FERRY)
    told.passes(days=1)
    told.follow(rhythm="daily at 14:00")
    told.press.publish(CRANE)
    assert told.look() == []
    told.follow(rhythm="now")
    assert titles(told.look()) == [["ferry", "crane"]]
    told.follow(rhythm="now")
    assert told.look() == []


# -------------------------------------------------------------------------- what is not told


def test_who_unfollows_hears_nothing_more_not_even_what_was_just_being_told(told: World) -> None:
    told.follow()
    told.press.publish(FERRY)
    dies(told, "writing")
    told.follows.unfollow(CHANNEL, "bridge")
    told.lease_ends()
    assert told.look("b") == []
    # Who follows again begins anew.
    told.follow()
    assert told.look() == []
    told.press.publish(CRANE)
    assert titles(told.look()) == [["crane"]]


def test_a_story_that_was_limited_to_other_channels_is_not_told_any_more(told: World) -> None:
    told.follow()
    told.press.publish(FERRY)
    told.press.limit("bridge", OTHER.name)
    assert told.look() == []
    told.press.limit("bridge", CHANNEL.name)
    told.passes(minutes=6)
    assert told.look() == []
    told.press.publish(CRANE)
    assert titles(told.look()) == [["crane"]]


def test_a_story_outside_of_what_the_channel_is_kept_to_is_not_told(told: World) -> None:
    told.follow()
    told.follow("nato")
    told.scopes.set_scope(CHANNEL, ["nato"], told.now)
    told.press.publish(FERRY, VOTE)
    assert titles(told.look()) == [["vote"]]


def test_copies_of_what_was_held_and_articles_that_are_gone_again_tell_nothing(
    told: World,
) -> None:
    told.follow()
    long = "The harbour master said that the channel would be opened to all ships in May again."
    told.press.publish(replace(HELD, id="held-long", source="HELD-LONG", text=long))
    assert titles(told.look()) == [["held-long"]]
    told.passes(minutes=6)
    told.press.publish(article("copy", f"{long}"))
    told.press.publish(FERRY)
    told.press.publish(without=["ferry"])
    assert told.look() == []
    # An article that comes back is no news either.
    told.press.publish(FERRY)
    told.passes(minutes=6)
    assert told.look() == []


def test_what_was_rolled_back_and_indexed_again_is_not_told_twice(told: World) -> None:
    told.follow()
    first = told.press.publish()
    told.press.publish(FERRY)
    assert titles(told.look()) == [["ferry"]]
    told.press.roll_back(first, HELD)
    told.passes(minutes=6)
    assert told.look() == []
    told.press.publish(FERRY, CRANE)
    assert titles(told.look()) == [["crane"]]


# ------------------------------------------------------------------------------ faults


def test_nothing_is_lost_while_the_index_is_away(told: World) -> None:
    told.follow()
    told.press.publish(FERRY)
    told.away = True
    assert told.look() == []
    told.passes(minutes=6)
    told.press.publish(CRANE)
    assert told.look() == []
    told.away = False
    told.lease_ends()
    assert sorted(titles(told.look())) == [["crane"], ["ferry"]]
    told.passes(days=1)
    assert told.look() == []


def test_nothing_is_lost_while_the_platform_can_not_be_reached(told: World) -> None:
    told.follow()
    told.follow(place=OTHER)
    told.press.publish(FERRY)
    told.board.unreachable = {"C1"}
    assert [post.to.place for post in told.look()] == [OTHER]
    for _ in range(3):
        told.lease_ends()
        assert told.look() == []
    told.board.unreachable = set()
    assert told.look() == []
    told.lease_ends()
    [post] = told.look("b")
    assert (post.to.place, titles([post]), post.uncertain) == (CHANNEL, [["ferry"]], True)


def test_a_notice_that_fails_keeps_no_other_waiting(told: World) -> None:
    told.follow("bridge")
    told.follow("nato")
    told.board.breaks = {"bridge"}
    told.press.publish(FERRY, VOTE)
    assert titles(told.look()) == [["vote"]]
    told.lease_ends()
    assert told.look() == []
    told.board.breaks = set()
    told.lease_ends()
    assert titles(told.look()) == [["ferry"]]


def test_a_follow_that_can_not_be_read_here_keeps_no_other_waiting(told: World) -> None:
    """Another replica knows a time zone that this one does not."""
    lost = told.follow("bridge", "daily at 14:00")
    odd = replace(lost, rhythm=replace(lost.rhythm, zone="Mars/Olympus"))
    told.follows.follow(odd)
    told.follow("nato")
    told.press.publish(FERRY, VOTE)
    told.passes(days=1)
    assert titles(told.look()) == [["vote"]]


def test_a_notice_is_given_up_after_hours_not_minutes(
    told: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    tried_for = timedelta(seconds=notifying.MOST_ATTEMPTS * LEASE_SECONDS)
    assert tried_for > timedelta(hours=4)
    monkeypatch.setattr(notifying, "MOST_ATTEMPTS", 2)
    told.follow()
    told.press.publish(FERRY)
    told.board.unreachable = {"C1"}
    for _ in range(4):
        told.look()
        told.lease_ends()
    assert told.board.tries == 3
    told.board.unreachable = set()
    assert told.look() == []


def test_who_looks_hears_that_the_catalog_can_not_be_read(
    told: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    told.follow()
    told.press.publish(FERRY)

    def locked(*_: object) -> None:
        raise PullquoteError("catalog is locked; try again")

    with monkeypatch.context() as patched:
        patched.setattr(told.happenings, "arrivals", locked)
        with pytest.raises(PullquoteError, match="is locked"):
            told.look()
    assert titles(told.look()) == [["ferry"]]
