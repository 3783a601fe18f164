"""Ranked candidates → the same without near-copies, each keeping the list of its copies. Pure.

Wire stories run in many papers under other headlines and cut at other places, so a passage is
looked for in the whole text of the other article, not compared with its passages. One that gives
another figure, name or date is another report, and never hidden as a copy; of one outlet's own
copies the newest is shown.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from retrieval.articles import Article
from retrieval.boilerplate import is_boilerplate
from retrieval.candidates import Candidate
from retrieval.changes import changes, same_but_for_boilerplate
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
_NEGATION = re.compile(
    r"\b(?:not?|never|none|nobody|neither|nor|without|denie[sd]|deny)\b|n['’]t\b", re.I
)
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
    """Whether `text` stands in `other`, a few words apart, with no figure that `other` hasn't, and
    the same names and dates wherever both have the same words around them."""
    return is_copied(plain_words(text), plain_words(other)) and not tells_otherwise(text, other)


def is_reprint(article: Article, other: Article) -> bool:
    """Whether two pages of one outlet say the same, so that one of them is enough: no sentence of
    either tells what the other doesn't, and no headline a figure that the other's page hasn't."""
    if _headline_differs(article, other) or _headline_differs(other, article):
        return False
    if same_but_for_boilerplate(article.text, other.text):
        return True
    if not (is_copy(article.text, other.text) and is_copy(other.text, article.text)):
        return False
    return all(
        change.old and change.new and _telling(change.old) == _telling(change.new)
        for change in changes(other.text, article.text)
    )


def tells_otherwise(text: str, other: str) -> bool:
    """Whether `text` has a figure that `other` hasn't ("12 were killed", "the toll has risen to
    34"), or a name or a date where `other`, in the same words before or behind it, has another."""
    if not _figures(text) <= _figures(other):
        return True
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


def _headline_differs(article: Article, other: Article) -> bool:
    if len(_NEGATION.findall(article.title)) != len(_NEGATION.findall(other.title)):
        return True
    return not _figures(article.title) <= _figures(other.title) | _figures(other.text)


@lru_cache(maxsize=64)
def _figures(text: str) -> frozenset[str]:
    """Every number, "thirty-one" as "31", but for those of lines about the page."""
    told = "\n".join(line for line in text.split("\n") if not is_boilerplate(line))
    return frozenset(f"{number.value:g}" for number in numbers_in(told))


def _telling(sentence: str) -> tuple[list[str], int]:
    """A sentence's figures, names and dates, and how often it denies something."""
    told = sorted(word.plain for word in _run_words(sentence) if word.telling)
    return told, len(_NEGATION.findall(sentence))


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
    """Each passage that is no near-copy of a better one of another article, with its copies; the
    newer one in its place where both are of one outlet."""
    kept: list[tuple[Candidate, list[Article]]] = []
    for candidate in candidates:
        for place, (original, copies) in enumerate(kept):
            other = original.article
            if other.id == candidate.article.id:
                continue
            if is_copy(candidate.text, other.text):
                copy = candidate.article
                if _is_newer(copy, other) and is_copy(original.text, candidate.text):
                    kept[place] = (candidate, copies)
                    copy = other
                if copy.id not in {known.id for known in copies}:
                    copies.append(copy)
                break
        else:
            kept.append((candidate, []))
    return [(candidate, tuple(copies)) for candidate, copies in kept]


def _is_newer(article: Article, other: Article) -> bool:
    if article.source != other.source or article.published is None or other.published is None:
        return False
    return article.published > other.published
