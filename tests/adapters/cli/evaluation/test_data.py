"""What people may write in the files of an evaluation, and what they hear where they may not."""

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest

from adapters.cli.evaluation.data import (
    STORY,
    EvaluationDataError,
    KnownQuestion,
    read_articles,
    read_questions,
)
from retrieval.articles import Article

ARTICLE = {"id": "a1", "title": "T", "text": "Words.", "source": "S", "url": "", "date": ""}
QUESTION = {"id": "q1", "question": "Who?", "answerable": False}


def written(folder: Path, *lines: object) -> Path:
    path = folder / "lines.jsonl"
    texts = [line if isinstance(line, str) else json.dumps(line) for line in lines]
    path.write_text("\n".join(texts) + "\n", encoding="utf-8")
    return path


def test_an_article_keeps_its_id_and_its_text_to_the_character(tmp_path: Path) -> None:
    text = " \n“Ü”\u2028\r\n\u0000 e\u0301 😀 \n"
    path = written(
        tmp_path,
        ARTICLE | {"text": text, "url": "https://p.example/1", "date": "2023-11-17T21:47:19+00:00"},
        "",
        ARTICLE | {"id": "a2", "date": "2023-12-11", "source": None},
        json.dumps({"id": "a3", "text": "\u2028Words."}, ensure_ascii=False),
    )
    day, second = datetime(2023, 12, 11, tzinfo=UTC), datetime(2023, 11, 17, 21, 47, 19, tzinfo=UTC)
    assert read_articles(path) == [
        Article("a1", STORY, "T", "https://p.example/1", "S", (), second, text),
        Article("a2", STORY, "T", "", "", (), day, "Words."),
        Article("a3", STORY, "", "", "", (), None, "\u2028Words."),
    ]


def test_a_question_may_leave_out_what_it_does_not_have(tmp_path: Path) -> None:
    full = {
        "id": "q2",
        "question": "Who heads it?",
        "answers": ["Rupp", "Jost"],
        "relevant": ["a1", "a2"],
        "evidence": [{"doc": "a1", "text": "Rupp heads it."}, {"doc": "a2", "text": "Jost does."}],
        "answerable": True,
        "type": "inference",
    }
    assert read_questions(written(tmp_path, QUESTION, full)) == [
        KnownQuestion("q1", "Who?", (), frozenset(), (), False),
        KnownQuestion(
            "q2",
            "Who heads it?",
            ("Rupp", "Jost"),
            frozenset({"a1", "a2"}),
            ("Rupp heads it.", "Jost does."),
            True,
        ),
    ]


def test_a_question_may_say_when_it_is_asked(tmp_path: Path) -> None:
    asked = [
        QUESTION | {"id": str(n), "asked_on": moment}
        for n, moment in enumerate(("2023-12-01", "2023-12-01T18:30", "2023-12-01T18:30+02:00", ""))
    ]
    end, zoneless, zoned, nothing = read_questions(written(tmp_path, *asked))
    assert end.asked_on == datetime(2023, 12, 1, 23, 59, 59, 999999, tzinfo=UTC)
    assert zoneless.asked_on == datetime(2023, 12, 1, 18, 30, tzinfo=UTC)
    assert zoned.asked_on == datetime(2023, 12, 1, 16, 30, tzinfo=UTC)
    assert nothing.asked_on is None


@pytest.mark.parametrize(
    ("lines", "where", "reason"),
    [
        (['{"id": a1}'], 1, "not JSON (Expecting value at column 8); correct the line"),
        (["", "[1]"], 2, "not a JSON object"),
        (["[" * 100_000], 1, "not usable JSON"),
        (["1" * 5000], 1, "not usable JSON"),
        ([ARTICLE, ARTICLE], 2, "a second line has the id 'a1'"),
        ([ARTICLE | {"id": " "}], 1, "id is missing or empty"),
        ([{"id": "a1"}], 1, "text is missing or empty"),
        ([ARTICLE | {"text": ["Words."]}], 1, "text is not text"),
        ([ARTICLE | {"id": 7}], 1, "id is not text"),
        ([ARTICLE | {"text": "a\ud800b"}], 1, "text holds U+D800, which is no character"),
        ([ARTICLE | {"date": "yesterday"}], 1, "date 'yesterday' is not ISO 8601"),
        ([ARTICLE | {"date": "0001-01-01T00:00:00+09:00"}], 1, "date '0001-01-01T00:00:00+09:00'"),
    ],
)
def test_a_bad_line_of_articles_is_named(
    tmp_path: Path, lines: Sequence[object], where: int, reason: str
) -> None:
    path = written(tmp_path, *lines)
    with pytest.raises(EvaluationDataError) as error:
        read_articles(path)
    assert str(error.value).startswith(f"{path}:{where}: {reason}")
    assert "\n" not in str(error.value)


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ({"id": "q1", "question": "Who?"}, "answerable is not true or false"),
        (QUESTION | {"answerable": 1}, "answerable is not true or false"),
        (QUESTION | {"question": ""}, "question is missing or empty"),
        (QUESTION | {"answers": "Rupp"}, "answers is not a list"),
        (QUESTION | {"answers": [1979]}, "answers is not text"),
        (QUESTION | {"relevant": [None]}, "relevant is not text"),
        (QUESTION | {"evidence": ["Rupp heads it."]}, 'evidence is not a list of {"doc", "text"}'),
        (QUESTION | {"evidence": [{"doc": "a1"}]}, "text is missing or empty"),
        (QUESTION | {"question": "\udfff?"}, "question holds U+DFFF, which is no character"),
    ],
)
def test_a_bad_line_of_questions_is_named(tmp_path: Path, line: object, reason: str) -> None:
    path = written(tmp_path, line)
    with pytest.raises(EvaluationDataError) as error:
        read_questions(path)
    assert str(error.value) == f"{path}:1: {reason}; correct the line"


def test_a_file_that_is_missing_empty_or_not_utf_8_is_named(tmp_path: Path) -> None:
    missing = tmp_path / "none.jsonl"
    with pytest.raises(EvaluationDataError) as error:
        read_articles(missing)
    assert str(error.value) == (
        f"{missing} can't be read (No such file or directory); name a readable file"
    )
    empty = written(tmp_path, "", "  ")
    with pytest.raises(EvaluationDataError) as error:
        read_questions(empty)
    assert str(error.value) == f"{empty} is empty; it needs one JSON object a line"
    latin = tmp_path / "latin.jsonl"
    latin.write_bytes(json.dumps(ARTICLE).encode() + b'\n{"id": "\xfc"}\n')
    with pytest.raises(EvaluationDataError, match="not UTF-8"):
        read_articles(latin)
