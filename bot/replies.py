"""What goes into the bot and what comes out: a Question, and an Answer or a NoAnswer."""

from dataclasses import dataclass
from datetime import datetime

from retrieval.quotes import Quote


@dataclass(frozen=True, slots=True)
class Question:
    """What a person asks. `stories` limits where to look, None means everywhere; `top` is how
    many quotes an answer may hold, at least 1; a `follow_up` leaves unsaid what it is about;
    `asked_on` is the moment of asking, None for now."""

    text: str
    stories: frozenset[str] | None = None
    top: int = 3
    follow_up: bool = False
    asked_on: datetime | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """Quotes of different articles, best first; `further` ones answer too, beyond what was asked
    for."""

    question: str
    generation: str
    confidence: float
    quotes: tuple[Quote, ...]
    further: tuple[Quote, ...]


@dataclass(frozen=True, slots=True)
class NoAnswer:
    """Nothing tracked answers. `nearest` is what came closest, not an answer."""

    question: str
    generation: str
    confidence: float
    reason: str
    nearest: tuple[Quote, ...]


Reply = Answer | NoAnswer
