"""The real app with its real listeners; only the desk is still shut, and Slack can't be reached."""

from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path

from slack_bolt.app.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult

from adapters.service.answering import Answering
from adapters.slack import serving
from adapters.slack.app import listen
from adapters.slack.chat import SlackChat
from adapters.slack.clients import Clients
from adapters.slack.commands import Commands
from adapters.slack.follow_commands import FollowCommands
from adapters.slack.incoming import Incoming
from adapters.slack.message import Message
from adapters.slack.pressing import Pressing
from adapters.slack.sending import Sender
from adapters.slack.telling import Telling
from adapters.slack.timeline_commands import TimelineCommands
from adapters.slack.track_commands import TrackCommands
from adapters.storage.catalog import open_catalog
from adapters.storage.database import Database
from adapters.storage.deliveries import StoredDeliveries
from adapters.storage.kept_replies import StoredReplies
from bot.desk import Desk
from bot.followers import Followers
from bot.rate_limit import RateLimit
from bot.tracking import SourceDesk
from bot.workers import Workers
from retrieval.errors import PullquoteError

NOW = datetime(2026, 3, 4, tzinfo=UTC)
_URL = "http://127.0.0.1:9/api/"
Store = Callable[[Database], StoredDeliveries]
TheChat = Callable[[Sender, StoredReplies, Workers], SlackChat]


async def _authorize(enterprise: str, team: str) -> AuthorizeResult | None:
    return AuthorizeResult(
        enterprise_id=enterprise or None, team_id=team, bot_user_id="U0BOT", bot_token="xoxb-1"
    )


async def _at_once(_seconds: float) -> None:
    return None


@contextmanager
def listening(
    folder: Path, deliveries: Store = StoredDeliveries, chat: TheChat = SlackChat
) -> Iterator[tuple[AsyncApp, Answering[Incoming, Message]]]:
    """The app, and what answers the questions that it hears."""

    def shut() -> Desk:
        raise PullquoteError("not yet")

    def library() -> object:
        raise PullquoteError("not yet")

    def followers() -> Followers:
        raise PullquoteError("not yet")

    def sources() -> SourceDesk:
        raise PullquoteError("not yet")

    with closing(open_catalog(None, folder)) as catalog:
        workers, replies = Workers(2, 8), StoredReplies(catalog.database)
        sender = Sender(Clients(_URL, _authorize), _at_once)
        answering = Answering(
            platform="slack",
            chat=chat(sender, replies, workers),
            desk=shut,
            deliveries=deliveries(catalog.database),
            replies=replies,
            workers=workers,
            books=workers,
            rate_limit=RateLimit(0),
            owner="test",
            now=lambda: NOW,
        )
        app = serving._bolt(_URL, _authorize, "secret")
        telling = Telling(sender, answering.first_time)
        follows = FollowCommands(telling, workers, followers, lambda: NOW)
        listen(
            app,
            answering,
            Commands(
                telling,
                workers,
                shut,
                library,  # type: ignore[arg-type]
                replies,
                follows,
                lambda: NOW,
            ),
            follows,
            TimelineCommands(telling, workers, shut, library, lambda: NOW),  # type: ignore[arg-type]
            TrackCommands(
                telling, workers, workers, sources, several=False, named=(), now=lambda: NOW
            ),
            Pressing(answering, sender, replies, lambda: NOW),
        )
        serving._leave_unread(app)
        try:
            yield app, answering
        finally:
            workers.close()
