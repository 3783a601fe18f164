"""A generation's folder: how it is laid out, written, opened for reading, leased and removed.

generations/<id>/manifest.json   which model, how many passages, the digest of each file
                 rows.npy        a passage a row: its id, story, source and time of publication
                 vectors/        Chroma
                 words/          BM25, and how the words are written
                 lease           locked, shared, by every process that reads this generation
"""

import hashlib
import json
import os
import sqlite3
import time
from collections.abc import Collection, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import IO, Self

import numpy as np
import portalocker
from numpy.typing import NDArray

from adapters.storage.chroma import VectorFolder
from retrieval.embedding import Embeddings
from retrieval.english import is_english
from retrieval.errors import PullquoteError
from retrieval.lexical import Words
from retrieval.outlets import Mention, outlet_mentions
from retrieval.passages import PASSAGES_VERSION
from retrieval.questions import understood
from retrieval.timeliness import UNDATED

FORMAT = 2
# Without the dates of passages, which the next change of the index brings.
_UNDATED_FORMAT = 1
_ROW = np.dtype([("id", "S32"), ("story", "<i4"), ("source", "<i4"), ("published", "<i8")])
# A filter inside Chroma costs in proportion to what it lets through; above this share of the
# passages it is cheaper to fetch more and drop the others.
_SELECTIVE = 0.2
_OVERFETCH = 5
# So few passages are compared one by one sooner than looked for among the others.
_COMPARED_ALONE = 500
# More neighbours than that take longer than a question may.
_MOST_FETCHED = 5_000
# Opening writes into Chroma's database, reading locks the lease; nothing else changes once written.
_CHANGING = ("manifest.json", "lease", "vectors/chroma.sqlite3*")
# The nearest neighbours are approximate: of so many sampled passages one may miss itself.
_ONE_MISS_IN = 25
_LEASE_POLL_SECONDS = 0.1
_PATIENCE_SECONDS = 5.0
# A question must not wait for the hash of a gigabyte: of larger files only the size is compared
# when they are opened. `reindex`, `doctor` and `index verify` compare all.
_HASHED_AT_OPENING = 64 << 20


class IndexUnreadable(PullquoteError):
    """A generation can't be opened; says which, why and what to run."""


class GenerationGone(IndexUnreadable):
    """The generation was swept between reading the pointer and opening its folder."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a generation is made of. `stories` and `sources` are what its rows' codes stand for."""

    format: int
    model: str
    passages: int
    cut: int  # PASSAGES_VERSION of its passages
    added_since_fresh: int  # rows that were added or deleted since the folder was last built anew
    stories: tuple[str, ...]
    sources: tuple[str, ...]
    digests: dict[str, str]  # by path, of every file that is never written again
    sizes: dict[str, int] = field(default_factory=dict)  # in bytes, of the same files


@dataclass(frozen=True, slots=True)
class RowLabel:
    """One passage as its row in a generation names it."""

    id: str
    story: str
    source: str
    published: int = UNDATED  # seconds since 1970, UTC


def generation_folder(data: Path, generation: str) -> Path:
    """Where a generation lives, whether or not it does."""
    return data / "generations" / generation


def folders(data: Path) -> set[str]:
    """The ids of all generations that there are on disk, finished or not."""
    folder = data / "generations"
    return {path.name for path in folder.iterdir() if path.is_dir()} if folder.exists() else set()


def finish(folder: Path, model: str, rows: Sequence[RowLabel], added_since_fresh: int) -> None:
    """Writes rows.npy and manifest.json beside finished vectors and words."""
    stories = sorted({row.story for row in rows})
    sources = sorted({row.source for row in rows})
    story_code = {story: n for n, story in enumerate(stories)}
    source_code = {source: n for n, source in enumerate(sources)}
    array = np.array(
        [
            (row.id.encode(), story_code[row.story], source_code[row.source], row.published)
            for row in rows
        ],
        dtype=_ROW,
    )
    np.save(folder / "rows.npy", array)
    manifest = Manifest(
        format=FORMAT,
        model=model,
        passages=len(rows),
        cut=PASSAGES_VERSION,
        added_since_fresh=added_since_fresh,
        stories=tuple(stories),
        sources=tuple(sources),
        digests=_digests(folder),
        sizes={name: (folder / name).stat().st_size for name in _lasting(folder)},
    )
    (folder / "manifest.json").write_text(
        json.dumps(asdict(manifest), ensure_ascii=False, indent=1), encoding="utf-8"
    )
    (folder / "lease").touch()


