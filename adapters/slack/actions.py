"""A pressed button → what it shows, once, to whom it concerns."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from adapters.service.answering import Answering
from adapters.service.chat import Kept
from adapters.slack.button_values import pressed_value
from adapters.slack.caller import Callers
from adapters.slack.incoming import Body, Incoming, everywhere, pressed
from adapters.slack.posted import Destination
from adapters.slack.refusal_words import cant_share
from adapters.slack.refusals import Refused
from adapters.slack.rendering import message_of
from adapters.slack.responses import Responses
from adapters.slack.views import Views
from adapters.slack.wording import ALREADY_SHARED, SHARED
from bot import wording
from bot.commands.answering import needs_of, shared, shows_quotes, work_of
from bot.commands.answering import pressed as answered
from bot.commands.command import Work
from bot.documents.actions import (
    Action,
    AskAll,
    Choose,
    Context,
    Help,
    Share,
    Turn,
    name_of,
)
from bot.documents.tree import Document, said
from bot.language import speaking
from bot.workers import Workers
from retrieval.errors import WrongUse
from retrieval.event_logger import EventLogger

_log = EventLogger()


@dataclass(frozen=True, slots=True)
class Actions:
    """What the buttons do."""

    answering: Answering[Incoming]
    responses: Responses
    views: Views
    callers: Callers
    run_in: Mapping[Work, Workers]

    async def press(self, body: Body, kept: Kept) -> None:
        """Does what each pressed button says, whoever made it."""
        for pushed in body["actions"]:
            action, file = pressed_value(pushed.get("value"))
            if isinstance(action, AskAll):
                await self.answering.take(everywhere(body, action.reply, action.question), kept)
                continue
            kept()
            by = pressed(body)
            with speaking(await self.callers.language(by)):
                await self._do(body, by, action, file)

    async def _do(self, body: Body, by: Incoming, action: Action | None, file: str) -> None:
        match action:
            case None:
                _log.warning("button_not_understood", key=by.key)
                await self.responses.whisper(by, said(wording.as_sentence(wording.NOT_KEPT())))
            case Share():
                await self.responses.answer(by, lambda: self._share(by, action))
            case Context() | Help():
                title = wording.CONTEXT() if isinstance(action, Context) else wording.HOW_TO_ASK()
                await self.views.window(body, by, lambda: self._made(by, action), title)
            case _:
                await self.responses.answer(
                    by,
                    lambda: self._made(by, action, file),
                    replace=isinstance(action, Turn | Choose),
                    file=file,
                )

    async def _made(self, by: Incoming, action: Action, file: str = "") -> Document:
        if refusal := await self.callers.refusal(by, needs_of(action), quotes=shows_quotes(action)):
            return said(refusal)
        caller = await self.callers.caller(by)
        # The picture is there: what it shows is asked for again, and not drawn.
        conversation = replace(self.callers.conversation(by), draw=lambda _articles, _title: b"")
        return await self.run_in[work_of(action)].run(
            lambda: answered(conversation, caller, action, pictured=bool(file))
        )

    async def _share(self, by: Incoming, share: Share) -> Document:
        key = f"slack:share:{share.reply}"
        if not await self.answering.first_time(key):
            return said(ALREADY_SHARED())
        try:
            refused = await self._posted(by, share, key)
        except BaseException:
            await self.answering.forget(key)
            raise
        if refused:
            await self.answering.forget(key)
            return said(cant_share(refused))
        return said(SHARED())

    async def _posted(self, by: Incoming, share: Share, key: str) -> str:
        """Why Slack doesn't take it, or ""."""
        if refusal := await self.callers.refusal(by, (), quotes=True):
            raise WrongUse(refusal)
        caller = await self.callers.caller(by)
        conversation = self.callers.conversation(by)
        sender = self.responses.sender
        with speaking(await self.callers.language_of_all(by)):
            work = self.run_in[work_of(share)]
            public = await work.run(lambda: shared(conversation, caller, share))
            message = message_of(public.document)
        try:
            there = Destination(by.enterprise, by.team, by.channel, by.thread, by.message)
            ts = await sender.post(there, message, key=key)
        except Refused as refused:
            taken = by.response_url and await sender.tell_all(by, message)
            return "" if taken else refused.error
        await self.answering.book(
            lambda: self.answering.replies.sent(public.reply, by.thread or ts, ts)
        )
        _log.info("shared", action=name_of(share))
        return ""
