"""Versions that are to go → out of every table, and marked so that none returns."""

import time
from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import datetime

from sqlalchemy import Connection, and_, delete, insert, or_, select, text

from adapters.storage.catalog_copies import file_of, remove_copies
from adapters.storage.database import CatalogError, Database, chunks, in_chunks
from adapters.storage.tables import articles as t
from adapters.storage.tables import events, metadata, web
from adapters.storage.versions import article_in

# As long as a statement waits for its turn on SQLite.
_PATIENCE_SECONDS = 15.0


class Erasure:
    """What a purge asks of the database. Raises CatalogError. Safe to use from several threads."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def other_texts(self, versions: Collection[str]) -> Iterator[str]:
        """Every text of every version but these: title, address, source, authors, ids, words."""
        columns = t.versions.c
        with self._database.reading() as connection:
            for row in connection.execute(select(t.versions).order_by(columns.id)).yield_per(100):
                if row.id not in versions:
                    article = article_in(row)
                    yield "\n".join(
                        (
                            article.id,
                            article.story,
                            article.title,
                            article.url,
                            article.source,
                            *article.authors,
                            article.text,
                        )
                    )

    def hashes_beside(self, versions: Collection[str], hashes: Collection[str]) -> set[str]:
        """Those of the content hashes that a passage of another version has too."""
        p = t.passages.c
        with self._database.reading() as connection:
            rows = in_chunks(connection, select(p.content_hash, p.version), p.content_hash, hashes)
        return {row.content_hash for row in rows if row.version not in versions}

    def erase(self, versions: Mapping[str, str]) -> None:
        """Deletes versions (ids of articles by id of version), their passages, the vectors that no
        other passage uses, and what is remembered of the articles that no version is left of."""
        with self._database.building() as connection:
            for chunk in chunks(versions):
                connection.execute(
                    delete(t.held_articles).where(t.held_articles.c.version.in_(chunk))
                )
                connection.execute(delete(t.versions).where(t.versions.c.id.in_(chunk)))
            used = select(t.passages.c.content_hash)
            connection.execute(delete(t.embeddings).where(t.embeddings.c.content_hash.not_in(used)))
            left = {
                row.article
                for row in in_chunks(
                    connection,
                    select(t.versions.c.article).distinct(),
                    t.versions.c.article,
                    set(versions.values()),
                )
            }
            for chunk in chunks(set(versions.values()) - left):
                _forget_articles(connection, chunk)

    def forget_story(self, story: str) -> None:
        """Deletes what the web was asked for, and what was told, of a story."""
        with self._database.building() as connection:
            told = (events.arrivals, events.revisions, events.outages)
            of_sources = (web.sources, web.source_adders, web.proposed_sources)
            for table in (*told, web.fetched_pages, *of_sources):
                connection.execute(delete(table).where(table.c.story == story))
            connection.execute(delete(web.heartbeats).where(web.heartbeats.c.of == story))

    def compact(self) -> None:
        """Gives back the space of what was deleted, so that no page of the file still holds it.

        Raises CatalogError where another process keeps reading and the pages can't be let go.
        """
        with self._database.by_itself() as connection:
            if self._database.dialect == "postgresql":
                # As long as it takes; and this connection is given back to nobody.
                connection.detach()
                connection.execute(text("SET statement_timeout = 0"))
                for table in metadata.sorted_tables:
                    connection.execute(text(f"VACUUM FULL {table.name}"))
            if self._database.dialect != "sqlite":
                return
            connection.execute(text("VACUUM"))
            until = time.monotonic() + _PATIENCE_SECONDS
            # SQLite waits for readers, but not for a checkpoint that a writing bot just began.
            while connection.execute(text("PRAGMA wal_checkpoint(TRUNCATE)")).scalar():
                if time.monotonic() > until:
                    raise CatalogError(
                        f"catalog {self._database.name}: a process that reads it keeps what was "
                        "deleted from being overwritten; run the command again when it is done"
                    )
                time.sleep(0.02)

    def remove_copies(self) -> None:
        """Removes what was copied before upgrades: it holds what was deleted since."""
        file = file_of(self._database.engine.url.database)
        if file and self._database.dialect == "sqlite":
            remove_copies(file)

    def purged(self) -> dict[str, datetime]:
        """When each purged key was, by the digest of its id."""
        with self._database.reading() as connection:
            return {row.article_digest: row.at for row in connection.execute(select(t.purged))}

    def mark_purged(self, digests: Iterable[str], now: datetime) -> None:
        with self._database.writing() as connection:
            known = {row.article_digest for row in connection.execute(select(t.purged))}
            rows = [{"article_digest": d, "at": now} for d in digests if d not in known]
            if rows:
                connection.execute(insert(t.purged), rows)

    def unmark_purged(self, digests: Collection[str]) -> int:
        """How many were marked."""
        with self._database.writing() as connection:
            gone = connection.execute(
                delete(t.purged).where(t.purged.c.article_digest.in_(digests))
            )
        return gone.rowcount


def _forget_articles(connection: Connection, ids: list[str]) -> None:
    """What was told of them, and what the web was asked for: the id of a page is its address."""
    for table in (events.arrivals, events.revisions, web.fetched_pages):
        connection.execute(delete(table).where(table.c.article.in_(ids)))
    p, s = web.fetched_pages.c, web.sources.c
    # Another story that holds the page goes on holding it.
    elsewhere = select(p.url).where(p.url.in_(ids), p.article != "").distinct()
    ids = sorted(set(ids) - set(connection.execute(elsewhere).scalars()))
    if not ids:
        return
    # Why a page was left out names what it copies.
    named = and_(p.why != "", or_(*(p.why.contains(id, autoescape=True) for id in ids)))
    columns = (p.article, p.url, p.asked, p.source)
    connection.execute(
        delete(web.fetched_pages).where(or_(named, *(column.in_(ids) for column in columns)))
    )
    connection.execute(delete(web.sources).where(s.url.in_(ids) | s.asked.in_(ids)))
    for table in (events.outages, web.source_adders, web.proposed_sources):
        connection.execute(delete(table).where(table.c.url.in_(ids)))
