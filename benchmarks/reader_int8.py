"""The int8 reader that ships against the fp32 one it was made from: do the answers differ?

    python benchmarks/reader_int8.py ../shared/eval --data /tmp/fit --full reader-fp32.onnx

Every n-th question of both sets (--every) is asked with either, in one run.
"""

import argparse
from pathlib import Path

from evaluation_sets import FACTS, NEWS, opened, progress
from kept_readings import KeptReader

from retrieval.fitted_confidence import fitted_claim_threshold
from retrieval.quotes import Quote
from retrieval.reader import MODEL
from retrieval.search import Search

# A difference in confidence that somebody could notice.
NOTICED = 0.1


def main() -> None:
    """Print a line for each set."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("eval", type=Path, help=f"the folder that holds {NEWS}/ and {FACTS}/")
    parser.add_argument("--data", type=Path, required=True, help="where vectors are kept")
    parser.add_argument("--full", type=Path, required=True, help="the fp32 ONNX file")
    parser.add_argument("--every", type=int, default=5)
    chosen = parser.parse_args()
    threshold = fitted_claim_threshold(reader=True)
    with (
        opened(chosen.eval, chosen.data) as sets,
        KeptReader(MODEL, chosen.data) as small,
        KeptReader(chosen.full, chosen.data) as full,
    ):
        ways = [Search(sets.embedder, sets.catalog, reader) for reader in (small, full)]
        print("| set | questions | other quote | other decision | confidence off by > 0.1 |")
        print("|---|---|---|---|---|")
        for name in (NEWS, FACTS):
            asked = sets.questions[name][:: chosen.every]
            quotes = decisions = confidences = 0
            for n, question in enumerate(asked, 1):
                first, second = (_first(way, question.text, sets.index[name]) for way in ways)
                one, other = first.confidence, second.confidence
                quotes += (first.article.id, first.start, first.end) != (
                    second.article.id,
                    second.start,
                    second.end,
                )
                decisions += (one >= threshold) != (other >= threshold)
                confidences += abs(one - other) > NOTICED
                progress("asking", n, len(asked))
            shares = (f"{count / len(asked):.3f}" for count in (quotes, decisions, confidences))
            print(f"| {name} | {len(asked)} | {' | '.join(shares)} |", flush=True)


def _first(search: Search, question: str, index: object) -> Quote:
    return search.find(question, index).quotes[0]  # type: ignore[arg-type]


if __name__ == "__main__":
    main()
