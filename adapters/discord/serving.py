"""A token and the bot's resources → Pullquote in Discord, as long as the `with` lasts."""

import asyncio
import logging
import math
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import timedelta

import discord
import structlog
import yarl
from discord.gateway import DiscordWebSocket
from discord.http import Route

from adapters.discord.board import DiscordBoard
from adapters.discord.chat import DiscordChat
from adapters.discord.client import Client
from adapters.discord.commands import Commands, add_commands
from adapters.discord.follow_commands import FollowCommands
from adapters.discord.incoming import Incoming
from adapters.discord.message import Message
from adapters.discord.pressing import Pressing
from adapters.discord.sending import Sender
from adapters.discord.telling import Teller
from adapters.discord.timeline_desk import TimelineDesk
from adapters.discord.track_commands import TrackCommands
from adapters.service.answering import Answering
from adapters.service.background import answer_tasks, notice_tasks
from adapters.service.notifying import Notifying
from adapters.service.resources import Resources
from adapters.settings import Settings
from adapters.storage.deliveries import StoredDeliveries
from adapters.storage.following import StoredFollows
from adapters.storage.happenings import StoredHappenings
from adapters.storage.kept_replies import StoredReplies
from adapters.storage.outages import StoredOutages
from adapters.storage.switches import StoredSwitches
from bot.health import Health
from bot.rate_limit import RateLimit
from retrieval.errors import WrongUse

CONNECTION = "discord_connection"
GRACE_SECONDS = 60.0
_WATCHED_EVERY = 0.5
_FIRST_PAUSE, _LONGEST_PAUSE = 1.0, 60.0

_log = structlog.get_logger()


class BadToken(WrongUse):
    """Discord refuses the token; one line that names the setting and what to do."""


def use_addresses(settings: Settings) -> None:
    """Where discord.py finds Discord: it keeps both for the whole process."""
    Route.BASE = settings.discord_api_url
    if settings.discord_gateway_url:
        DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(settings.discord_gateway_url)


@asynccontextmanager
async def discord_chat(token: str, resources: Resources) -> AsyncIterator[None]:
    """Connected and answering. On the way out nothing new comes in, and what is in hand is
    finished. Raises BadToken."""
    use_addresses(resources.settings)
    # Its warnings quote payloads, and say of voice what nobody asks; what matters we log.
    logging.getLogger("discord").setLevel(logging.CRITICAL)
    resources.health.expect(CONNECTION, time.monotonic(), GRACE_SECONDS)
    line = _Line(token, resources.health)
    answering, new_client = at_work(resources, lambda: line.client)
    notifying = notifying_of(resources, lambda: line.client)
    await line.log_in(new_client)
    await resources.loaded()
    keep = timedelta(days=resources.settings.keep_days)
    serving = asyncio.create_task(line.hold(new_client))
    watching = asyncio.create_task(line.watch())
    try:
        # Looked after while the client is still logged in: the last answers go out through it.
        async with answer_tasks(answering, keep, resources.loaded), notice_tasks(notifying):
            yield
            line.client.deaf = True
    finally:
        for task in (serving, watching):
            task.cancel()
        await asyncio.gather(serving, watching, return_exceptions=True)
        await line.client.close()


def at_work(
    resources: Resources, current: Callable[[], Client]
) -> tuple[Answering[Incoming, Message], Callable[[], Client]]:
    """What answers through the `current` client, and what makes the next one."""
    replies, sender = StoredReplies(resources.database), Sender(current)
    answering = Answering(
        platform="discord",
        chat=DiscordChat(sender, replies, resources.books),
        desk=resources.desk,
        deliveries=StoredDeliveries(resources.database),
        replies=replies,
        workers=resources.workers,
        books=resources.books,
        rate_limit=RateLimit(resources.settings.questions_per_minute),
        owner=resources.owner,
        now=resources.now,
    )
    teller, timelines = (
        Teller(answering, sender),
        TimelineDesk(resources.desk, resources.library, resources.now),
    )
    follows = FollowCommands(teller, resources.followers, timelines, resources.now)
    named = resources.settings.track_from.split()
    tracks = TrackCommands(teller, resources.lookups, resources.sources, named, resources.now)
    commands = Commands(teller, follows, tracks, resources.library, resources.now)
    pressing = Pressing(teller, timelines, tracks, replies, resources.now)

    def new_client() -> Client:
        client = Client(answering.take, pressing.press)
        add_commands(client, commands)
        return client

    return answering, new_client


def notifying_of(resources: Resources, current: Callable[[], Client]) -> Notifying[Message]:
    """What tells of happenings through the `current` client."""
    return Notifying(
        platform="discord",
        board=DiscordBoard(Sender(current)),
        newsdesk=resources.newsdesk,
        happenings=StoredHappenings(resources.database),
        follows=StoredFollows(resources.database),
        replies=StoredReplies(resources.database),
        switches=StoredSwitches(resources.database),
        outages=StoredOutages(resources.database),
        deliveries=StoredDeliveries(resources.database),
        workers=resources.workers,
        books=resources.books,
        owner=resources.owner,
        now=resources.now,
    )


class _Line:
    """The client of the moment: one that lost its gateway for good is replaced by a new one."""

    def __init__(self, token: str, health: Health) -> None:
        self.client = Client(None, None)
        self._token = token
        self._health = health

    async def log_in(self, new_client: Callable[[], Client]) -> None:
        """Waits for Discord where it can't be reached. Raises BadToken."""
        pause = _FIRST_PAUSE
        while True:
            self.client = new_client()
            try:
                await self.client.login(self._token)
            except discord.LoginFailure:
                await self.client.close()
                raise BadToken(
                    "DISCORD_TOKEN is refused by Discord; make a new one with Bot → Reset Token "
                    "on discord.com/developers/applications"
                ) from None
            except Exception as error:
                await self._lost(type(error).__name__, pause)
                pause = min(2 * pause, _LONGEST_PAUSE)
            else:
                return

    async def hold(self, new_client: Callable[[], Client]) -> None:
        """Connects again where discord.py gives up: it does when the gateway is away at first."""
        pause = _FIRST_PAUSE
        while True:
            begun = _now()
            try:
                await self.client.connect(reconnect=True)
                reason = "closed"
            except Exception as error:
                reason = type(error).__name__
            pause = _FIRST_PAUSE if _now() - begun > _LONGEST_PAUSE else pause
            await self._lost(reason, pause)
            pause = min(2 * pause, _LONGEST_PAUSE)
            try:
                await self.log_in(new_client)
            except BadToken as error:
                self._health.bad(CONNECTION, str(error), _now())
                _log.error("discord_token_refused")

    async def watch(self) -> None:
        """Says in `health` how the connection is."""
        while True:
            shards = self.client.shards.values()
            alive = [not shard.is_closed() and math.isfinite(shard.latency) for shard in shards]
            if self.client.is_ready() and alive and all(alive):
                self._health.good(CONNECTION, f"connected, {len(alive)} shards", _now())
            elif alive:
                state = f"{sum(alive)} of {len(alive)} shards connected"
                self._health.bad(CONNECTION, state, _now())
            await asyncio.sleep(_WATCHED_EVERY)

    async def _lost(self, reason: str, pause: float) -> None:
        self._health.bad(CONNECTION, f"not connected ({reason}); trying again", _now())
        _log.warning("discord_not_reached", reason=reason, again_seconds=pause)
        await self.client.close()
        await asyncio.sleep(pause)


def _now() -> float:
    return time.monotonic()
