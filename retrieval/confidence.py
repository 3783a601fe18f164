"""What is known of a quote → the probability that it answers. Pure.

A logistic regression (Platt 1999) with the weights of `fitted_confidence.py`;
`benchmarks/README.md` shows how well it is calibrated.
"""

import math
import re
from collections.abc import Callable, Collection
from dataclasses import asdict, dataclass

from retrieval.fitted_confidence import WITH_READER, WITHOUT_READER, fitted
from retrieval.questions import Query
from retrieval.ranking import Ranked, share_of_terms
from retrieval.terms import distinct_terms

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


# The fit of each, by its key.
FITS: dict[type[Signs] | type[ReadSigns], str] = {
    Signs: WITHOUT_READER,
    ReadSigns: WITH_READER,
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
    fit = fitted(FITS[type(found)])
    total = fit["bias"] + sum(fit["weights"][name] * x for name, x in asdict(found).items())
    return 1 / (1 + math.exp(-float(total)))
