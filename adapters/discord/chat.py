"""Discord as a chat that questions come from: how replies to them are made and sent there."""

from dataclasses import dataclass, replace

from adapters.discord.incoming import Incoming, Way
from adapters.discord.membership import Members
from adapters.discord.message import Message
from adapters.discord.seen_text import seen_text
from adapters.discord.sending import Refused, Sender
from adapters.discord.threads import no_threads
from adapters.discord.wording import NOT_READABLE, kept_out, thread_name
from adapters.service.chat import Said, Undelivered, Unread
from adapters.service.observing import DRAWING
from adapters.service.sent_replies import SentReplies
from bot.ask import MAX_QUESTION_CHARACTERS
from bot.desk import Told
from bot.documents.tree import Document
from bot.manners import Askers, Where
from bot.typed import language_typed
from retrieval.event_logger import EventLogger
from retrieval.stages import UNTIMED, Timed

_log = EventLogger()


@dataclass(frozen=True, slots=True)
class DiscordChat:
    """Every place where the client is."""

    sender: Sender
    sent: SentReplies
    members: Members
    timed: Timed = UNTIMED

    def repeats(self, told: Told, to: Incoming) -> bool:
        # A button has no room for the question: it is read off the message.
        return to.private or to.unseen or bool(told.within)

    async def placed(self, to: Incoming, where: Where) -> Incoming:
        begins = bool(to.guild and to.message) and to.channel == to.place_id
        if where is not Where.THREAD or not begins or to.token:
            return to
        if lacking := no_threads(self.sender.client, to.channel):
            _log.warning("thread_not_begun", key=to.key, lacking=lacking)
            return to
        # The thread of a message has its id.
        return replace(to, spot=to.message)

    async def admitted(self, by: Incoming, askers: Askers) -> bool:
        return await self.members.admitted(by, askers)

    def keeps_out(self, askers: Askers, *, here: bool) -> str:
        return kept_out(askers, here=here)

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
                sent = await self._replied(to, message, uncertain=uncertain)
            if answer.reply and sent:
                await self.sent.note(answer.reply, to.talk or sent, sent)
        except Refused as refused:
            _log.warning("reply_refused", key=to.key, error=refused.error)
            if to.way in (Way.MESSAGE, Way.REACTION):
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

    async def read(self, to: Incoming) -> Incoming | Unread:
        message = await self.sender.message_asked_about(to)
        if message is None:
            return Unread()
        words = seen_text(message, self.sender.client.application_id or 0)
        if not words:
            return Unread(NOT_READABLE())
        return replace(to, text=words[:MAX_QUESTION_CHARACTERS])

    async def words_replied_to(self, to: Incoming) -> str:
        return await self.sender.words_of(to.channel, to.replies_to) if to.replies_to else ""

    async def take_back(self, to: Incoming) -> None:
        """A reply to a deleted message stays: Discord shows what it answered as deleted."""

    async def _replied(self, to: Incoming, message: Message, *, uncertain: bool) -> str:
        """In the place of an earlier reply to the same message, which was edited since."""
        earlier = await self.sent.to_message(to.place, to.message) if to.message else ()
        for reply in earlier:
            where = reply.via or to.channel
            if reply.message and await self.sender.edit(where, reply.message, message, to.key):
                return reply.message
        if to.spot:
            try:
                await self.sender.begin_thread(to, thread_name(to.text))
            except Refused as refused:
                _log.warning("thread_not_begun", key=to.key, error=refused.error)
                to = replace(to, spot="")
        return await self.sender.reply(to, message, uncertain=uncertain)

    async def _answer(self, to: Incoming, message: Message, *, uncertain: bool) -> str:
        try:
            return await self.sender.answer(to, message)
        except Refused:
            # The interaction's 15 minutes are over: after a restart, or a long outage.
            if to.private:
                await self.sender.whisper(to, message)
                return ""
            return await self.sender.reply(to, message, uncertain=uncertain)
