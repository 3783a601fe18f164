"""A token and the bot's parts → Pullquote in Discord, as long as the `with` lasts."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import timedelta

from discord.http import Route

from adapters.discord.board import DiscordBoard
from adapters.discord.chat import DiscordChat
from adapters.discord.client import Client
from adapters.discord.commands import Commands, add_commands
from adapters.discord.connection import CONNECTION, Line
from adapters.discord.deferring import Deferrals
from adapters.discord.follow_commands import FollowCommands
from adapters.discord.incoming import Incoming
from adapters.discord.library_logs import quiet
from adapters.discord.message import Message
from adapters.discord.pressing import Pressing
from adapters.discord.sending import Sender
from adapters.discord.telling import Teller
from adapters.discord.timeline_desk import TimelineDesk
from adapters.discord.track_commands import TrackCommands
from adapters.service.answering import Answering
from adapters.service.background import looked_after, notices_told
from adapters.service.notifying import Notifying
from adapters.service.resources import Parts
from adapters.settings import Settings
from adapters.storage.deliveries import StoredDeliveries
from adapters.storage.following import StoredFollows
from adapters.storage.happenings import StoredHappenings
from adapters.storage.kept_replies import StoredReplies
from adapters.storage.outages import StoredOutages
from adapters.storage.switches import StoredSwitches
from bot.rate_limit import RateLimit

GRACE_SECONDS = 60.0


def use_addresses(settings: Settings) -> None:
    """Where discord.py finds Discord's API: it keeps that for the whole process."""
    Route.BASE = settings.discord_api_url


@asynccontextmanager
async def discord_chat(token: str, parts: Parts) -> AsyncIterator[None]:
    """Connected and answering. On the way out nothing new comes in, and what is in hand is
    finished. Raises BadToken."""
    use_addresses(parts.settings)
    quiet()
    parts.health.expect(CONNECTION, time.monotonic(), GRACE_SECONDS)
    answering, new_client = at_work(parts, lambda: line.client)
    line = Line(token, parts.health, new_client)
    notifying = notifying_of(parts, lambda: line.client)
    tasks = [asyncio.create_task(line.watch())]
    keep = timedelta(days=parts.settings.keep_days)
    try:
        await line.start()
        await parts.opened()
        tasks.append(asyncio.create_task(line.hold()))
        # Looked after while the client is still logged in: the last answers go out through it.
        async with looked_after(answering, keep, parts.opened), notices_told(notifying):
            yield
            line.client.deaf = True
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await line.client.close()


def at_work(
    parts: Parts, current: Callable[[], Client]
) -> tuple[Answering[Incoming, Message], Callable[[], Client]]:
    """What answers through the `current` client, and what makes the next one."""
    replies, deferrals = StoredReplies(parts.database), Deferrals()
    sender = Sender(current, deferrals=deferrals)
    answering = Answering(
        platform="discord",
        chat=DiscordChat(sender, replies, parts.books),
        desk=parts.desk,
        deliveries=StoredDeliveries(parts.database),
        replies=replies,
        workers=parts.workers,
        books=parts.books,
        rate_limit=RateLimit(parts.settings.questions_per_minute),
        owner=parts.owner,
        now=parts.now,
    )
    teller, timelines = (
        Teller(answering, sender),
        TimelineDesk(parts.desk, parts.library, parts.now),
    )
    follows = FollowCommands(teller, parts.followers, timelines, parts.now)
    named = parts.settings.track_from.split()
    tracks = TrackCommands(teller, parts.lookups, parts.sources, named, parts.now)
    commands = Commands(teller, follows, tracks, parts.library, parts.now)
    pressing = Pressing(teller, timelines, tracks, replies, parts.now)

    def new_client() -> Client:
        gateway = parts.settings.discord_gateway_url
        client = Client(answering.take, pressing.press, deferrals, gateway)
        add_commands(client, commands)
        return client

    return answering, new_client


def notifying_of(parts: Parts, current: Callable[[], Client]) -> Notifying[Message]:
    """What tells of happenings through the `current` client."""
    return Notifying(
        platform="discord",
        board=DiscordBoard(Sender(current)),
        newsdesk=parts.newsdesk,
        happenings=StoredHappenings(parts.database),
        follows=StoredFollows(parts.database),
        replies=StoredReplies(parts.database),
        switches=StoredSwitches(parts.database),
        outages=StoredOutages(parts.database),
        deliveries=StoredDeliveries(parts.database),
        workers=parts.workers,
        books=parts.books,
        owner=parts.owner,
        now=parts.now,
    )
