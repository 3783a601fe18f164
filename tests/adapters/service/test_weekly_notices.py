"""Admins read once a week, where they want to, how much was asked: numbers, and no question unless
those are kept."""

import asyncio
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot import weekly_wording
from bot.desk import Asked
from bot.following import next_time, rhythm_of
from bot.freshness import Tracked
from bot.notices import Spot
from bot.places import Place
from bot.weekly import Note
from tests.adapters.noticed import CHANNEL, Killed, World, world
from tests.adapters.service.test_answer_notices import HELD, quoted

OTHER, ELSEWHERE = Place("slack", "T1", "C2"), Place("slack", "T9", "C1")
DOGS = "can dogs ride the ferry?"
ADMINS = Place("slack", "T1", "C5")


@pytest.fixture
def told(tmp_path: Path) -> Iterator[World]:
    """A note is set for the admins, weekly."""
    with world(tmp_path) as made:
        made.press.publish(HELD)
        made.passes(minutes=2)
        rhythm = rhythm_of("weekly on thursday at 9", "UTC")
        due = next_time(rhythm, made.now)
        made.notes.set_note(Note("n1", ADMINS, rhythm, made.now, due, via="E1", language="en"))
        yield made


def asked(told: World, confidence: float, place: Place = CHANNEL, text: str = DOGS) -> str:
    told.finder.found = [quoted(HELD, confidence)]
    answer = told.desk.answer(Asked(text, place, person="U1"), told.now)
    return answer.id


def test_it_says_what_came_of_the_questions_of_all_channels_and_none_of_their_words(
    told: World,
) -> None:
    helpful = asked(told, 0.9)
    asked(told, 0.9, OTHER)
    asked(told, 0.4)
    asked(told, 0.1)
    asked(told, 0.9, ELSEWHERE)  # another workspace
    asked(told, 0.9, text="thanks!")  # no question
    told.replies.rate(helpful, "U1", True, told.now)
    told.replies.rate(helpful, "U2", False, told.now)
    assert told.look() == []
    told.passes(days=1)
    [post] = told.look()
    assert post.to == Spot(ADMINS, via="E1")
    assert weekly_wording.week("4 March 2026", "5 March 2026") in post.message
    assert weekly_wording.asked(4) in post.message
    assert weekly_wording.came_of_it(2, 1, 1) in post.message
    assert weekly_wording.verdicts(1, 1) in post.message
    assert weekly_wording.all_read() in post.message
    assert "dogs" not in post.message


def test_each_week_is_told_once_and_begins_where_the_last_one_ended(told: World) -> None:
    told.passes(days=1)
    assert len(told.look()) == 1
    asked(told, 0.9)
    told.passes(days=6)
    assert told.look() == []
    told.passes(days=1)
    [post] = told.look("b")
    assert weekly_wording.asked(1) in post.message
    assert told.look() == []


def test_where_questions_are_kept_the_most_asked_are_told(told: World) -> None:
    told.questions.set_keeps(ADMINS, keeps=True, everywhere=True, at=told.now)
    asked(told, 0.1)
    asked(told, 0.1, OTHER)
    asked(told, 0.1, text="who pays?")
    told.passes(days=1)
    [post] = told.look()
    assert weekly_wording.asked_times(2, DOGS) in post.message
    assert post.message.index(DOGS) < post.message.index("who pays?")


def test_what_cant_be_read_is_named_where_its_story_may_be_spoken_of(told: World) -> None:
    dead = [
        Tracked(slug, f"https://{slug}.example/feed?key=secret", timedelta(hours=1), None, told.now)
        for slug in ("bridge", "nato")
    ]
    told.outages.note(dead, dead, told.now)
    told.press.limit("nato", "slack:C9")
    told.passes(days=1)
    [post] = [one for one in told.look() if one.to.place == ADMINS]
    assert weekly_wording.failing("The bridge falls", "bridge.example/feed") in post.message
    assert "nato" not in post.message
    assert "secret" not in post.message


@pytest.mark.parametrize("where", ["writing", "posting", "posted"])
def test_killed_while_it_tells_a_week_it_is_told_once(told: World, where: str) -> None:
    told.passes(days=1)
    told.board.kill = where
    with pytest.raises(Killed):
        told.look()
    told.lease_ends()
    told.look("b")
    told.look("c")
    assert len(told.board.posts) == 1


def test_two_processes_tell_a_week_once(told: World) -> None:
    told.passes(days=1)

    async def several() -> None:
        await asyncio.gather(*(told.bot(owner).look() for owner in "abcd"))

    assert len(told.seen(several())) == 1


def test_where_it_cant_be_posted_it_falls_quiet_until_it_is_set_anew(told: World) -> None:
    told.board.refuses["C5"] = "I am not in it"
    told.passes(days=1)
    assert told.look() == []
    note = told.notes.note_at(ADMINS)
    assert note
    assert note.quiet == "I am not in it"
    told.passes(days=7)
    told.board.refuses.clear()
    assert told.look() == []
    told.notes.set_note(note)
    assert len(told.look()) == 1
    assert told.notes.end(ADMINS)
    assert not told.notes.end(ADMINS)


def test_counts_of_more_than_a_year_ago_are_forgotten(told: World) -> None:
    asked(told, 0.9)
    asked(told, 0.9, OTHER)
    long_ago, now = told.now - timedelta(days=1), told.now + timedelta(days=401)
    told.now = now
    asked(told, 0.9)
    counts = told.tally.counts("slack", "T1", long_ago, now + timedelta(days=1))
    assert counts.asked == 2  # today's, and that of the channel where nobody asked since
