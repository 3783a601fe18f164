"""Questions with known answers → the weights and the thresholds in retrieval/confidence.json.

    python benchmarks/fit_confidence.py ../shared/eval --data /tmp/fit [--write]

Prints the tables of benchmarks/README.md. Vectors and readings are kept under --data. A quote is
right where it holds an answer and is of an article that answers. Four sets count the same, so that
neither their sizes nor their shares of answerable questions decide:

- chat, multihop_rag and squad2, in each of them answerable and unanswerable questions alike;
- foreign: questions of the latter two asked of the other's articles, all of them unanswerable.
  People ask about what isn't tracked, and naming a tracked outlet must not make that an answer, so
  a third of them does.
"""

import argparse
import json
from collections.abc import Sequence
from dataclasses import asdict, astuple, dataclass
from pathlib import Path
from typing import Any

import numpy as np
from evaluation_sets import CHAT, FACTS, FOREIGN, NEWS, EvaluationSets, opened, progress
from kept_readings import KeptReader
from matplotlib.figure import Figure
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression  # type: ignore[import-untyped]
from sklearn.model_selection import GroupKFold  # type: ignore[import-untyped]
from sklearn.pipeline import make_pipeline  # type: ignore[import-untyped]
from sklearn.preprocessing import StandardScaler  # type: ignore[import-untyped]

import retrieval.search
from adapters.cli.evaluation.data import KnownQuestion
from adapters.cli.evaluation.metrics import auroc
from adapters.storage.open_generation import OpenGeneration
from bot.typed import typed
from retrieval.confidence import FITS, ReadSigns, Signs, confidence
from retrieval.fitted_confidence import WEIGHTS
from retrieval.quotes import Quote, choose_quotes
from retrieval.reader import MODEL
from retrieval.search import Search

SETS = (CHAT, NEWS, FACTS, FOREIGN)
FOLDS = 5
BINS = 10
# A reply shows three quotes; the surest of them decides.
SHOWN = 3
# Of the answerable questions so few may get nothing; of what is claimed so much must be right.
MOST_REFUSED, CLAIMS_RIGHT = 0.03, 5 / 6
# Where a quote can be right; an answer of multihop_rag is joined from several articles.
CLAIMED = (CHAT, FACTS)


@dataclass(frozen=True, slots=True)
class Example:
    """One of the first quotes for one question, which has the number `question`.

    `article` is where it stands: no article may be on both sides of a fold.
    """

    set: str
    question: int
    rank: int
    article: str
    answerable: bool
    right: bool
    signs: Signs | ReadSigns


@dataclass(frozen=True, slots=True)
class Bin:
    """Confidences from `at` on: the share of all quotes, their mean confidence, and how many of
    them are right."""

    at: float
    share: float
    said: float
    true: float


@dataclass(frozen=True, slots=True)
class Columns:
    """The examples as arrays, shape `(examples,)`; `signs` `(examples, signs)`."""

    set: NDArray[np.str_]
    question: NDArray[np.int64]
    article: NDArray[np.str_]
    answerable: NDArray[np.bool_]
    right: NDArray[np.bool_]
    signs: NDArray[np.float64]
    weight: NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Replies:
    """One row a question: the confidence of its surest quote, whether the first quote is right."""

    set: NDArray[np.str_]
    answerable: NDArray[np.bool_]
    right: NDArray[np.bool_]
    confidence: NDArray[np.float64]


