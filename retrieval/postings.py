"""Passages' words → a segment's postings on disk, written once; several segments' → one. Reads them
memory-mapped.

A word's postings are the rows, from 0, of the segment's passages that hold it. Two kinds of words
are kept: terms, with how often each row says them, and the forms that `retrieval.lexicon` tells of.
"""

from array import array
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from retrieval.foreign_terms import ForeignText, foreign_forms, foreign_terms, marker_of
from retrieval.lexicon import forms_of
from retrieval.terms import terms

# Raise this when the same text would now be counted otherwise: the index is then built anew.
WORDS_VERSION = 2

Rows = NDArray[np.int32]
Read = Callable[[str], Sequence[str]]
# The old segment's postings, and by its old row the new one, -1 where the row went.
Kept = tuple["Postings", Rows]

_MOST_TIMES = np.iinfo(np.uint16).max


class Vocabulary(Sequence[str]):
    """Distinct words in the order of their bytes, read from disk as they are asked for."""

    def __init__(self, folder: Path, name: str) -> None:
        self._text = _mapped(folder / f"{name}.npy")
        self._ends = _mapped(folder / f"{name}_ends.npy")

    def __len__(self) -> int:
        return len(self._ends)

    def __getitem__(self, n: Any) -> Any:
        return self._bytes(n).decode()

    def __iter__(self) -> Iterator[str]:
        text, begin = self._text.tobytes(), 0
        for end in self._ends.tolist():
            yield text[begin:end].decode()
            begin = end

    def find(self, word: str) -> int | None:
        """Its number."""
        wanted = word.encode()
        n = bisect_left(range(len(self)), wanted, key=self._bytes)
        return n if n < len(self) and self._bytes(n) == wanted else None

    def beginning_with(self, start: str) -> list[str]:
        """Those that begin so, in their order."""
        wanted = start.encode()
        n = bisect_left(range(len(self)), wanted, key=self._bytes)
        found: list[str] = []
        while n < len(self) and self._bytes(n).startswith(wanted):
            found.append(self[n])
            n += 1
        return found

    def _bytes(self, n: int) -> bytes:
        begin = int(self._ends[n - 1]) if n else 0
        return bytes(self._text[begin : int(self._ends[n])].data)


@dataclass(frozen=True, slots=True)
class Postings:
    """Word `n` stands in `rows[begins[n]:begins[n + 1]]`, ascending, so many `times` in each."""

    words: Vocabulary
    begins: NDArray[np.int64]
    rows: Rows
    times: NDArray[np.uint16] | None  # None: nobody counted

    def of(self, word: str) -> slice:
        """Where its postings stand; an empty slice where no passage has it."""
        n = self.words.find(word)
        return slice(0) if n is None else slice(int(self.begins[n]), int(self.begins[n + 1]))

    def passages(self, held: NDArray[np.bool_] | None = None) -> NDArray[np.int64]:
        """In how many passages each word stands; only rows that are `held`, shape `(rows,)`."""
        if held is None:
            return np.diff(self.begins)
        before = np.zeros(len(self.rows) + 1, dtype=np.int64)
        np.cumsum(held[self.rows], out=before[1:])
        return np.diff(before[self.begins])


@dataclass(frozen=True, slots=True)
class SegmentWords:
    """The words of one segment: `lengths` in terms, a passage a row."""

    terms: Postings
    forms: Postings
    lengths: NDArray[np.int32]

    @classmethod
    def open(cls, folder: Path) -> "SegmentWords":
        """Memory-mapped. Raises OSError, ValueError where a file is missing or torn."""
        return cls(
            _opened(folder, "terms"), _opened(folder, "forms"), _mapped(folder / "lengths.npy")
        )


def write_words(
    folder: Path,
    texts: Iterable[str | ForeignText],
    read: Read = terms,
    read_forms: Read = forms_of,
) -> None:
    """Counts `texts`, a row each, into a new `folder`; those in other languages as those do."""
    found, forms = _Found(), _Found()
    lengths = []
    for text in texts:
        if isinstance(text, ForeignText):
            said: Sequence[str] = foreign_terms(text.words, text.language)
            told: Sequence[str] = foreign_forms(text.words)
            counts = Counter(said)
            counts[marker_of(text.language)] = 1
        else:
            said, told = read(text), read_forms(text)
            counts = Counter(said)
        lengths.append(len(said))
        found.add_row(counts)
        forms.add_row(dict.fromkeys(told, 1))
    folder.mkdir(parents=True)
    np.save(folder / "lengths.npy", np.array(lengths, dtype=np.int32))
    found.write(folder, "terms", counted=True)
    forms.write(folder, "forms", counted=False)


