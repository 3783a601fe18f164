"""From the logits that a reader gives, how much of the answer is in a sentence, and the likeliest
answer in it."""

import math
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.readings import Reading

ANSWER_TOKENS = 30


def reading(starts: list[float], ends: list[float], offsets: list[tuple[int, int]]) -> Reading:
    return Reading(
        relevance=1.0,
        answerability=2.0,
        starts=np.array(starts, dtype=np.float32),
        ends=np.array(ends, dtype=np.float32),
        offsets=np.array(offsets, dtype=np.int64).reshape(-1, 2),
    )


# "The mayor fell. Anna Smith saw it."
TEXT = "The mayor fell. Anna Smith saw it."
TOKENS = [(0, 3), (4, 9), (10, 14), (14, 15), (16, 20), (21, 26), (27, 30), (31, 33), (33, 34)]
READ = reading(
    [-4.0, 1.0, -4.0, -4.0, 2.0, 1.5, -4.0, -4.0, -4.0],
    [-4.0, 3.0, -4.0, -4.0, 0.5, 4.0, -4.0, -4.0, -4.0],
    TOKENS,
)


def test_the_answer_is_the_likeliest_pair_of_start_and_end() -> None:
    assert READ.answer_in(0, len(TEXT)) == ((16, 26), 6.0)
    assert TEXT[16:26] == "Anna Smith"


def test_a_sentence_is_asked_for_the_answer_inside_it_alone() -> None:
    assert READ.answer_in(0, 15) == ((4, 9), 4.0)
    assert READ.answer_in(16, 34) == ((16, 26), 6.0)
    # Half of "Smith" is outside, so "Anna" has to do.
    assert READ.answer_in(16, 24) == ((16, 20), 2.5)


def test_each_sentence_has_its_part_of_the_answer() -> None:
    sure = reading([0.0, math.log(3)], [math.log(8), 0.0], [(0, 3), (4, 9)])
    # One of four chances that it starts with the first word, of nine that it ends with the second.
    assert sure.mass_in(0, 3) == pytest.approx(math.log(8) / 2)
    assert sure.mass_in(4, 9) == pytest.approx(math.log(3) / 2)
    assert sure.mass_in(0, 9) == pytest.approx((math.log(4) + math.log(9)) / 2)
    assert READ.mass_in(16, 34) > READ.mass_in(0, 15) + 0.5
    assert READ.mass_in(15, 16) == -math.inf


def test_a_sentence_says_as_much_in_one_passage_as_in_another() -> None:
    """Whatever stands around it: so the best sentence of several passages is the best of all."""
    alone = reading([2.0, 1.5], [0.5, 4.0], [(0, 4), (5, 10)])
    assert alone.mass_in(0, 10) == pytest.approx(READ.mass_in(16, 26))
    assert alone.answer_in(0, 10) == ((0, 10), 6.0)


def test_logits_beyond_what_can_be_raised_to_a_power_are_no_trouble() -> None:
    loud = reading([400.0, 400.0], [-400.0, -400.0], [(0, 3), (4, 9)])
    assert loud.mass_in(0, 9) == pytest.approx(math.log(2))


@pytest.mark.parametrize(("start", "end"), [(15, 16), (17, 20), (40, 50), (9, 4), (0, 0)])
def test_where_no_word_is_there_is_no_answer(start: int, end: int) -> None:
    assert READ.answer_in(start, end) is None


def test_a_passage_without_text_has_no_answer_nor_a_part_of_it() -> None:
    empty = reading([], [], [])
    assert empty.answer_in(0, 100) is None
    assert empty.mass_in(0, 100) == -math.inf


def test_an_end_before_its_start_is_no_answer_however_likely() -> None:
    backwards = reading([0.0, 9.0], [9.0, 0.5], [(0, 3), (4, 9)])
    assert backwards.answer_in(0, 9) == ((4, 9), 9.5)


@pytest.mark.parametrize(("words", "whole"), [(ANSWER_TOKENS, True), (ANSWER_TOKENS + 1, False)])
def test_an_answer_has_at_most_thirty_tokens(words: int, whole: bool) -> None:
    starts, ends = [-9.0] * words, [-9.0] * words
    starts[0], ends[-1] = 3.0, 2.0
    ends[4] = 1.0
    offsets = [(2 * n, 2 * n + 1) for n in range(words)]
    found = reading(starts, ends, offsets).answer_in(0, 2 * words)
    assert found == (((0, 2 * words - 1), 5.0) if whole else ((0, 9), 4.0))


def test_two_readings_are_told_apart_by_what_they_say_of_the_passage() -> None:
    assert reading([1.0], [1.0], [(0, 1)]) == reading([], [], [])
    assert repr(READ) == "Reading(relevance=1.0, answerability=2.0)"


@st.composite
def read_texts(draw: st.DrawFn) -> tuple[Reading, int, int]:
    """Words of a few letters with gaps or none between, and a range that may cut them."""
    count = draw(st.integers(0, 45))
    logits = st.lists(st.integers(-600, 600), min_size=count, max_size=count)
    steps = draw(st.lists(st.integers(0, 3), min_size=2 * count, max_size=2 * count))
    at = draw(st.integers(0, 3))
    offsets = []
    for gap, length in zip(steps[::2], steps[1::2], strict=True):
        offsets.append((at + gap, at + gap + 1 + length))
        at = offsets[-1][1]
    starts, ends = draw(logits), draw(logits)
    start, end = draw(st.integers(0, at + 3)), draw(st.integers(0, at + 3))
    # Sixty-fourths, so that sums are exact.
    return reading([n / 64 for n in starts], [n / 64 for n in ends], offsets), start, end


@given(read_texts())
def test_the_answer_and_its_part_are_those_of_looking_at_every_pair(
    case: tuple[Reading, int, int],
) -> None:
    read, start, end = case
    tokens = [(int(a), int(b)) for a, b in read.offsets]
    assert all(a[1] <= b[0] for a, b in pairwise(tokens))
    every = {
        (tokens[first][0], tokens[last][1]): float(read.starts[first] + read.ends[last])
        for first in range(len(tokens))
        for last in range(first, min(first + ANSWER_TOKENS, len(tokens)))
        if start <= tokens[first][0] and tokens[last][1] <= end
    }
    found = read.answer_in(start, end)
    if found is None:
        assert not every
    else:
        span, score = found
        assert score == max(every.values()) == every[span]
    begun = [n for n, (a, _) in enumerate(tokens) if start <= a < end]
    if not begun:
        assert read.mass_in(start, end) == -math.inf
    else:
        start_mass, end_mass = (
            math.log(math.fsum(math.exp(float(side[n])) for n in begun))
            for side in (read.starts, read.ends)
        )
        assert read.mass_in(start, end) == pytest.approx((start_mass + end_mass) / 2, abs=1e-4)
