"""Text → the numbers in it, in digits or words, with their places. Pure."""

import re
from dataclasses import dataclass
from string import ascii_lowercase, ascii_uppercase

from text_to_num import text2num

SCALES = {
    "k": 1e3,
    "thousand": 1e3,
    "m": 1e6,
    "mn": 1e6,
    "million": 1e6,
    "bn": 1e9,
    "billion": 1e9,
    "tn": 1e12,
    "trillion": 1e12,
}
_SMALL = (
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen"
    " sixteen seventeen eighteen nineteen"
)
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
_LARGE = "hundred thousand million billion trillion"
_ANY_WORD = "|".join(f"{_SMALL} {_TENS} {_LARGE}".split())
_LARGE_WORD = "|".join(_LARGE.split())

_DIGITS = re.compile(
    # "Q3", "A7", "COVID-19" and "3-0" are names and scores.
    r"(?<![\w.,:])(?<![^\W\d_]-)(?P<digits>\d{1,3}(?:[,\u00a0\u202f]\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)"
    r"(?:(?:\s|-)?(?P<scale>(?-i:[KkMm]|mn|bn|tn)|thousand|million|billion|trillion)\b)?"
    r"(?P<half>\s+and\s+a\s+half\b)?",
    re.I,
)
# Of text in lower case: to ignore case costs three times as much.
_LOWER = str.maketrans(ascii_uppercase, ascii_lowercase)
_WORDS = re.compile(
    rf"\b(?:(?P<opening>half\s+a|a)\s+)?"
    rf"(?P<words>(?:{_ANY_WORD})(?:(?:\s+and\s+|\s+|-)(?:{_ANY_WORD}))*)\b"
    rf"(?P<half>\s+and\s+a\s+half\b)?"
)
_DOZEN = re.compile(rf"\b(?P<how>half\s+a|a|{_ANY_WORD})\s+dozen\b")
# "No one", "one of them" and "the one who" count nothing.
_BEFORE_PRONOUN = re.compile(r"\b(?:no|any|every|some|the|this|that|which|another|each)\s+$", re.I)
_AFTER_PRONOUN = re.compile(r"\s+(?:of|who|that|which|another|or|day|thing|is|has|can|in)\b", re.I)


@dataclass(frozen=True, slots=True)
class Number:
    """`value` as it stands at `[start, end)`. `step` is what its last digit counts: 1e8 of
    "1.3 billion", 1 of "six"; the same number may be told to a coarser one elsewhere. `scale` is
    what a word behind the digits multiplied it with: 1e9 of "1.3 billion"."""

    value: float
    step: float
    start: int
    end: int
    scale: float = 1.0


def numbers_in(text: str) -> list[Number]:
    """In the order of the text, none inside another. "Dozens" and "hundreds" are no number."""
    lower = text.translate(_LOWER)
    found = [n for m in _DIGITS.finditer(text) if (n := _of_digits(text, m))]
    if "dozen" in lower:
        found += [_of_dozen(m) for m in _DOZEN.finditer(lower)]
    found += [n for m in _WORDS.finditer(lower) if (n := _of_words(text, m))]
    found.sort(key=lambda n: (n.start, -n.end))
    apart: list[Number] = []
    for number in found:
        if not apart or number.start >= apart[-1].end:
            apart.append(number)
    return apart


def _of_digits(text: str, match: re.Match[str]) -> Number | None:
    following = text[match.end("digits") :]
    # An ordinal; a clock; a score or a date; a fraction.
    if re.match(r"(?:st|nd|rd|th)\b|:\d|[-–/]\d+[-–/]\d", following):
        return None
    written = re.sub(r"[,\u00a0\u202f]", "", match["digits"])
    if len(written) > 15:
        return None
    scale = SCALES[match["scale"].lower()] if match["scale"] else 1.0
    if match["scale"] in ("m", "M", "K") and text[match.end("digits")] in " -":
        scale = 1.0  # "5 m" is a length
    end = match.end("half") if match["half"] else match.end("scale") if scale > 1 else -1
    value = (float(written) + (0.5 if match["half"] else 0.0)) * scale
    end = max(end, match.end("digits"))
    return Number(value, _step(written) * scale, match.start(), end, scale)


def _step(written: str) -> float:
    """What its last digit counts: of "1.30" 0.01, of "500" 1."""
    return float(10.0 ** -len(written.partition(".")[2]))


def _of_words(text: str, match: re.Match[str]) -> Number | None:
    opening, written = match["opening"], re.sub(r"[\s-]+", " ", match["words"])
    large = re.match(rf"(?:{_LARGE_WORD})\b", written)
    if written == "one" and (
        _BEFORE_PRONOUN.search(text[: match.start("words")])
        or _AFTER_PRONOUN.match(text[match.end("words") :])
    ):
        return None
    if large and not opening:
        return None  # "the million that …"; with digits in front they are a scale
    if large:
        written = f"one {written}"
    try:
        value = float(text2num(written, "en"))
    except ValueError:
        return None  # "two and three", "twenty twenty-four"
    if opening and opening.startswith("half"):
        value /= 2
    start = match.start() if large else match.start("words")
    # "Three billion" counts billions, "two hundred and five" ones.
    last = written.rpartition(" ")[2]
    step = SCALES.get(last, 1.0)
    if not match["half"]:
        return Number(value, step, start, match.end("words"))
    return Number(value + 0.5, 0.5, start, match.end())


def _of_dozen(match: re.Match[str]) -> Number:
    how = match["how"]
    times = 0.5 if how.startswith("half") else 1.0 if how == "a" else float(text2num(how, "en"))
    return Number(12 * times, 1.0, match.start(), match.end())