def merge_words(folder: Path, segments: Sequence[tuple[SegmentWords, Rows]], rows: int) -> None:
    """Several segments' words in one new `folder` of so many rows.

    Of each segment: by its row the new row, -1 where the passage went. Costs no text.
    """
    lengths = np.zeros(rows, dtype=np.int32)
    for segment, new_rows in segments:
        kept = new_rows >= 0
        lengths[new_rows[kept]] = segment.lengths[kept]
    folder.mkdir(parents=True)
    np.save(folder / "lengths.npy", lengths)
    _merge(folder, "terms", [(segment.terms, new_rows) for segment, new_rows in segments])
    _merge(folder, "forms", [(segment.forms, new_rows) for segment, new_rows in segments])


class _Found:
    """Postings as they are counted: six bytes each, where lists would take sixteen."""

    def __init__(self) -> None:
        # A word that is new gets the next number.
        self._numbers: defaultdict[str, int] = defaultdict()
        self._numbers.default_factory = self._numbers.__len__
        self._of_word, self._times = array("i"), array("H")
        self._in_row = array("i")

    def add_row(self, times: Mapping[str, int]) -> None:
        """The words of the next row, and how often it says each."""
        self._of_word.extend(map(self._numbers.__getitem__, times))
        self._times.extend([min(each, _MOST_TIMES) for each in times.values()])
        self._in_row.append(len(times))

    def write(self, folder: Path, name: str, *, counted: bool) -> None:
        words = sorted(self._numbers, key=str.encode)
        place = np.empty(len(words), dtype=np.int32)
        place[[self._numbers[word] for word in words]] = np.arange(len(words), dtype=np.int32)
        of_word = place[np.frombuffer(self._of_word, dtype=np.int32)]
        order = np.argsort(of_word, kind="stable")
        begins = np.zeros(len(words) + 1, dtype=np.int64)
        np.cumsum(np.bincount(of_word, minlength=len(words)), out=begins[1:])
        in_row = np.frombuffer(self._in_row, dtype=np.int32)
        rows = np.repeat(np.arange(len(in_row), dtype=np.int32), in_row)[order]
        times = np.frombuffer(self._times, dtype=np.uint16)[order] if counted else None
        _save(folder, name, words, begins, rows, times)


def _merge(folder: Path, name: str, kept: Sequence[Kept]) -> None:
    words = sorted({word for postings, _ in kept for word in postings.words}, key=str.encode)
    number = {word: n for n, word in enumerate(words)}
    found, rows, times = [], [], []
    for postings, new_rows in kept:
        numbers = np.fromiter((number[w] for w in postings.words), np.int64, len(postings.words))
        moved = new_rows[postings.rows]
        stays = moved >= 0
        found.append(np.repeat(numbers, np.diff(postings.begins))[stays])
        rows.append(moved[stays])
        if postings.times is not None:
            times.append(postings.times[stays])
    of_word, of_row = np.concatenate(found), np.concatenate(rows)
    order = np.lexsort((of_row, of_word))
    passages = np.bincount(of_word, minlength=len(words))
    # A word that no row has any more must not be what questions are mended to.
    used = passages > 0
    begins = np.zeros(int(used.sum()) + 1, dtype=np.int64)
    np.cumsum(passages[used], out=begins[1:])
    said = [words[n] for n in np.flatnonzero(used).tolist()]
    counts = np.concatenate(times)[order] if times else None
    _save(folder, name, said, begins, of_row[order], counts)


def _save(
    folder: Path,
    name: str,
    words: Sequence[str],
    begins: NDArray[np.int64],
    rows: Rows,
    times: NDArray[np.uint16] | None,
) -> None:
    encoded = [word.encode() for word in words]
    np.save(folder / f"{name}.npy", np.frombuffer(b"".join(encoded), dtype=np.uint8))
    np.save(folder / f"{name}_ends.npy", np.cumsum([len(w) for w in encoded], dtype=np.int64))
    np.save(folder / f"{name}_begins.npy", begins)
    np.save(folder / f"{name}_rows.npy", rows.astype(np.int32))
    if times is not None:
        np.save(folder / f"{name}_times.npy", times)


def _opened(folder: Path, name: str) -> Postings:
    times = folder / f"{name}_times.npy"
    return Postings(
        Vocabulary(folder, name),
        _mapped(folder / f"{name}_begins.npy"),
        _mapped(folder / f"{name}_rows.npy"),
        _mapped(times) if times.exists() else None,
    )


def _mapped(path: Path) -> Any:
    array = np.load(path, mmap_mode="r")
    # An empty file can't be mapped, and a view of the mapping spares memmap's costs at each slice.
    return np.asarray(array)
