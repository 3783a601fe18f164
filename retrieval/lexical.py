"""The words of all segments of a generation → BM25 of every passage, as if they were one index.

Lucene's variant of BM25 (Kamphuis et al. 2020, doi 10.1007/978-3-030-45442-5_4). Statistics count
the passages that are held, of all segments together.
"""

import math
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from retrieval.foreign_terms import MARK, language_of_term, marker_of
from retrieval.lexicon import NO_LEXICON, Lexicon
from retrieval.postings import SegmentWords

# Measured on news questions (benchmarks/README.md): passages are of nearly one length,
# so length says little (low b), and a word said thrice is hardly more than once (low k1).
K1, B = 0.9, 0.4
# What is meant is worth less where it is said otherwise. Measured: see docs/decisions.md.
VARIANT_WEIGHT = 0.85

# Other ways to say a term, each of one word or several.
Variants = Sequence[Sequence[str]]
NO_VARIANTS: Mapping[str, Variants] = {}

_REMEMBERED = 50_000

Scores = NDArray[np.float32]
Mask = NDArray[np.bool_]


class Words:
    """The words of one generation. Rows number the passages of all segments, one after the other.

    `held`: of each segment which rows are still held, shape `(rows,)`, or None where all are.
    """

    def __init__(
        self, segments: Sequence[SegmentWords], held: Sequence[Mask | None] | None = None
    ) -> None:
        of_each = held if held is not None else [None] * len(segments)
        lengths = [segment.lengths for segment in segments]
        counted = [
            length if mask is None else length[mask]
            for length, mask in zip(lengths, of_each, strict=True)
        ]
        foreign = _languages_of(segments, of_each)
        # English is what no other language is: without another one, everything.
        total = sum(int(length.sum(dtype=np.int64)) for length in counted)
        total -= sum(one.terms for one in foreign.values())
        self._passages = sum(map(len, counted)) - sum(one.passages for one in foreign.values())
        self._passages_in = {code: one.passages for code, one in foreign.items()}
        mean = max(1, total) / max(1, self._passages)
        firsts = np.cumsum([0, *map(len, lengths)]).tolist()
        self._rows: int = firsts[-1]
        # A question asks for the same few hundred words again and again.
        self._frequency = lru_cache(maxsize=_REMEMBERED)(self._counted)
        self._segments = [
            _Counted(segment, mask, first, _weights(segment, length, mean, foreign))
            for segment, mask, first, length in zip(
                segments, of_each, firsts[:-1], lengths, strict=True
            )
        ]

    @property
    def languages(self) -> tuple[str, ...]:
        """ISO 639-1 codes of what passages are in beside English."""
        return tuple(self._passages_in)

    @cached_property
    def lexicon(self) -> Lexicon:
        """How the corpus writes; read when it is first asked for."""
        forms: dict[str, int] = {}
        for segment in self._segments:
            counts = segment.words.forms.passages(segment.held).tolist()
            for form, count in zip(segment.words.forms.words, counts, strict=True):
                if count:
                    forms[form] = forms.get(form, 0) + count
        if not forms:
            return NO_LEXICON
        # One order, however many segments: of what is equally common, the first is taken.
        said = sorted(forms) if len(self._segments) > 1 else list(forms)
        passages = np.fromiter(map(forms.__getitem__, said), np.int64, len(said))
        return Lexicon(said, passages, _Terms(self))

    def scores(
        self, question_terms: Sequence[str], variants: Mapping[str, Variants] = NO_VARIANTS
    ) -> Scores:
        """BM25 of every passage in row order; shape `(passages,)`, 0 where no word is shared.

        A term that can be said otherwise counts once, as the best of what a passage says: another
        word, or the mean of several words that only together say it, a little less than itself.
        """
        scores: Scores = np.zeros(self._rows, dtype=np.float32)
        for term in question_terms:
            if term not in variants:
                self._add(term, scores)
        for term in question_terms:
            if term in variants:
                best = self._of([term])
                for other in variants[term]:
                    np.maximum(best, np.float32(VARIANT_WEIGHT) * self._of(other), out=best)
                scores += best
        return scores

    def rarity(self, term: str) -> float:
        """Lucene's inverse document frequency over its highest: 0 in every passage … 1 in none."""
        passages = self._passages_like(term)
        return self._idf(self.frequency(term), passages) / math.log1p((passages + 0.5) / 0.5)

    def frequency(self, term: str) -> int:
        """In how many passages it stands."""
        return self._frequency(term)

    def _counted(self, term: str) -> int:
        return sum(segment.frequency(term) for segment in self._segments)

    def _of(self, phrase: Sequence[str]) -> Scores:
        """The mean score of a phrase's terms; shape `(passages,)`."""
        whole: Scores = np.zeros(self._rows, dtype=np.float32)
        for term in phrase:
            self._add(term, whole)
        return whole / np.float32(max(1, len(phrase)))

    def _add(self, term: str, scores: Scores) -> None:
        found = self._found(term)
        passages = self._passages_like(term)
        idf = np.float32(self._idf(sum(len(each.rows) for each in found), passages))
        for each in found:
            scores[each.rows] += idf * (each.times / (each.times + each.weights))

    def _found(self, term: str) -> list["_Found"]:
        return [found for segment in self._segments if (found := segment.find(term)) is not None]

    def _idf(self, frequency: int, passages: int) -> float:
        return math.log1p((passages - frequency + 0.5) / (frequency + 0.5))

    def _passages_like(self, term: str) -> int:
        """How many passages are in the language of the term."""
        language = language_of_term(term)
        return self._passages_in.get(language, 0) if language else self._passages


