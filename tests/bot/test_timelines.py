"""A timeline is read page by page, from either end."""

import pytest

from bot.timelines import PAGE, TimelinePage, page_of
from retrieval.novelty import quote_of
from retrieval.timeline import Development
from tests.adapters.storage.published import BRIDGE, article

TEXT = "Something happened."
ALL = tuple(
    Development(quote_of(article(f"d{n}", TEXT, n + 1), (0, len(TEXT)), 1.0), ())
    for n in range(2 * PAGE + 2)
)


@pytest.mark.parametrize(
    ("number", "shown"), [(0, ALL[:5]), (1, ALL[5:10]), (2, ALL[10:])], ids=["0", "1", "2"]
)
def test_a_timeline_is_read_from_its_beginning_page_by_page(
    number: int, shown: tuple[Development, ...]
) -> None:
    page = page_of(BRIDGE, ALL, number, newest_first=False)
    assert page == TimelinePage(BRIDGE, shown, number, 3, 12, newest_first=False)


def test_newest_first_is_the_same_from_its_end() -> None:
    backwards = ALL[::-1]
    pages = [page_of(BRIDGE, ALL, n, newest_first=True) for n in range(3)]
    assert pages == [
        TimelinePage(BRIDGE, backwards[5 * n : 5 * n + 5], n, 3, 12, newest_first=True)
        for n in range(3)
    ]


def test_who_turns_a_page_of_a_timeline_that_grew_shorter_sees_its_last() -> None:
    short = ALL[: PAGE + 1]
    last = TimelinePage(BRIDGE, ALL[PAGE : PAGE + 1], 1, 2, 6, newest_first=False)
    assert page_of(BRIDGE, short, 2, newest_first=False) == last
    assert page_of(BRIDGE, short, 99, newest_first=False) == last
    assert page_of(BRIDGE, short, -1, newest_first=False) == page_of(
        BRIDGE, short, 0, newest_first=False
    )


def test_a_full_page_has_no_empty_one_behind_it() -> None:
    page = page_of(BRIDGE, ALL[: 2 * PAGE], 1, newest_first=False)
    assert page == TimelinePage(BRIDGE, ALL[PAGE : 2 * PAGE], 1, 2, 10, newest_first=False)


def test_a_story_without_developments_has_one_empty_page() -> None:
    assert page_of(BRIDGE, [], 3, newest_first=True) == TimelinePage(
        BRIDGE, (), 0, 1, 0, newest_first=True
    )
