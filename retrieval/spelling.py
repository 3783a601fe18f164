"""A question as typed → the same with its slips mended to words that the corpus has. Pure.

The only file that knows rapidfuzz. A word that the corpus has is never touched, nor are short
words, figures, and English words: a question may well ask for what no article says.
"""

import math
import re
from collections.abc import Collection
from dataclasses import dataclass

from rapidfuzz.distance import OSA
from rapidfuzz.process import extract

from retrieval.english import is_english
from retrieval.equivalents import is_equivalent
from retrieval.lexicon import Lexicon
from retrieval.slips import slip_cost
from retrieval.terms import folded, is_function_word, term_of

# Shorter words are near too many others.
_SHORTEST, _SHORTEST_PART = 5, 4
_MOST_CHANGES = 2
_TYPED = re.compile(r"[^\W\d_]+")
# By how many letters a word has, the costliest slip (`retrieval.slips`) that is mended. Another
# name is meant more often than a name is mistyped, and the more names there are the nearer they
# stand: where a corpus has many words, little is forgiven.
_CROWDED = 5000
_FORGIVEN = {5: 0.9, 6: 0.9, 7: 0.9, 8: 1.2}
_FORGIVEN_IF_COMMON = {5: 1.1, 6: 1.1, 7: 1.1, 8: 1.75}
_FORGIVEN_OF_NAMES = {5: 1.1, 6: 1.1, 7: 1.2, 8: 1.75}
_FORGIVEN_OF_MANY_NAMES = {5: 0.6, 6: 0.8, 7: 0.8, 8: 1.2}
# So much cheaper is a word that ten times as many passages have.
_PER_TENFOLD = 0.08


@dataclass(frozen=True, slots=True)
class Mended:
    """`changes`: (as typed, as mended), in order."""

    text: str
    changes: tuple[tuple[str, str], ...] = ()


def mended(question: str, lexicon: Lexicon, known: Collection[str] = ()) -> Mended:
    """The question with its slips mended; as it is where the corpus is not known.

    `known`: terms that are none, though the corpus lacks them.
    """
    if lexicon.is_empty:
        return Mended(question)
    changes: list[tuple[str, str]] = []

    def meant(typed: re.Match[str]) -> str:
        word = typed.group()
        if word.isupper() and not question.isupper():
            return word  # an abbreviation is spelt out, or unknown
        named = typed.start() > 0 and word[0].isupper() and not word.isupper()
        found = None if term_of(word) in known else near(word, lexicon, named=named)
        if found is None:
            return word
        changes.append((word, found))
        return found

    return Mended(_TYPED.sub(meant, question), tuple(changes))


def near(word: str, lexicon: Lexicon, *, named: bool = False) -> str | None:
    """What the corpus writes for an unknown word; None for a known one, and where nothing is near.

    `named`: whether it was typed as a name, which only names are meant by.
    """
    if (
        len(word) < _SHORTEST
        or is_function_word(word)
        or lexicon.knows(word)
        or is_equivalent(word)
    ):
        return None
    plain = folded(word)
    spellings = lexicon.respelt(plain)
    if spellings:
        return lexicon.written(spellings[0])
    if is_english(plain) or not plain.isalpha():
        return None
    parts = _parted(plain, lexicon, named=True)
    if not parts:
        other = _nearest(plain, lexicon, named)
        if other:
            return lexicon.written(other)
        parts = None if named else _parted(plain, lexicon, named=False)
    return " ".join(map(lexicon.written, parts)) if parts else None


def _parted(word: str, lexicon: Lexicon, *, named: bool) -> tuple[str, str] | None:
    """Two words of the corpus that were typed as one: of a name, or else both common ones."""
    best: tuple[int, tuple[str, str]] | None = None
    for n in range(_SHORTEST_PART - 1, len(word) - _SHORTEST_PART + 2):
        left, right = word[:n], word[n:]
        found = min(lexicon.frequency(left), lexicon.frequency(right))
        if found <= (best[0] if best else 0):
            continue
        if named:
            fits = lexicon.has_name(f"{left} {right}") or lexicon.has_name(f"{left}-{right}")
        else:
            parts = (left, right)
            common = found > 1 and found >= lexicon.rare
            fits = common and all(len(p) >= _SHORTEST_PART and is_english(p) for p in parts)
            fits = fits and all(lexicon.is_small(part) for part in parts)
        if fits:
            best = found, (left, right)
    return best[1] if best else None


def _nearest(word: str, lexicon: Lexicon, named: bool) -> str | None:
    # The first letter is hardly ever wrong: "Jansen" is not "Hansen".
    swapped = word[1] + word[0]
    alike = [
        other
        for letter in {word[0], word[1]}
        if (shelf := lexicon.by_first_letter.get(letter))
        for other in shelf.alike(word, _MOST_CHANGES)
    ]
    best: tuple[float, str] | None = None
    for other, _, _ in extract(
        word, alike, scorer=OSA.distance, score_cutoff=_MOST_CHANGES, limit=None
    ):
        if is_function_word(other):
            continue
        name = lexicon.is_name(other)
        if (other[0] != word[0] and other[:2] != swapped) or (named and not name):
            continue
        cost = slip_cost(word, other)
        if cost <= _forgiven(word, other, name, lexicon):
            rank = cost - _PER_TENFOLD * math.log10(1 + lexicon.frequency(other))
            best = min(best or (rank, other), (rank, other))
    return best[1] if best else None


def _forgiven(word: str, other: str, name: bool, lexicon: Lexicon) -> float:
    if name:
        crowded = len(lexicon.words) > _CROWDED
        table = _FORGIVEN_OF_MANY_NAMES if crowded else _FORGIVEN_OF_NAMES
    else:
        common = lexicon.frequency(other) >= lexicon.rare
        table = _FORGIVEN_IF_COMMON if common else _FORGIVEN
    return table[min(len(word), max(table))]
