"""What the catalog keeps, on SQLite and on PostgreSQL, and what it says when it can't."""

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from importlib.metadata import version
from pathlib import Path

import numpy as np
import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import select

from adapters.storage.catalog import Catalog, Fetched, StoredArticle, open_catalog
from adapters.storage.database import CatalogError
from adapters.storage.migrate import HEAD, MIGRATIONS
from adapters.storage.snapshots import Filed, Generation, Snapshot, SourceFile
from adapters.storage.sources import FetchedPage, Source, State, StoredSources
from adapters.storage.tables import events, metadata, web
from bot.library import StoryListing
from retrieval.articles import Article, Passage, Story, digest
from retrieval.passages import cut, embedded_text
from tests.adapters.storage.published import Press, publish

NOW = datetime(2026, 3, 4, 12, 30, tzinfo=timezone(timedelta(hours=9)))
STORY = Story(
    "nato", "Sweden joins", "Day by day.", ("NATO",), ("https://a.example/f",), (), ("c",)
)
VOTE = Article(
    id="vote",
    story="nato",
    title="Hungary votes — at last",
    url="https://a.example/vote",
    source="The Wire",
    authors=("Ida Öst", "B. Key"),
    published=datetime(2024, 2, 26, tzinfo=UTC),
    text="Hungary's parliament voted. 🇭🇺\nIt took 20 months.",
)
FLAG = replace(VOTE, id="flag", title="The flag", published=None, text="The flag was raised. " * 90)


def with_passages(article: Article) -> tuple[Article, list[tuple[Passage, str]]]:
    return article, [(p, digest([embedded_text(article, p)])) for p in cut(article)]


def filled(catalog: Catalog, id: str = "20260304-000000-000000") -> tuple[Generation, Snapshot]:
    """Two articles of a story, with vectors, in a generation that is current."""
    articles = [with_passages(VOTE), with_passages(FLAG)]
    hashes = [content for _, passages in articles for _, content in passages]
    catalog.add_versions(articles, NOW)
    catalog.embeddings.add("m", hashes, np.arange(len(hashes) * 4, dtype="f4").reshape(-1, 4))
    generation = Generation(id, NOW, "m", 2, len(hashes))
    files = {"nato/a.md": SourceFile("nato", "0" * 64, 1001)}
    filed = {a.id: Filed(a.version, "nato/a.md") for a in (VOTE, FLAG)}
    snapshot = Snapshot({"nato": STORY}, files, filed)
    publish(catalog, generation, snapshot)
    return generation, snapshot


def test_everything_that_was_put_in_comes_out_the_same(catalog: Catalog) -> None:
    assert catalog.current() is None
    assert catalog.generations() == []
    generation, snapshot = filled(catalog)
    assert catalog.current() == generation
    assert catalog.generations() == [generation]
    assert catalog.snapshot(generation.id) == snapshot
    assert catalog.stories(generation.id) == [StoryListing(STORY, 2, VOTE.published)]
    stored = [StoredArticle(FLAG, NOW, "nato/a.md"), StoredArticle(VOTE, NOW, "nato/a.md")]
    assert catalog.articles(generation.id, "nato") == stored
    assert catalog.article(generation.id, "vote") == stored[1]
    assert catalog.article(generation.id, "nothing") is None
    assert catalog.article_keys(generation.id) == [("flag", FLAG.url), ("vote", VOTE.url)]
    assert catalog.texts([VOTE.version, "nothing"]) == {VOTE.version: VOTE.text}
    [passage] = cut(VOTE)
    assert catalog.passages([passage.id, "nothing"]) == {passage.id: (passage, VOTE)}
    content = digest([embedded_text(VOTE, passage)])
    assert catalog.embeddings.known("m", [content, "nothing"]) == {content}
    assert catalog.embeddings.known("another", [content]) == set()
    assert catalog.embeddings.vectors("m", [content])[content].tolist() == [0, 1, 2, 3]


def test_doing_it_again_changes_nothing(catalog: Catalog) -> None:
    filled(catalog)
    before = catalog.counts()
    catalog.add_versions([with_passages(VOTE), with_passages(VOTE)], NOW + timedelta(days=1))
    hashes = [content for _, content in with_passages(VOTE)[1]]
    catalog.embeddings.add("m", hashes, np.ones((len(hashes), 4), dtype="f4"))
    assert catalog.counts() == before
    assert catalog.embeddings.vectors("m", hashes)[hashes[0]].tolist() == [0, 1, 2, 3]
    assert catalog.already_cut([VOTE.version, FLAG.version, "nothing"]) == {
        VOTE.version,
        FLAG.version,
    }


def test_more_is_asked_for_at_once_than_a_statement_may_hold(catalog: Catalog) -> None:
    filled(catalog)
    many = [digest([str(n)]) for n in range(40_000)]
    assert catalog.embeddings.known("m", many) == set()
    assert catalog.passages(many) == {}
    assert catalog.passages_of([*many, VOTE.version]) == with_passages(VOTE)[1]


