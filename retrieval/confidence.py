"""What is known of a quote → the probability that it answers. Pure.

A logistic regression (Platt 1999) whose weights `benchmarks/fit_confidence.py` fits and writes to
the JSON file beside this one; `benchmarks/README.md` shows how well it is calibrated.
"""

import json
import math
import re
from collections.abc import Callable
from dataclasses import astuple, dataclass, fields
from functools import cache
from pathlib import Path
from typing import Any

from retrieval.candidates import Candidate
from retrieval.questions import Query
from retrieval.terms import distinct_terms

WEIGHTS = Path(__file__).with_suffix(".json")

_NEGATION = re.compile(
    r"\b(?:not|\w+n['’]t|never|no|without|none|neither|nor|except|cannot|unable|fail\w*|lack\w*"
    r"|refus\w*)\b",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Signs:
    """What speaks for a quote and against it; the names are the keys of the weights file."""

    passage_cosine: float  # question to passage
    sentence_cosine: float  # question to the quote's best sentence
    words_found: float  # log(1 + the question's terms in the passage, rare ones counting more)
    name_missing: float  # rarity of its rarest name or number that quote and title lack, else 0
    negation_missing: float  # 1 where the question says "not" and the quote doesn't
    outlet_named: float  # passage_cosine squared where the question names the outlet, else 0


def signs(
    query: Query,
    candidate: Candidate,
    quote_text: str,
    sentence_cosine: float,
    rarity: Callable[[str], float],
) -> Signs:
    """`rarity` gives a term's weight, 0 … 1."""
    article = candidate.article
    headed = distinct_terms(f"{article.title}\n{article.source}")
    passage = headed | distinct_terms(candidate.text)
    quote = headed | distinct_terms(quote_text)
    negates = _NEGATION.search(query.text) and not _NEGATION.search(quote_text)
    return Signs(
        passage_cosine=candidate.dense,
        sentence_cosine=sentence_cosine,
        words_found=math.log1p(sum(rarity(term) for term in query.terms if term in passage)),
        name_missing=max((rarity(name) for name in query.names - quote), default=0.0),
        negation_missing=1.0 if negates else 0.0,
        outlet_named=candidate.dense**2 if _names(query.text, article.source) else 0.0,
    )


def share(
    asked: tuple[str, ...] | frozenset[str], there: set[str], rarity: Callable[[str], float]
) -> float:
    """The share of `asked` that is `there`, each weighed by its rarity; 0 of nothing."""
    whole = sum(rarity(term) for term in asked)
    return sum(rarity(term) for term in asked if term in there) / whole if whole else 0.0


def confidence(found: Signs) -> float:
    """The probability, 0 … 1, that the quote answers."""
    bias, weights = _model()
    total = bias + sum(w * x for w, x in zip(weights, astuple(found), strict=True))
    return 1 / (1 + math.exp(-total))


def _names(question: str, outlet: str) -> bool:
    return bool(outlet and re.search(rf"(?<!\w){re.escape(outlet)}(?!\w)", question))


def fitted_threshold() -> float:
    """The confidence from which a quote answers; the fit wrote down by which rule it was chosen."""
    return float(_fit()["threshold"])


@cache
def _model() -> tuple[float, tuple[float, ...]]:
    fit = _fit()
    return fit["bias"], tuple(fit["weights"][field.name] for field in fields(Signs))


def _fit() -> dict[str, Any]:
    fit: dict[str, Any] = json.loads(WEIGHTS.read_text(encoding="utf-8"))
    return fit
