"""Text → the stemmed words that lexical search counts, with their places. Pure."""

import re
import unicodedata
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
# Function words that are written in capitals to stress them more often than to name something.
_STRESSED = frozenset("all and any but did do does don is not no nor only or so very".split())
# Function words that are names where a capital stands in mid-sentence.
_NAMESAKES = frozenset(("May", "Will"))

_NUMBERS = {
    word: str(n)
    for n, word in enumerate(
        """two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen
        sixteen seventeen eighteen nineteen""".split(),
        2,
    )
}
_TENS = {
    word: 10 * n
    for n, word in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split(), 2)
}
# Figures are told in words or digits, and large ones shortened, by whoever writes.
_WRITTEN_OUT = (
    _NUMBERS
    | {word: str(n) for word, n in _TENS.items()}
    | {"bn": "billion", "mn": "million", "tn": "trillion"}
)

# Letters and digits, with figures such as 50,000 and 3.5 and names such as U.S. kept whole.
_WORD = re.compile(
    r"\d+(?:[.,]\d+)*|(?:[^\W\d_]\.){2,}(?:[^\W\d_](?!\w))?|[^\W\d_]\.[^\W\d_](?![\w.])|\w+"
)
# "F-16s", "Bankman-Fried", "cease-fire": others write them as one word.
_HYPHENATED = re.compile(r"\w+(?:[-‐‑]\w+){1,2}(?![-‐‑\w])")
_LONGEST_JOINED = 24
_stemmer = Stemmer.Stemmer("english")

_MARKS = re.compile("[\u0300-\u036f]")
_UNMARKED = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ß": "ss", "æ": "ae", "œ": "oe", "ı": "i", "þ": "th", "ð": "d"}
)


class Word(NamedTuple):
    """One word of a text at `[start, end)`; `term` is what lexical search counts it as."""

    term: str
    start: int
    end: int


def words(text: str) -> list[Word]:
    """Every word of `text` in order, function words too; a name that is one of them has its term
    in capitals."""
    return [Word(_term_of(text, m), m.start(), m.end()) for m in _WORD.finditer(text)]


def distinct_terms(text: str) -> set[str]:
    """The terms of `text`, function words too, each once."""
    return {_term_of(text, m) for m in _WORD.finditer(text)} | set(joined_terms(text))


def terms(text: str) -> list[str]:
    """The terms of `text` in order and with repeats, function words left out; hyphenated words
    count once more as one word."""
    found = [_term_of(text, m) for m in _WORD.finditer(text)]
    return [term for term in found if term not in FUNCTION_WORDS] + joined_terms(text)


def joined_terms(text: str) -> list[str]:
    """The terms of hyphenated words written as one, in order: "F-16s" gives "f16"."""
    return [term for m in _HYPHENATED.finditer(text) if (term := _joined(m.group()))]


def is_function_word(word: str) -> bool:
    """Whether the word carries grammar and no topic, in whatever case."""
    return word.lower() in FUNCTION_WORDS


def folded(text: str) -> str:
    """In lower case and without accents, as hurried people type it."""
    lower = text.lower()
    if lower.isascii():
        return lower
    plain = _MARKS.sub("", unicodedata.normalize("NFKD", lower)).translate(_UNMARKED)
    return unicodedata.normalize("NFC", plain)


def term_of(word: str) -> str:
    """What one word counts as, wherever it stands."""
    return _term(word)


def begins_sentence(text: str, place: int) -> bool:
    """Whether a capital at `place` is owed to what stands before it."""
    before = text[max(0, place - 4) : place].rstrip(" \t\u00a0")
    return not before or before[-1] in "\n\r.!?:;•*#>\"“”‘’'([—–|"


def _term_of(text: str, found: re.Match[str]) -> str:
    word = found.group()
    if word[0].isupper() and len(word) > 1 and word.lower() in FUNCTION_WORDS:
        named = _is_acronym(text, found) if word.isupper() else _is_namesake(text, found)
        if named:
            return word.upper()
    return _term(word)


def _is_acronym(text: str, found: re.Match[str]) -> bool:
    """Whether a function word in capitals, "WHO", names something, and nobody shouts."""
    if found.group().lower() in _STRESSED:
        return False
    start = text.rfind("\n", 0, found.start()) + 1
    end = text.find("\n", found.end())
    line = text[max(start, found.start() - 60) : (end if end >= 0 else len(text))][:120]
    small = sum(c.islower() for c in line)
    return small > sum(c.isupper() for c in line)


def _is_namesake(text: str, found: re.Match[str]) -> bool:
    """Whether "May" is the month or a person, "Will" a person."""
    if found.group() not in _NAMESAKES:
        return False
    after = text[found.end() : found.end() + 3].lstrip(" ")
    dated = bool(after) and after[0].isdigit()
    if begins_sentence(text, found.start()):
        return dated and found.group() == "May"
    return found.group() == "May" or (bool(after) and after[0].isupper())


def _joined(word: str) -> str:
    parts = re.split("[-‐‑]", word)
    if len(word) > _LONGEST_JOINED or all(part.isdigit() for part in parts):
        return ""
    if len(parts) == 2 and parts[0].lower() in _TENS and parts[1].lower() in _UNITS:
        return str(_TENS[parts[0].lower()] + _UNITS[parts[1].lower()])
    return _term("".join(parts))


_UNITS = {"one": 1} | {word: int(n) for word, n in _NUMBERS.items() if len(n) == 1}


@lru_cache(maxsize=200_000)
def _term(word: str) -> str:
    plain = folded(word).replace(",", "")
    if "." in plain and not plain[0].isdigit():
        plain = plain.replace(".", "")
    plain = _WRITTEN_OUT.get(plain, plain)
    if plain[-1] == "s" and plain[-2:-1].isdigit():
        plain = plain[:-1]  # "F16s": the stemmer knows words
    stemmed: str = _stemmer.stemWord(plain)
    return stemmed
