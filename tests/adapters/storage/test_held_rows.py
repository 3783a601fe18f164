"""What generations hold stands once in the catalog: each still holds what it was published with."""

import random
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import func, select

from adapters.storage.catalog import Catalog, open_catalog
from adapters.storage.database import CatalogError
from adapters.storage.held_rows import note_change
from adapters.storage.snapshots import EMPTY, Filed, Generation, Snapshot, SourceFile, difference
from adapters.storage.tables.articles import held_articles, held_files
from tests.adapters.storage.published import NATO, NOW, article, publish

STORIES = {"nato": NATO}
VERSIONS = [article("same", f"Words {n}.", story="nato") for n in range(12)]


def held(*numbers: int, file: int = 0) -> Snapshot:
    """Articles "0", "1" … in the version of that number."""
    articles = {str(n % 6): Filed(VERSIONS[n].version, f"nato/{n % 6}.md") for n in sorted(numbers)}
    files = {
        filed.path: SourceFile("nato", f"{filed.version}-{file}", 1) for filed in articles.values()
    }
    return Snapshot(STORIES, files, articles)


@pytest.fixture
def filled(catalog: Catalog) -> Catalog:
    catalog.add_versions([(one, []) for one in VERSIONS], NOW)
    return catalog


def rows(catalog: Catalog) -> tuple[int, ...]:
    with catalog.database.reading() as connection:
        return tuple(
            connection.execute(select(func.count()).select_from(table)).scalar_one()
            for table in (held_articles, held_files)
        )


def generation(n: int) -> Generation:
    return Generation(f"20260304-{n:06}-000000", NOW, "m", 0, 0)


def test_a_generation_costs_the_rows_that_it_changes(filled: Catalog) -> None:
    publish(filled, generation(1), held(0, 1, 2, 3))
    assert rows(filled) == (4, 4)
    publish(filled, generation(2), held(0, 1, 2, 9))
    assert rows(filled) == (5, 5)
    publish(filled, generation(3), held(0, 1, 2, 9))
    assert rows(filled) == (5, 5)
    assert filled.snapshot(generation(1).id) == held(0, 1, 2, 3)
    assert filled.snapshot(generation(2).id) == filled.snapshot(generation(3).id)
    filled.forget_generation(generation(1).id)
    assert rows(filled) == (4, 4)


def test_whatever_is_published_left_and_forgotten_each_holds_its_own(filled: Catalog) -> None:
    chance, listed = random.Random(5), dict[str, Snapshot]()
    for n in range(60):
        ids = sorted(listed)
        now = filled.current()
        step = chance.random()
        if step < 0.2 and now and ids[0] < now.id:
            earlier = [id for id in ids if id < now.id]
            filled.point_to(chance.choice(earlier), NOW)
        elif step < 0.4 and now and len(ids) > 1:
            gone = chance.choice([id for id in ids if id != now.id])
            filled.forget_generation(gone)
            del listed[gone]
        elif step < 0.5 and now:
            # Only noted otherwise: no new generation.
            moved = {
                path: replace(file, sha256=f"{n}") if chance.random() < 0.5 else file
                for path, file in listed[now.id].files.items()
            }
            noted = replace(listed[now.id], files=moved)
            filled.note_sources(difference(listed[now.id], noted, now.id))
            listed = {id: one for id, one in listed.items() if id < now.id} | {now.id: noted}
        else:
            one = held(*chance.sample(range(12), chance.randrange(6)), file=chance.randrange(2))
            listed = {id: each for id, each in listed.items() if now is None or id <= now.id}
            publish(filled, generation(n), one)
            listed[generation(n).id] = one
        assert [each.id for each in filled.generations()] == sorted(listed, reverse=True)
        assert {id: filled.snapshot(id) for id in listed} == listed
    for id in sorted(listed):
        served = filled.current()
        if served and id != served.id:
            filled.forget_generation(id)
    # Nothing is left of what no generation holds.
    [last] = filled.generations()
    assert rows(filled) == (len(listed[last.id].articles), len(listed[last.id].files))


def test_a_part_is_what_the_generation_holds_of_a_path_or_an_article(filled: Catalog) -> None:
    publish(filled, generation(1), held(0, 1, 2))
    publish(filled, generation(2), held(0, 7, 2))
    whole = held(0, 7, 2)
    one = Snapshot({}, {"nato/1.md": whole.files["nato/1.md"]}, {"1": whole.articles["1"]})
    assert filled.part(generation(2).id, paths=["nato/1.md", "nato/none.md"]) == one
    assert filled.part(generation(2).id, articles=["1", "none"]) == one
    assert filled.part(generation(2).id, stories=["nato"]) == replace(whole, stories={})
    assert filled.part(generation(2).id) == Snapshot({}, {}, {})
    assert filled.part(generation(1).id, articles=["1"]).articles == {"1": held(1).articles["1"]}


def test_a_difference_from_what_is_served_no_more_is_refused(filled: Catalog) -> None:
    publish(filled, generation(1), held(0))
    late = difference(held(0), held(0, 1), generation(1).id)
    publish(filled, generation(2), held(0, 2))
    for change in (late, difference(EMPTY, held(5), None)):
        with pytest.raises(CatalogError, match="another process has changed what is served"):
            filled.publish(generation(3), change)
        with pytest.raises(CatalogError, match="run the command again"):
            filled.note_sources(change)
    assert filled.snapshot(generation(2).id) == held(0, 2)


@pytest.mark.parametrize("articles", [30, 3_000])
def test_sqlite_looks_what_goes_up_and_not_all_that_is_held(tmp_path: Path, articles: int) -> None:
    """Counted in steps of SQLite's machine, which are the same however fast ours is."""
    version, other = VERSIONS[0].version, VERSIONS[1].version
    filed = {str(n): Filed(version, f"nato/{n}.md") for n in range(articles)}
    files = {each.path: SourceFile("nato", "0", 1) for each in filed.values()}
    whole = Snapshot(STORIES, files, filed)
    corrected = Snapshot(
        STORIES,
        files | {"nato/7.md": SourceFile("nato", "1", 1)},
        filed | {"7": Filed(other, "nato/7.md")},
    )
    steps = 0

    def counted() -> None:
        nonlocal steps
        steps += 1

    with closing(open_catalog(None, tmp_path)) as catalog:
        catalog.add_versions([(one, []) for one in VERSIONS[:2]], NOW)
        publish(catalog, generation(1), whole)
        change = difference(whole, corrected, generation(1).id)
        with catalog.database.writing() as connection:
            sqlite = connection.connection.driver_connection
            assert sqlite
            sqlite.set_progress_handler(counted, 1)
            note_change(connection, generation(2).id, change)
            sqlite.set_progress_handler(None, 0)
    assert 0 < steps < 1_000
