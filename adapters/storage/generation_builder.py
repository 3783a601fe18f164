"""The served generation and a difference → the next generation, checked and switched to.

What came becomes a segment of its own; what went is only marked. Nobody reads a segment until the
catalog points to a generation that is made of it.
"""

import shutil
from collections.abc import Collection, Sequence
from contextlib import ExitStack, suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from adapters.storage.builder_lock import BuildFailed, DataUnwritable, DiskFull, StoreAway
from adapters.storage.catalog import Catalog
from adapters.storage.database import CatalogError
from adapters.storage.generation_parts import Part
from adapters.storage.merging import due
from adapters.storage.open_segment import OpenSegment, SegmentRows
from adapters.storage.segment_cache import bring
from adapters.storage.segment_damage import GLANCE_BYTES, damage_in
from adapters.storage.segment_files import SegmentFiles
from adapters.storage.segment_writer import Kept, Progress, SegmentWriter
from adapters.storage.segments import IndexUnreadable, read_manifest, segment_folder
from adapters.storage.snapshots import Change, Generation, unchanged
from adapters.storage.vector_store import VectorsAway, VectorsError, VectorStore
from retrieval.event_logger import EventLogger

_log = EventLogger()


@dataclass(frozen=True, slots=True)
class GenerationBuilder:
    """Builds generations of one model's vectors and switches to them.

    Every method raises BuildFailed, DiskFull, DataUnwritable, VectorsError, CatalogError;
    whichever it is, what was served goes on serving. Call them with the builder's lock.
    """

    data: Path
    store: VectorStore
    catalog: Catalog
    model: str
    progress: Progress = lambda step, done, of: None

    def publish(
        self,
        change: Change,
        base: Generation | None,
        now: datetime,
        *,
        damage: str | None = None,
        erased: Collection[str] = (),
    ) -> Generation:
        """The generation that differs so from the served one; the vectors of what it adds are all
        known.

        `base` is the served generation, to start from unless `damage`, as `damage_of` gives it,
        says what is wrong with it; None builds anew. What went is only marked; the segments that
        hold passages of `erased` versions, now or once, are written again without them.
        """
        if base and damage is not None:
            _log.warning("built_anew", generation=base.id, problem=damage or "of an older make")
            base = None
        generation = self._next(now)
        made_of = self._moved_on(generation.id, base, change, erased) if base else None
        if base and made_of is not None:
            articles = base.articles - len(change.articles_gone) + len(change.articles_put)
        else:
            held = self.catalog.held_versions(change.served) if change.served else set[str]()
            versions = (held - change.versions_gone) | change.versions_added
            articles = len(versions)  # a version is one article's
            only = self._writer.of_versions(generation.id, versions)
            made_of = [only] if only else []
        generation = replace(
            generation, articles=articles, passages=sum(part.held for part in made_of)
        )
        return self._switch(generation, change, made_of)

    def merge(self, now: datetime) -> Generation | None:
        """Makes one segment of those of the served generation that are better one; None where
        nothing is due. Call it again until it is."""
        current = self.catalog.current()
        parts = self.catalog.parts.of(current.id) if current else ()
        chosen = due(parts)
        if current is None or not chosen or self.damage_of(current) is not None:
            return None
        generation = replace(
            self._next(now),
            articles=current.articles,
            passages=current.passages,
            merged_from=current.content,
        )
        merged = self._merged(generation.id, chosen)
        made_of = [merged] if merged else []
        made_of += [part for part in parts if part not in chosen]
        return self._switch(
            generation, unchanged(current.id, self.catalog.tracked(current.id)), made_of
        )

    @property
    def _writer(self) -> SegmentWriter:
        return SegmentWriter(self.data, self.store, self.catalog, self.model, self.progress)

    def _next(self, now: datetime) -> Generation:
        """A generation that is newer than all, however the clock goes."""
        listed = self.catalog.generations()
        created = max([now, *(each.created + timedelta.resolution for each in listed)])
        id = f"{created.astimezone(UTC):%Y%m%d-%H%M%S-%f}"
        return Generation(id, created, self.model, 0, 0)

    def holds(self, generation: Generation, versions: Collection[str]) -> bool:
        """Whether its files hold a passage of these versions, though it may have gone."""
        parts = self.catalog.parts.of(generation.id)
        bring(self.data, self.catalog, self.store, parts)
        ids = self._passages(versions)
        return any((self._rows(part).of(ids) >= 0).any() for part in parts)

    def damage_of(self, generation: Generation) -> str | None:
        """What a glance at its segments finds wrong: "" where they are only cut or counted as an
        earlier Pullquote did, None where nothing is. Raises VectorsAway."""
        parts = self.catalog.parts.of(generation.id)
        try:
            bring(self.data, self.catalog, self.store, parts)
        except IndexUnreadable as error:
            return str(error).partition("; ")[0]
        return _damage_of(self.data, self.store, generation, parts)

    def _moved_on(
        self, id: str, base: Generation, change: Change, erased: Collection[str]
    ) -> list[Part] | None:
        """The parts of the next generation; None where it is to be built anew."""
        gone, doomed = self._passages(change.versions_gone), self._passages(erased)
        stay: list[Part] = []
        worn: list[Part] = []
        try:
            for part in self.catalog.parts.of(base.id):
                rows = self._rows(part)
                left = part.without(rows.of(gone))
                (worn if (rows.of(doomed) >= 0).any() else stay).append(left)
            new = self._merged(id, worn) if worn else None
            came = self._writer.of_versions(id, change.versions_added) if new is None else None
        except (DiskFull, DataUnwritable, StoreAway, VectorsAway):
            raise
        except (BuildFailed, IndexUnreadable, VectorsError) as error:
            _log.warning("built_anew", generation=base.id, problem=str(error))
            return None
        return [part for part in (*stay, new, came) if part and part.held]

    def _passages(self, versions: Collection[str]) -> list[str]:
        return [passage.id for passage, _ in self.catalog.passages_of(versions)]

    def _rows(self, part: Part) -> SegmentRows:
        return SegmentRows.open(segment_folder(self.data, part.segment))

    def _merged(self, id: str, parts: Sequence[Part]) -> Part | None:
        with ExitStack() as closing:
            kept: list[Kept] = []
            for part in parts:
                opened = OpenSegment.open(self.data, self.store, part.segment)
                closing.callback(opened.close)
                kept.append((opened, _held_rows(part)))
            return self._writer.of_segments(id, kept)

    def _switch(
        self, generation: Generation, change: Change, made_of: Sequence[Part]
    ) -> Generation:
        try:
            self.catalog.publish(generation, change, made_of)
        except BaseException:
            # The switch may have been made and only the word of it lost, so the catalog is asked;
            # where it doesn't answer, the next reindex sweeps.
            with suppress(CatalogError, VectorsError):
                if generation.id not in {listed.id for listed in self.catalog.generations()}:
                    folder = segment_folder(self.data, generation.id)
                    shutil.rmtree(folder, ignore_errors=True)
                    self.store.remove(generation.id)
                    SegmentFiles(self.catalog.database).forget(generation.id)
            raise
        return generation


def _damage_of(
    data: Path, store: VectorStore, generation: Generation, parts: Sequence[Part]
) -> str | None:
    outdated = not parts and generation.passages > 0
    for part in parts:
        folder = segment_folder(data, part.segment)
        try:
            manifest = read_manifest(folder)
        except IndexUnreadable:
            return "manifest.json can't be read" if folder.exists() else "its folder is gone"
        damaged = damage_in(folder, manifest, at_most=GLANCE_BYTES)
        if damaged:
            return damaged[0]
        if (folder / "vectors").exists() == store.remote:
            return "its vectors are kept elsewhere"
        if store.remote:
            try:
                OpenSegment.open(data, store, part.segment).close()
            except IndexUnreadable as error:
                return str(error).partition("; ")[0]
        outdated = outdated or manifest.is_outdated
    return "" if outdated else None


def _held_rows(part: Part) -> NDArray[np.int32]:
    mask = part.mask()
    rows = np.arange(part.passages) if mask is None else np.flatnonzero(mask)
    return rows.astype(np.int32)
