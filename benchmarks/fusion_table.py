"""Passage sizes and ways of fusing, measured → the Markdown table in benchmarks/README.md.

    python benchmarks/fusion_table.py ../shared/eval --data /tmp/fusion --sizes 600 1000 1500

Hits and MRR are over MultiHop-RAG's evidence; answer@1 is the share of SQuAD 2 questions whose
answer stands in the first passage. Vectors are kept under --data: a second run takes minutes.
"""

import argparse
import math
import re
import shutil
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import product
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from adapters.cli.evaluation.data import read_articles, read_questions
from adapters.cli.evaluation.index import build_index
from adapters.storage.catalog import Catalog, open_catalog
from retrieval import fusion, passages
from retrieval.embedding import Embedder, load_embedder
from retrieval.models import choose_model
from retrieval.questions import understood
from retrieval.search import DEPTH

NEWS, FACTS = "multihop_rag", "squad2"
READ = 10
# Usual in reciprocal rank fusion (Cormack et al. 2009).
RRF_K = 60

Dense = list[tuple[int, float]]  # (row, cosine), best first
Fusion = Callable[[Dense, NDArray[np.float32], NDArray[np.bool_] | None], list[int]]


@dataclass(frozen=True, slots=True)
class Retrieved:
    """What both retrievers say to one question."""

    dense: Dense
    lexical: NDArray[np.float32]
    named: NDArray[np.bool_] | None  # rows of the outlets that the question names
    right: frozenset[int]  # rows that hold the evidence, or the answer


def convex(dense_weight: float, lexical_weight: float) -> Fusion:
    """The shipped fusion with other weights; with one of them 0, that retriever only."""

    def ranked(
        dense: Dense, lexical: NDArray[np.float32], named: NDArray[np.bool_] | None
    ) -> list[int]:
        fusion.DENSE_WEIGHT, fusion.LEXICAL_WEIGHT = dense_weight, lexical_weight
        return [hit.row for hit in fusion.fuse(dense, lexical, DEPTH, named)]

    return ranked


def reciprocal_rank(
    dense: Dense, lexical: NDArray[np.float32], named: NDArray[np.bool_] | None
) -> list[int]:
    """Each retriever's first hundred, scores normalised by the best as the bonus expects."""
    order = np.argsort(-lexical, kind="stable")[:DEPTH]
    scores: dict[int, float] = {}
    for rows in ([row for row, _ in dense], [int(n) for n in order if lexical[n] > 0]):
        for place, row in enumerate(rows, 1):
            scores[row] = scores.get(row, 0.0) + 1 / (RRF_K + place)
    best = max(scores.values(), default=1.0)
    bonus = fusion.NAMED_SOURCE_BONUS

    def score(row: int) -> float:
        return scores[row] / best + (bonus if named is not None and named[row] else 0.0)

    return sorted(scores, key=lambda row: (-score(row), row))


FUSIONS: dict[str, Fusion] = {
    "dense only": convex(1, 0),
    "BM25 only": convex(0, 1),
    "reciprocal rank": reciprocal_rank,
    "convex, dense × 0.5": convex(0.5, 1),
    "convex, dense × 1": convex(1, 1),
    "convex, dense × 1.5": convex(1.5, 1),
}


def main() -> None:
    """Prints the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("eval", type=Path, help=f"the folder that holds {NEWS}/ and {FACTS}/")
    parser.add_argument("--data", type=Path, required=True, help="where vectors are kept")
    parser.add_argument("--sizes", type=int, nargs="+", default=[600, 1000, 1500])
    chosen = parser.parse_args()
    embedder = load_embedder(choose_model(""), cache=chosen.data / "models")
    print("| passage bytes | fusion | source bonus | Hits@10 | Hits@4 | MRR@10 | answer@1 |")
    print("|---|---|---|---|---|---|---|")
    for size in chosen.sizes:
        news, facts = _retrieved(chosen.eval, chosen.data / str(size), size, embedder)
        for (name, fuse), bonus in product(FUSIONS.items(), (False, True)):
            ranks = np.array([_rank(fuse, question, bonus) for question in news])
            first = np.array([_rank(fuse, question, bonus) for question in facts]) == 1
            figures = ((ranks <= 10).mean(), (ranks <= 4).mean(), (1 / ranks).mean(), first.mean())
            shown = " | ".join(f"{figure:.3f}" for figure in figures)
            print(f"| {size} | {name} | {'yes' if bonus else 'no'} | {shown} |", flush=True)


def _retrieved(
    folder: Path, data: Path, size: int, embedder: Embedder
) -> tuple[list[Retrieved], list[Retrieved]]:
    """What is retrieved for the questions of both sets with passages of `size` bytes."""
    passages.PASSAGE_BYTES = size
    shutil.rmtree(data / "segments", ignore_errors=True)
    catalog = open_catalog(None, data)
    news = read_questions(folder / NEWS / "questions.jsonl")
    facts = read_questions(folder / FACTS / "questions.jsonl")
    evidence = {q.text: [_plain(text) for text in q.evidence] for q in news if q.evidence}
    answers = {q.text: list(q.answers) for q in facts if q.answers}
    return (
        _asked(evidence, _plain, folder / NEWS, data, catalog, embedder),
        _asked(answers, str, folder / FACTS, data, catalog, embedder),
    )


def _asked(
    wanted: Mapping[str, list[str]],
    read: Callable[[str], str],
    folder: Path,
    data: Path,
    catalog: Catalog,
    embedder: Embedder,
) -> list[Retrieved]:
    """`wanted`: by question, the words of which any makes a passage right, as `read` gives them."""

    def progress(step: str, done: int, of: int) -> None:
        sys.stderr.write(f"\r{folder.name}: {step} {done}/{of}   ")

    articles = read_articles(folder / "articles.jsonl")
    index = build_index(articles, data, catalog, embedder, datetime.now(UTC), progress)
    ids = index.passage_ids(range(index.passages))
    by_id = catalog.passages(ids)
    texts = [read(article.text[p.start : p.end]) for p, article in map(by_id.__getitem__, ids)]
    queries = {question: understood(question, index.words.lexicon) for question in wanted}
    return [
        Retrieved(
            index.nearest(embedder.embed_question(query.read_text), DEPTH, None),
            index.words.scores(query.terms, query.variants),
            index.of_sources(
                {o for each in index.outlets_named_in(question) for o in each.outlets}
            ),
            frozenset(
                n for n, text in enumerate(texts) if any(word in text for word in wanted[question])
            ),
        )
        for question, query in queries.items()
    ]


def _rank(fuse: Fusion, question: Retrieved, bonus: bool) -> float:
    """Of the first right passage, from 1; infinite where none of the first ten is."""
    rows = fuse(question.dense, question.lexical, question.named if bonus else None)[:READ]
    return next((float(n) for n, row in enumerate(rows, 1) if row in question.right), math.inf)


def _plain(text: str) -> str:
    return re.sub(r"\s+", "", text)


if __name__ == "__main__":
    main()
