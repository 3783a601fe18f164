"""Follows are kept across restarts, and of many processes one tells what is due."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from adapters.storage.database import Database
from adapters.storage.deliveries import StoredDeliveries
from adapters.storage.following import StoredFollows
from bot.following import Follow, Follows, Pace, Rhythm
from bot.memory import Deliveries, Delivery, State
from bot.places import Place

NOW = datetime(2026, 3, 4, 12, 30, 0, 123456, tzinfo=UTC)
PLACE = Place("slack", "T1", "C1")
WEEKLY = Rhythm(Pace.WEEKLY, 17 * 60 + 30, 4, "Europe/Berlin")
LEASE = 15.0
LATER = NOW + timedelta(seconds=LEASE)


@pytest.fixture
def follows(database: Database) -> Follows:
    return StoredFollows(database)


@pytest.fixture
def deliveries(database: Database) -> Deliveries:
    return StoredDeliveries(database)


def minute(n: int) -> datetime:
    return NOW + timedelta(minutes=n)


def a_follow(id: str = "f", story: str = "nato", **others: object) -> Follow:
    whole = Follow(id, PLACE, story, Rhythm(Pace.NOW), "U1", NOW, 3, NOW)
    return replace(whole, **others)  # type: ignore[arg-type]


def taken(follows: Follows, follow: Follow, through: int = 5, owner: str = "a") -> bool:
    key = f"slack-notices:news:{follow.id}:{through}"
    payload = {"follow": follow.id, "through": through}
    return follows.take(follow, through, minute(5), key, payload, owner, NOW, LEASE)


def quiet(follows: Follows, id: str = "f", why: str = "channel_not_found") -> bool:
    key, payload = f"slack-notices:quiet:{id}", {"quiet": id}
    return follows.fall_quiet(id, why, key, payload, "a", NOW, LEASE)


def left(deliveries: Deliveries) -> list[Delivery]:
    """What somebody else finds to do once the lease has ended."""
    return list(deliveries.take_over("slack-notices", "later", LATER, LEASE))


def test_a_follow_comes_back_as_it_was(follows: Follows) -> None:
    whole = a_follow("f", "nato", rhythm=WEEKLY, through=7, due=minute(1), via="E1")
    bare = a_follow("g", "bridge", place=Place("discord", "", "9"), person="")
    for one in (whole, bare):
        follows.follow(one)
        assert follows.follow_of(one.id) == one
        assert list(follows.following(one.place)) == [one]
    assert follows.follow_of("unknown") is None


def test_what_a_channel_follows_is_listed_by_story_and_what_fell_quiet_with_it(
    follows: Follows,
) -> None:
    nato, bridge = a_follow("f", "nato"), a_follow("g", "bridge")
    for one in (nato, bridge, a_follow("h", place=Place("slack", "T1", "C2"))):
        follows.follow(one)
    quiet(follows, "f", "I am not in the channel")
    silent = replace(nato, quiet="I am not in the channel")
    assert list(follows.following(PLACE)) == [bridge, silent]
    # In a channel that workspaces share, people of each see what is followed there.
    assert list(follows.following(Place("slack", "T2", "C1"))) == [bridge, silent]
    assert list(follows.following(Place("discord", "T1", "C1"))) == []


def test_who_unfollows_ends_that_story_in_that_channel_only(follows: Follows) -> None:
    elsewhere = a_follow("g", place=Place("slack", "T1", "C2"))
    other = a_follow("h", "bridge")
    for one in (a_follow(), elsewhere, other):
        follows.follow(one)
    assert follows.unfollow(PLACE, "nato")
    assert not follows.unfollow(PLACE, "nato")
    assert list(follows.following(PLACE)) == [other]
    assert list(follows.following(elsewhere.place)) == [elsewhere]


def test_another_rhythm_takes_the_place_of_the_first_and_what_is_untold_stays_so(
    follows: Follows,
) -> None:
    follows.follow(a_follow("f", through=3))
    again = a_follow(
        "g",
        rhythm=WEEKLY,
        person="U2",
        place=Place("slack", "T2", "C1"),
        since=minute(9),
        through=8,
        due=minute(60),
        via="E2",
    )
    follows.follow(again)
    assert list(follows.following(PLACE)) == [replace(again, id="f", through=3)]


def test_what_came_while_it_was_quiet_is_not_told_to_who_asks_again(follows: Follows) -> None:
    follows.follow(a_follow("f", through=3))
    quiet(follows)
    again = a_follow("g", since=minute(9), through=8, due=minute(9))
    follows.follow(again)
    assert list(follows.following(PLACE)) == [replace(again, id="f")]


def test_what_is_due_is_what_is_not_quiet_and_whose_time_has_come(follows: Follows) -> None:
    now, soon = a_follow("f", "nato"), a_follow("g", "bridge", due=minute(1))
    late = a_follow("h", "late", due=minute(-60))
    discord = a_follow("i", place=Place("discord", "T1", "C1"))
    for one in (now, soon, late, discord):
        follows.follow(one)
    assert list(follows.due("slack", NOW)) == [late, now]
    assert list(follows.due("slack", minute(1))) == [soon, late, now]
    assert list(follows.due("discord", NOW)) == [discord]
    quiet(follows, "h")
    assert list(follows.due("slack", NOW)) == [now]


def test_who_takes_it_moves_it_on_and_is_to_tell_it(
    follows: Follows, deliveries: Deliveries
) -> None:
    follow = a_follow()
    follows.follow(follow)
    assert taken(follows, follow)
    assert follows.follow_of("f") == replace(follow, through=5, due=minute(5))
    [news] = left(deliveries)
    payload = {"follow": "f", "through": 5}
    assert news == Delivery("slack-notices:news:f:5", payload, State.OPEN, 0, 1)


@pytest.mark.parametrize(
    "meanwhile",
    [
        lambda follows: follows.follow(a_follow("g", due=minute(60))),
        lambda follows: follows.unfollow(PLACE, "nato"),
        lambda follows: taken(follows, a_follow(), 4, "b"),
        lambda follows: follows.take(a_follow(), 4, NOW, "", {}, "b", NOW, LEASE),
        quiet,
    ],
    ids=["asked for anew", "unfollowed", "taken by another", "told through", "fell quiet"],
)
def test_nobody_takes_what_was_changed_since_they_looked(
    follows: Follows, deliveries: Deliveries, meanwhile: Callable[[Follows], object]
) -> None:
    follows.follow(a_follow())
    meanwhile(follows)
    before, others = follows.follow_of("f"), [one.key for one in left(deliveries)]
    assert not taken(follows, a_follow())
    assert follows.follow_of("f") == before
    assert [one.key for one in deliveries.take_over("slack-notices", "b", minute(9), LEASE)] == (
        others
    )


def test_a_digest_with_nothing_new_moves_on_and_there_is_nothing_to_tell(
    follows: Follows, deliveries: Deliveries
) -> None:
    follow = a_follow()
    follows.follow(follow)
    assert follows.take(follow, 3, minute(60), "", {}, "a", NOW, LEASE)
    assert follows.follow_of("f") == replace(follow, due=minute(60))
    assert left(deliveries) == []


def test_of_many_who_look_at_once_one_takes_it(follows: Follows, deliveries: Deliveries) -> None:
    follow = a_follow()
    follows.follow(follow)
    with ThreadPoolExecutor(8) as pool:
        won = list(pool.map(lambda n: taken(follows, follow, 5, f"owner-{n}"), range(8)))
    assert sorted(won) == [False] * 7 + [True]
    assert [one.key for one in left(deliveries)] == ["slack-notices:news:f:5"]


def test_who_asked_is_to_be_told_once_that_it_fell_quiet(
    follows: Follows, deliveries: Deliveries
) -> None:
    follows.follow(a_follow())
    assert quiet(follows, "f", "the channel is archived")
    assert not quiet(follows, "f", "the channel is gone")
    assert not quiet(follows, "unknown")
    assert follows.follow_of("f") == a_follow(quiet="the channel is archived")
    told = Delivery("slack-notices:quiet:f", {"quiet": "f"}, State.OPEN, 0, 1)
    assert left(deliveries) == [told]


def test_a_threads_follow_stands_beside_its_channels_and_ends_by_itself(follows: Follows) -> None:
    thread = replace(PLACE, thread="9")
    mine = a_follow("f")
    its = a_follow("g", place=thread, since=minute(1), via="9")
    for one in (mine, its):
        follows.follow(one)
    assert [one.id for one in follows.following(PLACE)] == ["f", "g"]
    assert [one.id for one in follows.following(thread)] == ["g"]
    assert follows.following(thread)[0].place.thread == "9"
    assert follows.unfollow(thread, "nato")
    assert not follows.unfollow(thread, "nato")
    assert [one.id for one in follows.following(PLACE)] == ["f"]
    follows.follow(its)
    assert follows.unfollow(PLACE, "nato")
    assert [one.id for one in follows.following(PLACE)] == ["g"]
