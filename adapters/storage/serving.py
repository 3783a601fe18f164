"""The generation that the pointer names, kept open: questions go on while the next one warms."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import TracebackType
from typing import Self

from adapters.storage.catalog import Catalog
from adapters.storage.chroma import ChromaFolders
from adapters.storage.generation_leases import GenerationGone
from adapters.storage.index_errors import ModelMismatch, NoIndex
from adapters.storage.index_home import refuse_foreign
from adapters.storage.open_generation import OpenGeneration
from adapters.storage.open_segment import OpenSegments
from adapters.storage.segment_cache import bring, is_cache, let_go
from adapters.storage.segments import IndexUnreadable
from adapters.storage.vector_store import VectorStore
from retrieval.errors import PullquoteError
from retrieval.event_logger import EventLogger

# A switch is to be noticed within 2 s, opening and warming included.
POLL_SECONDS = 0.5
_ATTEMPTS = 5

_log = EventLogger()


class _Shared:
    """An open generation and how many questions are using it."""

    def __init__(self, generation: OpenGeneration) -> None:
        self.generation = generation
        self.users = 0
        self.retired = False


class ServedIndex:
    """Hands out the current generation; with `follow`, a thread watches the pointer.

    A question that started on one generation ends on it; the old one is closed when its last
    question is answered. Safe to use from several threads.
    """

    def __init__(
        self,
        catalog: Catalog,
        data: Path,
        model: str,
        store: VectorStore | None = None,
        *,
        follow: bool = False,
    ) -> None:
        self._catalog = catalog
        self._data = data
        self._model = model
        self._store = store or ChromaFolders(data)
        self._segments = OpenSegments(data, self._store)
        self._lock = threading.Lock()
        self._stop = threading.Event()
        self._shared = _Shared(self._open_current())
        self._let_go()
        self._watcher: threading.Thread | None = None
        if follow:
            self._watcher = threading.Thread(target=self._watch, name="generation", daemon=True)
            self._watcher.start()

    @contextmanager
    def current(self) -> Iterator[OpenGeneration]:
        """The current generation, held open until the `with` ends."""
        with self._lock:
            shared = self._shared
            shared.users += 1
        try:
            yield shared.generation
        finally:
            with self._lock:
                shared.users -= 1
                done = shared.retired and not shared.users
            if done:
                shared.generation.close()

    def check(self) -> None:
        """Raises IndexUnreadable where what is served isn't on the disk any more."""
        with self.current() as generation:
            if folder := generation.gone():
                raise IndexUnreadable(f"{folder} is gone; put it back, or run: pullquote reindex")

    def refresh(self) -> None:
        """Moves on to the generation that the pointer names, if that is another one.

        Raises NoIndex, ModelMismatch, IndexUnreadable or CatalogError; the old one then stays.
        """
        current = self._catalog.current()
        if current and current.id != self._shared.generation.generation:
            fresh = self._open_current()
            self._replace(_Shared(fresh))
            self._let_go()
            _log.info("generation_switched", generation=fresh.generation)

    def close(self) -> None:
        self._stop.set()
        if self._watcher:
            self._watcher.join()
        self._replace(None)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def _open_current(self, attempts: int = _ATTEMPTS) -> OpenGeneration:
        """Opened and warm. Raises NoIndex, ModelMismatch, IndexUnreadable or CatalogError."""
        current = self._catalog.current()
        if current is None:
            raise NoIndex("nothing is indexed yet; run: pullquote reindex")
        if current.model != self._model:
            raise ModelMismatch(
                f"index was built with {current.model}, settings say {self._model}; "
                "run: pullquote reindex --rebuild"
            )
        try:
            bring(self._data, self._catalog, self._store, self._catalog.parts.of(current.id))
            opened = OpenGeneration.open(
                self._data, self._catalog.parts, current.id, self._segments
            )
        except GenerationGone:
            # Two switches since the pointer was read; it names a newer one now.
            if attempts == 1:
                raise
            return self._open_current(attempts - 1)
        except IndexUnreadable:
            newest = self._catalog.current()
            if attempts > 1 and newest and newest.id != current.id:
                # A machine that builds doesn't know who reads elsewhere, and has swept it.
                return self._open_current(attempts - 1)
            if not is_cache(self._catalog, self._store):
                # Then it is not damaged, and mending it would do harm.
                refuse_foreign(self._data, self._catalog.database)
            raise
        try:
            opened.warm()
        except BaseException:
            opened.close()
            raise
        return opened

    def _let_go(self) -> None:
        """What is left over is no reason not to serve; the next switch tries again."""
        with suppress(PullquoteError, OSError):
            let_go(self._data, self._catalog, self._store)

    def _watch(self) -> None:
        complaint = ""
        while not self._stop.wait(POLL_SECONDS):
            try:
                self.refresh()
                complaint = ""
            except Exception as error:
                # The old generation goes on serving, and the next round tries again: this thread
                # must outlive whatever is wrong with one generation. Said once, not twice a second.
                if str(error) != complaint:
                    complaint = str(error)
                    _log.warning("generation_not_switched", error=complaint)

    def _replace(self, fresh: _Shared | None) -> None:
        with self._lock:
            old = self._shared
            if fresh is not None:
                self._shared = fresh
            if old.retired:
                return
            old.retired = True
            done = not old.users
        if done:
            old.generation.close()
