"""Where the bot follows a site's redirects, and where it doesn't."""

import pytest

from adapters.web.fetching import Failed, Fetched, NotModified
from tests.adapters.web.fetched import PAGE, Desk, found
from tests.e2e.news_site import NewsSite

PRIVATE = "is not public (allow it with PULLQUOTE_ALLOWED_NETWORKS)"
NOT_THE_WEB = "redirects elsewhere: only http:// and https:// addresses are asked"


def test_only_redirects_that_are_for_good_are_stored(site: NewsSite, desk: Desk) -> None:
    end = site.page("/end", PAGE, validators=False)
    site.redirect("/moved", "/end", 301)
    site.redirect("/moved-twice", site.url("/moved"), 308)
    site.redirect("/today", "/end", 307)
    site.redirect("/moved-then-today", "/today", 301)
    site.redirect("/today-then-moved", "/moved", 302)
    expected = {
        "/moved": end,
        "/moved-twice": end,
        "/today": "",
        "/moved-then-today": site.url("/today"),
        "/today-then-moved": "",
    }
    got = {path: desk.get(site.url(path)) for path in expected}
    assert got == {
        path: found(site, "/end", PAGE.encode(), moved_to=moved) for path, moved in expected.items()
    }


def test_an_unchanged_page_says_where_it_moved_to(site: NewsSite, desk: Desk) -> None:
    site.redirect("/old", "/a", 301)
    page = desk.get(site.url("/old"))
    assert isinstance(page, Fetched)
    again = desk.get(site.url("/old"), etag=page.etag)
    assert again == NotModified(site.url("/a"), page.etag, page.last_modified)


@pytest.mark.parametrize(
    ("location", "reason"),
    [
        ("/b", "redirects in a loop"),
        ("/a#again", "redirects in a loop"),
        ("", "HTTP 302 without an address"),
        ("http://[", "redirects to what is no address"),
        ("file:///etc/passwd", f"{NOT_THE_WEB}, not file:"),
        ("ftp://news.example/", f"{NOT_THE_WEB}, not ftp:"),
        (
            "http://me:hunter2@news.example/",
            "redirects elsewhere: an address with a user name or password is not asked; "
            "take it out",
        ),
        (
            "http://2130706433/",
            "redirects elsewhere: 2130706433 is not how an address is written; "
            "write four numbers and dots",
        ),
        ("http://10.0.0.1/", f"address 10.0.0.1 {PRIVATE}"),
        ("http://169.254.169.254/latest/?token=hunter2", f"address 169.254.169.254 {PRIVATE}"),
        ("//[fd00:ec2::254]/", f"address fd00:ec2::254 {PRIVATE}"),
        ("http://[::ffff:a00:1]/", f"address ::ffff:a00:1 {PRIVATE}"),
    ],
)  # fmt: skip
def test_a_redirect_to_nowhere_good_is_not_followed(
    site: NewsSite, desk: Desk, location: str, reason: str
) -> None:
    site.redirect("/a", location)
    site.redirect("/b", "/a")
    got = desk.get(site.url("/a"))
    assert got == Failed(reason)
    assert len(site.requests) <= 2


def test_redirects_without_end_are_cut_off(site: NewsSite, desk: Desk) -> None:
    for n in range(10):
        site.redirect(f"/{n}", f"/{n + 1}")
    site.page("/10", PAGE, validators=False)
    assert desk.get(site.url("/0")) == Failed("more than 5 redirects")
    assert desk.get(site.url("/5")) == found(site, "/10", PAGE.encode())


def test_a_redirect_may_name_its_address_in_unicode(site: NewsSite, desk: Desk) -> None:
    site.page("/größe", PAGE, validators=False)
    site.redirect("/b", "/größe")
    assert desk.get(site.url("/b")) == found(site, "/gr%C3%B6%C3%9Fe", PAGE.encode())
