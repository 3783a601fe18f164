"""Words → what else the news calls the same: "PM" and "prime minister". Pure, but for one file."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

from retrieval.terms import term_of, words

EQUIVALENTS = Path(__file__).with_suffix(".txt")

Phrase = tuple[str, ...]  # the terms of one word or of several
Equivalents = Mapping[Phrase, tuple[Phrase, ...]]


def equivalents() -> Equivalents:
    """By the terms of a phrase, function words included, the others that may stand for it."""
    return _read(EQUIVALENTS)


def is_equivalent(word: str) -> bool:
    """Whether the word stands for others by itself."""
    return (term_of(word),) in equivalents()


def spelt_out(word: str) -> str | None:
    """What an abbreviation in the list stands for, in words."""
    return _in_words(EQUIVALENTS).get(word)


def same(groups: Sequence[Sequence[str]]) -> Equivalents:
    """The words of each group stand for each other."""
    found: dict[Phrase, dict[Phrase, None]] = defaultdict(dict)
    for group in groups:
        phrases = [phrase for text in group if (phrase := phrase_of(text))]
        for one in phrases:
            found[one].update((other, None) for other in phrases if other != one)
    return {one: tuple(others) for one, others in found.items() if others}


def phrase_of(text: str) -> Phrase:
    """The terms of a text, function words included."""
    return tuple(word.term for word in words(text))


@cache
def _in_words(path: Path) -> Mapping[str, str]:
    found = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        short, equals, longs = line.partition(" = ")
        if equals and short.isupper():
            found[short] = longs.partition(" = ")[0].title()
    return found


@cache
def _read(path: Path) -> Equivalents:
    groups, meant = [], defaultdict[Phrase, dict[Phrase, None]](dict)
    for line in path.read_text(encoding="utf-8").splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        said, _, may_mean = line.partition(">")
        names = [each.strip() for each in (may_mean or said).split("=")]
        if may_mean:
            meant[phrase_of(said)].update((phrase_of(name), None) for name in names)
        else:
            groups.append(names)
    both = same(groups)
    return {
        one: tuple(dict.fromkeys([*both.get(one, ()), *meant.get(one, ())]))
        for one in both.keys() | meant.keys()
    }
