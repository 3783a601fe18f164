"""The picture of a story's coverage: right in its counts, readable on any ground, never failing."""

import struct
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest

from adapters.rendering.coverage_chart import (
    COLOURS,
    GROUND,
    INK,
    MOST_BARS,
    OTHERS,
    OTHERS_COLOUR,
    coverage_png,
    stacks,
)
from retrieval.articles import Article

DAY = date(2024, 3, 26)


def article(source: str, published: datetime | None) -> Article:
    return Article(source, "s", "t", "", source, (), published, "x")


def on(*days: int, source: str = "Wire") -> list[Article]:
    start = datetime(2024, 3, 26, 8, tzinfo=UTC)
    return [article(source, start + timedelta(days=n)) for n in days]


def size(png: bytes) -> tuple[int, int]:
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    width, height = struct.unpack(">II", png[16:24])
    return width, height


def luminance(colour: str) -> float:
    """Relative luminance as WCAG 2 defines it."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_words_and_bars_stand_out_from_the_ground() -> None:
    assert contrast(INK, GROUND) >= 7
    assert min(contrast(colour, GROUND) for colour in (*COLOURS, OTHERS_COLOUR)) >= 3


def test_each_source_has_a_colour_of_its_own() -> None:
    assert len({*COLOURS, OTHERS_COLOUR}) == 9


def test_articles_are_counted_a_day_by_source_and_the_busiest_comes_first() -> None:
    days = [(DAY, "A"), (DAY, "B"), (DAY, "B"), (DAY + timedelta(days=2), "B")]
    n = DAY.toordinal()
    assert stacks(days) == [("B", Counter({n: 2, n + 2: 1})), ("A", Counter({n: 1}))]


def test_eight_sources_are_named_and_the_rest_are_others() -> None:
    days = [(DAY, f"Paper {n}") for n in range(12) for _ in range(12 - n)]
    found = stacks(days)
    assert [source for source, _ in found] == [*(f"Paper {n}" for n in range(8)), OTHERS]
    assert found[-1][1].total() == 4 + 3 + 2 + 1


@pytest.mark.parametrize(
    ("days", "bars"),
    [
        (MOST_BARS - 1, MOST_BARS - 1),
        (MOST_BARS, 13),
        (MOST_BARS * 7 + 1, 21),
        (MOST_BARS * 31 + 1, 8),
    ],
)
def test_a_long_span_is_counted_by_week_month_or_year(days: int, bars: int) -> None:
    [(_, counts)] = stacks([(DAY, "A"), (DAY + timedelta(days=days), "A")])
    first, last = sorted(counts)
    assert last - first == bars


@pytest.mark.parametrize(
    "articles",
    [
        [],
        [article("Wire", None)],
        on(0),
        on(0, 1, 1, 5, 30),
        on(0, 400),
        [
            article("Wire", datetime(1, 1, 1, tzinfo=UTC)),
            article("W", datetime.max.replace(tzinfo=UTC)),
        ],
        [a for n in range(12) for a in on(n, source=f"Paper {n}")],
    ],
)
def test_whatever_the_articles_there_is_a_picture(articles: list[Article]) -> None:
    assert size(coverage_png(articles, "The fall of the bridge")) == (1200, 600)


HOSTILE = [
    *("$x^2$", r"$\frac{1$", "^_{", "_under", "", "a\nb", "\x00\x1b[31m", "\ud800"),
    *("日本新聞", "📰🗞", "العربية", "long " * 100),
]


@pytest.mark.parametrize("name", HOSTILE)
def test_a_name_is_drawn_as_it_stands_and_never_fails(name: str) -> None:
    assert size(coverage_png(on(0, 1, source=name), name)) == (1200, 600)


def test_names_are_no_formulas() -> None:
    """Drawn as mathtext, both would look the same but for a space."""
    one, other = (coverage_png(on(0, source=name), "t") for name in ("$ab$", "$a b$"))
    assert one != other


def test_threads_draw_side_by_side() -> None:
    articles = on(0, 1, 1, 5)
    with ThreadPoolExecutor(4) as pool:
        pictures = list(pool.map(lambda _: coverage_png(articles, "t"), range(8)))
    assert all(one == other for one, other in pairwise(pictures))
