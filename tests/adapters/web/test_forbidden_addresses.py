"""Which machines the bot never connects to, whatever a page or a name server says."""

import socket
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from adapters.web.addresses import AllowedAddresses
from adapters.web.fetching import Failed, Fetched
from tests.adapters.web.fetched import PAGE, Desk, Names
from tests.e2e.news_site import HOST, NewsSite
from tests.patience import PATIENCE


class Trap:
    """Listens on 127.0.0.1 and counts who comes."""

    def __init__(self) -> None:
        self.listening = socket.create_server((HOST, 0))
        self.port = self.listening.getsockname()[1]
        self.visits = 0
        self._thread = threading.Thread(target=self._accept)
        self._thread.start()

    def _accept(self) -> None:
        while True:
            visitor, _ = self.listening.accept()
            with visitor:
                if visitor.recv(1) == b"!":
                    return
                self.visits += 1

    def close(self) -> None:
        with socket.create_connection((HOST, self.port)) as last:
            last.sendall(b"!")
        self._thread.join(PATIENCE)
        self.listening.close()


@pytest.fixture
def trap() -> Iterator[Trap]:
    opened = Trap()
    yield opened
    opened.close()


def stranger(names: Names) -> Desk:
    """May connect to public addresses only."""
    return Desk(resolve=names).but(allowed=AllowedAddresses())


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1",
        "[::ffff:127.0.0.1]",
        "[::ffff:7f00:1]",
        "[::127.0.0.1]",
        "[64:ff9b::127.0.0.1]",
        "localhost",
        "2130706433",
        "0x7f.1",
        "0x7f000001",
        "0177.0.0.1",
        "017700000001",
        "127.1",
        "0",
        "１２７.0.0.1",
        "127。0。0。1",
        "intranet.example",
    ],
)
def test_no_connection_is_opened_to_this_machine(trap: Trap, host: str) -> None:
    desk = stranger(Names(["127.0.0.1"]))
    got = desk.get(f"http://{host}:{trap.port}/")
    assert isinstance(got, Failed)
    assert "is not public" in got.reason or "is not how an address is written" in got.reason
    assert trap.visits == 0
    assert desk.robots.files == {}


def test_a_forbidden_host_is_named_with_its_address_and_what_allows_it(trap: Trap) -> None:
    desk = stranger(Names(["127.0.0.1"]))
    assert desk.get(f"http://intranet.example:{trap.port}/?token=hunter2") == Failed(
        "address 127.0.0.1 of intranet.example is not public "
        "(allow it with PULLQUOTE_ALLOWED_NETWORKS)"
    )


def test_one_private_address_among_public_ones_is_enough_to_refuse(trap: Trap) -> None:
    for addresses in (["192.0.43.8", "127.0.0.1"], ["127.0.0.1", "192.0.43.8"]):
        got = stranger(Names(addresses)).get(f"http://rebind.example:{trap.port}/")
        assert got == Failed(
            "address 127.0.0.1 of rebind.example is not public "
            "(allow it with PULLQUOTE_ALLOWED_NETWORKS)"
        )
    assert trap.visits == 0


def test_a_name_that_changes_after_the_check_leads_nowhere_else(site: NewsSite) -> None:
    """The address that was checked is the one connected to: a name is looked up once a
    connection, and what it means the next time is checked again."""
    names = Names(["127.0.0.2"], ["127.0.0.1"])
    desk = Desk(resolve=names).but(allowed=AllowedAddresses.of(["127.0.0.2"]), tries=1)
    url = f"http://rebind.example:{site.port}"
    desk.allows_all(url)
    # 127.0.0.2 is this machine too, but the site listens on 127.0.0.1 only.
    assert desk.get(url + "/a") == Failed("connection refused")
    assert names.asked == ["rebind.example"]
    assert desk.get(url + "/a") == Failed(
        "address 127.0.0.1 of rebind.example is not public "
        "(allow it with PULLQUOTE_ALLOWED_NETWORKS)"
    )
    assert names.asked == ["rebind.example"] * 2
    assert site.requests == []


def test_a_redirect_to_a_name_of_this_machine_is_not_followed(site: NewsSite, trap: Trap) -> None:
    async def resolve(host: str, port: int) -> Sequence[str]:
        return {"news.example": ["127.0.0.1"], "evil.example": ["127.0.0.3"]}[host]

    desk = Desk(resolve=resolve).but(allowed=AllowedAddresses.of(["127.0.0.1"]))
    desk.allows_all(f"http://news.example:{site.port}")
    site.redirect("/a", f"http://evil.example:{trap.port}/?token=hunter2")
    assert desk.get(f"http://news.example:{site.port}/a") == Failed(
        "address 127.0.0.3 of evil.example is not public (allow it with PULLQUOTE_ALLOWED_NETWORKS)"
    )
    assert trap.visits == 0


def test_the_second_address_of_a_host_is_tried_where_the_first_is_dead(site: NewsSite) -> None:
    desk = Desk(resolve=Names(["127.0.0.2", "127.0.0.1"]))
    desk.allows_all(f"http://news.example:{site.port}")
    assert isinstance(desk.get(f"http://news.example:{site.port}/a"), Fetched)
    assert site.requests[0].headers["Host"] == f"news.example:{site.port}"


def test_proxies_passwords_and_cookies_of_the_environment_are_not_used(
    site: NewsSite, desk: Desk, trap: Trap, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    netrc = tmp_path / "netrc"
    netrc.write_text(f"machine {HOST} login editor password hunter2\n")
    monkeypatch.setenv("NETRC", str(netrc))
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, f"http://{HOST}:{trap.port}")
    site.page("/a", PAGE, headers={"Set-Cookie": "session=hunter2; Path=/"})
    got = desk.get_all(site.url("/a"), site.url("/a"))
    assert [type(each) for each in got] == [Fetched] * 2
    assert trap.visits == 0
    assert [set(seen.headers) for seen in site.requests] == [
        {"Host", "User-Agent", "Accept", "Accept-Encoding"}
    ] * 2
