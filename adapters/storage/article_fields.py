"""The raw fields of an article or a story → checked values, or a problem for each. Pure."""

import math
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from adapters.storage.corpus_problems import Problem, nearest
from adapters.storage.written_dates import written_moment

_NOT_IN_A_LINE = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
# PostgreSQL refuses NUL and UTF-8 has no surrogates: such a text could be read but not kept.
_NOT_IN_A_TEXT = re.compile(r"[\x00\ud800-\udfff]")
# One misread file can hold thousands of keys; five show what is wrong.
_UNKNOWN_NAMED = 5


@dataclass(frozen=True, slots=True)
class Odd:
    """A value of a kind that no field takes, as words for a message."""

    shown: str
    kind: str


Value = str | tuple[str, ...] | Odd | None


@dataclass(frozen=True, slots=True)
class Field:
    """One field as written; `line` counts from 1 in its file, None where it is not known."""

    value: Value
    line: int | None


def value_of(parsed: object) -> Value:
    """A JSON or TOML value as a field's value."""
    match parsed:
        case None | str() | Odd():
            return parsed
        case bool():
            return Odd(str(parsed).lower(), "a yes/no value")
        case int() | float():
            return Odd(str(parsed)[:40], "a number")
        case list():
            texts = tuple(item for item in parsed if isinstance(item, str))
            return (
                texts if len(texts) == len(parsed) else Odd("", "a list with more than texts in it")
            )
        case _:
            return Odd("", "neither text nor a list of texts")


