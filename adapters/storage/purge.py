"""Articles or a story → gone: their text, their vectors and every generation that held them.

Killed at any moment, it is finished by running it again: what was erased is marked first, and
each later step does nothing where there is nothing left to do.
"""

import time
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import numpy as np

from adapters.storage.builder_lock import only_builder
from adapters.storage.catalog import Catalog
from adapters.storage.chroma import ChromaFolders
from adapters.storage.file_marks import forget_marks
from adapters.storage.generation_builder import GenerationBuilder
from adapters.storage.reindex_plan import Purged, purge_key
from adapters.storage.retention import forget, forget_unless_read, remove_unused
from adapters.storage.segment_cache import server_of
from adapters.storage.segment_writer import Progress
from adapters.storage.snapshots import Generation, difference
from adapters.storage.vector_store import VectorStore
from retrieval.articles import Article
from retrieval.embedding import Embeddings
from retrieval.sentences import sentence_spans

# Readers move on within 2 s of a switch; one that is still there after this is stuck or forgotten.
PATIENCE_SECONDS = 10.0
# Shorter than this, words are found by chance.
_SHORTEST_NEEDLE = 16
_CHUNK_BYTES = 8 << 20


@dataclass(frozen=True, slots=True)
class PurgeReport:
    """What was erased, and which generation serves now, None where there is none."""

    articles: tuple[str, ...]
    versions: int
    passages: int
    generation: str | None
    generations_removed: tuple[str, ...]
    still_read: tuple[str, ...]  # removed too, but a process had them open and keeps what it read


def purge(
    data: Path,
    catalog: Catalog,
    now: datetime,
    *,
    articles: Collection[str] = (),
    story: str | None = None,
    progress: Progress = lambda step, done, of: None,
    patience: float = PATIENCE_SECONDS,
    store: VectorStore | None = None,
) -> PurgeReport:
    """Erases articles by id, and all that was ever held of a story; unknown ones are no error.

    The next reindex leaves them out though they may still stand in the corpus. Readers of an
    old generation are waited for, `patience` seconds in all. Raises BuilderBusy, BuildFailed,
    CatalogError; run it again then.
    """
    keys = _keys(articles, story)
    with only_builder(data, catalog.database, server=server_of(catalog, store)):
        # Ids alone: what is never read into memory can't be written anywhere by a slip.
        doomed = catalog.versions_by_id(articles, story)
        passages = len(catalog.passages_of(doomed))
        catalog.erasure.mark_purged(keys, now)
        forget_marks(data)
        current = catalog.current()
        if current:
            builder = GenerationBuilder(
                data, store or ChromaFolders(data), catalog, current.model, progress
            )
            current = _without(builder, current, Purged(frozenset(keys)), doomed, now)
        removed, still_read = _remove_others(data, catalog, current, patience, progress)
        remove_unused(data, catalog, store)
        catalog.erasure.erase(doomed)
        if story is not None:
            catalog.erasure.forget_story(story)
        catalog.erasure.remove_copies()
        progress("compacting", 0, 1)
        catalog.erasure.compact()
        progress("compacting", 1, 1)
    return PurgeReport(
        articles=tuple(sorted(set(doomed.values()))),
        versions=len(doomed),
        passages=passages,
        generation=current.id if current else None,
        generations_removed=removed,
        still_read=still_read,
    )


def unpurge(catalog: Catalog, *, articles: Collection[str] = (), story: str | None = None) -> int:
    """Lets the next reindex take them in again; how many of them had been purged."""
    return catalog.erasure.unmark_purged(_keys(articles, story))


def purge_needles(
    catalog: Catalog, *, articles: Collection[str] = (), story: str | None = None
) -> list[bytes]:
    """What `traces` should look for after the purge; collect it before.

    Sentences, titles, addresses, ids and the vectors' bytes. What an article that stays says
    too, such as another paper's copy of a wire story, is no trace.
    """
    doomed = catalog.articles_of(catalog.versions_by_id(articles, story))
    current = catalog.current()
    stories = catalog.tracked(current.id) if current else {}
    words = set(_words(doomed.values()))
    if story in stories:
        words |= {stories[story].title, stories[story].summary}
    long = [text.encode() for text in sorted(words) if len(text.encode()) >= _SHORTEST_NEEDLE]
    haystack = _Needles(long)
    # A story that stays may name the article's page as a source.
    staying = [
        "\n".join((s.slug, s.title, s.summary, *s.tracked))
        for s in stories.values()
        if s.slug != story
    ]
    said_elsewhere = {
        needle
        for other in (*staying, *catalog.erasure.other_texts(doomed))
        for needle in haystack.found_in(other.encode())
    }
    hashes = {content_hash for _, content_hash in catalog.passages_of(doomed)}
    hashes -= catalog.erasure.hashes_beside(doomed, hashes)
    vectors = catalog.embeddings.vectors(current.model, hashes) if current else {}
    return [needle for needle in long if needle not in said_elsewhere] + [
        needle for vector in vectors.values() for needle in _as_stored(vector)
    ]


