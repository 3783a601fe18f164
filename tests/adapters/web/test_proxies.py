"""The way to a page where the network's only way out is a proxy."""

import ssl
from pathlib import Path

import pytest

from adapters.web.addresses import AllowedAddresses
from adapters.web.fetching import Failed
from adapters.web.proxies import Proxies
from adapters.web.proxies import Proxy as Way
from tests.adapters.web.fetched import PAGE, Desk, Names, found
from tests.adapters.web.test_tls import certificate, secure
from tests.e2e.news_site import NewsSite
from tests.e2e.proxy import Proxy

__all__ = ["certificate"]
LOGIN = "ann:hunter2"


def through(proxy: Proxy, none_for: str = "") -> Desk:
    """Whose network knows no names, and lets nobody out but the proxy."""
    way = Way.of(proxy.url)
    allowed = AllowedAddresses()
    return Desk(resolve=Names([])).but(proxies=Proxies(way, way, none_for), allowed=allowed)


def test_a_page_is_fetched_through_the_proxy_which_looks_up_its_name(site: NewsSite) -> None:
    site.page("/a", PAGE, validators=False)
    url = f"http://news.example:{site.port}"
    with Proxy(login=LOGIN) as proxy:
        fetched = through(proxy).get(f"{url}/a")
    assert fetched == found(site, "/a", PAGE.encode(), url=f"{url}/a")
    assert proxy.asked == [f"GET news.example:{site.port}"] * 2  # robots.txt, the page
    assert proxy.refused == []
    assert all("Proxy-Authorization" not in one.headers for one in site.requests)


def test_a_secure_page_is_fetched_through_a_tunnel_and_its_certificate_is_checked(
    certificate: tuple[Path, Path],
) -> None:
    def of(host: str) -> object:
        desk = through(proxy).allows_all(f"https://{host}:{port}")
        desk.tls = lambda: ssl.create_default_context(cafile=certificate[0])
        return desk.get(f"https://{host}:{port}/")

    with Proxy(login=LOGIN) as proxy, secure(*certificate, b"HTTP/1.1 204 No Content") as port:
        assert of("news.example") == Failed("HTTP 204")
        assert of("evil.example") == Failed(
            "its certificate is not valid (Hostname mismatch, certificate is not valid for "
            "'evil.example')"
        )
    assert proxy.asked == [f"CONNECT news.example:{port}", f"CONNECT evil.example:{port}"]


def test_what_no_proxy_names_and_this_machine_itself_are_asked_directly(site: NewsSite) -> None:
    site.page("/a", PAGE, validators=False)
    with Proxy() as proxy:
        desk = through(proxy, none_for="example").but(allowed=AllowedAddresses.of(["127.0.0.0/8"]))
        desk.resolve = Names(["127.0.0.1"])
        for host in ("news.example", "localhost", "127.0.0.1"):
            url = f"http://{host}:{site.port}/a"
            assert desk.get(url) == found(site, "/a", PAGE.encode(), url=url)
    assert proxy.asked == []


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        (
            "http://10.0.0.7/",
            "address 10.0.0.7 is not public (allow it with PULLQUOTE_ALLOWED_NETWORKS)",
        ),
        (
            "https://169.254.169.254/latest/meta-data/",
            "address 169.254.169.254 is not public (allow it with PULLQUOTE_ALLOWED_NETWORKS)",
        ),
        (
            "http://127.0.0.1:1/",
            "address 127.0.0.1 is not public (allow it with PULLQUOTE_ALLOWED_NETWORKS)",
        ),
        (
            "http://wiki/",
            "wiki is a name of one network only and is not asked for through a proxy (name it in "
            "NO_PROXY: then it is asked directly, and its address is checked)",
        ),
        (
            "http://metadata.google.internal/",
            "metadata.google.internal is a name of one network only and is not asked for through "
            "a proxy (name it in NO_PROXY: then it is asked directly, and its address is checked)",
        ),
    ],
)
def test_a_proxy_is_no_way_into_its_own_network(url: str, reason: str) -> None:
    with Proxy() as proxy:
        assert through(proxy).get(url) == Failed(reason)
    assert proxy.asked == []


def test_a_redirect_into_the_proxys_network_is_not_followed(site: NewsSite) -> None:
    site.redirect("/a", "http://10.0.0.7/")
    with Proxy() as proxy:
        outcome = through(proxy).get(f"http://news.example:{site.port}/a")
    assert isinstance(outcome, Failed)
    assert "10.0.0.7 is not public" in outcome.reason
    assert not any("10.0.0.7" in asked for asked in proxy.asked)


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_a_proxy_that_wants_a_login_is_named_and_its_login_is_not(scheme: str) -> None:
    with Proxy(login="bob:right") as proxy:
        way = Way.of(proxy.url.replace("bob:right", LOGIN))
        desk = through(proxy).but(proxies=Proxies(way, way))
        outcome = desk.allows_all(f"{scheme}://news.example").get(f"{scheme}://news.example/a")
    assert outcome == Failed("the proxy refuses (HTTP 407; does HTTPS_PROXY hold the right login?)")
    assert "hunter2" not in f"{desk.policy}"


def test_a_proxy_that_refuses_or_is_away_is_told_from_a_site_that_is() -> None:
    with Proxy(refusal="403 Not Here") as proxy:
        desk = through(proxy).allows_all("https://news.example")
        assert desk.get("https://news.example/a") == Failed("the proxy refuses (HTTP 403)")
    assert desk.get("https://news.example/a") == Failed("no connection to the proxy after 3 tries")


@pytest.mark.parametrize(
    ("url", "way", "login"),
    [
        ("http://proxy.example:3128", "http://proxy.example:3128", None),
        ("proxy.example:3128", "http://proxy.example:3128", None),
        ("https://proxy.example/", "https://proxy.example:443", None),
        ("http://ann:hunter%402@[::1]:8080", "http://[::1]:8080", ("ann", "hunter@2")),
    ],
)
def test_a_proxy_is_written_as_everywhere(
    url: str, way: str, login: tuple[str, str] | None
) -> None:
    proxy = Way.of(url)
    assert (proxy.url, proxy.login) == (way, login)
    assert "hunter" not in repr(proxy)
    assert Way.of(proxy.with_login) == proxy


@pytest.mark.parametrize("none_for", ["*", "news.example", ".news.example", "a.org, news.example"])
def test_no_proxy_is_read_as_everywhere(none_for: str) -> None:
    way = Way.of("proxy.example:3128")
    proxies = Proxies(way, None, none_for)
    assert proxies.towards("https://www.news.example/a") is None
    assert proxies.towards("wss://news.example:8443/a") is None
    if none_for != "*":
        assert proxies.towards("wss://othernews.example/a") == way
    assert Proxies(way, None).towards("http://news.example/") is None