class FieldCheck:
    """Takes fields out by name; `problems` says what was wrong with them.

    A field that is wrong comes out as "" or () or None beside its problem, so that one
    reading names everything there is to put right. `place` is what the fields stand in,
    for messages: "the front matter".
    """

    def __init__(
        self, path: str, place: str, line: int | None, fields: Mapping[str, Field]
    ) -> None:
        self._path, self._place, self._line, self._fields = path, place, line, fields
        self._found: list[Problem] = []
        self._missing: list[str] = []

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Everything found wrong so far, in the order of the file."""
        missing = self._missing
        found = list(self._found)
        if missing:
            verb, it = ("is", "it") if len(missing) == 1 else ("are", "them")
            reason = f"{_listed(missing)} {verb} missing"
            found.append(Problem(self._path, self._line, reason, f"add {it} to {self._place}"))
        return tuple(sorted(found, key=lambda problem: problem.line or 0))

    def refuse_unknown(self, known: Collection[str]) -> None:
        """A problem for each key that is not in `known`, with the one that was probably meant."""
        unknown = [name for name in self._fields if name not in known]
        for name in unknown[:_UNKNOWN_NAMED]:
            meant = nearest(name, known)
            hint = f"did you mean {meant}?" if meant else f"known are {_listed(list(known))}"
            self._wrong(name, f"unknown key {name[:40]!r}", hint)

    def misspelt(self, name: str, meant: str, line: int | None) -> None:
        """A problem for a key that none of the fields was taken from, where `meant` is missing."""
        reason = f"unknown key {name[:40]!r}"
        self._found.append(Problem(self._path, line, reason, f"did you mean {meant}?"))

    def line(self, name: str) -> str:
        """A required text of one line."""
        value = self._required(name)
        return value if value and self._is_line(name, value) else ""

    def optional_line(self, name: str) -> str | None:
        """A text of one line, None where the field is left out or empty."""
        field = self._fields.get(name)
        return self.line(name) if field and field.value is not None else None

    def paragraph(self, name: str) -> str:
        """A required text whose line ends count as spaces."""
        value = " ".join((self._required(name) or "").split())
        return value if value and self._is_line(name, value) else ""

    def text(self, name: str) -> str:
        """A required text, kept to the character."""
        field = self._fields.get(name)
        self._required(name)
        value = field.value if field and isinstance(field.value, str) else ""
        bad = _NOT_IN_A_TEXT.search(value)
        if bad:
            self._wrong(name, f"{name} holds {_code(bad)}, which is no character", "remove it")
        return value

    def lines(self, name: str, *, or_one: bool = False) -> tuple[str, ...]:
        """A list of texts of one line, () where left out; `or_one` takes one bare text too."""
        field = self._fields.get(name)
        match field.value if field else None:
            case None:
                return ()
            case tuple() as values:
                pass
            case str() as value if or_one:
                values = (value,)
            case str():
                self._wrong(name, f"{name} is text, not a list", f'write {name} = ["…"]')
                return ()
            case Odd() as odd:
                self._wrong(name, _odd(name, odd, "a list of texts"), "give a list of texts")
                return ()
        values = tuple(value.strip() for value in values)
        if "" in values:
            self._wrong(name, f"{name} holds an empty text", "fill it in or remove it")
            return ()
        return values if all(self._is_line(name, value) for value in values) else ()

    def address(self, name: str) -> str:
        """A required http or https address."""
        value = self.line(name)
        return value if value and self._takes(name, value) else ""

    def addresses(self, name: str) -> tuple[str, ...]:
        """A list of http or https addresses, () where left out."""
        return tuple(value for value in self.lines(name) if self._takes(name, value))

    def number(self, name: str, least: float, most: float) -> float | None:
        """A number in these bounds, None where left out."""
        field = self._fields.get(name)
        value = field.value if field else None
        if value is None:
            return None
        try:
            number = float(value.shown) if isinstance(value, Odd) else math.nan
        except ValueError:
            number = math.nan
        if not least <= number <= most:
            given = f": {value.shown}" if isinstance(value, Odd) and value.shown else ""
            reason = f"{name}{given} is no number from {least:g} to {most:g}"
            self._wrong(name, reason, f"write one such as {name} = {most / 2:g}")
            return None
        return number

    def moment(self, name: str) -> datetime | None:
        """A required date or time, see `written_moment`."""
        value = self.line(name)
        if not value:
            return None
        moment = written_moment(value)
        if moment is None:
            advice = "write 2024-07-28 or 2024-07-28T09:00:00+09:00"
            self._wrong(name, f"{name}: {value[:60]!r} is not a date", advice)
        return moment

    def _required(self, name: str) -> str | None:
        field = self._fields.get(name)
        match field.value if field else None:
            case str() as value if value.strip():
                return value.strip()
            case str():
                self._wrong(name, f"{name} is empty", "fill it in")
            case tuple():
                self._wrong(name, f"{name} is a list, not text", "give one text")
            case Odd() as odd:
                advice = f'write "{odd.shown}"' if odd.shown else "give one text"
                self._wrong(name, _odd(name, odd, "text"), advice)
            case None:
                self._missing.append(name)
        return None

    def _is_line(self, name: str, value: str) -> bool:
        bad = _NOT_IN_A_LINE.search(value)
        if bad:
            self._wrong(name, f"{name} holds a control character ({_code(bad)})", "remove it")
        return not bad

    def _takes(self, name: str, value: str) -> bool:
        fit = is_address(value)
        if not fit:
            reason = f"{name}: {value[:60]!r} is not a web address"
            self._wrong(name, reason, "write one that begins with https:// or http://")
        return fit

    def _wrong(self, name: str, reason: str, next_step: str) -> None:
        field = self._fields.get(name)
        line = field.line if field and field.line else self._line
        self._found.append(Problem(self._path, line, reason, next_step))


def is_address(value: str) -> bool:
    """Whether the value is an http or https address with a host and no blank in it."""
    try:
        parts = urlsplit(value)
        return (
            parts.scheme in ("http", "https") and bool(parts.hostname) and value.split() == [value]
        )
    except ValueError:
        return False


def _odd(name: str, odd: Odd, wanted: str) -> str:
    if not odd.shown:
        return f"{name} is {odd.kind}"
    return f"{name}: {odd.shown} is {odd.kind}, not {wanted}"


def _code(bad: re.Match[str]) -> str:
    return f"U+{ord(bad.group()):04X}"


def _listed(names: list[str]) -> str:
    return " and ".join(filter(None, (", ".join(names[:-1]), names[-1])))
