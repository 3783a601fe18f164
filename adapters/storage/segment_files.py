"""A segment's folder ↔ its files in the database, in parts that other machines fetch."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import delete, insert, select

from adapters.storage.database import Database
from adapters.storage.tables.machines import segment_files as f
from adapters.storage.tables.segments import generation_segments

PART_BYTES = 1 << 20
# What a server keeps, and what one machine noted of its own disk.
_NOT_KEPT = ("vectors", "damage.txt")
# Where it is there, the others are.
_LAST = "manifest.json"


@dataclass(frozen=True, slots=True)
class FilePart:
    """Which bytes of which file; `digest` is their SHA-256."""

    name: str
    number: int
    digest: str


class SegmentFiles:
    """Every method raises CatalogError; those that change something, LeaseLost."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def keep(self, folder: Path) -> None:
        """Puts all files of a finished segment there. Call it with the builder's lock."""
        self.forget(folder.name)
        for path in sorted(folder.rglob("*"), key=lambda path: (path.name == _LAST, path)):
            name = path.relative_to(folder)
            if path.is_file() and name.parts[0] not in _NOT_KEPT:
                for number, part in enumerate(_parts(path)):
                    row = {
                        "segment": folder.name,
                        "name": name.as_posix(),
                        "part": number,
                        "digest": digest_of_part(part),
                        "bytes": part,
                    }
                    # One at a time: a server takes no statement of a gigabyte.
                    with self._database.building() as connection:
                        connection.execute(insert(f), row)

    def kept(self) -> set[str]:
        """The segments that are there whole."""
        with self._database.reading() as connection:
            return set(connection.execute(select(f.c.segment).where(f.c.name == _LAST)).scalars())

    def parts(self, segment: str) -> list[FilePart]:
        """By file, each from its beginning; none where the segment isn't kept."""
        query = select(f.c.name, f.c.part, f.c.digest).where(f.c.segment == segment)
        with self._database.reading() as connection:
            rows = connection.execute(query.order_by(f.c.name, f.c.part)).all()
        return [FilePart(row.name, row.part, row.digest) for row in rows]

    def read(self, segment: str, part: FilePart) -> bytes:
        """Its bytes as they come, unchecked; none where it is gone."""
        query = select(f.c.bytes).where(
            f.c.segment == segment, f.c.name == part.name, f.c.part == part.number
        )
        with self._database.reading() as connection:
            return connection.execute(query).scalar() or b""

    def forget(self, segment: str) -> None:
        """Removes them; no error where there are none."""
        with self._database.building() as connection:
            connection.execute(delete(f).where(f.c.segment == segment))

    def forget_unused(self) -> None:
        """Removes the files of segments that no generation is made of."""
        used = select(generation_segments.c.segment)
        with self._database.building() as connection:
            connection.execute(delete(f).where(f.c.segment.not_in(used)))


def digest_of_part(part: bytes) -> str:
    """Its SHA-256."""
    return hashlib.sha256(part).hexdigest()


def _parts(path: Path) -> Iterator[bytes]:
    """At least one, so that an empty file is one, too."""
    with path.open("rb") as stream:
        yield stream.read(PART_BYTES)
        while part := stream.read(PART_BYTES):
            yield part
