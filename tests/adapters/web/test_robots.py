"""What the bot does with a site's robots.txt."""

from datetime import timedelta

import pytest

from adapters.web.fetching import Failed, Fetched
from adapters.web.robots_files import RobotsFile
from tests.adapters.web.fetched import Desk
from tests.e2e import news_faults as faults
from tests.e2e.news_site import NewsSite

FORBIDDEN = Failed("robots.txt forbids it")


@pytest.fixture(autouse=True)
def archive(site: NewsSite) -> None:
    site.page("/archive/a", "<p>An old page.</p>")


def statuses(site: NewsSite) -> list[int]:
    return [seen.status for seen in site.asked("/robots.txt")]


def is_had(outcome: object) -> bool:
    return isinstance(outcome, Fetched)


def test_pages_that_a_site_forbids_are_not_asked_for(site: NewsSite) -> None:
    site.robots("User-agent: *\nDisallow: /archive/\n")
    desk = Desk()
    assert desk.get(site.url("/archive/a")) == FORBIDDEN
    assert is_had(desk.get(site.url("/a")))
    assert site.asked("/archive/a") == []


@pytest.mark.parametrize("agent", ["Pullquote", "pullquote", "PULLQUOTE"])
def test_rules_for_us_by_name_go_before_those_for_all(site: NewsSite, agent: str) -> None:
    site.robots(f"User-agent: *\nDisallow: /\n\nUser-agent: {agent}\nDisallow: /archive/\n")
    desk = Desk()
    assert is_had(desk.get(site.url("/a")))
    assert desk.get(site.url("/archive/a")) == FORBIDDEN


def test_rules_for_others_are_not_for_us(site: NewsSite) -> None:
    site.robots("User-agent: https\nUser-agent: quote\nUser-agent: 0.1\nDisallow: /\n")
    assert is_had(Desk().get(site.url("/a")))


def test_a_redirect_to_a_forbidden_page_is_not_followed(site: NewsSite) -> None:
    site.robots("User-agent: *\nDisallow: /archive/\n")
    site.redirect("/new", "/archive/a", 301)
    assert Desk().get(site.url("/new")) == FORBIDDEN
    assert site.asked("/archive/a") == []


def test_a_site_is_asked_once_a_day_and_then_only_for_changes(site: NewsSite) -> None:
    site.robots("User-agent: *\nDisallow: /archive/\n")
    desk = Desk()
    desk.get_all(*[site.url("/a")] * 3, site.url("/archive/a"))
    assert statuses(site) == [200]
    desk.pass_time(hours=23.9)
    assert desk.get(site.url("/archive/a")) == FORBIDDEN
    assert statuses(site) == [200]
    desk.pass_time(hours=0.2)
    assert desk.get(site.url("/archive/a")) == FORBIDDEN
    assert statuses(site) == [200, 304]
    desk.pass_time(hours=23)
    assert desk.get(site.url("/archive/a")) == FORBIDDEN
    assert statuses(site) == [200, 304]
    site.robots("User-agent: *\nAllow: /\n")
    desk.pass_time(hours=2)
    assert is_had(desk.get(site.url("/archive/a")))
    assert statuses(site) == [200, 304, 200]


def test_what_is_kept_is_the_file_with_its_validators(site: NewsSite) -> None:
    site.page(
        "/robots.txt",
        b"\xef\xbb\xbfUser-agent: *\nDisallow: /\0archive/\xff\n",
        headers={"ETag": '"r1"', "Last-Modified": "Sun, 28 Jul 2024 06:00:00 GMT"},
    )
    desk = Desk()
    desk.get(site.url("/a"))
    assert desk.robots.files == {
        site.url(""): RobotsFile(
            "User-agent: *\nDisallow: /archive/\ufffd\n",
            '"r1"',
            "Sun, 28 Jul 2024 06:00:00 GMT",
            desk.now,
        )
    }


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410])
def test_a_site_without_rules_allows_everything(site: NewsSite, status: int) -> None:
    site.fail("/robots.txt", faults.status(status))
    desk = Desk()
    assert is_had(desk.get(site.url("/archive/a")))
    assert is_had(desk.get(site.url("/a")))
    assert statuses(site) == [status]
    assert desk.robots.files == {site.url(""): RobotsFile("", "", "", desk.now)}


