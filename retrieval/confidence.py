"""What is known of a quote → the probability that it answers. Pure.

A logistic regression (Platt 1999) whose weights `benchmarks/fit_confidence.py` fits and writes to
the JSON file beside this one; `benchmarks/README.md` shows how well it is calibrated.
"""

import json
import math
import re
from collections.abc import Callable, Collection
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from typing import Any

from retrieval.questions import Query
from retrieval.ranking import Ranked, share_of_terms
from retrieval.terms import distinct_terms

WEIGHTS = Path(__file__).with_suffix(".json")

_NEGATION = re.compile(
    r"\b(?:not|\w+n['’]t|never|no|without|none|neither|nor|except|cannot|unable)\b", re.I
)
# A share of nothing has no logarithm.
_LEAST_SHARE = 1e-3


@dataclass(frozen=True, slots=True)
class Signs:
    """What speaks for a quote and against it; the names are the keys of the weights file."""

    sentence_cosine: float  # question to the quote's best sentence
    words_found: float  # log(1 + the question's terms in the passage, rare ones counting more)
    covered: float  # share of the question's terms in quote and headline, rare ones counting more
    terms_asked: float  # log(1 + the question's terms)
    name_missing: float  # rarity of its rarest name or number that quote and title lack, else 0
    term_missing: float  # rarity of its rarest term that the passage and title lack, else 0
    kind_missing: float  # 1 where a figure, time or name is asked for and the quote has none
    negation_missing: float  # 1 where the question says "not" and the quote doesn't
    other_outlet: float  # 1 where the question names outlets and the quote is of another


@dataclass(frozen=True, slots=True)
class ReadSigns:
    """The same of a quote out of a passage that the reader read; logits as the reader gave them."""

    passage_cosine: float  # question to passage
    words_found: float
    covered: float
    terms_asked: float
    name_missing: float
    term_missing: float
    kind_missing: float
    negation_missing: float
    other_outlet: float
    relevance: float  # of the passage
    answerability: float  # of the passage
    mass: float  # how likely the answer starts and ends in the sentence, not normalised
    share: float  # log of the probability that it stands there and in no other sentence read
    closer: float  # answerability by a second look; that of the passage where there was none


# The keys of the weights file.
FITS: dict[type[Signs] | type[ReadSigns], str] = {
    Signs: "without_reader",
    ReadSigns: "with_reader",
}


def signs(
    query: Query,
    best: Ranked,
    quote_text: str,
    outlets: Collection[str],
    rarity: Callable[[str], float],
) -> Signs | ReadSigns:
    """Of a quote around the sentence `best`; `rarity` gives a term's weight, 0 … 1; `outlets`:
    those that the question names."""
    candidate, article = best.candidate, best.article
    headed = distinct_terms(f"{article.title}\n{article.source}")
    passage = headed | distinct_terms(candidate.text)
    meant = query.with_meant(passage)
    quote = headed | distinct_terms(quote_text)
    negates = _NEGATION.search(query.text) and not _NEGATION.search(quote_text)
    shared = {
        "words_found": math.log1p(sum(rarity(term) for term in query.terms if term in meant)),
        "covered": share_of_terms(query.terms, query.with_meant(quote), rarity),
        "terms_asked": math.log1p(len(query.terms)),
        "term_missing": max((rarity(t) for t in query.terms if t not in meant), default=0.0),
        "kind_missing": 1.0 if query.kind_in(quote_text) < 0 else 0.0,
        "name_missing": max(
            (rarity(name) for name in query.missing_names(quote, passage)), default=0.0
        ),
        "negation_missing": 1.0 if negates else 0.0,
        "other_outlet": 1.0 if outlets and article.source not in outlets else 0.0,
    }
    if candidate.reading is None:
        return Signs(**shared, sentence_cosine=best.cosine)
    return ReadSigns(
        **shared,
        passage_cosine=candidate.dense,
        relevance=candidate.reading.relevance,
        answerability=candidate.reading.answerability,
        mass=best.mass,
        share=math.log(max(best.share, _LEAST_SHARE)),
        closer=candidate.reading.answerability if best.closer is None else best.closer,
    )


def confidence(found: Signs | ReadSigns) -> float:
    """The probability, 0 … 1, that the quote answers."""
    fit = _fit(FITS[type(found)])
    total = fit["bias"] + sum(fit["weights"][name] * x for name, x in asdict(found).items())
    return 1 / (1 + math.exp(-float(total)))


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