def test_a_forgotten_generation_takes_its_snapshot_along(catalog: Catalog) -> None:
    first, _ = filled(catalog, "20260304-000000-000000")
    second, snapshot = filled(catalog, "20260305-000000-000000")
    assert [g.id for g in catalog.generations()] == [second.id, first.id]
    catalog.forget_generation(first.id)
    assert catalog.snapshot(first.id) == Snapshot({}, {}, {})
    assert catalog.snapshot(second.id) == snapshot
    # The current one can't be forgotten by mistake.
    with pytest.raises(CatalogError, match="run: pullquote doctor"):
        catalog.forget_generation(second.id)
    assert catalog.current() == second


def test_erasing_keeps_the_vectors_that_another_article_uses(catalog: Catalog) -> None:
    copy = replace(VOTE, id="copy", source="Another paper")
    filled(catalog)
    catalog.add_versions([with_passages(copy)], NOW)
    [content] = [content for _, content in with_passages(VOTE)[1]]
    assert catalog.erasure.hashes_beside([VOTE.version], [content]) == {content}
    assert catalog.versions_by_id(["vote"], None) == {VOTE.version: "vote"}
    assert set(catalog.versions_by_id([], "nato").values()) == {"vote", "flag", "copy"}
    catalog.erasure.erase({VOTE.version: VOTE.id, FLAG.version: FLAG.id})
    catalog.erasure.compact()
    assert catalog.counts() == {"versions": 1, "passages": 1, "embeddings": 1}
    catalog.erasure.erase({copy.version: copy.id})
    assert catalog.counts() == {"versions": 0, "passages": 0, "embeddings": 0}


def test_an_articles_history_is_what_was_ever_held_of_it_oldest_first(catalog: Catalog) -> None:
    corrected = replace(VOTE, text="Hungary's parliament voted at last.", updated=NOW)
    moved = replace(VOTE, url="https://a.example/later", text="Hungary has voted.")
    for n, one in enumerate((moved, VOTE, corrected)):
        catalog.add_versions([with_passages(one)], NOW + timedelta(days=(2, 0, 1)[n]))
    first, second, third = (
        Fetched(VOTE, NOW),
        Fetched(corrected, NOW + timedelta(days=1)),
        Fetched(moved, NOW + timedelta(days=2)),
    )
    assert catalog.history("vote") == [first, second, third]
    assert catalog.history(VOTE.url) == [first, second]
    assert catalog.history(moved.url) == [third]
    assert catalog.history("flag") == []
    # Read once more as it was, it is no version of its own, and as old as it is.
    catalog.add_versions([with_passages(VOTE)], NOW + timedelta(days=9))
    assert catalog.history("vote") == [first, second, third]


def test_a_story_keeps_how_often_it_is_looked_up_and_how_near_its_news_must_be(
    catalog: Catalog,
) -> None:
    tuned = replace(STORY, refresh_minutes=15, closeness=0.1 + 0.2)
    generation = Generation("20260304-000000-000000", NOW, "m", 0, 0)
    publish(catalog, generation, Snapshot({"nato": tuned}, {}, {}))
    assert catalog.tracked(generation.id) == {"nato": tuned}


def remembered(catalog: Catalog) -> list[list[str]]:
    """Articles that came, that were revised, and the addresses of pages and sources."""
    columns = (
        events.arrivals.c.article,
        events.revisions.c.article,
        web.fetched_pages.c.url,
        web.sources.c.url,
    )
    with catalog.database.reading() as connection:
        return [sorted(connection.execute(select(column)).scalars()) for column in columns]


def page(article: Article, /, **others: object) -> FetchedPage:
    """A page of the article's story that is held as the article."""
    held = FetchedPage(
        *(article.story, article.id, article.id, FEED, State.HELD, NOW),
        article=article.id,
        version=article.version,
    )
    return replace(held, **others)  # type: ignore[arg-type]


FEED = "https://a.example/f"
PAGE = replace(VOTE, id="https://a.example/100%_vote", text="Hungary's parliament has voted.")
STAYS = replace(VOTE, id="https://a.example/flag", text="The flag was raised.")


def test_erasing_an_article_forgets_that_it_came_and_all_that_its_pages_left(
    catalog: Catalog,
) -> None:
    corrected = replace(PAGE, text="Hungary's parliament has voted at last.")
    press = Press(catalog)
    press.publish(PAGE, STAYS)
    press.publish(corrected, replace(STAYS, title="The flag, again"))
    copy = page(PAGE, state=State.COPY, article="", version=None)
    StoredSources(catalog.database).save(
        [
            Source("nato", FEED, FEED, NOW),
            Source("nato", PAGE.id, PAGE.id, NOW),
            Source("nato", "https://a.example/moved", PAGE.id, NOW),
        ],
        [
            page(corrected),
            page(press.held[STAYS.id]),
            # The same under other addresses: what was found there, where it leads, what it copies.
            page(corrected, url="https://a.example/short", asked=PAGE.id),
            replace(copy, story="bridge"),
            replace(copy, url="https://b.example/1", asked=FEED, why=f"the same text as {PAGE.id}"),
            replace(copy, url="https://b.example/2", asked=FEED, why=f"as {PAGE.id[:-9]}1000_vote"),
        ],
        (),
        NOW,
    )
    assert [len(each) for each in remembered(catalog)] == [2, 2, 6, 3]
    catalog.erasure.erase(catalog.versions_by_id([PAGE.id], None))
    left = ["https://a.example/flag", "https://b.example/2"]
    assert remembered(catalog) == [[STAYS.id], [STAYS.id], left, [FEED]]