@pytest.mark.parametrize(
    ("fault", "reason"),
    [
        (faults.status(500), "robots.txt can't be had: HTTP 500 after 3 tries"),
        (faults.status(429), "robots.txt can't be had: HTTP 429 after 3 tries"),
        (faults.status(304), "robots.txt can't be had: HTTP 304"),
        (faults.dropped(), "robots.txt can't be had: no proper HTTP answer after 3 tries"),
        (faults.truncated(), "robots.txt can't be had: cut short after 3 tries"),
    ],
)
def test_while_the_rules_cannot_be_had_nothing_is_asked_for(
    site: NewsSite, fault: faults.Fault, reason: str
) -> None:
    site.fail("/robots.txt", fault)
    desk = Desk()
    assert desk.get_all(*[site.url("/a")] * 3) == [Failed(reason)] * 3
    assert site.asked("/a") == []
    assert len(site.requests) <= 3
    assert desk.robots.files == {}
    site.recover("/robots.txt")
    assert is_had(desk.get(site.url("/a")))


def test_the_last_known_rules_hold_while_new_ones_cannot_be_had(site: NewsSite) -> None:
    site.robots("User-agent: *\nDisallow: /archive/\n")
    desk = Desk()
    desk.get(site.url("/a"))
    desk.pass_time(hours=100)
    site.fail("/robots.txt", faults.status(500))
    got = desk.get_all(site.url("/a"), site.url("/archive/a"), site.url("/a"))
    assert [is_had(each) or each for each in got] == [True, FORBIDDEN, True]
    assert statuses(site) == [200, 500, 500, 500]


def test_a_site_that_asks_to_wait_with_its_rules_is_left_alone(site: NewsSite) -> None:
    site.fail("/robots.txt", faults.status(503, retry_after="7200"))
    assert Desk().get(site.url("/a")) == Failed("robots.txt can't be had: HTTP 503", 7200)


def test_a_clock_that_was_set_back_does_not_keep_rules_for_ever(site: NewsSite) -> None:
    desk = Desk()
    ahead = RobotsFile("User-agent: *\nDisallow: /", "", "", desk.now + timedelta(days=9))
    desk.robots.keep_robots(site.url(""), ahead)
    assert is_had(desk.get(site.url("/a")))


def test_rules_elsewhere_are_read_where_the_site_redirects_to_them(site: NewsSite) -> None:
    site.redirect("/robots.txt", "/rules.txt", 301)
    site.page("/rules.txt", "User-agent: *\nDisallow: /archive/", content_type="text/plain")
    assert Desk().get(site.url("/archive/a")) == FORBIDDEN


@pytest.mark.parametrize(
    ("location", "reason"),
    [
        ("/robots.txt", "robots.txt can't be had: redirects in a loop"),
        (
            "http://169.254.169.254/robots.txt",
            "address 169.254.169.254 is not public (allow it with PULLQUOTE_ALLOWED_NETWORKS)",
        ),
    ],
)
def test_rules_that_lead_astray_are_not_followed(
    site: NewsSite, location: str, reason: str
) -> None:
    site.redirect("/robots.txt", location)
    assert Desk().get(site.url("/a")) == Failed(reason)
    assert site.asked("/a") == []


@pytest.mark.parametrize(
    ("asked", "kept"), [("20", 20.0), ("0.2", 10.0), ("86400", 30.0), ("nan", 10.0), ("-3", 10.0)]
)
def test_the_pause_that_a_site_asks_for_is_kept_within_reason(
    site: NewsSite, asked: str, kept: float
) -> None:
    site.robots(f"User-agent: *\nCrawl-delay: {asked}\n")
    # A long pause of our own: requests to a busy machine take a part of it.
    desk = Desk().but(host_pause=10.0)
    desk.get_all(site.url("/a"), site.url("/a"))
    # Before each page: the robots.txt was asked for first.
    assert len(desk.pauses) == 2
    assert all(kept - 5 < pause <= kept for pause in desk.pauses)


def test_of_rules_without_end_the_first_500_kib_are_read(site: NewsSite) -> None:
    rules = "User-agent: *\nDisallow: /archive/\n" + "# and so on\n" * 50_000 + "Disallow: /\n"
    site.robots(rules)
    desk = Desk()
    assert desk.get(site.url("/archive/a")) == FORBIDDEN
    assert is_had(desk.get(site.url("/a")))
    assert desk.robots.files[site.url("")].text == rules[: 500 * 1024]


def test_rules_that_would_take_minutes_to_read_are_not_read(site: NewsSite) -> None:
    agents = "".join(f"User-agent: {n}\n" for n in range(12_000))
    site.robots(agents + "Allow: /\n" * 30_000)
    desk = Desk()
    assert desk.get(site.url("/a")) == Failed("robots.txt has more rules than can be read")


def test_a_page_in_place_of_rules_forbids_nothing(site: NewsSite) -> None:
    site.page("/robots.txt", "<!doctype html><title>Not found</title><p>Disallow: nothing")
    assert is_had(Desk().get(site.url("/a")))
