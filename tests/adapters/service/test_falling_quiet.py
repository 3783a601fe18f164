"""Where a channel takes no notices any more, who asked for them is told once, and no more comes."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot.documents.notices import fallen_quiet_document
from bot.following import Follow, Pace, Rhythm
from bot.notices import Spot
from bot.places import Place
from tests.adapters.noticed import CHANNEL, Killed, Post, World, titles, world
from tests.adapters.storage.published import BRIDGE, NOW, article
from tests.bot.documents.drawn import drawn

HELD = article("held", "A container ship struck the harbour bridge late on Monday evening.")
FERRY = article("ferry", "Two ferries now carry commuters across the river until midnight.", 2)
CRANE = article("crane", "The largest floating crane on the coast arrived from New Jersey.", 3)
TRIAL = article("trial", "Prosecutors charged the pilot with nine counts of negligence.", 4)
OTHER = Place("slack", "T1", "C2")
WHY = "I am not in the channel"


@pytest.fixture
def told(tmp_path: Path) -> Iterator[World]:
    """A world in which an article was held before anybody followed."""
    with world(tmp_path) as made:
        made.press.publish(HELD)
        yield made


ASKED_FOR = Follow("", CHANNEL, "bridge", Rhythm(Pace.NOW), "U1", NOW, 0, NOW)
SAID = drawn(fallen_quiet_document(ASKED_FOR, BRIDGE.title, WHY, CHANNEL.channel))
NOTE = Post(Spot(CHANNEL, via="E1", person="U1"), SAID, False)


def refused(told: World) -> None:
    """The channel does not take the notice that is due now."""
    told.follow()
    told.follow("bridge", place=OTHER)
    told.press.publish(FERRY)
    told.board.refuses = {"C1": WHY}


def test_a_follow_that_is_refused_falls_quiet_and_who_asked_is_told_once(told: World) -> None:
    refused(told)
    posts = told.look()
    assert [post for post in posts if post.to.person] == [NOTE]
    assert [post.to.place for post in posts if not post.to.person] == [OTHER]
    assert [one.quiet for one in told.follows.following(CHANNEL)] == [WHY]
    told.board.refuses = {}
    told.press.publish(CRANE)
    told.passes(days=1)
    assert [post.to.place for post in told.look()] == [OTHER]
    # Asked for again, it begins with what comes from now on.
    assert told.follow().quiet == ""
    assert told.look() == []
    told.press.publish(TRIAL)
    told.passes(minutes=6)
    assert titles([post for post in told.look() if post.to.place == CHANNEL]) == [["trial"]]


@pytest.mark.parametrize("when", ["before", "after"])
def test_who_asked_is_told_once_though_the_process_died_while_it_fell_quiet(
    told: World, monkeypatch: pytest.MonkeyPatch, when: str
) -> None:
    refused(told)
    fall_quiet = told.follows.fall_quiet

    def killed(*arguments: object) -> None:
        if when == "after":
            fall_quiet(*arguments)  # type: ignore[arg-type]
        raise Killed

    with monkeypatch.context() as patched:
        patched.setattr(told.follows, "fall_quiet", killed)
        with pytest.raises(Killed):
            told.look("a")
    assert [post for post in told.board.posts if post.to.person] == []
    # Who comes after can't reach the channel at first.
    told.board.unreachable = {"C1"}
    told.lease_ends()
    told.look("b")
    told.board.unreachable = set()
    for owner in "cd":
        told.lease_ends()
        told.look(owner)
    assert [post for post in told.board.posts if post.to.person] == [NOTE]
    assert [one.quiet for one in told.follows.following(CHANNEL)] == [WHY]


@pytest.mark.parametrize("where", ["writing", "posting", "posted"])
def test_who_asked_is_told_once_though_the_process_died_while_it_told_them(
    told: World, monkeypatch: pytest.MonkeyPatch, where: str
) -> None:
    refused(told)
    fall_quiet = told.follows.fall_quiet

    def then_dies(*arguments: object) -> bool:
        told.board.kill = where
        return fall_quiet(*arguments)  # type: ignore[arg-type]

    with monkeypatch.context() as patched:
        patched.setattr(told.follows, "fall_quiet", then_dies)
        with pytest.raises(Killed):
            told.look("a")
    # Meanwhile the channel would take the news again; but they have been told that it won't.
    told.board.refuses = {}
    for owner in "bcd":
        told.lease_ends()
        told.look(owner)
    notes = [post for post in told.board.posts if post.to.person]
    assert [replace(note, uncertain=False) for note in notes] == [NOTE]
    assert [post.to.place for post in told.board.posts if not post.to.person] == [OTHER]


def test_who_asked_is_told_when_they_can_be_reached_again(told: World) -> None:
    refused(told)
    told.board.unreachable = {"U1"}
    assert [post.to.place for post in told.look()] == [OTHER]
    told.lease_ends()
    assert told.look() == []
    told.board.unreachable = set()
    told.lease_ends()
    assert told.look("b") == [replace(NOTE, uncertain=True)]


def test_who_has_asked_again_or_unfollowed_meanwhile_is_told_nothing(told: World) -> None:
    for ends in (told.follow, lambda: told.follows.unfollow(CHANNEL, "bridge")):
        told.follow()
        told.board.unreachable, told.board.refuses = {"U1"}, {"C1": WHY}
        told.passes(minutes=6)
        told.press.publish(article(f"new-{told.press.published}", FERRY.text + " Again!"))
        told.look()
        ends()
        told.board.unreachable, told.board.refuses = set(), {}
        told.lease_ends()
        assert told.look("b") == []
