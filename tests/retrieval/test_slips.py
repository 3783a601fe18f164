"""What goes wrong in typing, and how often."""

from hypothesis import given
from hypothesis import strategies as st

from retrieval.slips import slip_cost

WORDS = st.text("abcdeiouxyz", max_size=8)


def test_likely_slips_cost_less_than_unlikely_ones() -> None:
    typed = ["harbbour", "hrabour", "harbuor", "herbour", "harbur", "hrbour", "hargour"]
    costs = [slip_cost(word, "harbour") for word in typed]
    assert costs[0] < min(costs[1:])
    assert max(costs[:-1]) < costs[-1]


@given(WORDS, WORDS)
def test_a_slip_costs_something_and_nothing_is_none(typed: str, meant: str) -> None:
    assert slip_cost(typed, typed) == 0
    assert (slip_cost(typed, meant) == 0) == (typed == meant)
    assert slip_cost(typed, meant) <= 0.9 * (len(typed) + len(meant)) + 1e-9
