"""The current generation and a difference → the next generation, checked and switched to.

Builds aside: nobody reads the folder until the catalog points to it.
"""

import shutil
from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import structlog

from adapters.storage.builder_lock import (
    BuildFailed,
    DataUnwritable,
    DiskFull,
    named_disk_failures,
)
from adapters.storage.catalog import Catalog
from adapters.storage.chroma import VectorFolder, blank_unused
from adapters.storage.database import CatalogError
from adapters.storage.generation_damage import changed_files
from adapters.storage.generations import (
    FORMAT,
    IndexUnreadable,
    RowLabel,
    finish,
    generation_folder,
    read_manifest,
    read_rows,
    sync_to_disk,
)
from adapters.storage.probe import problems_of
from adapters.storage.snapshots import Change, Generation
from retrieval.articles import Passage
from retrieval.embedding import Embeddings
from retrieval.lexical import (
    NO_WORDS,
    WORDS_VERSION,
    count_words,
    read_counts,
    read_forms,
    words_version,
    write_words,
)
from retrieval.lexicon import forms_of
from retrieval.passages import PASSAGES_VERSION, lexical_text
from retrieval.private_files import FOLDER_MODE, make_tree_private, private_folder
from retrieval.timeliness import seconds

# Chroma keeps what was deleted until its folder is built anew, so that is done now and then.
_FRESH_AFTER_CHURN = 0.5
_SLICE = 5000

_log = structlog.get_logger()

Progress = Callable[[str, int, int], None]  # step, done so far, of how many


@dataclass(frozen=True, slots=True)
class BuiltFolder:
    """A finished, checked generation that nothing points to yet."""

    id: str
    created: datetime
    passages: int


@dataclass(frozen=True, slots=True)
class _Base:
    """What the new generation takes over: the rows that stay, by their number in the old one."""

    folder: Path
    kept: list[tuple[int, RowLabel]]
    gone: list[str]
    churn: int


def publish_generation(
    data: Path,
    catalog: Catalog,
    model: str,
    change: Change,
    base: str | None,
    now: datetime,
    progress: Progress,
) -> Generation:
    """Builds the generation that differs so from the one that is served, and switches to it. The
    vectors of what it adds are all known.

    `base` is the generation to start from; None builds anew. Raises BuildFailed, CatalogError.
    """
    held = catalog.held_versions(change.served) if change.served else set()
    versions = (held - change.versions_gone) | change.versions_added
    built = build_generation(data, catalog, model, versions, base, now, progress)
    # A version is one article's.
    generation = Generation(built.id, built.created, model, len(versions), built.passages)
    try:
        catalog.publish(generation, change)
    except BaseException:
        # The switch may have been made and only the word of it lost, so the catalog is asked;
        # where it doesn't answer, the next reindex sweeps.
        with suppress(CatalogError):
            if generation.id not in {listed.id for listed in catalog.generations()}:
                shutil.rmtree(generation_folder(data, generation.id), ignore_errors=True)
        raise
    return generation


def build_generation(
    data: Path,
    catalog: Catalog,
    model: str,
    versions: Collection[str],
    base: str | None,
    now: datetime,
    progress: Progress,
) -> BuiltFolder:
    """Builds the folder that holds the passages of `versions`, whose vectors are all known.

    `base` is the generation to start from, unless it is damaged; None builds anew. Raises
    BuildFailed, CatalogError; nothing is left of the folder then.
    """
    created = max([now, *(each.created + timedelta.resolution for each in catalog.generations())])
    id = f"{created.astimezone(UTC):%Y%m%d-%H%M%S-%f}"
    build = _Build(data, id, catalog, model, versions, progress)
    try:
        passages = build.run(generation_folder(data, base) if base else None)
    except (DiskFull, DataUnwritable):
        raise
    except BuildFailed as error:
        if base is None:
            raise
        _log.warning("built_anew", generation=base, problem=str(error))
        passages = build.run(None)
    return BuiltFolder(id, created, passages)


