"""What is known of a quote → the probability that it answers. Pure.

A logistic regression (Platt 1999) whose weights `benchmarks/fit_confidence.py` fits and writes to
the JSON file beside this one; `benchmarks/README.md` shows how well it is calibrated.
"""

import json
import math
import re
from collections.abc import Callable
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from typing import Any

from retrieval.candidates import Candidate
from retrieval.questions import Query
from retrieval.terms import distinct_terms
from retrieval.timeliness import terms_of_then

WEIGHTS = Path(__file__).with_suffix(".json")

_LEAST_CHANCE = 1e-4

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


@dataclass(frozen=True, slots=True)
class ReadSigns:
    """The same of a quote out of a passage that the reader read; logits as the reader gave them."""

    passage_cosine: float
    words_found: float
    name_missing: float
    negation_missing: float
    outlet_named: float
    relevance: float
    answerability: float
    answer_likely: float  # log of the probability of the likeliest answer in the quote


# The keys of the weights file.
FITS: dict[type[Signs] | type[ReadSigns], str] = {
    Signs: "without_reader",
    ReadSigns: "with_reader",
}


def signs(
    query: Query,
    candidate: Candidate,
    quote_text: str,
    sentence_cosine: float,
    answer_chance: float,
    rarity: Callable[[str], float],
) -> Signs | ReadSigns:
    """`rarity` gives a term's weight, 0 … 1. `answer_chance` counts only where the candidate was
    read, `sentence_cosine` only where it was not."""
    article = candidate.article
    headed = distinct_terms(f"{article.title}\n{article.source}")
    passage = headed | distinct_terms(candidate.text)
    quote = headed | distinct_terms(quote_text) | terms_of_then(query.text, article.published)
    negates = _NEGATION.search(query.text) and not _NEGATION.search(quote_text)
    shared = {
        "passage_cosine": candidate.dense,
        "words_found": math.log1p(sum(rarity(term) for term in query.terms if term in passage)),
        "name_missing": max((rarity(name) for name in query.names - quote), default=0.0),
        "negation_missing": 1.0 if negates else 0.0,
        "outlet_named": candidate.dense**2 if _names(query.text, article.source) else 0.0,
    }
    if candidate.reading is None:
        return Signs(**shared, sentence_cosine=sentence_cosine)
    return ReadSigns(
        **shared,
        relevance=candidate.reading.relevance,
        answerability=candidate.reading.answerability,
        answer_likely=math.log(max(answer_chance, _LEAST_CHANCE)),
    )


def share(
    asked: tuple[str, ...] | frozenset[str], there: set[str], rarity: Callable[[str], float]
) -> float:
    """The share of `asked` that is `there`, each weighed by its rarity; 0 of nothing."""
    whole = sum(rarity(term) for term in asked)
    return sum(rarity(term) for term in asked if term in there) / whole if whole else 0.0


def confidence(found: Signs | ReadSigns) -> float:
    """The probability, 0 … 1, that the quote answers."""
    fit = _fit(FITS[type(found)])
    total = fit["bias"] + sum(fit["weights"][name] * x for name, x in asdict(found).items())
    return 1 / (1 + math.exp(-float(total)))


def _names(question: str, outlet: str) -> bool:
    return bool(outlet and re.search(rf"(?<!\w){re.escape(outlet)}(?!\w)", question))


def fitted_threshold(*, reader: bool) -> float:
    """The confidence from which quotes are shown; the fit wrote down by which rule it was
    chosen."""
    return float(_fit(FITS[ReadSigns if reader else Signs])["threshold"])


def fitted_claim_threshold(*, reader: bool) -> float:
    """The confidence from which quotes are claimed to answer."""
    return float(_fit(FITS[ReadSigns if reader else Signs])["claim"])


@cache
def _fit(name: str) -> dict[str, Any]:
    fits: dict[str, Any] = json.loads(WEIGHTS.read_text(encoding="utf-8"))
    fit: dict[str, Any] = fits[name]
    return fit