def read_manifest(folder: Path) -> Manifest:
    """Raises IndexUnreadable."""
    try:
        fields = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
        found = fields["format"]
        if found in (FORMAT, _UNDATED_FORMAT):
            fields["stories"] = tuple(fields["stories"])
            fields["sources"] = tuple(fields["sources"])
            return Manifest(**fields)
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise _unreadable(folder, error) from error
    raise IndexUnreadable(
        f"generation {folder.name} has format {found}, this Pullquote reads {FORMAT}; "
        "run: pullquote reindex --rebuild"
    )


def read_rows(folder: Path, manifest: Manifest) -> list[RowLabel]:
    """Raises IndexUnreadable."""
    try:
        rows = np.load(folder / "rows.npy")
        return [
            RowLabel(
                row["id"].decode(),
                manifest.stories[row["story"]],
                manifest.sources[row["source"]],
                published,
            )
            for row, published in zip(rows, _published(rows).tolist(), strict=True)
        ]
    except Exception as error:
        raise _unreadable(folder, error) from error


class OpenGeneration:
    """One generation, opened read-only: what retrieval's PassageIndex asks for."""

    def __init__(self, folder: Path, lease: IO[bytes]) -> None:
        self.generation = folder.name
        self._lease = lease
        self._folder = folder
        self.manifest = read_manifest(folder)
        # Half a vocabulary would open, and answer.
        damaged = changed_files(folder, self.manifest, at_most=_HASHED_AT_OPENING)
        table = folder / "vectors" / "chroma.sqlite3"
        if not damaged and not (table.exists() and table.stat().st_size > _HASHED_AT_OPENING):
            damaged = _sqlite_damage(table)
        if damaged:
            raise _unreadable(folder, IndexUnreadable(damaged[0]))
        try:
            rows = np.load(folder / "rows.npy")
            self._ids: list[str] = [id.decode() for id in rows["id"].tolist()]
            self._row_of = {id: n for n, id in enumerate(self._ids)}
            self._stories: NDArray[np.int32] = rows["story"]
            self._sources: NDArray[np.int32] = rows["source"]
            self.published = _published(rows)
            self.words = Words(folder / "words")
            self._vectors = VectorFolder.open(folder / "vectors")
        except Exception as error:  # a torn file makes each library raise something else
            raise _unreadable(folder, error) from error

    @classmethod
    def open(cls, folder: Path) -> Self:
        """Opens and leases it. Raises GenerationGone where it was swept, IndexUnreadable where
        it is damaged."""
        lease = _leased(folder)
        try:
            return cls(folder, lease)
        except BaseException:
            lease.close()
            raise

    def close(self) -> None:
        self._vectors.close()
        self._lease.close()

    def nearest(
        self,
        question: Embeddings,
        depth: int,
        stories: Collection[str] | None,
        among: NDArray[np.bool_] | None = None,
    ) -> list[tuple[int, float]]:
        """(row, cosine) of the nearest passages, best first; `among`: rows that count, shape
        `(passages,)`."""
        if among is not None:
            return self._nearest_among(question, depth, stories, among)
        if stories is None:
            return self._as_rows(self._vectors.nearest(question, depth))
        wanted = self.in_stories(stories)
        count = int(wanted.sum())
        if not count:
            return []
        if count > _SELECTIVE * len(self._ids):
            found = self._as_rows(self._vectors.nearest(question, depth * _OVERFETCH))
            kept = [(row, cosine) for row, cosine in found if wanted[row]][:depth]
            if len(kept) >= min(depth, count):
                return kept
        return self._as_rows(self._vectors.nearest(question, min(depth, count), stories))

    def _nearest_among(
        self,
        question: Embeddings,
        depth: int,
        stories: Collection[str] | None,
        among: NDArray[np.bool_],
    ) -> list[tuple[int, float]]:
        """As `nearest`. A mask must not starve the list: as many more are fetched as it needs."""
        wanted = among if stories is None else among & self.in_stories(stories)
        count = int(wanted.sum())
        if not count:
            return []
        if count <= _COMPARED_ALONE:
            rows = np.flatnonzero(wanted)
            cosines = self._vectors.vectors(self.passage_ids(rows.tolist())) @ question
            best = np.argsort(-cosines, kind="stable")[:depth]
            return [(int(rows[n]), float(cosines[n])) for n in best]
        held = len(self._ids) if stories is None else int(self.in_stories(stories).sum())
        fetched = min(held, 2 * depth * held // count, _MOST_FETCHED)
        while True:
            found = self.nearest(question, fetched, stories)
            kept = [(row, cosine) for row, cosine in found if wanted[row]][:depth]
            if len(kept) >= min(depth, count) or fetched >= min(held, _MOST_FETCHED):
                return kept
            fetched = min(held, 4 * fetched)

    def _as_rows(self, found: list[tuple[str, float]]) -> list[tuple[int, float]]:
        return [(self._row_of[id], cosine) for id, cosine in found]

    def in_stories(self, stories: Collection[str]) -> NDArray[np.bool_]:
        """Shape `(passages,)`."""
        codes = [n for n, story in enumerate(self.manifest.stories) if story in stories]
        return np.isin(self._stories, codes)

    def of_sources(self, outlets: Collection[str]) -> NDArray[np.bool_] | None:
        """Shape `(passages,)`: which rows come from one of these; None where none does."""
        codes = [n for n, source in enumerate(self.manifest.sources) if source in outlets]
        return np.isin(self._sources, codes) if codes else None

    def outlets_named_in(self, question: str) -> tuple[Mention, ...]:
        """Where the question names which sources of this generation."""
        return outlet_mentions(question, self.manifest.sources, self._is_common)

    def _is_common(self, word: str) -> bool:
        return is_english(word) or self.words.lexicon.is_small(word)

    def passage_ids(self, rows: Sequence[int]) -> list[str]:
        return [self._ids[row] for row in rows]

    def warm(self) -> None:
        """Reads what the first question would have to wait for; afterwards the folder may go.

        Raises IndexUnreadable.
        """
        if not self._ids:
            return
        try:
            vector = self._vectors.vectors(self._ids[:1])[0]
            self._vectors.nearest(vector, 10)
            self.words.scores(["the"])
            understood("warming TU, zelenskiy, warmingg", self.words.lexicon).warm()
        except Exception as error:
            raise _unreadable(self._folder, error) from error

    def problems(self, sample: int = 50) -> list[str]:
        """What is wrong with it as it opened, a line each: counts, every id, sampled queries."""
        found = []
        if self._vectors.count() != len(self._ids):
            found.append(f"{self._vectors.count()} vectors for {len(self._ids)} passages")
        if set(self._vectors.ids()) != set(self._ids):
            found.append("the ids of vectors and passages differ")
        if self.manifest.passages != len(self._ids):
            found.append(f"manifest says {self.manifest.passages} passages, rows {len(self._ids)}")
        if len(self.words.scores([])) != len(self._ids):
            found.append("the word index has another number of passages")
        if found or not self._ids:
            return found
        step = max(1, len(self._ids) // sample)
        rows = list(range(0, len(self._ids), step))[:sample]
        vectors = self._vectors.vectors(self.passage_ids(rows))
        missed = []
        for row, vector in zip(rows, vectors, strict=True):
            story = self.manifest.stories[self._stories[row]]
            for stories in (None, {story}):
                # A passage may have twins with the very same vector, so closeness is what counts.
                nearest = self.nearest(vector, 1, stories)
                if not nearest or nearest[0][1] < 0.999:
                    missed.append(f"passage {self._ids[row]} does not find itself")
                elif stories and self.manifest.stories[self._stories[nearest[0][0]]] != story:
                    found.append(f"a query filtered to {story} finds another story")
        return found + (missed if len(missed) > len(rows) // _ONE_MISS_IN else [])


def _published(rows: NDArray[np.void]) -> NDArray[np.int64]:
    if "published" in (rows.dtype.names or ()):
        return np.asarray(rows["published"], dtype=np.int64)
    return np.full(len(rows), UNDATED, dtype=np.int64)


def changed_files(folder: Path, manifest: Manifest, at_most: int | None = None) -> list[str]:
    """A line for every file that is not as it was when the generation was finished.

    With `at_most`, of a file of more bytes only the size is compared.
    """
    found = []
    for path, digest in manifest.digests.items():
        try:
            size = (folder / path).stat().st_size
        except OSError:
            found.append(f"{path} is missing")
            continue
        expected = manifest.sizes.get(path, size)
        whole = size == expected and (
            (at_most is not None and size > at_most) or _digest(folder / path) == digest
        )
        if not whole:
            found.append(f"{path} is damaged")
    return found


def damage_in(folder: Path, manifest: Manifest) -> list[str]:
    """A line for everything about the folder that would keep it from being opened, or would make
    it answer otherwise than it did when it was finished; found without opening it.

    Costs a hash of its files and SQLite's own check of Chroma's table: 0.2 s for 100 MB.
    """
    found = changed_files(folder, manifest)
    if not (folder / "lease").exists():
        found.append("lease is missing")
    return found or _sqlite_damage(folder / "vectors" / "chroma.sqlite3")


def _sqlite_damage(path: Path) -> list[str]:
    """Opening writes into this file, so it has no digest."""
    if not path.exists():
        return [f"{path.name} is missing"]
    try:
        url = f"{path.absolute().as_uri()}?mode=ro"
        with closing(sqlite3.connect(url, uri=True, timeout=_PATIENCE_SECONDS)) as opened:
            said = [str(row[0]) for row in opened.execute("PRAGMA quick_check(1)")]
            # A table of the right make without its rows is sound to SQLite.
            opened.execute("SELECT 1 FROM collections, embeddings LIMIT 1").fetchone()
    except sqlite3.Error as error:
        if "locked" in str(error):  # by somebody who is opening it
            return []
        return [f"{path.name} is damaged ({error})"]
    return [] if said == ["ok"] else [f"{path.name} is damaged ({'; '.join(said)})"]


def _digests(folder: Path) -> dict[str, str]:
    return {name: _digest(folder / name) for name in _lasting(folder)}


def _lasting(folder: Path) -> Iterator[str]:
    """The files that are never written again."""
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder)
        if path.is_file() and not any(name.match(changing) for changing in _CHANGING):
            yield name.as_posix()


def _digest(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _leased(folder: Path) -> IO[bytes]:
    """The lease, locked together with other readers. Raises GenerationGone, IndexUnreadable."""
    gone = GenerationGone(f"generation {folder.name} is gone; run: pullquote reindex")
    try:
        lease = (folder / "lease").open("rb")
    except FileNotFoundError:
        raise gone from None
    except OSError as error:
        raise _unreadable(folder, error) from error
    try:
        portalocker.lock(lease, portalocker.LOCK_SH | portalocker.LOCK_NB)
    except portalocker.LockException:
        lease.close()
        raise gone from None
    # Whoever removes a generation may have unlinked the lease between the two lines above.
    if not os.fstat(lease.fileno()).st_nlink:
        lease.close()
        raise gone
    return lease


@contextmanager
def unread(folder: Path, wait: float = 0.0) -> Iterator[bool]:
    """Whether no process reads the generation, after waiting for that `wait` seconds at most.

    Where it is True nobody can open the generation either, as long as the `with` lasts.
    """
    try:
        lease = (folder / "lease").open("rb+")
    except FileNotFoundError:
        yield True
        return
    with lease:
        yield _locked_alone(lease, wait)


def _locked_alone(lease: IO[bytes], wait: float) -> bool:
    until = time.monotonic() + wait
    while True:
        try:
            portalocker.lock(lease, portalocker.LOCK_EX | portalocker.LOCK_NB)
        except portalocker.LockException:
            if time.monotonic() >= until:
                return False
            time.sleep(_LEASE_POLL_SECONDS)
        else:
            return True


def sync_to_disk(folder: Path) -> None:
    """Returns when every file below `folder`, and the way to it, survive a power cut."""
    for path in [*folder.rglob("*"), folder, folder.parent, folder.parent.parent]:
        with _descriptor(path) as descriptor:
            os.fsync(descriptor)


@contextmanager
def _descriptor(path: Path) -> Iterator[int]:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        yield descriptor
    finally:
        os.close(descriptor)


def _unreadable(folder: Path, error: Exception) -> IndexUnreadable:
    reason = str(error).splitlines()[0] if str(error) else type(error).__name__
    return IndexUnreadable(
        f"generation {folder.name} can't be read ({reason}); "
        "run: pullquote reindex (it is built anew), or: pullquote index rollback"
    )
