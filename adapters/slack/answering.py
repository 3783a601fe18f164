"""A question from Slack → exactly one reply there, whatever happens in between.

The order is: claim the question in the catalog (a second delivery stops here), answer it in a
worker, declare the sending, send, note it done. A kill at any point leaves a claim whose lease
ends; `resume` then finishes it, and looks for the reply first where it may have been sent.
"""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeVar

import structlog

from adapters.slack.incoming import Deleted, Edited, Incoming, Way
from adapters.slack.listings import help_message
from adapters.slack.message import Message
from adapters.slack.replies import reply_message, sentence
from adapters.slack.sending import Refused, Sender, Undelivered
from adapters.slack.wording import LOOKING, LOOKING_PRIVATELY, NOT_IN_CHANNEL
from bot import wording
from bot.ask import QuestionError
from bot.desk import Desk
from bot.memory import Deliveries, Delivery, Replies, State
from bot.places import Place
from bot.rate_limit import RateLimit
from bot.workers import Busy, Workers
from retrieval.errors import PullquoteError

# Renewed while a process lives; after a kill the next process waits this long.
LEASE_SECONDS = 15.0
MOST_ATTEMPTS = 5
# A private question shows nothing by itself; an answer usually comes sooner than this.
SILENT_SECONDS = 1.5
# An empty one too: a mention of the bot and nothing else.
_ASKS_FOR_HELP = ("", "help", "?")

_log = structlog.get_logger()

T = TypeVar("T")
DeskOf = Callable[[], Desk]
"""The desk, or PullquoteError with the reason why there is none at the moment."""


@dataclass(frozen=True, slots=True)
class _Said:
    """What to send; `reply` is the id of a kept reply, "" for a sentence to the asker alone.

    `waiting`: that the bot is looking is on show, for this to take its place.
    """

    message: Message
    reply: str = ""
    waiting: bool = False


