"""How well questions that ask the same are told from those that only sound alike.

Run: python -m benchmarks.question_groups [FILE] (after pullquote reindex; the index tells what are
names)
"""

import itertools
import sys
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

from adapters.assembly import catalog_of
from adapters.bot_assembly import IndexFinder, bot_over
from adapters.settings.environment import from_environment
from retrieval import question_groups
from retrieval.embedding import Embeddings
from retrieval.questions import Query

_FILE = Path(__file__).with_suffix(".txt")


def questions_in(file: Path) -> tuple[list[str], list[int]]:
    """The questions, and the number of the meaning of each."""
    texts, meanings, number, alone = list[str](), list[int](), 0, False
    for line in file.read_text(encoding="utf-8").splitlines():
        alone = alone or line.startswith("##")
        if not line or line.startswith("#"):
            number += 1
        elif line not in texts:
            number += alone  # below "##" each has a meaning of its own
            texts.append(line)
            meanings.append(number)
    return texts, meanings


def main() -> None:
    """Prints the recall and the precision of pairs at several thresholds."""
    texts, meanings = questions_in(Path(sys.argv[1]) if len(sys.argv) > 1 else _FILE)
    settings = from_environment()
    with (
        closing(catalog_of(settings)) as catalog,
        bot_over(catalog, settings, follow=False) as bot,
    ):
        assert isinstance(bot.finder, IndexFinder)
        queries, vectors = bot.finder.questions(texts)
    same = sum(a == b for a, b in itertools.combinations(meanings, 2))
    print(f"{len(texts)} questions of {len(set(meanings))} meanings, {same} pairs mean the same")
    for threshold in (0.55, 0.6, 0.65, 0.7, 0.75, 0.8):
        right, wrong = _pairs(queries, vectors, meanings, threshold)
        recall, precision = right / same, right / max(1, right + wrong)
        print(f"from {threshold}: recall {recall:.2f}, precision {precision:.2f}")


def _pairs(
    queries: Sequence[Query], vectors: Embeddings, meanings: Sequence[int], threshold: float
) -> tuple[int, int]:
    """How many pairs that were put together mean the same, and how many don't."""
    question_groups.SAME = threshold
    right = wrong = 0
    for group in question_groups.same_questions(queries, vectors):
        for one, other in itertools.combinations(group, 2):
            right += meanings[one] == meanings[other]
            wrong += meanings[one] != meanings[other]
    return right, wrong


if __name__ == "__main__":
    main()
