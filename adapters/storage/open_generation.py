"""A generation's parts → the generation opened read-only, and what search asks of it.

Its rows number the passages of all parts, one after the other, those that went included.
"""

from collections.abc import Collection, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from adapters.storage.generation_leases import GenerationGone, leased
from adapters.storage.generation_parts import Part, StoredParts
from adapters.storage.open_segment import OpenSegment, OpenSegments
from adapters.storage.segments import IndexUnreadable
from retrieval.embedding import Embeddings
from retrieval.english import is_english
from retrieval.lexical import Words
from retrieval.outlets import Mention, outlet_mentions
from retrieval.questions import understood

Mask = NDArray[np.bool_]

# So few passages are compared one by one sooner than looked for among the others.
_COMPARED_ALONE = 200
# Where not all passages count, so many times as many neighbours are fetched at first; and more as
# long as they are too few, but no more than that, which takes longer than a filter inside Chroma.
_AT_FIRST = 3
_MOST_FETCHED = 5_000


class OpenGeneration:
    """One generation, opened read-only: what retrieval's PassageIndex asks for."""

    def __init__(self, generation: str, parts: Sequence[Part], segments: OpenSegments) -> None:
        """Takes its segments; `close` gives them back. Raises IndexUnreadable."""
        self.generation = generation
        with ExitStack() as closing:
            self._segments: list[OpenSegment] = []
            for part in parts:
                self._segments.append(segments.take(part.segment))
                closing.callback(segments.release, part.segment)
            self._firsts = np.cumsum([0, *(part.passages for part in parts)])
            masks = [part.mask() for part in parts]
            self._held = np.ones(int(self._firsts[-1]), dtype=np.bool_)
            for first, part in zip(self._firsts.tolist(), parts, strict=False):
                self._held[first + part.gone] = False
            self.passages = int(self._held.sum())
            self.stories, self._stories = self._coded("story")
            self.sources, self._sources = self._coded("source")
            self.published: NDArray[np.int64] = self._column("published", np.int64)
            self.words = Words([segment.words for segment in self._segments], masks)
            self._closing = closing.pop_all()

    @classmethod
    def open(cls, data: Path, parts: StoredParts, generation: str, segments: OpenSegments) -> Self:
        """Opens and leases it. Raises GenerationGone where it was swept, IndexUnreadable where it
        is damaged, CatalogError, OSError."""
        lease = leased(data, generation)
        try:
            passages, made_of = parts.passages(generation), parts.of(generation)
            if passages is None:
                # Who found no lease made it again.
                raise GenerationGone(f"generation {generation} is gone; run: pullquote reindex")
            if passages and not made_of:
                raise IndexUnreadable(
                    f"generation {generation} was built by an earlier Pullquote; "
                    "run: pullquote reindex (it is built anew from its vectors)"
                )
            found = cls(generation, made_of, segments)
            found._closing.callback(lease.close)
        except BaseException:
            lease.close()
            raise
        return found

    def gone(self) -> Path | None:
        """A folder of it that isn't there any more: it answers from memory until it is closed, and
        then no more."""
        folders = (segment.folder for segment in self._segments)
        return next((folder for folder in folders if not folder.is_dir()), None)

    def close(self) -> None:
        self._closing.close()

    def nearest(
        self,
        question: Embeddings,
        depth: int,
        stories: Collection[str] | None,
        among: Mask | None = None,
    ) -> list[tuple[int, float]]:
        """(row, cosine) of the nearest passages, best first; `among`: rows that count, shape
        `(passages,)`."""
        wanted = self._held if among is None else among & self._held
        if stories is not None:
            wanted = wanted & self.in_stories(stories)
        rows, cosines = [], []
        for first, segment in zip(self._firsts.tolist(), self._segments, strict=False):
            mask = wanted[first : first + segment.passages]
            found, near = _nearest_in(segment, question, depth, mask, stories)
            rows.append(found + first)
            cosines.append(near)
        if not rows:
            return []
        row, cosine = np.concatenate(rows), np.concatenate(cosines)
        best = np.argsort(-cosine, kind="stable")[:depth]
        return [(int(row[n]), float(cosine[n])) for n in best]

    def in_stories(self, stories: Collection[str] | None) -> Mask:
        """Shape `(passages,)`; None means all that are held."""
        if stories is None:
            return self._held
        codes = [n for n, story in enumerate(self.stories) if story in stories]
        return np.isin(self._stories, codes) & self._held

    def of_sources(self, outlets: Collection[str]) -> Mask | None:
        """Shape `(passages,)`: which rows come from one of these; None where none does."""
        codes = [n for n, source in enumerate(self.sources) if source in outlets]
        return np.isin(self._sources, codes) if codes else None

    def outlets_named_in(self, question: str) -> tuple[Mention, ...]:
        """Where the question names which sources of this generation."""
        return outlet_mentions(question, self.sources, self._is_common)

    def _is_common(self, word: str) -> bool:
        return is_english(word) or self.words.lexicon.is_small(word)

    def passage_ids(self, rows: Sequence[int]) -> list[str]:
        wanted = np.asarray(rows, dtype=np.int64)
        of = np.searchsorted(self._firsts, wanted, side="right") - 1
        return [
            self._segments[n].rows.labels["id"][row].decode()
            for n, row in zip(of.tolist(), (wanted - self._firsts[of]).tolist(), strict=True)
        ]

    def warm(self) -> None:
        """Works out what the first question would have to wait for."""
        if self.passages:
            self.words.scores(["the"])
            understood("warming TU, zelenskiy, warmingg", self.words.lexicon).warm()

    def problems(self) -> list[str]:
        """What is wrong with its segments as they opened, a line each."""
        return [line for segment in self._segments for line in segment.problems()]

    def _coded(self, column: str) -> tuple[tuple[str, ...], NDArray[np.int32]]:
        """What the codes in a column stand for in all segments together, and each row's; -1 for
        rows that aren't held. Whose passages all went isn't told of."""
        of_each = [_codes(segment, column) for segment in self._segments]
        held = self._column(column, np.int32)
        known = sorted({value for values in of_each for value in values})
        code = {value: n for n, value in enumerate(known)}
        firsts = self._firsts.tolist()
        for first, segment, values in zip(firsts, self._segments, of_each, strict=False):
            rows = slice(first, first + segment.passages)
            held[rows] = np.array([code[value] for value in values], dtype=np.int32)[held[rows]]
        held[~self._held] = -1
        told = np.bincount(held + 1, minlength=len(known) + 1)[1:] > 0
        new = np.cumsum([0, *told])  # of what stands before: what is told of
        held[self._held] = new[held[self._held]]
        return tuple(value for n, value in enumerate(known) if told[n]), held

    def _column(self, name: str, kind: type) -> Any:
        columns: list[Any] = [s.rows.labels[name].astype(kind) for s in self._segments]
        return np.concatenate([np.zeros(0, kind), *columns])


