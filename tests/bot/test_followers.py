"""People follow stories in their channel, each in the rhythm that they ask for."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from adapters.storage.catalog import open_catalog
from adapters.storage.following import StoredFollows
from adapters.storage.happenings import StoredHappenings
from adapters.storage.kept_replies import StoredReplies
from adapters.storage.pings import StoredPings
from adapters.storage.scopes import StoredScopes
from adapters.storage.switches import StoredSwitches
from bot.ask import Bot
from bot.decide import Thresholds
from bot.desk import Desk, UnknownStory
from bot.followers import Followed, Followers
from bot.following import BadRhythm, Follow, Pace, Rhythm
from bot.places import Place
from tests.adapters.storage.published import BRIDGE, NATO, NOW, Press, article
from tests.bot.test_desk import Shelf

HERE, THERE = Place("slack", "T1", "C1"), Place("slack", "T1", "C2")
SECRET = replace(BRIDGE, slug="secret", title="What the desk is after", channels=(THERE.name,))
SHIP = article("ship", "A container ship struck the bridge at night.")
PORT = article("port", "The port reopened in June.")


@dataclass
class Channel:
    """Who follows what, over a real catalog."""

    press: Press
    shelf: Shelf
    followers: Followers


@pytest.fixture
def channel(tmp_path: Path) -> Iterator[Channel]:
    with closing(open_catalog(None, tmp_path)) as catalog:
        database = catalog.database
        shelf = Shelf(tracked=(BRIDGE, NATO, SECRET))
        bot = Bot(shelf, catalog, Thresholds(shown=0.5, claim=0.5))
        desk = Desk(bot, catalog, StoredReplies(database), StoredScopes(database), quotes=2)
        followers = Followers(
            desk,
            StoredFollows(database),
            StoredHappenings(database),
            StoredSwitches(database),
            StoredPings(database),
        )
        yield Channel(Press(catalog), shelf, followers)


def test_who_follows_a_story_hears_of_what_comes_from_then_on(channel: Channel) -> None:
    channel.press.publish(SHIP, PORT)
    followed = channel.followers.follow(HERE, "bridge", "now", "U1", NOW, via="E1")
    follow = Follow(
        followed.follow.id, HERE, "bridge", Rhythm(Pace.NOW), "U1", NOW, 2, NOW, via="E1"
    )
    assert followed == Followed(follow, BRIDGE)
    assert channel.followers.following(HERE) == [followed]
    assert channel.followers.following(THERE) == []


def test_a_digest_is_due_at_its_time_in_the_followers_own_zone(channel: Channel) -> None:
    followers = channel.followers
    digest = followers.follow(HERE, "bridge", "daily at 9", "U1", NOW, zone="Asia/Tokyo")
    assert digest.follow.rhythm == Rhythm(Pace.DAILY, 9 * 60, zone="Asia/Tokyo")
    assert digest.follow.due == datetime(2026, 3, 5, 0, tzinfo=UTC)
    named = followers.follow(HERE, "nato", "weekly on friday at 17:30 UTC", "U1", NOW, zone="UTC")
    assert named.follow.due == datetime(2026, 3, 6, 17, 30, tzinfo=UTC)
    assert followers.following(HERE) == [digest, named]


def test_who_follows_again_in_another_rhythm_misses_nothing(channel: Channel) -> None:
    channel.press.publish(SHIP)
    first = channel.followers.follow(HERE, "bridge", "weekly", "U1", NOW)
    channel.press.publish(PORT)
    later = NOW + timedelta(hours=1)
    again = channel.followers.follow(HERE, "bridge", "now", "U2", later)
    [kept] = channel.followers.following(HERE)
    assert kept.follow == replace(again.follow, id=first.follow.id, through=1)


def test_only_what_is_tracked_and_may_be_spoken_of_there_can_be_followed(
    channel: Channel,
) -> None:
    with pytest.raises(UnknownStory, match="there is no story 'brigde'; did you mean 'bridge'"):
        channel.followers.follow(HERE, "brigde", "now", "U1", NOW)
    with pytest.raises(UnknownStory) as secret:
        channel.followers.follow(HERE, "secret", "now", "U1", NOW)
    assert channel.followers.follow(THERE, "secret", "now", "U1", NOW).story == SECRET
    channel.shelf.tracked = (BRIDGE, NATO)
    with pytest.raises(UnknownStory) as gone:
        channel.followers.follow(HERE, "secret", "now", "U1", NOW)
    # Nobody learns from what is said that there was one.
    assert str(secret.value) == str(gone.value)
    channel.followers.desk.set_scope(HERE, ["nato"], NOW)
    with pytest.raises(UnknownStory, match="no story 'bridge'"):
        channel.followers.follow(HERE, "bridge", "now", "U1", NOW)
    assert channel.followers.following(HERE) == []


def test_a_rhythm_that_can_not_be_read_changes_nothing(channel: Channel) -> None:
    kept = channel.followers.follow(HERE, "bridge", "daily", "U1", NOW)
    with pytest.raises(BadRhythm, match="'hourly' is no rhythm"):
        channel.followers.follow(HERE, "bridge", "hourly", "U1", NOW)
    assert channel.followers.following(HERE) == [kept]


def test_a_story_that_is_gone_is_listed_and_can_be_unfollowed(channel: Channel) -> None:
    follow = channel.followers.follow(HERE, "bridge", "now", "U1", NOW).follow
    channel.shelf.tracked = (NATO,)
    assert channel.followers.following(HERE) == [Followed(follow, None)]
    assert channel.followers.unfollow(HERE, "bridge")
    assert channel.followers.following(HERE) == []
    with pytest.raises(UnknownStory, match="no story 'bridge'"):
        channel.followers.unfollow(HERE, "bridge")


def test_the_title_of_a_story_is_not_shown_where_it_may_not_be_spoken_of_any_more(
    channel: Channel,
) -> None:
    follow = channel.followers.follow(HERE, "bridge", "now", "U1", NOW).follow
    channel.shelf.limit("bridge", THERE.name)
    assert channel.followers.following(HERE) == [Followed(follow, None)]


def test_to_unfollow_what_is_not_followed_says_so(channel: Channel) -> None:
    channel.followers.follow(THERE, "bridge", "now", "U1", NOW)
    assert not channel.followers.unfollow(HERE, "bridge")
    assert [one.follow.story for one in channel.followers.following(THERE)] == ["bridge"]
