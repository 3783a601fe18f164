"""A token and the bot's resources → Pullquote in Discord, as long as the `with` lasts."""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import timedelta

from discord.http import Route

from adapters.discord.board import DiscordBoard
from adapters.discord.chat import DiscordChat
from adapters.discord.client import Client
from adapters.discord.commands import Commands, add_commands
from adapters.discord.completion import Completion
from adapters.discord.connection import CONNECTION, Line
from adapters.discord.deferring import Deferrals
from adapters.discord.incoming import Incoming, Way
from adapters.discord.library_logs import quiet
from adapters.discord.membership import Members, roles_of
from adapters.discord.message_content import MessageContent
from adapters.discord.places import link_to
from adapters.discord.presses import Presses
from adapters.discord.responses import Responses
from adapters.discord.sending import Sender
from adapters.discord.threads import no_threads
from adapters.discord.wording import ways_to_ask
from adapters.service.answering import Answering
from adapters.service.background import answer_tasks, notice_tasks
from adapters.service.linked_notices import Linking
from adapters.service.resources import Resources
from adapters.service.sent_replies import SentReplies
from adapters.service.wiring import (
    answering_of,
    conversation_of,
    how_to_ask_at,
    notifying_of,
    readers_of,
    workers_of,
)
from adapters.settings import Settings
from adapters.storage.kept_replies import StoredReplies
from adapters.storage.manners import StoredManners
from adapters.storage.switches import StoredSwitches
from adapters.web.proxies import Proxy
from bot.asking_emoji import AskingEmoji
from bot.conversation import Door
from bot.notices import Switch
from retrieval.errors import PullquoteError
from retrieval.event_logger import EventLogger

GRACE_SECONDS = 60.0

_log = EventLogger()


def use_addresses(settings: Settings) -> None:
    """Where discord.py finds Discord's API: it keeps that for the whole process."""
    Route.BASE = settings.discord_api_url


def proxy_of(settings: Settings) -> Proxy | None:
    """discord.py takes one for all that is Discord's."""
    return settings.proxies.towards(settings.discord_api_url)


@asynccontextmanager
async def discord_chat(token: str, resources: Resources) -> AsyncIterator[None]:
    """Connected and answering. On the way out nothing new comes in, and what is in hand is
    finished. Raises BadToken."""
    use_addresses(resources.settings)
    quiet()
    resources.health.expect(CONNECTION, time.monotonic(), GRACE_SECONDS)
    content = message_content(resources)

    async def linked(found: Linking) -> None:
        try:
            await notifying.linked(found)
        except PullquoteError as error:
            _log.warning("link_not_kept", reason=str(error))

    answering, new_client = at_work(resources, lambda: line.client, content, linked)
    line = Line(token, resources.health, new_client, content)
    notifying = notifying_of(resources, "discord", DiscordBoard(Sender(lambda: line.client)))
    tasks = [asyncio.create_task(line.watch())]
    keep = timedelta(days=resources.settings.keep_days)
    keep_questions = timedelta(days=resources.settings.keep_questions_days)
    try:
        await line.start()
        await resources.loaded()
        tasks += [asyncio.create_task(line.hold()), asyncio.create_task(line.heed())]
        # Looked after while the client is still logged in: the last answers go out through it.
        async with (
            answer_tasks(answering, keep, keep_questions, resources.loaded),
            notice_tasks(notifying),
        ):
            yield
            line.client.deaf = True
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await line.client.close()


def message_content(resources: Resources) -> MessageContent:
    """Whether the words of all messages are asked for."""
    manners, switches = StoredManners(resources.database), StoredSwitches(resources.database)

    async def wanted() -> bool:
        return await resources.books.run(
            lambda: (
                manners.hears_somewhere("discord")
                or switches.is_on_somewhere("discord", Switch.LINKS)
            )
        )

    return MessageContent(resources.settings.discord_message_content, wanted)


def at_work(
    resources: Resources,
    current: Callable[[], Client],
    content: MessageContent | None = None,
    linked: Callable[[Linking], Awaitable[None]] | None = None,
) -> tuple[Answering[Incoming], Callable[[], Client]]:
    """What answers through the `current` client, and what makes the next one."""
    deferrals, settings = Deferrals(), resources.settings
    content = content or message_content(resources)
    sender = Sender(current, deferrals=deferrals)
    door = Door(
        "discord",
        ways_to_ask,
        several=lambda: len(current().guilds) > 1,
        named=settings.track_from.split(),
        link_to=link_to,
        groups=lambda caller: roles_of(current(), caller.place.team),
        no_threads=lambda caller: no_threads(current(), caller.place.channel),
    )
    replies = StoredReplies(resources.database)
    sent = SentReplies(replies, resources.books)
    chat = DiscordChat(sender, sent, Members(current), resources.observer.stage)
    answering = answering_of(
        resources, door.platform, chat, Incoming.of, how_to_ask_at(resources, door)
    )
    conversation, run_in = conversation_of(resources, door), workers_of(resources)
    responses = Responses(sender)
    completion = Completion(conversation)
    commands = Commands(answering, responses, conversation, completion, run_in, content)
    readers = readers_of(resources)
    presses = Presses(answering, responses, conversation, run_in, readers)

    async def edited(key: str, now: Incoming | None, about: Incoming) -> None:
        # Discord may tell of an edit again, and tells of a link's preview as of one.
        if not await answering.first_time(key):
            return
        if now is not None:
            await answering.change(now.key, now)
            if now.way is not Way.DIRECT:
                # Perhaps it asks the bot only now; if it is known, the claim says so.
                await answering.take(now)
        await answering.change(about.key, about)

    def new_client() -> Client:
        client = Client(
            answering.take,
            presses.press,
            deferrals,
            settings.discord_gateway_url,
            proxy_of(settings),
            readers.fixed,
            edited=edited,
            emoji=AskingEmoji.of(settings.asking_emoji),
            listens=content.requested,
            languages=answering.languages,
        )
        client.linked = linked
        add_commands(client, commands)
        return client

    return answering, new_client
