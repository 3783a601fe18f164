"""The commands of the bot in Discord: who typed them, and what they are shown."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import discord
from discord import app_commands

from adapters.discord.application_commands import application_command, everywhere, for_all
from adapters.discord.client import Client
from adapters.discord.completion import Choices, Completion
from adapters.discord.deferring import Deferred, defer, leave
from adapters.discord.doors import told_by
from adapters.discord.incoming import Incoming, Way
from adapters.discord.interactions import asked_by, caller_of
from adapters.discord.links import addresses
from adapters.discord.message_content import MessageContent
from adapters.discord.places import place_of
from adapters.discord.responses import Responses
from adapters.discord.rights import refusal
from adapters.discord.seen_text import seen_text
from adapters.service.answering import Answering
from bot import wording
from bot.ask import MAX_QUESTION_CHARACTERS
from bot.commands.answering import answered
from bot.commands.command import Command, Given, Takes, Work
from bot.commands.table import COMMANDS
from bot.conversation import Conversation
from bot.documents.linked import linked_document
from bot.documents.tree import Document, said
from bot.language import N_
from bot.workers import Workers
from retrieval.errors import PullquoteError

Interaction = discord.Interaction[Any]


@dataclass(frozen=True, slots=True)
class Commands:
    """What they do."""

    answering: Answering[Incoming]
    responses: Responses
    conversation: Conversation
    completion: Completion
    run_in: Mapping[Work, Workers]
    content: MessageContent

    async def ask(self, interaction: Interaction, question: str, story: str, private: bool) -> None:
        """/ask."""
        by = asked_by(interaction, Way.COMMAND, question, private=private)
        await self._take(interaction, Incoming.of(by.payload() | {"story": story}))

    async def find_quotes(self, interaction: Interaction, message: discord.Message) -> None:
        """Apps → Find quotes for this."""
        words = seen_text(message, interaction.application_id)[:MAX_QUESTION_CHARACTERS]
        by, urls = asked_by(interaction, Way.MENU, words), addresses(message)
        if urls and await self._known(by, urls):
            if await defer(interaction, private=True) is Deferred.DONE:
                await self.responses.answer(by, lambda: self._about(by, urls))
        elif words:
            await self._take(interaction, by)
        elif await defer(interaction, private=True) is Deferred.DONE:
            await self.responses.show(by, said(wording.NO_TEXT()))

    async def _known(self, by: Incoming, urls: Sequence[str]) -> bool:
        """Whether any of them is a tracked article that may be spoken of there."""
        links = self.conversation.links
        try:
            return await self.run_in[Work.BOOK].run(lambda: links().knows(by.place, urls))
        except PullquoteError:
            return False  # what is said of a question says it

    async def _about(self, by: Incoming, urls: Sequence[str]) -> Document:
        if sentence := await self.answering.gate.refusal(by):
            return said(sentence)
        found = await self.run_in[Work.ANSWER].run(
            lambda: self.conversation.links().about(by.place, urls)
        )
        return linked_document(found) if found else said(wording.NO_TEXT())

    async def run(self, interaction: Interaction, command: Command, given: Given) -> None:
        """Any other, of which only who typed it sees what comes."""
        if await defer(interaction, private=True) is Deferred.DONE:
            by = asked_by(interaction, Way.COMMAND)
            await self.responses.answer(by, lambda: self._made(interaction, by, command, given))

    async def choices(self, interaction: Interaction, typed: str, takes: Takes) -> Choices:
        """What an argument may become; nothing where that can't be known at the moment."""
        try:
            place = place_of(interaction.channel, interaction.guild_id, interaction.channel_id)
            return await self.answering.book(lambda: self.completion.choices(takes, typed, place))
        except PullquoteError:
            return []

    async def _take(self, interaction: Interaction, by: Incoming) -> None:
        deferred = await defer(interaction, private=by.private)
        if deferred is Deferred.LATE:
            # As a message in the channel, or to the asker.
            by = Incoming.of(by.payload() | {"token": ""})
        if deferred is not Deferred.AGAIN:
            await self.answering.take(by)
            leave(interaction)

    async def _made(
        self, interaction: Interaction, by: Incoming, command: Command, given: Given
    ) -> Document:
        if sentence := refusal(interaction, command.rights(given)):
            return said(sentence)
        if command.shows_quotes(given) and (sentence := await self.answering.gate.refusal(by)):
            return said(sentence)
        conversation = told_by(self.conversation, interaction, self.content)
        return await self.run_in[command.work].run(
            lambda: answered(conversation, command, caller_of(by), given)
        )


def add_commands(client: Client, commands: Commands | None) -> None:
    """Adds every command to the client's tree; None: only to tell Discord what there is."""
    tree = client.tree

    def handler() -> Commands:
        assert commands is not None  # noqa: S101  (nothing is heard before there are some)
        return commands

    async def run(interaction: Interaction, command: Command, given: Given) -> None:
        await handler().run(interaction, command, given)

    async def complete(interaction: Interaction, typed: str, takes: Takes) -> Choices:
        return await handler().choices(interaction, typed, takes)

    async def story_of(interaction: Interaction, typed: str) -> Choices:
        return await complete(interaction, typed, Takes.STORY)

    @tree.command(
        name="ask", description=N_("Ask the tracked news stories; answers in exact quotes")
    )
    @app_commands.describe(
        question=N_("What you want to know"),
        story=N_("Only this story"),
        private=N_("Only you see the answer, until you share it"),
    )
    @app_commands.autocomplete(story=story_of)
    async def ask(
        interaction: Interaction, question: str, story: str = "", private: bool = False
    ) -> None:
        await handler().ask(interaction, question, story, private)

    @tree.context_menu(name=N_("Find quotes for this"))
    async def find_quotes(interaction: Interaction, message: discord.Message) -> None:
        await handler().find_quotes(interaction, message)

    for asking in (ask, find_quotes):
        asking.allowed_contexts, asking.allowed_installs = everywhere, for_all
    for command in COMMANDS.values():
        tree.add_command(application_command(command, run, complete))
