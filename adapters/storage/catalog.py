"""The SQL database that holds every word: stories, articles, versions, passages, generations."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Row, func, insert, select
from sqlalchemy.engine import URL

from adapters.storage import held_rows
from adapters.storage.article_ids import page_of
from adapters.storage.database import CatalogError, Database, in_chunks, open_database
from adapters.storage.embeddings import StoredEmbeddings
from adapters.storage.erasure import Erasure
from adapters.storage.generation_parts import Part, StoredParts, insert_parts
from adapters.storage.happenings import note_happenings
from adapters.storage.held_rows import holding
from adapters.storage.languages import StoredLanguages
from adapters.storage.snapshots import (
    Change,
    Generation,
    Snapshot,
    generation_in,
    insert_stories,
    of_generation,
    point_to,
    story_in,
)
from adapters.storage.tables import articles as t
from adapters.storage.versions import add_versions, article_in, passage_in
from bot.library import StoryListing
from retrieval.articles import Article, Passage, Story
from retrieval.passages import PASSAGES_VERSION

_HELD = t.held_articles


@dataclass(frozen=True, slots=True)
class StoredArticle:
    """An article of a generation, when this version was fetched, and the file it came from."""

    article: Article
    fetched: datetime
    path: str


@dataclass(frozen=True, slots=True)
class Fetched:
    """A version, and when it was first read."""

    article: Article
    fetched: datetime


class Catalog:
    """Every question to the database and every change of it. Safe to use from several threads."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.embeddings = StoredEmbeddings(database)
        self.erasure = Erasure(database)
        self.languages = StoredLanguages(database)
        self.parts = StoredParts(database)

    def close(self) -> None:
        self.database.close()

    # ------------------------------------------------------------------------- what is served

    def current(self) -> Generation | None:
        """The generation that the pointer names; None before the first reindex."""
        query = select(t.generations).join(t.pointer, t.pointer.c.generation == t.generations.c.id)
        with self.database.reading() as connection:
            row = connection.execute(query).first()
        return None if row is None else generation_in(row)

    def generations(self) -> list[Generation]:
        """The finished generations, newest first."""
        query = select(t.generations).order_by(t.generations.c.id.desc())
        with self.database.reading() as connection:
            return [generation_in(row) for row in connection.execute(query)]

    def snapshot(self, generation: str) -> Snapshot:
        """All that a generation holds; where a part will do, ask for `part`."""
        with self.database.reading() as connection:
            return held_rows.whole(connection, generation)

    def part(
        self,
        generation: str,
        *,
        stories: Collection[str] = (),
        paths: Collection[str] = (),
        articles: Collection[str] = (),
    ) -> Snapshot:
        """The generation's files and articles of these stories and paths, and of the files that
        these articles stand in; no stories."""
        with self.database.reading() as connection:
            return held_rows.part(
                connection, generation, stories=stories, paths=paths, articles=articles
            )

    def held_versions(self, generation: str) -> set[str]:
        """The versions that the generation holds."""
        query = select(_HELD.c.version).where(holding(_HELD, generation))
        with self.database.reading() as connection:
            return set(connection.execute(query).scalars())

    def tracked(self, generation: str) -> dict[str, Story]:
        """The generation's stories by slug."""
        with self.database.reading() as connection:
            rows = connection.execute(of_generation(t.generation_stories, generation)).all()
        return {row.slug: story_in(row) for row in rows}

    def stories(self, generation: str) -> list[StoryListing]:
        """The generation's stories by slug, with what they hold."""
        counts = (
            select(t.versions.c.story, t.versions.c.published)
            .join(_HELD, _HELD.c.version == t.versions.c.id)
            .where(holding(_HELD, generation))
        )
        with self.database.reading() as connection:
            stories = connection.execute(of_generation(t.generation_stories, generation)).all()
            rows = connection.execute(counts).all()
        published: dict[str, list[datetime | None]] = {row.slug: [] for row in stories}
        for row in rows:
            published.setdefault(row.story, []).append(row.published)
        return [
            StoryListing(
                story_in(row),
                len(published[row.slug]),
                max(filter(None, published[row.slug]), default=None),
            )
            for row in sorted(stories, key=lambda row: row.slug)
        ]

    def articles(self, generation: str, story: str) -> list[StoredArticle]:
        """The story's articles, oldest first."""
        query = _stored_articles(generation).where(_HELD.c.story == story)
        with self.database.reading() as connection:
            found = [_stored(row) for row in connection.execute(query)]
        return sorted(found, key=lambda a: (_when(a.article.published), a.article.id))

    def newest(self, generation: str, stories: Collection[str], limit: int) -> list[Article]:
        """The stories' newest articles, newest first; those without a date come last. What several
        stories hold comes once."""
        v = t.versions.c
        query = (
            select(v.id, v.published, v.article)
            .join(_HELD, _HELD.c.version == v.id)
            .where(holding(_HELD, generation))
        )
        with self.database.reading() as connection:
            rows = in_chunks(connection, query, _HELD.c.story, stories)
            rows.sort(key=lambda row: (_when(row.published), row.id), reverse=True)
            once = {page_of(row.article): row.id for row in reversed(rows)}
            ids = [row.id for row in rows if once[page_of(row.article)] == row.id][:limit]
            found = in_chunks(connection, select(t.versions), v.id, ids)
        articles = {row.id: article_in(row) for row in found}
        return [articles[id] for id in ids]

    def article(self, generation: str, article: str) -> StoredArticle | None:
        query = _stored_articles(generation).where(_HELD.c.article == article)
        with self.database.reading() as connection:
            row = connection.execute(query).first()
        return None if row is None else _stored(row)

    def article_keys(self, generation: str) -> list[tuple[str, str]]:
        """(id, url) of every article of the generation."""
        query = (
            select(t.versions.c.article, t.versions.c.url)
            .join(_HELD, _HELD.c.version == t.versions.c.id)
            .where(holding(_HELD, generation))
            .order_by(t.versions.c.article)
        )
        with self.database.reading() as connection:
            return [(row.article, row.url) for row in connection.execute(query)]

    def passages(self, ids: Sequence[str]) -> dict[str, tuple[Passage, Article]]:
        """The passages that are still held, each with the version it was cut from."""
        with self.database.reading() as connection:
            rows = in_chunks(connection, select(t.passages), t.passages.c.id, ids)
            versions = {row.version for row in rows}
            articles = {
                row.id: article_in(row)
                for row in in_chunks(connection, select(t.versions), t.versions.c.id, versions)
            }
        return {
            row.id: (passage_in(row), articles[row.version])
            for row in rows
            if row.version in articles
        }

    def texts(self, versions: Collection[str]) -> dict[str, str]:
        """The text of each version that is still held."""
        query = select(t.versions.c.id, t.versions.c.text)
        with self.database.reading() as connection:
            rows = in_chunks(connection, query, t.versions.c.id, versions)
        return {row.id: row.text for row in rows}

    # ---------------------------------------------------------------------- what a build needs

    def articles_of(self, versions: Collection[str]) -> dict[str, Article]:
        """The content of each version that is still held, by version."""
        with self.database.reading() as connection:
            rows = in_chunks(connection, select(t.versions), t.versions.c.id, versions)
        return {row.id: article_in(row) for row in rows}

    def passages_of(self, versions: Collection[str]) -> list[tuple[Passage, str]]:
        """(passage, content hash) of these versions as last cut, in the order of the text."""
        with self.database.reading() as connection:
            rows = in_chunks(connection, select(t.passages), t.passages.c.version, versions)
        newest: dict[str, int] = {}
        for row in rows:
            newest[row.version] = max(row.cut, newest.get(row.version, row.cut))
        rows.sort(key=lambda row: (row.version, row.start))
        return [
            (passage_in(row), row.content_hash) for row in rows if row.cut == newest[row.version]
        ]

    def already_cut(self, versions: Collection[str]) -> set[str]:
        """Those of the versions whose passages are held as this Pullquote cuts them."""
        p = t.passages.c
        query = select(p.version).where(p.cut == PASSAGES_VERSION).distinct()
        with self.database.reading() as connection:
            return {row.version for row in in_chunks(connection, query, p.version, versions)}

    def add_versions(
        self,
        new: Sequence[tuple[Article, Sequence[tuple[Passage, str]]]],
        fetched: datetime,
        cut: int = PASSAGES_VERSION,
    ) -> None:
        """Adds versions with their passages and content hashes; known ones stay as they are."""
        by_version = {article.version: (article, passages) for article, passages in new}
        with self.database.writing() as connection:
            add_versions(connection, [article for article, _ in new], fetched)
            p = t.passages.c
            query = select(p.version).where(p.cut == cut).distinct()
            known = in_chunks(connection, query, p.version, by_version)
            rows = [
                {
                    "id": passage.id,
                    "cut": cut,
                    "version": passage.version,
                    "start": passage.start,
                    "end": passage.end,
                    "content_hash": content_hash,
                }
                for version in by_version.keys() - {row.version for row in known}
                for passage, content_hash in by_version[version][1]
            ]
            if rows:
                connection.execute(insert(t.passages), rows)

    def publish(self, generation: Generation, change: Change, parts: Sequence[Part] = ()) -> None:
        """Lists the finished generation, what it is made of and what it changes, and points to it:
        one transaction, all or nothing.

        Generations newer than the one that was current are forgotten: somebody rolled back from
        them, and nobody should be rolled back to them. Raises CatalogError where `change` is no
        difference from what is served by now.
        """
        with self.database.building() as connection:
            self._still_served(connection, change)
            held_rows.forget_newer(connection, change.served)
            connection.execute(
                insert(t.generations),
                {
                    "id": generation.id,
                    "created": generation.created,
                    "model": generation.model,
                    "articles": generation.articles,
                    "passages": generation.passages,
                    "merged_from": generation.merged_from,
                },
            )
            insert_parts(connection, generation.id, parts)
            insert_stories(connection, generation.id, change.stories)
            held_rows.note_change(connection, generation.id, change)
            point_to(connection, generation.id, generation.created)
            note_happenings(
                connection,
                {article: filed.version for article, filed in change.articles_gone.items()},
                {article: filed.version for article, filed in change.articles_put.items()},
                generation.created,
            )

    def point_to(self, generation: str, now: datetime) -> None:
        with self.database.building() as connection:
            point_to(connection, generation, now)

    def note_sources(self, change: Change) -> None:
        """Files that changed or moved without changing what they say: remembered, so that they
        aren't read again. Raises CatalogError as `publish` does."""
        with self.database.building() as connection:
            self._still_served(connection, change)
            if change.served is not None:
                held_rows.forget_newer(connection, change.served)
                held_rows.note_change(connection, change.served, change)

    def forget_generation(self, generation: str) -> None:
        with self.database.building() as connection:
            held_rows.forget(connection, generation)

    def _still_served(self, connection: Connection, change: Change) -> None:
        served = connection.execute(select(t.pointer.c.generation)).scalar()
        if served != change.served:
            raise CatalogError(
                f"catalog {self.database.name}: another process has changed what is served "
                f"(it is {served} by now); run the command again"
            )

    # ------------------------------------------------------------------------- what was ever held

    def versions_of(self, articles: Collection[str]) -> list[Article]:
        """Every version ever held of these articles."""
        with self.database.reading() as connection:
            rows = in_chunks(connection, select(t.versions), t.versions.c.article, articles)
        return [article_in(row) for row in rows]

    def history(self, article: str) -> list[Fetched]:
        """Every version ever held of an article, by its id or address, oldest first."""
        v = t.versions.c
        query = select(t.versions).where((v.article == article) | (v.url == article))
        with self.database.reading() as connection:
            found = [Fetched(article_in(row), row.fetched) for row in connection.execute(query)]
        # Other stories may hold the page under ids of their own.
        found = [one for one in found if one.article.id == article] or found
        return sorted(found, key=lambda one: one.fetched)

    def versions_by_id(self, articles: Collection[str], story: str | None) -> dict[str, str]:
        """The article's id by version: every version ever held of `articles` or in `story`; of a
        page that is named by its address, in whatever story."""
        v = t.versions.c
        query: Any = select(v.id, v.article)
        with self.database.reading() as connection:
            rows = in_chunks(connection, query, v.article, articles)
            for page in (article for article in articles if page_of(article) == article):
                elsewhere = query.where(v.article.endswith(f"/{page}", autoescape=True))
                rows += [r for r in connection.execute(elsewhere) if page_of(r.article) == page]
            if story is not None:
                rows += connection.execute(query.where(v.story == story)).all()
        return {row.id: row.article for row in rows}

    def counts(self) -> dict[str, int]:
        """Rows a table: versions, passages and embeddings."""
        with self.database.reading() as connection:
            return {
                table.name: connection.execute(select(func.count()).select_from(table)).scalar_one()
                for table in (t.versions, t.passages, t.embeddings)
            }


def open_catalog(url: str | URL | None, data: Path) -> Catalog:
    """The catalog at `url`, or `catalog.sqlite3` in `data`; made or migrated where needed.

    Raises CatalogError where it can't be opened or was made by a newer version.
    """
    return Catalog(open_database(url, data))


def _stored_articles(generation: str) -> Any:
    return (
        select(t.versions, _HELD.c.path)
        .join(_HELD, _HELD.c.version == t.versions.c.id)
        .where(holding(_HELD, generation))
    )


def _stored(row: Row[Any]) -> StoredArticle:
    return StoredArticle(article_in(row), row.fetched, row.path)


def _when(published: datetime | None) -> str:
    return published.astimezone(UTC).isoformat() if published else ""
