"""A few of a segment's vectors, kept beside its words ↔ what a server gives for them.

A folder's files have digests; what lies in a server anybody may have changed.
"""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from adapters.storage.vector_store import SegmentVectors
from retrieval.embedding import Embeddings

_FILE = "samples.npy"
_SAMPLES = 8
# Chroma scales vectors to length 1 once more, which changes the last bits.
_SAME = 1e-4


def sampled_rows(passages: int) -> NDArray[np.int32]:
    """The rows whose vectors are kept, from the first to the last."""
    return np.linspace(0, passages - 1, min(passages, _SAMPLES)).astype(np.int32)


class Samples:
    """Picks them out of vectors that come row after row."""

    def __init__(self, passages: int) -> None:
        self._rows = sampled_rows(passages)
        self._seen = 0
        self._picked: list[Embeddings] = []

    def see(self, vectors: Embeddings) -> Embeddings:
        """The same vectors, the next ones of shape `(rows, dimensions)`."""
        mine = self._rows[(self._rows >= self._seen) & (self._rows < self._seen + len(vectors))]
        self._picked.append(vectors[mine - self._seen].astype(np.float32))
        self._seen += len(vectors)
        return vectors

    def write(self, folder: Path) -> None:
        np.save(folder / _FILE, np.concatenate(self._picked))


def other_vectors(folder: Path, ids: Sequence[str], vectors: SegmentVectors) -> str | None:
    """What is wrong where `vectors` gives others than were kept for the sampled rows, whose `ids`
    these are; None where nothing. Raises VectorsError, OSError, ValueError."""
    kept = np.load(folder / _FILE)
    given = vectors.vectors(ids)
    if given.shape == kept.shape and np.allclose(given, kept, atol=_SAME):
        return None
    return "its vectors are not those that were written"
