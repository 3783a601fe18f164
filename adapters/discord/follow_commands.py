"""/follow, /unfollow, /following, /corrections and /timeline: what each asks, and what it shows."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

import discord
from discord import app_commands

from adapters.discord.following import followed_message, following_message
from adapters.discord.message import Message
from adapters.discord.places import place_of
from adapters.discord.replies import sentence
from adapters.discord.rights import can_post, why_not
from adapters.discord.telling import Teller
from adapters.discord.timeline_desk import TimelineDesk
from adapters.discord.wording import (
    ALL,
    ALL_STORIES,
    FOLLOW_MANAGERS_ONLY,
    USUAL_RHYTHMS,
)
from adapters.rendering.text import one_line
from bot import wording
from bot.followers import Followed, Followers
from bot.following import BadRhythm, rhythm_of
from bot.places import Place
from retrieval.errors import PullquoteError

Interaction = discord.Interaction[Any]
Choice = app_commands.Choice[str]
Complete = Callable[[Interaction, str], Any]

_CHOICES, _NAME = 25, 100  # Discord's limits


@dataclass(frozen=True, slots=True)
class FollowCommands:
    """What the commands about following do."""

    teller: Teller
    followers: Callable[[], Followers]
    timelines: TimelineDesk
    now: Callable[[], datetime]

    async def follow(self, interaction: Interaction, story: str, rhythm: str) -> None:
        """/follow."""
        person, via = str(interaction.user.id), str(interaction.channel_id or "")

        def follow(place: Place) -> Message:
            followed = self.followers().follow(place, story, rhythm, person, self.now(), via=via)
            return followed_message(followed)

        await self._managed(interaction, follow if can_post(interaction) else _refused(interaction))

    async def unfollow(self, interaction: Interaction, story: str) -> None:
        """/unfollow of a story, or of all."""
        await self._managed(interaction, lambda place: self._unfollowed(place, story))

    async def following(self, interaction: Interaction) -> None:
        """/following."""
        await self.teller.tell(interaction, self._following)

    async def corrections(self, interaction: Interaction, *, on: bool) -> None:
        """/corrections."""

        def switch(place: Place) -> Message:
            self.followers().switches.set_corrections(place, on, self.now())
            return sentence(wording.CORRECTIONS_ON if on else wording.CORRECTIONS_OFF)

        await self._managed(interaction, switch if can_post(interaction) else _refused(interaction))

    async def timeline(self, interaction: Interaction, story: str, *, newest_first: bool) -> None:
        """/timeline."""
        await self.teller.tell(
            interaction,
            lambda place: self.timelines.first(place, story, newest_first=newest_first),
            slow=True,
        )

    async def followed(self, interaction: Interaction, typed: str) -> list[Choice]:
        """What is followed here and goes with what was typed, and all of it."""
        place = place_of(interaction.channel, interaction.guild_id, interaction.channel_id)
        try:
            here = await self.teller.answering.book(lambda: self.followers().following(place))
        except PullquoteError:
            return []
        own = [one for one in here if one.follow.place.thread == place.thread]
        named = [(_title(one), one.follow.story) for one in own if len(one.follow.story) <= _NAME]
        wanted = typed.casefold()
        return [
            Choice(name=name[:_NAME], value=slug)
            for name, slug in [*named[: _CHOICES - 1], (ALL_STORIES, ALL)]
            if wanted in f"{slug} {name}".casefold()
        ]

    async def rhythms(self, _interaction: Interaction, typed: str) -> list[Choice]:
        """What was typed so far, as it is understood, and the usual ones."""
        try:
            meant = [str(rhythm_of(typed))] if typed.strip() else []
        except BadRhythm:
            meant = []
        offered = dict.fromkeys((*meant, *USUAL_RHYTHMS))
        return [Choice(name=rhythm[:_NAME], value=rhythm[:_NAME]) for rhythm in offered]

    async def _managed(self, interaction: Interaction, make: Callable[[Place], Message]) -> None:
        """In a server only for who manages it: what its members can use is not the client's say."""
        if interaction.guild_id is not None and not interaction.permissions.manage_guild:
            await self.teller.tell(interaction, lambda _: sentence(FOLLOW_MANAGERS_ONLY))
        else:
            await self.teller.tell(interaction, make)

    def _unfollowed(self, place: Place, story: str) -> Message:
        followers = self.followers()
        here = {one.follow.story: one for one in followers.following(place)}
        if story == ALL:
            for slug in here:
                followers.unfollow(place, slug)
            return sentence(wording.UNFOLLOWED_ALL)
        ended = followers.unfollow(place, story)
        title = _title(here[story]) if story in here else followers.desk.stories(place)[story].title
        said = wording.UNFOLLOWED if ended else wording.NOT_FOLLOWED
        return sentence(said.format(story=one_line(title, _NAME)))

    def _following(self, place: Place) -> Message:
        followers = self.followers()
        corrections = followers.switches.corrections(place)
        return following_message(followers.following(place), corrections=corrections)


def add_follow_commands(
    tree: app_commands.CommandTree[Any], handler: Callable[[], FollowCommands], stories: Complete
) -> None:
    """Adds them to the tree; `stories` completes what may be spoken of where it is typed."""
    everywhere = app_commands.allowed_contexts(guilds=True, dms=True, private_channels=True)
    for_all = app_commands.allowed_installs(guilds=True, users=True)
    managers = app_commands.default_permissions(manage_guild=True)

    async def rhythms(interaction: Interaction, typed: str) -> list[Choice]:
        return await handler().rhythms(interaction, typed)

    async def followed(interaction: Interaction, typed: str) -> list[Choice]:
        return await handler().followed(interaction, typed)

    @tree.command(name="follow", description="Post new articles of a story here")
    @app_commands.describe(
        story="The story", rhythm="now; daily at 09:00 Europe/Berlin; weekly on Monday at 09:00"
    )
    @app_commands.autocomplete(story=stories, rhythm=rhythms)
    @managers
    @everywhere
    @for_all
    async def follow(interaction: Interaction, story: str, rhythm: str = "now") -> None:
        await handler().follow(interaction, story, rhythm)

    @tree.command(name="unfollow", description="Post no more of a story here")
    @app_commands.describe(story="The story, or: all")
    @app_commands.autocomplete(story=followed)
    @managers
    @everywhere
    @for_all
    async def unfollow(interaction: Interaction, story: str) -> None:
        await handler().unfollow(interaction, story)

    @tree.command(name="following", description="List the stories that are followed here")
    @everywhere
    @for_all
    async def following(interaction: Interaction) -> None:
        await handler().following(interaction)

    @tree.command(
        name="corrections", description="Say it here when words that were quoted here change"
    )
    @app_commands.describe(turn="Whether it is said")
    @managers
    @everywhere
    @for_all
    async def corrections(interaction: Interaction, turn: Literal["on", "off"]) -> None:
        await handler().corrections(interaction, on=turn == "on")

    @tree.command(name="timeline", description="Show what happened in a story, in exact quotes")
    @app_commands.describe(story="The story", first="Where it begins")
    @app_commands.autocomplete(story=stories)
    @everywhere
    @for_all
    async def timeline(
        interaction: Interaction, story: str, first: Literal["oldest", "newest"] = "oldest"
    ) -> None:
        await handler().timeline(interaction, story, newest_first=first == "newest")


def _refused(interaction: Interaction) -> Callable[[Place], Message]:
    words = why_not(interaction)
    return lambda _: sentence(words)


def _title(followed: Followed) -> str:
    title = followed.story.title if followed.story else followed.follow.story
    return one_line(title, _NAME) or wording.UNTITLED
