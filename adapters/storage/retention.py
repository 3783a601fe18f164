"""Finished generations → the two worth keeping, the one before, or what is wrong with one."""

import shutil
from contextlib import suppress
from datetime import datetime
from pathlib import Path

import numpy as np

from adapters.storage.builder_lock import BuildFailed, only_builder
from adapters.storage.catalog import Catalog
from adapters.storage.chroma import ChromaFolders
from adapters.storage.generation_leases import lease_file, remove_unread_leases, unread
from adapters.storage.probe import problems_of
from adapters.storage.segment_cache import bring, server_of, share
from adapters.storage.segment_damage import note_damage
from adapters.storage.segment_files import SegmentFiles
from adapters.storage.segments import (
    IndexUnreadable,
    RowLabel,
    read_manifest,
    read_rows,
    segment_folder,
    segment_folders,
)
from adapters.storage.snapshots import Generation
from adapters.storage.vector_store import VectorStore

_SLICE = 5000


class NothingToRollBackTo(BuildFailed):
    """There is no earlier generation, or none that is sound."""


def sweep(data: Path, catalog: Catalog, store: VectorStore | None = None) -> None:
    """Forgets all generations but the current one and the one before that held something else, and
    removes the segments that none is made of.

    What a process still reads stays until the next sweep. Call it with the builder's lock.
    """
    current = catalog.current()
    older = [each for each in catalog.generations() if current and each.id < current.id]
    kept = next((each.id for each in older if current and each.content != current.content), None)
    for each in older:
        if each.id != kept:
            forget_unless_read(data, catalog, each.id)
    remove_unused(data, catalog, store)


def remove_unused(data: Path, catalog: Catalog, store: VectorStore | None = None) -> None:
    """Removes the segments that no generation is made of, half-written ones among them, and the
    leases of generations that are forgotten."""
    store = store or ChromaFolders(data)
    # Looked for before it is asked what is used: what another builder makes meanwhile, because this
    # one stood still for too long, is none of these.
    found = segment_folders(data) | store.segments()
    for segment in found - catalog.parts.segments():
        catalog.database.check_builder()
        store.remove(segment)
        shutil.rmtree(segment_folder(data, segment), ignore_errors=True)
    catalog.parts.forget_unused()
    SegmentFiles(catalog.database).forget_unused()
    share(data, catalog, store)
    listed = {generation.id for generation in catalog.generations()}
    remove_unread_leases(data, listed)
    _remove_earlier_make(data)


def forget_unless_read(data: Path, catalog: Catalog, id: str, wait: float = 0.0) -> bool:
    """Forgets a generation; False where a process still reads it after `wait` seconds, and then it
    stays whole."""
    with unread(lease_file(data, id), wait) as free:
        if free:
            forget(data, catalog, id)
    return free


def forget(data: Path, catalog: Catalog, id: str) -> None:
    """Forgets a generation, so that what it alone is made of may be removed."""
    catalog.forget_generation(id)
    lease_file(data, id).unlink(missing_ok=True)


def _remove_earlier_make(data: Path) -> None:
    """The folders that generations were in before they were made of segments, once unread."""
    for folder in (data / "generations").glob("*"):
        with unread(folder / "lease") as free:
            if free:
                shutil.rmtree(folder, ignore_errors=True)
    with suppress(OSError):
        (data / "generations").rmdir()


def rollback(
    data: Path, catalog: Catalog, now: datetime, store: VectorStore | None = None
) -> Generation:
    """Points to the newest sound generation that is older than the current one and held something
    else.

    The next reindex starts from it and never comes back to those that were left. Raises
    NothingToRollBackTo, BuilderBusy, CatalogError.
    """
    with only_builder(data, catalog.database, server=server_of(catalog, store)):
        current = catalog.current()
        damaged = []
        for earlier in catalog.generations():
            if current is None or earlier.id >= current.id or earlier.content == current.content:
                continue
            problems = problems_in(data, catalog, earlier, store)
            if not problems:
                catalog.point_to(earlier.id, now)
                return earlier
            damaged.append(f"{earlier.id} is damaged ({problems[0]})")
    reason = "; ".join(damaged) or "there is none before the current one"
    raise NothingToRollBackTo(f"no generation to go back to: {reason}; run: pullquote reindex")


def adopt(data: Path, catalog: Catalog) -> None:
    """From now on the index lies in `data`: the folder where it lay is lost, and the next reindex
    builds it here, of what the catalog holds. Raises BuilderBusy, CatalogError."""
    with only_builder(data, catalog.database, adopting=True):
        pass


def problems_in(
    data: Path, catalog: Catalog, generation: Generation, store: VectorStore | None = None
) -> list[str]:
    """What is wrong with the segments of a generation, a line each. What is found is noted, so
    that the next reindex mends it."""
    store = store or ChromaFolders(data)
    parts = catalog.parts.of(generation.id)
    if not parts and generation.passages:
        return ["an earlier Pullquote built it"]
    try:
        bring(data, catalog, store, parts)
    except IndexUnreadable as error:
        return [str(error)]
    found: list[str] = []
    for part in parts:
        problems = problems_of(data, store, part.segment)
        note_damage(segment_folder(data, part.segment), problems)
        found += problems
    if sum(part.held for part in parts) != generation.passages:
        found.append(f"the catalog says {generation.passages} passages, its segments otherwise")
    return found


def verify(data: Path, catalog: Catalog, store: VectorStore | None = None) -> list[str]:
    """What is wrong with the current generation, a line each: its segments, then each passage of
    it against the catalog."""
    current = catalog.current()
    if current is None:
        return ["nothing is indexed yet"]
    problems = problems_in(data, catalog, current, store)
    listed = {passage.id for passage, _ in catalog.passages_of(catalog.held_versions(current.id))}
    held: set[str] = set()
    for part in catalog.parts.of(current.id):
        folder = segment_folder(data, part.segment)
        try:
            manifest = read_manifest(folder)
            rows = read_rows(folder, manifest)
        except IndexUnreadable as error:
            return problems or [str(error)]
        if manifest.model != current.model:
            problems.append(f"built with {manifest.model}, the catalog says {current.model}")
        mask = part.mask()
        counted = rows if mask is None else [rows[n] for n in np.flatnonzero(mask)]
        held |= {row.id for row in counted}
        problems += _misfiled(catalog, counted, listed)
    if listed - held:
        problems.append(f"{len(listed - held)} passages of the catalog are not in the index")
    return problems


def _misfiled(catalog: Catalog, rows: list[RowLabel], listed: set[str]) -> list[str]:
    problems = []
    for first in range(0, len(rows), _SLICE):
        chosen = rows[first : first + _SLICE]
        held = catalog.passages([row.id for row in chosen])
        for row in chosen:
            if row.id not in held or row.id not in listed:
                problems.append(f"passage {row.id} is not in the catalog")
                continue
            passage, article = held[row.id]
            if not 0 <= passage.start < passage.end <= len(article.text):
                problems.append(f"passage {row.id} lies outside of the text of {article.id}")
            if (row.story, row.source) != (article.story, article.source):
                problems.append(f"passage {row.id} is filed under another story or source")
    return problems
