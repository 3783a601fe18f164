"""/follow, /unfollow, /following and the switch of corrections → what they change and show."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar
from zoneinfo import available_timezones

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack.admins import may_set_scope
from adapters.slack.following import (
    corrections_sentence,
    followed_message,
    following_message,
    title_of,
)
from adapters.slack.incoming import Body, Incoming, command
from adapters.slack.message import Message
from adapters.slack.replies import sentence
from adapters.slack.telling import Telling
from adapters.slack.wording import (
    CORRECTIONS_MANAGERS_ONLY,
    FOLLOW_COMMAND,
    NOT_A_MEMBER,
    WHICH_TO_UNFOLLOW,
    unfollow_command,
)
from bot import wording
from bot.followers import Followers
from bot.workers import Workers

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class FollowCommands:
    """Anybody may follow a story where they are; corrections are for who may set scopes."""

    telling: Telling
    books: Workers
    followers: Callable[[], Followers]
    now: Callable[[], datetime]

    async def follow(self, body: Body) -> None:
        """/follow STORY [now | daily … | weekly …]."""
        by = command(body)
        story, _, rhythm = unquoted(by.text).partition(" ")
        await self.telling.tell(by, lambda: self._follow(by, story, rhythm))

    async def unfollow(self, body: Body) -> None:
        """/unfollow STORY, /unfollow all."""
        by = command(body)
        await self.telling.tell(by, lambda: self._unfollow(by, unquoted(by.text)))

    async def following(self, body: Body) -> None:
        """/following."""
        by = command(body)
        await self.telling.tell(by, lambda: self._following(by))

    async def corrections(self, by: Incoming, turn: str) -> Message:
        """On, off, or, for "", how they are."""
        if turn.casefold() not in ("", "on", "off"):
            return sentence(wording.as_sentence(wording.ON_OR_OFF.format(word=turn)))
        if turn:
            client = await self._client(by)
            if not await may_set_scope(client, by.team, by.channel, by.user):
                return sentence(CORRECTIONS_MANAGERS_ONLY)

        def switched() -> bool:
            switches = self.followers().switches
            if turn:
                switches.set_corrections(by.place, turn.casefold() == "on", self.now())
            return switches.corrections(by.place)

        return sentence(corrections_sentence(await self.books.run(switched)))

    async def _follow(self, by: Incoming, story: str, rhythm: str) -> Message:
        if not story:
            return sentence(wording.NOTHING_FOLLOWED.format(command=FOLLOW_COMMAND))
        client = await self._client(by)
        if not await _is_member(client, by.channel):
            return sentence(NOT_A_MEMBER)
        zone = await _zone(client, by.user)
        followed = await self.books.run(
            lambda: self.followers().follow(
                by.place, story, rhythm, by.user, self.now(), zone=zone, via=by.enterprise
            )
        )
        return followed_message(followed)

    async def _unfollow(self, by: Incoming, story: str) -> Message:
        if not story:
            return sentence(WHICH_TO_UNFOLLOW.format(command=unfollow_command("STORY")))

        def unfollowed() -> str:
            followers = self.followers()
            titles = {one.follow.story: title_of(one) for one in followers.following(by.place)}
            if story.casefold() == "all" and story not in titles:
                for each in titles:
                    followers.unfollow(by.place, each)
                return wording.UNFOLLOWED_ALL
            ended = followers.unfollow(by.place, story)
            said = wording.UNFOLLOWED if ended else wording.NOT_FOLLOWED
            return said.format(story=titles.get(story, story))

        return sentence(await self.books.run(unfollowed))

    async def _following(self, by: Incoming) -> Message:
        def listed() -> Message:
            followers = self.followers()
            corrections = followers.switches.corrections(by.place)
            return following_message(followers.following(by.place), corrections=corrections)

        return await self.books.run(listed)

    async def _client(self, by: Incoming) -> AsyncWebClient:
        return await self.telling.sender.clients.patient(by.enterprise, by.team)


def unquoted(text: str) -> str:
    """In single spaces, without the quotation marks that people put around a story."""
    return " ".join(text.translate(dict.fromkeys(map(ord, "\"'“”‘’"))).split())


async def _is_member(client: AsyncWebClient, channel: str) -> bool:
    """Whether the bot is there. Of private conversations without it, Slack says nothing."""
    try:
        found = (await client.conversations_info(channel=channel))["channel"]
    except SlackApiError:
        return False
    return bool(found.get("is_member") or found.get("is_im") or found.get("is_mpim"))


async def _zone(client: AsyncWebClient, user: str) -> str:
    """The person's time zone as their Slack shows it, else UTC."""
    try:
        zone = str((await client.users_info(user=user))["user"].get("tz") or "")
    except SlackApiError:
        zone = ""  # of another workspace, met in a shared channel
    return zone if zone in available_timezones() else "UTC"
