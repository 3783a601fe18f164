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
from collections.abc import Sequence
from dataclasses import asdict, astuple, dataclass
from pathlib import Path
from typing import Any

import numpy as np
from evaluation_sets import FACTS, FOREIGN, NEWS, EvaluationSets, opened, progress
from kept_readings import KeptReader
from matplotlib.figure import Figure
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression  # type: ignore[import-untyped]
from sklearn.model_selection import GroupKFold  # type: ignore[import-untyped]
from sklearn.pipeline import make_pipeline  # type: ignore[import-untyped]
from sklearn.preprocessing import StandardScaler  # type: ignore[import-untyped]

from adapters.cli.evaluation.metrics import WRONG_REFUSALS, auroc, refused_at
from adapters.storage.generations import OpenGeneration
from retrieval.candidates import Candidate
from retrieval.confidence import FITS, WEIGHTS, ReadSigns, Signs
from retrieval.embedding import Embedder
from retrieval.questions import Query
from retrieval.quotes import choose_quotes
from retrieval.reader import MODEL
from retrieval.search import QUOTED_FROM, Search

SETS = (NEWS, FACTS, FOREIGN)
FOLDS = 5
BINS = 10


@dataclass(frozen=True, slots=True)
class Example:
    """The first quote for one question. `article` is where it stands: no article may be on both
    sides of a fold."""

    set: str
    article: str
    answerable: bool
    signs: Signs | ReadSigns


@dataclass(frozen=True, slots=True)
class Bin:
    """Confidences from `at` on: the share of all questions, their mean confidence, and how many of
    them are answerable."""

    at: float
    share: float
    said: float
    true: float


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
    """Fits both, prints, and with --write writes the JSON file."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("eval", type=Path, help=f"the folder that holds {NEWS}/ and {FACTS}/")
    parser.add_argument("--data", type=Path, required=True, help="where vectors are kept")
    parser.add_argument("--write", action="store_true", help=f"write {WEIGHTS.name}")
    parser.add_argument("--only", choices=FITS.values(), help="fit this one, keep the other")
    parser.add_argument("--plot", type=Path, help="draw the reliability diagram into this PNG")
    chosen = parser.parse_args()
    fits, reliable = json.loads(WEIGHTS.read_text(encoding="utf-8")), {}
    with (
        opened(chosen.eval, chosen.data) as sets,
        KeptReader(MODEL, chosen.data) as reader,
    ):
        for kind, name in FITS.items():
            if chosen.only not in (None, name):
                continue
            used = reader if kind is ReadSigns else None
            columns = _columns(_examples(sets, Search(sets.embedder, sets.catalog, used)))
            probabilities = _cross_validated(columns)
            threshold = _threshold(columns, probabilities)
            print(f"\n{name}\n")
            _print_tables(columns, probabilities, threshold)
            reliable[name] = reliability(columns, probabilities)
            fits[name] = _fit(kind, columns, threshold)
    print(json.dumps(fits, indent=1))
    if chosen.plot:
        _plot(reliable, chosen.plot)
    if chosen.write:
        WEIGHTS.write_text(json.dumps(fits, indent=1) + "\n", encoding="utf-8")


def _fit(kind: type[Signs] | type[ReadSigns], columns: Columns, threshold: float) -> dict[str, Any]:
    bias, weights = _weights(columns)
    return {
        "bias": round(bias, 4),
        "weights": asdict(kind(*(round(weight, 4) for weight in weights))),
        "threshold": threshold,
        "fitted_on": {
            "sets": {name: int((columns.set == name).sum()) for name in SETS},
            "threshold": f"at most {WRONG_REFUSALS:.0%} of the answerable questions of {NEWS} and "
            f"{FACTS}, which count the same, are refused (cross-validated)",
        },
    }


def _examples(sets: EvaluationSets, search: Search) -> list[Example]:
    asked = [
        (name, q.text, q.answerable, sets.index[name])
        for name in (NEWS, FACTS)
        for q in sets.questions[name]
    ]
    asked += [(FOREIGN, text, False, index) for text, index in sets.foreign()]
    examples = []
    for n, one in enumerate(asked, 1):
        examples.append(_example(*one, search))
        progress("asking", n, len(asked))
    return [example for example in examples if example]


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
) -> Signs | ReadSigns:
    noted: list[Signs | ReadSigns] = []

    def note(signs: Signs | ReadSigns) -> float:
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
    for row in reliability(columns, probabilities):
        bounds = f"{row.at:.1f} – {row.at + 1 / BINS:.1f}"
        print(f"| {bounds} | {row.share:.2f} | {row.said:.2f} | {row.true:.2f} |")


def reliability(columns: Columns, probabilities: NDArray[np.float64]) -> list[Bin]:
    """The reliability diagram (Guo et al. 2017): confidences in bins of equal width."""
    bins = np.minimum((probabilities * BINS).astype(int), BINS - 1)
    rows = []
    for n in range(BINS):
        weight = np.where(bins == n, columns.weight, 0)
        if weight.sum():
            rows.append(
                Bin(
                    at=n / BINS,
                    share=weight.sum() / columns.weight.sum(),
                    said=(weight @ probabilities) / weight.sum(),
                    true=(weight @ columns.answerable) / weight.sum(),
                )
            )
    return rows


def _plot(reliable: dict[str, list[Bin]], picture: Path) -> None:
    figure = Figure(figsize=(4.6, 4.2), layout="constrained")
    panel = figure.subplots()
    panel.plot([0, 1], [0, 1], color="0.7", linewidth=1, linestyle="--")
    for name, rows in reliable.items():
        panel.plot(
            [r.said for r in rows], [r.true for r in rows], "o-", label=name.replace("_", " ")
        )
    panel.set_xlabel("confidence, cross-validated")
    panel.set_ylabel("share that the first quote's articles answer")
    panel.set_xlim(0, 1)
    panel.set_ylim(0, 1)
    panel.legend(frameon=False)
    figure.savefig(picture, dpi=120)


if __name__ == "__main__":
    main()
