"""The folder of training data, as it is handed out: packed with xz, or plain."""

import json
import lzma
from pathlib import Path

import pytest

from training.data import LOOK_ALIKES, Known, Page, read

PAGES = [
    ["a1", "Café opens", "Anna Smith opened it. 👍 It rained."],
    ["b2", "", "Nothing was opened."],
]
OPENED = {
    "id": "squad:1",
    "q": " Who opened the café?\n",
    "p": "a1",
    "a": [["Anna Smith", 0], ["Smith", 5]],
    "n": ["b2", "of another file"],
    "source": "squad1_train",
    "news": False,
    "tier": "A",
}
CLOSED = OPENED | {"q": "Who closed it?", "p": "b2", "a": [], "n": [], "news": True}

EXPECTED = (
    {
        "a1": Page("Café opens", "Anna Smith opened it. 👍 It rained."),
        "b2": Page("", "Nothing was opened."),
    },
    [
        Known("Who opened the café?", "a1", ((0, 10), (5, 10)), ("b2",), "squad1_train", False),
        Known("Who closed it?", "b2", (), (), "squad1_train", True),
    ],
)


def lines(*values: object) -> str:
    return "".join(json.dumps(value, ensure_ascii=False) + "\n" for value in values)


def write(folder: Path, name: str, text: str, packed: bool) -> None:
    if packed:
        (folder / f"{name}.xz").write_bytes(lzma.compress(text.encode()))
    else:
        (folder / name).write_text(text, encoding="utf-8")


@pytest.mark.parametrize("packed", [(True, True), (False, False), (True, False)])
def test_pages_and_questions_are_read_packed_or_plain(
    packed: tuple[bool, bool], tmp_path: Path
) -> None:
    write(tmp_path, "passages.jsonl", lines(*PAGES), packed[0])
    write(tmp_path, "questions.jsonl", lines(OPENED, CLOSED), packed[1])
    assert read(tmp_path) == EXPECTED


def test_a_plain_file_is_read_before_a_packed_one(tmp_path: Path) -> None:
    """Someone who unpacks a file to try a change of it wants to see the change."""
    write(tmp_path, "passages.jsonl", lines(*PAGES), packed=False)
    write(tmp_path, "passages.jsonl", lines(*PAGES[:1]), packed=True)
    write(tmp_path, "questions.jsonl", lines(OPENED, CLOSED), packed=True)
    assert read(tmp_path) == EXPECTED


@pytest.mark.parametrize("missing", ["passages.jsonl", "questions.jsonl"])
def test_a_file_that_is_not_there_is_named(missing: str, tmp_path: Path) -> None:
    for name, values in (("passages.jsonl", PAGES), ("questions.jsonl", [CLOSED])):
        if name != missing:
            write(tmp_path, name, lines(*values), packed=False)
    with pytest.raises(FileNotFoundError) as error:
        read(tmp_path)
    assert str(tmp_path / missing) in str(error.value)


@pytest.mark.parametrize("packed", [True, False])
def test_look_alikes_are_read_as_questions_that_their_page_does_not_answer(
    packed: bool, tmp_path: Path
) -> None:
    write(tmp_path, "passages.jsonl", lines(*PAGES), packed)
    write(tmp_path, "questions.jsonl", lines(OPENED, CLOSED), packed)
    look_alike = {"id": "s2:1", "q": " Who shut the café? ", "p": "a1", "placed": "by a vote"}
    write(tmp_path, "unanswerable.jsonl", lines(look_alike), packed)
    pages, questions = read(tmp_path)
    assert (pages, questions[:2]) == EXPECTED
    assert questions[2:] == [Known("Who shut the café?", "a1", (), (), LOOK_ALIKES, False)]
