"""A generation ↔ the segments it is made of, with the rows of each that went, in the database."""

import zlib
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection, delete, insert, select

from adapters.storage.database import Database
from adapters.storage.tables.articles import generations
from adapters.storage.tables.segments import generation_segments as parts
from adapters.storage.tables.segments import segments

_NONE_GONE: NDArray[np.int32] = np.zeros(0, dtype=np.int32)


@dataclass(frozen=True, slots=True, eq=False)
class Part:
    """A segment as it counts in a generation: its `passages` without those in rows `gone`."""

    segment: str
    passages: int
    gone: NDArray[np.int32] = field(default_factory=lambda: _NONE_GONE)  # ascending

    @property
    def held(self) -> int:
        """How many passages count."""
        return self.passages - len(self.gone)

    def mask(self) -> NDArray[np.bool_] | None:
        """Which rows count, shape `(passages,)`; None where all do."""
        if not len(self.gone):
            return None
        mask = np.ones(self.passages, dtype=np.bool_)
        mask[self.gone] = False
        return mask

    def without(self, rows: NDArray[np.int32]) -> "Part":
        """The part where these rows went too; -1 is none."""
        held = np.ones(self.passages, dtype=np.bool_)
        held[self.gone] = held[rows[rows >= 0]] = False
        return Part(self.segment, self.passages, np.flatnonzero(~held).astype(np.int32))


class StoredParts:
    """Raises CatalogError. Safe to use from several threads."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def of(self, generation: str) -> tuple[Part, ...]:
        """In their order; none for a generation that an earlier Pullquote built."""
        query = (
            select(parts.c.segment, segments.c.passages, parts.c.gone)
            .join(segments, segments.c.id == parts.c.segment)
            .where(parts.c.generation == generation)
            .order_by(parts.c.position)
        )
        with self._database.reading() as connection:
            rows = connection.execute(query).all()
        return tuple(Part(row.segment, row.passages, _rows(row.gone)) for row in rows)

    def passages(self, generation: str) -> int | None:
        """How many passages it is said to hold; None where no such generation is listed."""
        query = select(generations.c.passages).where(generations.c.id == generation)
        with self._database.reading() as connection:
            return connection.execute(query).scalar()

    def segments(self) -> set[str]:
        """All that some generation is made of."""
        with self._database.reading() as connection:
            return set(connection.execute(select(parts.c.segment).distinct()).scalars())

    def forget_unused(self) -> None:
        """Forgets segments that no generation is made of."""
        with self._database.building() as connection:
            connection.execute(
                delete(segments).where(segments.c.id.not_in(select(parts.c.segment)))
            )


def insert_parts(connection: Connection, generation: str, made_of: Sequence[Part]) -> None:
    """The parts of a new generation, and those of their segments that are new."""
    known = set(connection.execute(select(segments.c.id)).scalars())
    new = [
        {"id": part.segment, "passages": part.passages}
        for part in made_of
        if part.segment not in known
    ]
    if new:
        connection.execute(insert(segments), new)
    rows = [
        {
            "generation": generation,
            "position": n,
            "segment": part.segment,
            "gone": zlib.compress(part.gone.astype("<i4").tobytes()) if len(part.gone) else b"",
        }
        for n, part in enumerate(made_of)
    ]
    if rows:
        connection.execute(insert(parts), rows)


def _rows(gone: bytes) -> NDArray[np.int32]:
    return np.frombuffer(zlib.decompress(gone), dtype="<i4") if gone else _NONE_GONE
