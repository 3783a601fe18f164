"""Text → its figures: sums, shares, durations, measures and counts, with units and ranges. Pure."""

import re
from dataclasses import dataclass, replace
from enum import Enum

from retrieval.numbers import Number, numbers_in
from retrieval.sentences import Span
from retrieval.terms import is_function_word, words


class Kind(Enum):
    """What a value is of; values of two kinds are never compared."""

    MONEY = "money"
    SHARE = "share"
    DURATION = "duration"  # seconds
    MEASURE = "measure"  # SI units
    COUNT = "count"  # of what `unit` names
    DAY = "day"  # proleptic ordinals
    CLOCK = "clock"  # minutes after midnight
    NAME = "name"
    STATUS = "status"


@dataclass(frozen=True, slots=True)
class Value:
    """What the words at `span` say: `low` to `high` in `unit`, where they are one figure the same.

    `unit`: of sums the currency, of measures what is measured, of counts the stems of the nouns
    behind the figure, best first, parted by spaces. `step`: the rounding that the writing tells.
    `about`: the words say themselves that they are not exact. `terms`: of a name or a status.
    """

    kind: Kind
    span: Span
    unit: str = ""
    low: float = 0.0
    high: float = 0.0
    step: float = 0.0
    about: bool = False
    terms: frozenset[str] = frozenset()

    @property
    def is_range(self) -> bool:
        return self.low != self.high


