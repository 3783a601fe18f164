"""A generation's folder → the generation opened read-only, and what search asks of it."""

from collections.abc import Collection, Sequence
from pathlib import Path
from typing import IO, Self

import numpy as np
from numpy.typing import NDArray

from adapters.storage.chroma import VectorFolder
from adapters.storage.generation_damage import changed_files, sqlite_damage
from adapters.storage.generation_leases import leased
from adapters.storage.generations import IndexUnreadable, published_in, read_manifest, unreadable
from retrieval.embedding import Embeddings
from retrieval.english import is_english
from retrieval.lexical import Words
from retrieval.outlets import Mention, outlet_mentions
from retrieval.questions import understood

# A filter inside Chroma costs in proportion to what it lets through; above this share of the
# passages it is cheaper to fetch more and drop the others.
_SELECTIVE = 0.2
_OVERFETCH = 5
# So few passages are compared one by one sooner than looked for among the others.
_COMPARED_ALONE = 500
# More neighbours than that take longer than a question may.
_MOST_FETCHED = 5_000
# The nearest neighbours are approximate: of so many sampled passages one may miss itself.
_ONE_MISS_IN = 25
# A question must not wait for the hash of a gigabyte: of larger files only the size is compared
# when they are opened. `reindex`, `doctor` and `index verify` compare all.
_HASHED_AT_OPENING = 64 << 20


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
            damaged = sqlite_damage(table)
        if damaged:
            raise unreadable(folder, IndexUnreadable(damaged[0]))
        try:
            rows = np.load(folder / "rows.npy")
            self._ids: list[str] = [id.decode() for id in rows["id"].tolist()]
            self._row_of = {id: n for n, id in enumerate(self._ids)}
            self._stories: NDArray[np.int32] = rows["story"]
            self._sources: NDArray[np.int32] = rows["source"]
            self.published = published_in(rows)
            self.words = Words(folder / "words")
            self._vectors = VectorFolder.open(folder / "vectors")
        except Exception as error:  # a torn file makes each library raise something else
            raise unreadable(folder, error) from error

    @classmethod
    def open(cls, folder: Path) -> Self:
        """Opens and leases it. Raises GenerationGone where it was swept, IndexUnreadable where
        it is damaged."""
        lease = leased(folder)
        try:
            return cls(folder, lease)
        except BaseException:
            lease.close()
            raise

    def gone(self) -> Path | None:
        """A folder of it that isn't there any more: it answers from memory until it is closed, and
        then no more."""
        return None if self._folder.is_dir() else self._folder

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
            raise unreadable(self._folder, error) from error

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
