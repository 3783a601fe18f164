"""Words that news must, or mustn't, hold ↔ what people type; whether an article holds them. Pure.

Whole words count, without case and accents; several in quotation marks are one phrase.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from bot import follow_wording
from retrieval.errors import WrongUse

MOST_WORDS, LONGEST_WORD = 20, 80

_MARKS = '"“”„‟«»'
_TYPED = re.compile(rf"[{_MARKS}]([^{_MARKS}]*)[{_MARKS}]|[^\s,;{_MARKS}]+")
_ACCENTS = re.compile("[\u0300-\u036f]")
# Written without spaces between words: there, a word is found wherever it stands.
_UNSPACED = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
)
_PART = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class WantedWords:
    """One of `wanted` is enough, with `every` all are needed; none of `unwanted` may stand there.
    Each is a word or a phrase, as it was typed."""

    wanted: tuple[str, ...] = ()
    unwanted: tuple[str, ...] = ()
    every: bool = False

    def __bool__(self) -> bool:
        return bool(self.wanted or self.unwanted)

    def admit(self, *texts: str) -> bool:
        """Whether these texts, a headline and an article, hold what they must and nothing else."""
        if not self:
            return True
        folded = [_folded(text) for text in texts]

        def stands(word: str) -> bool:
            return any(_finder(word).search(text) for text in folded)

        if any(map(stands, self.unwanted)):
            return False
        found = all if self.every else any
        return not self.wanted or found(map(stands, self.wanted))

    @property
    def arguments(self) -> dict[str, str]:
        """What to type behind /follow to have them again, by the arguments' names."""
        between = " and " if self.every else " "
        return {
            name: joiner.join(f'"{word}"' for word in words)
            for name, words, joiner in (
                ("with", self.wanted, between),
                ("without", self.unwanted, " "),
            )
            if words
        }


EVERYTHING = WantedWords()


def wanted_words(wanted: str, unwanted: str) -> WantedWords:
    """What was typed behind "with" and "without"; spaces, commas and "or" stand between words of
    which one is enough, "and" between those that are all needed. Raises WrongUse."""
    some, joined = _words(wanted)
    none, _ = _words(unwanted)
    if {"and", "or"} <= joined:
        raise WrongUse(follow_wording.and_or_or())
    if twice := {_folded(word) for word in some} & {_folded(word) for word in none}:
        raise WrongUse(follow_wording.both_with_and_without(min(twice)))
    return WantedWords(some, none, every="and" in joined and len(some) > 1)


def _words(typed: str) -> tuple[tuple[str, ...], set[str]]:
    """The words, each once, and what stands between them."""
    words, joined = dict[str, str](), set[str]()
    for found in _TYPED.finditer(typed):
        word = " ".join((found[0] if found[1] is None else found[1]).split())
        if found[1] is None and word.casefold() in ("and", "or"):
            joined.add(word.casefold())
        elif not _PART.search(word):
            raise WrongUse(follow_wording.no_word(found[0]))
        elif len(word) > LONGEST_WORD:
            raise WrongUse(follow_wording.word_too_long(LONGEST_WORD))
        else:
            words.setdefault(_folded(word), word)
    if len(words) > MOST_WORDS:
        raise WrongUse(follow_wording.too_many_words(MOST_WORDS))
    return tuple(words.values()), joined


def _folded(text: str) -> str:
    """Without case and accents; a mark that makes another letter, as in が, stays."""
    plain = _ACCENTS.sub("", unicodedata.normalize("NFKD", text))
    return unicodedata.normalize("NFC", plain.casefold())


@lru_cache(maxsize=1024)
def _finder(word: str) -> re.Pattern[str]:
    """What finds it in folded text: between its parts, and at its ends, may stand any marks."""
    parts: Sequence[str] = _PART.findall(_folded(word))
    spaced = rf"(?:(?![{_UNSPACED}])[^\W_])"
    before = "" if re.match(f"[{_UNSPACED}]", parts[0]) else rf"(?<!{spaced})"
    after = "" if re.match(f"[{_UNSPACED}]", parts[-1][-1]) else rf"(?!{spaced})"
    return re.compile(before + r"[\W_]+".join(map(re.escape, parts)) + after)
