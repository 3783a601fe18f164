"""Text → the stemmed words that lexical search counts, with their places. Pure."""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from retrieval.stems import english

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
# The month, where a capital stands in mid-sentence. "Will" is a person as often, but is found by
# the surname; counted as a word it led away from the answer.
_MONTH = "May"
_PERHAPS_NAMES = frozenset(word.upper() for word in FUNCTION_WORDS if len(word) > 1) | {_MONTH}

_UP_TO_NINETEEN = """one two three four five six seven eight nine ten eleven twelve thirteen
    fourteen fifteen sixteen seventeen eighteen nineteen""".split()
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
# "eighty-four" is written as one word here, as it is typed and as hyphens are taken out.
_NUMBERS = (
    {word: n for n, word in enumerate(_UP_TO_NINETEEN, 1)}
    | {word: 10 * n for n, word in enumerate(_TENS, 2)}
    | {
        tens + unit: 10 * n + m
        for n, tens in enumerate(_TENS, 2)
        for m, unit in enumerate(_UP_TO_NINETEEN[:9], 1)
    }
)
_NUMBER_WORDS = {str(n): word for word, n in _NUMBERS.items()}

# Letters and digits, with figures such as 50,000 and 3.5 and names such as U.S. kept whole.
_WORD = re.compile(
    r"\d+(?:[.,]\d+)*|(?:[^\W\d_]\.){2,}(?:[^\W\d_](?!\w))?|[^\W\d_]\.[^\W\d_](?![\w.])|\w+"
)
# "F-16s", "Bankman-Fried", "cease-fire": others write them as one word.
_HYPHENATED = re.compile(r"\b\w++(?:[-‐‑]\w++){1,2}(?![-‐‑\w])")
_LONGEST_JOINED = 24

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
    return set(_terms_of(text)) | set(joined_terms(text))


def terms(text: str) -> list[str]:
    """The terms of `text` in order and with repeats, function words left out; hyphenated words
    count once more as one word."""
    found = _WORD.findall(text)
    # Where a word stands matters to few; and this is done for all that is indexed.
    said = map(_term, found) if _PERHAPS_NAMES.isdisjoint(found) else _terms_of(text)
    return [term for term in said if term not in FUNCTION_WORDS] + joined_terms(text)


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


def number_otherwise(word: str) -> str | None:
    """The term of a number below 100 in words where `word` is its figure, and the other way
    round; None for what is neither, and for "one", which is more than a number."""
    written = _NUMBER_WORDS.get(word)
    if written and written != "one":
        return _term(written)
    figure = _NUMBERS.get(word.lower(), 1)
    return str(figure) if figure > 1 else None


def begins_sentence(text: str, place: int) -> bool:
    """Whether a capital at `place` is owed to what stands before it."""
    before = text[max(0, place - 4) : place].rstrip(" \t\u00a0")
    return not before or before[-1] in "\n\r.!?:;•*#>\"“”‘’'([—–|"


def _terms_of(text: str) -> Iterator[str]:
    return (_term_of(text, m) for m in _WORD.finditer(text))


def _term_of(text: str, found: re.Match[str]) -> str:
    word = found.group()
    if word in _PERHAPS_NAMES:
        named = _is_month(text, found) if word == _MONTH else _is_acronym(text, found)
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


def _is_month(text: str, found: re.Match[str]) -> bool:
    """Whether "May" is one, and not a verb that begins its sentence."""
    after = text[found.end() : found.end() + 3].lstrip(" ")
    return after[:1].isdigit() or not begins_sentence(text, found.start())


def _joined(word: str) -> str:
    parts = re.split("[-‐‑]", word)
    if len(word) > _LONGEST_JOINED or all(part.isdigit() for part in parts):
        return ""
    return _term("".join(parts))


@lru_cache(maxsize=200_000)
def _term(word: str) -> str:
    plain = folded(word).replace(",", "")
    if "." in plain and not plain[0].isdigit():
        plain = plain.replace(".", "")
    if plain[-1] == "s" and plain[-2:-1].isdigit():
        plain = plain[:-1]  # "F16s": the stemmer knows words
    if plain in FUNCTION_WORDS:
        return plain  # "does" is no "doe"
    stemmed: str = english.stemWord(plain)
    # Nor is "owned" an "own", which carries no topic; no other word ends so.
    return f"{stemmed}_" if stemmed in FUNCTION_WORDS else stemmed