@dataclass(slots=True)
class Answering:
    """Everything between an incoming question and its reply. For one event loop."""

    desk: DeskOf
    deliveries: Deliveries
    replies: Replies
    sender: Sender
    workers: Workers
    books: Workers
    rate_limit: RateLimit
    owner: str
    now: Callable[[], datetime]
    in_hand: set[str] = field(default_factory=set)

    async def take(self, incoming: Incoming) -> None:
        """Answers it, if it is new."""
        if incoming.key in self.in_hand:
            return
        # At once, before the catalog knows: a duplicate may follow on the heels.
        self.in_hand.add(incoming.key)
        try:
            try:
                if not await self._claimed(incoming):
                    return
            except PullquoteError as error:
                _log.error("question_not_claimed", key=incoming.key, reason=str(error))
                await self._whisper(incoming, wording.UNREACHABLE)
                return
            wait = self.rate_limit.wait_seconds(f"{incoming.team}:{incoming.user}")
            if wait:
                said = _Said(sentence(wording.asked_too_often(wait)))
            else:
                said = await self._said(incoming)
            if incoming.way is Way.EVERYWHERE and not said.reply:
                # The button stays there to be pressed again.
                await self._book(lambda: self.deliveries.release(incoming.key, self.owner))
                await self.sender.whisper(incoming, said.message)
                return
            new = Delivery(incoming.key, incoming.payload(), State.OPEN, 0, 0)
            await self._see_through(new, said)
        finally:
            self.in_hand.discard(incoming.key)

    async def change(self, edited: Edited) -> None:
        """Answers an edited question anew, in the place of its reply."""
        asks = edited.now
        if asks is None:
            # The reply stands below what it answered: people see that the message was edited.
            return
        known = await self._book(
            lambda: self.deliveries.amend(
                edited.key, asks.payload(), self.owner, self.now(), LEASE_SECONDS
            )
        )
        if known is not None:
            await self._work(known)
        elif asks.way is not Way.DIRECT:
            # Only now does it ask the bot; if it is known after all, the claim says so.
            await self.take(asks)

    async def withdraw(self, deleted: Deleted) -> None:
        """Takes back the reply to a message that is gone, or does not send it."""
        if not await self._book(lambda: self.deliveries.withdraw(deleted.key)):
            return
        await self._take_back(deleted.enterprise, deleted.place, deleted.message)

    async def resume(self) -> None:
        """Finishes what another process, or this one before a restart, left unfinished."""
        left = await self._book(
            lambda: self.deliveries.take_over(self.owner, self.now(), LEASE_SECONDS)
        )
        for delivery in left:
            if not delivery.payload or delivery.attempts > MOST_ATTEMPTS:
                _log.warning("delivery_given_up", key=delivery.key, attempts=delivery.attempts)
                await self._finish(delivery)
        await asyncio.gather(
            *(
                self._work(delivery)
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
            await self._book(
                lambda: self.deliveries.renew(self.owner, keys, self.now(), LEASE_SECONDS)
            )

    async def idle(self) -> None:
        """Returns when nothing is in hand."""
        while self.in_hand:
            await asyncio.sleep(0.05)

    async def _claimed(self, incoming: Incoming) -> bool:
        if incoming.way is Way.FOLLOW_UP and not await self._book(
            lambda: self.replies.spoke_in(incoming.place, incoming.thread)
        ):
            return False
        return await self._book(
            lambda: self.deliveries.claim(
                incoming.key, incoming.payload(), self.owner, self.now(), LEASE_SECONDS
            )
        )

    async def _work(self, delivery: Delivery) -> None:
        self.in_hand.add(delivery.key)
        try:
            await self._see_through(delivery, None)
        finally:
            self.in_hand.discard(delivery.key)

    async def _see_through(self, delivery: Delivery, said: _Said | None) -> None:
        """Sends, until what was sent answers the question as it now reads."""
        while True:
            incoming = Incoming.of(delivery.payload)
            said = said or await self._said(incoming)
            now = await self._begun(delivery)
            if now is None:
                return
            if now.revision != delivery.revision:
                delivery, said = now, None
                continue
            try:
                await self._send(incoming, said, uncertain=delivery.state is State.SENDING)
            except Undelivered:
                # The lease ends and `resume` tries again.
                _log.warning("reply_not_delivered", key=delivery.key, attempts=delivery.attempts)
                return
            after = await self._finish(delivery)
            if after is None:
                return
            if after.state is State.WITHDRAWN:
                await self._take_back(incoming.enterprise, incoming.place, incoming.message)
                return
            delivery, said = after, None

    async def _said(self, incoming: Incoming) -> _Said:
        """The reply, or the sentence that says why there is none."""
        if incoming.text.casefold() in _ASKS_FOR_HELP:
            return _Said(help_message())
        waiting = False
        try:
            work = asyncio.ensure_future(
                self.workers.run(lambda: self.desk().answer(incoming.asked(), self.now()))
            )
            # Shown before anything is posted: a status that came later would stay.
            await self.sender.status(incoming, LOOKING)
            done, _ = await asyncio.wait({work}, timeout=SILENT_SECONDS)
            if not done and incoming.private:
                await self._whisper(incoming, LOOKING_PRIVATELY)
                waiting = True
            told = await work
            return _Said(reply_message(told, private=incoming.private), told.id, waiting)
        except QuestionError as error:
            said = wording.as_sentence(str(error))
        except Busy:
            said = wording.BUSY
        except PullquoteError as error:
            _log.warning("question_not_answered", key=incoming.key, reason=str(error))
            said = wording.UNREACHABLE
        except Exception:
            _log.error("question_failed", key=incoming.key, exc_info=True)
            said = wording.FAILED
        return _Said(sentence(said), waiting=waiting)

    async def _send(self, incoming: Incoming, said: _Said, *, uncertain: bool) -> None:
        try:
            earlier = await self._earlier(incoming)
            if earlier and await self.sender.replace(incoming, earlier, said.message):
                ts = earlier
            elif said.reply and not incoming.private:
                ts = await self.sender.reply(incoming, said.message, uncertain=uncertain)
            else:
                await self.sender.whisper(
                    incoming, said.message, replace=said.waiting, uncertain=uncertain
                )
                if incoming.way is not Way.DIRECT:
                    await self.sender.status(incoming, "")
                return
            if said.reply:
                await self._book(lambda: self.replies.sent(said.reply, incoming.thread, ts))
        except Refused as refused:
            _log.warning("reply_refused", key=incoming.key, error=refused.error)
            if not incoming.private and incoming.way is not Way.DIRECT:
                await self._explain(incoming, refused)

    async def _earlier(self, incoming: Incoming) -> str:
        """The ts of an earlier reply to the same message, which was edited since; or ""."""
        if not incoming.message:
            return ""
        given = await self._book(lambda: self.replies.replies_to(incoming.place, incoming.message))
        return next((reply.message for reply in given if reply.message), "")

    async def _whisper(self, incoming: Incoming, text: str) -> None:
        try:
            await self.sender.whisper(incoming, sentence(text))
        except (Refused, Undelivered) as error:
            _log.warning("asker_not_reached", key=incoming.key, reason=type(error).__name__)

    async def _explain(self, incoming: Incoming, refused: Refused) -> None:
        """To the asker, directly: the channel can't be posted in."""
        note = sentence(NOT_IN_CHANNEL.format(error=refused.error))
        try:
            await self.sender.post(incoming, note, incoming.user, "", key=incoming.key)
        except (Refused, Undelivered) as error:
            _log.warning("asker_not_reached", key=incoming.key, reason=type(error).__name__)

    async def _begun(self, delivery: Delivery) -> Delivery | None:
        return await self._book(
            lambda: self.deliveries.begin_sending(delivery.key, self.owner, delivery.revision)
        )

    async def _finish(self, delivery: Delivery) -> Delivery | None:
        return await self._book(
            lambda: self.deliveries.finish(delivery.key, self.owner, delivery.revision)
        )

    async def _take_back(self, enterprise: str, place: Place, message: str) -> None:
        for reply in await self._book(lambda: self.replies.replies_to(place, message)):
            if reply.message:
                try:
                    await self.sender.delete(enterprise, place.team, place.channel, reply.message)
                except (Refused, Undelivered) as error:
                    _log.warning("reply_not_deleted", reason=type(error).__name__)

    async def _book(self, work: Callable[[], T]) -> T:
        return await self.books.run(work)
