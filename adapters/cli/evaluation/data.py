"""Files of articles and of questions with known answers → values, or an error with its line."""

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar

from bot.moment_of_asking import WrongMoment, moment_of_asking
from retrieval.articles import Article
from retrieval.errors import WrongUse
from retrieval.languages import declared_language, with_language

STORY = "evaluation"
_SURROGATE = re.compile(r"[\ud800-\udfff]")
_T = TypeVar("_T")


class EvaluationDataError(WrongUse):
    """A file can't be used; names it, the line in it, the reason and the next step."""


@dataclass(frozen=True, slots=True)
class KnownQuestion:
    """A question of which is known what answers it.

    `answers`: words any of which a right quote holds. `relevant`: ids of the articles that answer.
    `evidence`: the sentences that do. All three are empty where nothing answers. `asked_on`: the
    moment of asking, None where it doesn't matter.
    """

    id: str
    text: str
    answers: tuple[str, ...]
    relevant: frozenset[str]
    evidence: tuple[str, ...]
    answerable: bool
    asked_on: datetime | None = None


def read_articles(path: Path) -> list[Article]:
    """One JSON object a line: id, title, text; source, url and date (ISO 8601) may be "" or absent.

    The text is kept to the character. Raises EvaluationDataError.
    """
    return _unique(path, _article, lambda article: article.id)


def read_questions(path: Path) -> list[KnownQuestion]:
    """One JSON object a line: id, question, answerable; answers, relevant, evidence
    (`[{"doc", "text"}]`) and asked_on (ISO 8601; a date is the end of that day, UTC) may be absent.
    Other keys are ignored. Raises EvaluationDataError."""
    return _unique(path, _question, lambda question: question.id)


class _Wrong(Exception):
    """What is wrong with a line."""


def _unique(
    path: Path, parse: Callable[[dict[str, object]], _T], id_of: Callable[[_T], str]
) -> list[_T]:
    found: dict[str, _T] = {}
    for number, line in _lines(path):
        try:
            value = parse(_fields(line))
            if id_of(value) in found:
                raise _Wrong(f"a second line has the id {id_of(value)!r}")
        except _Wrong as wrong:
            raise EvaluationDataError(f"{path}:{number}: {wrong}; correct the line") from None
        found[id_of(value)] = value
    if not found:
        raise EvaluationDataError(f"{path} is empty; it needs one JSON object a line")
    return list(found.values())


def _lines(path: Path) -> Iterator[tuple[int, str]]:
    """The lines that aren't blank, numbered from 1."""
    number = 0
    try:
        # Only "\n" ends a line: JSON may hold U+2028 and its like unescaped.
        with path.open(encoding="utf-8-sig", newline="\n") as stream:
            for number, line in enumerate(stream, 1):
                if not line.isspace():
                    yield number, line.strip()
    except UnicodeDecodeError as error:
        raise EvaluationDataError(
            f"{path}: not UTF-8 after line {number} ({error.reason}); save it as UTF-8"
        ) from None
    except OSError as error:
        raise EvaluationDataError(
            f"{path} can't be read ({error.strerror}); name a readable file"
        ) from None


def _fields(line: str) -> dict[str, object]:
    try:
        fields = json.loads(line)
    except json.JSONDecodeError as error:
        raise _Wrong(f"not JSON ({error.msg} at column {error.colno})") from None
    except (RecursionError, ValueError) as error:  # ValueError: a number of thousands of digits
        raise _Wrong(f"not usable JSON ({type(error).__name__})") from None
    if not isinstance(fields, dict):
        raise _Wrong("not a JSON object")
    return fields


def _article(fields: dict[str, object]) -> Article:
    article = Article(
        id=_needed(fields, "id"),
        story=STORY,
        title=_text(fields, "title"),
        url=_text(fields, "url"),
        source=_text(fields, "source"),
        authors=(),
        published=_moment(_text(fields, "date")),
        text=_needed(fields, "text"),
        language=declared_language(_text(fields, "language")),
    )
    return with_language(article)


def _question(fields: dict[str, object]) -> KnownQuestion:
    answerable = fields.get("answerable")
    if not isinstance(answerable, bool):
        raise _Wrong("answerable is not true or false")
    evidence = _list(fields, "evidence")
    if not all(isinstance(each, dict) for each in evidence):
        raise _Wrong('evidence is not a list of {"doc", "text"}')
    return KnownQuestion(
        id=_needed(fields, "id"),
        text=_needed(fields, "question"),
        answers=tuple(_item("answers", each) for each in _list(fields, "answers")),
        relevant=frozenset(_item("relevant", each) for each in _list(fields, "relevant")),
        evidence=tuple(_needed(each, "text") for each in evidence if isinstance(each, dict)),
        answerable=answerable,
        asked_on=_asked_on(_text(fields, "asked_on")),
    )


def _needed(fields: dict[str, object], name: str) -> str:
    value = _text(fields, name)
    if not value.strip():
        raise _Wrong(f"{name} is missing or empty")
    return value


def _text(fields: dict[str, object], name: str) -> str:
    value = fields.get(name)
    return "" if value is None else _item(name, value)


def _item(name: str, value: object) -> str:
    if not isinstance(value, str):
        raise _Wrong(f"{name} is not text")
    if found := _SURROGATE.search(value):
        raise _Wrong(f"{name} holds U+{ord(found.group()):04X}, which is no character")
    return value


def _list(fields: dict[str, object], name: str) -> list[object]:
    value = fields.get(name)
    if value is None:
        return []
    if not isinstance(value, list):
        raise _Wrong(f"{name} is not a list")
    return value


def _asked_on(value: str) -> datetime | None:
    if not value.strip():
        return None
    try:
        return moment_of_asking(value)
    except WrongMoment as wrong:
        raise _Wrong(f"asked_on: {wrong}") from None


def _moment(value: str) -> datetime | None:
    if not value.strip():
        return None
    try:
        moment = datetime.fromisoformat(value.strip())
        moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
        moment.astimezone(UTC)  # the year 1 in Tokyo is no year in UTC
    except (ValueError, OverflowError):
        raise _Wrong(f"date {value[:40]!r} is not ISO 8601") from None
    return moment
