"""Text → the stemmed words that lexical search counts, with their places. Pure."""

import re
from functools import lru_cache
from typing import NamedTuple

import Stemmer

# Words that carry grammar and no topic. Question words are among them: an article answers
# "who heads …" without saying "who".
FUNCTION_WORDS = frozenset(
    """
    a about after again all also am an and any are aren as at be because been before being both
    but by can could couldn did didn do does doesn doing don during each few for from further had
    hadn has hasn have haven having he her here hers herself him himself his how i if in into is
    isn it its itself just ll may me might more most must mustn my myself no nor not now of off on
    once only or other our ours ourselves out over own per re same shall she should shouldn so some
    such than that the their theirs them themselves then there these they this those through to too
    under until up upon ve very was wasn we were weren what when where whether which while who whom
    whose why will with won would wouldn you your yours yourself yourselves
    """.split()
)

# Letters and digits, with figures such as 50,000 and 3.5 and names such as U.S. kept whole.
_WORD = re.compile(r"\d+(?:[.,]\d+)*|(?:[^\W\d_]\.){2,}|\w+")
_stemmer = Stemmer.Stemmer("english")


class Word(NamedTuple):
    """One word of a text at `[start, end)`; `term` is what lexical search counts it as."""

    term: str
    start: int
    end: int


def words(text: str) -> list[Word]:
    """Every word of `text` in order, function words too."""
    return [Word(_term(m.group()), m.start(), m.end()) for m in _WORD.finditer(text)]


def distinct_terms(text: str) -> set[str]:
    """The terms of `text`, function words too, each once."""
    return {_term(word) for word in _WORD.findall(text)}


def terms(text: str) -> list[str]:
    """The terms of `text` in order and with repeats, function words left out."""
    return [_term(word) for word in _WORD.findall(text) if not is_function_word(word)]


def is_function_word(word: str) -> bool:
    """Whether the word carries grammar and no topic, in whatever case."""
    return word.lower() in FUNCTION_WORDS


@lru_cache(maxsize=200_000)
def _term(word: str) -> str:
    plain = word.lower().replace(",", "").replace("’", "'")
    if plain.endswith("."):
        plain = plain.replace(".", "")
    stemmed: str = _stemmer.stemWord(plain)
    return stemmed
