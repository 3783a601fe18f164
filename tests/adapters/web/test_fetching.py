"""What the bot gets from a site that behaves, and that nothing makes it break."""

import hashlib

import pytest
from structlog.testing import capture_logs

from adapters.web.fetching import Failed, Fetched, Gone, NotModified
from adapters.web.robots_files import RobotsFile
from tests.adapters.web.fetched import AGENT, PAGE, Desk, found
from tests.e2e import news_faults as faults
from tests.e2e.news_site import HOST, NewsSite


def test_a_page_comes_with_all_that_the_next_request_needs(site: NewsSite, desk: Desk) -> None:
    page = desk.get(site.url("/a") + "?id=1#top")
    assert page == Fetched(
        url=site.url("/a?id=1"),
        moved_to="",
        body=PAGE.encode(),
        content_type="text/html",
        charset="utf-8",
        etag=f'"{hashlib.sha256(PAGE.encode()).hexdigest()[:16]}"',
        last_modified="Sun, 28 Jul 2024 06:00:00 GMT",
    )
    (seen,) = site.requests
    assert (seen.method, seen.path, seen.query, seen.headers) == (
        "GET",
        "/a",
        "id=1",
        {
            "Host": f"{HOST}:{site.port}",
            "User-Agent": AGENT,
            "Accept": "*/*",
            "Accept-Encoding": "gzip, deflate, br",
        },
    )


def test_a_page_that_did_not_change_is_not_sent_again(site: NewsSite, desk: Desk) -> None:
    first = desk.get(site.url("/a"))
    assert isinstance(first, Fetched)
    again = desk.get(site.url("/a"), etag=first.etag, last_modified=first.last_modified)
    assert again == NotModified("", first.etag, first.last_modified)
    assert desk.get(site.url("/a"), last_modified=first.last_modified) == again
    site.page("/a", PAGE + "<!-- corrected -->")
    changed = desk.get(site.url("/a"), etag=first.etag, last_modified=first.last_modified)
    assert isinstance(changed, Fetched)
    assert changed.body == PAGE.encode() + b"<!-- corrected -->"
    assert [(seen.status, seen.conditional) for seen in site.asked("/a")] == [
        (200, False),
        (304, True),
        (304, True),
        (200, True),
    ]


def test_unchanged_is_no_answer_to_who_did_not_ask_for_changes(site: NewsSite, desk: Desk) -> None:
    site.fail("/a", faults.status(304))
    assert desk.get(site.url("/a")) == Failed("HTTP 304")
    assert desk.get(site.url("/a"), etag='"x"') == NotModified("", '"x"', "")


@pytest.mark.parametrize("status", [404, 410])
def test_a_withdrawn_page_is_gone(site: NewsSite, desk: Desk, status: int) -> None:
    site.remove("/a", status=status)
    assert desk.get(site.url("/a")) == Gone(status)


@pytest.mark.parametrize("status", [204, 206, 300, 400, 401, 403, 451])
def test_other_answers_are_named(site: NewsSite, desk: Desk, status: int) -> None:
    site.fail("/a", faults.status(status))
    assert desk.get(site.url("/a")) == Failed(f"HTTP {status}")
    assert len(site.requests) == 1


@pytest.mark.parametrize(
    ("header", "content_type", "charset"),
    [
        ('text/html; charset="ISO-8859-1"', "text/html", "iso-8859-1"),
        ("Text/HTML;charset=nonsense", "text/html", "nonsense"),
        ("application/rss+xml", "application/rss+xml", ""),
        ("nonsense", "", ""),
        ("", "", ""),
    ],
)
def test_the_charset_is_what_the_header_says(
    site: NewsSite, desk: Desk, header: str, content_type: str, charset: str
) -> None:
    site.page("/a", b"\xe4", content_type=header, validators=False)
    expected = found(site, "/a", b"\xe4", content_type=content_type, charset=charset)
    assert desk.get(site.url("/a")) == expected


@pytest.mark.parametrize("url", ["", "news", "http://", "http://a\x00b/", "x" * 5000, "http://[/"])
def test_no_address_makes_the_fetcher_raise(desk: Desk, url: str) -> None:
    assert isinstance(desk.get(url), Failed)


def test_a_fault_of_our_own_is_one_line_without_secrets(site: NewsSite) -> None:
    desk = Desk()

    def raising(origin: str) -> RobotsFile | None:
        raise RuntimeError(f"{origin} with hunter2")

    desk.robots.robots = raising  # type: ignore[method-assign]
    with capture_logs() as logs:
        got = desk.get(site.url("/a?token=hunter2"))
    assert got == Failed("can't be fetched (RuntimeError)")
    assert [(log["event"], log["url"], log["fault"]) for log in logs] == [
        ("fetch_failed", site.url("/a"), "RuntimeError")
    ]
    assert "hunter2" not in str(logs)
