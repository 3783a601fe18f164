"""What the bot does when a site fails or keeps it waiting."""

import socket
from collections.abc import Sequence

import pytest

from adapters.web.fetching import Failed, Fetched
from tests.adapters.web.fetched import PAGE, Desk
from tests.e2e import news_faults as faults
from tests.e2e.news_site import HOST, NewsSite


@pytest.mark.parametrize(
    ("fault", "reason"),
    [
        (faults.status(500), "HTTP 500 after 3 tries"),
        (faults.status(502), "HTTP 502 after 3 tries"),
        (faults.status(503), "HTTP 503 after 3 tries"),
        (faults.status(429), "HTTP 429 after 3 tries"),
        (faults.dropped(), "no proper HTTP answer after 3 tries"),
        (faults.no_http(), "no proper HTTP answer after 3 tries"),
        (faults.truncated(), "cut short after 3 tries"),
        (faults.broken_chunk(), "cut short after 3 tries"),
        (faults.cut_gzip(PAGE.encode() * 9), "cut short after 3 tries"),
    ],
)
def test_what_may_pass_is_tried_again_with_growing_pauses(
    site: NewsSite, desk: Desk, fault: faults.Fault, reason: str
) -> None:
    desk = desk.but(host_pause=0.0)
    site.fail("/a", fault)
    assert desk.get(site.url("/a")) == Failed(reason)
    assert desk.pauses == [1.0, 2.0]
    site.fail("/a", fault, times=2)
    page = desk.get(site.url("/a"))
    assert isinstance(page, Fetched)
    assert page.body == PAGE.encode()
    assert (len(site.requests), site.failures_left("/a")) == (6, 0)


def test_a_site_that_is_down_is_named_as_such(desk: Desk) -> None:
    with socket.create_server((HOST, 0)) as unused:
        port = unused.getsockname()[1]
    url = f"http://{HOST}:{port}"
    assert desk.allows_all(url).get(url) == Failed("connection refused after 3 tries")

    async def unknown(host: str, port: int) -> Sequence[str]:
        raise socket.gaierror(socket.EAI_NONAME, "unknown")

    away = Desk(resolve=unknown).allows_all("http://news.example")
    assert away.get("http://news.example/") == Failed("no such host after 3 tries")


@pytest.mark.parametrize(
    ("fault", "reason"),
    [
        (faults.slow(2), "no answer in 0.2 s"),
        (faults.dripping_headers(), "timed out after 0.4 s"),
        (faults.dripping_body(), "timed out after 0.4 s"),
    ],
)
def test_a_site_that_keeps_us_waiting_is_left(
    site: NewsSite, desk: Desk, fault: faults.Fault, reason: str
) -> None:
    site.fail("/a", fault)
    assert desk.but(seconds=0.4).get(site.url("/a")) == Failed(reason)


def test_a_site_that_was_left_does_not_keep_others_waiting(site: NewsSite, desk: Desk) -> None:
    site.fail("/slow", faults.dripping_body())
    got = desk.but(seconds=0.3, at_once=1).get_all(site.url("/slow"), site.url("/a"))
    assert got[0] == Failed("timed out after 0.3 s")
    assert isinstance(got[1], Fetched)


def test_a_site_that_is_silent_once_is_asked_again(site: NewsSite, desk: Desk) -> None:
    site.fail("/a", faults.slow(5), times=1)
    assert isinstance(desk.but(seconds=2.2).get(site.url("/a")), Fetched)


def test_the_time_limit_is_for_all_hops_together(site: NewsSite, desk: Desk) -> None:
    for n in range(5):
        site.redirect(f"/{n}", f"/{n + 1}")
        site.fail(f"/{n}", faults.slow(0.2))
    assert desk.but(seconds=0.5).get(site.url("/0")) == Failed("timed out after 0.5 s")
    assert len(site.requests) <= 3  # fewer where the machine is slow


def test_pauses_that_do_not_fit_in_the_time_are_not_made(site: NewsSite, desk: Desk) -> None:
    site.fail("/a", faults.status(500))
    desk = desk.but(host_pause=0.0, seconds=2.0)
    assert desk.get(site.url("/a")) == Failed("HTTP 500 after 2 tries")
    assert desk.pauses == [1.0]
