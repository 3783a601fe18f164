"""What is set for single sites: where an article stands, and what only the site itself may see."""

import logging

import pytest

from adapters.web.fetching import Failed, Fetched
from adapters.web.pages import read_page
from adapters.web.reading import ReadArticle, read_article
from adapters.web.site_rules import BadSiteRules, SiteRules
from tests.adapters.web.fetched import PAGE, Desk, found
from tests.e2e.news_faults import status
from tests.e2e.news_site import NewsSite

SECRET = "session=open-sesame-41"
STORY = """<html><head><title>Ferry sinks | The Quay</title></head><body><main>
<div class="promo"><p>{promo}</p></div><h1>Ferry sinks</h1>
<div class="told"><p>The ferry sank at its berth on Monday.</p><p>Nobody was <i>hurt</i>.</p>
<script>var hidden = 1;</script><ul><li>It was built in 1961.</li></ul></div>
<div class="told"><p>Divers will raise it in May.</p></div></main></body></html>""".format(
    promo="Our readers pay for our work, and so can you from today on for little money. " * 12
)


def with_cookie(host: str, header: str = "Cookie") -> SiteRules:
    return SiteRules.of({host: {"headers": {header: SECRET}}})


def host_of(site: NewsSite) -> str:
    return site.url("").removeprefix("http://")


def cookies(site: NewsSite, path: str) -> list[str | None]:
    return [seen.headers.get("Cookie") for seen in site.asked(path)]


def test_a_site_is_sent_its_own_header_and_no_other_site_is(site: NewsSite, desk: Desk) -> None:
    with NewsSite() as other:
        other.page("/b", PAGE)
        desk.allows_all(other.url(""))
        mine = desk.but(sites=with_cookie(host_of(site)))
        assert isinstance(mine.get(site.url("/a")), Fetched)
        assert isinstance(mine.get(other.url("/b")), Fetched)
        assert cookies(site, "/a") == [SECRET]
        assert cookies(other, "/b") == [None]


def test_after_a_redirect_to_another_host_nobody_is_sent_it(site: NewsSite, desk: Desk) -> None:
    with NewsSite() as other:
        away = other.url("/b").replace("127.0.0.1", "localhost")
        desk.allows_all(other.url("").replace("127.0.0.1", "localhost"))
        site.redirect("/away", away)
        other.redirect("/b", site.url("/a"))
        site.redirect("/here", "/a")
        mine = desk.but(sites=with_cookie(host_of(site)))
        assert isinstance(mine.get(site.url("/away")), Fetched)
        assert (cookies(site, "/away"), cookies(other, "/b"), cookies(site, "/a")) == (
            [SECRET],
            [None],
            [None],
        )
        mine.get(site.url("/here"))
        assert cookies(site, "/a") == [None, SECRET]
        mine.get(away)
        assert cookies(site, "/a")[-1] is None


def test_after_a_redirect_to_another_port_nobody_is_sent_it(site: NewsSite, desk: Desk) -> None:
    with NewsSite() as other:
        site.redirect("/away", other.url("/b"))
        other.page("/b", PAGE)
        desk.allows_all(other.url(""))
        for host in (host_of(site), "127.0.0.1"):
            desk.but(sites=with_cookie(host)).get(site.url("/away"))
        assert cookies(site, "/away") == [SECRET, SECRET]
        assert cookies(other, "/b") == [None, None]


