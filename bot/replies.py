"""What goes into the bot and what comes out: a Question, and one of four kinds of reply."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from retrieval.quotes import Quote


@dataclass(frozen=True, slots=True)
class Question:
    """What a person asks. `stories` limits where to look, None means everywhere; `top` is how
    many quotes an answer may hold, at least 1; a `follow_up` leaves unsaid what it is about;
    `asked_on` is the moment of asking, None for now. `plain`: how many of the `top` quotes are
    shown where none of them says something else than the others, None for all."""

    text: str
    stories: frozenset[str] | None = None
    top: int = 3
    follow_up: bool = False
    asked_on: datetime | None = None
    plain: int | None = None

    def shown(self, standings: Sequence["Standing"]) -> int:
        """How many quotes that stand so are shown: all that say something else, few others."""
        if self.plain is None:
            return self.top
        differing = [n for n, one in enumerate(standings, 1) if one in SAYS_SOMETHING_ELSE]
        return min(self.top, max([self.plain, *differing]))


class Standing(Enum):
    """How a quote stands to those before it in its reply."""

    PLAIN = "plain"
    VALUE = "value"  # one of several values that reports give, and none of them is settled
    EARLIER = "earlier"  # what reports said before those that the first quote is from
    OTHER = "other"  # neither of these, and shown after them


SAYS_SOMETHING_ELSE = (Standing.VALUE, Standing.EARLIER)


@dataclass(frozen=True, slots=True)
class Part:
    """One of several questions in one message, counted from 1; `text` is what was searched for,
    which need not be how it was typed."""

    number: int
    text: str


@dataclass(frozen=True, slots=True)
class Quoting:
    """A reply that quotes, best first; `further` ones answer too, beyond what was asked for.

    `standings`: of `quotes` and `further` in this order, () where all are plain. Of several
    questions in one message, `unsure` are those that the quotes of an answer only may answer,
    `unanswered` those that nothing answers.
    """

    question: str
    generation: str
    confidence: float
    quotes: tuple[Quote, ...]
    further: tuple[Quote, ...]
    standings: tuple[Standing, ...] = ()
    unsure: tuple[Part, ...] = ()
    unanswered: tuple[Part, ...] = ()

    def standing_of_all(self) -> tuple[Standing, ...]:
        """Of every quote and further quote."""
        plain = (Standing.PLAIN,) * (len(self.quotes) + len(self.further))
        return self.standings or plain


@dataclass(frozen=True, slots=True)
class Answer(Quoting):
    """A claim: the quotes answer."""


@dataclass(frozen=True, slots=True)
class Possible(Quoting):
    """The quotes may answer, and may not."""


@dataclass(frozen=True, slots=True)
class NoAnswer:
    """Nothing tracked answers. `nearest` is what came closest, not an answer."""

    question: str
    generation: str
    confidence: float
    reason: str
    nearest: tuple[Quote, ...]


@dataclass(frozen=True, slots=True)
class Remark:
    """What is said to what is no question, or none that can be read: one sentence, `words`."""

    question: str
    words: str


Reply = Answer | Possible | NoAnswer | Remark


def with_only(reply: Answer | Possible, left: Collection[Quote]) -> Answer | Possible:
    """The reply with those of its quotes that are `left`, at least one, as they are there; further
    ones move up. A claim whose surest quote is gone only may answer."""
    as_left = {(quote.article.version, quote.start, quote.end): quote for quote in left}
    kept = [
        (as_left[place], standing)
        for quote, standing in zip(
            reply.quotes + reply.further, reply.standing_of_all(), strict=True
        )
        if (place := (quote.article.version, quote.start, quote.end)) in as_left
    ]
    quotes, shown = tuple(quote for quote, _ in kept), len(reply.quotes)
    confidence = max(quote.confidence for quote in quotes)
    kind = type(reply) if confidence >= reply.confidence else Possible
    return kind(
        reply.question,
        reply.generation,
        min(confidence, reply.confidence),
        quotes[:shown],
        quotes[shown:],
        tuple(standing for _, standing in kept) if reply.standings else (),
        reply.unsure,
        reply.unanswered,
    )
