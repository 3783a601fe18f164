"""Messages → Discord, each exactly once: what may have arrived is looked for before it is sent
again."""

import asyncio
import hashlib
import random
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

import aiohttp
import discord
import structlog

from adapters.answering import Undelivered
from adapters.discord.incoming import Incoming
from adapters.discord.message import Message
from adapters.discord.views import view_of

_TRIES = 5
_LOOKED_THROUGH = 50
# What Discord calls the first answer to an interaction; discord.py puts it into the address.
_ORIGINAL: Any = "@original"

_log = structlog.get_logger()

Pause = Callable[[float], Awaitable[None]]


class Refused(Exception):
    """Discord won't take the message there; `error` is its code."""

    def __init__(self, error: int) -> None:
        super().__init__(str(error))
        self.error = error


@dataclass(frozen=True, slots=True)
class Sender:
    """Posts and replaces messages through the client of the moment; `pause` waits seconds."""

    current: Callable[[], discord.Client]
    pause: Pause = asyncio.sleep

    @property
    def client(self) -> discord.Client:
        return self.current()

    async def reply(self, to: Incoming, message: Message, *, uncertain: bool) -> str:
        """The id of the reply to a message, or in its channel. Raises Refused, Undelivered."""

        async def send() -> str:
            channel = self.client.get_partial_messageable(int(to.channel))
            answered: dict[str, Any] = {}
            if to.message:
                answered["reference"] = discord.MessageReference(
                    message_id=int(to.message), channel_id=int(to.channel), fail_if_not_exists=False
                )
            sent = await channel.send(
                view=view_of(message),
                **answered,
                nonce=_nonce(to.key),
                mention_author=False,
                allowed_mentions=discord.AllowedMentions.none(),
            )
            return str(sent.id)

        return await self._try(send, lambda: self._posted(to), uncertain)

    async def answer(self, to: Incoming, message: Message) -> str:
        """The id of what an interaction shows now: the same message, however often it is sent.

        Raises Refused where its token has expired, Undelivered.
        """

        async def edit() -> str:
            webhook = discord.Webhook.partial(
                self.client.application_id or 0, to.token, client=self.client
            )
            sent = await webhook.edit_message(
                _ORIGINAL,
                view=view_of(message),
                allowed_mentions=discord.AllowedMentions.none(),
            )
            return str(sent.id)

        return await self._try(edit, None, uncertain=False)

    async def whisper(self, to: Incoming, message: Message) -> None:
        """To the asker alone, in a direct message. Raises Refused, Undelivered."""

        async def send() -> str:
            person = discord.Object(int(to.user))
            opened = await self.client.create_dm(person)
            sent = await opened.send(
                view=view_of(message),
                nonce=_nonce(to.key),
                allowed_mentions=discord.AllowedMentions.none(),
            )
            return str(sent.id)

        await self._try(send, None, uncertain=False)

    async def typing(self, to: Incoming) -> None:
        """Shows that the bot is writing, for some seconds."""
        try:
            async with asyncio.timeout(2):
                await self.client.http.send_typing(int(to.channel))
        except (discord.DiscordException, aiohttp.ClientError, OSError, TimeoutError) as error:
            _log.debug("typing_not_shown", reason=type(error).__name__)

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

    async def _posted(self, to: Incoming) -> str | None:
        """The id of our reply to the asking message, if it is there."""
        if not to.message:
            return None
        channel = self.client.get_partial_messageable(int(to.channel))
        me = self.client.user
        after = discord.Object(int(to.message))
        async for message in channel.history(limit=_LOOKED_THROUGH, after=after, oldest_first=True):
            reference = message.reference
            if (
                me is not None
                and message.author.id == me.id
                and reference is not None
                and str(reference.message_id) == to.message
            ):
                return str(message.id)
        return None


def _nonce(key: str) -> str:
    """25 characters at most; Discord refuses a second message with it for some minutes."""
    return hashlib.sha256(key.encode()).hexdigest()[:24]
