"""The figures of an evaluation, each on a case that is counted out by hand."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.cli.evaluation.data import STORY, KnownQuestion
from adapters.cli.evaluation.metrics import (
    AbstentionFigures,
    ArticleFigures,
    EvidenceFigures,
    OutcomeFigures,
    QuoteFigures,
    Scored,
    abstention_figures,
    article_figures,
    auroc,
    evidence_figures,
    highest_threshold,
    outcome_figures,
    quote_figures,
    score,
)
from retrieval.articles import Article, Passage
from retrieval.candidates import Candidate
from retrieval.quotes import Quote
from retrieval.search import Findings

TEXT = "Sweden joined NATO on 7 March 2024. Its flag\nwas raised four days later."


def article(id: str, text: str = TEXT) -> Article:
    return Article(id, STORY, "Sweden joins", "", "Post", (), None, text)


def passage(of: Article, start: int, end: int) -> Candidate:
    return Candidate(Passage(f"{of.id}-{start}", of.version, start, end), of, dense=0.5, score=1.0)


def quote(of: Article, start: int, end: int, confidence: float = 0.9) -> Quote:
    return Quote(
        article=of,
        start=start,
        end=end,
        text=of.text[start:end],
        highlight=(),
        link="",
        score=1.0,
        confidence=confidence,
        also_in=(),
    )


def scored(
    *,
    answerable: bool = True,
    confidence: float = 0.0,
    article_rank: float | None = None,
    evidence_rank: float | None = None,
    answer_rank: float | None = None,
    quotes: int = 0,
    verbatim: int = 0,
    answered: bool = False,
    possible: bool = False,
    shown: int = 0,
) -> Scored:
    return Scored(
        answerable,
        confidence,
        article_rank,
        evidence_rank,
        answer_rank,
        quotes,
        verbatim,
        answered,
        possible,
        shown,
    )


WHEN = KnownQuestion(
    id="q1",
    text="When did Sweden join NATO?",
    answers=("7 March 2024", "March 2024"),
    relevant=frozenset({"b"}),
    evidence=("Its flag was\u00a0raised",),
    answerable=True,
)


def test_ranks_count_distinct_articles_any_evidence_and_any_answer() -> None:
    a, b = article("a", "Finland joined first. Then came others."), article("b")
    found = Findings(
        generation="g",
        quotes=(quote(a, 0, 21, confidence=0.8), quote(b, 0, 35)),
        passages=(passage(a, 0, 21), passage(a, 22, 39), passage(b, 0, 35), passage(b, 36, 74)),
    )
    assert score(WHEN, found, {"a": a.text, "b": b.text}) == Scored(
        answerable=True,
        confidence=0.8,
        article_rank=2,  # the third passage, but of the second article
        evidence_rank=4,  # white space apart, the second sentence of b
        answer_rank=2,
        quotes=2,
        verbatim=2,
    )


def test_a_question_that_found_nothing_has_infinite_ranks_and_no_confidence() -> None:
    nothing = Findings("g", (), ())
    assert score(WHEN, nothing, {}) == Scored(True, 0.0, math.inf, math.inf, math.inf, 0, 0)


def test_an_unanswerable_question_has_nothing_to_rank() -> None:
    b = article("b")
    asked = KnownQuestion("q", "Who?", ("Sweden",), frozenset({"b"}), ("Sweden",), False)
    found = Findings("g", (quote(b, 0, 35, confidence=0.25),), (passage(b, 0, 35),))
    assert score(asked, found, {"b": b.text}) == Scored(False, 0.25, None, None, None, 1, 1)


def test_a_quote_is_verbatim_only_where_the_file_of_articles_says_so_at_its_place() -> None:
    b = article("b")
    found = Findings("g", (quote(b, 0, 35), quote(b, 36, 74), quote(article("c"), 0, 35)), ())
    changed = b.text[:36] + "A" + b.text[37:]
    assert score(WHEN, found, {"b": changed}).verbatim == 1


def test_article_figures() -> None:
    ranks = (1, 2, 4, 11, math.inf)
    assert article_figures([scored(article_rank=rank) for rank in (*ranks, None)]) == (
        ArticleFigures(
            questions=5,
            hit_at_1=1 / 5,
            hit_at_3=2 / 5,
            hit_at_10=3 / 5,
            mrr_at_10=(1 + 1 / 2 + 1 / 4) / 5,
        )
    )


def test_evidence_figures() -> None:
    ranks = (1, 4, 5, 10, 11, math.inf)
    assert evidence_figures([scored(evidence_rank=rank) for rank in (*ranks, None)]) == (
        EvidenceFigures(
            questions=6,
            hits_at_4=2 / 6,
            hits_at_10=4 / 6,
            mrr_at_10=(1 + 1 / 4 + 1 / 5 + 1 / 10) / 6,
        )
    )


def test_quote_figures() -> None:
    rows = [
        scored(answer_rank=1, quotes=3, verbatim=3),
        scored(answer_rank=3, quotes=3, verbatim=2),
        scored(answer_rank=4, quotes=5, verbatim=5),
        scored(answerable=False, quotes=1, verbatim=1),
    ]
    assert quote_figures(rows) == QuoteFigures(
        questions=3, answer_at_1=1 / 3, answer_at_3=2 / 3, quotes=12, verbatim_share=11 / 12
    )


def test_abstention_figures() -> None:
    answerable = [scored(confidence=c) for c in (0.9, 0.6, 0.3, 0.5)]
    not_answerable = [scored(answerable=False, confidence=c) for c in (0.1, 0.3, 0.7)]
    assert abstention_figures(answerable + not_answerable, 0.5) == AbstentionFigures(
        answerable=4,
        unanswerable=3,
        auroc=(4 + 3.5 + 1) / 12,  # above 0.1 all four; above 0.3 three and a tie; above 0.7 one
        refused_at_5=1 / 3,  # of four none may be refused, so only what is below 0.3
        threshold=0.5,
        wrongly_refused=1 / 4,  # 0.3; 0.5 is at the threshold and so answered
        precision=2 / 3,
        recall=2 / 3,
        f1=2 / 3,
    )


def test_outcome_figures() -> None:
    rows = [
        scored(answered=True, answer_rank=1),
        scored(answered=True, answer_rank=2),
        scored(answered=True, answerable=False),
        scored(possible=True, answer_rank=3, shown=3),
        scored(possible=True, answer_rank=4, shown=3),
        scored(answer_rank=1),
        scored(answerable=False),
        scored(answerable=False),
        scored(answered=True),  # nobody knows by which words it is right
    ]
    assert outcome_figures(rows, 0.6) == OutcomeFigures(
        claim_threshold=0.6,
        claims=3,
        claims_right=1 / 3,
        possible=2,
        possible_right=1 / 2,
        refusals=3,
        refusals_right=2 / 3,
        wrongly_claimed=1 / 3,
        wrongly_offered=0.0,
    )


def test_one_in_twenty_may_be_refused_wrongly_at_five_percent() -> None:
    confidences = np.arange(1, 41) / 100
    assert highest_threshold(0.05, confidences) == 0.03  # below it are 0.01 and 0.02: 2 of 40


def test_nothing_to_measure_is_none_and_not_zero() -> None:
    assert article_figures([]) == ArticleFigures(0, None, None, None, None)
    assert evidence_figures([]) == EvidenceFigures(0, None, None, None)
    assert quote_figures([]) == QuoteFigures(0, None, None, 0, None)
    assert outcome_figures([], 0.6) == OutcomeFigures(0.6, 0, None, 0, None, 0, None, None, None)
    only_answerable = [scored(confidence=0.9)]
    assert abstention_figures(only_answerable, 0.5) == AbstentionFigures(
        1, 0, None, None, 0.5, 0.0, None, None, None
    )


def test_refusing_nothing_has_no_precision_and_an_f1_of_zero() -> None:
    rows = [scored(confidence=0.9), scored(answerable=False, confidence=0.8)]
    figures = abstention_figures(rows, 0.5)
    assert (figures.precision, figures.recall, figures.f1) == (None, 0.0, 0.0)


_confidences = st.lists(st.sampled_from([0.0, 0.1, 0.25, 0.5, 0.75, 1.0]), min_size=1, max_size=20)


@given(_confidences, _confidences)
def test_auroc_counts_pairs(right: list[float], wrong: list[float]) -> None:
    pairs = [(r > w) + (r == w) / 2 for r in right for w in wrong]
    assert auroc(np.array(right), np.array(wrong)) == pytest.approx(sum(pairs) / len(pairs))
