"""SQuAD 2.0's own task: a question, its paragraph, and the answer or none → EM, F1, AUROC.

    python benchmarks/paragraph_task.py ../shared/eval/squad2 [--model reader-fp32.onnx]

Exact match and F1 are counted as the data set's own script does (Rajpurkar et al. 2018); whether a
paragraph answers is the reader's answerability alone. Printed at 0, where the network was taught
to part them, and at the threshold that is best on these questions, as that script reports it.
"""

import argparse
import json
import re
import string
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from evaluation_sets import progress

from adapters.cli.evaluation.data import read_articles
from adapters.cli.evaluation.metrics import auroc
from retrieval.reader import MODEL, load_reader


@dataclass(frozen=True, slots=True)
class Read:
    """What the reader made of one paragraph; no `answers` where it holds none."""

    answerability: float
    text: str
    answers: tuple[str, ...]


def main() -> None:
    """Print both lines."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--model", type=Path, default=MODEL, help="another network's ONNX file")
    chosen = parser.parse_args()
    found = _read_all(chosen.folder, chosen.model)
    answerability = np.array([one.answerability for one in found])
    answerable = np.array([bool(one.answers) for one in found])
    print(f"AUROC {auroc(answerability[answerable], answerability[~answerable]):.3f}")
    best = max(np.quantile(answerability, np.linspace(0.05, 0.95, 181)), key=lambda t: f1(found, t))
    for name, threshold in (("at 0", 0.0), (f"at {best:.2f}, the best", float(best))):
        print(f"{name}: EM {exact(found, threshold):.3f}, F1 {f1(found, threshold):.3f}")


def _read_all(folder: Path, model: Path) -> list[Read]:
    paragraphs = {article.id: article for article in read_articles(folder / "articles.jsonl")}
    reader = load_reader(model, model.with_suffix(".json"))
    found = []
    lines = (folder / "questions.jsonl").read_text(encoding="utf-8").splitlines()
    questions = [json.loads(line) for line in lines]
    for n, question in enumerate(questions, 1):
        paragraph = paragraphs[question["type"].removeprefix("about:")]
        [reading] = reader.read(question["question"], [(paragraph.title, paragraph.text)])
        answer = reading.answer_in(0, len(paragraph.text))
        text = paragraph.text[slice(*answer[0])] if answer else ""
        found.append(Read(reading.answerability, text, tuple(question["answers"])))
        progress("reading", n, len(questions))
    return found


def exact(found: Sequence[Read], threshold: float) -> float:
    """The share of questions whose answer is, normalised, one of the expected ones."""
    return float(np.mean([_best(one, threshold, lambda a, b: float(a == b)) for one in found]))


def f1(found: Sequence[Read], threshold: float) -> float:
    """The mean of the best token F1 against an expected answer."""
    return float(np.mean([_best(one, threshold, _token_f1) for one in found]))


def _best(one: Read, threshold: float, measure: Callable[[str, str], float]) -> float:
    given = _plain(one.text if one.answerability >= threshold else "")
    return max(measure(given, _plain(answer)) for answer in one.answers or ("",))


def _token_f1(given: str, expected: str) -> float:
    left, right = Counter(given.split()), Counter(expected.split())
    if not left or not right:
        return float(left == right)
    shared = (left & right).total()
    return 2 * shared / (left.total() + right.total())


def _plain(text: str) -> str:
    letters = "".join(c for c in text.lower() if c not in string.punctuation)
    return " ".join(re.sub(r"\b(?:a|an|the)\b", " ", letters).split())


if __name__ == "__main__":
    main()
