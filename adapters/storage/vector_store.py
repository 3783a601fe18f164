"""What keeps the vectors of segments: the port. `chroma` fills it with folders, `chroma_server`
with collections of a server."""

from collections.abc import Collection, Iterator, Sequence
from types import TracebackType
from typing import Protocol, Self

from retrieval.embedding import Embeddings
from retrieval.errors import PullquoteError


class VectorsError(PullquoteError):
    """Vectors can't be read or written; says whose and why."""


class VectorsAway(VectorsError):
    """What keeps them doesn't answer, or not now: nothing is known to be wrong with them."""


class SegmentGone(VectorsError):
    """There are no vectors of that segment, or others than were written."""


class NewVectors(Protocol):
    """The vectors of a segment that is being made, whole once closed. Every method raises
    VectorsError."""

    def add(self, ids: Sequence[str], vectors: Embeddings, stories: Sequence[str]) -> Iterator[int]:
        """Adds vectors, shape `(ids, dimensions)`; yields after each batch how many it held."""
        ...

    def __enter__(self) -> Self: ...

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None: ...


class SegmentVectors(Protocol):
    """The vectors of one segment, opened to be read. Every method raises VectorsError."""

    def nearest(
        self, vector: Embeddings, depth: int, stories: Collection[str] | None = None
    ) -> list[tuple[str, float]]:
        """(id, cosine) of the nearest, best first, `vector` of shape `(dimensions,)`."""
        ...

    def vectors(self, ids: Sequence[str]) -> Embeddings:
        """Shape `(ids, dimensions)`, in the order of `ids`."""
        ...

    def ids(self) -> list[str]: ...

    def count(self) -> int: ...

    def close(self) -> None: ...


class VectorStore(Protocol):
    """Where the vectors of segments are kept. Every method raises VectorsError."""

    @property
    def name(self) -> str:
        """Where that is, as it may be shown."""
        ...

    @property
    def remote(self) -> bool:
        """Whether a server keeps them, where others may change them, and not the segment's
        folder, whose files have digests."""
        ...

    def create(self, segment: str, expected: int) -> NewVectors:
        """A new, empty segment for about `expected` vectors."""
        ...

    def open(self, segment: str) -> SegmentVectors: ...

    def remove(self, segment: str) -> None:
        """No error where there is none of that name."""
        ...

    def segments(self) -> set[str]:
        """All that there are, finished or not."""
        ...
