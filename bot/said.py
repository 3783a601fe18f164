"""Whose words are asked for → a reply: what articles quote of them, or why there is nothing."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Protocol

from bot import said_wording
from bot.decide import Thresholds
from bot.replies import Answer, NoAnswer, Possible, Question
from retrieval.errors import WrongUse
from retrieval.said import Said
from retrieval.said_questions import asked_after
from retrieval.terms import words

LONGEST_NAME, LONGEST_ABOUT = 200, 500
_NAMES_TOLD = 6


@dataclass(frozen=True, slots=True)
class SaidQuestion:
    """`person` as typed; `about` "" for anything; `stories` None means everywhere; `top`: how many
    are shown at first; `asked_on`: the moment of asking, None for now."""

    person: str
    about: str = ""
    stories: frozenset[str] | None = None
    top: int = 3
    asked_on: datetime | None = None

    @property
    def text(self) -> str:
        return said_wording.asked(" ".join(self.person.split()), " ".join(self.about.split()))


class Speech(Protocol):
    """Where utterances are looked for."""

    def said(self, question: SaidQuestion) -> Said: ...


def check(question: SaidQuestion) -> None:
    """Raises WrongUse for a name that is none."""
    if not words(question.person):
        raise WrongUse(said_wording.no_person())
    for typed, limit in ((question.person, LONGEST_NAME), (question.about, LONGEST_ABOUT)):
        if len(typed) > limit:
            raise WrongUse(said_wording.too_long(len(typed), limit))


def spoken(
    question: Question, said: Callable[[SaidQuestion], Said], thresholds: Thresholds
) -> Answer | Possible | None:
    """What is said to a question that asks, by its form, what somebody said; None where it doesn't,
    and where nobody of that name is surely quoted about it: that is left to the search."""
    asked = asked_after(question.text)
    if asked is None or len(asked.person) > LONGEST_NAME:
        return None
    found = said(
        SaidQuestion(asked.person, asked.about, question.stories, question.top, question.asked_on)
    )
    sure = max((quote.confidence for quote in found.quotes), default=0.0)
    if sure < thresholds.shown or not found.quotes:
        return None
    # Bold words are a claim: what is less sure stands unmarked.
    quotes = tuple(
        quote if quote.confidence >= thresholds.claim else replace(quote, highlight=())
        for quote in found.quotes
    )
    kind = Answer if sure >= thresholds.claim else Possible
    shown, further = quotes[: question.top], quotes[question.top :]
    return kind(question.text, found.generation, sure, shown, further)


def reply_to(question: SaidQuestion, found: Said) -> Answer | NoAnswer:
    """An answer wherever somebody is quoted by that name, else a no that says what is near."""
    if found.quotes:
        sure = max(quote.confidence for quote in found.quotes)
        shown, further = found.quotes[: question.top], found.quotes[question.top :]
        return Answer(question.text, found.generation, sure, shown, further)
    return NoAnswer(question.text, found.generation, 0.0, _reason(question, found), ())


def _reason(question: SaidQuestion, found: Said) -> str:
    person, about = " ".join(question.person.split()), " ".join(question.about.split())
    if found.several:
        return said_wording.several(person, found.several[:_NAMES_TOLD])
    if about and found.anything:
        return said_wording.nothing_said_about(person, about)
    if not found.whole:
        return said_wording.nothing_in_newest(person)
    if found.near:
        return said_wording.did_you_mean(person, found.near[0])
    return said_wording.nothing_said(person)
