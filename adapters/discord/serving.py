"""A token and the bot's resources → Pullquote in Discord, as long as the `with` lasts."""

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
from bot.rate_limit import RateLimit

GRACE_SECONDS = 60.0


def use_addresses(settings: Settings) -> None:
    """Where discord.py finds Discord's API: it keeps that for the whole process."""
    Route.BASE = settings.discord_api_url


@asynccontextmanager
async def discord_chat(token: str, resources: Resources) -> AsyncIterator[None]:
    """Connected and answering. On the way out nothing new comes in, and what is in hand is
    finished. Raises BadToken."""
    use_addresses(resources.settings)
    quiet()
    resources.health.expect(CONNECTION, time.monotonic(), GRACE_SECONDS)
    answering, new_client = at_work(resources, lambda: line.client)
    line = Line(token, resources.health, new_client)
    notifying = notifying_of(resources, lambda: line.client)
    tasks = [asyncio.create_task(line.watch())]
    keep = timedelta(days=resources.settings.keep_days)
    try:
        await line.start()
        await resources.loaded()
        tasks.append(asyncio.create_task(line.hold()))
        # Looked after while the client is still logged in: the last answers go out through it.
        async with answer_tasks(answering, keep, resources.loaded), notice_tasks(notifying):
            yield
            line.client.deaf = True
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await line.client.close()


def at_work(
    resources: Resources, current: Callable[[], Client]
) -> tuple[Answering[Incoming, Message], Callable[[], Client]]:
    """What answers through the `current` client, and what makes the next one."""
    replies, deferrals = StoredReplies(resources.database), Deferrals()
    sender = Sender(current, deferrals=deferrals)
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
        gateway = resources.settings.discord_gateway_url
        client = Client(answering.take, pressing.press, deferrals, gateway)
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
