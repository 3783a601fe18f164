"""Which addresses the bot asks for people and feeds, and which it never does."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.web.addresses import (
    AllowedAddresses,
    ForbiddenAddress,
    check_url,
    host_and_port,
    origin,
    shown,
)
from retrieval.errors import WrongUse

NOT_THE_WEB = "only http:// and https:// addresses are asked"
NO_ADDRESS = "that is no web address; it looks like https://news.example/feed.xml"
CREDENTIALS = "an address with a user name or password is not asked; take it out"
CONTROL = "an address with control characters in it is not asked"
NUMBER = "is not how an address is written; write four numbers and dots"
INTRANET = AllowedAddresses.of(["10.1.0.0/16", "fd00:1::/32"])


@pytest.mark.parametrize(
    ("typed", "asked"),
    [
        ("https://news.example/feed.xml?page=2&q=a%20b", None),
        ("https://news.example", "https://news.example/"),
        ("HTTPS://News.Example:443/A#the-end", "https://news.example/A"),
        (" http://news.example:8080/ ", "http://news.example:8080/"),
        ("http://news.example./", "http://news.example/"),
        ("http://news.example:/", "http://news.example/"),
        ("https://bücher.example/größe?ß", "https://xn--bcher-kva.example/gr%C3%B6%C3%9Fe?%C3%9F"),
        ("https://新闻.example/", "https://xn--efvy88h.example/"),
        ("https://my_news.example/a b;c=1/@me", "https://my_news.example/a%20b;c=1/@me"),
        ("http://a.example/\\..\\b\"<>", "http://a.example/%5C..%5Cb%22%3C%3E"),
        ("http://93.184.215.14/", None),
        ("http://[2606:2800:21F::1]:81/", "http://[2606:2800:21f::1]:81/"),
        ("http://localhost:3000/", None),
    ],
)  # fmt: skip
def test_an_address_is_asked_as_browsers_would_ask_it(typed: str, asked: str | None) -> None:
    assert check_url(typed) == (asked or typed)
    assert check_url(check_url(typed)) == check_url(typed)


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("file:///etc/passwd", f"{NOT_THE_WEB}, not file:"),
        ("ftp://news.example/a", f"{NOT_THE_WEB}, not ftp:"),
        ("gopher://news.example/", f"{NOT_THE_WEB}, not gopher:"),
        ("javascript:alert(1)", f"{NOT_THE_WEB}, not javascript:"),
        ("news.example/feed", NOT_THE_WEB),
        ("//news.example/feed", NOT_THE_WEB),
        ("", NOT_THE_WEB),
        ("http:///a", "it names no host"),
        ("http://?a", "it names no host"),
        ("http://:80/", "it names no host"),
        ("http://user@news.example/", CREDENTIALS),
        ("http://a\\@news.example/", CREDENTIALS),
        ("http://news.example:99999/", NO_ADDRESS),
        ("http://news.example:x/", NO_ADDRESS),
        ("http://news.example:0/", "port 0 of news.example is not asked"),
        ("http://[::1", NO_ADDRESS),
        ("http://[fe80::1%25eth0]/", NO_ADDRESS),
        ("http://[localhost]/", NO_ADDRESS),
        ("http://a[::1]/", NO_ADDRESS),
        ("http://news.example/\r\nHost: evil", CONTROL),
        ("http://news\t.example/", CONTROL),
        ("http://news.example/\ud800", CONTROL),
        ("http://news example/", "'news example' is no host name"),
        ("http://news..example/", "'news..example' is no host name"),
        ("http://%6eews.example/", "that is no host name"),
        ("http://-news.example/", "'-news.example' is no host name"),
        (f"http://{'a' * 64}.example/", f"{('a' * 60)!r} is no host name"),
        ("http://a.\u0301b/", "'a.\u0301b' is no host name"),
        ("http://2130706433/", f"2130706433 {NUMBER}"),
        ("http://0x7f.1/", f"0x7f.1 {NUMBER}"),
        ("http://0x7f000001/", f"0x7f000001 {NUMBER}"),
        ("http://0177.0.0.1/", f"0177.0.0.1 {NUMBER}"),
        ("http://127.1/", f"127.1 {NUMBER}"),
        ("http://127.0.0.1.2/", f"127.0.0.1.2 {NUMBER}"),
        ("http://1.2.3.256/", f"1.2.3.256 {NUMBER}"),
        ("http://0/", f"0 {NUMBER}"),
        ("http://１２７.１/", f"127.1 {NUMBER}"),
        (
            "http://news.example/" + "a" * 2_000,
            "an address of 2,020 characters is not asked; 2,000 are the most",
        ),
    ],
)  # fmt: skip
def test_what_is_no_address_of_the_web_is_refused_in_one_line(typed: str, reason: str) -> None:
    with pytest.raises(ForbiddenAddress) as refused:
        check_url(typed)
    assert str(refused.value) == reason


@pytest.mark.parametrize(
    "typed",
    [
        "http://editor:hunter2@news.example/feed",
        "http://editor:hunter2@[::1/",
        "http://editor:hunter2@news.example:99999999/feed",
        "http://editor:hunter2/x@news.example/feed",
        "http://editor%3Ahunter2%40news.example/feed",
        "ftp://editor:hunter2@news.example/feed",
        "editor:hunter2@news.example/feed",
        "http:editor:hunter2@news.example",
        "http://news.example\x00/?token=hunter2",
        "http://news example/?token=hunter2",
        "http://news.example/?token=hunter2" + "x" * 2_000,
    ],
)
def test_a_refusal_never_repeats_a_password_or_token(typed: str) -> None:
    with pytest.raises(ForbiddenAddress) as refused:
        check_url(typed)
    assert "hunter2" not in str(refused.value)
    assert "\n" not in str(refused.value)
    assert shown(typed) == "an address that is not asked"


def test_an_address_is_shown_without_its_query() -> None:
    assert shown("https://News.example:8443/a/b?token=hunter2#c") == "https://news.example:8443/a/b"


def test_one_robots_txt_and_one_turn_are_for_a_scheme_host_and_port() -> None:
    assert origin("http://[2606::1]:81/a?b") == "http://[2606::1]:81"
    assert host_and_port("http://[2606::1]:81/a") == ("2606::1", 81)
    assert [host_and_port(f"{scheme}://n.example/") for scheme in ("http", "https")] == [
        ("n.example", 80),
        ("n.example", 443),
    ]


@pytest.mark.parametrize(
    "address",
    [
        "8.8.8.8",
        "93.184.215.14",
        "100.63.255.255",
        "172.15.0.1",
        "172.32.0.1",
        "192.0.1.1",
        "223.255.255.255",
        "2606:4700:4700::1111",
        "2a00:1450:4001:82a::200e",
        "::ffff:8.8.8.8",
        "64:ff9b::8.8.8.8",
    ],
)
def test_public_addresses_are_connected_to(address: str) -> None:
    AllowedAddresses().check(address, "news.example")


FORBIDDEN = [
    "0.0.0.0", "0.1.2.3",                                   # this network
    "10.0.0.1", "172.16.0.1", "172.31.255.255", "192.168.1.1",  # private
    "127.0.0.1", "127.255.255.254",                         # loopback
    "169.254.169.254", "169.254.170.2", "168.63.129.16",    # metadata of clouds
    "100.64.0.1", "100.100.100.200", "100.127.255.255",     # shared by carriers
    "192.0.0.192", "192.0.2.1", "198.18.0.1", "198.19.255.255", "198.51.100.1", "203.0.113.9",
    "192.88.99.1",                                          # 6to4 relays
    "224.0.0.1", "239.255.255.255", "240.0.0.1", "255.255.255.255",
    "::", "::1", "::127.0.0.1", "::8.8.8.8",                # IPv4-compatible
    "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::ffff:169.254.169.254", "::ffff:0:127.0.0.1",
    "fe80::1", "fe80::1%2", "fec0::1", "fc00::1", "fd00:ec2::254", "fd00:1::1", "ff02::1",
    "64:ff9b::127.0.0.1", "64:ff9b::10.0.0.1", "64:ff9b:1::1", "100::1",
    "2001::1", "2001:0:7f00:1::1", "2001:2::1", "2001:10::1", "2001:db8::1",
    "2002:7f00:1::1", "2002:a00:1::", "2002:808:808::1", "3fff::1", "5f00::1", "4000::1",
]  # fmt: skip


@pytest.mark.parametrize("address", FORBIDDEN)
def test_no_other_address_is_connected_to(address: str) -> None:
    with pytest.raises(ForbiddenAddress) as refused:
        AllowedAddresses().check(address, "intranet.example")
    assert str(refused.value) == (
        f"address {address} of intranet.example is not public "
        "(allow it with PULLQUOTE_ALLOWED_NETWORKS)"
    )


def test_an_address_that_was_written_itself_is_named_once() -> None:
    with pytest.raises(ForbiddenAddress) as refused:
        AllowedAddresses().check("10.0.0.1", "10.0.0.1")
    assert str(refused.value) == (
        "address 10.0.0.1 is not public (allow it with PULLQUOTE_ALLOWED_NETWORKS)"
    )


@pytest.mark.parametrize(
    "address", ["10.1.2.3", "::ffff:10.1.2.3", "64:ff9b::10.1.2.3", "fd00:1::9", "8.8.8.8"]
)
def test_an_intranet_on_the_list_is_connected_to(address: str) -> None:
    INTRANET.check(address, "intranet.example")


@pytest.mark.parametrize(
    "address", ["10.2.0.1", "127.0.0.1", "::10.1.2.3", "2002:a01:203::", "fd00:2::1"]
)
def test_a_list_allows_nothing_beside_its_networks(address: str) -> None:
    with pytest.raises(ForbiddenAddress):
        INTRANET.check(address, "intranet.example")


@pytest.mark.parametrize("network", ["10.1.0.1/16", "intranet", "", "10.0.0.0/33", "10.0.0.0/8/8"])
def test_a_list_with_nonsense_in_it_is_refused(network: str) -> None:
    with pytest.raises(WrongUse) as refused:
        AllowedAddresses.of(["127.0.0.0/8", network])
    assert str(refused.value) == (
        f"{network!r} is no network; write it like 10.1.0.0/16, with zeros after its own bits"
    )


def _urls() -> st.SearchStrategy[str]:
    pieces: Sequence[str] = (
        "http", "https", "HTTP", "file", "://", ":", "/", "\\", "@", "?", "#", "[", "]", "%", ".",
        "::1", "127.0.0.1", "0x7f", "news.example", "user:pass", "。", "ß", "\t", "\n", " ", "%00",
        "xn--", "-", "80", "\u0661", "\u202e",
    )  # fmt: skip
    return st.lists(st.one_of(st.sampled_from(pieces), st.text(max_size=3))).map("".join)


@given(_urls())
def test_whatever_is_typed_is_refused_or_stands_in_plain_ascii(typed: str) -> None:
    try:
        url = check_url("http://" + typed)
    except ForbiddenAddress:
        return
    assert url.isascii()
    assert url.isprintable()
    assert not set(' "<>\\^`{}#') & set(url)
    assert "@" not in url.split("/")[2]
    assert check_url(url) == url
