"""The service's resources and a platform → what answers there, what tells there, and what its use
cases are given."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from importlib.metadata import version
from typing import Any, TypeVar

from adapters.service.answer_notices import AnswerNotices
from adapters.service.answering import Answering
from adapters.service.board import Board
from adapters.service.chat import Chat, Incoming
from adapters.service.linked_notices import LinkedNotices
from adapters.service.notice_keys import NoticesOfAKind, prefix_of
from adapters.service.notice_languages import NoticeLanguages
from adapters.service.notifying import Notifying
from adapters.service.observing import Notice
from adapters.service.publishing import Publishing
from adapters.service.readers import Readers
from adapters.service.resources import Resources
from adapters.service.weekly_notices import WeeklyNotices
from adapters.settings import Settings
from adapters.storage.catalog import Catalog
from adapters.storage.database import Database
from adapters.storage.deliveries import StoredDeliveries
from adapters.storage.evidence import StoredArchive
from adapters.storage.following import StoredFollows
from adapters.storage.happenings import StoredHappenings
from adapters.storage.kept_replies import StoredReplies
from adapters.storage.linked_pages import StoredPages
from adapters.storage.manners import StoredManners
from adapters.storage.open_questions import StoredQuestions
from adapters.storage.outages import StoredOutages
from adapters.storage.pings import StoredPings
from adapters.storage.published import StoredPublished
from adapters.storage.rate_limits import StoredRateLimit
from adapters.storage.sent_corrections import StoredSentCorrections
from adapters.storage.switches import StoredSwitches
from adapters.storage.weekly_notes import StoredNotes, StoredTally
from adapters.storage.wishes import StoredWishes
from bot.commands.command import Work
from bot.commands.help import help_document
from bot.commands.table import COMMANDS
from bot.conversation import Conversation, Door
from bot.documents.gaps import keeping_words
from bot.documents.tree import Document, Line
from bot.evidence.desk import EvidenceDesk
from bot.evidence.pack import EvidencePack, Format
from bot.gaps import GapDesk, Keeper
from bot.linked import LinkDesk
from bot.manners import USUAL, Manner, askers_set
from bot.places import Place
from bot.suggestions import Suggestions
from bot.workers import Workers
from retrieval.articles import Article

I = TypeVar("I", bound=Incoming)  # noqa: E741


def answering_of(
    resources: Resources,
    platform: str,
    chat: Chat[I],
    incoming: Callable[[Mapping[str, Any]], I],
    how_to_ask: Callable[[Place], Document],
) -> Answering[I]:
    """From a question of the chat to its reply."""
    return Answering(
        platform=platform,
        chat=chat,
        incoming=incoming,
        how_to_ask=how_to_ask,
        desk=resources.desk,
        deliveries=StoredDeliveries(resources.database),
        replies=StoredReplies(resources.database),
        unanswered=StoredQuestions(resources.database),
        workers=resources.workers,
        books=resources.books,
        rate_limit=StoredRateLimit(resources.database, resources.settings.questions_per_minute),
        owner=resources.owner,
        now=resources.now,
        observer=resources.observer,
        languages=resources.settings.known_beside_english,
        manners=StoredManners(resources.database),
        askers=askers_set(resources.settings.askers, platform),
        speaks=lambda asked: _language(readers_of(resources), chat, asked),
    )


def readers_of(resources: Resources) -> Readers:
    """Whose language counts."""
    chosen = resources.settings.language
    fixed = "" if chosen == "auto" else chosen
    return Readers(fixed, StoredSwitches(resources.database), resources.books)


async def _language(readers: Readers, chat: Chat[I], asked: I) -> str:
    own = await chat.language(asked)
    return readers.one(own) if asked.private else await readers.everybody(asked.place, own)


def notifying_of(resources: Resources, platform: str, board: Board) -> Notifying:
    """From a happening to the notices of it."""
    happenings, follows = StoredHappenings(resources.database), StoredFollows(resources.database)
    replies, books = StoredReplies(resources.database), resources.books
    beside = _beside(resources, platform)
    return Notifying(
        platform=platform,
        board=board,
        newsdesk=resources.newsdesk,
        happenings=happenings,
        follows=follows,
        replies=replies,
        switches=StoredSwitches(resources.database),
        pings=StoredPings(resources.database),
        outages=StoredOutages(resources.database),
        beside=beside,
        deliveries=StoredDeliveries(resources.database),
        sent=StoredSentCorrections(resources.database),
        workers=resources.workers,
        books=books,
        owner=resources.owner,
        now=resources.now,
        observer=resources.observer,
        languages=NoticeLanguages(
            platform, board, readers_of(resources), follows, replies, beside, books
        ),
        links=LinkedNotices(platform, lambda: link_desk_of(resources), resources.workers),
        publishing=Publishing(platform, board, StoredPublished(resources.database), books),
    )


def link_desk_of(resources: Resources) -> LinkDesk:
    """What is said of links to tracked articles. Raises PullquoteError while there is no index."""
    return LinkDesk(resources.desk(), resources.library(), StoredPages(resources.database))


def _beside(resources: Resources, platform: str) -> dict[Notice, NoticesOfAKind]:
    """The kinds of notices that have a file of their own."""
    database = resources.database
    answers = AnswerNotices(
        platform=platform,
        prefix=prefix_of(platform),
        desk=resources.desk,
        up_to_date=resources.up_to_date,
        happenings=StoredHappenings(database),
        wishes=StoredWishes(database),
        workers=resources.workers,
        books=resources.books,
        owner=resources.owner,
        now=resources.now,
    )
    notes = WeeklyNotices(
        platform=platform,
        prefix=prefix_of(platform),
        desk=resources.desk,
        gaps=gap_desk_of(resources),
        notes=StoredNotes(database),
        tally=StoredTally(database),
        outages=StoredOutages(database),
        workers=resources.workers,
        books=resources.books,
        owner=resources.owner,
        now=resources.now,
    )
    return {Notice.ANSWER: answers, Notice.NOTE: notes}


def conversation_of(resources: Resources, door: Door) -> Conversation:
    """What commands and buttons are answered with."""
    narrowed = not askers_set(resources.settings.askers, door.platform).everybody
    return Conversation(
        door=replace(door, narrowed=narrowed),
        desk=resources.desk,
        library=resources.library,
        followers=resources.followers,
        sources=resources.sources,
        feedback=StoredReplies(resources.database),
        manners=StoredManners(resources.database),
        draw=_drawn,
        now=resources.now,
        gaps=gap_desk_of(resources),
        wishes=StoredWishes(resources.database),
        evidence=EvidenceDesk(
            StoredArchive(Catalog(resources.database)), _written, version("pullquote")
        ),
        pages=StoredPages(resources.database),
        notes=StoredNotes(resources.database),
    )


def suggestions_of(resources: Resources) -> Suggestions:
    """Questions to begin with."""
    return Suggestions(
        resources.desk,
        lambda: resources.library().generation(),
        lambda stories, limit: resources.library().newest(stories, limit),
    )


def gap_desk_of(resources: Resources) -> GapDesk:
    """What was asked and nothing answered."""
    keeper = keeper_of(resources.settings, resources.database)
    return GapDesk(keeper, lambda: resources.meaning())


def keeper_of(settings: Settings, database: Database) -> Keeper:
    """What keeps it."""
    days = settings.keep_questions_days
    return Keeper(StoredQuestions(database), settings.keep_questions, days)


def workers_of(resources: Resources) -> dict[Work, Workers]:
    """Who does which kind of work."""
    return {
        Work.BOOK: resources.books,
        Work.ANSWER: resources.workers,
        Work.LOOKUP: resources.lookups,
    }


def how_to_ask(door: Door, keeping: Line = (), manner: Manner = USUAL) -> Document:
    """The help of a platform, which needs no index; `keeping`: what is kept of questions, `manner`:
    how the place is answered."""
    return help_document(door, COMMANDS.values(), keeping, manner)


def how_to_ask_at(resources: Resources, door: Door) -> Callable[[Place], Document]:
    """The same at a place, which is looked up in the catalog."""
    keeper = keeper_of(resources.settings, resources.database)
    manners = StoredManners(resources.database)
    return lambda place: how_to_ask(door, keeping_words(keeper, place), manners.manner(place))


def _written(pack: EvidencePack, kind: Format) -> bytes:
    from adapters.rendering.evidence.files import file_of

    return file_of(pack, kind)


def _drawn(articles: Sequence[Article], title: str) -> bytes:
    # Imported here: until somebody wants a picture, nobody need wait for what draws it.
    from adapters.rendering.coverage_chart import coverage_png

    return coverage_png(articles, title)
