"""Bots that tell what happens, on one real catalog, and the board on which they post."""

import asyncio
import re
from collections.abc import Callable, Collection, Coroutine, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from adapters.service.answer_notices import AnswerNotices
from adapters.service.answering import LEASE_SECONDS
from adapters.service.board import CantPost
from adapters.service.chat import Undelivered
from adapters.service.notice_keys import NoticesOfAKind, prefix_of
from adapters.service.notice_languages import NoticeLanguages
from adapters.service.notifying import Notifying
from adapters.service.observing import Notice
from adapters.service.publishing import Publishing
from adapters.service.readers import Readers
from adapters.service.weekly_notices import WeeklyNotices
from adapters.storage.catalog import Catalog, open_catalog
from adapters.storage.deliveries import StoredDeliveries
from adapters.storage.following import StoredFollows
from adapters.storage.happenings import StoredHappenings
from adapters.storage.kept_replies import StoredReplies
from adapters.storage.open_questions import StoredQuestions
from adapters.storage.outages import StoredOutages
from adapters.storage.pings import StoredPings
from adapters.storage.published import StoredPublished
from adapters.storage.scopes import StoredScopes
from adapters.storage.sent_corrections import StoredSentCorrections
from adapters.storage.switches import StoredSwitches
from adapters.storage.weekly_notes import StoredNotes, StoredTally
from adapters.storage.wishes import StoredWishes
from bot.ask import Bot
from bot.decide import Thresholds
from bot.desk import Desk
from bot.documents.tree import Document
from bot.following import Follow, next_time, rhythm_of
from bot.gaps import GapDesk, Keeper
from bot.happenings import Arrival, Revision
from bot.language import spoken
from bot.memory import KeptQuote, KeptReply
from bot.newsdesk import Newsdesk
from bot.notices import Correction, News, Spot
from bot.places import Place
from bot.workers import Workers
from retrieval.articles import Article, Story
from retrieval.errors import PullquoteError
from retrieval.quotes import Quote
from retrieval.search import Findings
from tests.adapters.storage.published import NOW, Press
from tests.bot.documents.drawn import drawn
from tests.words_embedder import ByWords

CHANNEL = Place("slack", "T1", "C1")


class Killed(BaseException):
    """The process is gone at this point."""


@dataclass(frozen=True)
class Post:
    to: Spot
    message: str  # as `drawn` draws it
    uncertain: bool


@dataclass
class Board:
    """A platform's channels, in which a notice stands once, however often it is posted."""

    posts: list[Post] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)
    published: list[str] = field(default_factory=list)  # messages
    found: set[tuple[str, int]] = field(default_factory=set)  # corrections, by reply and revision
    tries: int = 0
    languages: dict[str, str] = field(default_factory=dict)  # by person
    refuses: dict[str, str] = field(default_factory=dict)  # why, by channel
    refuses_people: dict[str, str] = field(default_factory=dict)
    unreachable: set[str] = field(default_factory=set)  # channels, or people
    breaks: set[str] = field(default_factory=set)  # stories whose notices can't be written
    kill: str = ""  # "writing", "posting" or "posted": the process dies there
    pause: Callable[[], Coroutine[Any, Any, None]] | None = None

    def channel_of(self, follow: Follow) -> str:
        return follow.place.channel

    async def language(self, to: Spot, person: str) -> str:
        return self.languages.get(person, "")

    async def post(self, to: Spot, notice: Document, key: str, *, uncertain: bool) -> str:
        self.tries += 1
        self._dies("posting")
        if self.pause:
            await self.pause()
        if (to.person or to.place.channel) in self.unreachable:
            raise Undelivered
        if to.place.channel in self.refuses and not to.person:
            raise CantPost(self.refuses[to.place.channel])
        if to.person in self.refuses_people:
            raise CantPost(self.refuses_people[to.person])
        # Only who was told to look for it finds that it is there already.
        if not (uncertain and key in self.keys):
            self.posts.append(Post(to, drawn(notice), uncertain))
            self.keys.append(key)
        self._dies("posted")
        return str(self.keys.index(key) + 1)

    async def publish(self, to: Spot, message: str) -> None:
        self._dies("publishing")
        if to.place.channel in self.refuses:
            raise CantPost(self.refuses[to.place.channel])
        self.published.append(message)
        self._dies("published")

    def writes(self, story: str) -> None:
        """Somebody is about to write a notice of the story."""
        self._dies("writing")
        if story in self.breaks:
            raise ValueError("a fault of ours")

    def _dies(self, where: str) -> None:
        if self.kill == where:
            self.kill = ""
            raise Killed


