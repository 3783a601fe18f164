"""Messages → Discord, each exactly once: what may have arrived is looked for before it is sent
again."""

import asyncio
import hashlib
import random
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

import aiohttp
import discord

from adapters.discord.deferring import Deferrals
from adapters.discord.incoming import Incoming, plain
from adapters.discord.lines import CommandIds
from adapters.discord.message import Message
from adapters.discord.rendering import message_of
from adapters.discord.views import files_of, view_of
from adapters.service.chat import Undelivered
from bot.documents.tree import Document
from retrieval.event_logger import EventLogger

_TRIES = 5
_LOOKED_THROUGH = 100
_READ_SECONDS = 5
_PUBLISH_SECONDS = 30
_PUBLISHED_ALREADY = 40033
# A message of ours that can't be changed any more: another one takes its place.
_GONE = (10003, 10008, 50083)
_THREAD_BEGUN = 160004
_A_DAY: Any = 24 * 60  # in minutes, after which a silent thread is archived
# What Discord calls the first answer to an interaction; discord.py puts it into the address.
ORIGINAL: Any = "@original"

_log = EventLogger()

Pause = Callable[[float], Awaitable[None]]


class Refused(Exception):
    """Discord won't take the message there; `error` is its code."""

    def __init__(self, error: int) -> None:
        super().__init__(str(error))
        self.error = error


