"""The vectors of segments in folders of their own: Chroma, embedded.

Chroma keeps ids, vectors and the story of each passage, never text: deleted text would stay in
its file. One process writes a folder before any other opens it; see docs/decisions.md.
"""

import json
import os
import shutil
import sqlite3
import struct
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from adapters.storage.chroma_bindings import (
    COLLECTION,
    DATABASE,
    PLACE,
    named_failures,
    open_bindings,
)
from adapters.storage.chroma_reading import ReadVectors
from adapters.storage.segments import segment_folder
from adapters.storage.vector_store import NewVectors, SegmentVectors
from retrieval.embedding import Embeddings

# After each the graph is saved, whole; SQLite takes 5,461 at once.
_BATCH = 5000
# Measured: wider search and, from a size on, a denser graph keep recall at 0.99.
_EF_SEARCH = 200
_DENSER_FROM = 300_000
# The fewest records that Chroma saves in its graph. By default it waits for a thousand: whoever
# opens the folder then builds the rest of the graph anew and writes into it.
_SAVED_FROM = 2


class ChromaFolders:
    """A VectorStore: each segment's vectors lie in its folder."""

    def __init__(self, data: Path) -> None:
        self._data = data

    @property
    def name(self) -> str:
        return str(self._data)

    @property
    def remote(self) -> bool:
        return False

    def create(self, segment: str, expected: int) -> NewVectors:
        return NewFolder.create(self._folder(segment), expected)

    def open(self, segment: str) -> SegmentVectors:
        return ReadVectors.open(self._folder(segment))

    def remove(self, segment: str) -> None:
        shutil.rmtree(self._folder(segment), ignore_errors=True)

    def segments(self) -> set[str]:
        return {path.parent.name for path in self._data.glob("segments/*/vectors")}

    def _folder(self, segment: str) -> Path:
        return segment_folder(self._data, segment) / "vectors"


class NewFolder:
    """The vectors of a segment that is being made, whole once closed.

    Every method raises VectorsError for whatever goes wrong in Chroma or on its disk.
    """

    def __init__(self, folder: Path, bindings: Any, collection: str) -> None:
        self._folder = folder
        self._bindings = bindings
        self._collection = collection

    @classmethod
    def create(cls, folder: Path, expected: int) -> Self:
        """A new, empty folder for about `expected` vectors."""
        hnsw: dict[str, object] = {
            "space": "cosine",
            "ef_search": _EF_SEARCH,
            "batch_size": _SAVED_FROM,
            "sync_threshold": _SAVED_FROM,
        }
        if expected > _DENSER_FROM:
            hnsw["max_neighbors"] = 32
        # We embed; Chroma calls that a legacy.
        configuration = json.dumps({"hnsw": hnsw, "embedding_function": {"type": "legacy"}})
        with named_failures(folder):
            folder.mkdir(parents=True, exist_ok=True)
            bindings = open_bindings(folder)
            made = bindings.create_collection(COLLECTION, configuration, None, None, False, *PLACE)
            return cls(folder, bindings, str(made.id))

    def close(self) -> None:
        with named_failures(self._folder):
            # They end with their last reference.
            self._bindings = None
            _compact(self._folder)
            _blank_unused(self._folder)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def add(self, ids: Sequence[str], vectors: Embeddings, stories: Sequence[str]) -> Iterator[int]:
        """Adds vectors, shape `(ids, dimensions)`; yields after each batch how many it held."""
        for first in range(0, len(ids), _BATCH):
            chosen = slice(first, first + _BATCH)
            added = list(ids[chosen])
            labels = [{"story": story} for story in stories[chosen]]
            for _ in range(
                -(-_SAVED_FROM // len(added))
            ):  # a single one twice, so that it is saved
                with named_failures(self._folder):
                    self._bindings.upsert(
                        *(self._collection, added, list(vectors[chosen]), labels, None, None),
                        *PLACE,
                    )
            yield len(added)


def _compact(folder: Path) -> None:
    """Gives back what a closed folder's table no longer needs: Chroma notes each vector there until
    it is in the graph, which is three quarters of the file."""
    # Beside it: where temporary files go there may be little room.
    compact = folder / f"{DATABASE}.compact"
    with closing(sqlite3.connect(folder / DATABASE)) as table:
        table.execute("VACUUM INTO ?", [str(compact)])
    compact.replace(folder / DATABASE)


def _blank_unused(folder: Path) -> None:
    """Overwrites what follows the last vector in a closed folder's files.

    Chroma writes room for a hundred vectors as it got it from the system: with whatever the
    process had in memory there, such as an article's text.
    """
    for header in folder.glob("*/header.bin"):
        # hnswlib's header: version, offset, capacity, elements, bytes an element, …
        version, _, _, used, size = struct.unpack_from("<iQQQQ", header.read_bytes())
        if version != 1:
            continue
        for name, element in (("data_level0.bin", size), ("length.bin", 4)):
            with header.with_name(name).open("rb+") as stream:
                unused = stream.seek(0, os.SEEK_END) - used * element
                if unused > 0:
                    stream.seek(-unused, os.SEEK_END)
                    stream.write(bytes(unused))
