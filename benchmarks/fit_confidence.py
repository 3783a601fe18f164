"""Questions with known answers → the weights and the threshold in retrieval/confidence.json.

    python benchmarks/fit_confidence.py ../shared/eval --data /tmp/fit [--write]

Prints the tables of benchmarks/README.md. Vectors are kept under --data. Three sets count the
same, so that neither their sizes nor their shares of answerable questions decide:

- multihop_rag and squad2, in each of them answerable and unanswerable questions alike;
- foreign: questions of either set asked of the other's articles, all of them unanswerable. People
  ask about what isn't tracked, and naming a tracked outlet must not make that an answer, so a
  third of them does.
"""

import argparse
import json
import random
import sys
from collections.abc import Iterator, Sequence
from dataclasses import asdict, astuple, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression  # type: ignore[import-untyped]
from sklearn.model_selection import GroupKFold  # type: ignore[import-untyped]
from sklearn.pipeline import make_pipeline  # type: ignore[import-untyped]
from sklearn.preprocessing import StandardScaler  # type: ignore[import-untyped]

from adapters.cli.evaluation.data import read_articles, read_questions
from adapters.cli.evaluation.index import build_index
from adapters.cli.evaluation.metrics import WRONG_REFUSALS, auroc, refused_at
from adapters.storage.catalog import open_catalog
from adapters.storage.generations import OpenGeneration
from retrieval.candidates import Candidate
from retrieval.confidence import WEIGHTS, Signs
from retrieval.embedding import Embedder, load_embedder
from retrieval.models import choose_model
from retrieval.questions import Query
from retrieval.quotes import choose_quotes
from retrieval.search import QUOTED_FROM, Search

NEWS, FACTS, FOREIGN = "multihop_rag", "squad2", "foreign"
SETS = (NEWS, FACTS, FOREIGN)
SEED = 20241
FOREIGN_FROM_FACTS, FOREIGN_FROM_NEWS = 400, 200
FOLDS = 5
BINS = 10


@dataclass(frozen=True, slots=True)
class Example:
    """The first quote for one question. `article` is where it stands: no article may be on both
    sides of a fold."""

    set: str
    article: str
    answerable: bool
    signs: Signs


@dataclass(frozen=True, slots=True)
class Columns:
    """The examples as arrays, shape `(examples,)`; `signs` `(examples, signs)`."""

    set: NDArray[np.str_]
    article: NDArray[np.str_]
    answerable: NDArray[np.bool_]
    signs: NDArray[np.float64]
    weight: NDArray[np.float64]

    def of(self, name: str, *, answerable: bool) -> NDArray[np.bool_]:
        """Which examples of a set are of that kind."""
        members: NDArray[np.bool_] = (self.set == name) & (self.answerable == answerable)
        return members


