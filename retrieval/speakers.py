"""A name as somebody asks for it, and as a text names who speaks → whether both are the same. Pure.

In one article a surname means whoever is named there in full with it, if that is one person only.
"Biden" never stands for Jill Biden unless no other Biden speaks.
"""

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from retrieval.capitalised_names import NAME, name_in
from retrieval.speaking_words import TITLES
from retrieval.terms import folded

Parts = tuple[str, ...]
"""The words of a name that tell who it is: folded, without titles, initials and particles."""

_PARTICLES = frozenset(
    "de da di del della van von der den dos du bin ibn al el la le ten ter the".split()
)
# "Foreign" is part of a title in front of one, and of a name in "Foreign Ministry".
_BEFORE_TITLES = frozenset(
    "foreign prime defence defense finance interior deputy vice assistant senior former ex".split()
)
_GENERAL = frozenset("motors electric mills dynamics atomics assembly".split())
_WORD = re.compile(r"[\w’'&-]+(?:\.\w+)*")
_OF_OFFICE = re.compile(
    r"\b(?:secretary of state|secretary of defen[cs]e|secretary of the treasury|attorney general"
    r"|speaker of the house|leader of the opposition|head of state)\b",
    re.I,
)


def name_parts(name: str) -> Parts:
    """ "Foreign Minister Yoko Kamikawa" → ("yoko", "kamikawa"); what is only titles stays whole."""
    words = [folded(w).replace("’", "'").removesuffix("'s") for w in _WORD.findall(_bare(name))]
    words = [word.strip("'.-") for word in words]
    titles = [n for n, word in enumerate(words) if _is_title(words, n)]
    core = words[titles[-1] + 1 :] if titles else words
    core = [w for w in core if len(w) > 1 and w not in _PARTICLES and w not in ("jr", "sr")]
    return tuple(core) or tuple(w for w in words if w not in ("the",))


def _is_title(words: Sequence[str], n: int) -> bool:
    if words[n] == "general" and words[n + 1 : n + 2] and words[n + 1] in _GENERAL:
        return False
    return words[n] in TITLES and words[n] not in _BEFORE_TITLES


def full_name(parts: Parts, named: Iterable[Parts]) -> Parts | None:
    """Whom a text means that has `named` these people: of a surname alone whoever has it, if there
    is one only; None where there are several."""
    if len(parts) != 1:
        return parts
    people = {_key(one): one for one in named if len(one) > 1 and one[-1] == parts[0]}
    if not people:
        return parts
    return next(iter(people.values())) if len(people) == 1 else None


def by_first_name(parts: Parts, named: Iterable[Parts]) -> Parts | None:
    """Whom a text calls by a first name, if it has `named` one only who has it."""
    if len(parts) != 1:
        return None
    people = {one for one in named if len(one) == 2 and one[0] == parts[0]}
    return next(iter(people)) if len(people) == 1 else None


def is_same(asked: Parts, speaker: Parts, full: Parts | None, called: Parts | None) -> bool:
    """Whether who is `asked` for may be who speaks: `speaker` as named there, `full` and `called`
    as `full_name` and `by_first_name` give them. A single word asked for is a surname, or all that
    there is of a name."""
    if not asked or not speaker:
        return False
    if len(asked) == 1:
        if asked == speaker:
            return True
        longer = [one for one in (speaker, full, called) if one is not None and len(one) > 1]
        return any(one[-1] == asked[0] for one in longer)
    return any(_are_same(asked, one) for one in (full, called) if one is not None)


def _are_same(asked: Parts, full: Parts) -> bool:
    if len(full) == 1:
        return asked == full
    return _key(asked) == _key(full) or (asked[-1] == full[-1] and asked[0] == full[0])


@lru_cache(maxsize=256)
def names_of(text: str) -> frozenset[Parts]:
    """Every name of several words in a text."""
    found = set[Parts]()
    for line in text.split("\n"):
        for named in NAME.finditer(line):
            if " " in named.group() and (span := name_in(line, named.span())):
                found.add(name_parts(line[slice(*span)]))
    return frozenset(one for one in found if len(one) > 1)


def one_of_each(people: Sequence[Parts]) -> dict[Parts, int]:
    """How often each is among them, the commonest first; spellings of one name together."""
    counts: dict[Parts, int] = {}
    for one in people:
        counts[_key(one)] = counts.get(_key(one), 0) + 1
    return dict(sorted(counts.items(), key=lambda each: -each[1]))


def key_of(parts: Parts) -> Parts:
    """The same for "Donald Trump" and "New York's Donald John Trump"."""
    return _key(parts)


def _key(parts: Parts) -> Parts:
    return parts[-2:]


def _bare(name: str) -> str:
    return _OF_OFFICE.sub(" chief ", name)
