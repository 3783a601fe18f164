"""Members with their digests ↔ one ZIP file with a manifest, which any tool can look into."""

import hashlib
import json
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import IO, Any

from retrieval.errors import PullquoteError

# Raised when an older Pullquote could no longer read what is written.
FORMAT = 1
MANIFEST = "manifest.json"
_PIECE = 1 << 16
# Words shrink to a third at any level; vectors don't shrink, and a higher one only takes time.
_LEVEL = 1
# What is raised for bytes that are not what they should be.
_DAMAGES = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError)


class BackupUnreadable(PullquoteError):
    """The file is no backup, is damaged or was written by a newer Pullquote; nothing was done."""


@dataclass(frozen=True, slots=True)
class Member:
    """One file of the archive; `rows`: of a table, how many."""

    name: str
    sha256: str
    size: int
    rows: int | None = None


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup holds and who wrote it. `counters`: the last id given, by table."""

    pullquote: str
    schema: str
    engine: str
    at: str
    counters: Mapping[str, int]
    members: tuple[Member, ...]
    format: int = FORMAT


class ArchiveWriter:
    """Members one after another, then `finish`; the stream need not be seekable."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._zip = zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=_LEVEL)
        self.members: list[Member] = []

    def add(self, name: str, pieces: Iterable[bytes], *, is_table: bool = False) -> Member:
        """Writes a member as its pieces come; of a table each piece after the first is a row."""
        sha, size, count = hashlib.sha256(), 0, 0
        with self._zip.open(_entry(name), "w", force_zip64=True) as member:
            for gathered, pieces_in in _gathered(pieces):
                member.write(gathered)
                sha.update(gathered)
                size += len(gathered)
                count += pieces_in
        self.members.append(
            Member(name, sha.hexdigest(), size, max(0, count - 1) if is_table else None)
        )
        return self.members[-1]

    def abandon(self) -> None:
        """What was written is no archive; without this, zipfile would try to end it when it is
        forgotten."""
        self._zip.fp = None

    def finish(self, manifest: Manifest) -> None:
        """Last: an archive without a manifest is none."""
        text = json.dumps(asdict(manifest), ensure_ascii=False, indent=1)
        self._zip.writestr(_entry(MANIFEST), text.encode())
        self._zip.close()


class ArchiveReader:
    """An archive whose manifest could be read. Raises BackupUnreadable."""

    def __init__(self, stream: IO[bytes], name: str) -> None:
        self.name = name
        try:
            self._zip = zipfile.ZipFile(stream)
            fields = json.loads(self._zip.read(MANIFEST))
        except (*_DAMAGES, KeyError, ValueError) as error:
            raise self._damaged("it is no backup of Pullquote's, or was cut off") from error
        self.manifest = self._manifest(fields)
        names = [entry.filename for entry in self._zip.infolist()]
        listed = [member.name for member in self.manifest.members]
        if sorted(names) != sorted([*listed, MANIFEST]):
            raise self._damaged("its files are not those that its manifest lists")

    def _manifest(self, fields: Any) -> Manifest:
        try:
            if fields["format"] > FORMAT:
                raise BackupUnreadable(
                    f"{self.name} was written by Pullquote {fields['pullquote']} in format "
                    f"{fields['format']}, this one reads {FORMAT}; install Pullquote "
                    f"{fields['pullquote']} or newer and run the command again"
                )
            members = tuple(Member(**each) for each in fields["members"])
            return Manifest(**{**fields, "members": members})
        except (KeyError, TypeError) as error:
            raise self._damaged("its manifest can't be read") from error

    def verify(self) -> Iterator[Member]:
        """Each member once all its bytes were read and are those that were written."""
        for member in self.manifest.members:
            sha, size = hashlib.sha256(), 0
            for piece in self.pieces(member):
                sha.update(piece)
                size += len(piece)
            if (sha.hexdigest(), size) != (member.sha256, member.size):
                raise self._damaged(f"{member.name} in it is not as it was written")
            yield member

    def pieces(self, member: Member) -> Iterator[bytes]:
        """The member's bytes, piece by piece."""
        try:
            with self._zip.open(member.name) as stream:
                while piece := stream.read(_PIECE):
                    yield piece
        except _DAMAGES as error:
            raise self._damaged(f"{member.name} in it can't be read") from error

    def lines(self, member: Member) -> Iterator[bytes]:
        """The member's lines, one at a time."""
        try:
            with self._zip.open(member.name) as stream:
                yield from stream
        except _DAMAGES as error:
            raise self._damaged(f"{member.name} in it can't be read") from error

    def _damaged(self, what: str) -> BackupUnreadable:
        return BackupUnreadable(
            f"{self.name} can't be restored: {what}; nothing was changed; take another backup"
        )


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name)
    entry.compress_type = zipfile.ZIP_DEFLATED
    # Whoever unpacks it by hand gets files that are as private as it is.
    entry.external_attr = 0o600 << 16
    return entry


def _gathered(pieces: Iterable[bytes]) -> Iterator[tuple[bytes, int]]:
    """Pieces in larger ones, each with how many those were: a call for each row takes longer than
    what it does."""
    held, size = list[bytes](), 0
    for piece in pieces:
        held.append(piece)
        size += len(piece)
        if size >= _PIECE:
            yield b"".join(held), len(held)
            held, size = [], 0
    if held:
        yield b"".join(held), len(held)
