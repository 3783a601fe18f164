"""An Evaluation → a table for people and an object for scripts. Pure but for the printing."""

from collections.abc import Mapping
from dataclasses import asdict

from rich.console import Console
from rich.table import Table

from adapters.cli.evaluation.bounds import FittedBounds
from adapters.cli.evaluation.run import Evaluation

_Figures = Mapping[str, float | None]


def as_json(evaluation: Evaluation) -> dict[str, object]:
    """The object of `pullquote eval --json`: figures are shares of 1, null where there is nothing
    to measure."""
    article, evidence, quote = evaluation.article, evaluation.evidence, evaluation.quote
    abstention, outcome, speed = evaluation.abstention, evaluation.outcome, evaluation.speed
    return {
        "model": evaluation.model,
        "articles": evaluation.articles,
        "passages": evaluation.passages,
        "questions": evaluation.questions,
        "article": {"questions": article.questions} | _rounded(_article_figures(evaluation)),
        "evidence": {"questions": evidence.questions} | _rounded(_evidence_figures(evaluation)),
        "quote": {"questions": quote.questions, "quotes": quote.quotes}
        | _rounded(_quote_figures(evaluation)),
        "abstention": {
            "answerable": abstention.answerable,
            "unanswerable": abstention.unanswerable,
            "threshold": abstention.threshold,
        }
        | _rounded(_abstention_figures(evaluation)),
        "outcomes": {
            "claims": outcome.claims,
            "possible": outcome.possible,
            "refusals": outcome.refusals,
            "claim_threshold": outcome.claim_threshold,
        }
        | _rounded(
            {
                **_claim_figures(evaluation),
                **_possible_figures(evaluation),
                **_refusal_figures(evaluation),
            }
        ),
        "nearness": asdict(evaluation.nearness) if evaluation.nearness else None,
        "speed": _rounded(
            {
                "indexing_seconds": speed.indexing_seconds,
                "passages_per_second": speed.passages_per_second,
                "latency_p50_ms": speed.p50_ms,
                "latency_p95_ms": speed.p95_ms,
            }
        ),
    }


def print_evaluation(console: Console, evaluation: Evaluation) -> None:
    """One table, a group of figures after the other, and two lines on size and speed."""
    article, evidence, quote = evaluation.article, evaluation.evidence, evaluation.quote
    abstention, outcome, speed = evaluation.abstention, evaluation.outcome, evaluation.speed
    table = Table("Measured", "Over", "Figure", "Value", box=None, pad_edge=False)
    table.columns[-1].justify = "right"
    answerable = "{:,} answerable questions"
    both = f"{abstention.answerable:,} answerable, {abstention.unanswerable:,} not"
    for name, over, figures in (
        ("articles found", answerable.format(article.questions), _article_figures(evaluation)),
        ("evidence found", answerable.format(evidence.questions), _evidence_figures(evaluation)),
        ("words quoted", answerable.format(quote.questions), _quote_figures(evaluation)),
        ("abstention", both, _abstention_figures(evaluation)),
        ("claims", f"{outcome.claims:,} replies", _claim_figures(evaluation)),
        ("possible", f"{outcome.possible:,} replies", _possible_figures(evaluation)),
        ("refusals", f"{outcome.refusals:,} replies", _refusal_figures(evaluation)),
    ):
        for figure, value in figures.items():
            table.add_row(name, over, figure, "–" if value is None else f"{value:.4f}")
            name = over = ""
        table.add_section()
    console.print(table)
    console.print(
        f"{evaluation.articles:,} articles, {evaluation.passages:,} passages indexed in "
        f"{speed.indexing_seconds:.1f} s ({speed.passages_per_second:.0f} passages/s) "
        f"with {evaluation.model}"
    )
    console.print(
        f"question to quotes: p50 {speed.p50_ms:.0f} ms, p95 {speed.p95_ms:.0f} ms; "
        f"threshold {abstention.threshold:g}, for claims {outcome.claim_threshold:g}"
    )
    if evaluation.nearness:
        console.print(_bounds_line(evaluation.nearness), soft_wrap=True)


def _bounds_line(bounds: FittedBounds) -> str:
    told = f"beside English: {bounds.quotes:,} first quotes, {bounds.right:,} of them right"
    named = {
        "PULLQUOTE_LANGUAGE_THRESHOLD": bounds.threshold,
        "PULLQUOTE_LANGUAGE_CLAIM_THRESHOLD": bounds.claim_threshold,
    }
    fit = " and ".join(f"{name}={value:g}" for name, value in named.items() if value is not None)
    return f"{told}; what fits: {fit}" if fit else f"{told}: too few to fit bounds by"


def _article_figures(evaluation: Evaluation) -> _Figures:
    found = evaluation.article
    return {
        "hit@1": found.hit_at_1,
        "hit@3": found.hit_at_3,
        "hit@10": found.hit_at_10,
        "MRR@10": found.mrr_at_10,
    }


def _evidence_figures(evaluation: Evaluation) -> _Figures:
    found = evaluation.evidence
    return {"Hits@4": found.hits_at_4, "Hits@10": found.hits_at_10, "MRR@10": found.mrr_at_10}


def _quote_figures(evaluation: Evaluation) -> _Figures:
    found = evaluation.quote
    return {
        "answer-in-quote@1": found.answer_at_1,
        "answer-in-quote@3": found.answer_at_3,
        "verbatim share": found.verbatim_share,
    }


def _abstention_figures(evaluation: Evaluation) -> _Figures:
    found = evaluation.abstention
    return {
        "AUROC": found.auroc,
        "unanswerable refused at 5% wrong refusals": found.refused_at_5,
        "wrong refusals at the threshold": found.wrongly_refused,
        "precision of refusals": found.precision,
        "recall of refusals": found.recall,
        "F1 of refusals": found.f1,
    }


def _claim_figures(evaluation: Evaluation) -> _Figures:
    found = evaluation.outcome
    return {
        "claims that are right": found.claims_right,
        "unanswerable claimed": found.wrongly_claimed,
    }


def _possible_figures(evaluation: Evaluation) -> _Figures:
    found = evaluation.outcome
    return {
        "possible that hold the answer": found.possible_right,
        "unanswerable offered as possible": found.wrongly_offered,
    }


def _refusal_figures(evaluation: Evaluation) -> _Figures:
    return {"refusals that are right": evaluation.outcome.refusals_right}


def _rounded(figures: _Figures) -> dict[str, float | None]:
    return {name: None if value is None else round(value, 4) for name, value in figures.items()}
