"""A command that shows something at once → the message that answers it, whatever goes wrong."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import discord
import structlog

from adapters.discord.components import GALLERY
from adapters.discord.deferring import Deferred, defer
from adapters.discord.incoming import Incoming, Way
from adapters.discord.message import Message
from adapters.discord.places import place_of
from adapters.discord.replies import sentence
from adapters.discord.sending import Refused, Sender
from adapters.discord.wording import STORY_ADVICE
from adapters.service.answering import Answering, said_of
from adapters.service.chat import Undelivered
from bot import wording
from bot.desk import UnknownStory
from bot.places import Place
from bot.workers import Workers
from retrieval.errors import PullquoteError

Interaction = discord.Interaction[Any]

_log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Teller:
    """Answers commands that ask nothing of the articles."""

    answering: Answering[Incoming, Message]
    sender: Sender

    async def tell(
        self,
        interaction: Interaction,
        make: Callable[[Place], Message],
        *,
        slow: bool = False,
        workers: Workers | None = None,
    ) -> None:
        """Shows to who asks for it what `make` makes; `slow`: that takes a second or two;
        `workers`: who does it, if others than those of questions and of the catalog."""
        if await defer(interaction, private=True) is not Deferred.DONE:
            return
        by = asked_by(interaction, Way.COMMAND, "", private=True)
        workers = workers or (self.answering.workers if slow else self.answering.books)
        try:
            shown = await workers.run(lambda: make(by.place))
        except UnknownStory as error:
            advice = str(error).replace(wording.LIST_STORIES, STORY_ADVICE)
            shown = sentence(wording.as_sentence(advice))
        except PullquoteError as error:
            shown = sentence(said_of(error))
        except Exception:
            _log.error("command_failed", exc_info=True)
            shown = sentence(wording.FAILED)
        try:
            await self.show(by, shown)
        except (Refused, Undelivered) as error:
            _log.warning("command_not_answered", reason=str(error))

    async def show(self, by: Incoming, shown: Message) -> None:
        """With its picture, or without where that can't be attached. Raises Refused,
        Undelivered."""
        try:
            await self.sender.answer(by, shown)
        except (Refused, Undelivered) as error:
            if not shown.png:
                raise
            _log.warning("picture_not_attached", reason=str(error))
            await self.sender.answer(by, without_picture(shown))


def asked_by(interaction: Interaction, way: Way, text: str, private: bool) -> Incoming:
    """Who acted where, as a question."""
    place = place_of(interaction.channel, interaction.guild_id, interaction.channel_id)
    return Incoming(
        key=f"discord:interaction:{interaction.id}",
        way=way,
        guild=place.team,
        channel=str(interaction.channel_id or ""),
        place_id=place.channel,
        user=str(interaction.user.id),
        text=text,
        token=interaction.token,
        private=private,
    )


def without_picture(message: Message) -> Message:
    """The same in words alone."""
    kept = (part for part in message.components if part["type"] != GALLERY)
    return replace(message, components=tuple(kept), png=b"")
