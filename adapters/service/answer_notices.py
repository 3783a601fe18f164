"""Questions that somebody waits for, or that are listed as gaps, and new articles → what answers
them by now, told in private to each who waits."""

from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from adapters.service.answering import LEASE_SECONDS
from adapters.service.notice_faults import kept_apart
from bot.desk import Desk
from bot.documents.tree import Document
from bot.documents.waiting import answer_document
from bot.gaps import OpenQuestion
from bot.happenings import Happenings
from bot.memory import Delivery, State
from bot.notices import Spot
from bot.places import Place
from bot.replies import Answer
from bot.waiting import Opened, Wish, Wishes, answered_since
from bot.workers import Workers
from retrieval.event_logger import EventLogger

# Each is a search of the whole index: people who ask meanwhile must not wait for a thousand.
LOOKED_AT_ONCE = 10

_log = EventLogger()


@dataclass(frozen=True, slots=True)
class AnswerNotices:
    """What one platform's people are told of answers. `prefix` begins its deliveries' keys;
    `up_to_date`: whether the index that is asked is the newest there is."""

    platform: str
    prefix: str
    desk: Callable[[], Desk]
    up_to_date: Callable[[], bool]
    happenings: Happenings
    wishes: Wishes
    workers: Workers
    books: Workers
    owner: str
    now: Callable[[], datetime]

    async def due(self) -> AsyncIterator[Delivery]:
        """Those that are to be sent now, claimed by this process. A question is looked at once for
        all that arrived since."""
        newest = await self.books.run(self.happenings.newest_arrival)
        waiting = await self.books.run(
            lambda: self.wishes.to_look_at(self.platform, newest, LOOKED_AT_ONCE)
        )
        if not waiting or not await self.books.run(self.up_to_date):
            return
        for question in waiting:
            opened: list[Opened] = []
            with kept_apart(question.id):
                opened += await self._looked_at(question, newest)
            for one in opened:
                yield Delivery(one.key, one.payload, State.OPEN, 0, 0)

    async def words(self, payload: Mapping[str, Any]) -> tuple[Document, Spot] | None:
        """What a delivery says, and to whom; None where there is nothing to say any more."""
        wish = await self.books.run(lambda: self.wishes.wish_of(payload["wish"]))
        if wish is None:
            return None
        question = wish.question
        found = await self.workers.run(lambda: self._answer(question))
        if found is None:
            # Its story was limited meanwhile, or what answered is gone.
            await self.books.run(lambda: self.wishes.not_answered(question.id))
            return None
        titles = await self.workers.run(lambda: _titles(self.desk(), question.place))
        return answer_document(question, found, titles), _spot_of(wish)

    async def language(self, payload: Mapping[str, Any]) -> str:
        """As it was when they began to wait."""
        wish = await self.books.run(lambda: self.wishes.wish_of(payload["wish"]))
        return wish.language if wish else ""

    async def told(self, payload: Mapping[str, Any]) -> None:
        """It arrived."""
        await self.books.run(lambda: self.wishes.told(payload["wish"]))

    async def refused(self, payload: Mapping[str, Any], why: str) -> None:
        """The chat doesn't take it; who waits sees that when they look."""
        await self.books.run(lambda: self.wishes.refuse(payload["wish"], why))

    async def _looked_at(self, question: OpenQuestion, newest: int) -> list[Opened]:
        new = await self.books.run(lambda: self.wishes.new_in(question.id, newest))
        seen = await self.books.run(lambda: self.desk().stories(question.place))
        found = None
        if not new.isdisjoint(seen):
            found = await self.workers.run(lambda: self._answer(question))
        if found is None:
            await self.books.run(lambda: self.wishes.looked(question.id, newest))
            return []
        article = found.quotes[0].article.id
        opened = await self.books.run(
            lambda: self.wishes.answered(
                question.id,
                article,
                newest,
                f"{self.prefix}:answer",
                self.owner,
                self.now(),
                LEASE_SECONDS,
            )
        )
        _log.info("gap_answered", question=question.id, waiting=len(opened))
        return list(opened)

    def _answer(self, question: OpenQuestion) -> Answer | None:
        return answered_since(self.desk(), question, self.wishes.arrival_of, self.now())


def _spot_of(wish: Wish) -> Spot:
    asked_at = wish.question.place
    place = Place(asked_at.platform, wish.team, asked_at.channel)
    return Spot(place, via=wish.via, person=wish.person)


def _titles(desk: Desk, place: Place) -> dict[str, str]:
    return {slug: story.title for slug, story in desk.stories(place).items()}
