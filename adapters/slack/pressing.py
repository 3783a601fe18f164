"""A pressed button → what it shows, once, to whom it concerns."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

import aiohttp
import structlog
from slack_sdk.errors import SlackApiError, SlackClientError

from adapters.service.answering import Answering, said_of
from adapters.service.chat import Undelivered
from adapters.slack import actions
from adapters.slack.actions import Press, press_of
from adapters.slack.clients import code_of
from adapters.slack.context import context_view, failed_view, loading_view
from adapters.slack.incoming import Body, Incoming, pressed
from adapters.slack.message import Message
from adapters.slack.posted import Destination
from adapters.slack.refusal_words import cant_share
from adapters.slack.refusals import Refused
from adapters.slack.replies import page_message, sentence, shared_message
from adapters.slack.sending import Sender
from adapters.slack.wording import ALREADY_SHARED, NOT_OPENED, NOTED, SHARED
from bot import wording
from bot.desk import Page
from bot.memory import Feedback
from retrieval.errors import PullquoteError

_log = structlog.get_logger()

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Pressing:
    """What the buttons below replies do."""

    answering: Answering[Incoming, Message]
    sender: Sender
    feedback: Feedback
    now: Callable[[], datetime]

    async def press(self, body: Body, action: Body) -> None:
        """Does what the button says, unless this very press was seen before."""
        by, press = pressed(body), press_of(action.get("value"))
        if press is None:
            _log.warning("button_not_understood", action=str(action.get("action_id")))
            return
        if by.key in self.answering.in_hand:
            return
        kind = str(action["action_id"])
        self.answering.in_hand.add(by.key)
        try:
            if kind == actions.CONTEXT:
                # A trigger lives 3 seconds, so the window opens before anything is looked up.
                await self._context(body, by, press)
            elif await self.answering.first_time(by.key):
                await self._do(kind, by, press)
        except PullquoteError as error:
            await self._whisper(by, said_of(error))
        except (Refused, Undelivered) as error:
            _log.warning("press_not_answered", action=kind, reason=str(error))
        finally:
            self.answering.in_hand.discard(by.key)

    async def _do(self, kind: str, by: Incoming, press: Press) -> None:
        replied: Message | None
        try:
            if kind == actions.SHARE:
                replied = await self._share(by, press)
            elif kind == actions.FEEDBACK:
                replied = await self._rate(by, press)
            else:
                page = await self._looked_up(lambda: self._page(by, press))
                replied = page_message(page)
        except PullquoteError as error:
            replied = sentence(said_of(error))
        except Undelivered:
            replied = sentence(wording.FAILED)
        except Exception:
            _log.error("press_failed", action=kind, exc_info=True)
            replied = sentence(wording.FAILED)
        await self.sender.whisper(by, replied)

    def _page(self, by: Incoming, press: Press, count: int | None = None) -> Page:
        return self.answering.desk().page(press.reply, by.place, press.offset, count, self.now())

    async def _looked_up(self, work: Callable[[], T]) -> T:
        return await self.answering.workers.run(work)

    async def _context(self, body: Body, by: Incoming, press: Press) -> None:
        client = await self.sender.clients.once(by.enterprise, by.team)
        try:
            opened = await client.views_open(trigger_id=body["trigger_id"], view=loading_view())
        except SlackApiError as error:
            # Slack tells a press that was delivered before: its window is open.
            if code_of(error) != "exchanged_trigger_id":
                _log.warning("window_not_opened", reason=code_of(error))
                await self.sender.whisper(by, sentence(NOT_OPENED))
            return
        except (SlackClientError, aiohttp.ClientError, OSError, TimeoutError) as error:
            _log.warning("window_not_opened", reason=type(error).__name__)
            await self.sender.whisper(by, sentence(NOT_OPENED))
            return
        view = opened["view"]

        def look_up() -> dict[str, Any]:
            page = self._page(by, press, press.shown)
            return context_view(page, self.answering.desk().in_context(page))

        try:
            shown = await self._looked_up(look_up)
        except PullquoteError as error:
            shown = failed_view(said_of(error))
        except Exception:
            _log.error("context_failed", exc_info=True)
            shown = failed_view(wording.FAILED)
        patient = await self.sender.clients.patient(by.enterprise, by.team)
        try:
            await patient.views_update(view_id=view["id"], view=shown)
        except (SlackClientError, aiohttp.ClientError, OSError, TimeoutError) as error:
            _log.warning("window_not_filled", reason=type(error).__name__)
            await self.sender.whisper(by, sentence(NOT_OPENED))

    async def _whisper(self, by: Incoming, text: str) -> None:
        try:
            await self.sender.whisper(by, sentence(text))
        except (Refused, Undelivered) as error:
            _log.warning("asker_not_reached", reason=str(error))

    async def _share(self, by: Incoming, press: Press) -> Message:
        key = f"slack:share:{press.reply}"
        if not await self.answering.first_time(key):
            return sentence(ALREADY_SHARED)
        try:
            refused = await self._shared(by, press, key)
        except BaseException:
            await self.answering.forget(key)
            raise
        if refused:
            await self.answering.forget(key)
            return sentence(cant_share(refused))
        return sentence(SHARED)

    async def _shared(self, by: Incoming, press: Press, key: str) -> str:
        """Posts it; why Slack doesn't take it, or ""."""
        page = await self._looked_up(
            lambda: self.answering.desk().share(press.reply, by.place, press.shown, self.now())
        )
        message = shared_message(page, press.question, by.user)
        sender = self.sender
        try:
            there = Destination(by.enterprise, by.team, by.channel, by.thread, by.message)
            ts = await sender.post(there, message, key=key)
        except Refused as refused:
            taken = by.response_url and await sender.tell_all(by, message)
            return "" if taken else refused.error
        await self.answering.book(lambda: self.answering.replies.sent(page.id, by.thread or ts, ts))
        return ""

    async def _rate(self, by: Incoming, press: Press) -> Message:
        known = await self.answering.book(
            lambda: self.feedback.rate(press.reply, by.user, bool(press.helpful), self.now())
        )
        verdict = wording.HELPFUL if press.helpful else wording.NOT_HELPFUL
        return sentence(
            NOTED.format(verdict=verdict) if known else wording.as_sentence(wording.NOT_KEPT)
        )
