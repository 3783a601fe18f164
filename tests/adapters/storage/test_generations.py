"""What people meet whose index was damaged, rolled back, swept, or changed under a reader."""

import gc
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import delete

from adapters.storage.chroma import ChromaFolders
from adapters.storage.generation_leases import GenerationGone, lease_file, unread
from adapters.storage.open_generation import OpenGeneration
from adapters.storage.open_segment import OpenSegments
from adapters.storage.probe import problems_of
from adapters.storage.retention import NothingToRollBackTo, rollback, sweep, verify
from adapters.storage.segments import IndexUnreadable
from adapters.storage.tables.segments import generation_segments
from tests.adapters.storage.newsroom import Newsroom
from tests.adapters.storage.test_reindex import FOUNDED, a_report, articles_of

CEREMONY = "The prime minister handed over the document in Washington."


def halve(path: Path) -> None:
    with path.open("rb+") as stream:
        stream.truncate(path.stat().st_size // 2)


DAMAGES: dict[str, Callable[[Path], object]] = {
    "empty rows": lambda folder: (folder / "rows.npy").write_bytes(b""),
    "torn words": lambda folder: halve(folder / "words" / "terms_rows.npy"),
    "torn database": lambda folder: halve(folder / "vectors" / "chroma.sqlite3"),
    "no folder": lambda folder: shutil.rmtree(folder),
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_index_is_named_and_the_next_change_builds_it_anew(
    newsroom: Newsroom, damage: str
) -> None:
    DAMAGES[damage](newsroom.segment)
    assert verify(newsroom.data, newsroom.catalog) != []
    with pytest.raises(IndexUnreadable, match=r"^index segment \S+ .*; ?run: pullquote "):
        newsroom.serve()
    newsroom.write("nato/ceremony.md", CEREMONY)
    report = newsroom.reindex()
    assert (report.added, report.embedded, report.reused) == (("nato/ceremony",), 1, 5)
    assert newsroom.served_articles() == sorted([*FOUNDED, "nato/ceremony"])


@pytest.mark.usefixtures("own_probes")
def test_a_torn_graph_is_never_opened_but_named_and_built_anew(newsroom: Newsroom) -> None:
    graphs = [
        next(newsroom.segment.glob(f"vectors/*/{name}"))
        for name in ("data_level0.bin", "header.bin", "link_lists.bin")
    ]
    for graph in graphs:
        halve(graph)
    assert problems_of(newsroom.data, ChromaFolders(newsroom.data), newsroom.segment.name) == [
        f"{graph.relative_to(newsroom.segment)} is damaged" for graph in graphs
    ]
    newsroom.write("nato/ceremony.md", CEREMONY)
    assert newsroom.reindex().embedded == 1
    halve(next(newsroom.segment.glob("vectors/*/data_level0.bin")))
    report = newsroom.reindex(rebuild=True)
    assert (report.kept, report.embedded, report.reused) == (6, 0, 6)
    assert verify(newsroom.data, newsroom.catalog) == []


def test_reading_changes_nothing_that_another_reader_depends_on(newsroom: Newsroom) -> None:
    assert newsroom.ask("divers searched the cold river") == "bridge/rescue"
    assert newsroom.ask("a blue and yellow flag", ["nato"]) == "nato/flag"
    assert verify(newsroom.data, newsroom.catalog) == []
    lines = {f"line-{n}": f"Witness number {n} spoke of the {n} letters." for n in range(1200)}
    newsroom.write_lines("nato/hearing.jsonl", lines)
    newsroom.reindex()
    assert newsroom.ask("witness number 7 spoke of the 7 letters", ["nato"]).startswith("line-")
    assert verify(newsroom.data, newsroom.catalog) == []


def test_nothing_of_the_builders_memory_is_written_beside_the_vectors(newsroom: Newsroom) -> None:
    # Chroma writes room for a hundred vectors; five are used.
    for name in ("data_level0.bin", "length.bin"):
        content = next(newsroom.segment.glob(f"vectors/*/{name}")).read_bytes()
        unused = content[len(content) // 100 * 5 :]
        assert len(unused) == len(content) // 100 * 95
        assert not any(unused)


def test_an_index_that_was_deleted_by_hand_comes_back_without_embedding(newsroom: Newsroom) -> None:
    shutil.rmtree(newsroom.data / "segments")
    report = newsroom.reindex()
    expected = a_report(newsroom, new_generation=True, reused=5, damage="its folder is gone")
    assert report == expected
    assert newsroom.served_articles() == FOUNDED


def test_verify_compares_every_passage_with_the_catalog(newsroom: Newsroom) -> None:
    assert verify(newsroom.data, newsroom.catalog) == []
    flag = newsroom.catalog.versions_of(["nato/flag"])[0]
    [(passage, _)] = newsroom.catalog.passages_of([flag.version])
    newsroom.catalog.erasure.erase({flag.version: flag.id})
    assert verify(newsroom.data, newsroom.catalog) == [
        f"passage {passage.id} is not in the catalog"
    ]


def test_rolling_back_serves_the_generation_before_and_a_reindex_goes_on_from_it(
    newsroom: Newsroom,
) -> None:
    first = newsroom.served
    newsroom.write("nato/ceremony.md", CEREMONY)
    second = newsroom.reindex().generation
    assert [g.id for g in newsroom.catalog.generations()] == [second, first]

    assert rollback(newsroom.data, newsroom.catalog, newsroom.now).id == first
    assert newsroom.served_articles() == FOUNDED
    with pytest.raises(NothingToRollBackTo, match="none before the current one; run: pullquote re"):
        rollback(newsroom.data, newsroom.catalog, newsroom.now)

    # The corpus still says what it said, so the way forward is to reindex, from stored vectors.
    report = newsroom.reindex()
    third = report.generation
    assert (report.added, report.embedded, report.reused) == (("nato/ceremony",), 0, 6)
    # Whoever went back from the second generation must never land on it again.
    assert newsroom.generations() == [first, third]
    assert rollback(newsroom.data, newsroom.catalog, newsroom.now).id == first
    newsroom.holds_exactly(articles_of(newsroom))


def test_rolling_back_to_a_damaged_generation_is_refused(newsroom: Newsroom) -> None:
    halve(newsroom.segment / "rows.npy")
    newsroom.story("nato", "Sweden and Finland join")
    current = newsroom.reindex().generation
    with pytest.raises(NothingToRollBackTo, match=r"is damaged \(rows.npy is damaged\); run: "):
        rollback(newsroom.data, newsroom.catalog, newsroom.now)
    assert newsroom.served == current


def test_generations_are_listed_as_they_were_made_even_if_the_clock_goes_back(
    newsroom: Newsroom,
) -> None:
    made = [newsroom.served]
    for day in range(2):
        newsroom.story("nato", f"Day {day}")
        newsroom.minutes -= 1000
        made.append(str(newsroom.reindex().generation))
    assert made == sorted(made)
    assert [g.id for g in newsroom.catalog.generations()] == made[:0:-1]
    assert newsroom.generations() == made[1:]


def test_what_a_reader_holds_is_swept_only_after_it_lets_go(newsroom: Newsroom) -> None:
    first, segment = newsroom.served, newsroom.segment
    with newsroom.serve() as index, index.current() as generation:
        for day in range(2):
            newsroom.story("nato", f"Day {day}")
            newsroom.reindex(rebuild=True)
        assert segment.exists()
        assert generation.problems() == []
        assert len(newsroom.generations()) == 3
        with unread(lease_file(newsroom.data, first)) as free:
            assert not free
    sweep(newsroom.data, newsroom.catalog)
    assert not segment.exists()
    assert first not in newsroom.generations()
    assert newsroom.segments() == newsroom.generations()
    with pytest.raises(GenerationGone):
        opened(newsroom, first)


def opened(newsroom: Newsroom, generation: str) -> OpenGeneration:
    segments = OpenSegments(newsroom.data, ChromaFolders(newsroom.data))
    return OpenGeneration.open(newsroom.data, newsroom.catalog.parts, generation, segments)


def test_what_is_being_removed_can_not_be_opened(newsroom: Newsroom) -> None:
    opened(newsroom, newsroom.served).close()
    with unread(lease_file(newsroom.data, newsroom.served)) as free:
        assert free
        with pytest.raises(GenerationGone):
            opened(newsroom, newsroom.served)
    opened(newsroom, newsroom.served).close()


def test_leftovers_of_killed_builds_are_swept(newsroom: Newsroom) -> None:
    half_built = newsroom.data / "segments" / "20200101-000000-000000"
    shutil.copytree(newsroom.segment, half_built)
    (newsroom.data / "segments" / "20200101-000000-000001" / "vectors").mkdir(parents=True)
    (newsroom.data / "segments" / ".DS_Store").write_bytes(b"")
    (newsroom.data / "generations" / "20200101-000000-000002" / "words").mkdir(parents=True)
    assert newsroom.reindex() == a_report(newsroom)
    assert newsroom.segments() == [newsroom.segment.name]
    assert not (newsroom.data / "generations").exists()


def test_following_switches_leaves_no_file_open(newsroom: Newsroom) -> None:
    def open_files() -> int:
        gc.collect()  # what Chroma's clients refer to each other by
        return len(os.listdir("/proc/self/fd"))  # noqa: PTH208 - a Path would open it as well

    newsroom.write("nato/ceremony.md", CEREMONY)
    newsroom.reindex()
    newest, oldest = [generation.id for generation in newsroom.catalog.generations()]
    with newsroom.serve() as index:
        counts = []
        for n in range(25):
            newsroom.catalog.point_to((oldest, newest)[n % 2], newsroom.now)
            index.refresh()
            if n in (4, 24):
                counts.append(open_files())
    # Chroma's own threads open and close a few; one file a switch would be twenty by now.
    assert counts[1] <= counts[0] + 10


def test_an_index_of_an_earlier_make_is_built_anew_without_embedding(newsroom: Newsroom) -> None:
    with newsroom.catalog.database.writing() as connection:
        connection.execute(delete(generation_segments))
    with pytest.raises(IndexUnreadable, match="run: pullquote reindex"):
        newsroom.serve()
    assert newsroom.reindex() == a_report(newsroom, new_generation=True, reused=5)
    assert newsroom.served_articles() == FOUNDED