def test_erasing_an_article_from_the_story_it_left_keeps_what_is_known_of_it_elsewhere(
    catalog: Catalog,
) -> None:
    press = Press(catalog)
    press.publish(PAGE)
    moved = replace(PAGE, story="bridge")
    press.publish(moved)
    sources = StoredSources(catalog.database)
    sources.save(
        [Source("bridge", FEED, FEED, NOW), Source("nato", FEED, FEED, NOW)],
        [page(PAGE), page(moved)],
        (),
        NOW,
    )
    catalog.erasure.erase(catalog.versions_by_id([], "nato"))
    catalog.erasure.forget_story("nato")
    assert sources.held() == {PAGE.id: ("bridge", moved.version)}
    assert sources.pages("nato") == {}
    assert [source.story for source in sources.sources()] == ["bridge"]


def test_what_was_purged_is_remembered_until_it_is_lifted(catalog: Catalog) -> None:
    catalog.erasure.mark_purged(["a", "b"], NOW)
    catalog.erasure.mark_purged(["b", "c"], NOW + timedelta(days=1))
    later = NOW + timedelta(days=1)
    assert catalog.erasure.purged() == {"a": NOW, "b": NOW, "c": later}
    assert catalog.erasure.unmark_purged(["a", "nothing"]) == 1
    assert catalog.erasure.purged() == {"b": NOW, "c": later}


def test_the_migrations_make_the_tables_that_the_code_expects(catalog: Catalog) -> None:
    with catalog.database.reading() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, metadata) == []
        assert context.get_current_revision() == HEAD
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    assert ScriptDirectory.from_config(config).get_heads() == [HEAD]


def test_a_catalog_from_a_newer_version_is_refused_untouched(tmp_path: Path) -> None:
    open_catalog(None, tmp_path).close()
    with closing(sqlite3.connect(tmp_path / "catalog.sqlite3")) as database, database:
        database.execute("UPDATE alembic_version SET version_num = '0999'")
    with pytest.raises(CatalogError) as raised:
        open_catalog(None, tmp_path)
    assert str(raised.value) == (
        "catalog is at revision 0999, made by a newer Pullquote (this one, "
        f"{version('pullquote')}, knows {HEAD}); get that one back in the checkout that you "
        "installed from (git pull, then: pip install -c constraints.txt -e .), restore a backup "
        "that this one wrote, or name another folder in PULLQUOTE_DATA"
    )


def test_tables_that_could_be_made_only_in_part_are_not_made_at_all(tmp_path: Path) -> None:
    database = sqlite3.connect(tmp_path / "catalog.sqlite3")
    with closing(database):
        database.execute("CREATE TABLE pointer (in_the_way)")
        with pytest.raises(CatalogError, match="table pointer already exists"):
            open_catalog(None, tmp_path)
        names = database.execute("SELECT name FROM sqlite_master").fetchall()
        assert names == [("pointer",)]
        database.execute("DROP TABLE pointer")
    open_catalog(None, tmp_path).close()


def test_processes_that_start_together_make_one_catalog(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        for n in range(3):
            folders = [tmp_path / str(n)] * 8
            for catalog in pool.map(open_catalog, [None] * 8, folders):
                assert catalog.current() is None
                catalog.close()
            with closing(sqlite3.connect(folders[0] / "catalog.sqlite3")) as database:
                assert database.execute("PRAGMA journal_mode").fetchone() == ("wal",)


def test_a_folder_with_odd_letters_holds_a_catalog_too(tmp_path: Path) -> None:
    for name in ("a folder", "what?mode=ro", "100%25", "#1", "naïve"):
        with closing(open_catalog(None, tmp_path / name)) as catalog:
            filled(catalog)
        assert (tmp_path / name / "catalog.sqlite3").exists()


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("nonsense://x/y", r"database nonsense://x/y can't be used \(NoSuchModuleError\); correct"),
        ("postgresql+nothing://u:secret@h/d", r"postgresql\+nothing://u:\*\*\*@h/d can't be used"),
        ("sqlite:////nowhere/at/all.sqlite3", "unable to open database file; make its folder"),
    ],
)
def test_a_database_that_can_not_be_used_is_named_without_its_password(
    tmp_path: Path, url: str, said: str
) -> None:
    with pytest.raises(CatalogError, match=said) as raised:
        open_catalog(url, tmp_path)
    assert "secret" not in str(raised.value)
    assert "\n" not in str(raised.value)


def test_a_file_that_is_no_database_is_named(tmp_path: Path) -> None:
    (tmp_path / "catalog.sqlite3").write_bytes(b"not a database, but long enough to be looked at")
    named = r"catalog.sqlite3: file is not a database; put back a backup"
    with pytest.raises(CatalogError, match=named):
        open_catalog(None, tmp_path)
