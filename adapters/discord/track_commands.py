"""/track, /untrack and the buttons below what they show → what is proposed, and what is done."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

import discord
from discord import app_commands

from adapters.discord.actions import CANCEL, Choice
from adapters.discord.incoming import Incoming
from adapters.discord.message import Message
from adapters.discord.replies import sentence
from adapters.discord.telling import Teller
from adapters.discord.tracking import proposal_message
from adapters.discord.wording import TRACK_MANAGERS_ONLY
from bot.places import Place
from bot.tracking import As, SourceDesk, check_may_change
from bot.workers import Workers

Interaction = discord.Interaction[Any]
Complete = Callable[[Interaction, str], Any]


@dataclass(frozen=True, slots=True)
class TrackCommands:
    """For who manages the server: what is asked of the web is the same for all its channels.

    `lookups`: who asks the web; `named`: the servers whose managers may change what is tracked
    where the bot is in several.
    """

    teller: Teller
    lookups: Workers
    sources: Callable[[], SourceDesk]
    named: Collection[str]
    now: Callable[[], datetime]

    async def track(self, interaction: Interaction, url: str, story: str, as_: As | None) -> None:
        """/track."""
        person, several = str(interaction.user.id), _several(interaction)

        def look(place: Place) -> Message:
            check_may_change(place, several=several, named=self.named)
            sources = self.sources()
            return proposal_message(
                sources.track(place, url.strip(), story.strip(), person, self.now(), as_)
            )

        if interaction.permissions.manage_guild:
            await self.teller.tell(interaction, look, workers=self.lookups)
        else:
            await self.teller.tell(interaction, lambda _: sentence(TRACK_MANAGERS_ONLY))

    async def untrack(self, interaction: Interaction, url: str, story: str) -> None:
        """/untrack."""
        person, several = str(interaction.user.id), _several(interaction)

        def look(place: Place) -> Message:
            check_may_change(place, several=several, named=self.named)
            sources = self.sources()
            return proposal_message(
                sources.untrack(place, url.strip(), story.strip(), person, self.now())
            )

        if interaction.permissions.manage_guild:
            await self.teller.tell(interaction, look)
        else:
            await self.teller.tell(interaction, lambda _: sentence(TRACK_MANAGERS_ONLY))

    async def chosen(self, interaction: Interaction, by: Incoming, choice: Choice) -> Message:
        """A button: what was shown is done, or nothing is. Raises what the desk raises."""
        confirmed = choice.action != CANCEL
        if confirmed and not interaction.permissions.manage_guild:
            return sentence(TRACK_MANAGERS_ONLY)
        several = _several(interaction)

        def done() -> str:
            if confirmed:
                check_may_change(by.place, several=several, named=self.named)
            sources = self.sources()
            do = sources.confirm if confirmed else sources.cancel
            return do(choice.proposal, by.place, by.user, self.now())

        return sentence(await self.teller.answering.book(done))


def add_track_commands(
    tree: app_commands.CommandTree[Any], handler: Callable[[], TrackCommands], stories: Complete
) -> None:
    """Adds them to the tree; `stories` completes what may be spoken of where it is typed."""
    in_servers = app_commands.allowed_contexts(guilds=True, dms=False, private_channels=False)
    for_servers = app_commands.allowed_installs(guilds=True, users=False)
    managers = app_commands.default_permissions(manage_guild=True)

    @tree.command(name="track", description="Show what stands at an address, then track it")
    @app_commands.describe(
        url="A feed, a site, a page that lists articles, or an article",
        story="The story that it is for",
        taken_as="What a page without a feed is taken for, if not for what it looks like",
    )
    @app_commands.rename(taken_as="as")
    @app_commands.autocomplete(story=stories)
    @managers
    @in_servers
    @for_servers
    async def track(
        interaction: Interaction,
        url: str,
        story: str,
        taken_as: Literal["page", "topic"] | None = None,
    ) -> None:
        await handler().track(interaction, url, story, taken_as)

    @tree.command(name="untrack", description="Ask a feed or page no more; its articles stay")
    @app_commands.describe(url="As it is tracked", story="Only for this story")
    @app_commands.autocomplete(story=stories)
    @managers
    @in_servers
    @for_servers
    async def untrack(interaction: Interaction, url: str, story: str = "") -> None:
        await handler().untrack(interaction, url, story)


def _several(interaction: Interaction) -> bool:
    return len(interaction.client.guilds) > 1
