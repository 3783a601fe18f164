"""Whatever way somebody links to a page, it is found as the one that is tracked."""

import pytest

from adapters.web.page_keys import longest_word, page_key

PAGE = "https://www.paper.example/2024/07/otters-counted.html"


@pytest.mark.parametrize(
    "linked",
    [
        PAGE,
        "http://paper.example/2024/07/otters-counted.html",
        "https://m.paper.example/2024/07/otters-counted.html?utm_source=chat&fbclid=x#top",
        "https://amp.paper.example/2024/07/otters-counted.html?amp=1",
        "https://www.paper.example/2024/07/otters-counted.amp.html",
        "https://www.paper.example/amp/2024/07/otters-counted.html",
        "https://www-paper-example.cdn.ampproject.org/c/s/www.paper.example/2024/07/otters-counted.html",
        "https://www.google.com/amp/s/www.paper.example/2024/07/otters-counted.html",
        "HTTPS://WWW.Paper.Example:443/2024/./07/otters%2Dcounted.html",
    ],
)
def test_ways_to_link_to_one_page_have_one_key(linked: str) -> None:
    assert page_key(linked) == page_key(PAGE) == "paper.example/2024/07/otters-counted.html"
    assert longest_word(linked) == "counted"


@pytest.mark.parametrize(
    ("one", "same"),
    [
        ("https://paper.example/otters/", "https://paper.example/otters"),
        ("https://paper.example/otters/amp/", "https://paper.example/otters"),
        ("https://paper.example/otters/index.html", "https://paper.example/otters"),
    ],
)
def test_a_folder_and_its_first_page_are_one(one: str, same: str) -> None:
    assert page_key(one) == page_key(same)


@pytest.mark.parametrize(
    "other",
    [
        "https://paper.example/2024/07/otters-counted-again.html",
        "https://other.example/2024/07/otters-counted.html",
        f"{PAGE}?page=2",
        "",
        "javascript:alert(1)",
        "https://user:secret@www.paper.example/2024/07/otters-counted.html",
    ],
)
def test_other_pages_have_other_keys_or_none(other: str) -> None:
    assert page_key(other) != page_key(PAGE)
