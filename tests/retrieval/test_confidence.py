"""Confidence is a probability from the shipped fit, and grows with what speaks for a quote."""

import json
from dataclasses import fields, replace

import pytest

from retrieval.confidence import WEIGHTS, Signs, confidence, fitted_threshold

LIKELY = Signs(
    passage_cosine=0.65,
    sentence_cosine=0.6,
    words_found=0.9,
    name_missing=0.0,
    negation_missing=0.0,
    outlet_named=0.0,
)


def test_the_shipped_weights_are_those_of_the_signs_and_say_what_they_were_fitted_on() -> None:
    fit = json.loads(WEIGHTS.read_text(encoding="utf-8"))
    assert set(fit["weights"]) == {field.name for field in fields(Signs)}
    assert fit["fitted_on"]["sets"].keys() == {"multihop_rag", "squad2", "foreign"}
    assert 0 < fitted_threshold() < 1


@pytest.mark.parametrize(
    ("sign", "value", "grows"),
    [
        ("passage_cosine", 0.75, True),
        ("sentence_cosine", 0.7, True),
        ("words_found", 1.1, True),
        ("outlet_named", 0.4, True),
        ("name_missing", 0.8, False),
        ("negation_missing", 1.0, False),
    ],
)
def test_each_sign_pulls_in_the_direction_that_a_person_expects(
    sign: str, value: float, grows: bool
) -> None:
    changed = confidence(replace(LIKELY, **{sign: value}))
    assert (changed > confidence(LIKELY)) is grows
    assert 0 < changed < 1


def test_a_quote_near_the_question_with_its_words_answers_and_a_far_one_does_not() -> None:
    far = Signs(0.2, 0.15, 0.2, 0.9, 0.0, 0.0)
    assert confidence(far) < fitted_threshold() < confidence(LIKELY)
