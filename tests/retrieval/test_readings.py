"""From the probabilities that a reader gives, the share of an answer that is in a sentence, and the
likeliest answer in it."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
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
    [0.0, 0.25, 0.0, 0.0, 0.5, 0.25, 0.0, 0.0, 0.0],
    [0.0, 0.375, 0.0, 0.0, 0.125, 0.5, 0.0, 0.0, 0.0],
    TOKENS,
)


def test_the_answer_is_the_likeliest_pair_of_start_and_end() -> None:
    assert READ.answer_in(0, len(TEXT)) == ((16, 26), 0.25)
    assert TEXT[16:26] == "Anna Smith"


def test_a_sentence_is_asked_for_the_answer_inside_it_alone() -> None:
    assert READ.answer_in(0, 15) == ((4, 9), 0.09375)
    assert READ.answer_in(16, 34) == ((16, 26), 0.25)
    # Half of "Smith" is outside, so "Anna" has to do.
    assert READ.answer_in(16, 24) == ((16, 20), 0.0625)


def test_each_sentence_has_its_share_of_the_answer() -> None:
    assert [READ.share_in(0, 15), READ.share_in(16, 34)] == [0.25, 0.75]
    assert READ.share_in(0, len(TEXT)) == 1.0
    assert READ.share_in(15, 16) == 0.0


@pytest.mark.parametrize(("start", "end"), [(15, 16), (17, 20), (40, 50), (9, 4), (0, 0)])
def test_where_no_word_is_there_is_no_answer(start: int, end: int) -> None:
    assert READ.answer_in(start, end) is None


def test_a_passage_without_text_has_no_answer_and_no_share() -> None:
    empty = reading([], [], [])
    assert empty.answer_in(0, 100) is None
    assert empty.share_in(0, 100) == 0.0


def test_an_end_before_its_start_is_no_answer_however_likely() -> None:
    backwards = reading([0.1, 0.9], [0.9, 0.1], [(0, 3), (4, 9)])
    (start, end), chance = backwards.answer_in(0, 9) or ((-1, -1), -1.0)
    assert (start, end) in {(0, 3), (4, 9)}
    assert chance == pytest.approx(0.09)


@pytest.mark.parametrize(("words", "whole"), [(ANSWER_TOKENS, True), (ANSWER_TOKENS + 1, False)])
def test_an_answer_has_at_most_thirty_tokens(words: int, whole: bool) -> None:
    starts, ends = [0.0] * words, [0.0] * words
    starts[0], ends[-1] = 1.0, 0.5
    ends[4] = 0.25
    offsets = [(2 * n, 2 * n + 1) for n in range(words)]
    found = reading(starts, ends, offsets).answer_in(0, 2 * words)
    assert found == (((0, 2 * words - 1), 0.5) if whole else ((0, 9), 0.25))


def test_two_readings_are_told_apart_by_what_they_say_of_the_passage() -> None:
    assert reading([1.0], [1.0], [(0, 1)]) == reading([], [], [])
    assert repr(READ) == "Reading(relevance=1.0, answerability=2.0)"


@st.composite
def read_texts(draw: st.DrawFn) -> tuple[Reading, int, int]:
    """Words of a few letters with gaps or none between, and a range that may cut them."""
    count = draw(st.integers(0, 45))
    chances = st.lists(st.integers(0, 6), min_size=count, max_size=count)
    steps = draw(st.lists(st.integers(0, 3), min_size=2 * count, max_size=2 * count))
    at = draw(st.integers(0, 3))
    offsets = []
    for gap, length in zip(steps[::2], steps[1::2], strict=True):
        offsets.append((at + gap, at + gap + 1 + length))
        at = offsets[-1][1]
    starts, ends = draw(chances), draw(chances)
    start, end = draw(st.integers(0, at + 3)), draw(st.integers(0, at + 3))
    # Sixty-fourths, so that products and sums are exact.
    return reading([n / 64 for n in starts], [n / 64 for n in ends], offsets), start, end


@settings(deadline=None)
@given(read_texts())
def test_the_answer_and_the_share_are_those_of_looking_at_every_pair(
    case: tuple[Reading, int, int],
) -> None:
    read, start, end = case
    tokens = [(int(a), int(b)) for a, b in read.offsets]
    assert all(a[1] <= b[0] for a, b in pairwise(tokens))
    every = {
        (tokens[first][0], tokens[last][1]): float(read.starts[first] * read.ends[last])
        for first in range(len(tokens))
        for last in range(first, min(first + ANSWER_TOKENS, len(tokens)))
        if start <= tokens[first][0] and tokens[last][1] <= end
    }
    found = read.answer_in(start, end)
    if found is None:
        assert not every
    else:
        span, chance = found
        assert chance == max(every.values()) == every[span]
    begun = [n for n, (a, _) in enumerate(tokens) if start <= a < end]
    assert read.share_in(start, end) == sum(float(read.starts[n]) for n in begun)
