"""News in announcement channels are published once, so many an hour, whoever dies when."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from adapters.service.publishing import MOST_AN_HOUR
from adapters.storage.published import StoredPublished
from bot.notices import Switch
from tests.adapters.noticed import CHANNEL, Killed, World, world
from tests.adapters.service.test_notifying import FERRY, HELD


@pytest.fixture
def told(tmp_path: Path) -> Iterator[World]:
    """A channel that follows a story, and publishes its news."""
    with world(tmp_path) as made:
        made.press.publish(HELD)
        made.follow()
        made.switches.set_on(CHANNEL, Switch.PUBLISH, True, made.now)
        yield made


def test_what_is_posted_is_published_once(told: World) -> None:
    told.press.publish(FERRY)
    assert len(told.look()) == 1
    assert told.board.published == ["1"]
    told.lease_ends()
    assert told.look() == []
    assert told.board.published == ["1"]


def test_where_it_is_off_nothing_is_published(told: World) -> None:
    told.switches.set_on(CHANNEL, Switch.PUBLISH, False, told.now)
    told.press.publish(FERRY)
    assert len(told.look()) == 1
    assert told.board.published == []


@pytest.mark.parametrize("where", ["posted", "publishing", "published"])
def test_whoever_dies_when_it_is_posted_once_and_published(told: World, where: str) -> None:
    told.press.publish(FERRY)
    told.board.kill = where
    with pytest.raises(Killed):
        told.look()
    told.lease_ends()
    told.look("b")
    told.lease_ends()
    told.look("b")
    assert len(told.board.posts) == 1
    # Discord takes it once, and says so.
    assert set(told.board.published) == {"1"}


def test_an_eleventh_in_one_hour_is_published_later(told: World) -> None:
    published = StoredPublished(told.catalog.database)
    for number in range(MOST_AN_HOUR):
        published.note(CHANNEL.channel, f"m{number}", told.now, told.now - timedelta(hours=2))
    told.press.publish(FERRY)
    assert len(told.look()) == 1
    assert told.board.published == []
    told.passes(minutes=59)
    told.look()
    assert told.board.published == []
    told.passes(minutes=2)
    told.look()
    assert told.board.published == ["1"]


def test_what_can_not_be_published_is_let_be(told: World) -> None:
    told.press.publish(FERRY)
    told.board.kill = "publishing"
    with pytest.raises(Killed):
        told.look()
    told.board.refuses = {CHANNEL.channel: "I may not write there"}
    told.lease_ends()
    told.look()
    told.lease_ends()
    assert told.look() == []
    assert told.board.published == []
