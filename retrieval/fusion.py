"""Dense and lexical scores → one ranking. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

# Convex fusion of scores normalised by their best beat reciprocal rank fusion by about 2 points
# of Hits@10 and 4 of Hits@4 on news questions (benchmarks/README.md);
# Bruch et al. 2023, arXiv:2210.11934, says why.
DENSE_WEIGHT = 1.0
LEXICAL_WEIGHT = 1.0
# A question that names an outlet ("according to …") wants that outlet.
NAMED_SOURCE_BONUS = 0.3


@dataclass(frozen=True, slots=True)
class Fused:
    """One passage's scores: `row` in its generation, cosine, BM25, and the fused score."""

    row: int
    dense: float
    lexical: float
    score: float


def fuse(
    dense: Iterable[tuple[int, float]],
    lexical: NDArray[np.float32],
    lexical_depth: int,
    bonus_rows: NDArray[np.bool_] | None = None,
) -> list[Fused]:
    """The union of the dense hits and the best `lexical_depth` lexical ones, best first.

    `dense`: (row, cosine) of the nearest passages; `lexical`: BM25 of every row, shape
    `(passages,)`. A lexical hit outside the dense list counts as near as the last one in it,
    which measured the same as its exact cosine. Ties go to the lower row.
    """
    cosines = dict(dense)
    farthest = min(cosines.values(), default=0.0)
    best_dense = max(cosines.values(), default=0.0) or 1.0
    best_lexical = float(lexical.max(initial=0.0)) or 1.0
    rows = set(cosines) | set(_best_rows(lexical, lexical_depth))
    fused = []
    for row in rows:
        cosine, bm25 = cosines.get(row, farthest), float(lexical[row])
        score = DENSE_WEIGHT * cosine / best_dense + LEXICAL_WEIGHT * bm25 / best_lexical
        if bonus_rows is not None and bonus_rows[row]:
            score += NAMED_SOURCE_BONUS
        fused.append(Fused(row, cosine, bm25, score))
    return sorted(fused, key=lambda hit: (-hit.score, hit.row))


def _best_rows(scores: NDArray[np.float32], depth: int) -> list[int]:
    positive = int(np.count_nonzero(scores > 0))
    depth = min(depth, positive)
    if not depth:
        return []
    best: list[int] = np.argpartition(scores, len(scores) - depth)[-depth:].tolist()
    return best
