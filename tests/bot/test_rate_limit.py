"""How long a person must wait that has asked so often."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.rate_limit import wait_after

NOW = datetime(2026, 3, 4, 12, tzinfo=UTC)


def ago(*seconds: float) -> list[datetime]:
    return [NOW - timedelta(seconds=one) for one in seconds]


def test_the_wait_lasts_until_the_oldest_question_that_counts_is_a_minute_old() -> None:
    assert wait_after(ago(), 2, NOW) == 0.0
    assert wait_after(ago(10), 2, NOW) == 0.0
    assert wait_after(ago(20, 10), 2, NOW) == 40.0
    assert wait_after(ago(61, 20, 10), 2, NOW) == 40.0
    assert wait_after(ago(61, 10), 2, NOW) == 0.0


def test_no_wait_ever_reads_as_allowed() -> None:
    assert wait_after(ago(60), 1, NOW) > 0


def test_a_clock_that_was_set_back_shuts_nobody_out() -> None:
    assert wait_after(ago(-3600), 1, NOW) == 0.0


@given(st.lists(st.floats(0, 200), max_size=30), st.integers(1, 5))
def test_who_waits_as_long_as_it_was_told_may_ask(seconds: list[float], per_minute: int) -> None:
    wait = wait_after(ago(*seconds), per_minute, NOW)
    later = NOW + timedelta(seconds=wait + 0.001)
    assert wait <= 60
    assert wait_after(ago(*seconds), per_minute, later) == 0.0
