"""A segment's folder and vectors → the segment opened read-only, shared by the generations that are
made of it."""

import threading
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import numpy as np
from numpy.typing import NDArray

from adapters.storage.segment_damage import GLANCE_BYTES, damage_in
from adapters.storage.segments import (
    IndexUnreadable,
    Manifest,
    read_manifest,
    segment_folder,
    unreadable,
)
from adapters.storage.vector_samples import other_vectors, sampled_rows
from adapters.storage.vector_store import SegmentGone, SegmentVectors, VectorsAway, VectorStore
from retrieval.postings import SegmentWords

# The nearest neighbours are approximate: of so many sampled passages one may miss itself.
_ONE_MISS_IN = 25
_NEIGHBOURS = 10


@dataclass(frozen=True, slots=True, eq=False)
class SegmentRows:
    """A segment's passages, a row each: `labels` with id, story, source and published; `by_id` the
    rows in the order of their ids."""

    labels: NDArray[np.void]
    by_id: NDArray[np.int32]

    @classmethod
    def open(cls, folder: Path) -> Self:
        """Memory-mapped. Raises OSError, ValueError where a file is missing or torn."""
        return cls(
            np.load(folder / "rows.npy", mmap_mode="r"),
            np.load(folder / "by_id.npy", mmap_mode="r"),
        )

    def ids(self, rows: NDArray[np.int32] | Sequence[int]) -> list[str]:
        return [id.decode() for id in self.labels["id"][rows].tolist()]

    def of(self, ids: Sequence[str]) -> NDArray[np.int32]:
        """The row of each id, -1 where the segment lacks it; shape `(ids,)`."""
        found: NDArray[np.int32] = np.full(len(ids), -1, dtype=np.int32)
        if not len(ids) or not len(self.labels):
            return found
        wanted = np.array([id.encode() for id in ids], dtype="S32")
        held = self.labels["id"]
        places = np.searchsorted(held, wanted, sorter=self.by_id).clip(max=len(held) - 1)
        rows = self.by_id[places]
        there = held[rows] == wanted
        found[there] = rows[there]
        return found


@dataclass(frozen=True, slots=True, eq=False)
class OpenSegment:
    """One segment, opened read-only."""

    id: str
    folder: Path
    manifest: Manifest
    rows: SegmentRows
    words: SegmentWords
    vectors: SegmentVectors

    @classmethod
    def open(cls, data: Path, store: VectorStore, id: str) -> Self:
        """Raises IndexUnreadable where it is missing or damaged, VectorsAway."""
        folder = segment_folder(data, id)
        manifest = read_manifest(folder)
        # Half a vocabulary would open, and answer.
        damaged = damage_in(folder, manifest, at_most=GLANCE_BYTES)
        if damaged:
            raise unreadable(folder, IndexUnreadable(damaged[0]))
        try:
            rows, words = SegmentRows.open(folder), SegmentWords.open(folder / "words")
            opened = cls(id, folder, manifest, rows, words, store.open(id))
        except VectorsAway:
            raise
        except Exception as error:  # a torn file makes each library raise something else
            raise unreadable(folder, error) from error
        if store.remote:
            opened._check_server()
        return opened

    def close(self) -> None:
        self.vectors.close()

    @property
    def passages(self) -> int:
        return self.manifest.passages

    def nearest(
        self, question: NDArray[np.float32], depth: int, stories: Sequence[str] | None = None
    ) -> tuple[NDArray[np.int32], NDArray[np.float32]]:
        """The rows and cosines of the nearest passages, best first. Raises VectorsError."""
        found = self.vectors.nearest(question, min(depth, self.passages), stories)
        cosines = np.array([cosine for _, cosine in found], dtype=np.float32)
        rows = self.rows.of([id for id, _ in found])
        # Not found nearby, or found elsewhere: somebody changed what a server keeps.
        if (depth and self.passages and stories is None and not found) or (rows < 0).any():
            raise SegmentGone(
                f"the vectors of index segment {self.id} are not those that were written; "
                "run: pullquote reindex (it is built anew from stored vectors)"
            )
        return rows, cosines

    def _other_vectors(self) -> str | None:
        sampled = self.rows.ids(sampled_rows(self.passages))
        return other_vectors(self.folder, sampled, self.vectors)

    def _check_server(self) -> None:
        """Raises IndexUnreadable where a server holds something else than was written."""
        try:
            held = self.vectors.count()
            problem = (
                f"{held} vectors for {self.passages} passages"
                if held != self.passages
                else self._other_vectors()
            )
        except VectorsAway:
            raise
        except Exception as error:
            raise unreadable(self.folder, error) from error
        if problem:
            raise unreadable(self.folder, IndexUnreadable(problem))

    def warm(self) -> None:
        """Reads what the first question would have to wait for. Raises IndexUnreadable,
        VectorsAway."""
        if not self.passages:
            return
        try:
            self.nearest(self.vectors.vectors(self.rows.ids([0]))[0], _NEIGHBOURS)
            self.words.terms.of("the")
        except VectorsAway:
            raise
        except Exception as error:
            raise unreadable(self.folder, error) from error

    def problems(self, sample: int = 50) -> list[str]:
        """What is wrong with it as it opened, a line each: counts, every id, sampled queries."""
        found = []
        ids = self.rows.ids(np.arange(len(self.rows.labels), dtype=np.int32))
        if self.vectors.count() != len(ids):
            found.append(f"{self.vectors.count()} vectors for {len(ids)} passages")
        if set(self.vectors.ids()) != set(ids):
            found.append("the ids of vectors and passages differ")
        if self.manifest.passages != len(ids):
            found.append(f"manifest says {self.manifest.passages} passages, rows {len(ids)}")
        if len(self.words.lengths) != len(ids):
            found.append("the word index has another number of passages")
        if found or not ids:
            return found
        if problem := self._other_vectors():
            return [problem]
        rows = list(range(0, len(ids), max(1, len(ids) // sample)))[:sample]
        missed = []
        for row, vector in zip(rows, self.vectors.vectors(self.rows.ids(rows)), strict=True):
            # The same text in several places has the same vector, so any of them will do.
            _, cosines = self.nearest(vector, _NEIGHBOURS)
            if not len(cosines) or cosines[0] < 0.999:
                missed.append(f"passage {ids[row]} does not find itself")
        return missed if len(missed) > -(-len(rows) // _ONE_MISS_IN) else []


class OpenSegments:
    """Segments that are open, each once however many generations are made of it. Safe to use from
    several threads."""

    def __init__(self, data: Path, store: VectorStore) -> None:
        self._data = data
        self._store = store
        self._lock = threading.Lock()
        self._open: dict[str, OpenSegment] = {}
        self._users: dict[str, int] = {}

    def take(self, id: str) -> OpenSegment:
        """Opened and warm; give it back with `release`. Raises IndexUnreadable, VectorsAway."""
        with self._lock:
            if id not in self._open:
                opened = OpenSegment.open(self._data, self._store, id)
                try:
                    opened.warm()
                except BaseException:
                    opened.close()
                    raise
                self._open[id] = opened
            self._users[id] = self._users.get(id, 0) + 1
            return self._open[id]

    def release(self, id: str) -> None:
        """Closes it where nobody else has taken it."""
        with self._lock:
            self._users[id] -= 1
            if not self._users[id]:
                del self._users[id]
                self._open.pop(id).close()
