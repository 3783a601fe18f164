"""The vectors of a segment's folder, read."""

import json
from collections.abc import Collection, Sequence
from pathlib import Path
from typing import Any, Self

import numpy as np

from adapters.storage.chroma_bindings import (
    COLLECTION,
    DATABASE,
    PLACE,
    named_failures,
    open_bindings,
)
from adapters.storage.vector_store import VectorsError
from retrieval.embedding import Embeddings


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
        if not (folder / DATABASE).exists():
            raise VectorsError(f"{folder} holds no vectors")
        with named_failures(folder):
            bindings = open_bindings(folder)
            return cls(folder, bindings, str(bindings.get_collection(COLLECTION, *PLACE).id))

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
                *(self._collection, None, asked, depth, where, None, ["distances"]), *PLACE
            )
            return [
                (id, 1.0 - distance)
                for id, distance in zip(found.ids[0], found.distances[0], strict=True)
            ]

    def count(self) -> int:
        with named_failures(self._folder):
            return int(self._bindings.count(self._collection, *PLACE))

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
                *(self._collection, ids, None, None, 0, None, include), *PLACE
            )
