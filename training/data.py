"""The folder of training data → passages and questions with their answers.

Its format: `passages.jsonl`, a line `[id, title, text]`; `questions.jsonl`, a line `{"q", "p":
passage id, "a": [[answer, offset], …], "n": [passage id, …], "source", "news"}`; and, if there,
`unanswerable.jsonl`, a line `{"q", "p"}` for a question that looks as if the passage answered it
and that it doesn't. Each may be compressed with xz.
"""

import json
import lzma
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from retrieval.sentences import Span

LOOK_ALIKES = "look_alikes"


@dataclass(frozen=True, slots=True)
class Page:
    """A passage that is read, under its title."""

    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Known:
    """A question of which it is known whether, and where, the page `page` answers it.

    `answers` are spans of that page's text, none where it doesn't answer; `others` are pages of
    the same article that don't.
    """

    question: str
    page: str
    answers: tuple[Span, ...]
    others: tuple[str, ...]
    source: str
    news: bool


def read(folder: Path) -> tuple[dict[str, Page], list[Known]]:
    """Pages by id, and the questions in the order of the files. Raises OSError where none are."""
    pages = {id: Page(title, text) for id, title, text in _lines(folder, "passages.jsonl")}
    questions = [
        Known(
            question=line["q"].strip(),
            page=line["p"],
            answers=tuple((at, at + len(answer)) for answer, at in line["a"]),
            others=tuple(id for id in line["n"] if id in pages),
            source=line["source"],
            news=line["news"],
        )
        for line in _lines(folder, "questions.jsonl")
    ]
    if any(folder.glob("unanswerable.jsonl*")):
        questions += [
            Known(line["q"].strip(), line["p"], (), (), LOOK_ALIKES, False)
            for line in _lines(folder, "unanswerable.jsonl")
        ]
    return pages, questions


def _lines(folder: Path, name: str) -> Iterator[Any]:
    plain, packed = folder / name, folder / f"{name}.xz"
    with (
        plain.open(encoding="utf-8")
        if plain.exists()
        else lzma.open(packed, "rt", encoding="utf-8") as stream
    ):
        for line in stream:
            yield json.loads(line)
