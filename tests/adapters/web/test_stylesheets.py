"""A page's own style sheet says what is hidden, however it is broken, and is read at once."""

from time import process_time

import pytest
from lxml import html

from adapters.web.stylesheets import page_styles

RULE = ".gone { display : none ; color: red }"
# Read again from each of its characters, a sheet as long as these would take minutes.
MUCH = 250_000
SECONDS = 10.0


def hidden_by(sheet: str) -> set[str]:
    page = f"<html><head><style>{sheet}</style></head><body><p class=gone>no</p><p>yes</p></body>"
    return {element.text for element in page_styles(html.fromstring(page))[0]}


@pytest.mark.parametrize(
    "broken",
    [
        "display: none " * (MUCH // 14),
        "a" * MUCH + " display: none",
        "/* " * (MUCH // 3) + "display: none",
        "}" * MUCH + "display: none",
        "p " + "{" * MUCH + "display: none",
        "p { " + " " * MUCH + "} display: none",
        "p {" + "display : ;" * (MUCH // 11),
    ],
    ids=["words", "one word", "comments", "ends", "beginnings", "blanks", "declarations"],
)
def test_a_sheet_that_is_broken_off_is_read_at_once_and_what_stands_before_it_holds(
    broken: str,
) -> None:
    began = process_time()
    assert hidden_by(f"{RULE} {broken}") == {"no"}
    assert process_time() - began < SECONDS


def test_blanks_around_what_separates_mean_nothing() -> None:
    assert hidden_by(".gone\n{\n  display\t:\n none\n ! important ; }") == {"no"}
    assert hidden_by(".gone { color: red }") == set()
