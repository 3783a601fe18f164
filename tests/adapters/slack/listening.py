"""The real app with its real listeners; only the desk is still shut, and Slack can't be reached."""

from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from slack_bolt.app.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult

from adapters.service.answering import Answering
from adapters.service.readers import Readers
from adapters.service.sent_replies import SentReplies
from adapters.slack import serving
from adapters.slack.chat import SlackChat
from adapters.slack.clients import Clients, SlackApi
from adapters.slack.incoming import Incoming
from adapters.slack.listeners import listeners_of
from adapters.slack.locales import Locales
from adapters.slack.people import People
from adapters.slack.sending import Sender
from adapters.storage.catalog import open_catalog
from adapters.storage.database import Database
from adapters.storage.deliveries import StoredDeliveries
from adapters.storage.evidence import StoredArchive
from adapters.storage.kept_replies import StoredReplies
from adapters.storage.manners import StoredManners
from adapters.storage.open_questions import StoredQuestions
from adapters.storage.rate_limits import StoredRateLimit
from adapters.storage.switches import StoredSwitches
from adapters.storage.weekly_notes import StoredNotes
from adapters.storage.wishes import StoredWishes
from bot.commands.command import Work
from bot.conversation import Conversation, Door
from bot.documents.tree import said
from bot.evidence.desk import EvidenceDesk
from bot.gaps import GapDesk, Keeper
from bot.suggestions import Suggestions
from bot.workers import Workers
from retrieval.errors import PullquoteError

NOW = datetime(2026, 3, 4, tzinfo=UTC)
_URL = "http://127.0.0.1:9/api/"
Store = Callable[[Database], StoredDeliveries]
TheChat = Callable[[Sender, SentReplies, Locales, People], SlackChat]


async def _authorize(enterprise: str, team: str) -> AuthorizeResult | None:
    return AuthorizeResult(
        enterprise_id=enterprise or None, team_id=team, bot_user_id="U0BOT", bot_token="xoxb-1"
    )


async def _at_once(_seconds: float) -> None:
    return None


@contextmanager
def listening(
    folder: Path, deliveries: Store = StoredDeliveries, chat: TheChat = SlackChat
) -> Iterator[tuple[AsyncApp, Answering[Incoming]]]:
    """The app, and what answers the questions that it hears."""

    def shut() -> Any:
        raise PullquoteError("not yet")

    with closing(open_catalog(None, folder)) as catalog:
        workers, replies = Workers(2, 8), StoredReplies(catalog.database)
        sender = Sender(Clients(SlackApi(_URL), _authorize), _at_once)
        locales, people = Locales(sender.clients), People(sender.clients)
        readers = Readers("en", StoredSwitches(catalog.database), workers)
        answering = Answering(
            platform="slack",
            chat=chat(sender, SentReplies(replies, workers), locales, people),
            incoming=Incoming.of,
            how_to_ask=lambda _place: said("Ask."),
            desk=shut,
            deliveries=deliveries(catalog.database),
            replies=replies,
            unanswered=StoredQuestions(catalog.database),
            workers=workers,
            books=workers,
            rate_limit=StoredRateLimit(catalog.database, 0),
            manners=StoredManners(catalog.database),
            owner="test",
            now=lambda: NOW,
        )
        app = serving._bolt(SlackApi(_URL), _authorize, "secret")
        conversation = Conversation(
            Door("slack"),
            shut,
            shut,
            shut,
            shut,
            replies,
            lambda _a, _t: b"",
            lambda: NOW,
            GapDesk(Keeper(StoredQuestions(catalog.database), "off", 30), shut),
            StoredWishes(catalog.database),
            EvidenceDesk(StoredArchive(catalog), lambda _pack, _kind: b"", "0"),
            StoredManners(catalog.database),
            StoredNotes(catalog.database),
        )
        run_in = dict.fromkeys(Work, workers)
        suggestions = Suggestions(shut, shut, lambda _s, _n: ())
        listeners_of(
            answering, sender, conversation, suggestions, run_in, locales, readers, people
        ).register(app)
        serving._leave_unread(app)
        try:
            yield app, answering
        finally:
            workers.close()
