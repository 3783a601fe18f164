"""What an operator is told of Pullquote's parts, and when."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from structlog.testing import capture_logs

from bot.health import Health, Part


def test_nothing_is_ready_until_every_part_is_good() -> None:
    health = Health()
    assert not health.ready(0)
    health.expect("index", 0)
    health.expect("slack", 0, grace=60)
    assert health.parts(2) == {
        "index": Part(False, "starting", 2),
        "slack": Part(False, "starting", 2),
    }
    ready = [health.ready(2)]
    health.good("index", "7 stories", 3)
    ready.append(health.ready(3))
    health.good("slack", "connected", 4)
    ready.append(health.ready(4))
    assert ready == [False, False, True]
    assert health.parts(10) == {
        "index": Part(True, "7 stories", 7),
        "slack": Part(True, "connected", 6),
    }


def test_a_short_loss_of_the_connection_is_tolerated_and_a_long_one_is_not() -> None:
    health = Health()
    health.expect("slack", 0, grace=60)
    health.good("slack", "connected", 1)
    health.bad("slack", "connection lost", 100)
    assert [health.ready(now) for now in (100, 159.9, 160, 500)] == [True, True, False, False]
    assert health.parts(160) == {"slack": Part(False, "connection lost", 60)}
    health.good("slack", "connected", 501)
    assert health.ready(501)


def test_a_connection_that_never_came_up_gets_no_tolerance() -> None:
    health = Health()
    health.expect("slack", 0, grace=60)
    health.bad("slack", "Slack can't be reached", 1)
    assert not health.ready(2)


def test_a_part_without_grace_is_missed_at_once() -> None:
    health = Health()
    health.expect("index", 0)
    health.good("index", "open", 1)
    health.bad("index", "missing", 2)
    assert not health.ready(2)


def test_a_part_that_fails_again_and_again_is_down_since_the_first_time() -> None:
    health = Health()
    health.expect("slack", 0, grace=60)
    health.good("slack", "connected", 1)
    health.bad("slack", "connection lost", 10)
    health.bad("slack", "refused", 50)
    assert health.parts(70) == {"slack": Part(False, "refused", 60)}
    assert not health.ready(70)


def test_a_part_that_nobody_expects_is_a_mistake_of_ours() -> None:
    with pytest.raises(KeyError, match="slak"):
        Health().good("slak", "connected", 1)


def down(part: str, state: str, seconds: float) -> dict[str, Any]:
    return {
        "event": "part_down",
        "log_level": "error",
        "part": part,
        "state": state,
        "seconds": seconds,
    }


def up(part: str, seconds: float) -> dict[str, Any]:
    return {"event": "part_up", "log_level": "warning", "part": part, "seconds": seconds}


def test_a_long_loss_is_logged_once_after_its_grace_and_its_end_once() -> None:
    health = Health()
    health.expect("slack", 0, grace=60)
    health.good("slack", "connected", 1)
    with capture_logs() as logged:
        health.bad("slack", "connection lost", 10)
        for now in range(10, 200):
            health.watch(now)
        health.bad("slack", "refused", 200)
        health.good("slack", "connected", 210)
        health.good("slack", "connected", 220)
        health.watch(230)
    assert logged == [down("slack", "connection lost", 60), up("slack", 200)]


def test_a_short_loss_is_not_logged_at_all() -> None:
    health = Health()
    health.expect("slack", 0, grace=60)
    health.good("slack", "connected", 1)
    with capture_logs() as logged:
        health.bad("slack", "connection lost", 10)
        health.watch(69)
        health.good("slack", "connected", 69)
        health.watch(80)
    assert logged == []


def test_each_long_loss_is_logged_anew() -> None:
    health = Health()
    health.expect("index", 0)
    with capture_logs() as logged:
        health.bad("index", "missing", 1)
        health.good("index", "open", 3)
        health.bad("index", "missing", 7)
    assert logged == [down("index", "missing", 1), up("index", 3), down("index", "missing", 0)]


def test_a_part_that_hangs_while_it_starts_is_logged_after_a_minute() -> None:
    health = Health()
    health.expect("index", 0)
    with capture_logs() as logged:
        for now in range(100):
            health.watch(now)
    assert logged == [down("index", "starting", 60)]


def test_reports_of_many_threads_at_once_log_one_failure() -> None:
    health = Health()
    health.expect("slack", 0)
    with capture_logs() as logged, ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda _: health.bad("slack", "refused", 5), range(200)))
    assert logged == [down("slack", "refused", 5)]
