"""What channels want and what Discord granted → whether the words of all messages are asked for.

That is a privileged intent: who runs the application switches it on in the portal, and a gateway
that is asked for it without that closes the connection.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import Literal

import aiohttp
import discord

from adapters.discord.wording import cant_hear, set_to_hear_nothing
from retrieval.errors import PullquoteError
from retrieval.event_logger import EventLogger

WHERE_TO_GRANT = (
    "switch on Message Content Intent under Bot → Privileged Gateway Intents on "
    "discord.com/developers/applications; a bot that runs notices it in five minutes, or at once "
    "when /listen is typed"
)
# Somebody may just be switching it on, and type nothing more.
_ASKED_AGAIN_SECONDS = 300.0
_ASKED_SECONDS = 10.0

_log = EventLogger()

Choice = Literal["auto", "on", "off"]


class MessageContent:
    """`setting`: whether it is asked for always, never, or where a channel is answered unasked,
    which `wanted` says. `requested` is what the next client asks for."""

    def __init__(self, setting: Choice, wanted: Callable[[], Awaitable[bool]]) -> None:
        self.requested = False
        self.granted = False
        self._setting = setting
        self._wanted = wanted
        self._asked_at: float | None = None
        self._barred = False

    async def changes(self, client: discord.Client, *, anew: bool = False) -> bool:
        """Whether the client is to be replaced by one that asks for more, or less. `anew`: Discord
        is asked again what it granted."""
        wanted = await self._is_wanted()
        since = None if self._asked_at is None else time.monotonic() - self._asked_at
        tired = since is None or since > _ASKED_AGAIN_SECONDS
        if anew or (wanted and not self.granted and tired):
            await self._ask(client)
            if wanted and not self.granted:
                _log.error("message_content_not_granted", to_do=WHERE_TO_GRANT)
        before, self.requested = self.requested, wanted and self.granted
        return before != self.requested

    def refused(self) -> None:
        """The gateway doesn't take it, whatever the portal says: it is asked for no more, until
        the portal has said no and then yes."""
        _log.error("message_content_not_granted", to_do=WHERE_TO_GRANT)
        self.granted = self.requested = False
        self._barred = True

    async def why_deaf(self, client: discord.Client) -> str:
        """The sentence that says why nothing is heard that names nobody, "" where it is. Who wants
        to know may just have switched it on: Discord is asked at once."""
        if self._setting == "off":
            return set_to_hear_nothing()
        await self._ask(client)
        return "" if self.granted else cant_hear()

    async def _ask(self, client: discord.Client) -> None:
        self._asked_at = time.monotonic()
        granted = await is_granted(client)
        if granted is None:
            return
        self._barred = self._barred and granted
        before, self.granted = self.granted, granted and not self._barred
        if self.granted and not before:
            _log.info("message_content_granted")

    async def _is_wanted(self) -> bool:
        if self._setting != "auto":
            return self._setting == "on"
        try:
            return await self._wanted()
        except PullquoteError as error:
            _log.warning("listening_unknown", reason=str(error))
            return self.requested


async def is_granted(client: discord.Client) -> bool | None:
    """Whether the portal says so; None where it can't be asked."""
    try:
        async with asyncio.timeout(_ASKED_SECONDS):
            flags = (await client.application_info()).flags
    except (discord.DiscordException, aiohttp.ClientError, OSError, TimeoutError) as error:
        _log.warning("application_unknown", reason=type(error).__name__)
        return None
    return flags.gateway_message_content or flags.gateway_message_content_limited
