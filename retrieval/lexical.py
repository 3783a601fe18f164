"""Passages' words → a BM25 index on disk; a question → a score for every passage.

The only file that knows bm25s (Lù 2024, arXiv:2407.03618), Lucene's variant of BM25.
"""

import json
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import bm25s
import numpy as np
from numpy.typing import NDArray

from retrieval.terms import terms

# Measured on news questions (benchmarks/README.md): passages are of nearly one length,
# so length says little (low b), and a word said thrice is hardly more than once (low k1).
K1, B = 0.9, 0.4


@dataclass(frozen=True, slots=True)
class WordCounts:
    """The words of passages in row order: `ids[bounds[n]:bounds[n + 1]]` index `vocabulary`.

    Kept beside the index so that the next generation counts only its new passages.
    """

    vocabulary: list[str]
    ids: NDArray[np.int32]
    bounds: NDArray[np.int64]

    def row(self, n: int) -> NDArray[np.int32]:
        return self.ids[self.bounds[n] : self.bounds[n + 1]]


NO_WORDS = WordCounts([], np.zeros(0, dtype=np.int32), np.zeros(1, dtype=np.int64))


def count_words(texts: Iterable[str | int], kept: WordCounts = NO_WORDS) -> WordCounts:
    """The words of `texts` in order; an `int` stands for that row of `kept`, not read again."""
    index = {term: n for n, term in enumerate(kept.vocabulary)}
    rows: list[NDArray[np.int32]] = []
    for text in texts:
        if isinstance(text, int):
            rows.append(kept.row(text))
        else:
            row = [index.setdefault(term, len(index)) for term in terms(text)]
            rows.append(np.array(row, dtype=np.int32))
    bounds = np.zeros(len(rows) + 1, dtype=np.int64)
    np.cumsum([len(row) for row in rows], out=bounds[1:])
    ids = np.concatenate(rows) if rows else np.zeros(0, dtype=np.int32)
    return WordCounts(list(index), ids, bounds)


def write_words(folder: Path, counts: WordCounts) -> None:
    """Writes the BM25 index of `counts` and the counts themselves into a new `folder`."""
    folder.mkdir(parents=True)
    np.save(folder / "ids.npy", counts.ids)
    np.save(folder / "bounds.npy", counts.bounds)
    (folder / "vocabulary.json").write_text(json.dumps(counts.vocabulary), encoding="utf-8")
    if not len(counts.ids):
        return  # bm25s refuses an empty corpus; Words answers for it.
    index = bm25s.BM25(k1=K1, b=B)
    vocabulary = {term: n for n, term in enumerate(counts.vocabulary)}
    rows = [counts.row(n).tolist() for n in range(len(counts.bounds) - 1)]
    index.index(
        bm25s.tokenization.Tokenized(ids=rows, vocab=vocabulary),
        create_empty_token=False,
        show_progress=False,
    )
    index.save(folder / "bm25", show_progress=False)


def read_counts(folder: Path) -> WordCounts:
    """The counts that `write_words` left in `folder`."""
    vocabulary = json.loads((folder / "vocabulary.json").read_text(encoding="utf-8"))
    return WordCounts(
        vocabulary,
        np.load(folder / "ids.npy", mmap_mode="r"),
        np.load(folder / "bounds.npy"),
    )


class Words:
    """The BM25 index of one generation, opened read-only and memory-mapped."""

    def __init__(self, folder: Path) -> None:
        counts = read_counts(folder)
        self._rows = len(counts.bounds) - 1
        self._ids = {term: n for n, term in enumerate(counts.vocabulary)}
        self._index: bm25s.BM25 | None = None
        self._frequencies: NDArray[np.int64] = np.zeros(len(self._ids), dtype=np.int64)
        if (folder / "bm25").exists():
            self._index = bm25s.BM25.load(folder / "bm25", mmap=True, show_progress=False)
            self._frequencies = np.diff(self._index.scores["indptr"])

    def scores(self, question_terms: Sequence[str]) -> NDArray[np.float32]:
        """BM25 of every passage in row order; shape `(passages,)`, 0 where no word is shared."""
        known = [self._ids[term] for term in question_terms if term in self._ids]
        if self._index is None or not known:
            return np.zeros(self._rows, dtype=np.float32)
        scores: NDArray[np.float32] = self._index.get_scores_from_ids(known)
        return scores

    def rarity(self, term: str) -> float:
        """Lucene's inverse document frequency over its highest: 0 in every passage … 1 in none."""
        n = self._ids.get(term)
        frequency = 0 if n is None else int(self._frequencies[n])
        return math.log1p((self._rows - frequency + 0.5) / (frequency + 0.5)) / math.log1p(
            (self._rows + 0.5) / 0.5
        )
