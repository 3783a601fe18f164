"""How many questions one person may ask in a minute, of however many processes."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from adapters.storage.database import Database, open_database
from adapters.storage.rate_limits import StoredRateLimit
from adapters.storage.tables.replicas import question_times

NOW = datetime(2026, 3, 4, 12, tzinfo=UTC)


@pytest.fixture
def replica(url: str, database: Database, tmp_path: Path) -> Iterator[Database]:
    """The same database, as another process has it."""
    with closing(open_database(url, tmp_path)) as second:
        yield second


def at(seconds: float) -> datetime:
    return NOW + timedelta(seconds=seconds)


def test_a_person_may_ask_so_often_a_minute_and_is_then_told_how_long_to_wait(
    database: Database, replica: Database
) -> None:
    both = StoredRateLimit(database, 2), StoredRateLimit(replica, 2)
    times = (0, 10, 20, 40, 59, 61, 62, 71)
    waits = [both[n % 2].wait_seconds("U1", at(time)) for n, time in enumerate(times)]
    # Asked at 0 and 10; refused at 20, 40 and 59; asked at 61; refused at 62; asked at 71.
    assert waits == [0.0, 0.0, 40.0, 20.0, 1.0, 0.0, 8.0, 0.0]


def test_a_person_who_is_refused_is_not_punished_for_asking(database: Database) -> None:
    limit = StoredRateLimit(database, 1)
    assert [limit.wait_seconds("U1", NOW) for _ in range(20)] == [0.0] + 19 * [60.0]
    assert limit.wait_seconds("U1", at(61)) == 0.0


def test_one_person_does_not_use_up_anothers_questions(database: Database) -> None:
    limit = StoredRateLimit(database, 1)
    asked = [limit.wait_seconds(person, NOW) for person in ("U1", "U2", "U1", "U3")]
    assert asked == [0, 0, 60, 0]


def test_without_a_limit_everybody_may_ask_as_often_as_they_like(database: Database) -> None:
    limit = StoredRateLimit(database, 0)
    assert {limit.wait_seconds("U1", NOW) for _ in range(100)} == {0.0}
    assert people(database) == set()


def test_of_many_at_once_in_two_processes_none_gets_more_than_the_limit(
    database: Database, replica: Database
) -> None:
    both = StoredRateLimit(database, 5), StoredRateLimit(replica, 5)

    def ask(n: int) -> float:
        return both[n // 2 % 2].wait_seconds(f"U{n % 2}", NOW)

    with ThreadPoolExecutor(8) as pool:
        waits = list(pool.map(ask, range(40)))
    assert waits[0::2].count(0.0) == waits[1::2].count(0.0) == 5


def test_who_must_wait_is_told_once_a_minute_by_all_processes_together(
    database: Database, replica: Database
) -> None:
    both = StoredRateLimit(database, 1), StoredRateLimit(replica, 1)
    told = [both[n % 2].may_tell("U1", at(time)) for n, time in enumerate((0, 1, 30, 61, 62))]
    assert told == [True, False, False, True, False]


def test_who_asked_long_ago_is_forgotten(database: Database) -> None:
    limit = StoredRateLimit(database, 3)
    for n in range(5):
        limit.wait_seconds(f"U{n}", at(-600))
    limit.wait_seconds("U9", NOW)
    assert limit.forget(NOW) == 5
    assert len(people(database)) == 1
    assert limit.wait_seconds("U0", NOW) == 0.0


def test_neither_who_asked_nor_what_stands_there(database: Database) -> None:
    StoredRateLimit(database, 3).wait_seconds("slack:T1/U1", NOW)
    [person] = people(database)
    assert "U1" not in person
    assert set(question_times.columns.keys()) == {"person", "asked", "told", "last"}


def people(database: Database) -> set[str]:
    with database.reading() as connection:
        return set(connection.execute(select(question_times.c.person)).scalars())
