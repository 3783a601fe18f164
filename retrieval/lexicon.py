"""How the corpus writes its words and names: counted at index time, asked by questions.

Beside the counts of terms, a generation keeps the *forms* of each passage, one row a passage:

    "harbour"                 a word in small letters, without accents
    "Zelenskyy"               a word with a capital that its sentence didn't ask for
    "?harbour"                a word whose capitals say nothing: it begins a sentence, or a headline
    "Sam Bankman-Fried"       a name of several words
    "WHO\\tWorld Health …"     an abbreviation, with what it stands for
"""

import re
from collections import Counter, defaultdict
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from retrieval.abbreviations import abbreviations_in
from retrieval.english import is_english
from retrieval.terms import FUNCTION_WORDS, begins_sentence, folded, term_of
from retrieval.transliteration import SHORTEST, sounding

UNTOLD = "?"
DEFINES = "\t"
_TOKEN = re.compile(r"[^\W\d_]+(?:\d+)?|\d+")
# Small words inside names: "Bank of England", "Médecins Sans Frontières", "Ursula von der Leyen".
_INSIDE_NAMES = frozenset("of the and for de la du von van der den bin al ben el di da y".split())
_LONGEST_NAME = 6
# Above this share of capitals a line is a headline or a list of names, in title case; a line that
# ends as sentences do is one only where hardly a word is small.
_TITLED, _TOLD_TITLED = 0.6, 0.9
# "On Friday Ada Writer said": not part of the name. April, May, June and August are given names.
_DAYS = frozenset(
    """Monday Tuesday Wednesday Thursday Friday Saturday Sunday January February March July
    September October November December""".split()
)
_RARE_PER = 2000
# A name: its capital is missing once in ten times at most.
NAMED_FROM = 0.9
# An abbreviation is known by its initials where no other name of those is half as common.
_DOMINANT = 2
_INITIALS = (3, 5)


def forms_of(text: str) -> list[str]:
    """The distinct forms of a passage's text, in the order that they come."""
    found: dict[str, None] = {}
    for line in text.split("\n"):
        tokens = [m for m in _TOKEN.finditer(line) if not m.group().isdigit()]
        said = [token.group() for token in tokens]
        content = [word for word in said if word.lower() not in FUNCTION_WORDS]
        capitals = sum(word[0].isupper() for word in content)
        told = line.rstrip().endswith((".", "!", "?", "”", '"', "’", "…"))
        titled = not content or capitals > (_TOLD_TITLED if told else _TITLED) * len(content)
        for word, token in zip(said, tokens, strict=True):
            small = not word[0].isupper()
            found[folded(word) if small else _capital(line, word, token.start(), titled)] = None
        if not titled:
            found.update(dict.fromkeys(_names(line, said, tokens)))
    for short, long in abbreviations_in(text):
        found[f"{short}{DEFINES}{long}"] = None
    return list(found)


def _capital(line: str, word: str, start: int, titled: bool) -> str:
    """The form of a word with a capital."""
    if titled or begins_sentence(line, start):
        # An acronym is one wherever it stands.
        acronym = not titled and 1 < len(word) <= 5 and word.isupper()
        return word if acronym else UNTOLD + folded(word)
    return word


def _names(line: str, said: Sequence[str], tokens: Sequence[re.Match[str]]) -> list[str]:
    """Runs of two words with capitals or more, which only blanks, hyphens and small words part."""
    names = []
    first = last = -1
    capitals = 0

    def close() -> None:
        if capitals > 1 and last - first < _LONGEST_NAME:
            names.append(line[tokens[first].start() : tokens[last].end()])

    for n, word in enumerate(said):
        capital = word[0].isupper()
        if first < 0 and not capital:
            continue
        if first >= 0:
            gap = line[tokens[n - 1].end() : tokens[n].start()]
            # "J. Smith": the stop after an initial ends no sentence.
            beside = gap in (" ", "-") or (gap == ". " and len(said[n - 1]) == 1)
            if not beside:
                close()
                first, capitals = -1, 0
        if capital:
            if first < 0:
                # "Will" begins names; "The", "In" and the like only sentences.
                if word in _DAYS or (word.lower() in FUNCTION_WORDS and word != "Will"):
                    continue
                first = n
            elif last != n - 1 and n - last > 3:
                close()
                first, capitals = n, 0
            last = n
            capitals += 1
        elif first >= 0 and word not in _INSIDE_NAMES:
            close()
            first, capitals = -1, 0
    if first >= 0:
        close()
    return names