def main() -> None:
    """Fits, prints, and with --write writes the JSON file."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("eval", type=Path, help=f"the folder that holds {NEWS}/ and {FACTS}/")
    parser.add_argument("--data", type=Path, required=True, help="where vectors are kept")
    parser.add_argument("--write", action="store_true", help=f"write {WEIGHTS.name}")
    chosen = parser.parse_args()
    columns = _columns(_examples(chosen.eval, chosen.data))
    probabilities = _cross_validated(columns)
    threshold = _threshold(columns, probabilities)
    _print_tables(columns, probabilities, threshold)
    bias, weights = _weights(columns)
    model = {
        "bias": round(bias, 4),
        "weights": asdict(Signs(*(round(weight, 4) for weight in weights))),
        "threshold": threshold,
        "fitted_on": {
            "sets": {name: int((columns.set == name).sum()) for name in SETS},
            "threshold": f"at most {WRONG_REFUSALS:.0%} of the answerable questions of {NEWS} and "
            f"{FACTS}, which count the same, are refused (cross-validated)",
        },
    }
    print(json.dumps(model, indent=1))
    if chosen.write:
        WEIGHTS.write_text(json.dumps(model, indent=1) + "\n", encoding="utf-8")


def _examples(folder: Path, data: Path) -> list[Example]:
    embedder = load_embedder(choose_model(""), cache=data / "models")
    catalog = open_catalog(None, data)
    search = Search(embedder, catalog)
    questions = {name: read_questions(folder / name / "questions.jsonl") for name in (NEWS, FACTS)}
    articles = {name: read_articles(folder / name / "articles.jsonl") for name in (NEWS, FACTS)}

    def progress(step: str, done: int, of: int) -> None:
        sys.stderr.write(f"\r{step} {done}/{of}   ")

    index = {
        name: build_index(found, data, catalog, embedder, datetime.now(UTC), progress)
        for name, found in articles.items()
    }
    outlets = sorted({article.source for article in articles[NEWS] if article.source})
    from_facts = _foreign_to_news([question.text for question in questions[FACTS]], outlets)
    from_news = random.Random(SEED).sample(questions[NEWS], FOREIGN_FROM_NEWS)
    asked = [(name, q.text, q.answerable, index[name]) for name in index for q in questions[name]]
    asked += [(FOREIGN, text, False, index[NEWS]) for text in from_facts]
    asked += [(FOREIGN, q.text, False, index[FACTS]) for q in from_news]
    examples = []
    for n, one in enumerate(asked, 1):
        examples.append(_example(*one, search))
        progress("asking", n, len(asked))
    return [example for example in examples if example]


def _foreign_to_news(facts: Sequence[str], outlets: Sequence[str]) -> Iterator[str]:
    """Encyclopaedic questions, every second one "according to" an outlet that is tracked."""
    chance = random.Random(SEED)
    for n, question in enumerate(chance.sample(facts, FOREIGN_FROM_FACTS)):
        text = question.strip()
        if n % 2:
            text = f"According to {chance.choice(outlets)}, {text[0].lower()}{text[1:]}"
        yield text


def _example(
    name: str, question: str, answerable: bool, index: OpenGeneration, search: Search
) -> Example | None:
    found = search.find(question, index)
    if not found.quotes:
        return None
    return Example(
        set=name,
        article=f"{name} {found.quotes[0].article.id}",
        answerable=answerable,
        signs=_signs_of_first(question, found.passages[:QUOTED_FROM], index, search.embedder),
    )


def _signs_of_first(
    question: str, candidates: Sequence[Candidate], index: OpenGeneration, embedder: Embedder
) -> Signs:
    noted: list[Signs] = []

    def note(signs: Signs) -> float:
        noted.append(signs)
        return 0.0

    choose_quotes(
        Query(question),
        embedder.embed_question(question),
        candidates,
        index.words.rarity,
        embedder.embed_passages,
        note,
    )
    return noted[0]


def _columns(examples: Sequence[Example]) -> Columns:
    columns = Columns(
        set=np.array([example.set for example in examples]),
        article=np.array([example.article for example in examples]),
        answerable=np.array([example.answerable for example in examples]),
        signs=np.array([astuple(example.signs) for example in examples]),
        weight=np.zeros(len(examples)),
    )
    for name in SETS:
        kinds = [columns.of(name, answerable=kind) for kind in (True, False)]
        kinds = [kind for kind in kinds if kind.any()]
        for kind in kinds:
            columns.weight[kind] = len(examples) / len(SETS) / len(kinds) / kind.sum()
    return columns


def _cross_validated(columns: Columns) -> NDArray[np.float64]:
    """The probability of each example by a model that saw no example of its article."""
    probabilities = np.zeros(len(columns.set))
    folds = GroupKFold(FOLDS).split(columns.signs, groups=columns.article)
    for train, test in folds:
        model = _model()
        model.fit(
            columns.signs[train],
            columns.answerable[train],
            logisticregression__sample_weight=columns.weight[train],
        )
        probabilities[test] = model.predict_proba(columns.signs[test])[:, 1]
    return probabilities


def _weights(columns: Columns) -> tuple[float, NDArray[np.float64]]:
    """Bias and weights over the signs as they are, not as they were scaled for the fit."""
    model = _model()
    model.fit(
        columns.signs,
        columns.answerable,
        logisticregression__sample_weight=columns.weight,
    )
    scaler, regression = model[0], model[1]
    weights = regression.coef_[0] / scaler.scale_
    return float(regression.intercept_[0] - weights @ scaler.mean_), weights


def _model() -> Any:
    return make_pipeline(StandardScaler(), LogisticRegression(max_iter=1000))


def _threshold(columns: Columns, probabilities: NDArray[np.float64]) -> float:
    """The highest, in hundredths, that refuses at most 5% of the answerable questions."""
    hundredths = [n / 100 for n in range(100)]
    return max(
        t for t in hundredths if _wrongly_refused(columns, probabilities, t) <= WRONG_REFUSALS
    )


def _wrongly_refused(
    columns: Columns, probabilities: NDArray[np.float64], threshold: float
) -> float:
    """Share of the answerable; the two sets that have some count the same."""
    shares = [
        (probabilities[columns.of(name, answerable=True)] < threshold).mean()
        for name in (NEWS, FACTS)
    ]
    return float(np.mean(shares))


def _print_tables(columns: Columns, probabilities: NDArray[np.float64], threshold: float) -> None:
    """Cross-validated: how well the probability separates, and how true it is."""
    print(f"| set | AUROC | refused at 5% wrong | at {threshold}: refused | wrongly refused | F1 |")
    print("|---|---|---|---|---|---|")
    all_right = probabilities[columns.answerable]
    for name in SETS:
        right = probabilities[columns.of(name, answerable=True)]
        wrong = probabilities[columns.of(name, answerable=False)]
        figures = [auroc(right if len(right) else all_right, wrong)]
        figures += [refused_at(WRONG_REFUSALS, right, wrong), (wrong < threshold).mean()]
        if len(right):
            refused = (wrong < threshold).sum()
            f1 = 2 * refused / (refused + (right < threshold).sum() + len(wrong))
            figures += [(right < threshold).mean(), f1]
        else:
            figures += [None, None]
        print(f"| {name} | {' | '.join('–' if f is None else f'{f:.3f}' for f in figures)} |")
    print("\n| confidence | share of the questions | mean confidence | share answered by it |")
    print("|---|---|---|---|")
    bins = np.minimum((probabilities * BINS).astype(int), BINS - 1)
    for n in range(BINS):
        weight = np.where(bins == n, columns.weight, 0)
        if weight.sum():
            share = weight.sum() / columns.weight.sum()
            said = (weight @ probabilities) / weight.sum()
            true = (weight @ columns.answerable) / weight.sum()
            print(
                f"| {n / BINS:.1f} – {(n + 1) / BINS:.1f} | {share:.2f} | {said:.2f} | {true:.2f} |"
            )


if __name__ == "__main__":
    main()
