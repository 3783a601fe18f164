"""How many questions one person may ask in a minute."""

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from subprocess import run
from sys import executable

import pytest

from bot.rate_limit import RateLimit
from tests.patience import PATIENCE


class Clock:
    """The system's clock, stopped, and moved by hand."""

    def __init__(self) -> None:
        self.now = 1_000_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Iterator[Clock]:
    clock = Clock()
    with monkeypatch.context() as patched:
        patched.setattr(time, "time", clock)
        yield clock


def test_a_person_may_ask_so_often_a_minute_and_is_then_told_how_long_to_wait(
    clock: Clock,
) -> None:
    limit = RateLimit(2)
    waits = []
    for seconds in (0, 10, 10, 20, 19, 2, 1, 9):
        clock.now += seconds
        waits.append(limit.wait_seconds("U1"))
    # Asked at 0 and 10; refused at 20, 40 and 59; asked at 61; refused at 62; asked at 71.
    assert waits == [0.0, 0.0, 40.0, 20.0, 1.0, 0.0, 8.0, 0.0]


def test_a_person_who_is_refused_is_not_punished_for_asking(clock: Clock) -> None:
    limit = RateLimit(1)
    assert limit.wait_seconds("U1") == 0.0
    for _ in range(50):
        assert limit.wait_seconds("U1") == 60.0
    clock.now += 61
    assert limit.wait_seconds("U1") == 0.0


def test_one_person_does_not_use_up_anothers_questions(clock: Clock) -> None:
    limit = RateLimit(1)
    assert [limit.wait_seconds(person) for person in ("U1", "U2", "U1", "U3")] == [0, 0, 60, 0]


def test_no_wait_ever_reads_as_allowed(clock: Clock) -> None:
    limit = RateLimit(1)
    limit.wait_seconds("U1")
    clock.now += 60  # to the second: still within the window
    assert limit.wait_seconds("U1") > 0


def test_without_a_limit_everybody_may_ask_as_often_as_they_like() -> None:
    limit = RateLimit(0)
    assert {limit.wait_seconds("U1") for _ in range(1000)} == {0.0}
    assert limit.people() == 0


def test_people_at_once_share_nothing_and_none_gets_more_than_the_limit() -> None:
    limit = RateLimit(5)
    with ThreadPoolExecutor(8) as pool:
        waits = list(pool.map(limit.wait_seconds, ["U1", "U2"] * 20))
    assert waits[0::2].count(0.0) == waits[1::2].count(0.0) == 5


def test_thousands_of_people_who_asked_long_ago_are_forgotten(clock: Clock) -> None:
    limit = RateLimit(3)
    most = 0
    for person in range(6000):
        clock.now += 1  # so a minute holds 60 of them
        limit.wait_seconds(f"U{person}")
        if person % 500 == 0:
            time.sleep(0.1)  # limits expires in a thread of its own, ten milliseconds later
        most = max(most, limit.people())
    assert most < 3000


def test_the_limit_keeps_no_process_alive() -> None:
    asked = "from bot.rate_limit import RateLimit; RateLimit(1).wait_seconds('U1')"
    ended = run([executable, "-W", "error", "-c", asked], capture_output=True, timeout=PATIENCE)
    assert (ended.returncode, ended.stdout, ended.stderr) == (0, b"", b"")
