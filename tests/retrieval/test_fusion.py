"""Dense and lexical scores become one ranking."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from retrieval.fusion import NAMED_SOURCE_BONUS, fuse


def test_what_both_retrievers_like_comes_first() -> None:
    lexical = np.array([0, 8, 10, 0], dtype=np.float32)
    fused = fuse([(0, 0.8), (1, 0.78), (3, 0.2)], lexical, 100)
    assert [hit.row for hit in fused] == [1, 2, 0, 3]


def test_a_passage_that_only_its_words_found_counts_as_near_as_the_farthest_dense_hit() -> None:
    fused = fuse([(0, 0.9), (1, 0.5)], np.array([0, 0, 7], dtype=np.float32), 100)
    assert {hit.row: hit.dense for hit in fused} == {0: 0.9, 1: 0.5, 2: 0.5}


def test_an_outlet_that_the_question_names_is_preferred() -> None:
    named = np.array([False, True])
    fused = fuse([(0, 0.9), (1, 0.85)], np.zeros(2, dtype=np.float32), 100, named)
    assert [hit.row for hit in fused] == [1, 0]
    assert fused[0].score == 0.85 / 0.9 + NAMED_SOURCE_BONUS


def test_nothing_found_is_an_empty_ranking() -> None:
    assert fuse([], np.zeros(5, dtype=np.float32), 100) == []


@given(
    st.lists(st.floats(0, 50, width=32), min_size=1, max_size=60),
    st.integers(1, 20),
    st.data(),
)
def test_a_ranking_never_depends_on_the_order_in_which_hits_came(
    scores: list[float], depth: int, data: st.DataObject
) -> None:
    lexical = np.array(scores, dtype=np.float32)
    rows = data.draw(st.sets(st.integers(0, len(scores) - 1)))
    dense = [(row, data.draw(st.floats(-1, 1))) for row in rows]
    shuffled = data.draw(st.permutations(dense))
    assert fuse(dense, lexical, depth) == fuse(shuffled, lexical, depth)
