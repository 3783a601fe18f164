"""What somebody said, and what somebody asks about → whether it is about that, and how surely. Pure
but for the model.
"""

import math
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

from retrieval.embedding import Embedder
from retrieval.terms import distinct_terms, folded, terms

# Chosen on 24 questions over news (benchmarks/README.md): the weights of what tells that it is
# about something, from where on it is shown, and how much worse than the best that is. More words
# in common make it no surer than `_SUREST`.
_BIAS, _COVERED, _TITLED, _CLOSE = -4.0, 3.5, 1.0, 8.0
FITS, OF_BEST, _SUREST = 0.4, 0.7, 0.8
# What only its headline names, all of it, is what its article is about ("Starliner lands safely");
# words that name it themselves are surer, so that these stand back where there are some.
_SUREST_BY_HEADLINE = 0.55


@dataclass(frozen=True, slots=True)
class Relevance:
    """`covered`: the share of what is asked about, by rarity, that the words have; `titled`: that
    only the headline has; `close`: the cosine; `headed`: that of the words with their headline,
    where that has all of it, else 0."""

    covered: float
    titled: float
    close: float
    headed: float = 0.0

    @property
    def score(self) -> float:
        """A logit."""
        return _BIAS + _COVERED * self.covered + _TITLED * self.titled + _CLOSE * self.close

    @property
    def confidence(self) -> float:
        by_headline = _probability(_BIAS + _TITLED + _CLOSE * self.headed) if self.headed else 0.0
        return max(min(_SUREST, _probability(self.score)), min(_SUREST_BY_HEADLINE, by_headline))


def fitting(found: Sequence[Relevance]) -> list[bool]:
    """Which of them are about it."""
    sure = [one.confidence for one in found]
    least = max(FITS, OF_BEST * max(sure, default=0.0))
    return [one >= least for one in sure]


def relevance(
    about: str,
    spoken: Sequence[tuple[str, str]],
    named: Collection[str],
    rarity: Callable[[str], float],
    embedder: Embedder,
) -> list[Relevance]:
    """Of each of the `spoken`, (words, headline); `named`: the words of the speaker's name, which
    say nothing of what it is about."""
    if not spoken:
        return []
    asked = {term: rarity(term) for term in terms(about) if folded(term) not in named}
    total = sum(asked.values())
    question = embedder.embed_question(about)
    # Copies of a wire story say the same: the model reads it once.
    texts = list(dict.fromkeys(text for text, _ in spoken))
    vectors = dict(zip(texts, embedder.embed_passages(texts), strict=True))
    headings = list(dict.fromkeys(one for one in spoken if asked and _names_all(asked, *one)))
    with_headings = embedder.embed_passages([f"{title}. {text}" for text, title in headings])
    headed = {one: float(question @ v) for one, v in zip(headings, with_headings, strict=True)}
    found = []
    for text, title in spoken:
        said, in_title = distinct_terms(text), distinct_terms(title)
        covered = sum(weight for term, weight in asked.items() if term in said)
        titled = sum(w for term, w in asked.items() if term in in_title and term not in said)
        share, close = 1 / total if total else 0.0, float(question @ vectors[text])
        found.append(
            Relevance(covered * share, titled * share, close, headed.get((text, title), 0.0))
        )
    return found


def _names_all(asked: Collection[str], text: str, title: str) -> bool:
    """Whether the headline has all of what is asked about, and the words have none of it."""
    return distinct_terms(title).issuperset(asked) and not distinct_terms(text).intersection(asked)


def _probability(logit: float) -> float:
    return 1 / (1 + math.exp(-logit))
