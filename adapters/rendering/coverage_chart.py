"""A story's articles → a picture of who reported how much, and when. The only file that draws.

Figures are made and drawn one by one, without pyplot and its global state: any thread may draw.
"""

import io
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.font_manager import findfont, get_font
from matplotlib.ticker import MaxNLocator

from retrieval.articles import Article

# The ground is the picture's own, so that it reads the same in a light and in a dark chat.
GROUND, INK, GRID = "#ffffff", "#1f2430", "#d4d7dd"
# Near Paul Tol's "muted" scheme for the colour-blind, its pale hues darkened: each has a contrast
# of 3 or more to the ground (WCAG 1.4.11), and a line of the ground parts each bar from the next.
COLOURS = tuple("#332288 #cc6677 #117733 #a88600 #2b83ba #882255 #8f8f2a #aa4499".split())
OTHERS_COLOUR = "#6f747d"
OTHERS, _UNNAMED = "others", "unnamed"
# As many bars as can be told apart; a longer span is counted by week, by month, at last by year.
MOST_BARS = 92
_INCHES, _DPI = (12.0, 6.0), 100
_FONT = "DejaVu Sans"  # comes with matplotlib, so that every machine draws the same
_MOST_TICKS = 7
_LONGEST_NAME, _LONGEST_TITLE = 28, 80
_MARK = "\N{REPLACEMENT CHARACTER}"


@dataclass(frozen=True, slots=True)
class _Unit:
    """What a bar stands for. `place` numbers a date's bar, the empty ones between counted too;
    `label` is what the axis says at a number."""

    name: str
    place: Callable[[date], int]
    label: Callable[[int], str]


_UNITS = (
    _Unit("day", date.toordinal, lambda n: _short(date.fromordinal(n))),
    # The first of January of the year 1 was a Monday.
    _Unit(
        "week, from Monday on",
        lambda day: (day.toordinal() - 1) // 7,
        lambda n: _short(date.fromordinal(7 * n + 1)),
    ),
    _Unit(
        "month",
        lambda day: 12 * day.year + day.month - 1,
        lambda n: f"{date(n // 12, n % 12 + 1, 1):%b} {n // 12}",
    ),
    _Unit("year", lambda day: day.year, str),
)


def coverage_png(articles: Sequence[Article], title: str) -> bytes:
    """A PNG of 1200 × 600: articles a day (week, month, year) by source, in stacked bars.

    The eight sources with the most articles are named; days without articles stay empty. Where no
    article has a date, the picture says so.
    """
    dated = [(a.published.date(), a.source) for a in articles if a.published]
    figure = Figure(figsize=_INCHES, dpi=_DPI, facecolor=GROUND, layout="constrained")
    FigureCanvasAgg(figure)  # the figure keeps it: no window system is looked for
    axes = figure.add_subplot(facecolor=GROUND)
    axes.set_title(
        _drawable(title, _LONGEST_TITLE),
        loc="left",
        pad=14,
        color=INK,
        fontsize=15,
        fontfamily=_FONT,
        parse_math=False,
    )
    if dated:
        _draw(axes, dated)
        _name_axes(axes, dated, len(articles) - len(dated))
    else:
        axes.set_axis_off()
        axes.text(
            0.5,
            0.5,
            "No article with a date yet",
            color=INK,
            fontsize=14,
            fontfamily=_FONT,
            ha="center",
            transform=axes.transAxes,
        )
    picture = io.BytesIO()
    figure.savefig(picture, format="png", facecolor=GROUND)
    return picture.getvalue()


def stacks(dated: Sequence[tuple[date, str]]) -> list[tuple[str, Counter[int]]]:
    """(source, articles by the number of the bar), the one with the most first, others last."""
    unit = _unit(dated)
    by_source: dict[str, Counter[int]] = {}
    for day, source in dated:
        by_source.setdefault(source, Counter())[unit.place(day)] += 1
    ranked = sorted(by_source.items(), key=lambda item: (-item[1].total(), item[0]))
    named, rest = ranked[: len(COLOURS)], ranked[len(COLOURS) :]
    others = sum((count for _, count in rest), Counter[int]())
    return [*named, *([(OTHERS, others)] if rest else [])]


def _unit(dated: Sequence[tuple[date, str]]) -> _Unit:
    """The finest in which the whole span has few enough bars."""
    first, last = min(dated)[0], max(dated)[0]
    fitting = (u for u in _UNITS if u.place(last) - u.place(first) < MOST_BARS)
    return next(fitting, _UNITS[-1])


def _draw(axes: Axes, dated: Sequence[tuple[date, str]]) -> None:
    below: Counter[int] = Counter()
    for (source, counts), colour in zip(stacks(dated), (*COLOURS, OTHERS_COLOUR), strict=False):
        places = sorted(counts)
        axes.bar(
            places,
            [counts[n] for n in places],
            bottom=[below[n] for n in places],
            width=0.86,
            color=colour,
            edgecolor=GROUND,
            linewidth=0.8,
            label=_drawable(source or _UNNAMED, _LONGEST_NAME),
        )
        below += counts
    axes.set_ylim(0, max(below.values()) * 1.08)
    legend = axes.legend(
        loc="upper left",
        bbox_to_anchor=(1.01, 1.0),
        frameon=False,
        labelcolor=INK,
        prop={"family": _FONT, "size": 11},
    )
    for text in legend.get_texts():
        text.set_parse_math(False)


def _name_axes(axes: Axes, dated: Sequence[tuple[date, str]], undated: int) -> None:
    unit = _unit(dated)
    first, last = (unit.place(edge(dated)[0]) for edge in (min, max))
    step = -(-(last - first + 1) // _MOST_TICKS)
    ticks = range(first, last + 1, step)
    axes.set_xlim(first - 1, last + 1)
    axes.set_xticks(list(ticks), [unit.label(n) for n in ticks])
    axes.yaxis.set_major_locator(MaxNLocator(nbins=6, integer=True, min_n_ticks=1))
    axes.set_ylabel(f"articles a {unit.name}", color=INK, fontsize=12, fontfamily=_FONT)
    if undated:
        verb = "article without a date is" if undated == 1 else "articles without a date are"
        axes.set_xlabel(f"{undated} {verb} not shown", color=INK, fontsize=11, fontfamily=_FONT)
    axes.grid(axis="y", color=GRID, linewidth=0.8)
    axes.set_axisbelow(True)
    axes.tick_params(colors=INK, labelsize=11, length=0, pad=6, labelfontfamily=_FONT)
    for side in ("top", "right", "left"):
        axes.spines[side].set_visible(False)
    axes.spines["bottom"].set_color(INK)


def _short(day: date) -> str:
    return f"{day.day} {day:%b} {day.year}"


def _drawable(text: str, most: int) -> str:
    """One line of characters that the font has; each run of others is one mark."""
    known = "".join(c if ord(c) in _charmap() else _MARK for c in " ".join(text.split()))
    line = _MARK.join(part for n, part in enumerate(known.split(_MARK)) if part or not n)
    line += _MARK if known.endswith(_MARK) and not line.endswith(_MARK) else ""
    shown = line if len(line) <= most else f"{line[: most - 1].rstrip()}…"
    # matplotlib leaves names with an underscore before them out of the legend.
    return f" {shown}" if shown.startswith("_") else shown


@cache
def _charmap() -> frozenset[int]:
    return frozenset(get_font(findfont(_FONT)).get_charmap())