@dataclass(frozen=True, slots=True)
class _Build:
    data: Path
    id: str
    catalog: Catalog
    model: str
    versions: Collection[str]
    progress: Progress

    def run(self, base_folder: Path | None) -> int:
        """How many passages the new generation holds."""
        folder = generation_folder(self.data, self.id)
        try:
            # Named before the folder is removed: afterwards the disk is no longer full.
            with named_disk_failures(self.data):
                private_folder(folder.parent)
                folder.mkdir(mode=FOLDER_MODE)
                passages = self._fill(folder, base_folder)
                self.progress("checking", 0, 1)
                problems = problems_of(folder)
                if problems:
                    raise BuildFailed(
                        f"the new generation failed its check ({'; '.join(problems[:3])}); nothing "
                        f"was switched; run: {_again(base_folder)}"
                    )
                make_tree_private(folder)
                # After the check, since opening writes into Chroma's files.
                sync_to_disk(folder)
                self.progress("checking", 1, 1)
        except BaseException:
            shutil.rmtree(folder, ignore_errors=True)
            raise
        return passages

    def _fill(self, folder: Path, base_folder: Path | None) -> int:
        wanted = {p.id: (p, content) for p, content in self.catalog.passages_of(self.versions)}
        base = _usable(base_folder, wanted) if base_folder else None
        kept = base.kept if base else []
        held = {row.id for _, row in kept}
        new = [both for id, both in wanted.items() if id not in held]
        labels, texts = self._read([passage for passage, _ in new])

        if base:
            shutil.copytree(base.folder / "vectors", folder / "vectors")
            opened = VectorFolder.open(folder / "vectors")
        else:
            opened = VectorFolder.create(folder / "vectors", len(wanted))
        with opened as vectors:
            if base:
                vectors.delete(base.gone)
            done = 0
            for first in range(0, len(new), _SLICE):
                chosen = new[first : first + _SLICE]
                array = self._stored_vectors([content for _, content in chosen])
                stories = [label.story for label in labels[first : first + _SLICE]]
                for added in vectors.add([p.id for p, _ in chosen], array, stories):
                    done += added
                    self.progress("writing vectors", done, len(new))
        blank_unused(folder / "vectors")

        self.progress("counting words", 0, 1)
        old_counts = read_counts(base.folder / "words") if base else NO_WORDS
        old_forms = read_forms(base.folder / "words") if base else NO_WORDS
        read: list[str | int] = [*(n for n, _ in kept), *texts]
        counts, forms = count_words(read, old_counts), count_words(read, old_forms, forms_of)
        write_words(folder / "words", counts, forms)
        self.progress("counting words", 1, 1)
        rows = [*(row for _, row in kept), *labels]
        finish(folder, self.model, rows, base.churn if base else 0)
        return len(wanted)

    def _read(self, new: Sequence[Passage]) -> tuple[list[RowLabel], list[str]]:
        """The labels and the words to count of the new passages, in order."""
        labels: list[RowLabel] = []
        texts: list[str] = []
        for first in range(0, len(new), _SLICE):
            chosen = new[first : first + _SLICE]
            found = self.catalog.passages([passage.id for passage in chosen])
            for passage in chosen:
                _, article = found[passage.id]
                labels.append(
                    RowLabel(passage.id, article.story, article.source, seconds(article.published))
                )
                texts.append(lexical_text(article, passage))
        return labels, texts

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


def _again(base: Path | None) -> str:
    """What may help: to build anew, unless that is what was just done."""
    return "pullquote reindex --rebuild" if base else "pullquote doctor"


def _usable(folder: Path, wanted: Mapping[str, object]) -> _Base | None:
    """What stays of the generation in `folder`; None where building anew is better or safer.

    A file that is as it was when the generation passed its check can't crash whoever opens it.
    """
    try:
        manifest = read_manifest(folder)
        rows = read_rows(folder, manifest)
    except IndexUnreadable as error:
        _log.warning("built_anew", generation=folder.name, problem=str(error))
        return None
    kept = [(n, row) for n, row in enumerate(rows) if row.id in wanted]
    gone = [row.id for row in rows if row.id not in wanted]
    churn = manifest.added_since_fresh + len(gone) + len(wanted) - len(kept)
    outdated = (
        manifest.format != FORMAT
        or manifest.cut != PASSAGES_VERSION
        or words_version(folder / "words") != WORDS_VERSION
    )
    if outdated or churn > _FRESH_AFTER_CHURN * len(wanted):
        return None
    damaged = changed_files(folder, manifest)
    if damaged:
        _log.warning("built_anew", generation=folder.name, problem=damaged[0])
        return None
    return _Base(folder, kept, gone, churn)
