"""A text's figures → the other ways to write them, and whether another text tells them. Pure."""

import re

from retrieval.figures import Kind, Value, figures_in
from retrieval.numbers import SCALES
from retrieval.values import same

_SCALES = (("trillion", "tn", 1e12), ("billion", "bn", 1e9), ("million", "m", 1e6))
_SMALL = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen"
    " sixteen seventeen eighteen nineteen twenty"
).split()
_SIGNS = {"dollar": "$", "pound": "£", "euro": "€", "yen": "¥"}


def other_writings(text: str) -> tuple[str, ...]:
    """For each figure of `text` how else papers write it: "3 billion", "3bn", "$3bn" for "three
    billion dollars"; for lexical search to look for as well."""
    found: dict[str, None] = {}
    for figure in figures_in(text):
        if figure.kind in (Kind.MONEY, Kind.COUNT) and not (figure.is_range or figure.about):
            found |= dict.fromkeys(_writings(figure))
    written = text.lower()
    return tuple(w for w in found if not _stands_in(w.lower(), written))


def _stands_in(words: str, text: str) -> bool:
    return bool(re.search(rf"(?<!\w){re.escape(words)}(?!\w)", text))


def _writings(figure: Value) -> list[str]:
    for name, short, scale in _SCALES:
        if figure.low >= scale:
            digits = f"{figure.low / scale:g}"
            sign = _SIGNS.get(figure.unit, "")
            words = [_SMALL[int(digits)]] if digits.isdigit() and int(digits) <= 20 else []
            return [
                f"{sign}{digits}{short}",
                f"{sign}{digits} {name}",
                *(f"{word} {name}" for word in words),
            ]
    plain = f"{figure.low:,.10g}"
    if figure.low == int(figure.low) and figure.low <= 20:
        return [plain, _SMALL[int(figure.low)]]
    return [plain, plain.replace(",", "")]


def share_told(question: str, text: str) -> float:
    """The share of the question's figures that `text` tells, however it writes them; 1 of none."""
    asked = [figure for figure in figures_in(question) if figure.kind is not Kind.COUNT]
    asked += [f for f in figures_in(question) if f.kind is Kind.COUNT and f.low >= SCALES["k"]]
    if not asked:
        return 1.0
    told = figures_in(text)
    return sum(any(same(one, other) for other in told) for one in asked) / len(asked)
