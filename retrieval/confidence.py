"""What is known of a quote → the probability that it answers. Pure.

A logistic regression (Platt 1999) whose weights `benchmarks/fit_confidence.py` fits and writes to
the JSON file beside this one; `benchmarks/README.md` shows how well it is calibrated.
"""

import json
import math
from collections.abc import Callable
from dataclasses import astuple, dataclass, fields
from functools import cache
from pathlib import Path

from retrieval.candidates import Candidate
from retrieval.questions import Query
from retrieval.terms import distinct_terms

WEIGHTS = Path(__file__).with_suffix(".json")


@dataclass(frozen=True, slots=True)
class Signs:
    """What speaks for a quote; the names are the keys of the weights file."""

    passage_cosine: float  # question to passage
    sentence_cosine: float  # question to the quote's best sentence
    coverage: float  # share of the question's terms in the passage, rare ones counting more
    names_missing: float  # the same share of its names and numbers that the passage lacks
    wanted_kind: float  # 1 a word of the wanted kind is there, -1 it isn't, 0 any kind will do


def signs(
    query: Query,
    candidate: Candidate,
    quote_text: str,
    sentence_cosine: float,
    rarity: Callable[[str], float],
) -> Signs:
    """`rarity` gives a term's weight, 0 … 1."""
    article = candidate.article
    there = distinct_terms(f"{article.title}\n{article.source}\n{candidate.text}")
    return Signs(
        passage_cosine=candidate.dense,
        sentence_cosine=sentence_cosine,
        coverage=share(query.terms, there, rarity),
        names_missing=1 - share(query.names, there, rarity) if query.names else 0.0,
        wanted_kind=query.kind_in(quote_text),
    )


def share(
    asked: tuple[str, ...] | frozenset[str], there: set[str], rarity: Callable[[str], float]
) -> float:
    """The share of `asked` that is `there`, weighed by rarity; 0 where nothing is asked."""
    whole = sum(rarity(term) for term in asked)
    return sum(rarity(term) for term in asked if term in there) / whole if whole else 0.0


def confidence(found: Signs) -> float:
    """The probability, 0 … 1, that the quote answers."""
    bias, weights = _model()
    total = bias + sum(w * x for w, x in zip(weights, astuple(found), strict=True))
    return 1 / (1 + math.exp(-total))


@cache
def _model() -> tuple[float, tuple[float, ...]]:
    model = json.loads(WEIGHTS.read_text(encoding="utf-8"))
    return model["bias"], tuple(model["weights"][field.name] for field in fields(Signs))
