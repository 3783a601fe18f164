"""Confidence is a probability from the shipped fit, and grows with what speaks for a quote."""

import json
from dataclasses import fields, replace
from typing import Any

import pytest

from retrieval.confidence import FITS, WEIGHTS, ReadSigns, Signs, confidence, fitted_threshold

LIKELY = Signs(
    passage_cosine=0.65,
    sentence_cosine=0.6,
    words_found=0.9,
    name_missing=0.0,
    negation_missing=0.0,
    outlet_named=0.0,
)
READ = ReadSigns(
    passage_cosine=0.65,
    words_found=0.9,
    name_missing=0.0,
    negation_missing=0.0,
    outlet_named=0.0,
    relevance=3.0,
    answerability=0.5,
    answer_likely=-0.5,
)


@pytest.mark.parametrize("kind", [Signs, ReadSigns])
def test_the_shipped_weights_are_those_of_the_signs_and_say_what_they_were_fitted_on(
    kind: type[Signs] | type[ReadSigns],
) -> None:
    fit = json.loads(WEIGHTS.read_text(encoding="utf-8"))[FITS[kind]]
    assert set(fit["weights"]) == {field.name for field in fields(kind)}
    assert fit["fitted_on"]["sets"].keys() == {"multihop_rag", "squad2", "foreign"}
    assert 0 < fitted_threshold(reader=kind is ReadSigns) < 1


@pytest.mark.parametrize(
    ("known", "sign", "value", "grows"),
    [
        (LIKELY, "passage_cosine", 0.75, True),
        (LIKELY, "sentence_cosine", 0.7, True),
        (LIKELY, "words_found", 1.1, True),
        (LIKELY, "outlet_named", 0.4, True),
        (LIKELY, "name_missing", 0.8, False),
        (LIKELY, "negation_missing", 1.0, False),
        (READ, "words_found", 1.1, True),
        (READ, "answerability", 2.0, True),
        (READ, "answerability", -2.0, False),
        (READ, "name_missing", 0.8, False),
    ],
)
def test_each_sign_pulls_in_the_direction_that_a_person_expects(
    known: Any, sign: str, value: float, grows: bool
) -> None:
    changed = confidence(replace(known, **{sign: value}))
    assert (changed > confidence(known)) is grows
    assert 0 < changed < 1


def test_a_quote_near_the_question_with_its_words_answers_and_a_far_one_does_not() -> None:
    far = Signs(0.2, 0.15, 0.2, 0.9, 0.0, 0.0)
    assert confidence(far) < fitted_threshold(reader=False) < confidence(LIKELY)


def test_a_passage_that_the_reader_finds_no_answer_in_does_not_answer() -> None:
    empty = ReadSigns(0.2, 0.2, 0.9, 0.0, 0.0, -6.0, -5.0, -6.0)
    assert confidence(empty) < fitted_threshold(reader=True) < confidence(READ)
