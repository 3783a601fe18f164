"""Questions that nothing answered are kept where an admin wants it, and erased on request."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from adapters.storage.database import Database
from adapters.storage.open_questions import StoredQuestions
from adapters.storage.tables.questions import open_questions as q
from bot.gaps import AskedIn, Keeper, OpenQuestion
from bot.places import Place

NOW = datetime(2026, 3, 4, 12, 30, tzinfo=UTC)
NEWS, DESK = Place("slack", "T1", "C1"), Place("slack", "T1", "C2")
DIRECT = Place("slack", "T1", "D1")
ALL = AskedIn()


def question(number: int, place: Place = NEWS, person: str = "U1", asked: str = "") -> OpenQuestion:
    return OpenQuestion(
        f"{number:032x}",
        place,
        "ferry",
        f"can dogs ride ferry {number}?",
        NOW + timedelta(minutes=number),
        NOW + timedelta(days=30),
        asked=asked,
        person=person,
    )


@pytest.fixture
def kept(database: Database) -> StoredQuestions:
    return StoredQuestions(database)


@pytest.fixture
def listed(kept: StoredQuestions) -> Callable[[], list[int]]:
    """The numbers of those that are listed."""
    return lambda: [int(one.id, 16) for one in kept.listed(ALL, 100)]


def test_nothing_is_kept_until_an_admin_says_so(kept: StoredQuestions) -> None:
    keeper = Keeper(kept, "off", 30)
    assert not keeper.keeps(NEWS)
    kept.set_keeps(NEWS, keeps=True, everywhere=False, at=NOW)
    assert [keeper.keeps(place) for place in (NEWS, DESK, DIRECT)] == [True, False, False]
    kept.set_keeps(NEWS, keeps=False, everywhere=False, at=NOW)
    assert not keeper.keeps(NEWS)


def test_a_whole_server_is_switched_at_once_and_no_direct_message_with_it(
    kept: StoredQuestions,
) -> None:
    keeper = Keeper(kept, "off", 30)
    kept.set_keeps(NEWS, keeps=False, everywhere=False, at=NOW)
    kept.set_keeps(DESK, keeps=True, everywhere=True, at=NOW)
    assert [keeper.keeps(place) for place in (NEWS, DESK, DIRECT)] == [True, True, False]
    kept.set_keeps(NEWS, keeps=False, everywhere=False, at=NOW)
    assert [keeper.keeps(place) for place in (NEWS, DESK)] == [False, True]
    assert not keeper.keeps(Place("slack", "T2", "C1"))
    assert not keeper.keeps(Place("discord", "T1", "C1"))


def test_whoever_runs_the_bot_may_begin_with_on_or_rule_it_out(kept: StoredQuestions) -> None:
    assert [Keeper(kept, "on", 30).keeps(place) for place in (NEWS, DIRECT)] == [True, False]
    kept.set_keeps(NEWS, keeps=True, everywhere=False, at=NOW)
    assert not Keeper(kept, "never", 30).keeps(NEWS)
    kept.set_keeps(NEWS, keeps=False, everywhere=False, at=NOW)
    assert not Keeper(kept, "on", 30).keeps(NEWS)


def test_what_was_kept_is_listed_by_channel_and_story(kept: StoredQuestions) -> None:
    asked = [question(1), question(2, DESK), replace(question(3), story="dam")]
    for one in asked:
        kept.keep(one)
    as_listed = [replace(one, person="") for one in asked]
    assert kept.listed(ALL, 10) == as_listed
    assert kept.listed(AskedIn("slack", "T1", "C1"), 10) == [as_listed[0], as_listed[2]]
    assert kept.listed(AskedIn(story="dam"), 10) == [as_listed[2]]
    assert kept.listed(AskedIn("discord"), 10) == []
    assert kept.listed(ALL, 2) == as_listed[1:]


def test_who_asked_is_not_kept_and_no_two_questions_show_that_they_are_of_one_person(
    kept: StoredQuestions, database: Database
) -> None:
    kept.keep(question(1))
    kept.keep(question(2))
    with database.reading() as connection:
        rows = connection.execute(select(q)).mappings().all()
    assert "U1" not in str(rows)
    assert len({row["asker"] for row in rows}) == 2


def test_one_person_is_forgotten_and_the_others_stay(
    kept: StoredQuestions, listed: Callable[[], list[int]]
) -> None:
    kept.keep(question(1))
    kept.keep(question(2, person="U2"))
    kept.keep(question(3, Place("discord", "9", "8"), person="U1"))
    assert kept.forget_asker("slack", "U1") == 1
    assert listed() == [2, 3]
    assert kept.forget_asker("", "U1") == 1
    assert kept.forget_asker("", "U3") == 0
    assert listed() == [2]


def test_switching_off_erases_what_was_kept_there(
    kept: StoredQuestions, listed: Callable[[], list[int]]
) -> None:
    for one in (question(1), question(2, DESK), question(3, Place("slack", "T2", "C9"))):
        kept.keep(one)
    assert kept.set_keeps(NEWS, keeps=False, everywhere=False, at=NOW) == 1
    assert listed() == [2, 3]
    assert kept.set_keeps(NEWS, keeps=False, everywhere=True, at=NOW) == 1
    assert listed() == [3]
    assert kept.forget_place(AskedIn("slack", "", "C9")) == 1
    assert listed() == []


def test_a_message_that_is_edited_or_gone_has_no_earlier_question(
    kept: StoredQuestions, listed: Callable[[], list[int]]
) -> None:
    kept.keep(question(1, asked="7.1"))
    kept.keep(question(2, asked="7.1"))
    kept.keep(question(3, DESK, asked="7.1"))
    assert listed() == [2, 3]
    keeper = Keeper(kept, "on", 30)
    keeper.heard(DESK, "7.1", None)  # in other words it was answered
    assert listed() == [2]
    assert kept.forget_asked(NEWS, "7.1") == 1
    assert kept.forget_asked(NEWS, "") == 0
    assert listed() == []


def test_after_so_many_days_a_question_is_erased(
    kept: StoredQuestions, listed: Callable[[], list[int]]
) -> None:
    kept.keep(question(1))
    kept.keep(replace(question(2), until=NOW + timedelta(days=10)))
    long_ago = NOW - timedelta(days=300)
    assert kept.forget_questions(NOW + timedelta(days=9), long_ago) == 0
    assert kept.forget_questions(NOW + timedelta(days=10), long_ago) == 1
    assert listed() == [1]
    # Also where the setting was lowered since.
    assert kept.forget_questions(NOW, NOW + timedelta(minutes=2)) == 1
    assert listed() == []
