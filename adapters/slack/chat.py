"""Slack as a chat that questions come from: how replies to them are drawn and sent there."""

from dataclasses import dataclass, replace

from adapters.service.chat import Said, Undelivered, Unread
from adapters.service.observing import DRAWING
from adapters.service.sent_replies import SentReplies
from adapters.slack.incoming import Incoming, Way, about
from adapters.slack.locales import Locales
from adapters.slack.people import People
from adapters.slack.refusal_words import cant_post
from adapters.slack.refusals import Refused
from adapters.slack.rendering import message_of
from adapters.slack.sending import Sender
from adapters.slack.wording import LOOKING, LOOKING_PRIVATELY, kept_out
from bot import wording
from bot.desk import Told
from bot.documents.tree import Document, said
from bot.manners import Askers, Where
from retrieval.event_logger import EventLogger
from retrieval.stages import UNTIMED, Timed

# What is said in a channel itself, and could be answered there.
_OF_CHANNELS = (Way.MENTION, Way.UNASKED, Way.REACTION)

_log = EventLogger()


@dataclass(frozen=True, slots=True)
class SlackChat:
    """The chat of every workspace that `sender` has a token for."""

    sender: Sender
    sent: SentReplies
    locales: Locales
    people: People
    timed: Timed = UNTIMED

    def repeats(self, told: Told, to: Incoming) -> bool:
        # In the channel itself a reply doesn't stand under its question.
        return bool(to.message) and not to.thread

    async def placed(self, to: Incoming, where: Where) -> Incoming:
        begins = to.way in _OF_CHANNELS and to.thread == to.message
        return replace(to, thread="") if begins and where is Where.CHANNEL else to

    async def admitted(self, by: Incoming, askers: Askers) -> bool:
        return await self.people.admitted(by, askers)

    def keeps_out(self, askers: Askers, *, here: bool) -> str:
        return kept_out(askers, here=here)

    async def language(self, to: Incoming) -> str:
        return await self.locales.language(to.enterprise, to.team, to.user)

    async def reach(self, to: Incoming) -> None:
        try:
            await self.sender.reach(to.enterprise, to.team)
        except Refused as refused:
            _log.warning("slack_not_asked", error=refused.error)

    async def show_looking(self, to: Incoming) -> None:
        await self.sender.status(to, LOOKING())

    async def show_waiting(self, to: Incoming) -> None:
        await self.whisper(to, said(LOOKING_PRIVATELY()))

    async def send(self, to: Incoming, answer: Said, *, uncertain: bool) -> None:
        with self.timed(DRAWING):
            message = message_of(answer.document)
        try:
            earlier = await self._earlier(to)
            if earlier and await self.sender.replace(to, earlier, message):
                ts = earlier
            elif answer.reply and not to.private:
                ts = await self.sender.reply(to, message, uncertain=uncertain)
            else:
                await self.sender.whisper(to, message, replace=answer.waiting, uncertain=uncertain)
                if to.way is not Way.DIRECT:
                    await self.sender.status(to, "")
                return
            if answer.reply:
                await self.sent.note(answer.reply, to.thread or ts, ts)
        except Refused as refused:
            _log.warning("reply_refused", key=to.key, error=refused.error)
            if not to.private and to.way is not Way.DIRECT:
                await self._explain(to, refused)

    async def whisper(self, to: Incoming, document: Document) -> None:
        try:
            await self.sender.whisper(to, message_of(document))
        except (Refused, Undelivered) as error:
            _log.warning("asker_not_reached", key=to.key, reason=type(error).__name__)

    async def read(self, to: Incoming) -> Incoming | Unread:
        message = await self.sender.message_asked_about(to)
        if message is None or await self.people.is_bot(to):
            return Unread()
        asked = about(to, message)
        return asked if asked.text else Unread(wording.NO_TEXT())

    async def words_replied_to(self, to: Incoming) -> str:
        return await self.sender.words_before(to)

    async def take_back(self, to: Incoming) -> None:
        for reply in await self.sent.to_message(to.place, to.message):
            if reply.message:
                try:
                    await self.sender.delete(to, reply.message)
                except (Refused, Undelivered) as error:
                    _log.warning("reply_not_deleted", reason=type(error).__name__)

    async def _earlier(self, to: Incoming) -> str:
        """The ts of an earlier reply to the same message, which was edited since; or ""."""
        if not to.message:
            return ""
        given = await self.sent.to_message(to.place, to.message)
        return next((reply.message for reply in given if reply.message), "")

    async def _explain(self, to: Incoming, refused: Refused) -> None:
        """To the asker, directly: the channel can't be posted in."""
        note = said(cant_post(refused.error))
        try:
            direct = await self.sender.direct(to.enterprise, to.team, to.user)
            await self.sender.post(direct, message_of(note), key=to.key)
        except (Refused, Undelivered) as error:
            _log.warning("asker_not_reached", key=to.key, reason=type(error).__name__)
