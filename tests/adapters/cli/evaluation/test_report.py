"""How an evaluation reads, on a terminal and for scripts."""

import io

from rich.console import Console

from adapters.cli.evaluation import Evaluation, as_json, print_evaluation
from adapters.cli.evaluation.metrics import (
    AbstentionFigures,
    ArticleFigures,
    EvidenceFigures,
    OutcomeFigures,
    QuoteFigures,
)
from adapters.cli.evaluation.run import Speed

EVALUATION = Evaluation(
    model="all-MiniLM-L6-v2",
    articles=609,
    passages=7158,
    questions=370,
    article=ArticleFigures(220, 0.7, 0.8, 0.95, 2 / 3),
    evidence=EvidenceFigures(220, 0.76, 0.89, 0.62),
    quote=QuoteFigures(0, None, None, quotes=2590, verbatim_share=1.0),
    abstention=AbstentionFigures(220, 150, 0.9, 0.5, 0.45, 0.04, 0.75, 0.6, 2 / 3),
    outcome=OutcomeFigures(0.6, 120, 0.85, 60, 0.5, 190, 0.7, 0.1, 0.2),
    speed=Speed(241.06, 29.694, 38.4, 71.5),
)


def test_scripts_get_every_figure_by_the_name_people_read() -> None:
    assert as_json(EVALUATION) == {
        "model": "all-MiniLM-L6-v2",
        "articles": 609,
        "passages": 7158,
        "questions": 370,
        "article": {
            "questions": 220,
            "hit@1": 0.7,
            "hit@3": 0.8,
            "hit@10": 0.95,
            "MRR@10": 0.6667,
        },
        "evidence": {"questions": 220, "Hits@4": 0.76, "Hits@10": 0.89, "MRR@10": 0.62},
        "quote": {
            "questions": 0,
            "quotes": 2590,
            "answer-in-quote@1": None,
            "answer-in-quote@3": None,
            "verbatim share": 1.0,
        },
        "abstention": {
            "answerable": 220,
            "unanswerable": 150,
            "threshold": 0.45,
            "AUROC": 0.9,
            "unanswerable refused at 5% wrong refusals": 0.5,
            "wrong refusals at the threshold": 0.04,
            "precision of refusals": 0.75,
            "recall of refusals": 0.6,
            "F1 of refusals": 0.6667,
        },
        "outcomes": {
            "claims": 120,
            "possible": 60,
            "refusals": 190,
            "claim_threshold": 0.6,
            "claims that are right": 0.85,
            "possible that hold the answer": 0.5,
            "refusals that are right": 0.7,
            "unanswerable claimed": 0.1,
            "unanswerable offered as possible": 0.2,
        },
        "nearness": None,
        "speed": {
            "indexing_seconds": 241.06,
            "passages_per_second": 29.694,
            "latency_p50_ms": 38.4,
            "latency_p95_ms": 71.5,
        },
    }


def test_people_get_a_table_that_fits_a_narrow_terminal() -> None:
    out = io.StringIO()
    print_evaluation(Console(file=out, width=100), EVALUATION)
    lines = [" ".join(line.split()) for line in out.getvalue().splitlines()]
    assert lines == [
        "Measured Over Figure Value",
        "articles found 220 answerable questions hit@1 0.7000",
        "hit@3 0.8000",
        "hit@10 0.9500",
        "MRR@10 0.6667",
        "evidence found 220 answerable questions Hits@4 0.7600",
        "Hits@10 0.8900",
        "MRR@10 0.6200",
        "words quoted 0 answerable questions answer-in-quote@1 –",
        "answer-in-quote@3 –",
        "verbatim share 1.0000",
        "abstention 220 answerable, 150 not AUROC 0.9000",
        "unanswerable refused at 5% wrong refusals 0.5000",
        "wrong refusals at the threshold 0.0400",
        "precision of refusals 0.7500",
        "recall of refusals 0.6000",
        "F1 of refusals 0.6667",
        "claims 120 replies claims that are right 0.8500",
        "unanswerable claimed 0.1000",
        "possible 60 replies possible that hold the answer 0.5000",
        "unanswerable offered as possible 0.2000",
        "refusals 190 replies refusals that are right 0.7000",
        "609 articles, 7,158 passages indexed in 241.1 s (30 passages/s) with all-MiniLM-L6-v2",
        "question to quotes: p50 38 ms, p95 72 ms; threshold 0.45, for claims 0.6",
    ]
