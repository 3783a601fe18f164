"""Ranked candidates → the same without near-copies, each keeping the list of its copies. Pure.

Wire stories run in many papers under other headlines and cut at other places, so a passage is
looked for in the whole text of the other article, not compared with its passages.
"""

import re
from collections.abc import Sequence
from functools import lru_cache

from retrieval.articles import Article
from retrieval.candidates import Candidate

# Runs of this many words, sampled from a passage, are looked for in the other text.
RUN_WORDS = 6
SAMPLES = 12
# A copy may have a word edited here and there; two reports of one event never share so many runs.
COPY_SHARE = 0.7

_WORD = re.compile(r"\w+")


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


def collapse(
    candidates: Sequence[Candidate],
) -> list[tuple[Candidate, tuple[Article, ...]]]:
    """Each passage that is no near-copy of a better one of another article, with its copies."""
    kept: list[tuple[Candidate, list[Article]]] = []
    for candidate in candidates:
        part = plain_words(candidate.text)
        for original, copies in kept:
            other = original.article
            if other.id == candidate.article.id:
                continue
            if is_copied(part, plain_words(other.text)):
                if candidate.article.id not in {copy.id for copy in copies}:
                    copies.append(candidate.article)
                break
        else:
            kept.append((candidate, []))
    return [(candidate, tuple(copies)) for candidate, copies in kept]
