"""Versions and vectors that nothing has needed for so long → let go, a few at a time.

Needed are: what a listed generation holds, what is held of a page, what a reply that is kept
quotes, what a correction of that time tells of; and every vector of a passage that is held, made
by a model that a listed generation has. The time counts from the first look that finds nothing
which needs it, not from when it was read: an article may be years old when it is corrected.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice

from sqlalchemy import Connection, delete, except_, exists, insert, select

from adapters.storage.catalog import Catalog
from adapters.storage.database import Database, chunks
from adapters.storage.tables import articles as t
from adapters.storage.tables import chats, events, web
from adapters.storage.tables.schema import unneeded as n
from adapters.storage.tables.schema import upkeep as u
from retrieval.event_logger import EventLogger

# A look reads the ids of all versions, so it is not taken with every change.
_LOOKED_EVERY = timedelta(hours=23)
_LOOK = "versions"
_VERSION, _VECTOR, _MODEL = "version", "vector", "model"
# Others wait for each transaction.
_AT_ONCE = 200

_log = EventLogger()


@dataclass(frozen=True, slots=True)
class LetGo:
    """How many rows of each were deleted."""

    versions: int = 0
    vectors: int = 0

    def __bool__(self) -> bool:
        return bool(self.versions or self.vectors)


NOTHING_GONE = LetGo()


def let_go(catalog: Catalog, keep: timedelta, now: datetime) -> LetGo:
    """Lets go what nothing has needed for `keep`; at most once a day. Raises CatalogError.

    Killed at any moment, it is finished the next day. Call it with the builder's lock.
    """
    database = catalog.database
    if not _is_due(database, now):
        return LetGo()
    _mark(database, now)
    versions, vectors = _delete_versions(database, now - keep)
    gone = LetGo(versions, vectors + _delete_vectors(database, now - keep))
    if gone:
        _log.info("let_go", versions=gone.versions, vectors=gone.vectors)
    return gone


def _is_due(database: Database, now: datetime) -> bool:
    """Whether nobody looked today; then whoever asks is who looks."""
    with database.writing() as connection:
        last = connection.execute(select(u.c.at).where(u.c.what == _LOOK)).scalar()
        if last is not None and now - last < _LOOKED_EVERY:
            return False
        looked = database.insert(u).values(what=_LOOK, at=now)
        connection.execute(
            looked.on_conflict_do_update(index_elements=[u.c.what], set_={"at": now})
        )
    return True


def _mark(database: Database, now: datetime) -> None:
    """Notes since when nothing needs what nothing needs, and forgets that of what is needed."""
    with database.reading() as connection:
        needed = _needed(connection)
        free = set(connection.execute(select(t.versions.c.id)).scalars()) - needed
        models = set(connection.execute(select(t.generations.c.model)).scalars())
        unused = set(connection.execute(select(t.embeddings.c.model).distinct()).scalars()) - models
        of_none = except_(select(t.embeddings.c.content_hash), select(t.passages.c.content_hash))
        orphans = set(connection.execute(of_none).scalars())
    _note(database, _VERSION, free, now)
    _note(database, _VECTOR, orphans, now)
    _note(database, _MODEL, unused if models else (), now)


def _note(database: Database, what: str, ids: Collection[str], now: datetime) -> None:
    with database.reading() as connection:
        noted = set(connection.execute(select(n.c.id).where(n.c.what == what)).scalars())
    for chunk in chunks(noted.difference(ids)):
        with database.building() as connection:
            connection.execute(delete(n).where(n.c.what == what, n.c.id.in_(chunk)))
    for chunk in chunks(set(ids) - noted):
        with database.building() as connection:
            rows = [{"what": what, "id": id, "since": now} for id in chunk]
            connection.execute(insert(n), rows)


def _needed(connection: Connection) -> set[str]:
    """The versions that must stay."""
    of_pages = select(web.fetched_pages.c.version).where(web.fetched_pages.c.version.is_not(None))
    found = set(connection.execute(select(t.held_articles.c.version)).scalars())
    found |= set(connection.execute(of_pages).scalars())
    quotes = select(chats.replies.c.quotes).execution_options(yield_per=500)
    for [quoted] in connection.execute(quotes):
        found |= {quote["version"] for quote in quoted}
        found |= {version for quote in quoted for version in quote["also_in"]}
    return found


def _told_of(connection: Connection, cutoff: datetime) -> set[str]:
    """The versions that a correction since then tells of."""
    r = events.revisions.c
    rows = connection.execute(select(r.before, r.after).where(r.at >= cutoff))
    return {version for row in rows for version in row}


def _delete_versions(database: Database, cutoff: datetime) -> tuple[int, int]:
    """Their passages go with them, and the vectors that no other passage has: how many of each."""
    v, p, held = t.versions.c, t.passages.c, t.held_articles.c
    gone = vectors = 0
    with database.reading() as connection:
        told_of = _told_of(connection, cutoff)
    for noted in _noted(database, _VERSION, cutoff):
        chunk = [version for version in noted if version not in told_of]
        with database.building() as connection:
            of_chunk = select(p.content_hash).where(p.version.in_(chunk)).distinct()
            hashes = connection.execute(of_chunk).scalars().all()
            # A rollback may have taken place since the look.
            is_held = exists().where(held.version == v.id)
            done = connection.execute(delete(t.versions).where(v.id.in_(chunk), ~is_held))
            connection.execute(delete(n).where(n.c.what == _VERSION, n.c.id.in_(chunk)))
            vectors += _delete_of_none(connection, hashes)
        gone += done.rowcount
    return gone, vectors


def _delete_of_none(connection: Connection, hashes: Sequence[str]) -> int:
    """Deletes those of the vectors that no passage has; how many."""
    e, p = t.embeddings.c, t.passages.c
    return sum(
        connection.execute(
            delete(t.embeddings).where(
                e.content_hash.in_(chunk), ~exists().where(p.content_hash == e.content_hash)
            )
        ).rowcount
        for chunk in chunks(hashes)
    )


def _delete_vectors(database: Database, cutoff: datetime) -> int:
    """Those that no passage has had for so long, such as of pages that were only looked at, and
    those of a model that no generation has had for so long."""
    e = t.embeddings.c
    gone = 0
    for chunk in _noted(database, _VECTOR, cutoff):
        with database.building() as connection:
            gone += _delete_of_none(connection, chunk)
            connection.execute(delete(n).where(n.c.what == _VECTOR, n.c.id.in_(chunk)))
    for model in [model for chunk in _noted(database, _MODEL, cutoff) for model in chunk]:
        some = select(e.content_hash).where(e.model == model).limit(_AT_ONCE)
        done = _AT_ONCE
        while done == _AT_ONCE:
            with database.building() as connection:
                few = connection.execute(some).scalars().all()
                of_model = (e.model == model) & e.content_hash.in_(few)
                done = connection.execute(delete(t.embeddings).where(of_model)).rowcount
            gone += done
    return gone


def _noted(database: Database, what: str, cutoff: datetime) -> Iterator[list[str]]:
    """What nothing has needed since before `cutoff`, a few at a time."""
    query = select(n.c.id).where(n.c.what == what, n.c.since <= cutoff).order_by(n.c.id)
    with database.reading() as connection:
        ids = iter(connection.execute(query).scalars().all())
    while chunk := list(islice(ids, _AT_ONCE)):
        yield chunk
