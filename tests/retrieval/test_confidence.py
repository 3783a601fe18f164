"""Confidence is a probability from the shipped fit, and grows with what speaks for a quote."""

import json
import math
from dataclasses import fields, replace
from typing import Any

import numpy as np
import pytest

from retrieval.articles import Article
from retrieval.candidates import Candidate
from retrieval.confidence import FITS, ReadSigns, Signs, confidence, signs
from retrieval.fitted_confidence import WEIGHTS, fitted_claim_threshold, fitted_threshold
from retrieval.passages import cut
from retrieval.questions import Query
from retrieval.ranking import Ranked
from retrieval.readings import Reading

LIKELY = Signs(
    sentence_cosine=0.75,
    words_found=1.3,
    covered=0.9,
    terms_asked=1.6,
    name_missing=0.0,
    term_missing=0.0,
    kind_missing=0.0,
    negation_missing=0.0,
    other_outlet=0.0,
)
READ = ReadSigns(
    passage_cosine=0.75,
    words_found=1.3,
    covered=0.9,
    terms_asked=1.6,
    name_missing=0.0,
    term_missing=0.0,
    kind_missing=0.0,
    negation_missing=0.0,
    other_outlet=0.0,
    relevance=4.0,
    answerability=4.0,
    mass=10.0,
    share=-0.1,
    closer=4.0,
)


@pytest.mark.parametrize("kind", [Signs, ReadSigns])
def test_the_shipped_weights_are_those_of_the_signs_and_say_what_they_were_fitted_on(
    kind: type[Signs] | type[ReadSigns],
) -> None:
    fit = json.loads(WEIGHTS.read_text(encoding="utf-8"))[FITS[kind]]
    assert set(fit["weights"]) == {field.name for field in fields(kind)}
    [counted] = [told for told in fit["fitted_on"].values() if isinstance(told, dict)]
    assert counted.keys() >= {"multihop_rag", "squad2"}


@pytest.mark.parametrize("reader", [True, False])
def test_a_claim_takes_more_than_to_be_shown(reader: bool) -> None:
    assert 0 < fitted_threshold(reader=reader) <= fitted_claim_threshold(reader=reader) < 1


@pytest.mark.parametrize(
    ("known", "sign", "value", "grows"),
    [
        (LIKELY, "sentence_cosine", 0.85, True),
        (LIKELY, "words_found", 1.6, True),
        (LIKELY, "name_missing", 0.8, False),
        (LIKELY, "other_outlet", 1.0, False),
        (READ, "answerability", 6.0, True),
        (READ, "answerability", 1.0, False),
        (READ, "share", 0.0, True),
        (READ, "share", -4.0, False),
        (READ, "name_missing", 0.8, False),
        (READ, "other_outlet", 1.0, False),
    ],
)
def test_each_sign_pulls_in_the_direction_that_a_person_expects(
    known: Any, sign: str, value: float, grows: bool
) -> None:
    changed = confidence(replace(known, **{sign: value}))
    assert (changed > confidence(known)) is grows
    assert 0 < changed < 1


def test_a_quote_near_the_question_with_its_words_answers_and_a_far_one_does_not() -> None:
    far = replace(
        LIKELY,
        sentence_cosine=0.15,
        words_found=0.2,
        covered=0.1,
        name_missing=0.9,
        term_missing=0.9,
    )
    assert confidence(far) < fitted_threshold(reader=False) < confidence(LIKELY)


def test_a_passage_that_the_reader_finds_no_answer_in_does_not_answer() -> None:
    empty = replace(
        READ,
        passage_cosine=0.2,
        words_found=0.2,
        covered=0.1,
        name_missing=0.9,
        term_missing=0.9,
        relevance=-6.0,
        answerability=-5.0,
        mass=-4.0,
        share=-6.0,
        closer=-5.0,
    )
    assert confidence(empty) < fitted_threshold(reader=True) < confidence(READ)


TEXT = "The council of Millbrook is led by Peter Okafor. It has not met since."


def best(share: float = 0.0, read: bool = True) -> Ranked:
    """The first sentence of an article of the Marsh Gazette, read or not."""
    article = Article("a", "s", "Millbrook", "https://a.example", "Gazette", (), None, TEXT)
    nothing = np.zeros(0, dtype=np.float32)
    reading = Reading(3.0, 2.0, nothing, nothing, np.zeros((0, 2), dtype=np.int64))
    candidate = Candidate(cut(article)[0], article, 0.5, 1.0, reading if read else None)
    span = (0, TEXT.index(" It"))
    return Ranked(candidate, span, 1.0, None, mass=7.0, share=share, cosine=0.25)


def signs_of(question: str, found: Ranked, outlets: tuple[str, ...] = ()) -> Signs | ReadSigns:
    return signs(Query(question), found, found.text, outlets, lambda term: 0.5)


def test_of_what_was_read_the_readers_words_are_signs_and_else_the_nearness_of_the_sentence() -> (
    None
):
    question = "who leads the council of Millbrook?"
    shared = {
        "words_found": math.log1p(0.5 * 2),  # its stem is "lead", the quote has "led"
        "covered": 2 / 3,
        "terms_asked": math.log1p(3),
        "name_missing": 0.0,
        "term_missing": 0.5,
        "kind_missing": 0.0,
        "negation_missing": 0.0,
        "other_outlet": 0.0,
    }
    assert signs_of(question, best(read=False)) == Signs(**shared, sentence_cosine=0.25)
    assert signs_of(question, best(share=0.5)) == ReadSigns(
        **shared,
        passage_cosine=0.5,
        relevance=3.0,
        answerability=2.0,
        mass=7.0,
        share=math.log(0.5),
        closer=2.0,
    )


def test_a_second_look_tells_whether_the_sentence_answers_and_without_one_the_passage_does() -> (
    None
):
    once, twice = best(), replace(best(), closer=-3.0)
    found = [signs_of("who leads it?", one) for one in (once, twice)]
    assert [one.closer for one in found if isinstance(one, ReadSigns)] == [2.0, -3.0]


def test_a_figure_that_is_asked_for_and_is_not_in_the_quote_is_a_sign() -> None:
    assert signs_of("how many lead the council of Millbrook?", best()).kind_missing == 1.0
    assert signs_of("who leads the council of Millbrook?", best()).kind_missing == 0.0


def test_a_share_of_nothing_is_little_and_no_fault() -> None:
    nothing, little = signs_of("who?", best(share=0.0)), signs_of("who?", best(share=1e-9))
    assert isinstance(nothing, ReadSigns)
    assert nothing == little
    assert math.isfinite(nothing.share)


@pytest.mark.parametrize(
    ("outlets", "other"),
    [((), 0.0), (("Gazette",), 0.0), (("Wire", "Gazette"), 0.0), (("Wire",), 1.0)],
)
def test_only_the_quotes_of_other_outlets_than_the_named_ones_are_doubted(
    outlets: tuple[str, ...], other: float
) -> None:
    assert signs_of("who leads it?", best(), outlets).other_outlet == other


def test_to_name_an_outlet_lends_no_quote_any_confidence() -> None:
    """Or "According to the Gazette, " would make an answer of anything."""
    question = "who leads the council of Millbrook?"
    assert confidence(signs_of(question, best(), ("Gazette",))) == confidence(
        signs_of(question, best())
    )


def test_a_name_that_the_quote_lacks_and_a_negation_that_it_lacks_are_signs() -> None:
    found = signs_of("who doesn't lead the council of Arden?", best())
    assert (found.name_missing, found.negation_missing) == (0.5, 1.0)
