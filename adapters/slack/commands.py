"""Slash commands other than a question, and the home page → what they show or change."""

import shlex
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

import structlog
from slack_sdk.errors import SlackClientError

from adapters.service.answering import DeskOf
from adapters.slack.admins import is_admin, may_set_scope
from adapters.slack.follow_commands import FollowCommands
from adapters.slack.home import failed_home, home_view
from adapters.slack.incoming import Body, Incoming, command, enterprise_of, team_of
from adapters.slack.listings import (
    feedback_message,
    help_message,
    prompts,
    scope_message,
    stories_message,
)
from adapters.slack.message import Message
from adapters.slack.replies import sentence
from adapters.slack.telling import Telling
from adapters.slack.wording import ADMINS_ONLY, MANAGERS_ONLY
from bot import wording
from bot.freshness import Freshness
from bot.library import Library, StoryListing
from bot.memory import Feedback, Rated
from bot.places import Place
from bot.workers import Workers
from retrieval.articles import Article
from retrieval.errors import PullquoteError

NEWEST_SHOWN = 10
_RATED_SHOWN = 20

_log = structlog.get_logger()

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Commands:
    """What /stories, /pullquote, the home page and the agent's pane do."""

    telling: Telling
    books: Workers
    desk: DeskOf
    library: Callable[[], Library]
    feedback: Feedback
    follows: FollowCommands
    now: Callable[[], datetime]

    async def stories(self, body: Body) -> None:
        """/stories."""
        by = command(body)

        async def listed() -> Message:
            return await self._run(lambda: stories_message(self._listings(by.place), self._fresh()))

        await self.telling.tell(by, listed)

    async def pullquote(self, body: Body) -> None:
        """/pullquote scope [STORY … | all], corrections [on | off], feedback, help."""
        by = command(body)
        match _words(by.text):
            case ["scope"]:
                await self.telling.tell(by, lambda: self._scope(by))
            case ["scope", *slugs]:
                await self.telling.tell(by, lambda: self._set_scope(by, slugs))
            case ["corrections", *turn]:
                await self.telling.tell(by, lambda: self.follows.corrections(by, " ".join(turn)))
            case ["feedback"]:
                await self.telling.tell(by, lambda: self._feedback(by))
            case _:
                await self.telling.tell(by, self._help)

    async def home(self, body: Body) -> None:
        """Publishes the home page of who opened it: of no channel, so without limited stories."""
        try:
            view = await self._run(lambda: self._home())
        except PullquoteError as error:
            _log.warning("home_not_shown", reason=str(error))
            view = failed_home(wording.UNREACHABLE)
        client = await self.telling.sender.clients.patient(enterprise_of(body), team_of(body))
        await client.views_publish(user_id=body["event"]["user"], view=view)

    async def pane(self, body: Body) -> None:
        """Suggests questions in the agent's pane: of the channel that is open beside it."""
        event = body["event"]
        pane = Place("slack", team_of(body), event.get("channel", ""))
        viewed = _viewed_channel(event)
        beside = Place("slack", team_of(body), viewed) if viewed else pane
        try:
            suggested = await self._run(lambda: self._prompts(pane, beside))
        except PullquoteError as error:
            _log.warning("prompts_not_shown", reason=str(error))
            return
        if not suggested or not pane.channel:
            return
        client = await self.telling.sender.clients.patient(enterprise_of(body), team_of(body))
        await client.assistant_threads_setSuggestedPrompts(
            channel_id=pane.channel, prompts=suggested
        )

    async def _run(self, work: Callable[[], T]) -> T:
        # Lists are short work, and must not wait behind questions.
        return await self.books.run(work)

    async def _help(self) -> Message:
        return help_message()

    def _listings(self, place: Place | None) -> list[StoryListing]:
        seen = self.desk().stories(place)
        return [one for one in self.library().listings() if one.story.slug in seen]

    def _home(self) -> dict[str, Any]:
        listings = self._listings(None)
        titles = {one.story.slug: one.story.title for one in listings}
        newest = self.library().newest(list(titles), NEWEST_SHOWN)
        return home_view(listings, newest, titles, checked=self._fresh())

    def _fresh(self) -> Mapping[str, Freshness]:
        return self.desk().freshness(self.now())

    def _prompts(self, pane: Place, beside: Place) -> list[dict[str, str]]:
        """Of stories that may be spoken of in the pane and in the channel beside it."""
        desk = self.desk()
        shown = desk.stories(pane).keys() & desk.stories(beside).keys()
        found = []
        for listing in self.library().listings():
            if listing.story.slug in shown:
                newest = self.library().newest([listing.story.slug], 1)
                found += [(listing.story.title, article.title) for article in newest]
        return prompts(found)

    async def _scope(self, by: Incoming) -> Message:
        def shown() -> Message:
            scope = self.desk().scopes.scope(by.place)
            return scope_message(scope is not None, self._listings(by.place))

        return await self._run(shown)

    async def _set_scope(self, by: Incoming, slugs: list[str]) -> Message:
        client = await self.telling.sender.clients.patient(by.enterprise, by.team)
        if not await may_set_scope(client, by.team, by.channel, by.user):
            return sentence(MANAGERS_ONLY)
        wanted = None if slugs == ["all"] else slugs
        await self._run(lambda: self.desk().set_scope(by.place, wanted, self.now()))
        return await self._scope(by)

    async def _feedback(self, by: Incoming) -> Message:
        client = await self.telling.sender.clients.patient(by.enterprise, by.team)
        if not await is_admin(client, by.team, by.user):
            return sentence(ADMINS_ONLY)

        def looked_up() -> tuple[list[Rated], Mapping[str, Article]]:
            # What may not be spoken of here is not named to admins here either.
            seen = self.desk().stories(by.place)
            rated = self.feedback.rated("slack", by.team, _RATED_SHOWN)
            rated = [one for one in rated if one.reply.story in ("", *seen)]
            versions = {one.reply.quotes[0].version for one in rated if one.reply.quotes}
            articles = self.library().articles_of(versions)
            return rated, {v: a for v, a in articles.items() if a.story in seen}

        rated, articles = await self._run(looked_up)
        links: dict[str, str] = {}
        for one in rated:
            if one.reply.message:
                try:
                    found = await client.chat_getPermalink(
                        channel=one.reply.place.channel, message_ts=one.reply.message
                    )
                    links[one.reply.id] = str(found["permalink"])
                except SlackClientError:
                    continue  # deleted, or the bot has left that channel
        return feedback_message(rated, links, articles)


def _words(text: str) -> list[str]:
    """As a shell would split it; people quote things."""
    try:
        return [word.strip(",") for word in shlex.split(text)]
    except ValueError:
        return text.split()


def _viewed_channel(event: Mapping[str, Any]) -> str:
    """The channel beside the agent's pane; "" where none is named."""
    entities = (event.get("context") or {}).get("entities") or ()
    for entity in entities:
        if entity.get("type") == "slack#/types/channel_id":
            return str(entity.get("value", ""))
    return ""