_SIGNS = {"$": "dollar", "£": "pound", "€": "euro", "¥": "yen", "₹": "rupee"}
_CURRENCIES = {
    **{name: name for name in "dollar pound euro yen rupee franc rouble peso rand".split()},
    **{name + "s": name for name in "dollar pound euro rupee franc rouble peso".split()},
    **dict.fromkeys("crown crowns krona kronor krone kroner".split(), "crown"),
    **{"usd": "dollar", "gbp": "pound", "eur": "euro", "sterling": "pound"},
    **{"yuan": "yuan", "renminbi": "yuan", "ruble": "rouble", "rubles": "rouble"},
}
# "Nobody was hurt" counts none; "nobody knows how many" doesn't count.
_NOBODY = re.compile(
    r"\b(?:nobody|no[ -]one|none)\b(?! (?:knows?|can|could|would|has said|of us))", re.I
)
_MINUTE, _HOUR, _DAY, YEAR = 60.0, 3600.0, 86400.0, 365.25 * 86400
_SPANS = {
    **dict.fromkeys("second seconds sec secs".split(), 1.0),
    **dict.fromkeys("minute minutes min mins".split(), _MINUTE),
    **dict.fromkeys("hour hours hr hrs".split(), _HOUR),
    **dict.fromkeys("day days night nights".split(), _DAY),
    **dict.fromkeys("week weeks".split(), 7 * _DAY),
    **dict.fromkeys("month months".split(), YEAR / 12),
    **dict.fromkeys("year years".split(), YEAR),
    **dict.fromkeys("decade decades".split(), 10 * YEAR),
}
_MEASURES = {
    **dict.fromkeys("mm millimetre millimetres millimeter millimeters".split(), ("length", 0.001)),
    **dict.fromkeys("cm centimetre centimetres centimeter centimeters".split(), ("length", 0.01)),
    **dict.fromkeys("m metre metres meter meters".split(), ("length", 1.0)),
    **dict.fromkeys("km kilometre kilometres kilometer kilometers".split(), ("length", 1000.0)),
    **dict.fromkeys("mile miles".split(), ("length", 1609.344)),
    **dict.fromkeys("foot feet ft".split(), ("length", 0.3048)),
    **dict.fromkeys("inch inches".split(), ("length", 0.0254)),
    **dict.fromkeys("hectare hectares ha".split(), ("area", 1e4)),
    **dict.fromkeys("acre acres".split(), ("area", 4046.86)),
    **dict.fromkeys("gram grams g".split(), ("mass", 0.001)),
    **dict.fromkeys("kg kilo kilos kilogram kilograms".split(), ("mass", 1.0)),
    **dict.fromkeys("tonne tonnes ton tons".split(), ("mass", 1000.0)),
    **dict.fromkeys("litre litres liter liters".split(), ("volume", 1.0)),
    **dict.fromkeys("mb megabyte megabytes".split(), ("data", 1e6)),
    **dict.fromkeys("gb gigabyte gigabytes".split(), ("data", 1e9)),
    **dict.fromkeys("tb terabyte terabytes".split(), ("data", 1e12)),
    **dict.fromkeys("mph".split(), ("speed", 0.44704)),
    **dict.fromkeys("kph km/h kmh".split(), ("speed", 1 / 3.6)),
    **dict.fromkeys("mw megawatt megawatts".split(), ("power", 1e6)),
    **dict.fromkeys("gw gigawatt gigawatts".split(), ("power", 1e9)),
    **dict.fromkeys("degree degrees °c".split(), ("temperature", 1.0)),
}
_PERCENT = re.compile(r"\s?(?:%|percent\b|per cent\b)", re.I)
_POINTS = re.compile(r"[\s-]+(?:percentage )?points?\b", re.I)
_CURRENCY_BEFORE = re.compile(
    r"(?:(?P<code>US|A|C|NZ|HK|S)?(?P<sign>[$£€¥₹])\s?|\b(?P<word>USD|EUR|GBP)\s)$"
)
_UNIT = re.compile(r"[\s-]{0,2}(?P<unit>km/h|°C|[^\W\d_]+)")
_QUALIFIER = re.compile(r"^(?:US|American|Canadian|Australian|more|square|cubic|metric)$", re.I)
_MONEY_SIGN = r"(?:\s+the)?\s+(?:US|A|C|NZ|HK|S)?[$£€¥₹]?\s?$"
_ABOUT = re.compile(
    r"\b(?:about|around|roughly|approximately|approx\.?|some|an estimated|estimated|close to)"
    rf"{_MONEY_SIGN}|[~≈][$£€]?$",
    re.I,
)
_AT_LEAST = re.compile(
    rf"\b(?:more than|over|at least|upwards of|just over|no fewer than){_MONEY_SIGN}", re.I
)
_AT_MOST = re.compile(
    r"\b(?:nearly|almost|up to|as (?:many|much) as|less than|fewer than|under|at most|not quite"
    rf"|just shy of){_MONEY_SIGN}",
    re.I,
)
# "More than 100" may be 120 elsewhere; were it 200, the paper would have said so.
_MORE = 1.25
_DASH = re.compile(r"[-–—]")
_RANGE = re.compile(r"\s*(?:-|–|—|\bto\b|\band\b)\s*(?:US|A|C|NZ|HK|S)?[$£€¥₹]?$")
_TO = re.compile(r"\bto\b")
_BETWEEN = re.compile(r"\bbetween\s+(?:US|A|C|NZ|HK|S)?[$£€¥₹]?\s?$", re.I)
# "Rose from 12 to 15" tells 15; "15, not 12", "15, up from 12" and "15 instead of 12" too.
_LEFT = re.compile(
    r"\b(?:(?:rose|risen|rises|rising|raised|up|increased|grown|grew|climbed|fell|fallen|falls|down"
    r"|dropped|cut|lowered|reduced|revised|went|corrected|changed|moved)\b[^.;]{0,30}?\bfrom"
    r"|not|instead of|rather than|compared (?:with|to))\s+(?:US|A|C|NZ|HK|S)?[$£€¥₹]?\s?$",
    re.I,
)
_YEAR_BEFORE = re.compile(
    r"\b(?:in|since|of|by|until|during|from|before|after|early|late|mid|january|february|march"
    r"|april|may|june|july|august|september|october|november|december)[\s-]+(?:\d{1,2},\s*)?$",
    re.I,
)
_DAY_BEFORE = re.compile(
    r"\b(?:jan|feb|mar|apr|may|jun|jul|aug|sept?|oct|nov|dec)[a-z]*\.?\s+$", re.I
)
_MONTH_AFTER = re.compile(
    r"\s+(?:of\s+)?(?:jan|feb|mar|apr|may|jun|jul|aug|sept?|oct|nov|dec)[a-z]*\b", re.I
)
_CLOCK_AFTER = re.compile(r"\s?(?:[ap]\.?m\b|o['’]clock)", re.I)
_FRACTION = re.compile(
    r"\b(?:(?P<of>one|two|three|a)[\s-]+)?(?P<part>half|third|thirds|quarter|quarters|fifth|fifths)"
    r"\s+(?:of|the)\b",
    re.I,
)
_PARTS = {"half": 50.0, "third": 100 / 3, "quarter": 25.0, "fifth": 20.0}
_TIMES = {"one": 1, "a": 1, "two": 2, "three": 3}
# Of a count, so many words behind the figure may name what is counted.
_NOUNS = 3


