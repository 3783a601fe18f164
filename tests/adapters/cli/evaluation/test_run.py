"""What `pullquote eval` does with a person's files, from the lines read to the lines written."""

import json
import tempfile
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from adapters.cli.evaluation.data import STORY, EvaluationDataError, KnownQuestion
from adapters.cli.evaluation.metrics import (
    AbstentionFigures,
    ArticleFigures,
    EvidenceFigures,
    OutcomeFigures,
    QuoteFigures,
)
from adapters.cli.evaluation.run import Asker, Evaluation, Speed, evaluate, measure, run_line
from adapters.settings import Settings
from bot.decide import Thresholds
from bot.replies import Reply
from retrieval.articles import Article
from retrieval.search import Findings
from tests.words_embedder import WordsEmbedder

NATO = (
    "Stoltenberg welcomed the new ally.\n"
    "Sweden joined NATO on 7 March 2024 after two years of waiting. 🇸🇪\n"
    "Its flag was raised in Brussels – the 32nd – four days later."
)
BRIDGE = (
    "The Dali struck the Key Bridge in Baltimore at 1:29 in the morning.\n"
    "Six workers who were filling potholes died."
)
ARTICLES = (
    {
        "id": "nato",
        "title": "Sweden is in",
        "text": NATO,
        "source": "Post",
        "url": "https://p.example/n",
        "date": "2024-03-12",
    },
    {"id": "bridge", "title": "Bridge falls", "text": BRIDGE, "source": "", "url": "", "date": ""},
)
JOINED = {
    "id": "when",
    "question": "When did Sweden join NATO?",
    "answers": ["7 March 2024"],
    "relevant": ["nato"],
    "evidence": [{"doc": "nato", "text": "Sweden joined  NATO"}],
    "answerable": True,
}
CHEESE = {"id": "cheese", "question": "Who invented raclette?", "answerable": False}


def article(fields: dict[str, str], published: datetime | None) -> Article:
    return Article(
        fields["id"],
        STORY,
        fields["title"],
        fields["url"],
        fields["source"],
        (),
        published,
        fields["text"],
    )


TRACKED = (article(ARTICLES[0], datetime(2024, 3, 12, tzinfo=UTC)), article(ARTICLES[1], None))
ASKED = (
    KnownQuestion(
        "when",
        "When did Sweden join NATO?",
        ("7 March 2024",),
        frozenset({"nato"}),
        ("Sweden joined  NATO",),
        True,
    ),
    KnownQuestion("cheese", "Who invented raclette?", (), frozenset(), (), False),
)
ASKER = Asker(WordsEmbedder(), None, None, quotes=3, thresholds=Thresholds(shown=0.0, claim=0.0))


def silent(step: str, done: int, of: int) -> None:
    pass


def test_two_questions_of_two_articles() -> None:
    lines: list[str] = []
    steps: list[tuple[str, int, int]] = []

    def heard(question: KnownQuestion, reply: Reply, found: Findings) -> None:
        lines.append(run_line(question, reply, found))

    def progress(step: str, done: int, of: int) -> None:
        steps.append((step, done, of))

    evaluation = measure(TRACKED, ASKED, ASKER, heard, progress)
    no_time = Speed(0, 0, 0, 0)
    assert replace(evaluation, speed=no_time) == Evaluation(
        model="words",
        articles=2,
        passages=2,
        questions=2,
        article=ArticleFigures(1, 1.0, 1.0, 1.0, 1.0),
        evidence=EvidenceFigures(1, 1.0, 1.0, 1.0),
        quote=QuoteFigures(1, 1.0, 1.0, quotes=10, verbatim_share=1.0),
        abstention=AbstentionFigures(1, 1, 1.0, 1.0, 0.0, 0.0, None, 0.0, 0.0),
        outcome=OutcomeFigures(0.0, 2, 0.5, 0, None, 0, None, 1.0, 0.0),
        speed=no_time,
    )
    first, second = (json.loads(line) for line in lines)
    confidence, score = first.pop("confidence"), first["passages"][0].pop("score")
    assert 0 < second["confidence"] < confidence < 1
    assert score > 0
    start = NATO.index("Sweden")
    end = NATO.index("waiting.") + len("waiting.")
    sentence = NATO[start:end]
    assert first["quotes"][0] == {
        "article": "nato",
        "start": start,
        "end": end,
        "text": sentence,
        "link": "https://p.example/n#:~:text=Sweden%20joined%20NATO,years%20of%20waiting."
        "&text=joined%20NATO%20on%207,years%20of%20waiting.&text=on%207%20March,after%20two",
    }
    assert first | {"quotes": [], "passages": first["passages"][:1]} == {
        "id": "when",
        "answered": True,
        "possible": False,
        "quotes": [],
        "passages": [{"article": "nato", "start": 0, "end": len(NATO), "text": NATO}],
    }
    assert {quote["link"] for quote in first["quotes"] if quote["article"] == "bridge"} == {""}
    assert ("embedding", 2, 2) in steps
    assert steps[-1] == ("asking", 2, 2)


def test_nothing_stays_on_the_disk_also_after_ctrl_c(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))

    def interrupted(question: KnownQuestion, reply: Reply, found: Findings) -> None:
        assert any(tmp_path.iterdir())
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        measure(TRACKED, ASKED, ASKER, interrupted, silent)
    assert list(tmp_path.iterdir()) == []


def files(folder: Path) -> tuple[Path, Path]:
    articles, questions = folder / "articles.jsonl", folder / "questions.jsonl"
    articles.write_text("".join(json.dumps(a) + "\n" for a in ARTICLES), encoding="utf-8")
    questions.write_text(json.dumps(JOINED) + "\n" + json.dumps(CHEESE), encoding="utf-8")
    return articles, questions


def test_a_run_file_that_cannot_be_written_is_named_before_any_work(tmp_path: Path) -> None:
    articles, questions = files(tmp_path)
    settings = Settings(data=tmp_path / "data", model=str(tmp_path / "there-is-no-model"))
    run = tmp_path / "none" / "run.jsonl"
    with pytest.raises(EvaluationDataError) as error:
        evaluate(articles, questions, run, settings, silent)
    assert str(error.value) == (
        f"{run} can't be written (No such file or directory); "
        "name a file in a folder that is there and writable"
    )
    with pytest.raises(EvaluationDataError) as error:
        evaluate(articles, questions, questions, settings, silent)
    assert str(error.value) == (
        f"{questions} is one of the files to read; name another file for --run"
    )
    assert questions.read_text(encoding="utf-8").startswith('{"id": "when"')


@pytest.mark.slow
def test_the_bundled_model_answers_from_files(tmp_path: Path) -> None:
    articles, questions = files(tmp_path)
    run = tmp_path / "run.jsonl"
    settings = Settings(data=tmp_path / "data", backend="torch", threshold=0.0, claim_threshold=0.0)
    evaluation = evaluate(articles, questions, run, settings, silent)
    assert evaluation.model == "all-MiniLM-L6-v2"
    # How many sentences are quoted depends on what the reader makes of each.
    counted = evaluation.quote.quotes
    assert counted >= 4
    assert evaluation.quote == QuoteFigures(1, 1.0, 1.0, quotes=counted, verbatim_share=1.0)
    lines = [json.loads(line) for line in run.read_text(encoding="utf-8").splitlines()]
    assert [(line["id"], line["quotes"][0]["article"]) for line in lines][:1] == [("when", "nato")]
    assert [line["answered"] for line in lines] == [True, True]