def _codes(segment: OpenSegment, column: str) -> tuple[str, ...]:
    return segment.manifest.stories if column == "story" else segment.manifest.sources


def _nearest_in(
    segment: OpenSegment,
    question: Embeddings,
    depth: int,
    mask: Mask,
    stories: Collection[str] | None,
) -> tuple[NDArray[np.int32], NDArray[np.float32]]:
    """The segment's rows and cosines that are nearest among those in `mask`, best first.

    What is not to be found must not starve the list: as many more are fetched as it needs.
    """
    count, depth = int(mask.sum()), min(depth, int(mask.sum()))
    if count == segment.passages:
        return segment.nearest(question, depth)
    if count <= _COMPARED_ALONE:
        rows = np.flatnonzero(mask).astype(np.int32)
        if not count:
            return rows, np.zeros(0, np.float32)
        cosines = segment.vectors.vectors(segment.rows.ids(rows)) @ question
        best = np.argsort(-cosines, kind="stable")[:depth]
        return rows[best], cosines[best].astype(np.float32)
    fetched = min(segment.passages, _AT_FIRST * depth)
    while True:
        rows, cosines = segment.nearest(question, fetched)
        kept = mask[rows]
        rows, cosines = rows[kept][:depth], cosines[kept][:depth]
        if len(rows) >= depth or fetched >= segment.passages:
            return rows, cosines
        if fetched >= _MOST_FETCHED:
            break
        more = max(2.0, min(5.0, 1.3 * depth / max(1, len(rows))))
        fetched = min(segment.passages, _MOST_FETCHED, int(more * fetched))
    if stories is None:
        return rows, cosines
    # Far from all that is asked for: Chroma looks among these stories alone.
    found, near = segment.nearest(question, fetched, sorted(stories))
    kept = mask[found]
    return found[kept][:depth], near[kept][:depth]
