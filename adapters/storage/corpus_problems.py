"""What is wrong in a corpus, said so that a person can put it right. Pure."""

import difflib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from retrieval.errors import PullquoteError


class CorpusError(PullquoteError):
    """There is no corpus to read, or no such story in it; one line with the next step."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing left out of the index: where it stands, why, and what to do about it."""

    path: str
    line: int | None
    reason: str
    next_step: str

    def __str__(self) -> str:
        place = self.path if self.line is None else f"{self.path}:{self.line}"
        return f"{place}: {self.reason}; {self.next_step}"


def shown(path: Path) -> str:
    """The path as one printable line, whatever bytes its name is made of."""
    return "".join(
        char if char.isprintable() else char.encode("unicode_escape").decode()
        for char in path.as_posix()
    )


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The known word that a person most likely meant, or None."""
    return next(iter(difflib.get_close_matches(word[:80], sorted(known), n=1)), None)
