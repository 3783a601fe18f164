"""Questions go on where the index is replaced in the middle of one."""

from collections.abc import Sequence
from datetime import UTC, datetime

import numpy as np
import pytest

from adapters.bot_assembly import IndexFinder
from adapters.storage.open_generation import OpenGeneration
from retrieval.readings import Reading
from retrieval.search import Findings, Search
from retrieval.timeliness import published_by
from tests.adapters.storage.newsroom import Newsroom


class Listening:
    """A reader that remembers what it was asked, and finds everything as likely."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def read(self, question: str, passages: Sequence[tuple[str, str]]) -> list[Reading]:
        self.asked.append(question)
        nothing, nowhere = np.zeros(0, dtype=np.float32), np.zeros((0, 2), dtype=np.int64)
        return [Reading(0.0, 0.0, nothing, nothing, nowhere) for _ in passages]


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
        assert found.generation == newsroom.served


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


def test_a_follow_up_is_read_with_the_title_of_its_story_and_searched_as_typed(
    newsroom: Newsroom,
) -> None:
    newsroom.write("bridge/girders.md", "Four girders fell. Nobody was hurt.")
    newsroom.reindex()
    reader, asked = Listening(), "how many fell?"
    with newsroom.serve() as index:
        search = Search(newsroom.embedder, newsroom.catalog, reader)
        finder = IndexFinder(index, search, newsroom.catalog)
        title = finder.stories()["bridge"].title
        follow_up = finder.find(asked, {"bridge"}, 3, follow_up=True)
        alone = finder.find(asked, {"bridge"}, 3)
    assert {*reader.asked} == {f"{asked} ({title})", asked}
    assert reader.asked.index(f"{asked} ({title})") < reader.asked.index(asked)
    assert follow_up.passages == alone.passages


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


OTTERS = {
    "born": ("2024-03-01", "Three otters were born in the zoo on Friday, the keeper said."),
    "named": ("2024-03-20", "The otters of the zoo were named after rivers by the children."),
    "gone": ("2024-04-11", "The otters left the zoo on Thursday in a van for the coast."),
}


def found_on(newsroom: Newsroom, question: str, asked_on: datetime | None) -> Findings:
    for name, (published, text) in OTTERS.items():
        newsroom.write(
            f"nato/{name}.md", text, title=f"Otters of the zoo {name}", published=published
        )
    newsroom.reindex()
    with newsroom.serve() as index, index.current() as generation:
        search = Search(newsroom.embedder, newsroom.catalog)
        return search.find(question, generation, asked_on=asked_on)


def names(found: Findings) -> list[str]:
    return [quote.article.id.removeprefix("nato/") for quote in found.quotes]


def test_only_what_was_published_by_the_moment_of_asking_is_quoted(newsroom: Newsroom) -> None:
    found = found_on(
        newsroom, "where are the otters of the zoo?", datetime(2024, 3, 25, tzinfo=UTC)
    )
    assert found.passages
    assert not {"gone"} & {c.article.id.removeprefix("nato/") for c in found.passages}


def test_the_latest_is_told_newest_first_as_of_the_moment_of_asking(newsroom: Newsroom) -> None:
    question = "what's the latest on the otters?"
    assert names(found_on(newsroom, question, None)) == ["gone", "named", "born"]
    march = datetime(2024, 3, 25, tzinfo=UTC)
    assert names(found_on(newsroom, question, march)) == ["named", "born"]


def test_news_of_a_week_without_any_are_none(newsroom: Newsroom) -> None:
    asked_on = datetime(2024, 4, 12, 9, tzinfo=UTC)
    assert names(found_on(newsroom, "any news on the otters this week?", asked_on)) == ["gone"]
    later = datetime(2024, 6, 12, 9, tzinfo=UTC)
    assert names(found_on(newsroom, "any news on the otters this week?", later)) == []


def test_how_it_unfolded_is_told_in_order(newsroom: Newsroom) -> None:
    found = found_on(newsroom, "how did the otters saga unfold?", None)
    assert names(found) == ["born", "named", "gone"]


def test_the_news_of_yesterday_are_none_of_last_month(newsroom: Newsroom) -> None:
    found = found_on(
        newsroom, "what about the otters yesterday?", datetime(2024, 4, 12, 9, tzinfo=UTC)
    )
    assert {c.article.id for c in found.passages} == {"nato/gone"}


def every_way(generation: OpenGeneration, question: np.ndarray) -> None:
    """Whatever share of the index counts, nearest among it gives it all, best first."""
    rows = len(generation.published)
    for step in (1, 2, 3, rows):
        among = np.arange(rows) % step == 0
        found = generation.nearest(question, rows, None, among)
        assert sorted(row for row, _ in found) == np.flatnonzero(among).tolist()
        cosines = [cosine for _, cosine in found]
        assert cosines == sorted(cosines, reverse=True)


def test_a_mask_starves_no_list(newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch) -> None:
    newsroom.write_lines("nato/many.jsonl", {f"m{n}": f"Report {n} of the day." for n in range(60)})
    newsroom.reindex()
    question = newsroom.embedder.embed_question("report of the day")
    with newsroom.serve() as index, index.current() as generation:
        every_way(generation, question)
        monkeypatch.setattr("adapters.storage.open_generation._COMPARED_ALONE", 0)
        among = np.arange(len(generation.published)) % 9 == 0
        assert len(generation.nearest(question, 5, None, among)) == 5
        assert generation.nearest(question, 5, {"bridge"}, among | True)
        assert generation.nearest(question, 5, None, among & False) == []
        assert published_by(generation.published, datetime(2020, 1, 1, tzinfo=UTC)) is not None