@dataclass(frozen=True, slots=True)
class Sender:
    """Posts and replaces messages through the client of the moment; `pause` waits seconds,
    `deferrals` hears what was answered."""

    current: Callable[[], discord.Client]
    pause: Pause = asyncio.sleep
    deferrals: Deferrals = field(default_factory=Deferrals)

    @property
    def client(self) -> discord.Client:
        return self.current()

    def drawn(self, document: Document) -> Message:
        """As the client of the moment shows it: it knows the ids of the commands."""
        ids: CommandIds = getattr(self.client, "command_ids", {})
        return message_of(document, ids)

    async def reply(self, to: Incoming, message: Message, *, uncertain: bool) -> str:
        """The id of the reply to a message, or in its channel. Raises Refused, Undelivered."""
        spot = (to.spot, "") if to.spot else (to.channel, to.message)
        return await self.post(*spot, message, to.key, since=to.message, uncertain=uncertain)

    async def begin_thread(self, to: Incoming, name: str) -> None:
        """With the asking message; nothing where one began with it already. Raises Refused,
        Undelivered."""

        async def begin() -> str:
            await self.client.http.start_thread_with_message(
                int(to.channel), int(to.message), name=name, auto_archive_duration=_A_DAY
            )
            return to.message

        try:
            await self._try(begin, None, uncertain=False)
        except Refused as refused:
            if refused.error != _THREAD_BEGUN:
                raise

    async def post(
        self,
        channel: str,
        answered: str,
        message: Message,
        key: str,
        *,
        uncertain: bool,
        since: str = "",
    ) -> str:
        """The id of what stands in a channel now, in reply to the message `answered` if that is
        there. `uncertain`: it may stand there already, after the message `since`, or among the
        newest. Raises Refused, Undelivered."""

        async def opened() -> discord.PartialMessageable:
            return self.client.get_partial_messageable(int(channel))

        return await self._post(opened, answered, message, key, since, uncertain)

    async def publish(self, channel: str, message: str) -> None:
        """To who follows the announcement channel; nothing where that was done already. Raises
        Refused, Undelivered."""
        there = self.client.get_partial_messageable(int(channel)).get_partial_message(int(message))

        async def publish() -> str:
            await there.publish()
            return message

        try:
            # discord.py waits for as long as Discord asks it to, which may be an hour.
            async with asyncio.timeout(_PUBLISH_SECONDS):
                await self._try(publish, None, uncertain=False)
        except TimeoutError:
            raise Undelivered from None
        except Refused as refused:
            if refused.error != _PUBLISHED_ALREADY:
                raise

    async def edit(self, channel: str, id: str, message: Message, key: str) -> bool:
        """Whether our message was there to be replaced. Raises Refused, Undelivered."""

        async def edit() -> str:
            there = self.client.get_partial_messageable(int(channel)).get_partial_message(int(id))
            await there.edit(
                view=view_of(message, _mark(key)),
                attachments=files_of(message),
                allowed_mentions=discord.AllowedMentions.none(),
            )
            return id

        try:
            await self._try(edit, None, uncertain=False)
        except Refused as refused:
            if refused.error in _GONE:
                return False
            raise
        return True

    async def direct(self, person: str, message: Message, key: str, *, uncertain: bool) -> str:
        """The same in a direct message to a person. Raises Refused, Undelivered."""

        async def opened() -> discord.DMChannel:
            return await self.client.create_dm(discord.Object(int(person)))

        return await self._post(opened, "", message, key, "", uncertain)

    async def whisper(self, to: Incoming, message: Message) -> None:
        """To the asker alone, in a direct message. Raises Refused, Undelivered."""
        await self.direct(to.user, message, to.key, uncertain=False)

    async def answer(self, to: Incoming, message: Message) -> str:
        """The id of what an interaction shows now: the same message, however often it is sent.

        Raises Refused where its token has expired, Undelivered.
        """

        async def edit() -> str:
            sent = await self._webhook(to).edit_message(
                ORIGINAL,
                view=view_of(message),
                attachments=files_of(message),
                allowed_mentions=discord.AllowedMentions.none(),
            )
            return str(sent.id)

        shown = await self._try(edit, None, uncertain=False)
        self.deferrals.answered(to.token)
        return shown

    async def follow_up(self, to: Incoming, message: Message) -> str:
        """The id of a message that everybody sees, through the interaction: also where the bot is
        no member. To be sent after `answer`, or Discord would put it in its place.

        Discord keeps no second one out, so what may have arrived is not sent again. Raises
        Refused, Undelivered.
        """

        async def send() -> str:
            try:
                sent = await self._webhook(to).send(
                    view=view_of(message, _mark(to.key)),
                    files=files_of(message),
                    wait=True,
                    allowed_mentions=discord.AllowedMentions.none(),
                )
            except discord.HTTPException as error:
                if error.status < 500:
                    raise
                raise Undelivered from None
            except aiohttp.ClientConnectorError:
                raise
            except (aiohttp.ClientError, OSError, TimeoutError):
                raise Undelivered from None
            return str(sent.id)

        return await self._try(send, None, uncertain=False)

    async def share(self, to: Incoming, message: Message, said: Message) -> str:
        """The id of a message for everybody where the bot can't post by itself; who acted sees
        `said`. Raises as `follow_up` does."""
        await self.answer(to, said)
        return await self.follow_up(to, message)

    async def fetched(self, channel: int, message: int) -> discord.Message | None:
        """A message as Discord has it; None where it is gone, or may not be read."""
        opened = self.client.get_partial_messageable(channel)
        try:
            return await opened.fetch_message(message)
        except (discord.DiscordException, aiohttp.ClientError, OSError) as error:
            _log.info("message_not_read", reason=type(error).__name__)
            return None

    async def message_asked_about(self, to: Incoming) -> discord.Message | None:
        """The message that a person reacted to; None where it is gone, is ours or may not be read.
        Raises Undelivered."""
        there: list[discord.Message] = []

        async def read() -> str:
            opened = self.client.get_partial_messageable(int(to.channel))
            there.append(await opened.fetch_message(int(to.message)))
            return to.message

        try:
            await self._try(read, None, uncertain=False)
        except Refused as refused:
            _log.info("message_not_read", key=to.key, error=refused.error)
            return None
        me = self.client.user
        return None if me is not None and there[-1].author.id == me.id else there[-1]

    def _webhook(self, to: Incoming) -> discord.Webhook:
        client = self.client
        webhook = discord.Webhook.partial(client.application_id or 0, to.token, client=client)
        # Where discord.py makes one itself, it goes the way of its client.
        webhook.proxy = client.http.proxy
        return webhook

    async def typing(self, to: Incoming) -> None:
        """Shows that the bot is writing, for some seconds."""
        try:
            async with asyncio.timeout(2):
                await self.client.http.send_typing(int(to.channel))
        except (discord.DiscordException, aiohttp.ClientError, OSError, TimeoutError) as error:
            _log.debug("typing_not_shown", reason=type(error).__name__)

    async def words_of(self, channel: str, message: str) -> str:
        """What a message says, or the one that it replies to where it is ours; "" where that can't
        be read."""
        me = self.client.user.id if self.client.user else 0
        there = self.client.get_partial_messageable(int(channel))
        try:
            async with asyncio.timeout(_READ_SECONDS):
                said = await there.fetch_message(int(message))
                if said.author.id == me:
                    asked = said.reference.message_id if said.reference else None
                    if asked is None:
                        return ""
                    said = await there.fetch_message(asked)
        except (discord.DiscordException, aiohttp.ClientError, OSError, TimeoutError) as error:
            _log.warning("message_before_not_read", reason=type(error).__name__)
            return ""
        return plain(said.content, me)

    async def _try(
        self,
        send: Callable[[], Awaitable[str]],
        posted: Callable[[], Awaitable[str | None]] | None,
        uncertain: bool,
    ) -> str:
        for attempt in range(_TRIES):
            try:
                if uncertain and posted and (found := await posted()):
                    return found
                return await send()
            except discord.RateLimited as error:
                wait = error.retry_after
            except discord.HTTPException as error:
                if error.status == 429:
                    wait = float(error.response.headers.get("Retry-After", "1"))
                elif error.status < 500:
                    raise Refused(error.code) from None
                else:
                    wait, uncertain = 0.5 * 2**attempt, True
            except (aiohttp.ClientError, OSError, TimeoutError):
                wait, uncertain = 0.5 * 2**attempt, True
            await self.pause(wait * (1 + random.random() / 4))  # noqa: S311
        raise Undelivered

    async def _post(
        self,
        opened: Callable[[], Awaitable[discord.abc.Messageable]],
        answered: str,
        message: Message,
        key: str,
        since: str,
        uncertain: bool,
    ) -> str:
        async def send() -> str:
            channel = await opened()
            sent = await channel.send(
                view=view_of(message, _mark(key)),
                files=files_of(message),
                nonce=_nonce(key),
                mention_author=False,
                allowed_mentions=message.allowed_mentions,
                **_answering(channel, answered),
            )
            return str(sent.id)

        async def posted() -> str | None:
            return await self._posted(await opened(), key, since)

        return await self._try(send, posted, uncertain)

    async def _posted(self, channel: discord.abc.Messageable, key: str, since: str) -> str | None:
        """The id of our message with this key, if it is there: the nonce keeps a second one out for
        some minutes only."""
        me, mark = self.client.user, _mark(key)
        after = discord.Object(int(since)) if since else None
        async for message in channel.history(limit=_LOOKED_THROUGH, after=after):
            ours = me is not None and message.author.id == me.id
            if ours and any(getattr(part, "id", None) == mark for part in message.components):
                return str(message.id)
        return None


def _answering(channel: discord.abc.Messageable, answered: str) -> dict[str, Any]:
    if not answered or not isinstance(channel, discord.PartialMessageable):
        return {}
    reference = discord.MessageReference(
        message_id=int(answered), channel_id=channel.id, fail_if_not_exists=False
    )
    return {"reference": reference}


def _nonce(key: str) -> str:
    """25 characters at most; Discord refuses a second message with it for some minutes."""
    return hashlib.sha256(key.encode()).hexdigest()[:24]


def _mark(key: str) -> int:
    """The id of a message's first component. Discord numbers the others from 1 on."""
    return int(hashlib.sha256(key.encode()).hexdigest()[:8], 16) & 0x3FFFFFFF | 0x40000000
