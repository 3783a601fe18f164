"""Finished generations → the two worth keeping, the one before, or what is wrong with one."""

import shutil
from datetime import datetime
from pathlib import Path

from adapters.storage.builder_lock import BuildFailed, only_builder
from adapters.storage.catalog import Catalog
from adapters.storage.generation_leases import unread
from adapters.storage.generations import (
    IndexUnreadable,
    folders,
    generation_folder,
    read_manifest,
    read_rows,
)
from adapters.storage.probe import problems_of
from adapters.storage.snapshots import Generation

_SLICE = 5000


class NothingToRollBackTo(BuildFailed):
    """There is no earlier generation, or none that is sound."""


def sweep(data: Path, catalog: Catalog) -> None:
    """Removes half-built generations and all finished ones but the current and the one before.

    One that a process still reads stays until the next sweep. Call it with the builder's lock.
    """
    current = catalog.current()
    listed = [generation.id for generation in catalog.generations()]
    older = [id for id in listed if current and id < current.id]
    for id in older[1:]:
        remove_unless_read(data, catalog, id)
    for id in folders(data).difference(listed):
        remove_unless_read(data, catalog, id)


def remove_unless_read(data: Path, catalog: Catalog, id: str, wait: float = 0.0) -> bool:
    """Forgets a generation and removes its folder; False where a process still reads it after
    `wait` seconds, and then it stays whole."""
    with unread(generation_folder(data, id), wait) as free:
        if free:
            remove(data, catalog, id)
    return free


def remove(data: Path, catalog: Catalog, id: str) -> None:
    """Forgets a generation first: if this is killed half-way, nobody is sent to half a folder."""
    catalog.forget_generation(id)
    shutil.rmtree(generation_folder(data, id), ignore_errors=True)


def rollback(data: Path, catalog: Catalog, now: datetime) -> Generation:
    """Points to the newest sound generation that is older than the current one.

    The next reindex starts from it and never comes back to those that were left. Raises
    NothingToRollBackTo, BuilderBusy, CatalogError.
    """
    with only_builder(data, catalog.database):
        current = catalog.current()
        damaged = []
        for earlier in catalog.generations():
            if current is None or earlier.id >= current.id:
                continue
            problems = problems_of(generation_folder(data, earlier.id))
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


def verify(data: Path, catalog: Catalog) -> list[str]:
    """What is wrong with the current generation, a line each: its folder, then each passage of it
    against the catalog."""
    current = catalog.current()
    if current is None:
        return ["nothing is indexed yet"]
    folder = generation_folder(data, current.id)
    problems = problems_of(folder)
    try:
        manifest = read_manifest(folder)
        rows = read_rows(folder, manifest)
    except IndexUnreadable as error:
        return problems or [str(error)]
    if manifest.model != current.model:
        problems.append(f"built with {manifest.model}, the catalog says {current.model}")
    versions = {filed.version for filed in catalog.snapshot(current.id).articles.values()}
    listed = {passage.id for passage, _ in catalog.passages_of(versions)}
    unindexed = len(listed - {row.id for row in rows})
    if unindexed:
        problems.append(f"{unindexed} passages of the catalog are not in the index")
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
