"""Which bounds fit quotes in other languages, by questions of one's own."""

from hypothesis import example, given
from hypothesis import strategies as st

from adapters.cli.evaluation.bounds import FittedBounds, NearQuote, fitted_bounds
from retrieval.known_languages import Bounds


def test_what_is_called_an_answer_is_right_five_times_in_six() -> None:
    right = [NearQuote(0.5 + n / 100, right=True) for n in range(40)]
    wrong = [NearQuote(0.3 + n / 100, right=False) for n in range(30)]
    found = fitted_bounds([*right, *wrong])
    assert found == FittedBounds(quotes=70, right=40, threshold=0.54, claim_threshold=0.53)
    claimed = [one for one in (*right, *wrong) if one.nearness >= 0.53]
    assert sum(one.right for one in claimed) >= 5 / 6 * len(claimed)


def test_few_questions_and_wrong_ones_fit_nothing() -> None:
    assert fitted_bounds([]) is None
    assert fitted_bounds([NearQuote(0.9, right=True)] * 9) == FittedBounds(9, 9, None, None)
    assert fitted_bounds([NearQuote(0.9, right=False)] * 99) == FittedBounds(99, 0, None, None)


@example(1.0, 1.0)
@given(st.floats(0, 1), st.sampled_from([None, 0.6, 1.0]))
def test_the_nearness_is_told_back_by_the_confidence(nearness: float, claim: float | None) -> None:
    bounds = Bounds(0.4, claim, 0.06, 0.66)
    confidence = bounds.confidence(nearness)
    assert abs(bounds.confidence(bounds.nearness(confidence)) - confidence) < 1e-3
