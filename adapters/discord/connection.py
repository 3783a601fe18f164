"""A token → a client that stays connected to Discord; what is wrong is said at once, each its own.

Only a token that is refused at the start ends it: everything else may pass.
"""

import asyncio
import math
import time
from collections.abc import Callable

import discord

from adapters.discord.client import Client
from adapters.discord.gateway_faults import CLOSED, TOKEN_REFUSED, Fault, fault_of
from adapters.discord.message_content import MessageContent
from bot.health import Health
from retrieval.errors import WrongUse
from retrieval.event_logger import EventLogger

CONNECTION = "discord_connection"
_WATCHED_EVERY = 0.5
_HEEDED_EVERY = 2.0
# A gateway that says nothing at all for so long is told of, whatever the library waits for.
_SILENT_SECONDS = 6.0
_FIRST_PAUSE, _LONGEST_PAUSE = 1.0, 60.0
# Discord lets a bot begin 1,000 sessions a day, and then takes its token away.
_LASTING_PAUSE = 300.0

_log = EventLogger()


class BadToken(WrongUse):
    """Discord refuses the token; one line that names the setting and what to do."""

    def __init__(self) -> None:
        super().__init__(TOKEN_REFUSED.line)


class Line:
    """The client of the moment: one that lost its gateway for good is replaced by a new one."""

    def __init__(
        self,
        token: str,
        health: Health,
        new_client: Callable[[], Client],
        content: MessageContent | None = None,
    ) -> None:
        self.client = new_client()
        self._token = token
        self._health = health
        self._new_client = new_client
        self._begun: float | None = _now()
        self._fault: Fault | None = None
        self._content = content
        self._renewing = False

    async def start(self) -> None:
        """Waits for Discord where it can't be reached. Raises BadToken."""
        await self._log_in(first=True)

    async def hold(self) -> None:
        """Connects, and again where discord.py gives up."""
        pause = _FIRST_PAUSE
        while True:
            begun = _now()
            try:
                await self.client.connect(reconnect=True)
                fault = CLOSED
            except Exception as error:
                if (
                    self._content
                    and self._content.requested
                    and isinstance(error, discord.PrivilegedIntentsRequired)
                ):
                    self._content.refused()
                    self._renewing = True
                fault = fault_of(error)
            if self._renewing:
                self._renewing = False
                await self.client.close()
                await self._log_in()
                continue
            pause = _FIRST_PAUSE if _now() - begun > _LASTING_PAUSE else pause
            pause = await self._lost(fault, pause)
            await self._log_in()

    async def watch(self) -> None:
        """Says in `health` how the connection is."""
        while True:
            self._look()
            await asyncio.sleep(_WATCHED_EVERY)

    async def heed(self) -> None:
        """Connects anew once channels want more of Discord, or less, than it was asked for."""
        while self._content is not None:
            await asyncio.sleep(_HEEDED_EVERY)
            # Whoever waits for an answer, as who just typed /listen does, gets it first.
            busy = not self.client.is_ready() or self.client.deferrals.waiting
            if not busy and await self._content.changes(self.client):
                self._renewing = True
                await self.client.close()

    async def _log_in(self, *, first: bool = False) -> None:
        pause = _FIRST_PAUSE
        while True:
            if self.client.is_closed():
                self.client = self._new_client()
            self._begun = _now()
            try:
                await self.client.login(self._token)
                if self._content is None or not await self._content.changes(self.client, anew=True):
                    return
                await self.client.close()
                continue
            except discord.LoginFailure as error:
                if first:
                    await self.client.close()
                    raise BadToken from None
                fault = fault_of(error)
            except Exception as error:
                fault = fault_of(error)
            pause = await self._lost(fault, pause)

    def _look(self) -> None:
        shards = self.client.shards.values()
        alive = [not shard.is_closed() and math.isfinite(shard.latency) for shard in shards]
        if self.client.is_ready() and alive and all(alive):
            self._health.good(CONNECTION, f"connected, {len(alive)} shards", _now())
            self._fault = self._begun = None
        elif self._fault is not None:
            return  # said already, and better
        elif alive:
            state = f"connection lost: {sum(alive)} of {len(alive)} shards connected"
            self._health.bad(CONNECTION, state, _now())
        elif self._begun is not None and _now() - self._begun > _SILENT_SECONDS:
            self._say(Fault("discord_silent", "Discord's gateway doesn't answer"))

    async def _lost(self, fault: Fault, pause: float) -> float:
        """Says it and waits; the next pause."""
        self._say(fault, again_seconds=pause)
        self._begun = None
        await self.client.close()
        await asyncio.sleep(pause)
        return min(2 * pause, _LASTING_PAUSE if fault.lasting else _LONGEST_PAUSE)

    def _say(self, fault: Fault, **more: float) -> None:
        self._fault = fault
        self._health.bad(CONNECTION, fault.line, _now())
        log = _log.error if fault.lasting else _log.warning
        log(fault.event, state=fault.state, to_do=fault.to_do, **more)


def _now() -> float:
    return time.monotonic()
