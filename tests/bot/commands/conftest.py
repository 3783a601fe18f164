"""A conversation over a real catalog, in memory only where the web and the model would be asked."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest

from adapters.rendering.evidence.files import file_of
from adapters.storage.catalog import Catalog, open_catalog
from adapters.storage.evidence import StoredArchive
from adapters.storage.following import StoredFollows
from adapters.storage.happenings import StoredHappenings
from adapters.storage.kept_replies import StoredReplies
from adapters.storage.manners import StoredManners
from adapters.storage.open_questions import StoredQuestions
from adapters.storage.pings import StoredPings
from adapters.storage.proposed_sources import StoredProposals
from adapters.storage.scopes import StoredScopes
from adapters.storage.switches import StoredSwitches
from adapters.storage.weekly_notes import StoredNotes
from adapters.storage.wishes import StoredWishes
from bot import follow_wording
from bot.ask import Bot
from bot.commands.answering import answered, pressed
from bot.commands.command import UNREAD, Caller
from bot.commands.errors import error_document
from bot.commands.table import COMMANDS
from bot.conversation import Conversation, Door
from bot.decide import Thresholds
from bot.desk import Asked, Desk, Told
from bot.documents.actions import Action
from bot.evidence.desk import EvidenceDesk
from bot.followers import Followers
from bot.gaps import GapDesk, Keeper
from bot.library import StoryListing
from bot.pings import Pinged
from bot.places import Place
from bot.tracking import SourceDesk
from retrieval.articles import Article, Story
from retrieval.errors import WrongUse
from retrieval.timeline import Development
from tests.bot.documents.drawn import drawn
from tests.bot.test_desk import DW, JAPAN, NATO, NEWS, NOW, SECRET, Shelf, passages, quote
from tests.bot.test_tracking import Book
from tests.words_embedder import ByWords

HERE = Caller("U1", NEWS)


@dataclass
class Held:
    """The articles that stories hold, as lists show them."""

    articles: list[Article] = field(default_factory=list)
    developments: list[Development] = field(default_factory=list)

    def listings(self) -> Sequence[StoryListing]:
        held = [one.story for one in self.articles]
        return [StoryListing(one, held.count(one.slug), NOW) for one in (JAPAN, NATO, SECRET)]

    def generation(self) -> str:
        return "g1"

    def newest(self, stories: Collection[str], limit: int) -> Sequence[Article]:
        return [one for one in self.articles if one.story in stories][:limit]

    def articles_of(self, versions: Collection[str]) -> Mapping[str, Article]:
        return {one.version: one for one in self.articles if one.version in versions}

    def articles_in(self, story: str) -> Sequence[Article]:
        return [one for one in self.articles if one.story == story]

    def timeline(self, story: str) -> Sequence[Development]:
        return [one for one in self.developments if one.quote.article.story == story]


@dataclass
class Talk:
    """Somebody at the news desk's channel, who types commands and presses buttons."""

    conversation: Conversation
    catalog: Catalog
    held: Held
    shelf: Shelf
    several: list[bool] = field(default_factory=lambda: [False])

    def types(self, typed: str, caller: Caller = HERE) -> str:
        """ "/follow japan daily" → what they are shown."""
        name, _, rest = typed.removeprefix("/").partition(" ")
        return self.gives(name, {UNREAD: rest}, caller)

    def gives(self, name: str, given: Mapping[str, str], caller: Caller = HERE) -> str:
        """The same with named arguments."""
        return self._shown(lambda: answered(self.conversation, COMMANDS[name], caller, given))

    def presses(self, action: Action, caller: Caller = HERE) -> str:
        return self._shown(lambda: pressed(self.conversation, caller, action))

    def asks(self, text: str, place: Place = NEWS) -> Told:
        return self.conversation.desk().answer(
            Asked(text, place, private=True, person=HERE.person), NOW
        )

    def _shown(self, make: Callable[[], object]) -> str:
        try:
            document = make()
        except Exception as error:
            document = error_document(error)
        return drawn(document)  # type: ignore[arg-type]


@pytest.fixture
def talk(tmp_path: Path) -> Iterator[Talk]:
    with closing(open_catalog(None, tmp_path)) as catalog:
        database, shelf, several = catalog.database, Shelf(), [False]
        replies = StoredReplies(database)
        bot = Bot(shelf, catalog, Thresholds(shown=0.3, claim=0.5), speech=shelf)
        keeper = Keeper(StoredQuestions(database), "off", 30)
        desk = Desk(bot, catalog, replies, StoredScopes(database), quotes=2, keeper=keeper)
        followers = Followers(
            desk,
            StoredFollows(database),
            StoredHappenings(database),
            StoredSwitches(database),
            StoredPings(database),
        )
        held = Held([DW], [Development(quote(DW), ())])
        shelf.found = [quote(DW), quote(DW, 2, 0.8), quote(DW, 3, 0.7)]
        catalog.add_versions([(DW, passages(DW))], NOW)
        sources = SourceDesk(desk, Book(), StoredProposals(database))
        yield Talk(
            Conversation(
                Door(
                    "slack",
                    several=lambda: several[0],
                    link_to=lambda reply: (
                        f"https://chat.example/{reply.place.channel}/{reply.message}"
                    ),
                    direct=lambda caller: replace(caller, place=direct_of(caller.person)),
                    pinged=_pinged,
                ),
                lambda: desk,
                lambda: held,
                lambda: followers,
                lambda: sources,
                replies,
                lambda articles, title: f"{len(articles)} of {title}".encode(),
                lambda: NOW,
                GapDesk(keeper, ByWords),
                StoredWishes(database),
                EvidenceDesk(StoredArchive(catalog), file_of, "0.1.0"),
                StoredManners(database),
                StoredNotes(database),
            ),
            catalog,
            held,
            shelf,
            several,
        )


def direct_of(person: str) -> Place:
    """The person's direct message with the bot."""
    return Place("slack", "T1", f"D-{person}")


def _pinged(_caller: Caller, typed: str) -> Pinged:
    groups = {"@newsroom": Pinged("S1", "@newsroom"), "@sport": Pinged("S2", "@sport")}
    if typed not in groups:
        raise WrongUse(follow_wording.no_such_group(typed))
    return groups[typed]


def titled(story: Story) -> str:
    return f"**{story.title}** `{story.slug}`"
