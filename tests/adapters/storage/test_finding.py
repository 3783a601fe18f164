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


def test_an_alias_is_felt_only_where_its_story_may_be_seen(newsroom: Newsroom) -> None:
    toml = newsroom.corpus / "nato" / "story.toml"
    toml.write_text(toml.read_text() + '[aliases]\n"Grumpy" = ["Ada Wexford"]\n')
    newsroom.write("nato/wexford.md", "Ada Wexford signed the treaty.")
    newsroom.write("bridge/wexford-too.md", "Ada Wexford welded the girders.")
    newsroom.reindex()

    with newsroom.serve() as index:
        search = Search(newsroom.embedder, newsroom.catalog)
        finder = IndexFinder(index, search, newsroom.catalog)
        here = finder.find("grumpy", {"nato"}, 3)
        elsewhere = finder.find("grumpy", {"bridge"}, 3)
    assert here.passages[0].article.id == "nato/wexford"
    # Without the alias no word is shared, so that only the embedder ranks.
    cosines = [found.dense for found in elsewhere.passages]
    best = max(cosines)
    assert [found.score for found in elsewhere.passages] == pytest.approx(
        [cosine / best for cosine in cosines]
    )


def test_a_misspelt_name_finds_its_article(newsroom: Newsroom) -> None:
    newsroom.write("nato/wexford.md", "On Monday Ada Wexford signed. Then Wexford left the hall.")
    newsroom.reindex()
    with newsroom.serve() as index, index.current() as generation:
        search = Search(newsroom.embedder, newsroom.catalog)
        found = search.find("when did wexfrod sign", generation)
    assert found.passages[0].article.id == "nato/wexford"


def test_an_outlet_is_preferred_however_it_is_typed(newsroom: Newsroom) -> None:
    with newsroom.serve() as index, index.current() as generation:
        assert generation.outlets_named_in("according to the wire who voted")
        assert not generation.outlets_named_in("who cut the wire")
