"""Who wants to be told once a question is answered, and whether it is: ports and frozen values.

`answered_since` searches: for a worker thread. It raises what the desk raises.
"""

import uuid
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Protocol

from bot import gaps_wording, wording
from bot.ask import check_text
from bot.commands.command import Caller
from bot.desk import Desk, NotKept
from bot.gaps import OpenQuestion
from bot.language import spoken
from bot.memory import KeptReply, Payload
from bot.replies import Answer
from retrieval.errors import WrongUse
from retrieval.moments import moments

# Whoever waits for more has to take one back first.
MOST_WISHES = 20
_SOME_DAYS = timedelta(days=40)


@dataclass(frozen=True, slots=True)
class Wish:
    """Somebody who waits for an answer: `person` and `team` by the platform's ids, `via` as in
    `Follow`; `refused`: it is answered, and why the chat doesn't take that to them, or "";
    `language`: theirs, "" where it isn't known."""

    id: str
    question: OpenQuestion
    person: str
    team: str
    via: str
    at: datetime
    refused: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True)
class Opened:
    """A delivery that is to tell somebody."""

    key: str
    payload: Payload


class Wishes(Protocol):
    """Who waits for what. Every method is one transaction."""

    def question(self, id: str) -> OpenQuestion | None:
        """The question that a reply left open, where it is kept."""
        ...

    def wish(self, wish: Wish, most: int) -> Wish | None:
        """As it is kept from now on, with its question: theirs of before, where they wait already.
        None where they wait for `most` others."""
        ...

    def wish_of(self, id: str) -> Wish | None: ...

    def wishes_of(self, platform: str, person: str) -> Sequence[Wish]:
        """Oldest first."""
        ...

    def take_back(self, person: str, ids: Sequence[str]) -> int:
        """Ends those of the person; returns how many there were."""
        ...

    def to_look_at(self, platform: str, newest: int, limit: int) -> Sequence[OpenQuestion]:
        """Questions that nothing answers yet, of which the arrivals through `newest` were not
        looked at, oldest first."""
        ...

    def new_in(self, question: str, newest: int) -> frozenset[str]:
        """The stories of the arrivals through `newest` that were not looked at for it."""
        ...

    def arrival_of(self, article: str) -> int:
        """The id of the article's arrival, 0 where it came before arrivals were noted."""
        ...

    def looked(self, question: str, through: int) -> None: ...

    def answered(
        self,
        question: str,
        article: str,
        through: int,
        prefix: str,
        owner: str,
        now: datetime,
        lease_seconds: float,
    ) -> Sequence[Opened]:
        """Marks it answered and opens a delivery for each who waits: both or neither. None are
        opened where it was marked before. Their keys begin with the prefix."""
        ...

    def not_answered(self, question: str) -> None:
        """Nothing answers it, after all, that may be told there."""
        ...

    def told(self, wish: str) -> None:
        """It is fulfilled, and kept no more."""
        ...

    def refuse(self, wish: str, why: str) -> None:
        """The chat doesn't take it to the person."""
        ...


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody wants to be told: what answers the question of a `reply` that was a no.
    `asked`: its words, where they are not kept; `story`: of its thread, or ""."""

    reply: KeptReply
    asked: str
    story: str


def wish_for(desk: Desk, wishes: Wishes, wanted: Wanted, by: Caller, now: datetime) -> Wish:
    """Kept from now on. Raises NotKept, WrongUse with a sentence."""
    reply = wanted.reply
    if reply.answered or reply.possible or desk.keeper is None:
        raise NotKept(gaps_wording.not_waiting())
    if desk.keeper.keeping == "never":
        raise WrongUse(gaps_wording.never_kept())
    question = wishes.question(reply.id) or _question(desk, wanted, now)
    if _of_its_day(question.text, question.at):
        raise WrongUse(gaps_wording.names_no_day())
    question = replace(question, until=max(question.until, desk.keeper.until(now)))
    wish = Wish(
        uuid.uuid4().hex, question, by.person, by.place.team, by.via, now, language=spoken()
    )
    kept = wishes.wish(wish, MOST_WISHES)
    if kept is None:
        raise WrongUse(gaps_wording.waits_for_too_many(MOST_WISHES))
    return kept


def _question(desk: Desk, wanted: Wanted, now: datetime) -> OpenQuestion:
    """One that is kept for who waits alone. Raises QuestionError, WrongUse."""
    reply, asked = wanted.reply, wanted.asked
    if not asked.strip():
        raise NotKept(wording.NOT_KEPT())
    # What a button had no room for ends so.
    if asked.endswith("…"):
        raise WrongUse(gaps_wording.too_long_to_wait_for())
    check_text(asked)
    nearest = desk.articles.articles_of([quote.version for quote in reply.quotes[:1]])
    near = next((article.story for article in nearest.values()), "")
    return OpenQuestion(
        reply.id,
        reply.place,
        wanted.story or near,
        asked,
        reply.at,
        now,
        listed=False,
        asked=reply.asked,
        follow_up=bool(wanted.story),
    )


def answered_since(
    desk: Desk, question: OpenQuestion, arrival_of: Callable[[str], int], now: datetime
) -> Answer | None:
    """What answers it with confidence at the place where it was asked, first with words of an
    article that came after it was asked; None where nothing does."""
    stories = desk.stories(question.place)
    tries: list[tuple[Collection[str], bool]] = [(stories.keys(), False)] if stories else []
    if question.follow_up and question.story in stories:
        tries.insert(0, ([question.story], True))
    for within, follow_up in tries:
        reply = desk.put(question.text, within, now, follow_up=follow_up)
        if (
            isinstance(reply, Answer)
            and not reply.unsure
            and not reply.unanswered
            # A follow-up may be claimed with less; whoever waits is to hear what is sure.
            and reply.quotes[0].confidence >= desk.bot.thresholds.claim
            and arrival_of(reply.quotes[0].article.id) > question.through
        ):
            return reply
    return None


def _of_its_day(text: str, at: datetime) -> bool:
    """Whether it means another time when it is asked later: "today", "last week"."""
    return moments(text, at).stretches != moments(text, at + _SOME_DAYS).stretches
