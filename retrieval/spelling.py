"""A question as typed → the same with its slips mended to words that the corpus has. Pure.

The only file that knows rapidfuzz. A word that the corpus has is never touched, nor are short
words, figures, and English words: a question may well ask for what no article says.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass

from rapidfuzz.distance import OSA
from rapidfuzz.process import extract

from retrieval.english import is_english
from retrieval.equivalents import is_equivalent
from retrieval.lexicon import Lexicon
from retrieval.terms import folded, is_function_word, term_of

# Shorter words are near too many others; from the second length on two slips are forgiven.
_SHORTEST, _LONG = 5, 8
# A doubled letter is half a slip, and so is a name's vowel.
_HALF = 0.5
_SHORTEST_PART = 4
_TYPED = re.compile(r"[^\W\d_]+")
_DOUBLED = re.compile(r"(.)\1+")
_VOWELS = re.compile("[aeiouy]+")


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
    other = lexicon.respelt(plain)
    if other:
        return lexicon.written(other[0])
    if is_english(plain) or not plain.isalpha():
        return None
    parts = _parted(plain, lexicon)
    if parts:
        return " ".join(lexicon.written(part) for part in parts)
    return _nearest(plain, lexicon, named)


def _parted(word: str, lexicon: Lexicon) -> tuple[str, str] | None:
    """Two words of the corpus that were typed as one: of a name, or else both common."""
    best: tuple[tuple[bool, int], tuple[str, str]] | None = None
    for n in range(_SHORTEST_PART - 1, len(word) - _SHORTEST_PART + 2):
        left, right = word[:n], word[n:]
        found = min(lexicon.frequency(left), lexicon.frequency(right))
        named = bool(found) and (
            lexicon.has_name(f"{left} {right}") or lexicon.has_name(f"{left}-{right}")
        )
        common = found > 1 and min(len(left), len(right)) >= _SHORTEST_PART
        if (named or common) and (best is None or (named, found) > best[0]):
            best = (named, found), (left, right)
    return best[1] if best else None


def _nearest(word: str, lexicon: Lexicon, named: bool) -> str | None:
    slips = 2 if len(word) >= _LONG else 1
    # Half slips let a little more through, which is weighed below.
    most = slips + 1
    # The first letter is hardly ever wrong: "Jansen" is not "Hansen".
    swapped = word[1] + word[0]
    alike = [
        other
        for letter in {word[0], word[1]}
        if (shelf := lexicon.by_first_letter.get(letter))
        for other in shelf.alike(word, most)
    ]
    best: tuple[float, int] | None = None
    chosen = None
    found = extract(word, alike, scorer=OSA.distance, score_cutoff=most, limit=None)
    for other, distance, _ in found:
        if other[0] != word[0] and other[:2] != swapped:
            continue
        name = lexicon.is_name(other)
        # One letter for another makes a word of many a name: "Wuthering" is not "withering".
        replaced = len(other) == len(word) and sorted(other) != sorted(word)
        if not name and (named or (replaced and lexicon.frequency(other) < lexicon.rare)):
            continue
        cost = _cost(word, other, distance, heard=name)
        # Where much is wrong, the second letter is right: "wuthering" is not "weathering".
        if cost <= slips and (cost <= 1 or other[:2] in (word[:2], swapped)):
            # The nearest, and of the equally near the one that most passages have.
            rank = (-cost, lexicon.frequency(other))
            if best is None or rank > best:
                best, chosen = rank, other
    return lexicon.written(chosen) if chosen else None


def _cost(word: str, other: str, distance: float, *, heard: bool) -> float:
    """How many slips lead from `other` to `word`, which are `distance` changes apart: swapped
    letters are one (Damerau 1964). `heard`: whether it is a name, which people know by ear, so that
    its vowels are uncertain."""
    cost = distance
    single, other_single = _DOUBLED.sub(r"\1", word), _DOUBLED.sub(r"\1", other)
    if single != word or other_single != other:
        cost = min(cost, _HALF + OSA.distance(single, other_single))
    if heard and cost > 1 and _VOWELS.sub("a", single) == _VOWELS.sub("a", other_single):
        cost *= _HALF
    return cost
