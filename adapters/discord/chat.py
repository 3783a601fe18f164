"""Discord as a chat that questions come from: how replies to them are made and sent there."""

from dataclasses import dataclass

import structlog

from adapters.discord.incoming import Incoming, Way
from adapters.discord.message import Message
from adapters.discord.sending import Refused, Sender
from adapters.service.chat import Said, Undelivered
from adapters.service.observing import DRAWING
from adapters.service.sent_replies import SentReplies
from bot.desk import Told
from bot.documents.tree import Document
from bot.typed import language_typed
from retrieval.stages import UNTIMED, Timed

_log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class DiscordChat:
    """Every place where the client is."""

    sender: Sender
    sent: SentReplies
    timed: Timed = UNTIMED

    def repeats(self, told: Told, to: Incoming) -> bool:
        # A button has no room for the question: it is read off the message.
        return to.private or to.unseen or bool(told.within)

    async def language(self, to: Incoming) -> str:
        # Messages tell no locale: of a direct one only its words do.
        return to.language or ("" if to.guild else language_typed(to.text))

    async def reach(self, to: Incoming) -> None:
        """Whether Discord takes a reply is known once it is sent."""

    async def show_looking(self, to: Incoming) -> None:
        # An interaction was deferred: Discord says "thinking…" by itself.
        if not to.token:
            await self.sender.typing(to)

    async def show_waiting(self, to: Incoming) -> None:
        """Discord does."""

    async def send(self, to: Incoming, answer: Said, *, uncertain: bool) -> None:
        with self.timed(DRAWING):
            message = self.sender.drawn(answer.document)
        try:
            if to.token:
                sent = await self._answer(to, message, uncertain=uncertain)
            elif to.private:
                await self.sender.whisper(to, message)
                return
            else:
                sent = await self.sender.reply(to, message, uncertain=uncertain)
            if answer.reply and sent:
                await self.sent.note(answer.reply, sent, sent)
        except Refused as refused:
            _log.warning("reply_refused", key=to.key, error=refused.error)
            if to.way is Way.MESSAGE:
                await self.whisper(to, answer.document)

    async def whisper(self, to: Incoming, document: Document) -> None:
        message = self.sender.drawn(document)
        try:
            if to.token:
                await self.sender.answer(to, message)
            elif to.way is Way.DIRECT:
                await self.sender.reply(to, message, uncertain=False)
            else:
                await self.sender.whisper(to, message)
        except (Refused, Undelivered) as error:
            _log.warning("asker_not_reached", key=to.key, reason=str(error))

    async def words_replied_to(self, to: Incoming) -> str:
        return await self.sender.words_of(to.channel, to.replies_to) if to.replies_to else ""

    async def take_back(self, to: Incoming) -> None:
        """A reply to a deleted message stays: Discord shows what it answered as deleted."""

    async def _answer(self, to: Incoming, message: Message, *, uncertain: bool) -> str:
        try:
            return await self.sender.answer(to, message)
        except Refused:
            # The interaction's 15 minutes are over: after a restart, or a long outage.
            if to.private:
                await self.sender.whisper(to, message)
                return ""
            return await self.sender.reply(to, message, uncertain=uncertain)
