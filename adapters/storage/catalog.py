"""The SQL database that holds every word: stories, articles, versions, passages, generations."""

import time
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
from sqlalchemy import (
    Connection,
    Row,
    and_,
    delete,
    func,
    insert,
    or_,
    select,
    text,
    update,
)
from sqlalchemy.engine import URL

from adapters.storage import tables as t
from adapters.storage.article_ids import page_of
from adapters.storage.database import CatalogError as CatalogError  # whoever asks us meets it
from adapters.storage.database import Database, chunks, open_database
from adapters.storage.happenings import note_happenings
from adapters.storage.versions import add_versions
from bot.library import StoryListing
from retrieval.articles import Article, Passage, SourceRules, Story
from retrieval.embedding import Embeddings
from retrieval.passages import PASSAGES_VERSION

# As long as a statement waits for its turn on SQLite.
_PATIENCE_SECONDS = 15.0


@dataclass(frozen=True, slots=True)
class Generation:
    """One built index, as the catalog lists it."""

    id: str
    created: datetime
    model: str
    articles: int
    passages: int


@dataclass(frozen=True, slots=True)
class Filed:
    """Where an article of a generation came from, and which version of it that is."""

    version: str
    path: str


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A corpus file as a generation read it."""

    story: str
    sha256: str
    reader_version: int


@dataclass(frozen=True, slots=True)
class Snapshot:
    """All that a generation holds: stories by slug, files by path, articles by id."""

    stories: dict[str, Story]
    files: dict[str, SourceFile]
    articles: dict[str, Filed]


EMPTY = Snapshot({}, {}, {})


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

    def close(self) -> None:
        self.database.close()

    # ------------------------------------------------------------------------- what is served

    def current(self) -> Generation | None:
        """The generation that the pointer names; None before the first reindex."""
        query = select(t.generations).join(t.pointer, t.pointer.c.generation == t.generations.c.id)
        with self.database.reading() as connection:
            row = connection.execute(query).first()
        return None if row is None else _generation(row)

    def generations(self) -> list[Generation]:
        """The finished generations, newest first."""
        query = select(t.generations).order_by(t.generations.c.id.desc())
        with self.database.reading() as connection:
            return [_generation(row) for row in connection.execute(query)]

    def snapshot(self, generation: str) -> Snapshot:
        with self.database.reading() as connection:
            stories = connection.execute(_of(t.generation_stories, generation)).all()
            files = connection.execute(_of(t.generation_files, generation)).all()
            articles = connection.execute(_of(t.generation_articles, generation)).all()
        return Snapshot(
            {row.slug: _story(row) for row in stories},
            {row.path: SourceFile(row.story, row.sha256, row.reader_version) for row in files},
            {row.article: Filed(row.version, row.path) for row in articles},
        )

    def tracked(self, generation: str) -> dict[str, Story]:
        """The generation's stories by slug."""
        with self.database.reading() as connection:
            rows = connection.execute(_of(t.generation_stories, generation)).all()
        return {row.slug: _story(row) for row in rows}

    def stories(self, generation: str) -> list[StoryListing]:
        """The generation's stories by slug, with what they hold."""
        counts = (
            select(t.versions.c.story, t.versions.c.published)
            .join(t.generation_articles, t.generation_articles.c.version == t.versions.c.id)
            .where(t.generation_articles.c.generation == generation)
        )
        with self.database.reading() as connection:
            stories = connection.execute(_of(t.generation_stories, generation)).all()
            rows = connection.execute(counts).all()
        published: dict[str, list[datetime | None]] = {row.slug: [] for row in stories}
        for row in rows:
            published.setdefault(row.story, []).append(row.published)
        return [
            StoryListing(
                _story(row),
                len(published[row.slug]),
                max(filter(None, published[row.slug]), default=None),
            )
            for row in sorted(stories, key=lambda row: row.slug)
        ]

    def articles(self, generation: str, story: str) -> list[StoredArticle]:
        """The story's articles, oldest first."""
        query = _stored_articles(generation).where(t.versions.c.story == story)
        with self.database.reading() as connection:
            found = [_stored(row) for row in connection.execute(query)]
        return sorted(found, key=lambda a: (_when(a.article.published), a.article.id))

    def newest(self, generation: str, stories: Collection[str], limit: int) -> list[Article]:
        """The stories' newest articles, newest first; those without a date come last. What several
        stories hold comes once."""
        v = t.versions.c
        query = (
            select(v.id, v.published, v.article)
            .join(t.generation_articles, t.generation_articles.c.version == v.id)
            .where(t.generation_articles.c.generation == generation)
        )
        with self.database.reading() as connection:
            rows = _in_chunks(connection, query, v.story, stories)
            rows.sort(key=lambda row: (_when(row.published), row.id), reverse=True)
            once = {page_of(row.article): row.id for row in reversed(rows)}
            ids = [row.id for row in rows if once[page_of(row.article)] == row.id][:limit]
            found = _in_chunks(connection, select(t.versions), v.id, ids)
        articles = {row.id: _article(row) for row in found}
        return [articles[id] for id in ids]

    def article(self, generation: str, article: str) -> StoredArticle | None:
        query = _stored_articles(generation).where(t.versions.c.article == article)
        with self.database.reading() as connection:
            row = connection.execute(query).first()
        return None if row is None else _stored(row)

    def article_keys(self, generation: str) -> list[tuple[str, str]]:
        """(id, url) of every article of the generation."""
        query = (
            select(t.versions.c.article, t.versions.c.url)
            .join(t.generation_articles, t.generation_articles.c.version == t.versions.c.id)
            .where(t.generation_articles.c.generation == generation)
            .order_by(t.versions.c.article)
        )
        with self.database.reading() as connection:
            return [(row.article, row.url) for row in connection.execute(query)]

    def passages(self, ids: Sequence[str]) -> dict[str, tuple[Passage, Article]]:
        """The passages that are still held, each with the version it was cut from."""
        with self.database.reading() as connection:
            rows = _in_chunks(connection, select(t.passages), t.passages.c.id, ids)
            versions = {row.version for row in rows}
            articles = {
                row.id: _article(row)
                for row in _in_chunks(connection, select(t.versions), t.versions.c.id, versions)
            }
        return {
            row.id: (_passage(row), articles[row.version])
            for row in rows
            if row.version in articles
        }

    def texts(self, versions: Collection[str]) -> dict[str, str]:
        """The text of each version that is still held."""
        query = select(t.versions.c.id, t.versions.c.text)
        with self.database.reading() as connection:
            rows = _in_chunks(connection, query, t.versions.c.id, versions)
        return {row.id: row.text for row in rows}

    # ---------------------------------------------------------------------- what a build needs

    def articles_of(self, versions: Collection[str]) -> dict[str, Article]:
        """The content of each version that is still held, by version."""
        with self.database.reading() as connection:
            rows = _in_chunks(connection, select(t.versions), t.versions.c.id, versions)
        return {row.id: _article(row) for row in rows}

    def passages_of(self, versions: Collection[str]) -> list[tuple[Passage, str]]:
        """(passage, content hash) of these versions as last cut, in the order of the text."""
        with self.database.reading() as connection:
            rows = _in_chunks(connection, select(t.passages), t.passages.c.version, versions)
        newest: dict[str, int] = {}
        for row in rows:
            newest[row.version] = max(row.cut, newest.get(row.version, row.cut))
        rows.sort(key=lambda row: (row.version, row.start))
        return [(_passage(row), row.content_hash) for row in rows if row.cut == newest[row.version]]

    def already_cut(self, versions: Collection[str]) -> set[str]:
        """Those of the versions whose passages are held as this Pullquote cuts them."""
        p = t.passages.c
        query = select(p.version).where(p.cut == PASSAGES_VERSION).distinct()
        with self.database.reading() as connection:
            return {row.version for row in _in_chunks(connection, query, p.version, versions)}

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
            known = _in_chunks(connection, query, p.version, by_version)
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

    def embedded(self, model: str, hashes: Collection[str]) -> set[str]:
        """Those of the content hashes whose embedding was already made under `model`."""
        with self.database.reading() as connection:
            return _embedded(connection, model, hashes)

    def vectors(self, model: str, hashes: Collection[str]) -> dict[str, Embeddings]:
        """The embeddings already made under `model`, by content hash, each `(dimensions,)`."""
        e = t.embeddings.c
        query = select(e.content_hash, e.vector).where(e.model == model)
        with self.database.reading() as connection:
            rows = _in_chunks(connection, query, e.content_hash, hashes)
        return {row.content_hash: np.frombuffer(row.vector, dtype="<f4") for row in rows}

    def add_vectors(self, model: str, hashes: Sequence[str], vectors: Embeddings) -> None:
        with self.database.writing() as connection:
            known = _embedded(connection, model, hashes)
            rows = {
                content_hash: vector.astype("<f4").tobytes()
                for content_hash, vector in zip(hashes, vectors, strict=True)
                if content_hash not in known
            }
            if rows:
                connection.execute(
                    insert(t.embeddings),
                    [{"content_hash": h, "model": model, "vector": v} for h, v in rows.items()],
                )

    def publish(self, generation: Generation, snapshot: Snapshot) -> None:
        """Lists the finished generation, points to it and notes what it brought: one transaction,
        all or nothing.

        Generations newer than the one that was current are forgotten: somebody rolled back from
        them, and nobody should be rolled back to them.
        """
        g = t.generations.c
        held = t.generation_articles.c
        served = select(t.pointer.c.generation).scalar_subquery()
        with self.database.writing() as connection:
            before = connection.execute(
                select(held.article, held.version).where(held.generation == served)
            ).all()
            connection.execute(delete(t.generations).where(g.id > served))
            connection.execute(
                insert(t.generations),
                {
                    "id": generation.id,
                    "created": generation.created,
                    "model": generation.model,
                    "articles": generation.articles,
                    "passages": generation.passages,
                },
            )
            _insert_stories(connection, generation.id, snapshot.stories)
            _insert_sources(connection, generation.id, snapshot)
            _point(connection, generation.id, generation.created)
            note_happenings(
                connection,
                {row.article: row.version for row in before},
                {article: filed.version for article, filed in snapshot.articles.items()},
                generation.created,
            )

    def point_to(self, generation: str, now: datetime) -> None:
        with self.database.writing() as connection:
            _point(connection, generation, now)

    def note_sources(self, generation: str, snapshot: Snapshot) -> None:
        """Files that changed or moved without changing what they say: remembered, so that they
        aren't read again."""
        with self.database.writing() as connection:
            for table in (t.generation_files, t.generation_articles):
                connection.execute(delete(table).where(table.c.generation == generation))
            _insert_sources(connection, generation, snapshot)

    def forget_generation(self, generation: str) -> None:
        with self.database.writing() as connection:
            connection.execute(delete(t.generations).where(t.generations.c.id == generation))

    # -------------------------------------------------------------------------------- erasing

    def versions_of(self, articles: Collection[str]) -> list[Article]:
        """Every version ever held of these articles."""
        with self.database.reading() as connection:
            rows = _in_chunks(connection, select(t.versions), t.versions.c.article, articles)
        return [_article(row) for row in rows]

    def history(self, article: str) -> list[Fetched]:
        """Every version ever held of an article, by its id or address, oldest first."""
        v = t.versions.c
        query = select(t.versions).where((v.article == article) | (v.url == article))
        with self.database.reading() as connection:
            found = [Fetched(_article(row), row.fetched) for row in connection.execute(query)]
        # Other stories may hold the page under ids of their own.
        found = [one for one in found if one.article.id == article] or found
        return sorted(found, key=lambda one: one.fetched)

    def versions_by_id(self, articles: Collection[str], story: str | None) -> dict[str, str]:
        """The article's id by version: every version ever held of `articles` or in `story`; of a
        page that is named by its address, in whatever story."""
        v = t.versions.c
        query: Any = select(v.id, v.article)
        with self.database.reading() as connection:
            rows = _in_chunks(connection, query, v.article, articles)
            for page in (article for article in articles if page_of(article) == article):
                elsewhere = query.where(v.article.endswith(f"/{page}", autoescape=True))
                rows += [r for r in connection.execute(elsewhere) if page_of(r.article) == page]
            if story is not None:
                rows += connection.execute(query.where(v.story == story)).all()
        return {row.id: row.article for row in rows}

    def other_texts(self, versions: Collection[str]) -> Iterator[str]:
        """Every text of every version but these: title, address, source, authors, ids, words."""
        columns = t.versions.c
        with self.database.reading() as connection:
            for row in connection.execute(select(t.versions).order_by(columns.id)).yield_per(100):
                if row.id not in versions:
                    article = _article(row)
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
        with self.database.reading() as connection:
            rows = _in_chunks(connection, select(p.content_hash, p.version), p.content_hash, hashes)
        return {row.content_hash for row in rows if row.version not in versions}

    def erase(self, versions: Mapping[str, str]) -> None:
        """Deletes versions (ids of articles by id of version), their passages, the vectors that no
        other passage uses, and what is remembered of the articles that no version is left of."""
        with self.database.writing() as connection:
            for chunk in chunks(versions):
                connection.execute(
                    delete(t.generation_articles).where(t.generation_articles.c.version.in_(chunk))
                )
                connection.execute(delete(t.versions).where(t.versions.c.id.in_(chunk)))
            used = select(t.passages.c.content_hash)
            connection.execute(delete(t.embeddings).where(t.embeddings.c.content_hash.not_in(used)))
            left = {
                row.article
                for row in _in_chunks(
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
        with self.database.writing() as connection:
            told = (t.arrivals, t.revisions, t.outages)
            of_sources = (t.sources, t.source_adders, t.proposed_sources)
            for table in (*told, t.fetched_pages, *of_sources):
                connection.execute(delete(table).where(table.c.story == story))
            connection.execute(delete(t.heartbeats).where(t.heartbeats.c.of == story))

    def compact(self) -> None:
        """Gives back the space of what was deleted, so that no page of the file still holds it.

        Raises CatalogError where another process keeps reading and the pages can't be let go.
        """
        with self.database.by_itself() as connection:
            if self.database.dialect == "postgresql":
                for table in t.metadata.sorted_tables:
                    connection.execute(text(f"VACUUM FULL {table.name}"))
            if self.database.dialect != "sqlite":
                return
            connection.execute(text("VACUUM"))
            until = time.monotonic() + _PATIENCE_SECONDS
            # SQLite waits for readers, but not for a checkpoint that a writing bot just began.
            while connection.execute(text("PRAGMA wal_checkpoint(TRUNCATE)")).scalar():
                if time.monotonic() > until:
                    raise CatalogError(
                        f"catalog {self.database.name}: a process that reads it keeps what was "
                        "deleted from being overwritten; run the command again when it is done"
                    )
                time.sleep(0.02)

    def purged(self) -> dict[str, datetime]:
        """When each purged key was, by the digest of its id."""
        with self.database.reading() as connection:
            return {row.article_digest: row.at for row in connection.execute(select(t.purged))}

    def mark_purged(self, digests: Iterable[str], now: datetime) -> None:
        with self.database.writing() as connection:
            known = {row.article_digest for row in connection.execute(select(t.purged))}
            rows = [{"article_digest": d, "at": now} for d in digests if d not in known]
            if rows:
                connection.execute(insert(t.purged), rows)

    def unmark_purged(self, digests: Collection[str]) -> int:
        """How many were marked."""
        with self.database.writing() as connection:
            gone = connection.execute(
                delete(t.purged).where(t.purged.c.article_digest.in_(digests))
            )
        return gone.rowcount

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


def _forget_articles(connection: Connection, ids: list[str]) -> None:
    """What was told of them, and what the web was asked for: the id of a page is its address."""
    for table in (t.arrivals, t.revisions, t.fetched_pages):
        connection.execute(delete(table).where(table.c.article.in_(ids)))
    p, s = t.fetched_pages.c, t.sources.c
    # Another story that holds the page goes on holding it.
    elsewhere = select(p.url).where(p.url.in_(ids), p.article != "").distinct()
    ids = sorted(set(ids) - set(connection.execute(elsewhere).scalars()))
    if not ids:
        return
    # Why a page was left out names what it copies.
    named = and_(p.why != "", or_(*(p.why.contains(id, autoescape=True) for id in ids)))
    columns = (p.article, p.url, p.asked, p.source)
    connection.execute(
        delete(t.fetched_pages).where(or_(named, *(column.in_(ids) for column in columns)))
    )
    connection.execute(delete(t.sources).where(s.url.in_(ids) | s.asked.in_(ids)))
    for table in (t.outages, t.source_adders, t.proposed_sources):
        connection.execute(delete(table).where(table.c.url.in_(ids)))


def _of(table: Any, generation: str) -> Any:
    return select(table).where(table.c.generation == generation)


def _stored_articles(generation: str) -> Any:
    return (
        select(t.versions, t.generation_articles.c.path)
        .join(t.generation_articles, t.generation_articles.c.version == t.versions.c.id)
        .where(t.generation_articles.c.generation == generation)
    )


def _in_chunks(
    connection: Connection, query: Any, column: Any, values: Collection[str]
) -> list[Row[Any]]:
    """The rows of `query` whose `column` is among `values`, however many those are."""
    found: list[Row[Any]] = []
    for chunk in chunks(values):
        found.extend(connection.execute(query.where(column.in_(chunk))).all())
    return found


def _embedded(connection: Connection, model: str, hashes: Collection[str]) -> set[str]:
    e = t.embeddings.c
    query = select(e.content_hash).where(e.model == model)
    return {row.content_hash for row in _in_chunks(connection, query, e.content_hash, hashes)}


def _point(connection: Connection, generation: str, now: datetime) -> None:
    values = {"generation": generation, "switched": now}
    if not connection.execute(update(t.pointer).values(values)).rowcount:
        connection.execute(insert(t.pointer), {"name": "current", **values})


def _insert_stories(connection: Connection, generation: str, stories: dict[str, Story]) -> None:
    rows = [
        {
            "generation": generation,
            "slug": story.slug,
            "title": story.title,
            "summary": story.summary,
            "keywords": list(story.keywords),
            "feeds": list(story.feeds),
            "pages": list(story.pages),
            "topics": list(story.topics),
            "channels": list(story.channels),
            "refresh_minutes": story.refresh_minutes,
            "closeness": story.closeness,
            "aliases": [list(names) for names in story.aliases],
            "source_rules": [asdict(rules) for rules in story.source_rules],
        }
        for story in stories.values()
    ]
    if rows:
        connection.execute(insert(t.generation_stories), rows)


def _insert_sources(connection: Connection, generation: str, snapshot: Snapshot) -> None:
    articles = [
        {"generation": generation, "article": id, "version": filed.version, "path": filed.path}
        for id, filed in snapshot.articles.items()
    ]
    files = [
        {
            "generation": generation,
            "path": path,
            "story": file.story,
            "sha256": file.sha256,
            "reader_version": file.reader_version,
        }
        for path, file in snapshot.files.items()
    ]
    if articles:
        connection.execute(insert(t.generation_articles), articles)
    if files:
        connection.execute(insert(t.generation_files), files)


def _generation(row: Row[Any]) -> Generation:
    return Generation(row.id, row.created, row.model, row.articles, row.passages)


def _story(row: Row[Any]) -> Story:
    return Story(
        row.slug,
        row.title,
        row.summary,
        tuple(row.keywords),
        tuple(row.feeds),
        tuple(row.pages),
        tuple(row.channels),
        row.refresh_minutes,
        row.closeness,
        tuple(tuple(names) for names in row.aliases),
        topics=tuple(row.topics),
        source_rules=tuple(_rules(**rules) for rules in row.source_rules),
    )


def _rules(url: str, keywords: Sequence[str] | None, closeness: float | None) -> SourceRules:
    return SourceRules(url, None if keywords is None else tuple(keywords), closeness)


def _article(row: Row[Any]) -> Article:
    return Article(
        id=row.article,
        story=row.story,
        title=row.title,
        url=row.url,
        source=row.source,
        authors=tuple(row.authors),
        published=row.published,
        text=row.text,
        updated=row.updated,
        modified=row.modified,
    )


def _passage(row: Row[Any]) -> Passage:
    return Passage(row.id, row.version, row.start, row.end)


def _stored(row: Row[Any]) -> StoredArticle:
    return StoredArticle(_article(row), row.fetched, row.path)


def _when(published: datetime | None) -> str:
    return published.astimezone(UTC).isoformat() if published else ""
