"""What people find who upgrade over a catalog that an earlier Pullquote really left.

The catalogs were made by the last commit at each revision, see old_catalogs/make_all.py.
"""

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from adapters.storage.catalog import Catalog, open_catalog
from adapters.storage.catalog_copies import copies_of
from adapters.storage.following import StoredFollows
from adapters.storage.kept_replies import StoredReplies
from adapters.storage.migrate import HEAD
from adapters.storage.restore import restore
from bot.places import Place
from tests.adapters.storage.newsroom import Newsroom
from tests.adapters.storage.old_catalogs import make_one
from tests.postgres_server import PostgresServer

OLD = sorted((Path(__file__).parent / "old_catalogs").glob("*.sql"))
SLACK = Place("slack", "T1", "C1")
# Made anew with each generation, or told in other tables since.
_REPLACED = frozenset(("alembic_version", "generation_articles", "generation_files"))


def rows_of(catalog: Path) -> dict[str, list[dict[str, Any]]]:
    """Every row of every table, by its columns."""
    with closing(sqlite3.connect(catalog)) as connection:
        connection.row_factory = sqlite3.Row
        names = [
            row["name"]
            for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
            if not row["name"].startswith("sqlite_")
        ]
        return {
            name: [dict(row) for row in connection.execute(f"SELECT * FROM {name}")]
            for name in names
        }


def laid_down(dump: Path, folder: Path) -> Path:
    """The old catalog in a data folder, and its corpus beside it."""
    catalog = folder / "data" / "catalog.sqlite3"
    catalog.parent.mkdir(parents=True)
    with closing(sqlite3.connect(catalog)) as connection:
        connection.executescript(dump.read_text(encoding="utf-8"))
    for id, text in make_one.STORIES.items():
        make_one.write(folder / "corpus", id, text)
    make_one.write(folder / "corpus", "ferry/berth", make_one.CHANGED)
    return catalog


def ids(catalog: Catalog) -> list[str]:
    current = catalog.current()
    assert current is not None
    return sorted(catalog.snapshot(current.id).articles)


@pytest.mark.parametrize("dump", OLD, ids=lambda path: path.stem)
def test_an_old_catalog_is_upgraded_and_goes_on_being_asked(dump: Path, tmp_path: Path) -> None:
    catalog = laid_down(dump, tmp_path)
    before = rows_of(catalog)
    room = Newsroom(tmp_path, minutes=100_000)
    with closing(room):
        after = rows_of(catalog)
        for name in before.keys() - _REPLACED:
            assert before[name] == [
                {column: new[column] for column in old}
                for old, new in zip(before[name], after[name], strict=True)
            ]
        assert after["alembic_version"] == [{"version_num": HEAD}]
        assert len(before["versions"]) == 5
        # What the old generation held is served: no file is read as new, nothing embedded twice.
        assert ids(room.catalog) == ["dam/level", "ferry/berth", "ferry/crew", "ferry/fares"]
        report = room.reindex()
        assert (report.added, report.changed) == ((), ())
        assert report.removed == ("ferry/fares",)  # its file is not laid down again
        assert report.purged == ("dam/erased",)
        assert room.ask("the crew went ashore by bus") == "ferry/crew"
        assert room.served_articles() == ["dam/level", "ferry/berth", "ferry/crew"]
        assert len(room.catalog.history("ferry/berth")) == 2
        _remembers(room.catalog, dump.stem)
    assert [copy.name for copy in copies_of(catalog)] == [f"catalog.sqlite3.before-{HEAD}"]
    assert rows_of(copies_of(catalog)[0]) == before


def _remembers(catalog: Catalog, revision: str) -> None:
    """The reply with both versions that it quotes, what was thought of it, who follows."""
    replies = StoredReplies(catalog.database)
    if revision >= "0002":
        reply = replies.reply("r1")
        assert reply is not None
        texts = catalog.texts([quote.version for quote in reply.quotes])
        assert any("broken gate" in text for text in texts.values())
        assert any("new gate" in text for text in texts.values())
        assert [one.helpful for one in replies.rated(None, None, 10)] == [1]
    if revision >= "0003":
        [follow] = StoredFollows(catalog.database).following(SLACK)
        assert (follow.id, follow.story) == ("f1", "ferry")


@pytest.mark.parametrize("dump", [OLD[0], OLD[4], OLD[-1]], ids=lambda path: path.stem)
def test_an_old_catalog_moves_to_postgresql(
    dump: Path, tmp_path: Path, postgres: PostgresServer
) -> None:
    old = laid_down(dump, tmp_path / "old")
    there = tmp_path / "there"
    with postgres.database() as name:
        url = postgres.url(name)
        restore(old, url, there / "data", there / "corpus", make_one.NOW)
        with closing(open_catalog(url, there / "data")) as catalog:
            assert ids(catalog) == ["dam/level", "ferry/berth", "ferry/crew", "ferry/fares"]
            assert len(catalog.history("ferry/berth")) == 2
            _remembers(catalog, dump.stem)
    # The copy that was restored is as it was.
    assert rows_of(old)["alembic_version"] == [{"version_num": dump.stem}]