def main() -> None:
    """Fits both, prints, and with --write writes the JSON file."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("eval", type=Path, help="the folder of the evaluation sets")
    parser.add_argument("--data", type=Path, required=True, help="where vectors are kept")
    parser.add_argument("--write", action="store_true", help=f"write {WEIGHTS.name}")
    parser.add_argument("--only", choices=FITS.values(), help="fit this one, keep the other")
    parser.add_argument("--every", type=int, default=1, help=f"take each n-th question of {FACTS}")
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
            search = Search(sets.embedder, sets.catalog, used)
            columns = _columns(_examples(sets, search, chosen.every))
            probabilities = _cross_validated(columns)
            replies = _replies(columns, probabilities)
            shown, claim = _shown(replies), _claim(replies)
            print(f"\n{name}\n")
            _print_tables(replies, shown, claim)
            reliable[name] = reliability(columns, probabilities)
            _print_reliability(reliable[name])
            fits[name] = _fit(kind, columns, shown, claim)
    print(json.dumps(fits, indent=1))
    if chosen.plot:
        _plot(reliable, chosen.plot)
    if chosen.write:
        WEIGHTS.write_text(json.dumps(fits, indent=1) + "\n", encoding="utf-8")


def _fit(
    kind: type[Signs] | type[ReadSigns], columns: Columns, shown: float, claim: float
) -> dict[str, Any]:
    bias, weights = _weights(columns)
    return {
        "bias": round(bias, 4),
        "weights": asdict(kind(*(round(weight, 4) for weight in weights))),
        "threshold": shown,
        "claim": claim,
        "fitted_on": {
            "quotes": {name: int((columns.set == name).sum()) for name in SETS},
            "threshold": f"at most {MOST_REFUSED:.0%} of the answerable questions are refused",
            "claim": f"{CLAIMS_RIGHT:.0%} of the claims are right on {' and '.join(CLAIMED)}",
        },
    }


def _examples(sets: EvaluationSets, search: Search, every: int) -> list[Example]:
    asked = [
        (name, q, sets.index[name if name != CHAT else NEWS])
        for name in (CHAT, NEWS, FACTS)
        for q in sets.questions[name][:: every if name == FACTS else 1]
    ]
    asked += [(FOREIGN, q, index) for q, index in sets.foreign()]
    examples: list[Example] = []
    for n, (name, question, index) in enumerate(asked, 1):
        examples += _of(name, n, question, index, search)
        progress("asking", n, len(asked))
    return examples


def _of(
    name: str, number: int, question: KnownQuestion, index: OpenGeneration, search: Search
) -> list[Example]:
    """The quotes that would be shown; none for what is told by its order, or is no question."""
    said = typed(question.text)
    if said.remark is not None or len(said.parts) > 1:
        return []
    noted: list[tuple[Quote, Signs | ReadSigns]] = []
    found = _noting(search, said.parts[0], question, index, noted)
    signs = {(q.article.id, q.start, q.end): each for q, each in noted}
    return [
        Example(
            set=name,
            question=number,
            rank=rank,
            article=f"{name if name != CHAT else NEWS} {quote.article.id}",
            answerable=question.answerable,
            right=is_right(question, quote),
            signs=signs[quote.article.id, quote.start, quote.end],
        )
        for rank, quote in enumerate(found[:SHOWN])
        if (quote.article.id, quote.start, quote.end) in signs
    ]


def _noting(
    search: Search,
    text: str,
    question: KnownQuestion,
    index: OpenGeneration,
    noted: list[tuple[Quote, Signs | ReadSigns]],
) -> tuple[Quote, ...]:
    """The quotes that search chooses; in `noted` each with its signs."""

    def choosing(*args: Any, **named: Any) -> list[Quote]:
        each: list[Signs | ReadSigns] = []

        def confident(signs: Signs | ReadSigns) -> float:
            each.append(signs)
            return confidence(signs)

        quotes = choose_quotes(*args, **named, confident=confident)
        noted.extend(zip(quotes, each, strict=True))
        return quotes

    retrieval.search.choose_quotes = choosing
    try:
        return search.find(text, index, asked_on=question.asked_on).quotes
    finally:
        retrieval.search.choose_quotes = choose_quotes


def is_right(question: KnownQuestion, quote: Quote) -> bool:
    """Whether the quote holds an answer, or a part of the evidence, and is of a right article."""
    if not question.answerable or quote.article.id not in question.relevant:
        return False
    words = _plain(quote.text)
    answers = [_plain(answer) for answer in question.answers]
    if any(answer in words for answer in answers if answer not in ("yes", "no")):
        return True
    evidence = [_plain(text) for text in question.evidence]
    return any(one in words or (words in one and len(words) > 40) for one in evidence)


def _plain(text: str) -> str:
    for curly, straight in (("’", "'"), ("‘", "'"), ("“", '"'), ("”", '"')):
        text = text.replace(curly, straight)
    return " ".join(text.split()).lower()


def _columns(examples: Sequence[Example]) -> Columns:
    columns = Columns(
        set=np.array([example.set for example in examples]),
        question=np.array([example.question for example in examples]),
        article=np.array([example.article for example in examples]),
        answerable=np.array([example.answerable for example in examples]),
        right=np.array([example.right for example in examples]),
        signs=np.array([astuple(example.signs) for example in examples]),
        weight=np.zeros(len(examples)),
    )
    for name in SETS:
        kinds = [(columns.set == name) & (columns.answerable == kind) for kind in (True, False)]
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
            columns.right[train],
            logisticregression__sample_weight=columns.weight[train],
        )
        probabilities[test] = model.predict_proba(columns.signs[test])[:, 1]
    return probabilities


def _weights(columns: Columns) -> tuple[float, NDArray[np.float64]]:
    """Bias and weights over the signs as they are, not as they were scaled for the fit."""
    model = _model()
    model.fit(columns.signs, columns.right, logisticregression__sample_weight=columns.weight)
    scaler, regression = model[0], model[1]
    weights = regression.coef_[0] / scaler.scale_
    return float(regression.intercept_[0] - weights @ scaler.mean_), weights


def _model() -> Any:
    return make_pipeline(StandardScaler(), LogisticRegression(max_iter=1000))


def _replies(columns: Columns, probabilities: NDArray[np.float64]) -> Replies:
    numbers, first = np.unique(columns.question, return_index=True)
    surest = np.array([probabilities[columns.question == number].max() for number in numbers])
    return Replies(columns.set[first], columns.answerable[first], columns.right[first], surest)


def _shown(replies: Replies) -> float:
    """The highest threshold, in hundredths, that refuses at most `MOST_REFUSED`."""

    def refused(at: float) -> float:
        answerable = [replies.answerable & (replies.set == name) for name in (CHAT, NEWS, FACTS)]
        return float(np.mean([(replies.confidence[of] < at).mean() for of in answerable]))

    return max(n / 100 for n in range(100) if refused(n / 100) <= MOST_REFUSED)


def _claim(replies: Replies) -> float:
    """The lowest threshold, in hundredths, from which `CLAIMS_RIGHT` of the claims are right, the
    sets of `CLAIMED` counting the same."""

    def right(at: float) -> float:
        claimed = [(replies.set == name) & (replies.confidence >= at) for name in CLAIMED]
        return float(np.mean([_right_of(replies, of) for of in claimed]))

    return next((n / 100 for n in range(100) if right(n / 100) >= CLAIMS_RIGHT), 0.99)


def _right_of(replies: Replies, claimed: NDArray[np.bool_]) -> float:
    return float(replies.right[claimed].mean()) if claimed.any() else 1.0


def _print_tables(replies: Replies, shown: float, claim: float) -> None:
    """Cross-validated: how well the confidence separates, and what the thresholds do."""
    print(f"shown from {shown}, claimed from {claim}\n")
    print(
        "| set | AUROC | answerable: refused | claimed | unanswerable: claimed | possible "
        "| claims right |"
    )
    print("|---|---|---|---|---|---|---|")
    for name in SETS:
        of = replies.set == name
        right = replies.confidence[of & replies.answerable]
        wrong = replies.confidence[of & ~replies.answerable]
        figures = [auroc(right, wrong)]
        figures += [(right < shown).mean(), (right >= claim).mean()] if len(right) else [None] * 2
        figures += [(wrong >= claim).mean(), ((wrong >= shown) & (wrong < claim)).mean()]
        figures.append(_right_of(replies, of & (replies.confidence >= claim)))
        print(f"| {name} | {' | '.join('–' if f is None else f'{f:.3f}' for f in figures)} |")


def _print_reliability(rows: Sequence[Bin]) -> None:
    print("\n| confidence | share of the quotes | mean confidence | share that is right |")
    print("|---|---|---|---|")
    for row in rows:
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
                    true=(weight @ columns.right) / weight.sum(),
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
    panel.set_ylabel("share that is right")
    panel.set_xlim(0, 1)
    panel.set_ylim(0, 1)
    panel.legend(frameon=False)
    figure.savefig(picture, dpi=120)


if __name__ == "__main__":
    main()
