"""Ranked candidates → the same without near-copies, each keeping the list of its copies. Pure.

Wire stories run in many papers under other headlines and cut at other places, so a passage is
looked for in the whole text of the other article, not compared with its passages. One that gives
another figure, name or date in the same words is another report, and never hidden as a copy.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from retrieval.articles import Article
from retrieval.candidates import Candidate
from retrieval.numbers import numbers_in
from retrieval.terms import is_function_word

# Runs of this many words, sampled from a passage, are looked for in the other text.
RUN_WORDS = 6
SAMPLES = 12
# A copy may have a word edited here and there; two reports of one event never share so many runs.
COPY_SHARE = 0.7

# In otherwise the same words: so many in a row, before or behind the one that differs.
SAME_AROUND = 3

_WORD = re.compile(r"\w+")
_DATES = frozenset(
    """january february march april may june july august september october november december monday
    tuesday wednesday thursday friday saturday sunday today yesterday tomorrow""".split()
)
# Where a sentence begins, a capital names nobody.
_BEGINS = re.compile(r"(?:^|[.!?:\n][\"'”’»)\]]*|[\"“‘(])\s*$")


# Eight quotes of eight articles are looked for in each other's: read each text once a question.
@lru_cache(maxsize=64)
def plain_words(text: str) -> str:
    """The words of `text` in lower case, each with a space on both sides, so that runs compare."""
    return f" {' '.join(_WORD.findall(text.lower()))} "


def is_copied(part: str, whole: str) -> bool:
    """Whether `part` stands in `whole`, a few words apart; both as `plain_words` gives them."""
    if part in whole:
        return True
    words = part.split()
    if len(words) < 2 * RUN_WORDS:
        return False  # Too short to tell a copy from two papers quoting one person.
    last = len(words) - RUN_WORDS
    starts = sorted({round(n * last / (SAMPLES - 1)) for n in range(SAMPLES)})
    shared = sum(f" {' '.join(words[n : n + RUN_WORDS])} " in whole for n in starts)
    return shared >= COPY_SHARE * len(starts)


def is_copy(text: str, other: str) -> bool:
    """Whether `text` stands in `other`, a few words apart, with the same figures, names and dates
    wherever both have the same words around them."""
    return is_copied(plain_words(text), plain_words(other)) and not tells_otherwise(text, other)


def tells_otherwise(text: str, other: str) -> bool:
    """Whether `text` has a figure, a name or a date where `other`, in the same words before or
    behind it, has another one: "12 were killed when the" and "34 were killed when the"."""
    mine, theirs = _run_words(text), _run_words(other)
    befores, behinds = _neighbours(other)
    for n, word in enumerate(mine):
        if not word.telling:
            continue
        before = " ".join(w.plain for w in mine[max(0, n - SAME_AROUND) : n])
        behind = " ".join(w.plain for w in mine[n + 1 : n + 1 + SAME_AROUND])
        places = {*befores.get(before, ()), *behinds.get(behind, ())}
        if places and all(
            theirs[place].telling and theirs[place].plain != word.plain for place in places
        ):
            return True
    return False


@dataclass(frozen=True, slots=True)
class _RunWord:
    plain: str
    telling: bool  # a figure, a date or a name


@lru_cache(maxsize=16)
def _run_words(text: str) -> tuple[_RunWord, ...]:
    found: list[_RunWord] = []
    end = 0
    for number in numbers_in(text):
        found += _plain_run(text, end, number.start)
        # "Thirty-one" and "31" are one figure.
        found.append(_RunWord(f"{number.value:g}", telling=True))
        end = number.end
    return (*found, *_plain_run(text, end, len(text)))


def _plain_run(text: str, start: int, end: int) -> list[_RunWord]:
    found = []
    for match in _WORD.finditer(text, start, end):
        word = match.group()
        telling = word[0].isdigit() or word.lower() in _DATES
        if not telling and word[0].isupper() and not is_function_word(word):
            telling = not _BEGINS.search(text[max(0, match.start() - 8) : match.start()])
        found.append(_RunWord(word.lower(), telling))
    return found


@lru_cache(maxsize=16)
def _neighbours(text: str) -> tuple[dict[str, list[int]], dict[str, list[int]]]:
    """The places in `text` that stand behind each run of words, and before each."""
    found = _run_words(text)
    befores: dict[str, list[int]] = {}
    behinds: dict[str, list[int]] = {}
    for first in range(len(found) - SAME_AROUND + 1):
        run = " ".join(word.plain for word in found[first : first + SAME_AROUND])
        if first + SAME_AROUND < len(found):
            befores.setdefault(run, []).append(first + SAME_AROUND)
        if first:
            behinds.setdefault(run, []).append(first - 1)
    return befores, behinds


def collapse(
    candidates: Sequence[Candidate],
) -> list[tuple[Candidate, tuple[Article, ...]]]:
    """Each passage that is no near-copy of a better one of another article, with its copies."""
    kept: list[tuple[Candidate, list[Article]]] = []
    for candidate in candidates:
        for original, copies in kept:
            other = original.article
            if other.id == candidate.article.id:
                continue
            if is_copy(candidate.text, other.text):
                if candidate.article.id not in {copy.id for copy in copies}:
                    copies.append(candidate.article)
                break
        else:
            kept.append((candidate, []))
    return [(candidate, tuple(copies)) for candidate, copies in kept]