@dataclass(frozen=True, slots=True)
class _Language:
    """How many passages that are held are in it, and how many terms those have together."""

    passages: int
    terms: int

    @property
    def mean(self) -> float:
        return max(1, self.terms) / max(1, self.passages)


def _languages_of(
    segments: Sequence[SegmentWords], held: Sequence[Mask | None]
) -> dict[str, _Language]:
    found: dict[str, _Language] = {}
    for segment, mask in zip(segments, held, strict=True):
        for code in _codes_in(segment):
            rows = _rows_in(segment, code)
            rows = rows if mask is None else rows[mask[rows]]
            before = found.get(code, _Language(0, 0))
            terms = int(segment.lengths[rows].sum(dtype=np.int64))
            found[code] = _Language(before.passages + len(rows), before.terms + terms)
    return {code: one for code, one in found.items() if one.passages}


def _weights(
    segment: SegmentWords, lengths: NDArray[np.int32], mean: float, foreign: Mapping[str, _Language]
) -> NDArray[Any]:
    """What BM25 makes of each passage's length, beside others of its language."""
    weights = K1 * ((1 - B) + B * lengths / np.float32(mean))
    for code in _codes_in(segment):
        if code in foreign:
            rows = _rows_in(segment, code)
            weights[rows] = K1 * ((1 - B) + B * lengths[rows] / np.float32(foreign[code].mean))
    return weights


def _codes_in(segment: SegmentWords) -> list[str]:
    return [mark.removeprefix(MARK) for mark in segment.terms.words.beginning_with(MARK)]


def _rows_in(segment: SegmentWords, code: str) -> NDArray[np.int32]:
    return segment.terms.rows[segment.terms.of(marker_of(code))]


@dataclass(frozen=True, slots=True)
class _Found:
    """Where a term stands: rows of the generation, how often in each, and what BM25 makes of the
    passage's length."""

    rows: NDArray[np.int64]
    times: Scores
    weights: Scores


class _Counted:
    """A segment's words as they count in a generation."""

    def __init__(
        self, words: SegmentWords, held: Mask | None, first: int, weights: NDArray[Any]
    ) -> None:
        self.words = words
        self.held = held
        self._first = first
        self._weights = weights.astype(np.float32)

    def frequency(self, term: str) -> int:
        where = self.words.terms.of(term)
        if self.held is None:
            return int(where.stop) - int(where.start or 0)
        return int(np.count_nonzero(self.held[self.words.terms.rows[where]]))

    def find(self, term: str) -> _Found | None:
        postings = self.words.terms
        where = postings.of(term)
        rows = postings.rows[where]
        if not len(rows) or postings.times is None:
            return None
        times = postings.times[where]
        if self.held is not None:
            stays = self.held[rows]
            rows, times = rows[stays], times[stays]
        return _Found(rows + np.int64(self._first), times.astype(np.float32), self._weights[rows])


@dataclass(frozen=True, slots=True)
class _Terms(Container[str]):
    """The terms that some passage says."""

    words: Words

    def __contains__(self, term: object) -> bool:
        return isinstance(term, str) and self.words.frequency(term) > 0