def traces(data: Path, needles: Sequence[bytes]) -> list[Path]:
    """The files below `data` that hold any of the needles, each at least 16 bytes long."""
    wanted = _Needles(needles)
    return [
        path
        for path in sorted(path for path in data.rglob("*") if path.is_file())
        if any(any(wanted.found_in(chunk)) for chunk in _chunks(path, wanted.longest))
    ]


class _Needles:
    """Many byte strings, looked for at once: the time depends on the haystack, not on them."""

    def __init__(self, needles: Sequence[bytes]) -> None:
        self.longest = max(map(len, needles), default=0)
        self._by_key: dict[int, list[bytes]] = {}
        for needle in needles:
            self._by_key.setdefault(int.from_bytes(needle[:8], "little"), []).append(needle)
        self._keys = np.array(sorted(self._by_key), dtype="<u8")
        self._begins = np.zeros(1 << 16, dtype=np.bool_)
        self._begins[self._keys.astype("<u2")] = True

    def found_in(self, chunk: bytes) -> Iterator[bytes]:
        """Each needle wherever the chunk holds it."""
        if not len(self._keys):
            return
        for offset in range(min(8, max(0, len(chunk) - 7))):
            windows = np.frombuffer(chunk, "<u8", (len(chunk) - offset) // 8, offset)
            # The first two bytes rule most out, and are quickly looked up.
            maybe = np.flatnonzero(self._begins[windows.astype("<u2")])
            keys = windows[maybe]
            nearest = np.searchsorted(self._keys, keys).clip(max=len(self._keys) - 1)
            for n in maybe[self._keys[nearest] == keys].tolist():
                for needle in self._by_key[int(windows[n])]:
                    if chunk.startswith(needle, offset + 8 * n):
                        yield needle


def _keys(articles: Collection[str], story: str | None) -> list[str]:
    keys = [purge_key("article", article) for article in articles]
    return keys if story is None else [*keys, purge_key("story", story)]


def _without(
    builder: GenerationBuilder,
    current: Generation,
    purged: Purged,
    doomed: Collection[str],
    now: datetime,
) -> Generation:
    """The generation that serves without what was purged: to mark it would keep its vectors and
    words, so the segments that hold some are written anew."""
    last = builder.catalog.snapshot(current.id)
    left = purged.without(last)
    if left == last and not builder.holds(current, doomed):
        return current
    change, damage = difference(last, left, current.id), builder.damage_of(current)
    return builder.publish(change, current, now, damage=damage, erased=doomed)


def _remove_others(
    data: Path,
    catalog: Catalog,
    current: Generation | None,
    patience: float,
    progress: Progress,
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Forgets every generation but `current`: their ids, and of these the ones still read."""
    ids = {generation.id for generation in catalog.generations()}
    ids -= {current.id} if current else set()
    until = time.monotonic() + patience
    still_read = []
    for n, id in enumerate(sorted(ids)):
        progress("removing", n, len(ids))
        if not forget_unless_read(data, catalog, id, max(0.0, until - time.monotonic())):
            still_read.append(id)
            forget(data, catalog, id)
    return tuple(sorted(ids)), tuple(still_read)


def _words(articles: Iterable[Article]) -> Iterator[str]:
    for article in articles:
        yield from (article.id, article.title, article.url)
        yield from (
            article.text[start:end] for start, end in sentence_spans(article.text, article.language)
        )


def _as_stored(vector: Embeddings) -> Iterator[bytes]:
    """The beginning of a vector's bytes as the catalog holds it, and as Chroma may, which scales
    it to length 1 once more and so changes the last bits."""
    scale = np.float32(1)
    for _ in range(4):
        scale = np.nextafter(scale, np.float32(0))
    for _ in range(9):
        yield (vector[:4] * scale).astype("<f4").tobytes()
        scale = np.nextafter(scale, np.float32(2))


def _chunks(path: Path, overlap: int) -> Iterator[bytes]:
    """The file piece by piece, each beginning with the end of the one before."""
    kept = b""
    try:
        with path.open("rb") as stream:
            while read := stream.read(_CHUNK_BYTES):
                chunk = kept + read
                yield chunk
                kept = chunk[-overlap:]
    except FileNotFoundError:
        return  # removed since it was listed, such as SQLite's log
