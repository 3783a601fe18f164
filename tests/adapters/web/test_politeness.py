"""How often the bot asks a site, and when it leaves it alone."""

import asyncio
import threading
import time
from contextlib import ExitStack

import pytest
from aiohttp import web

from adapters.web.fetching import Failed, Fetched
from tests.adapters.web.fetched import PAGE, Desk
from tests.e2e import news_faults as faults
from tests.e2e.news_site import NewsSite
from tests.patience import PATIENCE


@pytest.mark.parametrize("code", [429, 503])
@pytest.mark.parametrize("asked", ["3", "Thu, 01 Aug 2024 12:00:03 GMT"])
def test_a_site_that_asks_for_a_short_wait_gets_it(
    site: NewsSite, desk: Desk, code: int, asked: str
) -> None:
    desk = desk.but(host_pause=0.0)
    site.fail("/a", faults.status(code, retry_after=asked), times=1)
    assert isinstance(desk.get(site.url("/a")), Fetched)
    assert desk.pauses == [3.0]


def test_waits_that_do_not_fit_in_the_time_together_are_not_made(
    site: NewsSite, desk: Desk
) -> None:
    site.fail("/a", faults.status(429, retry_after="3"))
    desk = desk.but(host_pause=0.0, seconds=5)
    assert desk.get(site.url("/a")) == Failed("HTTP 429 after 2 tries", 3)
    assert desk.pauses == [3.0]


@pytest.mark.parametrize("asked", ["3600", "Thu, 01 Aug 2024 13:00:00 GMT"])
def test_a_site_that_asks_for_a_long_wait_is_left_alone(
    site: NewsSite, desk: Desk, asked: str
) -> None:
    site.page("/b", PAGE)
    site.fail("/a", faults.status(429, retry_after=asked))
    first, second = desk.get_all(site.url("/a"), site.url("/b"))
    assert first == Failed("HTTP 429", 3600)
    assert isinstance(second, Failed)
    assert second.reason == "the site asked to wait"
    assert second.retry_after == pytest.approx(3600, abs=1)
    assert (len(site.requests), desk.pauses) == (1, [])


@pytest.mark.parametrize("asked", ["soon", "-5", "9" * 400, "Mon, 99 Foo", "1e9", "٣"])
def test_a_wait_that_makes_no_sense_is_ignored(site: NewsSite, desk: Desk, asked: str) -> None:
    desk = desk.but(host_pause=0.0)
    site.fail("/a", faults.status(503, retry_after=asked), times=1)
    assert isinstance(desk.get(site.url("/a")), Fetched)
    assert desk.pauses == [1.0]


def test_one_host_is_asked_one_page_at_a_time_with_a_pause_between(
    site: NewsSite, desk: Desk
) -> None:
    desk = desk.but(host_pause=600.0)
    paths = [f"/{n}" for n in range(4)]
    for path in paths:
        site.page(path, PAGE)
        site.fail(path, faults.slow(0.05))
    started = time.monotonic()
    got = desk.get_all(*map(site.url, paths))
    assert [type(each) for each in got] == [Fetched] * 4
    assert time.monotonic() - started >= 0.2
    # From start to start; the request itself took some of it.
    assert len(desk.pauses) == 3
    assert all(0 < pause <= 599.95 for pause in desk.pauses)


class Crowd:
    """How many sites are being asked at this moment, and how many were at most."""

    def __init__(self, waits_for: int) -> None:
        self.waits_for = waits_for
        self.there = self.most = 0
        self._changed = threading.Condition()

    async def __call__(self, _: web.Request) -> None:
        await asyncio.to_thread(self._stay)

    def _stay(self) -> None:
        with self._changed:
            self.there += 1
            self.most = max(self.most, self.there)
            self._changed.notify_all()
            assert self._changed.wait_for(lambda: self.most >= self.waits_for, PATIENCE)
            self.there -= 1


@pytest.mark.parametrize("at_once", [4, 2, 1])
def test_many_hosts_are_asked_at_once_but_not_too_many(at_once: int) -> None:
    crowd = Crowd(waits_for=at_once)
    with ExitStack() as stack:
        sites = [stack.enter_context(NewsSite()) for _ in range(4)]
        for site in sites:
            site.page("/a", PAGE)
            site.fail("/a", crowd)
        desk = Desk().allows_all(*(site.url("") for site in sites)).but(at_once=at_once)
        got = desk.get_all(*(site.url("/a") for site in sites))
    assert [type(each) for each in got] == [Fetched] * 4
    assert crowd.most == at_once


def test_waiting_for_other_hosts_does_not_count() -> None:
    with ExitStack() as stack:
        sites = [stack.enter_context(NewsSite()) for _ in range(4)]
        for site in sites:
            site.page("/a", PAGE)
            site.fail("/a", faults.slow(1))
        desk = Desk().allows_all(*(site.url("") for site in sites)).but(at_once=1, seconds=3.6)
        got = desk.get_all(*(site.url("/a") for site in sites))
    # All together take longer than each may.
    assert [type(each) for each in got] == [Fetched] * 4
