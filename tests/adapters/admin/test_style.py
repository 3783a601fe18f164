"""The page's colours: every pair that is used has the contrast that WCAG AA asks for."""

import re

import pytest

from adapters.admin.templates import style

# What stands on what; small text throughout, so 4.5.
TEXT = (
    ("ink", "ground"),
    ("ink", "card"),
    ("pale", "ground"),
    ("pale", "card"),
    ("link", "ground"),
    ("link", "card"),
    ("link", "mark"),  # a quote's number may stand on another quote
    ("warn", "ground"),
    ("warn", "card"),
    ("good", "ground"),
    ("good", "card"),
    ("on-main", "main"),
    ("on-mark", "mark"),
    ("on-came", "came"),
    ("on-gone", "gone"),
)
# Edges of fields and buttons, and the ring around what has the focus: 3.
EDGES = (("edge", "ground"), ("edge", "card"), ("link", "ground"), ("main", "card"))


def schemes() -> dict[str, dict[str, str]]:
    light, dark = re.findall(r":root \{(.*?)\}", style().decode(), re.DOTALL)
    read = [dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", one)) for one in (light, dark)]
    assert read[0].keys() == read[1].keys()
    return {"light": read[0], "dark": read[1]}


def luminance(colour: str) -> float:
    """https://www.w3.org/TR/WCAG22/#dfn-relative-luminance"""
    parts = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_contrast_is_counted_as_wcag_counts_it() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_text_and_every_edge_can_be_told_from_its_ground(scheme: str) -> None:
    colours = schemes()[scheme]
    faint = {
        pair: round(found, 2)
        for pairs, least in ((TEXT, 4.5), (EDGES, 3.0))
        for pair in pairs
        if (found := contrast(colours[pair[0]], colours[pair[1]])) < least
    }
    assert faint == {}


def test_no_colour_is_used_that_is_in_no_pair() -> None:
    rest = re.sub(r":root \{.*?\}", "", style().decode(), flags=re.DOTALL)
    assert re.findall(r"#[0-9a-fA-F]{3,8}\b(?=[;\s])", rest) == []
    used = set(re.findall(r"var\(--([\w-]+)\)", rest))
    assert used - {name for pair in (*TEXT, *EDGES) for name in pair} == {"line"}  # an ornament
