"""A question from a chat → what is said to it, whatever goes wrong meanwhile; nothing is sent."""

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Generic

from adapters.service.chat import Chat, I, Incoming, Said, Unread, asked_in
from adapters.service.gate import Gate
from adapters.service.observing import WAITING, Observer, Outcome, outcome_of
from bot import wording
from bot.asides import Aside
from bot.ask import MAX_QUESTION_CHARACTERS
from bot.commands.errors import error_document
from bot.commands.names import HELP_WORDS
from bot.desk import Asked, Desk, Told
from bot.documents.replies import reply_document
from bot.documents.tree import Document, said
from bot.manners import Hears, Manner
from bot.memory import Replies
from bot.places import Place
from bot.pointing import only_points
from bot.replies import Answer
from bot.typed import typed
from bot.workers import Busy, Workers
from retrieval.errors import PullquoteError, WrongUse
from retrieval.terms import words

# A private question shows nothing by itself; an answer usually comes sooner than this.
SILENT_SECONDS = 1.5
# An empty one too: a mention of the bot and nothing else.
_ASKS_FOR_HELP = ("", "?", *HELP_WORDS)

DeskOf = Callable[[], Desk]
"""The desk, or PullquoteError with the reason why there is none at the moment."""


@dataclass(frozen=True, slots=True)
class Ready(Generic[I]):
    """What is said, and to which question: one with the words of the message that was asked
    about."""

    to: I
    said: Said
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class Replying(Generic[I]):
    """Puts a question to the desk. For one event loop."""

    chat: Chat[I]
    how_to_ask: Callable[[Place], Document]
    desk: DeskOf
    workers: Workers
    observer: Observer
    now: Callable[[], datetime]
    gate: Gate[I]
    replies: Replies
    books: Workers

    async def ready(self, incoming: I) -> Ready[I]:
        """The reply, or the sentence that says why there is none. Raises Undelivered where the
        message that it is about can't be read at the moment, or not who asks."""
        try:
            manner = await self.gate.manner(incoming.place)
            refused = await self.gate.refusal(incoming, manner)
            quiet = incoming.unasked and await self._is_quiet(incoming, manner)
        except PullquoteError as error:
            document = error_document(error, key=incoming.key)
            said_so = Said(document, silent=incoming.unasked)
            return Ready(incoming, said_so, Outcome.UNREACHABLE)
        if refused or (incoming.unasked and manner.hears is Hears.MENTIONS):
            kept_out = Said(said(refused), alone=True, silent=incoming.unasked)
            return Ready(incoming, kept_out, Outcome.REFUSED_PERSON)
        if incoming.reacted:
            read = await self.chat.read(incoming)
            if isinstance(read, Unread):
                unread = Said(said(read.why), silent=not read.why)
                return Ready(incoming, unread, Outcome.NOT_ASKABLE)
            incoming = read
        incoming = await self.chat.placed(incoming, manner.where)
        return Ready(incoming, *await self._said(incoming, quiet=quiet))

    async def _is_quiet(self, incoming: I, manner: Manner) -> bool:
        """Whether only a claim is worth a word. Not where a reply stands already: it would go on
        answering what was edited since."""
        if manner.hears is Hears.EVERY or incoming.unaddressed:
            return False
        given = await self.books.run(
            lambda: self.replies.replies_to(incoming.place, incoming.message)
        )
        return not any(reply.message for reply in given)

    async def _said(self, incoming: I, *, quiet: bool) -> tuple[Said, Outcome]:
        asked = replace(asked_in(incoming), claims_only=quiet)
        if incoming.replies_to and not incoming.unaddressed and only_points(asked.text):
            about = await self.chat.words_replied_to(incoming)
            asked = replace(asked, about=about[:MAX_QUESTION_CHARACTERS])
            if not about and words(asked.text):
                return Said(said(wording.NOT_READ_ABOVE())), Outcome.NOT_ASKABLE
        waiting = False
        try:
            if not asked.about and asked.text.casefold() in _ASKS_FOR_HELP:
                return Said(await self._help(incoming.place)), Outcome.HELP
            work = asyncio.ensure_future(self._told(asked))
            # Shown before anything is posted: a status that came later would stay.
            if not quiet:
                await self.chat.show_looking(incoming)
            done, _ = await asyncio.wait({work}, timeout=SILENT_SECONDS)
            if not done and incoming.private:
                await self.chat.show_waiting(incoming)
                waiting = True
            told = await work
            repeated = self.chat.repeats(told, incoming)
            reply = reply_document(told, private=incoming.private, repeated=repeated)
            silent = quiet and not isinstance(told.reply, Answer)
            return Said(reply, told.id, waiting, silent), outcome_of(told)
        except Exception as error:
            document = error_document(error, key=incoming.key)
            return Said(document, "", waiting, quiet), _outcome_of_error(error)

    async def _help(self, place: Place) -> Document:
        return await self.books.run(lambda: self.how_to_ask(place))

    async def _told(self, asked: Asked) -> Told:
        since = time.perf_counter()

        def work() -> Told:
            self.observer.passed(WAITING, time.perf_counter() - since)
            return self.desk().answer(asked, self.now())

        return await self.workers.run(work)


def asks_for_help(incoming: Incoming) -> bool:
    """Whether it asks how to ask, or nothing at all."""
    if incoming.reacted:
        return False
    return incoming.text.casefold() in _ASKS_FOR_HELP or typed(incoming.text).remark is Aside.HELP


def _outcome_of_error(error: Exception) -> Outcome:
    match error:
        case WrongUse():
            return Outcome.NOT_ASKABLE
        case Busy():
            return Outcome.REFUSED_QUEUE
        case PullquoteError():
            return Outcome.UNREACHABLE
    return Outcome.FAILED
