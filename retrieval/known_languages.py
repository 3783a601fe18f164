"""What the models by setting know beside English → who judges a passage, and how sure it may be.

Pure but for `unrelated_level`, which asks the model. The shipped reader knows English alone, and
its calibration is of English questions. What another model finds is told by nearness, 0 to 1: how
much nearer than what has nothing to do with the question.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import fmean

from retrieval.embedding import Embedder
from retrieval.languages import READ, language_of, likely_language

# Nobody's news, of nothing that has to do with each other.
_ASKED = ("Who won the chess game?", "Wie viel kostet eine Fahrkarte?", "列車は何時に出ますか？")
_UNRELATED = (
    "The recipe needs two eggs and a cup of milk.",
    "Der Wal taucht bis zu tausend Meter tief.",
    "Le peintre a mélangé du bleu et du jaune.",
    "El violín tiene cuatro cuerdas.",
    "この花は春に咲く。",
    "Granite is harder than marble.",
)
# As close as the question is asked.
_HALVINGS = 30


@dataclass(frozen=True, slots=True)
class Bounds:
    """The nearness from which quotes are `shown`, and from which they are a `claim`, None for
    never; `at_shown` and `at_claim` are the confidences that stand for the two elsewhere."""

    shown: float
    claim: float | None
    at_shown: float
    at_claim: float

    def confidence(self, nearness: float) -> float:
        """What an English quote that is as sure would have."""
        near = min(1.0, max(0.0, nearness))
        if near < self.shown:
            return _between(near, 0.0, self.shown, 0.0, self.at_shown)
        if self.claim is None or near < self.claim:
            top = 1.0 if self.claim is None else self.claim
            return _between(near, self.shown, top, self.at_shown, self.at_claim)
        return _between(near, self.claim, 1.0, self.at_claim, 1.0, whole=True)

    def nearness(self, confidence: float) -> float:
        """The nearness that has this confidence."""
        if confidence >= self.confidence(1.0):
            return 1.0  # Where only that is claimed, no halving gets there.
        low, high = 0.0, 1.0
        for _ in range(_HALVINGS):
            middle = (low + high) / 2
            low, high = (middle, high) if self.confidence(middle) <= confidence else (low, middle)
        return low

    def claims(self, nearness: float) -> bool:
        """Whether so near a quote may be claimed to answer."""
        return self.claim is not None and nearness >= self.claim


@dataclass(frozen=True, slots=True)
class KnownLanguages:
    """`codes` (ISO 639-1) are known beside English; `unrelated` is the cosine that the model gives
    what has nothing to do with each other."""

    codes: frozenset[str]
    bounds: Bounds
    unrelated: float = 0.0

    def asked_in(self, question: str) -> str:
        """The language of a question where it is known, else English."""
        told = language_of(question)
        if told is not None:
            return told.code if told.code in self.codes else READ
        return likely_language(question, self.codes) or READ

    def judges(self, language: str, asked_in: str) -> bool:
        """Whether a passage in `language` is judged by what knows more than English."""
        if language in ("", READ):
            return asked_in != READ
        return language in self.codes

    def nearness(self, cosine: float) -> float:
        """How much nearer than what is unrelated, 0 … 1."""
        return min(1.0, max(0.0, (cosine - self.unrelated) / max(0.05, 1.0 - self.unrelated)))


def unrelated_level(embedder: Embedder) -> float:
    """The mean cosine of questions and sentences that have nothing to do with each other: models
    differ in it from 0 to 0.8."""
    passages: Sequence[Sequence[float]] = embedder.embed_passages(_UNRELATED).tolist()
    cosines = [
        sum(one * other for one, other in zip(asked, said, strict=True))
        for asked in (embedder.embed_question(text).tolist() for text in _ASKED)
        for said in passages
    ]
    # A model that knows none of the words may give no numbers.
    known = [cosine for cosine in cosines if cosine == cosine]
    return min(0.95, max(0.0, fmean(known))) if known else 0.0


def _between(
    at: float, low: float, high: float, to_low: float, to_high: float, *, whole: bool = False
) -> float:
    """`at` in [low, high) put into [to_low, to_high); `whole`: the upper end is reached, too."""
    share = (at - low) / (high - low) if high > low else 1.0
    return to_low + (to_high - to_low) * (share if whole else min(share, 0.999))
