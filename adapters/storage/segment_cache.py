"""Segments that this machine lacks → fetched from the database; those that nobody needs → let go.

Only where a server keeps the vectors and the catalog is shared: then a data folder is a cache, and
may be empty.
"""

import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path, PurePosixPath

import portalocker

from adapters.storage.catalog import Catalog
from adapters.storage.generation_leases import remove_unread_leases
from adapters.storage.generation_parts import Part
from adapters.storage.segment_damage import GLANCE_BYTES, damage_in, is_noted
from adapters.storage.segment_files import PART_BYTES, FilePart, SegmentFiles, digest_of_part
from adapters.storage.segments import (
    IndexUnreadable,
    read_manifest,
    segment_folder,
    segment_folders,
    sync_to_disk,
)
from adapters.storage.vector_store import VectorStore
from retrieval.event_logger import EventLogger
from retrieval.private_files import make_tree_private, private_file, private_folder

# A part that comes otherwise than it was sent is asked for once more.
_TRIES = 2

_log = EventLogger()


def is_cache(catalog: Catalog, store: VectorStore | None) -> bool:
    """Whether a data folder is only a cache: all that the index is made of lies elsewhere."""
    return store is not None and store.remote and catalog.database.shared


def server_of(catalog: Catalog, store: VectorStore | None) -> str:
    """What keeps the vectors of all machines, as it may be shown; "" where a data folder does."""
    return store.name if store is not None and is_cache(catalog, store) else ""


def bring(data: Path, catalog: Catalog, store: VectorStore, parts: Sequence[Part]) -> None:
    """Returns once this machine has all of these segments, whole. Where another process of this
    machine fetches, it is waited for; what was fetched before a kill is not fetched again.

    Raises IndexUnreadable where a segment is not in the database as it was written, or there is no
    room for it, CatalogError.
    """
    if not is_cache(catalog, store):
        return
    files = SegmentFiles(catalog.database)
    for part in parts:
        if not _is_whole(segment_folder(data, part.segment)):
            try:
                with _alone(data):
                    _fetch(data, files, part.segment)
            except OSError as error:
                raise _unfetched(part.segment, error.strerror or str(error)) from error


def share(data: Path, catalog: Catalog, store: VectorStore) -> None:
    """Puts what this machine has of the index into the database, where that lacks it: after a
    restore, or when the data folder becomes a cache. Call it with the builder's lock. Raises
    CatalogError, OSError."""
    if not is_cache(catalog, store):
        return
    files = SegmentFiles(catalog.database)
    for segment in catalog.parts.segments() - files.kept():
        folder = segment_folder(data, segment)
        if _is_whole(folder):
            files.keep(folder)


def let_go(data: Path, catalog: Catalog, store: VectorStore) -> None:
    """Removes the segments that no generation is made of, and the leases of those that are
    forgotten. Raises CatalogError, OSError."""
    if not is_cache(catalog, store):
        return
    current = catalog.current()
    if current is None:
        return
    partial = {path.name for path in _fetching(data).glob("*")}
    # A process of this machine may just be making a newer one.
    found = {each for each in segment_folders(data) | partial if each < current.id}
    for segment in found - catalog.parts.segments():
        with _alone(data):
            shutil.rmtree(segment_folder(data, segment), ignore_errors=True)
            shutil.rmtree(_fetching(data) / segment, ignore_errors=True)
        _log.info("segment_let_go", segment=segment)
    remove_unread_leases(data, {each.id for each in catalog.generations()})


def _fetch(data: Path, files: SegmentFiles, segment: str) -> None:
    folder = segment_folder(data, segment)
    if _is_whole(folder):  # another process has fetched it meanwhile
        return
    parts = files.parts(segment)
    if not parts:
        raise _unfetched(segment, "it is not in the database")
    partial = _fetching(data) / segment
    fetched = 0
    for name in sorted({part.name for part in parts}):
        of_file = [part for part in parts if part.name == name]
        fetched += _fetch_file(files, segment, of_file, partial)
    damaged = damage_in(partial, read_manifest(partial))
    if damaged:
        shutil.rmtree(partial)
        raise _unfetched(segment, damaged[0])
    make_tree_private(partial)
    sync_to_disk(partial)
    private_folder(folder.parent)
    shutil.rmtree(folder, ignore_errors=True)
    partial.rename(folder)
    _log.info("segment_fetched", segment=segment, bytes=fetched)


def _fetch_file(files: SegmentFiles, segment: str, parts: Sequence[FilePart], folder: Path) -> int:
    """Writes one file, after what of it is there already; how many bytes were fetched."""
    name = PurePosixPath(parts[0].name)
    if name.is_absolute() or ".." in name.parts:
        raise _unfetched(segment, f"{name} is no name of a file of it")
    path = folder / name
    private_folder(path.parent)
    if not path.exists():
        private_file(path)
    fetched = 0
    with path.open("r+b") as stream:
        for part in parts:
            begin = stream.tell()
            if digest_of_part(stream.read(PART_BYTES)) == part.digest:
                continue
            stream.seek(begin)
            stream.truncate()
            fetched += stream.write(_fetched(files, segment, part))
        stream.truncate()
    return fetched


def _fetched(files: SegmentFiles, segment: str, part: FilePart) -> bytes:
    for _ in range(_TRIES):
        found = files.read(segment, part)
        if digest_of_part(found) == part.digest:
            return found
        _log.warning("segment_part_damaged", segment=segment, file=part.name, part=part.number)
    raise _unfetched(segment, f"part {part.number} of {part.name} is damaged in the database")


def _is_whole(folder: Path) -> bool:
    if not folder.exists():
        return False
    try:
        # What is noted of its vectors is none of its files' business.
        glance = None if is_noted(folder) else GLANCE_BYTES
        return not damage_in(folder, read_manifest(folder), at_most=glance)
    except IndexUnreadable:
        return False


def _unfetched(segment: str, reason: str) -> IndexUnreadable:
    return IndexUnreadable(
        f"index segment {segment} can't be fetched ({reason}); "
        "run: pullquote reindex (it is built anew), or: pullquote index rollback"
    )


def _fetching(data: Path) -> Path:
    return data / "fetching"


@contextmanager
def _alone(data: Path) -> Iterator[None]:
    """One process of a machine at a time; the system takes the lock back however it ends."""
    private_folder(data)
    private_file(data / "fetching.lock")
    with (data / "fetching.lock").open("rb+") as stream:
        portalocker.lock(stream, portalocker.LOCK_EX)
        yield
