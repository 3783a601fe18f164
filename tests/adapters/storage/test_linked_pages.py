"""What somebody links to is found, however the address is written, with what became of it."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from adapters.storage.catalog import open_catalog
from adapters.storage.linked_pages import StoredPages
from tests.adapters.storage.published import Press, article

FERRY = replace(
    article("ferry", "Two ferries now carry commuters across the river until midnight."),
    url="https://www.paper.example/2024/ferries-run.html",
)
LINK = "http://m.paper.example/2024/ferries-run.html?utm_source=chat"


@pytest.fixture
def press(tmp_path: Path) -> Iterator[Press]:
    with closing(open_catalog(None, tmp_path)) as catalog:
        yield Press(catalog)


def test_an_article_is_found_by_any_way_to_write_its_address(press: Press) -> None:
    pages = StoredPages(press.catalog.database)
    assert pages.at([LINK]) == {}
    press.publish(FERRY)
    other = "https://paper.example/2024/ferries-run-again.html"
    found = pages.at([other, LINK, "not an address", LINK])
    assert list(found) == [LINK]
    [page] = found[LINK]
    assert (page.article, page.story, page.version) == ("ferry", "bridge", FERRY.version)
    assert (page.withdrawn, page.changed) == (False, None)


def test_an_article_that_changed_says_when_and_is_found_as_it_reads_now(press: Press) -> None:
    press.publish(FERRY)
    later = replace(FERRY, text="Three ferries now carry commuters across the river.")
    press.publish(later)
    [page] = StoredPages(press.catalog.database).at([LINK])[LINK]
    assert page.version == later.version
    assert page.changed is not None


def test_what_is_held_no_more_is_not_found(press: Press) -> None:
    press.publish(FERRY)
    press.publish(without=["ferry"])
    assert StoredPages(press.catalog.database).at([LINK]) == {}


def test_a_page_that_was_withdrawn_is_found_as_it_read_last(press: Press) -> None:
    press.publish(FERRY)
    press.withdraw(FERRY)
    [page] = StoredPages(press.catalog.database).at([LINK])[LINK]
    assert (page.article, page.version, page.withdrawn) == ("ferry", FERRY.version, True)
