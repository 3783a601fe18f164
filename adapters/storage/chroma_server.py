"""Segments' vectors in a Chroma server or in Chroma Cloud: a segment is a collection there.

Keeps to the quotas of Chroma Cloud everywhere, which cost little and make it a matter of settings
where the vectors are: https://docs.trychroma.com/cloud/quotas-limits. Per request 300 records are
written, 300 results returned and 8 predicates compared; ids have 128 bytes, names of collections
128, keys of metadata 36; a collection takes 10 reads at once.
"""

import heapq
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from threading import BoundedSemaphore
from types import TracebackType
from typing import Any, Self

import numpy as np
from chromadb.api import ServerAPI
from chromadb.api.collection_configuration import CreateHNSWConfiguration
from chromadb.api.models.Collection import Collection as Remote
from chromadb.api.types import Where
from chromadb.errors import NotFoundError
from chromadb.types import Collection as Model

from adapters.redaction import without_secrets
from adapters.storage.chroma_connection import (
    Call,
    ChromaAddress,
    ChromaConnection,
    Place,
    T,
)
from retrieval.embedding import Embeddings

RECORDS_A_WRITE = 300
RESULTS = 300
PREDICATES = 8
READS_AT_ONCE = 10
_LONGEST_NAME = 128

# A question waits for an answer, a reindex for a large save.
_ASKING_SECONDS, _WRITING_SECONDS = 15.0, 120.0
# How long a question waits for a server that is just started anew.
PATIENCE_SECONDS = 8.0
_LISTED_AT_ONCE = 100
# The collection's metadata that says whose it is; its name begins with some of it.
_OWNER = "pullquote_catalog"
_SHOWN_OF_OWNER = 8
# Measured: wider search keeps recall at 0.99, and a denser graph from a size on.
_EF_SEARCH = 200
_DENSER_FROM = 300_000
# More results than one answer may hold are asked for by parts: a passage is of one of so many,
# and the nearest are spread evenly over them.
_PARTS = 16
_PART = "part"


@dataclass(frozen=True, slots=True)
class ChromaServer:
    """The VectorStore of one server.

    `owner` is the catalog's id: what another Pullquote wrote there is neither listed, opened nor
    removed. `prefix` begins the names of our collections.
    """

    prefix: str
    owner: str
    asking: ChromaConnection
    building: ChromaConnection

    @property
    def remote(self) -> bool:
        return True

    @property
    def name(self) -> str:
        return without_secrets(self.asking.address.url)

    @classmethod
    def at(
        cls,
        address: ChromaAddress,
        prefix: str,
        owner: str,
        patience_seconds: float | None = None,
    ) -> Self:
        """Asks nothing yet."""
        patience = PATIENCE_SECONDS if patience_seconds is None else patience_seconds
        return cls(
            prefix,
            owner,
            ChromaConnection(address, _ASKING_SECONDS, patience),
            ChromaConnection(address, _WRITING_SECONDS, patience),
        )

    def create(self, segment: str, expected: int) -> "SegmentCollection":
        """A new, empty collection; what is left of an earlier try is removed."""
        self.remove(segment)
        hnsw = CreateHNSWConfiguration(space="cosine", ef_search=_EF_SEARCH)
        if expected > _DENSER_FROM:
            hnsw["max_neighbors"] = 32
        name, metadata = self._name(segment), {_OWNER: self.owner}

        def created(server: ServerAPI, place: Place) -> Remote:
            model = server.create_collection(
                name=name,
                metadata=metadata,
                configuration={"hnsw": hnsw},
                # It is gone, so only a try that was answered too late can have made it.
                get_or_create=True,
                tenant=place.tenant,
                database=place.database,
            )
            self._check_owner(model)
            return Remote(client=server, model=model, embedding_function=None)

        collection = self.building.once(f"segment {segment}", created)
        return SegmentCollection(segment, self.building, collection)

    def open(self, segment: str) -> "SegmentCollection":
        """Raises SegmentGone where there is none of ours."""
        return SegmentCollection(segment, self.asking, self._found(segment, self.asking))

    def remove(self, segment: str) -> None:
        """No error where there is none."""

        def removed(server: ServerAPI, place: Place) -> None:
            try:
                server.delete_collection(
                    self._name(segment), tenant=place.tenant, database=place.database
                )
            except NotFoundError:
                return

        if segment in self.segments():
            self.building.idempotent(f"segment {segment}", removed)

    def segments(self) -> set[str]:
        """All of this catalog's, finished or not."""
        first, found = 0, set()
        while True:

            def listed(server: ServerAPI, place: Place, offset: int = first) -> Sequence[Model]:
                return server.list_collections(
                    limit=_LISTED_AT_ONCE,
                    offset=offset,
                    tenant=place.tenant,
                    database=place.database,
                )

            page = self.building.idempotent("list of segments", listed)
            start = self._name("")
            found |= {
                each.name.removeprefix(start)
                for each in page
                if each.name.startswith(start) and self._is_ours(each)
            }
            first += _LISTED_AT_ONCE
            if len(page) < _LISTED_AT_ONCE:
                return found

    def _name(self, segment: str) -> str:
        name = f"{self.prefix}-{self.owner[:_SHOWN_OF_OWNER]}-{segment}"
        assert len(name.encode()) <= _LONGEST_NAME  # noqa: S101  (settings limit the prefix)
        return name

    def _is_ours(self, model: Model) -> bool:
        return (model.metadata or {}).get(_OWNER) == self.owner

    def _check_owner(self, model: Model) -> None:
        if not self._is_ours(model):
            raise NotFoundError(f"collection {model.name} belongs to another Pullquote")

    def _found(self, segment: str, connection: ChromaConnection) -> Remote:
        def got(server: ServerAPI, place: Place) -> Remote:
            model = server.get_collection(
                self._name(segment), tenant=place.tenant, database=place.database
            )
            self._check_owner(model)
            return Remote(client=server, model=model, embedding_function=None)

        return connection.idempotent(f"segment {segment}", got)


