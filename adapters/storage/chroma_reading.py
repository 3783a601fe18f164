"""The vectors of a segment's folder, read through Chroma's own bindings.

They are what Chroma's Python client calls for a folder (chromadb/api/rust.py): the same engine,
without the half second that importing the client takes whoever only asks.
"""

import json
import threading
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Self

import chromadb_rust_bindings as chroma
import numpy as np

from adapters.storage.vector_store import VectorsError
from retrieval.embedding import Embeddings

COLLECTION = "passages"
_PLACE = ("default_tenant", "default_database")
# Graphs that are held in memory: a folder has one.
_GRAPHS = 4
# Those who open a folder at the same time write its housekeeping at the same time.
_opening = threading.Lock()


class ReadVectors:
    """One segment's vectors, opened to be read.

    Every method raises VectorsError for whatever goes wrong in Chroma or on its disk.
    """

    def __init__(self, folder: Path, bindings: Any, collection: str) -> None:
        self._folder = folder
        self._bindings = bindings
        self._collection = collection

    @classmethod
    def open(cls, folder: Path) -> Self:
        """Raises VectorsError where the folder holds no vectors."""
        if not (folder / "chroma.sqlite3").exists():
            raise VectorsError(f"{folder} holds no vectors")
        with _opening, named_failures(folder):
            table = chroma.SqliteDBConfig(
                hash_type=chroma.MigrationHash.MD5,
                migration_mode=chroma.MigrationMode.Apply,
                url=f"{folder}/chroma.sqlite3",
            )
            bindings = chroma.Bindings(
                allow_reset=False,
                sqlite_db_config=table,
                persist_path=str(folder),
                hnsw_cache_size=_GRAPHS,
            )
            return cls(folder, bindings, str(bindings.get_collection(COLLECTION, *_PLACE).id))

    def close(self) -> None:
        # It ends with its last reference.
        self._bindings = None

    def nearest(
        self, vector: Embeddings, depth: int, stories: Collection[str] | None = None
    ) -> list[tuple[str, float]]:
        """(id, cosine) of the nearest, best first; `stories` filters inside Chroma, which is slow
        where it lets many through."""
        where = None if stories is None else json.dumps({"story": {"$in": sorted(stories)}})
        asked = [np.asarray(vector, dtype=np.float32)]
        with named_failures(self._folder):
            found = self._bindings.query(
                *(self._collection, None, asked, depth, where, None, ["distances"]), *_PLACE
            )
            return [
                (id, 1.0 - distance)
                for id, distance in zip(found.ids[0], found.distances[0], strict=True)
            ]

    def count(self) -> int:
        with named_failures(self._folder):
            return int(self._bindings.count(self._collection, *_PLACE))

    def ids(self) -> list[str]:
        return list(self._got(None, []).ids)

    def vectors(self, ids: Sequence[str]) -> Embeddings:
        """Shape `(ids, dimensions)`, in the order of `ids`."""
        found = self._got(list(ids), ["embeddings"])
        with named_failures(self._folder):
            by_id = dict(zip(found.ids, found.embeddings, strict=True))
            return np.array([by_id[id] for id in ids], dtype=np.float32)

    def _got(self, ids: list[str] | None, include: list[str]) -> Any:
        with named_failures(self._folder):
            return self._bindings.get(
                *(self._collection, ids, None, None, 0, None, include), *_PLACE
            )


@contextmanager
def named_failures(folder: Path) -> Iterator[None]:
    """Chroma raises errors of its own, of Rust, of SQLite and of the disk: all become one kind."""
    try:
        yield
    except Exception as error:
        reason = str(error).splitlines()[0] if str(error) else type(error).__name__
        raise VectorsError(f"{folder} can't be used ({reason})") from error
