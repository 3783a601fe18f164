"""What new generations brought ↔ the database's `arrivals` and `revisions`.

`note_happenings` writes them in the transaction that publishes a generation: what is served and
what is told of it can't part.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, func, insert, select

from adapters.storage.database import Database, chunks
from adapters.storage.tables.articles import versions
from adapters.storage.tables.events import arrivals as a
from adapters.storage.tables.events import cursors as c
from adapters.storage.tables.events import revisions as r
from adapters.storage.tables.web import fetched_pages
from bot.happenings import Arrival, Revision

WITHDRAWN = "withdrawn"


class StoredHappenings:
    """The bot's Happenings. Safe to use from several threads and processes. Raises CatalogError."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def newest_arrival(self) -> int:
        with self._database.reading() as connection:
            return connection.execute(select(func.max(a.c.id))).scalar() or 0

    def arrivals(self, story: str, after: int, through: int) -> Sequence[Arrival]:
        query = (
            select(a).where(a.c.story == story, a.c.id > after, a.c.id <= through).order_by(a.c.id)
        )
        with self._database.reading() as connection:
            return [
                Arrival(row.id, row.story, row.article, row.at) for row in connection.execute(query)
            ]

    def revisions(self, after: int, limit: int) -> Sequence[Revision]:
        query = select(r).where(r.c.id > after).order_by(r.c.id).limit(limit)
        with self._database.reading() as connection:
            return [revision_in(row) for row in connection.execute(query)]

    def revision(self, id: int) -> Revision | None:
        with self._database.reading() as connection:
            row = connection.execute(select(r).where(r.c.id == id)).first()
        return None if row is None else revision_in(row)

    def cursor(self, name: str) -> int:
        newest = select(func.coalesce(func.max(r.c.id), 0))
        with self._database.writing() as connection:
            begun = {"name": name, "read": connection.execute(newest).scalar_one()}
            connection.execute(self._database.insert(c).values(begun).on_conflict_do_nothing())
            return int(connection.execute(select(c.c.read).where(c.c.name == name)).scalar_one())

    def move_cursor(self, name: str, to: int) -> None:
        moved = (
            self._database.insert(c)
            .values(name=name, read=to)
            .on_conflict_do_update(
                index_elements=[c.c.name], set_={"read": to}, where=c.c.read < to
            )
        )
        with self._database.writing() as connection:
            connection.execute(moved)


def note_happenings(
    connection: Connection, before: Mapping[str, str], after: Mapping[str, str], now: datetime
) -> None:
    """Notes how two generations differ, given as versions by article id.

    An article that comes back is no arrival; one that is left out is only told of where its page
    was withdrawn: what was purged, or taken out of the corpus, is nobody's business. One that only
    we read otherwise than before has not changed.
    """
    stories = _stories(connection, {*before.values(), *after.values()})
    new = [article for article in sorted(after) if article not in before]
    known = {
        row.article
        for chunk in chunks(new)
        for row in connection.execute(select(a.c.article).where(a.c.article.in_(chunk)))
    }
    arrived = [
        {"story": stories[after[article]], "article": article, "at": now}
        for article in new
        if article not in known
    ]
    left = [article for article in sorted(before) if article not in after]
    withdrawn = {
        row.article
        for chunk in chunks(left)
        for row in connection.execute(
            select(fetched_pages.c.article).where(
                fetched_pages.c.article.in_(chunk), fetched_pages.c.state == WITHDRAWN
            )
        )
    }
    reread = _reread(connection, [article for article in before if article in after])
    revised = [
        {
            "story": stories[before[article]],
            "article": article,
            "before": before[article],
            "after": after.get(article, ""),
            "at": now,
        }
        for article in sorted(before)
        if (article in withdrawn or article in after)
        and after.get(article, "") not in (before[article], reread.get(article))
    ]
    if arrived:
        connection.execute(insert(a), arrived)
    if revised:
        connection.execute(insert(r), revised)


def _reread(connection: Connection, articles: Sequence[str]) -> dict[str, str]:
    """The versions that came of another reading of the same page, by article."""
    p = fetched_pages.c
    return {
        row.article: row.reread
        for chunk in chunks(articles)
        for row in connection.execute(
            select(p.article, p.reread).where(p.article.in_(chunk), p.reread != "")
        )
    }


def _stories(connection: Connection, ids: set[str]) -> dict[str, str]:
    return {
        row.id: row.story
        for chunk in chunks(ids)
        for row in connection.execute(
            select(versions.c.id, versions.c.story).where(versions.c.id.in_(chunk))
        )
    }


def revision_in(row: Row[Any]) -> Revision:
    """The revision in a row of `revisions`."""
    return Revision(row.id, row.story, row.article, row.before, row.after, row.at)