@dataclass(frozen=True, slots=True)
class SegmentCollection:
    """The SegmentVectors of one collection. Safe to use from several threads."""

    segment: str
    connection: ChromaConnection
    collection: Remote
    _reads: BoundedSemaphore = field(default_factory=lambda: BoundedSemaphore(READS_AT_ONCE))

    def add(self, ids: Sequence[str], vectors: Embeddings, stories: Sequence[str]) -> Iterator[int]:
        """Yields after each batch. Where the server goes away meanwhile the segment is not gone
        on with: it is to be removed, and made anew."""
        for first in range(0, len(ids), RECORDS_A_WRITE):
            chosen = slice(first, first + RECORDS_A_WRITE)
            added = list(ids[chosen])
            labels = zip(added, stories[chosen], strict=True)
            metadatas: list[Any] = [{"story": story, _PART: _part_of(id)} for id, story in labels]
            batch = vectors[chosen]

            def upserted(
                server: ServerAPI,
                place: Place,
                added: list[str] = added,
                batch: Embeddings = batch,
                metadatas: list[Any] = metadatas,
            ) -> None:
                self.collection.upsert(ids=added, embeddings=batch, metadatas=metadatas)

            self.connection.once(f"segment {self.segment}", upserted)
            yield len(added)

    def nearest(
        self, vector: Embeddings, depth: int, stories: Collection[str] | None = None
    ) -> list[tuple[str, float]]:
        """(id, cosine) of the nearest, best first."""
        wheres = list(_wheres(stories, parted=depth > RESULTS))
        found: list[tuple[str, float]] = []
        for where in wheres:
            found += self._queried(vector, min(depth, RESULTS), where)
        return found if len(wheres) == 1 else heapq.nlargest(depth, found, key=lambda hit: hit[1])

    def count(self) -> int:
        return int(self._read(lambda server, place: self.collection.count()))

    def ids(self) -> list[str]:
        found: list[str] = []
        while True:
            page = self._page(len(found))
            found += page
            if len(page) < RESULTS:
                return found

    def vectors(self, ids: Sequence[str]) -> Embeddings:
        """Shape `(ids, dimensions)`, in the order of `ids`."""
        by_id: dict[str, Any] = {}
        for first in range(0, len(ids), RESULTS):
            chosen = list(ids[first : first + RESULTS])

            def got(server: ServerAPI, place: Place, chosen: list[str] = chosen) -> Any:
                found = self.collection.get(ids=chosen, include=["embeddings"])
                vectors = found["embeddings"]
                by_id.update(zip(found["ids"], vectors if vectors is not None else (), strict=True))
                if missing := next((id for id in chosen if id not in by_id), None):
                    raise NotFoundError(f"passage {missing} is not in it")

            self._read(got)
        return np.array([by_id[id] for id in ids], dtype=np.float32)

    def close(self) -> None:
        """The connection stays open for the others."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def _read(self, call: Call[T]) -> T:
        with self._reads:
            return self.connection.idempotent(f"segment {self.segment}", call)

    def _page(self, offset: int) -> list[str]:
        def got(server: ServerAPI, place: Place) -> list[str]:
            return list(self.collection.get(include=[], limit=RESULTS, offset=offset)["ids"])

        return self._read(got)

    def _queried(
        self, vector: Embeddings, depth: int, where: Where | None
    ) -> list[tuple[str, float]]:
        asked: Any = [vector]

        def queried(server: ServerAPI, place: Place) -> list[tuple[str, float]]:
            found = self.collection.query(
                query_embeddings=asked, n_results=depth, where=where, include=["distances"]
            )
            distances = (found["distances"] or [[]])[0]
            return [
                (id, 1.0 - distance)
                for id, distance in zip(found["ids"][0], distances, strict=True)
            ]

        return self._read(queried)


def _wheres(stories: Collection[str] | None, *, parted: bool) -> Iterator[Where | None]:
    """The filters of the queries that together find what is asked for."""
    parts: list[Any] = [{_PART: part} for part in range(_PARTS)] if parted else [None]
    slugs = sorted(stories or ())
    # Whether a list counts as one predicate or as many is not said.
    step = PREDICATES - 1
    of_stories: list[Any] = (
        [None]
        if stories is None
        else [{"story": {"$in": slugs[n : n + step]}} for n in range(0, len(slugs), step)]
    )
    for part in parts:
        for each in of_stories:
            chosen = [where for where in (part, each) if where is not None]
            yield {"$and": chosen} if len(chosen) > 1 else chosen[0] if chosen else None


def _part_of(id: str) -> int:
    """Ids are digests: any of their bytes is as good as chance."""
    return sum(id.encode()) % _PARTS
