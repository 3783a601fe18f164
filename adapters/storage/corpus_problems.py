"""What is wrong in a corpus, said so that a person can put it right. Pure."""

import difflib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from retrieval.errors import PullquoteError

# One misread file can hold thousands of keys; these show what is meant.
_KEYS_NAMED = 8


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


@dataclass(frozen=True, slots=True)
class Remark(Problem):
    """Something to know about a file that is read all the same; `keys` are those of its keys that
    are kept aside."""

    keys: tuple[str, ...] = ()


def told_once(remarks: Sequence[Remark]) -> tuple[str, ...]:
    """A line for each thing that there is to know, however many files it is said of."""
    by_said: dict[tuple[bool, str, str], list[Remark]] = {}
    for remark in remarks:
        reason = "" if remark.keys else remark.reason
        by_said.setdefault((bool(remark.keys), reason, remark.next_step), []).append(remark)
    lines = []
    for said in by_said.values():
        keys = list(dict.fromkeys(key for remark in said for key in remark.keys))
        first = replace(said[0], reason=kept_aside(keys)) if keys else said[0]
        others = len(said) - 1
        more = f" (and {others} more file{'s' if others > 1 else ''})" if others else ""
        lines.append(f"{first}{more}")
    return tuple(lines)


def kept_aside(keys: Sequence[str]) -> str:
    """What is said of keys that no field is taken from."""
    named = ", ".join(keys[:_KEYS_NAMED])
    more = f" and {len(keys) - _KEYS_NAMED} more" if len(keys) > _KEYS_NAMED else ""
    return f"keys that are kept aside: {named}{more}"


def shown(path: Path) -> str:
    """The path as one printable line, whatever bytes its name is made of."""
    return "".join(
        char if char.isprintable() else char.encode("unicode_escape").decode()
        for char in path.as_posix()
    )


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The known word that a person most likely meant, or None."""
    return next(iter(difflib.get_close_matches(word[:80], sorted(known), n=1)), None)
