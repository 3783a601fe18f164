"""A question from a chat → exactly one reply there, whatever happens in between.

The order is: claim the question in the catalog (a second delivery stops here), answer it in a
worker, declare the sending, send, note it done. A kill at any point leaves a claim whose lease
ends; `resume` then finishes it, and the chat looks for the reply first where it may be there.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Generic, TypeVar

from structlog.contextvars import bound_contextvars

from adapters.service.chat import Chat, I, Kept, Said, Unclaimed, Undelivered
from adapters.service.gate import EVERYBODY, Gate
from adapters.service.logs import name_in_log
from adapters.service.observing import SENDING, UNOBSERVED, Ended, Observer, Outcome
from adapters.service.replying import DeskOf, Ready, Replying, asks_for_help
from bot import wording
from bot.commands.errors import failed, unreachable
from bot.documents.tree import Document, said
from bot.gaps import Questions
from bot.language import ENGLISH, speaking
from bot.manners import Askers, Hears, Manners
from bot.memory import Deliveries, Delivery, Replies, State
from bot.places import Place
from bot.question_ids import LOGGED, question_id
from bot.rate_limit import RateLimit
from bot.threads import is_between_people
from bot.workers import Workers
from retrieval.errors import PullquoteError
from retrieval.event_logger import EventLogger

# Renewed while a process lives; after a kill the next process waits this long.
LEASE_SECONDS = 15.0
MOST_ATTEMPTS = 5
# A chat that can't be reached, or refuses the token, may take until somebody is at work again.
PATIENCE = timedelta(hours=24)

_log = EventLogger()

T = TypeVar("T")


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
    manners: Manners
    owner: str
    now: Callable[[], datetime]
    observer: Observer = UNOBSERVED
    speaks: Callable[[I], Awaitable[str]] = _english
    languages: frozenset[str] = frozenset()
    askers: Askers = EVERYBODY
    in_hand: set[str] = field(default_factory=set)
    claiming: dict[str, asyncio.Event] = field(default_factory=dict)

    @property
    def _replying(self) -> Replying[I]:
        return Replying(
            self.chat,
            self.how_to_ask,
            self.desk,
            self.workers,
            self.observer,
            self.now,
            self.gate,
            self.replies,
            self.books,
        )

    @property
    def gate(self) -> Gate[I]:
        """Who may ask where."""
        return Gate(self.chat, self.manners, self.askers, self.books)

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
            if incoming.unasked:
                return
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
        wait = 0.0 if asks_for_help(incoming) else await self._must_wait(incoming)
        if wait:
            await self._decline(incoming, wording.asked_too_often(wait))
            ended(Outcome.REFUSED_RATE)
            return
        new = Delivery(incoming.key, incoming.payload(), State.OPEN, 0, 0)
        try:
            ready = await self._replying.ready(incoming)
        except Undelivered:
            await self._postpone(new)
            return
        if incoming.repeatable and not ready.said.reply:
            await self.forget(incoming.key)
            if not ready.said.silent:
                await self._told_alone(incoming, ready.said)
            ended(ready.outcome)
            return
        await self._see_through(new, ready, ended)

    async def _decline(self, incoming: I, sentence: str) -> None:
        if not incoming.unasked:
            await self._told_alone(incoming, Said(said(sentence)))
        if incoming.repeatable:
            await self.forget(incoming.key)
        else:
            await self._finish(Delivery(incoming.key, {}, State.OPEN, 0, 0))

    async def _told_alone(self, incoming: I, what: Said) -> None:
        """Who asks, and once: who writes thirty lines, or reacts to them, must not get thirty."""
        if incoming.awaited or await self._may_tell(incoming, what):
            await self.chat.whisper(incoming, what.document)

    async def _may_tell(self, incoming: I, what: Said) -> bool:
        if not what.alone:
            return await self.book(
                lambda: self.rate_limit.may_tell(self._asker(incoming), self.now())
            )
        # That somebody may not ask there stays so: once an hour is enough.
        whom = f"{self._asker(incoming)} {incoming.place.name} {self.now():%Y-%m-%dT%H}"
        return await self.first_time(f"{self.platform}:kept-out:{question_id(whom)}")

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
        if incoming.unasked and not await self._is_wanted(incoming):
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

    async def _is_wanted(self, incoming: I) -> bool:
        """Whether its channel is to be answered unasked."""
        hears = (await self.gate.manner(incoming.place)).hears
        return hears is Hears.EVERY or (hears is Hears.QUESTIONS and incoming.asks)

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

    async def _see_through(self, delivery: Delivery, ready: Ready[I] | None, ended: Ended) -> None:
        """Sends, until what was sent answers the question as it now reads."""
        while True:
            try:
                ready = ready or await self._replying.ready(self.incoming(delivery.payload))
            except Undelivered:
                await self._postpone(delivery)
                return
            now = await self._begun(delivery)
            if now is None:
                return
            if now.revision != delivery.revision:
                delivery, ready = now, None
                continue
            try:
                with self.observer.stage(SENDING):
                    uncertain = delivery.state is State.SENDING
                    if ready.said.alone and not ready.said.silent:
                        await self._told_alone(ready.to, ready.said)
                    elif not ready.said.silent:
                        await self.chat.send(ready.to, ready.said, uncertain=uncertain)
            except Undelivered:
                await self._postpone(delivery)
                return
            ended(ready.outcome)
            after = await self._finish(delivery)
            if after is None:
                return
            if after.state is State.WITHDRAWN:
                await self.chat.take_back(ready.to)
                return
            delivery, ready = after, None

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