@pytest.mark.parametrize(
    ("host", "url", "sent"),
    [
        ("paper.example", "https://paper.example/a?b=1", True),
        ("Paper.Example:443", "https://paper.example/", True),
        ("zeitung-ü.example", "https://xn--zeitung--d6a.example/", False),
        ("bücher.example", "https://xn--bcher-kva.example/", True),
        ("paper.example", "http://paper.example/", False),
        ("paper.example", "https://www.paper.example/", False),
        ("paper.example", "https://paper.example:8443/", True),
        ("paper.example:8443", "https://paper.example:8443/", True),
        ("paper.example:8443", "https://paper.example/", False),
        ("paper.example:8443", "https://paper.example:8444/", False),
        ("[::1]", "http://[::1]:8000/", True),
        ("paper.example", "https://paper.example.evil.example/", False),
        ("127.0.0.1:8000", "http://127.0.0.1:8000/", True),
        ("127.0.0.1", "http://127.0.0.1:8000/", True),
        ("127.0.0.1:8000", "http://127.0.0.1:8001/", False),
        ("192.168.0.2", "http://192.168.0.2/", False),
    ],
)
def test_a_header_is_for_one_host_over_https(host: str, url: str, sent: bool) -> None:
    assert with_cookie(host).headers(url) == ({"Cookie": SECRET} if sent else {})


def test_neither_errors_nor_logs_nor_a_repr_show_it(
    site: NewsSite, desk: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    rules = with_cookie(host_of(site))
    mine = desk.but(sites=rules)
    for path in ("/a", "/none", site.fail("/down", status(403)).removeprefix(site.url(""))):
        answer = mine.get(site.url(path))
        assert SECRET not in repr(answer)
    assert isinstance(mine.get("https://127.0.0.1:1/"), Failed)
    assert SECRET not in caplog.text
    assert SECRET not in repr((rules, mine.policy))


@pytest.mark.parametrize(
    ("value", "why"),
    [
        ("{", "not JSON"),
        ("[" * 100_000, "not JSON"),
        ([], "no table of sites"),
        ({"https://paper.example/": {}}, "is no host"),
        ({"": {}}, "is no host"),
        ({"ann@paper.example": {}}, "is no host"),
        ({"paper.example": SECRET}, "without a table"),
        ({"paper.example": {"cookie": SECRET}}, "neither article nor headers"),
        ({"paper.example": {"article": "div["}}, "no CSS selector"),
        ({"paper.example": {"article": 7}}, "no CSS selector"),
        ({"paper.example": {"headers": [SECRET]}}, "no table"),
        ({"paper.example": {"headers": {"Cookie": f"{SECRET}\r\nX: y"}}}, "can't be sent"),
        ({"paper.example": {"headers": {"Cookie": f"{SECRET}ü"}}}, "can't be sent"),
        ({"paper.example": {"headers": {"Cookie": ""}}}, "can't be sent"),
        ({"paper.example": {"headers": {"Coo kie": SECRET}}}, "can't be sent"),
        ({"paper.example": {"headers": {"HOST": SECRET}}}, "Pullquote's to send"),
    ],
)
def test_what_can_not_be_used_is_refused_without_showing_it(value: object, why: str) -> None:
    with pytest.raises(BadSiteRules) as refused:
        SiteRules.of(value)
    assert why in str(refused.value)
    assert SECRET not in str(refused.value)


def test_a_selector_says_where_the_article_stands() -> None:
    page = read_page(STORY.encode(), "https://quay.example/a", "utf-8", "div.told")
    assert (page.text, page.unselected) == (
        "The ferry sank at its berth on Monday.\nNobody was hurt.\nIt was built in 1961.\n"
        "Divers will raise it in May.",
        False,
    )
    nested = read_page(STORY.encode(), "https://quay.example/a", "", "main, div.told, p")
    assert nested.text.count("Nobody was hurt.") == 1


def test_a_selector_that_finds_nothing_is_told_and_the_article_is_found_as_without(
    site: NewsSite,
) -> None:
    rules = SiteRules.of({host_of(site): {"article": "div.gone"}})
    body = STORY.replace("promo", "told").encode()
    with_rules = read_article(found(site, "/a", body), Desk().now, rules)
    without = read_article(found(site, "/a", body), Desk().now)
    assert isinstance(with_rules, ReadArticle)
    assert isinstance(without, ReadArticle)
    assert with_rules.note == "the selector 'div.gone' finds nothing in the page"
    assert (with_rules.text, without.note) == (without.text, "")
