"""Who typed or pressed something → the caller of a use case, with what Slack knows of them."""

import asyncio
from collections.abc import Iterable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, replace
from typing import TypeVar

import aiohttp
from slack_sdk.errors import SlackApiError, SlackClientError

from adapters.service.gate import Gate
from adapters.service.readers import Readers
from adapters.slack.clients import Clients, NotInstalled, code_of
from adapters.slack.incoming import Incoming
from adapters.slack.locales import Locales
from adapters.slack.refusal_words import why_not
from adapters.slack.rights import missing, zone_of
from adapters.slack.user_groups import UserGroups
from bot import follow_wording
from bot.commands.command import Caller, Right
from bot.conversation import Conversation
from bot.manners import Group
from bot.memory import KeptReply
from bot.pings import Pinged
from bot.places import Place
from retrieval.errors import PullquoteError, WrongUse

# Of a worker's time, for the address of a message, and for what somebody waits for.
_PERMALINK_SECONDS, _ANSWER_SECONDS = 5.0, 20.0

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Callers:
    """Asks Slack for what a use case has to know. Raises the SDK's errors and NotInstalled."""

    clients: Clients
    gate: Gate[Incoming]
    opened: Conversation
    locales: Locales
    readers: Readers

    async def language(self, by: Incoming) -> str:
        """The one that the person reads."""
        return self.readers.one(await self.locales.language(by.enterprise, by.team, by.user))

    async def language_of_all(self, by: Incoming) -> str:
        """The one for what the person has everybody read."""
        own = await self.locales.language(by.enterprise, by.team, by.user)
        return await self.readers.everybody(by.place, own)

    async def refusal(self, by: Incoming, rights: Iterable[Right], *, quotes: bool) -> str:
        """What is said where a right is missing, "" where all are there. `quotes`: it shows some,
        to none but who may ask."""
        if quotes and (sentence := await self.gate.refusal(by)):
            return sentence
        for right in rights:
            client = await self.clients.patient(by.enterprise, by.team)
            if sentence := await missing(right, client, by):
                return sentence
        return ""

    async def caller(self, by: Incoming, *, timed: bool = False) -> Caller:
        """`timed`: the person's time zone counts."""
        zone = "UTC"
        if timed:
            zone = await zone_of(await self.clients.patient(by.enterprise, by.team), by.user)
        return Caller(by.user, by.place, by.enterprise, zone)

    def conversation(self, by: Incoming) -> Conversation:
        """The conversation, whose messages are looked up in the workspace of who asks."""
        loop = asyncio.get_running_loop()
        user_groups = UserGroups(self.clients)

        def link_to(reply: KeptReply) -> str:
            looked_up = self._permalink(by, reply.place.channel, reply.message)
            try:
                found = asyncio.run_coroutine_threadsafe(looked_up, loop)
                return found.result(_PERMALINK_SECONDS)
            except TimeoutError:
                return ""

        def direct(caller: Caller) -> Caller:
            return _waited(asyncio.run_coroutine_threadsafe(self._direct(by, caller), loop))

        def pinged(_caller: Caller, typed: str) -> Pinged:
            looked_up = user_groups.pinged(by.enterprise, by.team, typed)
            return _waited(asyncio.run_coroutine_threadsafe(looked_up, loop))

        def groups(_caller: Caller) -> Sequence[Group]:
            looked_up = user_groups.listed(by.enterprise, by.team)
            return _waited(asyncio.run_coroutine_threadsafe(looked_up, loop))

        door = replace(
            self.opened.door, link_to=link_to, direct=direct, pinged=pinged, groups=groups
        )
        return replace(self.opened, door=door)

    async def _direct(self, by: Incoming, caller: Caller) -> Caller:
        """Who asks, in their direct message. Raises WrongUse."""
        try:
            client = await self.clients.patient(by.enterprise, by.team)
            opened = await client.conversations_open(users=by.user)
        except SlackApiError as error:
            why = why_not(code_of(error))
            raise WrongUse(follow_wording.direct_message_refused(why)) from None
        place = Place("slack", by.team, str(opened["channel"]["id"]))
        return replace(caller, place=place)

    async def _permalink(self, by: Incoming, channel: str, message: str) -> str:
        try:
            client = await self.clients.patient(by.enterprise, by.team)
            found = await client.chat_getPermalink(channel=channel, message_ts=message)
        except (SlackClientError, aiohttp.ClientError, OSError, NotInstalled):
            return ""  # deleted, or the bot has left that channel, or Slack is away
        return str(found["permalink"])


def _waited(looked_up: Future[T]) -> T:
    """For a worker. Raises PullquoteError where Slack can't be asked at the moment."""
    try:
        return looked_up.result(_ANSWER_SECONDS)
    except (SlackClientError, aiohttp.ClientError, OSError, NotInstalled, TimeoutError) as error:
        looked_up.cancel()
        raise PullquoteError(f"Slack can't be asked ({type(error).__name__})") from None
