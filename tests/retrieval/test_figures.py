"""Figures are read with their units, whatever way they are written."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.figures import Kind, figures_in


@pytest.mark.parametrize(
    ("text", "kind", "unit", "low", "high"),
    [
        ("sold for £1.3bn", Kind.MONEY, "pound", 1.3e9, 1.3e9),
        ("about 8 billion dollars", Kind.MONEY, "dollar", 8e9, 8e9),
        ("worth nine million crowns", Kind.MONEY, "crown", 9e6, 9e6),
        ("between $300 million and $400 million", Kind.MONEY, "dollar", 3e8, 4e8),
        ("600-700 million euros", Kind.MONEY, "euro", 6e8, 7e8),
        ("C$20 a seat", Kind.MONEY, "C dollar", 20, 20),
        ("12.5 per cent", Kind.SHARE, "percent", 12.5, 12.5),
        ("half of the staff", Kind.SHARE, "percent", 50, 50),
        ("a 90-minute match", Kind.DURATION, "", 5400, 5400),
        ("burned 1,625 hectares", Kind.MEASURE, "area", 1.625e7, 1.625e7),
        ("12 to 15 boats", Kind.COUNT, "boat", 12, 15),
        ("rose from 12 to 15 boats", Kind.COUNT, "boat", 15, 15),
        ("fifteen boats, not twelve", Kind.COUNT, "boat", 15, 15),
        ("from 12 to 15 boats", Kind.COUNT, "boat", 12, 15),
        ("thirty-one passengers", Kind.COUNT, "passeng", 31, 31),
        ("has risen to seven, officials said", Kind.COUNT, "", 7, 7),
        ("more than 100 hikers", Kind.COUNT, "hiker", 100, 125),
    ],
)
def test_a_figure_and_its_unit(text: str, kind: Kind, unit: str, low: float, high: float) -> None:
    first = figures_in(text)[0]
    assert (first.kind, first.unit, first.low, first.high) == (kind, unit, low, high)


@pytest.mark.parametrize(
    "text", ["in 2021", "on October 10", "the 10 October letter", "at 6 a.m.", "a 3-0 win"]
)
def test_dates_clocks_and_scores_are_no_figures(text: str) -> None:
    assert not figures_in(text)


@given(st.text(alphabet="0123456789,.-–: aonehudrdtwmilk$£%", max_size=60))
def test_a_figure_is_a_slice_of_its_text_and_no_less_than_nothing(text: str) -> None:
    for figure in figures_in(text):
        start, end = figure.span
        assert 0 <= start < end <= len(text)
        assert 0 <= figure.low <= figure.high
