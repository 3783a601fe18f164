"""Passages' words → a BM25 index on disk; a question → a score for every passage.

The only file that knows bm25s (Lù 2024, arXiv:2407.03618), Lucene's variant of BM25.
"""

import json
import math
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import bm25s
import numpy as np
from numpy.typing import NDArray

from retrieval.lexicon import NO_LEXICON, Lexicon
from retrieval.terms import terms

# Raise this when the same text would now be counted otherwise: generations are then built anew.
WORDS_VERSION = 1

# Measured on news questions (benchmarks/README.md): passages are of nearly one length,
# so length says little (low b), and a word said thrice is hardly more than once (low k1).
K1, B = 0.9, 0.4
# What is meant is worth less where it is said otherwise. Measured: see docs/decisions.md.
VARIANT_WEIGHT = 0.85

# Other ways to say a term, each of one word or several.
Variants = Sequence[Sequence[str]]
NO_VARIANTS: Mapping[str, Variants] = {}


@dataclass(frozen=True, slots=True)
class WordCounts:
    """The words of passages in row order: `ids[bounds[n]:bounds[n + 1]]` index `vocabulary`.

    Their terms, or the forms that `retrieval.lexicon` tells of. Kept beside the index so that the
    next generation counts only its new passages.
    """

    vocabulary: list[str]
    ids: NDArray[np.int32]
    bounds: NDArray[np.int64]

    def row(self, n: int) -> NDArray[np.int32]:
        return self.ids[self.bounds[n] : self.bounds[n + 1]]


NO_WORDS = WordCounts([], np.zeros(0, dtype=np.int32), np.zeros(1, dtype=np.int64))


def count_words(
    texts: Iterable[str | int],
    kept: WordCounts = NO_WORDS,
    read: Callable[[str], Sequence[str]] = terms,
) -> WordCounts:
    """What `read` finds in `texts`, in order; an `int` stands for that row of `kept`, not read
    again."""
    index = {term: n for n, term in enumerate(kept.vocabulary)}
    rows: list[NDArray[np.int32]] = []
    for text in texts:
        if isinstance(text, int):
            rows.append(kept.row(text))
        else:
            row = [index.setdefault(term, len(index)) for term in read(text)]
            rows.append(np.array(row, dtype=np.int32))
    bounds = np.zeros(len(rows) + 1, dtype=np.int64)
    np.cumsum([len(row) for row in rows], out=bounds[1:])
    ids = np.concatenate(rows) if rows else np.zeros(0, dtype=np.int32)
    return WordCounts(list(index), ids, bounds)


def write_words(folder: Path, counts: WordCounts, forms: WordCounts | None = None) -> None:
    """Writes the BM25 index of `counts`, the counts themselves and the forms into a new `folder`.

    `forms`: the same passages' forms (`retrieval.lexicon`); without them names are told by capitals
    and nothing is mended.
    """
    folder.mkdir(parents=True)
    if forms is not None:
        _write_forms(folder, forms)
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


def _write_forms(folder: Path, forms: WordCounts) -> None:
    # Forms that no row has any more must not be what questions are mended to.
    used, ids = np.unique(forms.ids, return_inverse=True)
    np.save(folder / "form_ids.npy", ids.astype(np.int32))
    np.save(folder / "form_bounds.npy", forms.bounds)
    written = {"version": WORDS_VERSION, "forms": [forms.vocabulary[n] for n in used.tolist()]}
    (folder / "forms.json").write_text(json.dumps(written), encoding="utf-8")


def words_version(folder: Path) -> int:
    """The WORDS_VERSION of what `write_words` left in `folder`; 0 before there was one."""
    path = folder / "forms.json"
    if not path.exists():
        return 0
    with path.open(encoding="utf-8") as stream:
        # The version stands at the beginning of a file of megabytes.
        found = re.match(r'\{"version": (\d+)', stream.read(40))
    return int(found[1]) if found else 0


def read_forms(folder: Path) -> WordCounts:
    """The forms that `write_words` left in `folder`; none where it was given none."""
    if not (folder / "forms.json").exists():
        return NO_WORDS
    forms = json.loads((folder / "forms.json").read_text(encoding="utf-8"))["forms"]
    return WordCounts(
        forms,
        np.load(folder / "form_ids.npy", mmap_mode="r"),
        np.load(folder / "form_bounds.npy"),
    )


class Words:
    """The BM25 index of one generation, opened read-only and memory-mapped."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        counts = read_counts(folder)
        self._rows = len(counts.bounds) - 1
        self._ids = {term: n for n, term in enumerate(counts.vocabulary)}
        self._index: bm25s.BM25 | None = None
        self._frequencies: NDArray[np.int64] = np.zeros(len(self._ids), dtype=np.int64)
        if (folder / "bm25").exists():
            self._index = bm25s.BM25.load(folder / "bm25", mmap=True, show_progress=False)
            self._frequencies = np.diff(self._index.scores["indptr"])

    @cached_property
    def lexicon(self) -> Lexicon:
        """How the corpus writes; read when it is first asked for."""
        forms = read_forms(self._folder)
        if not forms.vocabulary:
            return NO_LEXICON
        passages = np.bincount(forms.ids, minlength=len(forms.vocabulary))
        return Lexicon(forms.vocabulary, passages, self._ids.keys())

    def scores(
        self, question_terms: Sequence[str], variants: Mapping[str, Variants] = NO_VARIANTS
    ) -> NDArray[np.float32]:
        """BM25 of every passage in row order; shape `(passages,)`, 0 where no word is shared.

        A term that can be said otherwise counts once, as the best of what a passage says: another
        word, or the mean of several words that only together say it, a little less than itself.
        """
        plain = [self._ids[t] for t in question_terms if t in self._ids and t not in variants]
        scores: NDArray[np.float32] = np.zeros(self._rows, dtype=np.float32)
        if self._index is None:
            return scores
        if plain:
            scores = self._index.get_scores_from_ids(plain)
        for term in question_terms:
            if term in variants:
                best = self._of([term])
                for other in variants[term]:
                    np.maximum(best, np.float32(VARIANT_WEIGHT) * self._of(other), out=best)
                scores = scores + best
        return scores

    def _of(self, phrase: Sequence[str]) -> NDArray[np.float32]:
        """The mean score of a phrase's terms; shape `(passages,)`."""
        whole: NDArray[np.float32] = np.zeros(self._rows, dtype=np.float32)
        for term in phrase:
            n = self._ids.get(term)
            if n is not None and self._index is not None:
                begin, end = self._index.scores["indptr"][n : n + 2]
                rows = self._index.scores["indices"][begin:end]
                whole[rows] += self._index.scores["data"][begin:end]
        return whole / np.float32(max(1, len(phrase)))

    def rarity(self, term: str) -> float:
        """Lucene's inverse document frequency over its highest: 0 in every passage … 1 in none."""
        n = self._ids.get(term)
        frequency = 0 if n is None else int(self._frequencies[n])
        return math.log1p((self._rows - frequency + 0.5) / (frequency + 0.5)) / math.log1p(
            (self._rows + 0.5) / 0.5
        )
