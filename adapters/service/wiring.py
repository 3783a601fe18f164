"""The running service's parts and a platform → what answers there, what tells there, and what its
use cases are given."""

from collections.abc import Sequence
from typing import TypeVar

from adapters.service.answering import Answering, Chat, Incoming
from adapters.service.notifying import Board, Notifying
from adapters.service.resources import Parts
from adapters.storage.deliveries import StoredDeliveries
from adapters.storage.following import StoredFollows
from adapters.storage.happenings import StoredHappenings
from adapters.storage.kept_replies import StoredReplies
from adapters.storage.outages import StoredOutages
from adapters.storage.switches import StoredSwitches
from bot.commands.command import Work
from bot.commands.help import help_document
from bot.commands.table import COMMANDS
from bot.conversation import Conversation, Door
from bot.documents.tree import Document
from bot.rate_limit import RateLimit
from bot.suggestions import Suggestions
from bot.workers import Workers
from retrieval.articles import Article

I = TypeVar("I", bound=Incoming)  # noqa: E741


def answering_of(parts: Parts, platform: str, chat: Chat[I]) -> Answering[I]:
    """From a question of the chat to its reply."""
    return Answering(
        platform=platform,
        chat=chat,
        desk=parts.desk,
        deliveries=StoredDeliveries(parts.database),
        replies=StoredReplies(parts.database),
        workers=parts.workers,
        books=parts.books,
        rate_limit=RateLimit(parts.settings.questions_per_minute),
        owner=parts.owner,
        now=parts.now,
    )


def notifying_of(parts: Parts, platform: str, board: Board) -> Notifying:
    """From a happening to the notices of it."""
    return Notifying(
        platform=platform,
        board=board,
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


def conversation_of(parts: Parts, door: Door) -> Conversation:
    """What commands and buttons are answered with."""
    return Conversation(
        door=door,
        desk=parts.desk,
        library=parts.library,
        followers=parts.followers,
        sources=parts.sources,
        feedback=StoredReplies(parts.database),
        draw=_drawn,
        now=parts.now,
    )


def suggestions_of(parts: Parts) -> Suggestions:
    """Questions to begin with."""
    return Suggestions(
        parts.desk,
        lambda: parts.library().generation(),
        lambda stories, limit: parts.library().newest(stories, limit),
    )


def workers_of(parts: Parts) -> dict[Work, Workers]:
    """Who does which kind of work."""
    return {Work.BOOK: parts.books, Work.ANSWER: parts.workers, Work.LOOKUP: parts.lookups}


def how_to_ask(door: Door) -> Document:
    """The help of a platform, which needs no index."""
    return help_document(door, COMMANDS.values())


def _drawn(articles: Sequence[Article], title: str) -> bytes:
    # Imported here: until somebody wants a picture, nobody need wait for what draws it.
    from adapters.rendering.coverage_chart import coverage_png

    return coverage_png(articles, title)
