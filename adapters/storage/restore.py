"""A backup → the catalog, the corpus and an index built from stored vectors, all or nothing.

Everything is made aside, in `restoring` in the data folder, and checked there; the catalog takes
its place last. Killed before that, nothing is served that was not, and a restore begins anew.
"""

import errno
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy.engine import URL
from sqlalchemy.exc import DBAPIError

from adapters.storage.builder_lock import (
    BuildFailed,
    DataUnwritable,
    DiskFull,
)
from adapters.storage.catalog import Catalog, open_catalog
from adapters.storage.chroma import ChromaFolders
from adapters.storage.corpus_copies import (
    put_aside,
    put_in_place,
    remove_aside,
)
from adapters.storage.generation_builder import GenerationBuilder
from adapters.storage.restore_sources import opened
from adapters.storage.restore_target import Target
from adapters.storage.segment_writer import Progress
from adapters.storage.snapshots import Generation, unchanged
from adapters.storage.tables import backed_up, metadata
from adapters.storage.vector_store import VectorsError, VectorStore
from retrieval.errors import PullquoteError
from retrieval.event_logger import EventLogger
from retrieval.private_files import make_tree_private, private_folder

ASIDE = "restoring"
_INDEX = "segments"

StoreOf = Callable[[Catalog, Path], VectorStore]

_log = EventLogger()


class RestoreFailed(PullquoteError):
    """Nothing was restored, and what stood there stands there still."""


@dataclass(frozen=True, slots=True)
class Restored:
    """What was restored. `generation` serves now; None where the backup held none, or where
    `unindexed` says why it could not be built."""

    at: str
    pullquote: str
    engine: str
    rows: dict[str, int]
    files: int
    generation: Generation | None
    unindexed: str = ""


def restore(
    file: Path,
    url: URL | str | None,
    data: Path,
    corpus: Path,
    now: datetime,
    *,
    replace: bool = False,
    progress: Progress = lambda step, done, of: None,
    store_of: StoreOf = lambda catalog, data: ChromaFolders(data),
) -> Restored:
    """Restores `file`, a backup or a copy of an SQLite catalog. `store_of` tells where the vectors
    of a catalog and its data folder are to be kept.

    Raises TargetTaken where there is something already and `replace` is False, BackupUnreadable,
    RestoreFailed, BuilderBusy, CatalogError.
    """
    target = Target(url, data, corpus)
    with ExitStack() as stack:
        try:
            source = stack.enter_context(opened(file))
        except OSError as error:
            raise RestoreFailed(f"{file} can't be read ({error.strerror}); name a backup") from None
        target.check(source.files, replace=replace)
        source.verify(progress)
        stack.enter_context(target.locked(adopting=replace))
        stack.enter_context(_named_failures(data, corpus))
        stack.enter_context(_nothing_left_aside(data, corpus))
        aside = data / ASIDE
        private_folder(aside)
        rows = source.fill(aside / "catalog.sqlite3", progress)
        for n, path in enumerate(source.files):
            put_aside(corpus, path, source.pieces(path))
            progress("restoring files", n + 1, len(source.files))
        with closing(open_catalog(None, aside)) as catalog:
            _empty_rebuilt(catalog)
            store = store_of(catalog, aside)
            removed = stack.enter_context(ExitStack())
            removed.callback(_remove_all, store)
            generation, unindexed = _indexed(catalog, store, aside, now, progress)
        make_tree_private(aside)
        target.check_unused()
        _move_index(aside, data)
        put_in_place(corpus, source.files)
        target.switch(aside / "catalog.sqlite3", replace=replace)
        removed.pop_all()
        files = len(source.files)
        at, by, engine = source.at, source.pullquote, source.engine
        return Restored(at, by, engine, rows, files, generation, unindexed)


@contextmanager
def _nothing_left_aside(data: Path, corpus: Path) -> Iterator[None]:
    """Neither of this restore nor of one that was killed."""

    def removed() -> None:
        shutil.rmtree(data / ASIDE, ignore_errors=True)
        remove_aside(corpus)

    removed()
    try:
        yield
    finally:
        removed()


def _empty_rebuilt(catalog: Catalog) -> None:
    """A copy of a catalog names segments and leases of the place that it was made at."""
    with catalog.database.writing() as connection:
        for table in reversed(metadata.sorted_tables):
            if table.name not in backed_up():
                connection.execute(table.delete())


def _remove_all(store: VectorStore) -> None:
    """What was built in vain: a server would keep it for ever."""
    with suppress(VectorsError):
        for segment in store.segments():
            store.remove(segment)


def _indexed(
    catalog: Catalog, store: VectorStore, aside: Path, now: datetime, progress: Progress
) -> tuple[Generation | None, str]:
    """Builds the index anew from stored vectors, as a reindex of a lost one does; no model is
    loaded. Why it could not, so that the rest isn't lost for that."""
    current = catalog.current()
    if current is None:
        return None, ""
    builder = GenerationBuilder(aside, store, catalog, current.model, progress)
    try:
        built = builder.publish(unchanged(current.id, catalog.tracked(current.id)), None, now)
    except (DiskFull, DataUnwritable):
        raise
    except BuildFailed as error:
        _log.warning("restored_without_index", reason=str(error))
        return None, str(error)
    for generation in catalog.generations():
        if generation.id != built.id:
            catalog.forget_generation(generation.id)
    return built, ""


def _move_index(aside: Path, data: Path) -> None:
    """Nobody reads what the catalog doesn't name yet."""
    private_folder(data / _INDEX)
    for segment in sorted((aside / _INDEX).glob("*")):
        # Left by a restore that was killed.
        shutil.rmtree(data / _INDEX / segment.name, ignore_errors=True)
        segment.rename(data / _INDEX / segment.name)


@contextmanager
def _named_failures(data: Path, corpus: Path) -> Iterator[None]:
    try:
        yield
    except (OSError, DBAPIError) as error:
        where, full = f"{data} or {corpus}", False
        if isinstance(error, OSError):
            reason = error.strerror or type(error).__name__
            full = error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
            where = error.filename or where
        else:
            reason = str(error.orig).splitlines()[0]
        step = (
            "free some space"
            if full or "full" in reason
            else "make it writable, or name another folder"
        )
        raise RestoreFailed(
            f"{where} can't be written to ({reason}); nothing was restored; {step} and run the "
            "command again"
        ) from error
