"""A pressed button → what it shows to who pressed it; it goes on working after a restart."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

import discord
import structlog

from adapters.discord import actions
from adapters.discord.actions import Choice, Press, Turn
from adapters.discord.context import context_message
from adapters.discord.incoming import Incoming, Way, plain
from adapters.discord.message import Message
from adapters.discord.replies import page_message, question_of, sentence, shared_message
from adapters.discord.rights import can_post
from adapters.discord.sending import Refused, Sender
from adapters.discord.telling import Teller, asked_by
from adapters.discord.timeline_desk import TimelineDesk
from adapters.discord.track_commands import TrackCommands
from adapters.discord.wording import ALREADY_SHARED, NOT_SHARED, NOTED, SHARED
from adapters.service.answering import Answering, said_of
from adapters.service.chat import Undelivered
from bot import wording
from bot.desk import Page
from bot.memory import Feedback
from bot.places import Place
from retrieval.errors import PullquoteError

_log = structlog.get_logger()

T = TypeVar("T")
Interaction = discord.Interaction[Any]


@dataclass(frozen=True, slots=True)
class Pressing:
    """What the buttons below replies do. Every press is deferred before it gets here."""

    teller: Teller
    timelines: TimelineDesk
    tracks: TrackCommands
    feedback: Feedback
    now: Callable[[], datetime]

    @property
    def answering(self) -> Answering[Incoming, Message]:
        return self.teller.answering

    @property
    def sender(self) -> Sender:
        return self.teller.sender

    async def press(self, interaction: Interaction, press: Press | Turn | Choice) -> None:
        """Does what the button says, unless this very press was seen before."""
        key = f"discord:press:{interaction.id}"
        if key in self.answering.in_hand:
            return
        self.answering.in_hand.add(key)
        by = _by(interaction, key)
        try:
            if isinstance(press, Press) and press.action == actions.EVERYWHERE:
                await self.answering.take(await self._everywhere(interaction, press))
            elif await self.answering.first_time(key):
                await self.teller.show(by, await self._done(interaction, by, press))
        except PullquoteError as error:
            await self.answering.chat.whisper(by, sentence(said_of(error)))
        except (Refused, Undelivered) as error:
            _log.warning("press_not_answered", reason=str(error))
        finally:
            self.answering.in_hand.discard(key)

    async def _done(
        self, interaction: Interaction, by: Incoming, press: Press | Turn | Choice
    ) -> Message:
        try:
            if isinstance(press, Choice):
                return await self.tracks.chosen(interaction, by, press)
            if isinstance(press, Turn):
                return await self._looked_up(lambda: self.timelines.turned(by.place, press))
            match press.action:
                case actions.SHARE:
                    return await self._share(interaction, by, press)
                case actions.HELPFUL | actions.NOT_HELPFUL:
                    return await self._rate(by, press)
                case actions.CONTEXT:
                    desk = self.answering.desk
                    page = await self._page(by.place, press, press.shown)
                    around = await self._looked_up(lambda: desk().in_context(page))
                    return context_message(page, around)
            return page_message(await self._page(by.place, press, None))
        except PullquoteError as error:
            return sentence(said_of(error))
        except Exception:
            _log.error("press_failed", press=str(press), exc_info=True)
            return sentence(wording.FAILED)

    async def _page(self, place: Place, press: Press, count: int | None) -> Page:
        desk = self.answering.desk
        return await self._looked_up(
            lambda: desk().page(press.reply, place, press.offset, count, self.now())
        )

    async def _looked_up(self, work: Callable[[], T]) -> T:
        return await self.answering.workers.run(work)

    async def _everywhere(self, interaction: Interaction, press: Press) -> Incoming:
        """The question of the message that the reply answers, asked of every story."""
        reference = interaction.message.reference if interaction.message else None
        text = ""
        if reference and reference.message_id:
            asked = await self.sender.client.get_partial_messageable(
                reference.channel_id
            ).fetch_message(reference.message_id)
            text = plain(asked.content, interaction.application_id)
        by = _by(interaction, f"discord:everywhere:{press.reply}")
        return Incoming.of(by.payload() | {"way": Way.EVERYWHERE.value, "text": text})

    async def _share(self, interaction: Interaction, by: Incoming, press: Press) -> Message:
        key = f"discord:share:{press.reply}"
        if not await self.answering.first_time(key):
            return sentence(ALREADY_SHARED)
        components = interaction.message.components if interaction.message else []
        question = question_of([component.to_dict() for component in components])
        desk = self.answering.desk
        try:
            page = await self._looked_up(
                lambda: desk().share(press.reply, by.place, press.shown, self.now())
            )
            message = shared_message(page, question, by.user)
            public = Incoming.of(by.payload() | {"key": key, "token": ""})
            if can_post(interaction):
                sent = await self.sender.reply(public, message, uncertain=False)
            else:
                sent = await self.sender.share(by, message, sentence(SHARED))
            await self.answering.book(lambda: self.answering.replies.sent(page.id, sent, sent))
        except (Refused, Undelivered) as error:
            await self.answering.forget(key)
            return sentence(NOT_SHARED.format(error=error))
        except BaseException:
            await self.answering.forget(key)
            raise
        return sentence(SHARED)

    async def _rate(self, by: Incoming, press: Press) -> Message:
        helpful = press.action == actions.HELPFUL
        known = await self.answering.book(
            lambda: self.feedback.rate(press.reply, by.user, helpful, self.now())
        )
        if not known:
            return sentence(wording.as_sentence(wording.NOT_KEPT))
        verdict = wording.HELPFUL if helpful else wording.NOT_HELPFUL
        return sentence(NOTED.format(verdict=verdict))


def _by(interaction: Interaction, key: str) -> Incoming:
    by = asked_by(interaction, Way.COMMAND, "", private=True)
    return Incoming.of(by.payload() | {"key": key})
