"""The commands of the bot in Discord: what each asks of whom, and what it shows."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import discord
from discord import app_commands

from adapters.discord.client import Client
from adapters.discord.deferring import Deferred, defer
from adapters.discord.follow_commands import FollowCommands, add_follow_commands
from adapters.discord.incoming import Incoming, Way
from adapters.discord.listings import (
    help_message,
    scope_message,
    stories_message,
    story_message,
)
from adapters.discord.message import Message
from adapters.discord.places import place_of
from adapters.discord.replies import sentence
from adapters.discord.seen_text import seen_text
from adapters.discord.telling import Teller, asked_by
from adapters.discord.track_commands import TrackCommands, add_track_commands
from adapters.discord.wording import MANAGERS_ONLY
from bot import wording
from bot.ask import MAX_QUESTION_CHARACTERS, unknown_story
from bot.desk import UnknownStory
from bot.freshness import Freshness
from bot.library import Library, StoryListing
from bot.places import Place
from retrieval.errors import PullquoteError

Interaction = discord.Interaction[Any]

NEWEST_SHOWN = 5
_CHOICES = 25  # Discord's limit
_NAME, _VALUE = 100, 100


@dataclass(frozen=True, slots=True)
class Commands:
    """What /ask, /stories, /story, /help and /scope do, and the stories that autocomplete offers;
    `follows` and `tracks` do what has to do with following and with sources."""

    teller: Teller
    follows: FollowCommands
    tracks: TrackCommands
    library: Callable[[], Library]
    now: Callable[[], datetime]

    async def ask(self, interaction: Interaction, question: str, story: str, private: bool) -> None:
        """/ask."""
        by = asked_by(interaction, Way.COMMAND, question, private)
        await self._take(interaction, Incoming.of(by.payload() | {"story": story}))

    async def find_quotes(self, interaction: Interaction, message: discord.Message) -> None:
        """Apps → Find quotes for this."""
        said = seen_text(message, interaction.application_id)[:MAX_QUESTION_CHARACTERS]
        if not said:
            await self.teller.tell(interaction, lambda _: sentence(wording.NO_TEXT))
            return
        await self._take(interaction, asked_by(interaction, Way.MENU, said, private=True))

    async def _take(self, interaction: Interaction, by: Incoming) -> None:
        deferred = await defer(interaction, private=by.private)
        if deferred is Deferred.LATE:
            # As a message in the channel, or to the asker.
            by = Incoming.of(by.payload() | {"token": ""})
        if deferred is not Deferred.AGAIN:
            await self.teller.answering.take(by)

    def stories(self, place: Place) -> Message:
        """/stories."""
        return stories_message(self.listings(place), self._fresh())

    def story(self, place: Place, slug: str) -> Message:
        """/story. Raises UnknownStory."""
        listings = {one.story.slug: one for one in self.listings(place)}
        if slug not in listings:
            raise UnknownStory(unknown_story(slug, listings))
        newest = self.library().newest([slug], NEWEST_SHOWN)
        return story_message(listings[slug], newest, self._fresh().get(slug))

    def scope(self, place: Place) -> Message:
        """/scope without stories."""
        limited = self.teller.answering.desk().scopes.scope(place) is not None
        return scope_message(limited, self.listings(place))

    def set_scope(self, place: Place, slugs: Sequence[str]) -> Message:
        """/scope with stories, or "all". Raises UnknownStory."""
        wanted = None if list(slugs) == ["all"] else slugs
        self.teller.answering.desk().set_scope(place, wanted, self.now())
        return self.scope(place)

    def help(self, _place: Place) -> Message:
        """/help."""
        return help_message()

    async def choices(self, interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
        """Stories that may be spoken of here and that go with what was typed."""
        place = place_of(interaction.channel, interaction.guild_id, interaction.channel_id)
        try:
            listings = await self.teller.answering.book(lambda: self.listings(place))
        except PullquoteError:
            return []
        wanted = typed.casefold()
        return [
            app_commands.Choice(name=one.story.title[:_NAME], value=one.story.slug)
            for one in listings
            if len(one.story.slug) <= _VALUE
            and wanted in f"{one.story.slug} {one.story.title}".casefold()
        ][:_CHOICES]

    def _fresh(self) -> Mapping[str, Freshness]:
        return self.teller.answering.desk().freshness(self.now())

    def listings(self, place: Place) -> list[StoryListing]:
        """What is tracked and may be spoken of at the place."""
        seen = self.teller.answering.desk().stories(place)
        return [one for one in self.library().listings() if one.story.slug in seen]


def add_commands(client: Client, commands: Commands | None) -> None:
    """Adds every command to the client's tree; None: only to tell Discord what there is."""
    tree = client.tree

    def handler() -> Commands:
        assert commands is not None  # noqa: S101  (nothing is heard before there are some)
        return commands

    async def complete(interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
        return await handler().choices(interaction, typed)

    everywhere = app_commands.allowed_contexts(guilds=True, dms=True, private_channels=True)
    for_all = app_commands.allowed_installs(guilds=True, users=True)

    @tree.command(name="ask", description="Ask the tracked news stories; answers in exact quotes")
    @app_commands.describe(
        question="What you want to know",
        story="Only this story",
        private="Only you see the answer, until you share it",
    )
    @app_commands.autocomplete(story=complete)
    @everywhere
    @for_all
    async def ask(
        interaction: Interaction, question: str, story: str = "", private: bool = False
    ) -> None:
        await handler().ask(interaction, question, story, private)

    @tree.command(name="stories", description="List the stories that are tracked here")
    @everywhere
    @for_all
    async def stories(interaction: Interaction) -> None:
        await handler().teller.tell(interaction, handler().stories)

    @tree.command(name="story", description="Show a story and its newest articles")
    @app_commands.describe(story="The story")
    @app_commands.autocomplete(story=complete)
    @everywhere
    @for_all
    async def story(interaction: Interaction, story: str) -> None:
        await handler().teller.tell(interaction, lambda place: handler().story(place, story))

    @tree.command(name="help", description="How to ask, and what you get")
    @everywhere
    @for_all
    async def help(interaction: Interaction) -> None:
        await handler().teller.tell(interaction, handler().help)

    @tree.command(name="scope", description="Show or set which stories this channel follows")
    @app_commands.describe(stories="Slugs of stories with spaces between them, or: all")
    @app_commands.default_permissions(manage_guild=True)
    @app_commands.allowed_contexts(guilds=True, dms=False, private_channels=False)
    @app_commands.allowed_installs(guilds=True, users=False)
    async def scope(interaction: Interaction, stories: str = "") -> None:
        slugs = stories.replace(",", " ").split()
        if not interaction.permissions.manage_guild:
            await handler().teller.tell(interaction, lambda _: sentence(MANAGERS_ONLY))
        elif slugs:
            await handler().teller.tell(
                interaction, lambda place: handler().set_scope(place, slugs)
            )
        else:
            await handler().teller.tell(interaction, handler().scope)

    add_follow_commands(tree, lambda: handler().follows, complete)
    add_track_commands(tree, lambda: handler().tracks, complete)

    @tree.context_menu(name="Find quotes for this")
    @everywhere
    @for_all
    async def find_quotes(interaction: Interaction, message: discord.Message) -> None:
        await handler().find_quotes(interaction, message)
