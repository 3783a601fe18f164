"""Questions go on where the index is replaced in the middle of one."""

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
