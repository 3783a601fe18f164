"""wall_words.txt → the expressions by which walls are known. Pure but for the file."""

import re
from collections.abc import Sequence
from functools import cache
from pathlib import Path

_FILE = Path(__file__).with_name("wall_words.txt")


@cache
def any_of(heading: str) -> re.Pattern[str] | None:
    """Matches where any line under the heading does; None where the file has no such heading."""
    found = _lines().get(heading)
    return re.compile("|".join(found), re.I) if found else None


@cache
def pairs(heading: str) -> Sequence[tuple[re.Pattern[str], re.Pattern[str]]]:
    """The two sides of each line under the heading, as whole words."""
    sides = (line.split("  &  ") for line in _lines().get(heading, ()))
    return [(_whole(one), _whole(other)) for one, other in sides]


def _whole(words: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{words})\b", re.I)


@cache
def _lines() -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for line in _FILE.read_text(encoding="utf-8").split("\n"):
        if line.startswith("[") and line.endswith("]"):
            under = found.setdefault(line[1:-1], [])
        elif line and not line.startswith("#"):
            under.append(line)
    return found
