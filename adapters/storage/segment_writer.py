"""Versions whose vectors are known, or segments that are open → one new segment, checked.

It is made aside: nobody reads it until a generation is made of it.
"""

import shutil
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from adapters.storage.builder_lock import BuildFailed, named_disk_failures
from adapters.storage.catalog import Catalog
from adapters.storage.database import CatalogError
from adapters.storage.generation_parts import Part
from adapters.storage.open_segment import OpenSegment
from adapters.storage.probe import problems_of
from adapters.storage.segment_cache import is_cache
from adapters.storage.segment_files import SegmentFiles
from adapters.storage.segments import (
    RowLabel,
    finish,
    segment_folder,
    sync_to_disk,
)
from adapters.storage.vector_samples import Samples
from adapters.storage.vector_store import VectorsError, VectorStore
from retrieval.articles import Article, Passage
from retrieval.embedding import Embeddings
from retrieval.foreign_terms import ForeignText
from retrieval.passages import lexical_text
from retrieval.postings import merge_words, write_words
from retrieval.private_files import FOLDER_MODE, make_tree_private, private_folder
from retrieval.publication import seconds

_SLICE = 5000

Progress = Callable[[str, int, int], None]  # step, done so far, of how many
# A segment, and which of its rows go over.
Kept = tuple[OpenSegment, NDArray[np.int32]]


@dataclass(frozen=True, slots=True)
class SegmentWriter:
    """Writes segments of one model's vectors. Raises BuildFailed, DiskFull, DataUnwritable,
    VectorsError, CatalogError; nothing is left of a segment then."""

    data: Path
    store: VectorStore
    catalog: Catalog
    model: str
    progress: Progress

    def of_versions(self, id: str, versions: Collection[str]) -> Part | None:
        """The segment of all passages of `versions`; None where they have none."""
        wanted = self.catalog.passages_of(versions)
        if not wanted:
            return None
        with self._new(id) as folder:
            labels: list[RowLabel] = []
            write_words(folder / "words", self._texts([passage for passage, _ in wanted], labels))
            samples = Samples(len(wanted))
            with self.store.create(id, len(wanted)) as vectors:
                done = 0
                for first in range(0, len(wanted), _SLICE):
                    chosen = wanted[first : first + _SLICE]
                    array = self._stored_vectors([content for _, content in chosen])
                    stories = [label.story for label in labels[first : first + _SLICE]]
                    ids = [p.id for p, _ in chosen]
                    for added in vectors.add(ids, samples.see(array), stories):
                        done += added
                        self.progress("writing vectors", done, len(wanted))
            samples.write(folder)
            finish(folder, self.model, labels)
        return Part(id, len(wanted))

    def of_segments(self, id: str, kept: Sequence[Kept]) -> Part | None:
        """The segment of what is kept of others; None where nothing is. Reads no text."""
        rows = sum(len(each) for _, each in kept)
        if not rows:
            return None
        with self._new(id) as folder:
            labels: list[RowLabel] = []
            new_rows = []
            first, samples = 0, Samples(rows)
            with self.store.create(id, rows) as vectors:
                for segment, old in kept:
                    moved = np.full(segment.passages, -1, dtype=np.int32)
                    moved[old] = np.arange(first, first + len(old), dtype=np.int32)
                    new_rows.append((segment.words, moved))
                    first += len(old)
                    for some in _slices(old):
                        chosen = _labels(segment, some)
                        labels += chosen
                        ids = [label.id for label in chosen]
                        array = samples.see(segment.vectors.vectors(ids))
                        for _ in vectors.add(ids, array, [label.story for label in chosen]):
                            self.progress("merging", len(labels), rows)
            samples.write(folder)
            merge_words(folder / "words", new_rows, rows)
            finish(folder, self.model, labels)
        return Part(id, rows)

    @contextmanager
    def _new(self, id: str) -> Iterator[Path]:
        """A folder to write a segment into, which is checked afterwards."""
        folder = segment_folder(self.data, id)
        try:
            # Named before the folder is removed: afterwards the disk is no longer full.
            with named_disk_failures(self.data):
                private_folder(folder.parent)
                folder.mkdir(mode=FOLDER_MODE)
                yield folder
                self.progress("checking", 0, 1)
                problems = problems_of(self.data, self.store, id)
                if problems:
                    raise BuildFailed(
                        f"the new index segment failed its check ({'; '.join(problems[:3])}); "
                        "nothing was switched; run: pullquote doctor"
                    )
                make_tree_private(folder)
                # After the check, since opening writes into Chroma's files.
                sync_to_disk(folder)
                if is_cache(self.catalog, self.store):
                    SegmentFiles(self.catalog.database).keep(folder)
                self.progress("checking", 1, 1)
        except BaseException:
            # Where it is away the next reindex sweeps.
            with suppress(VectorsError, CatalogError):
                SegmentFiles(self.catalog.database).forget(id)
                self.store.remove(id)
            shutil.rmtree(folder, ignore_errors=True)
            raise

    def _texts(
        self, passages: Sequence[Passage], labels: list[RowLabel]
    ) -> Iterator[str | ForeignText]:
        """The words to count of each passage, in order; its label is put to `labels`."""
        for first in range(0, len(passages), _SLICE):
            chosen = passages[first : first + _SLICE]
            found = self.catalog.passages([passage.id for passage in chosen])
            for passage in chosen:
                _, article = found[passage.id]
                labels.append(_label(passage, article))
                yield lexical_text(article, passage)
            self.progress("counting words", first + len(chosen), len(passages))

    def _stored_vectors(self, hashes: Sequence[str]) -> Embeddings:
        """Shape `(hashes, dimensions)`."""
        known = self.catalog.embeddings.vectors(self.model, set(hashes))
        missing = len(set(hashes) - known.keys())
        if missing:
            raise BuildFailed(
                f"the catalog holds no vectors of {self.model} for {missing} passages; "
                "run: pullquote doctor"
            )
        return np.stack([known[content_hash] for content_hash in hashes])


def _label(passage: Passage, article: Article) -> RowLabel:
    return RowLabel(passage.id, article.story, article.source, seconds(article.published))


def _labels(segment: OpenSegment, rows: NDArray[np.int32]) -> list[RowLabel]:
    stories, sources = segment.manifest.stories, segment.manifest.sources
    return [
        RowLabel(id.decode(), stories[story], sources[source], published)
        for id, story, source, published in segment.rows.labels[rows].tolist()
    ]


def _slices(rows: NDArray[np.int32]) -> Iterator[NDArray[np.int32]]:
    return (rows[first : first + _SLICE] for first in range(0, len(rows), _SLICE))
