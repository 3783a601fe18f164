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


@dataclass(frozen=True, slots=True)
class Relevance:
    """`covered`: the share of what is asked about, by rarity, that the words have; `titled`: that
    only the headline has; `close`: the cosine."""

    covered: float
    titled: float
    close: float

    @property
    def score(self) -> float:
        """A logit."""
        return _BIAS + _COVERED * self.covered + _TITLED * self.titled + _CLOSE * self.close

    @property
    def confidence(self) -> float:
        return min(_SUREST, 1 / (1 + math.exp(-self.score)))


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
    found = []
    for text, title in spoken:
        vector = vectors[text]
        said, headed = distinct_terms(text), distinct_terms(title)
        covered = sum(weight for term, weight in asked.items() if term in said)
        titled = sum(w for term, w in asked.items() if term in headed and term not in said)
        share = 1 / total if total else 0.0
        found.append(Relevance(covered * share, titled * share, float(question @ vector)))
    return found
