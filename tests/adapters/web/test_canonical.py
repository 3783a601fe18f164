"""The same page has the same address, however the reader came to it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.web.canonical import believable, canonical, resolved


@pytest.mark.parametrize(
    ("url", "same"),
    [
        ("HTTPS://Post.Example:443/a", "https://post.example/a"),
        ("http://post.example:80", "http://post.example/"),
        ("http://post.example:8080/a", "http://post.example:8080/a"),
        ("https://post.example./a#top", "https://post.example/a"),
        ("https://post.example/#!/story/7", "https://post.example/#!/story/7"),
        ("https://post.example/a?", "https://post.example/a"),
        ("https://post.example/a/./b/../c/", "https://post.example/a/c/"),
        ("https://post.example/../..", "https://post.example/"),
        ("https://post.example/%7eada/%c3%a4", "https://post.example/~ada/%C3%A4"),
        ("https://post.example/ä b", "https://post.example/%C3%A4%20b"),
        ("https://bücher.example/a", "https://xn--bcher-kva.example/a"),
        ("https://post.example/a?utm_source=rss&utm_medium=feed", "https://post.example/a"),
        ("https://post.example/a?b=2&fbclid=x&a=1&gclid=y", "https://post.example/a?b=2&a=1"),
        ("https://post.example/a?wt_mc=rss.x&CMP=share_btn", "https://post.example/a"),
        ("https://post.example/a?source=rss----d12--food", "https://post.example/a"),
        ("http://[2001:DB8::1]/a", "http://[2001:db8::1]/a"),
    ],
)
def test_one_page_is_one_address(url: str, same: str) -> None:
    assert canonical(url) == same


@pytest.mark.parametrize(
    "url",
    [
        "https://post.example/a?id=7&page=2",
        "https://post.example/a?page=2&id=7",
        "https://post.example/a?source=world&ref=main&uid=4&session=9",
        "https://post.example/?feed=rss2",
        "https://post.example/a?q=a%26b+c&q=d",
        "https://post.example/a//b",
        "https://post.example/a%2Fb",
        "https://post.example/a;jsessionid=1?x=%20",
    ],
)
def test_what_names_another_page_stays(url: str) -> None:
    assert canonical(url) == url


@pytest.mark.parametrize(
    "url",
    [
        "",
        "post.example/a",
        "//post.example/a",
        "/a",
        "ftp://post.example/a",
        "file:///etc/passwd",
        "javascript:alert(1)",
        "data:text/html,a",
        "mailto:ada@post.example",
        "http://",
        "http://[oops",
        "http://post.example:99999/",
        "http://post.example:a/",
        "http://ada:secret@post.example/",
        "http://ada@post.example/",
        "http://post.example\\@other.example/",
        "http://post example/",
        "http://post.example/a\nb",
        "http://post.example/\ud800",
        "http://post..example/",
        "http://post.example/" + "a" * 5_000,
    ],
)
def test_what_is_no_web_address_has_none(url: str) -> None:
    assert canonical(url) == ""


def test_a_link_is_followed_from_the_document_it_stands_in() -> None:
    base = "https://post.example/feeds/all.xml"
    links = ("/a", "a?utm_source=x", "../b", "//other.example/c", " https://d.example ", "", "#")
    assert [resolved(base, link) for link in (*links, "//[", "javascript:x")] == [
        "https://post.example/a",
        "https://post.example/feeds/a",
        "https://post.example/b",
        "https://other.example/c",
        "https://d.example/",
        "",
        base,
        "",
        "",
    ]


@given(
    st.text()
    | st.from_regex(r"https?://[a-zA-Zäß.:@0-9]{1,20}/[^#]{0,20}[?#].{0,20}")
    | st.text("%1345eE./", max_size=12).map("https://post.example/{0}?a={0}".format)
    | st.integers(1_300, 4_100).map(lambda many: "https://post.example/" + "<" * many)
)
def test_an_address_once_canonical_stays_as_it_is(url: str) -> None:
    once = canonical(url)
    assert canonical(once) == once


@pytest.mark.parametrize(
    ("named", "fetched", "believed"),
    [
        ("https://post.example/a", "", True),
        ("https://post.example/a", "https://post.example/a/amp", True),
        ("https://www.post.example/a", "https://amp.post.example/a", True),
        ("https://post.example/a", "https://news.post.example/a", True),
        ("https://post.example/a", "https://post-example.cdn.ampproject.org/c/s/a", True),
        ("https://www.post.example/a", "https://www-post-example.cdn.ampproject.org/a", True),
        ("https://other.example/a", "https://post.example/a", False),
        ("https://notpost.example/a", "https://post.example/a", False),
        ("https://other.example/a", "https://post-example.cdn.ampproject.org/a", False),
        ("https://post.example/", "https://post.example/a", False),
        ("https://post.example", "https://post.example/a", False),
        ("https://post.example/", "https://post.example", True),
        ("https://post.example/?p=7", "https://post.example/a", True),
        ("http://[oops", "https://post.example/a", False),
    ],
)
def test_a_page_may_name_its_own_site_but_not_another_nor_the_front_page(
    named: str, fetched: str, believed: bool
) -> None:
    assert believable(named, fetched) is believed
