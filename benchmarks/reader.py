"""With the reader and without, in one run → the table in benchmarks/README.md.

    python benchmarks/reader.py ../shared/eval --data /tmp/fit

Vectors and readings are kept under --data. Confidences are those of the shipped weights, which
were fitted on these questions: for abstention, fit_confidence.py prints cross-validated figures.
"""

import argparse
from dataclasses import replace
from functools import cache
from pathlib import Path

from evaluation_sets import FACTS, NEWS, EvaluationSets, opened, progress
from kept_readings import KeptReader

from adapters.cli.evaluation.metrics import (
    Scored,
    abstention_figures,
    article_figures,
    evidence_figures,
    quote_figures,
    score,
)
from retrieval.embedding import Embedder
from retrieval.fitted_confidence import fitted_threshold
from retrieval.reader import MODEL, Reader
from retrieval.search import Search


def main() -> None:
    """Print a line for each set and each way."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("eval", type=Path, help=f"the folder that holds {NEWS}/ and {FACTS}/")
    parser.add_argument("--data", type=Path, required=True, help="where vectors are kept")
    parser.add_argument("--model", type=Path, default=MODEL, help="another network's ONNX file")
    parser.add_argument("--every", type=int, default=1, help="take each n-th question only")
    chosen = parser.parse_args()
    with (
        opened(chosen.eval, chosen.data) as sets,
        KeptReader(chosen.model, chosen.data) as reader,
    ):
        print(
            "| | set | article hit@1 | Hits@4 | Hits@10 | MRR@10 | answer@1 | answer@3 | AUROC "
            "| characters |"
        )
        print("|---|---|---|---|---|---|---|---|---|---|")
        sets = replace(sets, embedder=Remembering(sets.embedder))
        _print("without", sets, None, chosen.every)
        _print("with", sets, reader, chosen.every)


class Remembering:
    """The embedder, asked once for each question."""

    def __init__(self, embedder: Embedder) -> None:
        self.model = embedder.model
        self.embed_passages = embedder.embed_passages
        self.embed_question = cache(embedder.embed_question)


def _print(way: str, sets: EvaluationSets, reader: Reader | None, every: int) -> None:
    for name in (NEWS, FACTS):
        scored, length = _scored(sets, name, reader, every)
        threshold = fitted_threshold(reader=reader is not None)
        evidence, quote = evidence_figures(scored), quote_figures(scored)
        figures = [
            article_figures(scored).hit_at_1,
            evidence.hits_at_4,
            evidence.hits_at_10,
            evidence.mrr_at_10,
            quote.answer_at_1,
            quote.answer_at_3,
            abstention_figures(scored, threshold).auroc,
        ]
        shown = " | ".join("–" if figure is None else f"{figure:.3f}" for figure in figures)
        print(f"| {way} | {name} | {shown} | {length:.0f} |", flush=True)


def _scored(
    sets: EvaluationSets, name: str, reader: Reader | None, every: int
) -> tuple[list[Scored], float]:
    """Every question's outcome, and the mean length of a first quote in characters."""
    asking = Search(sets.embedder, sets.catalog, reader)
    texts = {article.id: article.text for article in sets.articles[name]}
    asked = sets.questions[name][::every]
    scored, lengths = [], []
    for n, question in enumerate(asked, 1):
        found = asking.find(question.text, sets.index[name])
        scored.append(score(question, found, texts))
        lengths += [len(quote.text) for quote in found.quotes[:1]]
        progress("asking", n, len(asked))
    return scored, sum(lengths) / len(lengths)


if __name__ == "__main__":
    main()
