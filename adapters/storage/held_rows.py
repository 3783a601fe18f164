"""What generations hold of articles and files ↔ rows that say since and until which one.

A row is held by the generations g with since <= g < until. So a new generation costs what it
changes, and what all of them hold stands there once.
"""

from collections.abc import Collection, Iterable
from typing import Any

from sqlalchemy import ColumnElement, Connection, Table, and_, delete, func, insert, select, update

from adapters.storage.database import chunks, in_chunks
from adapters.storage.snapshots import Change, Filed, Snapshot, SourceFile, of_generation, story_in
from adapters.storage.tables import articles as t

# Sorts after the id of every generation: those begin with the year.
ONGOING = "9"
_TABLES = (t.held_articles, t.held_files)


def holding(table: Table, generation: str) -> ColumnElement[bool]:
    """The condition that this generation holds a row of `table`."""
    return and_(table.c.since <= generation, table.c.until > generation)


def whole(connection: Connection, generation: str) -> Snapshot:
    """All that a listed generation holds."""
    listed = select(t.generations.c.id).where(t.generations.c.id == generation)
    if connection.execute(listed).first() is None:
        return Snapshot({}, {}, {})
    return Snapshot(
        {
            row.slug: story_in(row)
            for row in connection.execute(of_generation(t.generation_stories, generation))
        },
        _files(connection.execute(_held(t.held_files, generation))),
        _articles(connection.execute(_held(t.held_articles, generation))),
    )


def part(
    connection: Connection,
    generation: str,
    *,
    stories: Collection[str] = (),
    paths: Collection[str] = (),
    articles: Collection[str] = (),
) -> Snapshot:
    """What a generation holds of these stories, of these paths and of the files that these
    articles stand in; without the stories themselves."""
    f, a = t.held_files, t.held_articles
    of_articles = in_chunks(connection, _held(a, generation), a.c.article, articles)
    paths = {*paths, *(row.path for row in of_articles)}
    files, found = _held(f, generation), _held(a, generation)
    return Snapshot(
        {},
        _files(in_chunks(connection, files, f.c.story, stories))
        | _files(in_chunks(connection, files, f.c.path, paths)),
        _articles(of_articles)
        | _articles(in_chunks(connection, found, a.c.story, stories))
        | _articles(in_chunks(connection, found, a.c.path, paths)),
    )


def note_change(connection: Connection, generation: str, change: Change) -> None:
    """Ends the rows of what goes before `generation`, and begins those of what is put with it."""
    _end(connection, t.held_articles, t.held_articles.c.article, change.articles_gone, generation)
    _end(connection, t.held_files, t.held_files.c.path, change.files_gone, generation)
    span = {"since": generation, "until": ONGOING}
    articles = [
        {"article": id, "version": f.version, "path": f.path, "story": _story_of(f.path), **span}
        for id, f in change.articles_put.items()
    ]
    files = [
        {
            "path": path,
            "story": file.story,
            "sha256": file.sha256,
            "reader_version": file.reader_version,
            **span,
        }
        for path, file in change.files_put.items()
    ]
    if articles:
        connection.execute(insert(t.held_articles), articles)
    if files:
        connection.execute(insert(t.held_files), files)


def forget_newer(connection: Connection, served: str | None) -> None:
    """Forgets the generations newer than `served`, and what they noted: somebody rolled back from
    them, and nobody should be rolled back to them."""
    g = t.generations.c.id
    connection.execute(delete(t.generations).where(g > (served or "")))
    _as_of(connection, served)


def forget(connection: Connection, generation: str) -> None:
    """Forgets a generation, and the rows that no other listed one holds."""
    g = t.generations.c.id
    connection.execute(delete(t.generations).where(g == generation))
    before = connection.execute(select(func.max(g)).where(g < generation)).scalar()
    after = connection.execute(select(func.min(g)).where(g > generation)).scalar()
    if after is None:
        _as_of(connection, before)
        return
    for table in _TABLES:
        only_there = and_(table.c.since > (before or ""), table.c.until <= after)
        connection.execute(delete(table).where(only_there))


def _as_of(connection: Connection, newest: str | None) -> None:
    """The rows as they were when `newest` was the newest generation."""
    for table in _TABLES:
        c = table.c
        connection.execute(delete(table).where(c.since > (newest or "")))
        if newest is not None:
            ended = and_(c.until > newest, c.until < ONGOING)
            connection.execute(update(table).where(ended).values(until=ONGOING))


def _end(
    connection: Connection, table: Table, key: Any, gone: Collection[str], generation: str
) -> None:
    for chunk in chunks(gone):
        # Nothing sorts after it; where it is a range SQLite looks the keys up, and not all that
        # is ongoing.
        ongoing = and_(key.in_(chunk), table.c.until >= ONGOING)
        # What began with this very generation was only noted otherwise since.
        connection.execute(delete(table).where(ongoing, table.c.since == generation))
        connection.execute(update(table).where(ongoing).values(until=generation))


def _held(table: Table, generation: str) -> Any:
    return select(table).where(holding(table, generation))


def _files(rows: Iterable[Any]) -> dict[str, SourceFile]:
    return {row.path: SourceFile(row.story, row.sha256, row.reader_version) for row in rows}


def _articles(rows: Iterable[Any]) -> dict[str, Filed]:
    return {row.article: Filed(row.version, row.path) for row in rows}


def _story_of(path: str) -> str:
    return path.partition("/")[0]