# Compared by identity: what is worked out of one is kept for as long as that one is open.
@dataclass(frozen=True, eq=False)
class Lexicon:
    """What the forms of a generation say of a word.

    `forms` and in how many passages each stands; `terms`: all that lexical search counts.
    Everything is worked out when it is first asked for.
    """

    forms: Sequence[str] = ()
    passages: NDArray[np.int64] = field(default_factory=lambda: np.zeros(0, dtype=np.int64))
    terms: Container[str] = frozenset()

    @property
    def is_empty(self) -> bool:
        return not len(self.forms)

    def knows(self, word: str) -> bool:
        """Whether the corpus has the word, in this form or another of the same stem."""
        return folded(word) in self._words or term_of(word) in self.terms

    def frequency(self, word: str) -> int:
        """In how many passages this form stands, in whatever case."""
        small, capital, untold = self._words.get(folded(word), (0, 0, 0))
        return small + capital + untold

    def is_name(self, word: str) -> bool:
        """Whether the corpus writes it with a capital, (nearly) always, where it need not."""
        small, capital, _ = self._words.get(folded(word), (0, 0, 0))
        return capital > 0 and capital >= NAMED_FROM * (small + capital)

    def is_small(self, word: str) -> bool:
        """Whether the corpus mostly writes it in small letters."""
        small, capital, untold = self._words.get(folded(word), (0, 0, 0))
        return small > capital or (untold > 0 and not capital)

    def written(self, word: str) -> str:
        """As the corpus writes a name, or the word in small letters."""
        return self._capitals.get(folded(word), folded(word)) if self.is_name(word) else word

    def long_forms(self, short: str) -> tuple[str, ...]:
        """What an abbreviation stands for: as the corpus introduces it, or else the one name of
        several words that has these initials, unless they are a word."""
        defined = self._defined.get(short.lower())
        if defined:
            (best, count), *others = defined.most_common(2)
            return (best,) if not others or count >= _DOMINANT * others[0][1] else tuple(defined)
        named = None if is_english(short) else self._initials.get(short.lower())
        if not named:
            return ()
        (best, count), *others = named.most_common(2)
        sure = count > 1 and (not others or count >= _DOMINANT * others[0][1])
        return (best,) if sure else ()

    def short_forms(self, long: str) -> tuple[str, ...]:
        """The abbreviations that the corpus introduces for these words."""
        return self._shortened.get(folded(long), ())

    def has_name(self, words: str) -> bool:
        """Whether these words, in whatever case, are a name of several words."""
        return folded(words) in self._names

    def respelt(self, name: str) -> tuple[str, ...]:
        """Other spellings of `name` that the corpus has, the most frequent first; none of a word
        that it has as no name."""
        plain = folded(name)
        if self.frequency(plain) and not self.is_name(plain):
            return ()
        if len(plain) < SHORTEST or not plain.isalpha():
            return ()
        return tuple(other for other in self._sounds.get(sounding(plain), ()) if other != plain)

    def warm(self) -> None:
        """Works out all there is, so that no question has to wait for it."""
        _ = self.by_first_letter, self._capitals, self._shortened, self._names, self._initials
        self.respelt("zelensky")

    @cached_property
    def rare(self) -> float:
        """In fewer passages than this a word that is no name is rare."""
        return float(self.passages.max(initial=0)) / _RARE_PER

    @cached_property
    def words(self) -> tuple[str, ...]:
        """Every word without digits, in small letters and without accents."""
        return tuple(word for word in self._words if word.isalpha())

    @cached_property
    def by_first_letter(self) -> Mapping[str, "Shelf"]:
        """`words` by what they begin with."""
        found: dict[str, list[str]] = defaultdict(list)
        for word in self.words:
            found[word[0]].append(word)
        return {letter: Shelf.of(words) for letter, words in found.items()}

    @cached_property
    def _sounds(self) -> Mapping[str, tuple[str, ...]]:
        found: dict[str, list[str]] = defaultdict(list)
        for word in self.words:
            if len(word) >= SHORTEST and self.is_name(word):
                found[sounding(word)].append(word)
        return {
            sound: tuple(sorted(names, key=lambda name: -self.frequency(name)))
            for sound, names in found.items()
        }

    @cached_property
    def _words(self) -> Mapping[str, tuple[int, int, int]]:
        """In how many passages: small, with a capital, untold."""
        found: dict[str, list[int]] = {}
        for form, count in zip(self.forms, self.passages.tolist(), strict=True):
            if not count or " " in form or "-" in form or DEFINES in form:
                continue
            place = 2 if form[0] == UNTOLD else 1 if form[0].isupper() else 0
            word = folded(form.lstrip(UNTOLD))
            found.setdefault(word, [0, 0, 0])[place] += count
        return {word: (a, b, c) for word, (a, b, c) in found.items()}

    @cached_property
    def _capitals(self) -> Mapping[str, str]:
        best: dict[str, tuple[int, str]] = {}
        for form, count in zip(self.forms, self.passages.tolist(), strict=True):
            if form[0].isupper() and form.isalpha():
                word = folded(form)
                best[word] = max(best.get(word, (0, "")), (count, form))
        return {word: form for word, (_, form) in best.items()}

    @cached_property
    def _defined(self) -> Mapping[str, Counter[str]]:
        found: dict[str, Counter[str]] = defaultdict(Counter)
        for form, count in zip(self.forms, self.passages.tolist(), strict=True):
            if DEFINES in form and count:
                short, long = form.split(DEFINES)
                found[short.lower()][long] += count
        return found

    @cached_property
    def _shortened(self) -> Mapping[str, tuple[str, ...]]:
        found: dict[str, tuple[str, ...]] = {}
        for short, longs in self._defined.items():
            for long in longs:
                found[folded(long)] = (*found.get(folded(long), ()), short.upper())
        return found

    @cached_property
    def _names(self) -> Mapping[str, int]:
        found: Counter[str] = Counter()
        for form, count in zip(self.forms, self.passages.tolist(), strict=True):
            if count and DEFINES not in form and (" " in form or "-" in form):
                found[folded(form)] += count
        return found

    @cached_property
    def _initials(self) -> Mapping[str, Counter[str]]:
        found: dict[str, Counter[str]] = defaultdict(Counter)
        least, most = _INITIALS
        for form, count in zip(self.forms, self.passages.tolist(), strict=True):
            if not count or DEFINES in form or not (" " in form or "-" in form):
                continue
            capitals = "".join(part[0] for part in re.split(r"[ .-]+", form) if part[:1].isupper())
            if least <= len(capitals) <= most:
                found[capitals.lower()][form] += count
        return found


@dataclass(frozen=True, slots=True)
class Shelf:
    """Words with the letters of each, a bit each, and its length, to leave most out at a glance."""

    words: Sequence[str]
    letters: NDArray[np.uint32]
    lengths: NDArray[np.int64]

    @classmethod
    def of(cls, words: Sequence[str]) -> "Shelf":
        return cls(
            words,
            np.array([_letters(word) for word in words], dtype=np.uint32),
            np.array([len(word) for word in words], dtype=np.int64),
        )

    def alike(self, word: str, most: int) -> list[str]:
        """The words that may be `most` changed letters away, and some that aren't."""
        near = np.bitwise_count(self.letters ^ np.uint32(_letters(word))) <= 2 * most
        near &= np.abs(self.lengths - len(word)) <= most
        return [self.words[n] for n in np.flatnonzero(near).tolist()]


def _letters(word: str) -> int:
    """The letters of `word` as bits; letters of other alphabets share some."""
    bits = 0
    for c in word:
        bits |= 1 << (ord(c) % 32)
    return bits


NO_LEXICON = Lexicon()