def figures_in(text: str) -> list[Value]:
    """In the order of the text. Years, days of a month and clock times are no figures."""
    numbers = numbers_in(text)
    found: list[Value] = []
    n = 0
    while n < len(numbers):
        low = high = numbers[n]
        n += 1
        if _LEFT.search(text[: low.start]):
            continue
        if n < len(numbers) and _joined(text, low, numbers[n]):
            high = numbers[n]
            n += 1
            if low.scale == 1.0 and low.value * high.scale <= high.value:
                # "600-700 million": what is said behind holds for both.
                low = replace(low, value=low.value * high.scale)
            if low.value >= high.value:
                continue  # "3-0" is a score.
        value = _value(text, low, high)
        if value is not None:
            found.append(value)
    nobody = [Value(Kind.COUNT, match.span()) for match in _NOBODY.finditer(text)]
    return sorted([*found, *_fractions(text), *nobody], key=lambda value: value.span)


def _joined(text: str, low: Number, high: Number) -> bool:
    """Whether the two are the ends of one range."""
    between = text[low.end : high.start]
    if not _RANGE.fullmatch(between):
        return False
    return bool(_DASH.search(between) or _TO.search(between) or _BETWEEN.search(text[: low.start]))


def _value(text: str, low: Number, high: Number) -> Value | None:
    before, after = text[: low.start], text[high.end :]
    span = (low.start, high.end)
    at_least, at_most = bool(_AT_LEAST.search(before)), bool(_AT_MOST.search(before))
    shared = Value(
        Kind.COUNT,
        span,
        low=low.value / (_MORE if at_most else 1.0),
        high=high.value * (_MORE if at_least else 1.0),
        step=max(low.step, high.step),
        about=at_least or at_most or bool(_ABOUT.search(before)),
    )
    sign = _CURRENCY_BEFORE.search(before)
    if sign:
        unit = _SIGNS[sign["sign"]] if sign["sign"] else _CURRENCIES[sign["word"].lower()]
        code = sign["code"] if sign["sign"] and sign["code"] != "US" else None
        return replace(
            shared,
            kind=Kind.MONEY,
            unit=f"{code} {unit}" if code else unit,
            span=(sign.start(), span[1]),
        )
    if found := _PERCENT.match(after):
        return replace(
            shared, kind=Kind.SHARE, unit="percent", span=(span[0], span[1] + found.end())
        )
    if _POINTS.match(after):
        return replace(shared, kind=Kind.SHARE, unit="points")
    if _is_date_or_clock(low, high, before, after):
        return None
    return _with_unit(shared, after, span)


def _with_unit(shared: Value, after: str, span: Span) -> Value:
    unit = _UNIT.match(after)
    skipped = 0
    while unit and _QUALIFIER.match(unit["unit"]):
        skipped += unit.end()
        unit = _UNIT.match(after[skipped:])
    if not unit:
        return shared
    word, end = unit["unit"].lower(), span[1] + skipped + unit.end()
    if word in _CURRENCIES:
        return replace(shared, kind=Kind.MONEY, unit=_CURRENCIES[word], span=(span[0], end))
    if word in _SPANS:
        return _times(replace(shared, kind=Kind.DURATION, span=(span[0], end)), _SPANS[word])
    if word in _MEASURES:
        what, factor = _MEASURES[word]
        found = replace(shared, kind=Kind.MEASURE, unit=what, span=(span[0], end))
        return _times(found, factor)
    return replace(shared, unit=_nouns(after))


def _times(value: Value, factor: float) -> Value:
    return replace(
        value, low=value.low * factor, high=value.high * factor, step=value.step * factor
    )


def _nouns(after: str) -> str:
    """Stems of the words behind a figure that may name what it counts."""
    stems: list[str] = []
    end = 0
    for word in words(after[:80]):
        between, written = after[end : word.start], after[word.start : word.end]
        if between.strip(" -\u00a0") or len(stems) == _NOUNS:
            break
        end = word.end
        if is_function_word(written) and stems:
            break
        if not is_function_word(written):
            stems.append(word.term)
    return " ".join(stems)


def _is_date_or_clock(low: Number, high: Number, before: str, after: str) -> bool:
    whole = low is high and low.value == int(low.value) and low.scale == 1.0
    if not whole:
        return False
    if 1000 <= low.value < 2100 and low.end - low.start == 4:
        # "in 2021" is a year, "2,021 people" and "1500 people" are not.
        return not (1000 <= low.value < 1900) or bool(_YEAR_BEFORE.search(before))
    if low.value <= 31 and (_DAY_BEFORE.search(before) or _MONTH_AFTER.match(after)):
        return True
    return bool(_CLOCK_AFTER.match(after))


def _fractions(text: str) -> list[Value]:
    found = []
    for match in _FRACTION.finditer(text):
        part = match["part"].lower().removesuffix("s")
        share = _PARTS[part if part != "hal" else "half"] * _TIMES[(match["of"] or "a").lower()]
        about = bool(_ABOUT.search(text[: match.start()]))
        found.append(Value(Kind.SHARE, match.span("part"), "percent", share, share, 1.0, about))
    return found
