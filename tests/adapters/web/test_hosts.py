"""Under which hosts a site's pages stand."""

import pytest

from adapters.web.hosts import host_of, is_same_site, site_of


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("https://WWW.Bugle.example:8443/road?x=1", "www.bugle.example"),
        ("http://[::1]/road", "::1"),
        ("ftp://bugle.example/road", ""),
        ("/road", ""),
        ("http://[", ""),
        ("", ""),
    ],
)
def test_the_host_is_read_out_of_a_web_address_alone(url: str, host: str) -> None:
    assert host_of(url) == host


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("www.bugle.example", "m.bugle.example", True),
        ("feeds.bugle.example", "bugle.example", True),
        ("sport.bugle.example", "www.bugle.example", True),
        ("bugle.example", "newbugle.example", False),
        # Sites whose whole name is "mobile" or "feed": not everything under .de is theirs.
        ("mobile.de", "www.bugle.de", False),
        ("feed.example", "www.bugle.example", False),
    ],
)
def test_a_site_has_the_same_pages_for_phones_and_feed_readers(
    one: str, other: str, same: bool
) -> None:
    assert is_same_site(one, other) is is_same_site(other, one) is same
    assert site_of("amp.mobile.de") == "mobile.de"
