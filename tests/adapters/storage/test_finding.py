"""Questions go on where the index is replaced in the middle of one."""

import pytest

from adapters.assembly import IndexFinder
from retrieval.search import Search
from tests.adapters.storage.newsroom import Newsroom


def test_a_question_whose_generation_was_purged_under_it_is_asked_of_the_next(
    newsroom: Newsroom,
) -> None:
    with newsroom.serve(follow=False) as index:
        finder = IndexFinder(index, Search(newsroom.embedder, newsroom.catalog), newsroom.catalog)
        newsroom.write("nato/extra.md", "Otters swam across the cold river on Monday.")
        newsroom.reindex()
        with index.current() as old:
            # As after a purge that could not wait: it can't be read any more.
            old.close()
        found = finder.find("which otters swam?", None, 3)
        assert found.generation == newsroom.current.name


@pytest.mark.parametrize(
    ("asked", "expected"), [("on 3 August", "later"), ("on July 28, 2024", "earlier")]
)
def test_a_report_that_is_asked_for_by_its_day_comes_first(
    newsroom: Newsroom, asked: str, expected: str
) -> None:
    newsroom.write("nato/earlier.md", "Otters swam across the cold river.", published="2024-07-28")
    newsroom.write("nato/later.md", "Otters swam across the wide river.", published="2024-08-03")
    newsroom.reindex()
    with newsroom.serve() as index, index.current() as generation:
        search = Search(newsroom.embedder, newsroom.catalog)
        found = search.find(f"which otters swam in the report {asked}?", generation)
    assert found.passages[0].article.title == expected
    assert [c.score for c in found.passages] == sorted(c.score for c in found.passages)[::-1]
