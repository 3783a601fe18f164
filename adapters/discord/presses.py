"""A pressed button → what it shows to who pressed it; it goes on working after a restart."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import discord

from adapters.discord.deferring import leave
from adapters.discord.incoming import Incoming, Way, plain
from adapters.discord.interactions import asked_by, caller_of
from adapters.discord.locales import language_of_server
from adapters.discord.rendering import question_of
from adapters.discord.responses import Responses
from adapters.discord.rights import NotAllowed, can_post, refusal
from adapters.discord.sending import Refused
from adapters.discord.wording import ALREADY_SHARED, NOT_SHARED, QUESTION_GONE, SHARED
from adapters.service.answering import Answering
from adapters.service.chat import Undelivered
from adapters.service.readers import Readers
from bot.commands.answering import needs_of, pressed, shared, shows_quotes, work_of
from bot.commands.command import Work
from bot.conversation import Conversation
from bot.documents.actions import Action, AskAll, Export, Share, TellMe, with_question
from bot.documents.tree import Document, said
from bot.language import speaking
from bot.workers import Workers
from retrieval.errors import WrongUse

Interaction = discord.Interaction[Any]


@dataclass(frozen=True, slots=True)
class Presses:
    """What the buttons do. Every press is deferred before it gets here, and `guarding` tells of
    what is raised: beside a message that a press would have changed, which stays as it is."""

    answering: Answering[Incoming]
    responses: Responses
    conversation: Conversation
    run_in: Mapping[Work, Workers]
    readers: Readers

    async def press(self, interaction: Interaction, action: Action) -> None:
        """Does what the button says, unless this very press was seen before."""
        if isinstance(action, AskAll):
            await self._ask_all(interaction, action)
            return
        by = asked_by(interaction, Way.COMMAND, key=f"discord:press:{interaction.id}")
        if not await self.answering.first_time(by.key):
            leave(interaction)
            return
        if isinstance(action, TellMe | Export):
            action = with_question(action, await self._question(interaction))
        if isinstance(action, Share):
            document = await self._share(interaction, by, action)
        else:
            document = await self._made(interaction, by, action)
        await self.responses.show(by, document)

    async def _made(self, interaction: Interaction, by: Incoming, action: Action) -> Document:
        if sentence := refusal(interaction, needs_of(action)):
            raise NotAllowed(sentence)
        if shows_quotes(action) and (sentence := await self.answering.gate.refusal(by)):
            raise NotAllowed(sentence)
        return await self.run_in[work_of(action)].run(
            lambda: pressed(self.conversation, caller_of(by), action)
        )

    async def _ask_all(self, interaction: Interaction, action: AskAll) -> None:
        key = f"discord:everywhere:{action.reply}"
        question = await self._question(interaction)
        if not question:
            raise WrongUse(QUESTION_GONE())
        await self.answering.take(
            asked_by(interaction, Way.EVERYWHERE, question, private=False, key=key)
        )

    async def _question(self, interaction: Interaction) -> str:
        """The one that the message repeats; where it has no room for all of it, or repeats none,
        that of the message that it replies to."""
        repeated = _repeated(interaction)
        if repeated and not repeated.endswith("…"):
            return repeated
        reference = interaction.message.reference if interaction.message else None
        if reference is None or reference.message_id is None:
            return repeated
        sender = self.responses.sender
        asked = await sender.fetched(reference.channel_id, reference.message_id)
        return plain(asked.content, interaction.application_id) if asked else repeated

    async def _share(self, interaction: Interaction, by: Incoming, share: Share) -> Document:
        if sentence := await self.answering.gate.refusal(by):
            raise NotAllowed(sentence)
        key = f"discord:share:{share.reply}"
        if not await self.answering.first_time(key):
            return said(ALREADY_SHARED())
        share = replace(share, question=_repeated(interaction))
        sender = self.responses.sender
        try:
            to = Incoming.of(by.payload() | {"key": key})
            with speaking(await self.readers.everybody(by.place, language_of_server(interaction))):
                public = await self.run_in[work_of(share)].run(
                    lambda: shared(self.conversation, caller_of(by), share)
                )
                message = sender.drawn(public.document)
            if can_post(interaction):
                sent = await sender.reply(to, message, uncertain=False)
            else:
                sent = await sender.share(to, message, sender.drawn(said(SHARED())))
            await self.answering.book(lambda: self.answering.replies.sent(public.reply, sent, sent))
        except (Refused, Undelivered) as error:
            await self.answering.forget(key)
            return said(NOT_SHARED(error=error))
        except BaseException:
            await self.answering.forget(key)
            raise
        return said(SHARED())


def _repeated(interaction: Interaction) -> str:
    components = interaction.message.components if interaction.message else []
    return question_of(component.to_dict() for component in components)