@dataclass(frozen=True)
class WatchedDesk(Newsdesk):
    """A newsdesk at which a process may die, or be at fault, before it has written anything."""

    board: Board

    def news(self, follow: Follow, arrivals: Sequence[Arrival]) -> News | None:
        found = super().news(follow, arrivals)
        self.board.writes(follow.story)
        return found

    def corrections(self, reply: KeptReply, revision: Revision) -> tuple[Correction, ...]:
        found = super().corrections(reply, revision)
        # They are looked for first, and written once it is known whose they are to tell.
        if (reply.id, revision.id) in self.board.found:
            self.board.writes(revision.story)
        self.board.found.add((reply.id, revision.id))
        return found


@dataclass
class Finder:
    """What search would find, whatever is asked; `asked` is what it was."""

    press: Press
    found: list[Quote] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)

    def find(
        self,
        question: str,
        stories: Collection[str] | None,
        quotes: int,
        follow_up: bool = False,
        asked_on: datetime | None = None,
    ) -> Findings:
        self.asked.append(question)
        seen = (quote for quote in self.found if quote.article.story in (stories or ()))
        return Findings("g1", tuple(seen), ())

    def stories(self) -> Mapping[str, Story]:
        return self.press.newest().stories()


@dataclass
class World:
    """A story that is tracked, who follows it, and the bots that tell them."""

    press: Press
    board: Board
    runner: asyncio.Runner
    workers: Workers
    now: datetime = NOW
    away: bool = False  # the index can't be opened
    settled: timedelta = timedelta(days=-1)  # the press's clock runs ahead of this one

    @property
    def catalog(self) -> Catalog:
        return self.press.catalog

    def __post_init__(self) -> None:
        database = self.catalog.database
        self.follows, self.replies = StoredFollows(database), StoredReplies(database)
        self.scopes, self.switches = StoredScopes(database), StoredSwitches(database)
        self.happenings, self.pings = StoredHappenings(database), StoredPings(database)
        self.outages = StoredOutages(database)
        self.deliveries = StoredDeliveries(database)
        self.questions, self.wishes = StoredQuestions(database), StoredWishes(database)
        self.finder = Finder(self.press)
        bot = Bot(self.finder, self.catalog, Thresholds(shown=0.3, claim=0.5))
        keeper = Keeper(self.questions, "off", 30)
        self.desk = Desk(bot, self.catalog, self.replies, self.scopes, 3, keeper=keeper)
        self.up_to_date = True
        self.notes, self.tally = StoredNotes(database), StoredTally(database)
        self.desk = replace(self.desk, tally=self.tally)
        self.sent = StoredSentCorrections(database)

    def bot(self, owner: str = "a", platform: str = "slack") -> Notifying:
        beside = self._beside(owner, platform)
        return Notifying(
            platform=platform,
            board=self.board,
            newsdesk=self._newsdesk,
            happenings=self.happenings,
            follows=self.follows,
            replies=self.replies,
            switches=self.switches,
            pings=self.pings,
            outages=self.outages,
            beside=beside,
            deliveries=self.deliveries,
            sent=self.sent,
            workers=self.workers,
            books=self.workers,
            owner=owner,
            now=lambda: self.now,
            settled=self.settled,
            languages=NoticeLanguages(
                platform,
                self.board,
                Readers("", self.switches, self.workers),
                self.follows,
                self.replies,
                beside,
                self.workers,
            ),
            publishing=Publishing(
                platform, self.board, StoredPublished(self.catalog.database), self.workers
            ),
        )

    def _beside(self, owner: str, platform: str) -> dict[Notice, NoticesOfAKind]:
        answers = AnswerNotices(
            platform=platform,
            prefix=prefix_of(platform),
            desk=self._desk,
            up_to_date=lambda: self.up_to_date,
            happenings=self.happenings,
            wishes=self.wishes,
            workers=self.workers,
            books=self.workers,
            owner=owner,
            now=lambda: self.now,
        )
        assert self.desk.keeper
        notes = WeeklyNotices(
            platform=platform,
            prefix=prefix_of(platform),
            desk=self._desk,
            gaps=GapDesk(self.desk.keeper, ByWords),
            notes=self.notes,
            tally=self.tally,
            outages=self.outages,
            workers=self.workers,
            books=self.workers,
            owner=owner,
            now=lambda: self.now,
        )
        return {Notice.ANSWER: answers, Notice.NOTE: notes}

    def _desk(self) -> Desk:
        self.board.writes("")
        return self.desk

    def _newsdesk(self) -> Newsdesk:
        if self.away:
            raise PullquoteError("no index yet; run: pullquote reindex")
        return WatchedDesk(self.press.newest(), self.scopes, self.board)

    def look(self, owner: str = "a", platform: str = "slack") -> list[Post]:
        """What a look at what is to be told posts."""
        return self.seen(self.bot(owner, platform).look())

    def seen(self, work: Coroutine[Any, Any, Any]) -> list[Post]:
        before = len(self.board.posts)
        self.runner.run(work)
        return self.board.posts[before:]

    def passes(self, **time: float) -> None:
        self.now += timedelta(**time)

    def lease_ends(self) -> None:
        self.passes(seconds=LEASE_SECONDS)

    def follow(
        self,
        story: str = "bridge",
        rhythm: str = "now",
        place: Place = CHANNEL,
        person: str = "U1",
    ) -> Follow:
        """As the bot's Followers do; the follow as it is kept."""
        how = rhythm_of(rhythm)
        newest = self.happenings.newest_arrival()
        due = next_time(how, self.now)
        id = f"{story}-{place.channel}-{self.now:%H%M%S}"
        self.follows.follow(Follow(id, place, story, how, person, self.now, newest, due, via="E1"))
        [kept] = [one for one in self.follows.following(place) if one.story == story]
        return kept

    def shows(
        self,
        article: Article,
        words: str,
        id: str = "r",
        *,
        thread: str = "17.1",
        message: str = "17.2",
        place: Place = CHANNEL,
        shown: int = 1,
    ) -> KeptReply:
        """A reply that stands in the channel and quotes these words."""
        start = article.text.index(words)
        quote = KeptQuote(article.version, start, start + len(words), (), 0.9, ())
        reply = KeptReply(
            *(id, place, thread, "", message, True, article.story, (quote,), self.now),
            shown=shown,
            via="E1",
            language=spoken(),
        )
        self.replies.keep(reply)
        return reply


@contextmanager
def world(folder: Path) -> Iterator[World]:
    catalog, workers = open_catalog(None, folder), Workers(4, 1_000)
    try:
        with asyncio.Runner() as runner:
            yield World(Press(catalog), Board(), runner, workers)
    finally:
        workers.close()
        catalog.close()


def titles(posts: list[Post]) -> list[list[str]]:
    """The articles of each news post, by id."""
    news = (post.message.partition("\n")[0] for post in posts if post.message.startswith("(news)"))
    return [[found.lower() for found in re.findall(r"([\w-]+): On ", line)] for line in news]


def said(posts: list[Post]) -> list[tuple[str, str | None]]:
    """What each correction post says was read before, and what is now."""
    told = (post.message for post in posts if post.message.startswith("(correction)"))
    quoted = (re.findall(r"^> \[(.*)\]$", message, re.MULTILINE) for message in told)
    words = ([re.sub(r"~~|\*\*", "", one) for one in each] for each in quoted)
    return [(each[0], each[1] if len(each) > 1 else None) for each in words]
