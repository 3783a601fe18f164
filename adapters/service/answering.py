"""A question from a chat → exactly one reply there, whatever happens in between.

The order is: claim the question in the catalog (a second delivery stops here), answer it in a
worker, declare the sending, send, note it done. A kill at any point leaves a claim whose lease
ends; `resume` then finishes it, and the chat looks for the reply first where it may be there.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any, Generic, TypeVar

import structlog
from structlog.contextvars import bound_contextvars

from adapters.service.chat import (
    Chat,
    I,
    Incoming,
    Kept,
    Said,
    Unclaimed,
    Undelivered,
    asked_in,
)
from adapters.service.logs import name_in_log
from adapters.service.observing import (
    SENDING,
    UNOBSERVED,
    WAITING,
    Ended,
    Observer,
    Outcome,
    outcome_of,
)
from bot import wording
from bot.asides import Aside
from bot.ask import MAX_QUESTION_CHARACTERS
from bot.commands.errors import error_document, failed, unreachable
from bot.commands.names import HELP_WORDS
from bot.desk import Asked, Desk, Told
from bot.documents.replies import reply_document
from bot.documents.tree import Document, said
from bot.gaps import Questions
from bot.language import ENGLISH, speaking
from bot.memory import Deliveries, Delivery, Replies, State
from bot.places import Place
from bot.pointing import only_points
from bot.question_ids import LOGGED, question_id
from bot.rate_limit import RateLimit
from bot.threads import is_between_people
from bot.typed import typed
from bot.workers import Busy, Workers
from retrieval.errors import PullquoteError, WrongUse
from retrieval.terms import words

# Renewed while a process lives; after a kill the next process waits this long.
LEASE_SECONDS = 15.0
MOST_ATTEMPTS = 5
# A chat that can't be reached, or refuses the token, may take until somebody is at work again.
PATIENCE = timedelta(hours=24)
# A private question shows nothing by itself; an answer usually comes sooner than this.
SILENT_SECONDS = 1.5
# An empty one too: a mention of the bot and nothing else.
_ASKS_FOR_HELP = ("", "?", *HELP_WORDS)

_log = structlog.get_logger()

T = TypeVar("T")
DeskOf = Callable[[], Desk]
"""The desk, or PullquoteError with the reason why there is none at the moment."""


async def _english(_incoming: object) -> str:
    return ENGLISH


@dataclass(slots=True)
class Answering(Generic[I]):
    """Everything between an incoming question and its reply. For one event loop.

    `platform` is what the keys of its questions begin with; `incoming` reads what a question's
    payload was; `speaks` is the language in which one is answered; `languages` are read beside
    English.
    """

    platform: str
    chat: Chat[I]
    incoming: Callable[[Mapping[str, Any]], I]
    how_to_ask: Callable[[Place], Document]
    desk: DeskOf
    deliveries: Deliveries
    replies: Replies
    unanswered: Questions
    workers: Workers
    books: Workers
    rate_limit: RateLimit
    owner: str
    now: Callable[[], datetime]
    observer: Observer = UNOBSERVED
    speaks: Callable[[I], Awaitable[str]] = _english
    languages: frozenset[str] = frozenset()
    in_hand: set[str] = field(default_factory=set)
    claiming: dict[str, asyncio.Event] = field(default_factory=dict)

    async def take(self, incoming: I, kept: Kept = lambda: None, *, again: bool = False) -> None:
        """Answers it, if it is new; it is `kept` before. Raises Unclaimed where it can't be kept
        and the chat delivers it `again`; else who asks is told."""
        name_in_log(incoming.key)
        if incoming.key in self.in_hand:
            if claim := self.claiming.get(incoming.key):
                await claim.wait()
            kept()
            return
        # At once, before the catalog knows: a duplicate may follow on the heels.
        self.in_hand.add(incoming.key)
        try:
            await self._take(incoming, kept, again=again)
        finally:
            self.in_hand.discard(incoming.key)

    async def change(self, key: str, asks: I, kept: Kept = lambda: None) -> None:
        """Answers an edited question anew, in the place of its reply. One that is not known, or
        that somebody is just answering, is left alone."""
        name_in_log(key)
        known = await self.book(
            lambda: self.deliveries.amend(
                key, asks.payload(), self.owner, self.now(), LEASE_SECONDS
            )
        )
        kept()
        if known is not None:
            await self._work(known)

    async def withdraw(self, gone: I) -> None:
        """Takes back the reply to a message that is gone, or does not send it."""
        name_in_log(gone.key)
        await self.book(lambda: self.unanswered.forget_asked(gone.place, gone.message))
        if await self.book(lambda: self.deliveries.withdraw(gone.key)):
            await self.chat.take_back(gone)

    async def first_time(self, key: str) -> bool:
        """Whether a press of a button is new; it counts as done at once: who misses what it does
        presses again."""

        def claimed() -> bool:
            new = self.deliveries.claim(key, {}, self.owner, self.now(), LEASE_SECONDS)
            if new:
                self.deliveries.finish(key, self.owner, 0)
            return new

        return await self.book(claimed)

    async def forget(self, key: str) -> None:
        """Nothing came of it: it may come again."""
        await self.book(lambda: self.deliveries.release(key, self.owner))

    async def resume(self) -> None:
        """Finishes what another process, or this one before a restart, left unfinished."""
        left = await self.book(
            lambda: self.deliveries.take_over(self.platform, self.owner, self.now(), LEASE_SECONDS)
        )
        for delivery in left:
            if not delivery.payload or delivery.attempts > MOST_ATTEMPTS:
                await self._give_up(delivery)
        await asyncio.gather(
            *(
                self._resumed(delivery)
                for delivery in left
                if delivery.payload
                and delivery.attempts <= MOST_ATTEMPTS
                and delivery.key not in self.in_hand
            )
        )

    async def renew(self) -> None:
        """Keeps the leases of what is in hand."""
        keys = tuple(self.in_hand)
        if keys:
            await self.book(
                lambda: self.deliveries.renew(self.owner, keys, self.now(), LEASE_SECONDS)
            )

    async def book(self, work: Callable[[], T]) -> T:
        """A short piece of work with the catalog, off the event loop."""
        return await self.books.run(work)

    async def _take(self, incoming: I, kept: Kept, *, again: bool) -> None:
        self.claiming[incoming.key] = claim = asyncio.Event()
        since = time.perf_counter()
        try:
            claimed = await self._claimed(incoming)
        except PullquoteError as error:
            _log.error("question_not_claimed", key=incoming.key, reason=str(error))
            if again:
                raise Unclaimed from None
            with speaking(await self.speaks(incoming)):
                await self.chat.whisper(incoming, unreachable(incoming.key))
            return
        finally:
            claim.set()
            del self.claiming[incoming.key]
        kept()
        if claimed:
            with (
                self._observed(incoming.key, since) as ended,
                speaking(await self.speaks(incoming)),
            ):
                await self._answer(incoming, ended)

    async def _answer(self, incoming: I, ended: Ended) -> None:
        wait = 0.0 if _asks_for_help(incoming) else await self._must_wait(incoming)
        if wait:
            await self._decline(incoming, wording.asked_too_often(wait))
            ended(Outcome.REFUSED_RATE)
            return
        answer, outcome = await self._said(incoming)
        if incoming.repeatable and not answer.reply:
            await self.forget(incoming.key)
            await self.chat.whisper(incoming, answer.document)
            ended(outcome)
            return
        new = Delivery(incoming.key, incoming.payload(), State.OPEN, 0, 0)
        await self._see_through(new, (answer, outcome), ended)

    async def _decline(self, incoming: I, sentence: str) -> None:
        """Says so to who asks alone, and once: who writes thirty lines must not get thirty."""
        if incoming.awaited or await self.book(
            lambda: self.rate_limit.may_tell(self._asker(incoming), self.now())
        ):
            await self.chat.whisper(incoming, said(sentence))
        if incoming.repeatable:
            await self.forget(incoming.key)
        else:
            await self._finish(Delivery(incoming.key, {}, State.OPEN, 0, 0))

    async def _must_wait(self, incoming: I) -> float:
        """The seconds; none where it can't be known how much was asked."""
        try:
            return await self.book(
                lambda: self.rate_limit.wait_seconds(self._asker(incoming), self.now())
            )
        except PullquoteError as error:
            _log.warning("question_not_counted", key=incoming.key, reason=str(error))
            return 0.0

    def _asker(self, incoming: I) -> str:
        return f"{self.platform}:{incoming.person}"

    async def _claimed(self, incoming: I) -> bool:
        if is_between_people(
            incoming.text,
            named=incoming.by_name,
            addressed=not incoming.unaddressed,
            languages=self.languages,
        ):
            return False
        if incoming.unaddressed and not await self.book(
            lambda: self.replies.spoke_in(incoming.place, incoming.thread)
        ):
            return False
        return await self.book(
            lambda: self.deliveries.claim(
                incoming.key, incoming.payload(), self.owner, self.now(), LEASE_SECONDS
            )
        )

    async def _work(self, delivery: Delivery) -> None:
        self.in_hand.add(delivery.key)
        try:
            asks = self.incoming(delivery.payload)
            with (
                self._observed(delivery.key, time.perf_counter()) as ended,
                speaking(await self.speaks(asks)),
            ):
                await self._see_through(delivery, None, ended)
        finally:
            self.in_hand.discard(delivery.key)

    async def _resumed(self, delivery: Delivery) -> None:
        name_in_log(delivery.key)
        try:
            await self.chat.reach(self.incoming(delivery.payload))
        except Undelivered:
            await self._postpone(delivery)
        else:
            await self._work(delivery)

    async def _postpone(self, delivery: Delivery) -> None:
        """It is taken up again a little later: `resume` does so."""
        _log.warning("reply_not_delivered", key=delivery.key)
        since = self.now() - PATIENCE
        if not await self.book(
            lambda: self.deliveries.postpone(delivery.key, self.owner, self.now(), since)
        ):
            await self._give_up(delivery)

    async def _give_up(self, delivery: Delivery) -> None:
        with (
            bound_contextvars(**{LOGGED: question_id(delivery.key)}),
            self._observed(delivery.key, time.perf_counter()) as ended,
        ):
            _log.error("delivery_given_up", key=delivery.key, attempts=delivery.attempts)
            if delivery.payload:
                lost = self.incoming(delivery.payload)
                with speaking(await self.speaks(lost)):
                    await self.chat.whisper(lost, failed(delivery.key))
            await self._finish(delivery)
            ended(Outcome.GIVEN_UP)

    async def _see_through(
        self, delivery: Delivery, found: tuple[Said, Outcome] | None, ended: Ended
    ) -> None:
        """Sends, until what was sent answers the question as it now reads."""
        while True:
            incoming = self.incoming(delivery.payload)
            answer, outcome = found or await self._said(incoming)
            now = await self._begun(delivery)
            if now is None:
                return
            if now.revision != delivery.revision:
                delivery, found = now, None
                continue
            try:
                with self.observer.stage(SENDING):
                    uncertain = delivery.state is State.SENDING
                    await self.chat.send(incoming, answer, uncertain=uncertain)
            except Undelivered:
                await self._postpone(delivery)
                return
            ended(outcome)
            after = await self._finish(delivery)
            if after is None:
                return
            if after.state is State.WITHDRAWN:
                await self.chat.take_back(incoming)
                return
            delivery, found = after, None

    async def _said(self, incoming: I) -> tuple[Said, Outcome]:
        """The reply, or the sentence that says why there is none."""
        asked = asked_in(incoming)
        if incoming.replies_to and not incoming.unaddressed and only_points(asked.text):
            about = await self.chat.words_replied_to(incoming)
            asked = replace(asked, about=about[:MAX_QUESTION_CHARACTERS])
            if not about and words(asked.text):
                return Said(said(wording.NOT_READ_ABOVE())), Outcome.NOT_ASKABLE
        waiting = False
        try:
            if not asked.about and asked.text.casefold() in _ASKS_FOR_HELP:
                place = incoming.place
                return Said(await self.book(lambda: self.how_to_ask(place))), Outcome.HELP
            work = asyncio.ensure_future(self._told(asked))
            # Shown before anything is posted: a status that came later would stay.
            await self.chat.show_looking(incoming)
            done, _ = await asyncio.wait({work}, timeout=SILENT_SECONDS)
            if not done and incoming.private:
                await self.chat.show_waiting(incoming)
                waiting = True
            told = await work
            repeated = self.chat.repeats(told, incoming)
            reply = reply_document(told, private=incoming.private, repeated=repeated)
            return Said(reply, told.id, waiting), outcome_of(told)
        except Exception as error:
            document = error_document(error, key=incoming.key)
            return Said(document, waiting=waiting), _outcome_of_error(error)

    async def _told(self, asked: Asked) -> Told:
        since = time.perf_counter()

        def work() -> Told:
            self.observer.passed(WAITING, time.perf_counter() - since)
            return self.desk().answer(asked, self.now())

        return await self.workers.run(work)

    @contextmanager
    def _observed(self, key: str, since: float) -> Iterator[Ended]:
        with self.observer.question(self.platform, question_id(key), since) as heard:

            def ended(outcome: Outcome) -> None:
                seconds = round(time.perf_counter() - since, 3)
                _log.info("question_ended", outcome=outcome, seconds=seconds)
                heard(outcome)

            yield ended

    async def _begun(self, delivery: Delivery) -> Delivery | None:
        return await self.book(
            lambda: self.deliveries.begin_sending(delivery.key, self.owner, delivery.revision)
        )

    async def _finish(self, delivery: Delivery) -> Delivery | None:
        return await self.book(
            lambda: self.deliveries.finish(delivery.key, self.owner, delivery.revision)
        )


def _outcome_of_error(error: Exception) -> Outcome:
    match error:
        case WrongUse():
            return Outcome.NOT_ASKABLE
        case Busy():
            return Outcome.REFUSED_QUEUE
        case PullquoteError():
            return Outcome.UNREACHABLE
    return Outcome.FAILED


def _asks_for_help(incoming: Incoming) -> bool:
    return incoming.text.casefold() in _ASKS_FOR_HELP or typed(incoming.text).remark is Aside.HELP
