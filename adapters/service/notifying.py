"""What happened to the tracked articles → notices in one platform's channels, each once.

A follow is moved on and its notice opened in one transaction; a correction is claimed by what it
says and where. A kill at any point leaves a claim whose lease ends; whoever runs next finishes it
and looks first whether the notice is there already.
"""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from typing import Any, TypeVar

from structlog.contextvars import bound_contextvars

from adapters.service.answering import LEASE_SECONDS
from adapters.service.board import Board, CantPost
from adapters.service.chat import Undelivered
from adapters.service.linked_notices import LinkedNotices, Linking
from adapters.service.news_notices import NewsNotices
from adapters.service.notice_faults import kept_apart
from adapters.service.notice_keys import NoticesOfAKind, kind_of, prefix_of
from adapters.service.notice_languages import NoticeLanguages
from adapters.service.observing import UNOBSERVED, Notice, Observer, Telling
from adapters.service.outage_notices import OutageNotices
from adapters.service.publishing import Publishing, payload_of
from bot.documents.notices import (
    correction_document,
    fallen_quiet_document,
    outage_document,
)
from bot.documents.tree import Document
from bot.following import Follow, Follows, Pace, next_time
from bot.happenings import Happenings, Revision
from bot.language import ENGLISH, speaking
from bot.memory import Deliveries, Delivery, KeptReply, Replies, State
from bot.newsdesk import Newsdesk
from bot.notices import SentCorrection, SentCorrections, Spot, Switch, Switches
from bot.outages import Outages
from bot.pings import Pings
from bot.question_ids import question_id
from bot.workers import Workers
from retrieval.articles import digest
from retrieval.errors import PullquoteError
from retrieval.event_logger import EventLogger

# Articles that come soon after a notice wait for the next one, so that a burst is one message.
BETWEEN_NOTICES = timedelta(minutes=5)
# Nobody waits for a notice as for an answer: some hours of outage are sat out.
MOST_ATTEMPTS = 1_000
_REVISIONS_AT_ONCE = 50
# A question may just be being answered from the generation before; its reply is watched too.
SETTLED = timedelta(seconds=5)

_log = EventLogger()

T = TypeVar("T")


@dataclass(slots=True)
class Notifying:
    """Everything between a happening and the notices of it. For one event loop.

    `newsdesk` raises PullquoteError while there is no index; `platform` is that of the places;
    a revision is looked at when it is `settled`; without `languages` all is said in English.
    """

    platform: str
    board: Board
    newsdesk: Callable[[], Newsdesk]
    happenings: Happenings
    follows: Follows
    replies: Replies
    switches: Switches
    pings: Pings
    outages: Outages
    beside: Mapping[Notice, NoticesOfAKind]
    deliveries: Deliveries
    sent: SentCorrections
    workers: Workers
    books: Workers
    owner: str
    now: Callable[[], datetime]
    settled: timedelta = SETTLED
    observer: Observer = UNOBSERVED
    languages: NoticeLanguages | None = None
    links: LinkedNotices | None = None
    publishing: Publishing | None = None
    in_hand: set[str] = field(default_factory=set)
    telling: set[asyncio.Task[None]] = field(default_factory=set)

    @property
    def prefix(self) -> str:
        """What its deliveries' keys begin with; questions begin otherwise."""
        return prefix_of(self.platform)

    async def look(self) -> None:
        """Tells what is to be told now. Raises PullquoteError; nothing is lost then."""
        await self.resume()
        await self._corrections()
        due = await self._book(lambda: self.follows.due(self.platform, self.now()))
        newest = await self._book(self.happenings.newest_arrival) if due else 0
        for follow in due:
            with kept_apart(follow.id):
                await self._follow(follow, newest)
        async for delivery in self._outage_notices().due():
            await self._see_through(delivery)
        for notices in self.beside.values():
            async for delivery in notices.due():
                await self._see_through(delivery)

    async def resume(self) -> None:
        """Finishes what another process, or this one before a restart, left unfinished."""
        left = await self._book(
            lambda: self.deliveries.take_over(self.prefix, self.owner, self.now(), LEASE_SECONDS)
        )
        for delivery in left:
            if delivery.key in self.in_hand:
                continue
            if delivery.attempts > MOST_ATTEMPTS:
                _log.warning("notice_given_up", key=delivery.key, attempts=delivery.attempts)
                self._ended(delivery, Telling.GIVEN_UP)
                await self._finish(delivery)
            else:
                await self._see_through(delivery)

    async def renew(self) -> None:
        """Keeps the leases of what is in hand."""
        keys = tuple(self.in_hand)
        if keys:
            await self._book(
                lambda: self.deliveries.renew(self.owner, keys, self.now(), LEASE_SECONDS)
            )

    async def linked(self, linking: Linking) -> None:
        """Tells of the links in a message, once a thread, and never in one where the bot spoke;
        when this returns no kill loses it. Raises PullquoteError."""
        place, thread = linking.place, linking.thread
        key = f"{self.prefix}:linked:{place.channel}:{thread or linking.message}"
        payload = linking.payload()
        on = await self._book(
            lambda: (
                self.switches.is_on(place, Switch.LINKS)
                and not (thread and self.replies.spoke_in(place, thread))
            )
        )
        if on and await self._claimed(key, payload):
            telling = self._see_through(Delivery(key, payload, State.OPEN, 0, 0))
            task = asyncio.get_running_loop().create_task(telling)
            self.telling.add(task)
            task.add_done_callback(self.telling.discard)

    # ------------------------------------------------------------------------------- followers

    async def _follow(self, follow: Follow, newest: int) -> None:
        now = self.now()
        arrivals = await self._book(
            lambda: self.happenings.arrivals(follow.story, follow.through, newest)
        )
        due = next_time(follow.rhythm, now)
        through = arrivals[-1].id if arrivals else follow.through
        # What isn't wanted must not put off what is.
        if not arrivals or not await self._news().wanted(follow, arrivals):
            if (through, due) != (follow.through, now):
                await self._book(
                    lambda: self.follows.take(
                        follow, through, due, "", {}, self.owner, now, LEASE_SECONDS
                    )
                )
            return
        if follow.rhythm.pace is Pace.NOW:
            due = now + BETWEEN_NOTICES
        key = f"{self.prefix}:news:{follow.id}:{through}"
        payload = {"follow": follow.id, "after": follow.through, "through": through}
        taken = await self._book(
            lambda: self.follows.take(
                follow, through, due, key, payload, self.owner, now, LEASE_SECONDS
            )
        )
        if taken:
            await self._see_through(Delivery(key, payload, State.OPEN, 0, 0))

    # ----------------------------------------------------------------------------- corrections

    async def _corrections(self) -> None:
        cursor = f"{self.platform}:corrections"
        read = await self._book(lambda: self.happenings.cursor(cursor))
        settled = self.now() - self.settled
        for revision in await self._book(
            lambda: self.happenings.revisions(read, _REVISIONS_AT_ONCE)
        ):
            if revision.at > settled:
                return
            await self._revised(revision)
            await self._book(partial(self.happenings.move_cursor, cursor, revision.id))

    async def _revised(self, revision: Revision) -> None:
        newsdesk = self.newsdesk()
        versions = await self._book(lambda: newsdesk.newsroom.versions_of(revision.article))
        for reply in await self._book(lambda: self.replies.showing(self.platform, versions)):
            if await self._book(partial(self.switches.corrections, reply.place)):
                with kept_apart(reply.id):
                    await self._correct(reply, revision, newsdesk)

    async def _correct(self, reply: KeptReply, revision: Revision, newsdesk: Newsdesk) -> None:
        found = await self._work(lambda: newsdesk.corrections(reply, revision))
        for number, correction in enumerate(found):
            # By what it says: one thread may show the same words twice, and an article that
            # changes again elsewhere has nothing new to say here.
            new = correction.new.text if correction.new else ""
            said = digest((revision.article, correction.old, new, str(correction.withdrawn)))
            where = f"{reply.place.channel}:{reply.thread or reply.message}"
            key = f"{self.prefix}:correction:{where}:{said}"
            payload = {"reply": reply.id, "revision": revision.id, "number": number}
            if await self._claimed(key, payload):
                await self._see_through(Delivery(key, payload, State.OPEN, 0, 0))

    # ---------------------------------------------------------------------------------- telling

    async def _see_through(self, delivery: Delivery) -> None:
        self.in_hand.add(delivery.key)
        with bound_contextvars(notice_id=question_id(delivery.key)):
            try:
                await self._tell(delivery)
            except (Undelivered, PullquoteError) as error:
                # The lease ends and `resume` tries again.
                _log.warning("notice_not_told", key=delivery.key, reason=str(error))
                self._ended(delivery, Telling.POSTPONED)
            except Exception:
                # The others must not wait behind it.
                _log.error("notice_failed", key=delivery.key, exc_info=True)
                self._ended(delivery, Telling.FAILED)
            finally:
                self.in_hand.discard(delivery.key)

    def _ended(self, delivery: Delivery, telling: Telling) -> None:
        self.observer.notice(self.platform, kind_of(delivery.payload), telling)

    async def _tell(self, delivery: Delivery) -> None:
        languages = self.languages
        with speaking(await languages.of(delivery.payload) if languages else ENGLISH):
            await self._tell_in_it(delivery)

    async def _tell_in_it(self, delivery: Delivery) -> None:
        payload = delivery.payload
        match kind_of(payload):
            case Notice.NEWS:
                found = await self._news().words(payload)
            case Notice.OUTAGE:
                found = await self._outage(payload)
            case Notice.QUIET:
                found = await self._quiet(payload)
            case Notice.CORRECTION:
                found = await self._correction(payload)
            case Notice.LINKED:
                found = await self.links.words(payload) if self.links else None
            case Notice.PUBLISHING:
                found = None
            case kind:
                found = await self.beside[kind].words(payload)
        begun = await self._book(
            lambda: self.deliveries.begin_sending(delivery.key, self.owner, delivery.revision)
        )
        if begun is None:
            return
        beside = self.beside.get(kind_of(payload))
        if "publish" in payload:
            await self._publish(delivery)
        elif found is not None:
            notice, to = found
            uncertain = delivery.state is State.SENDING
            try:
                posted = await self.board.post(to, notice, delivery.key, uncertain=uncertain)
                self._ended(delivery, Telling.SENT)
                if beside is not None:
                    await beside.told(payload)
                if kind_of(payload) is Notice.CORRECTION:
                    await self._book(lambda: self.sent.note(_sent(delivery, self.now())))
            except CantPost as refused:
                _log.warning("notice_refused", key=delivery.key, reason=refused.reason)
                self._ended(delivery, Telling.REFUSED)
                if beside is not None:
                    await beside.refused(payload, refused.reason)
                if "follow" in payload:
                    await self._fall_quiet(payload["follow"], refused.reason, delivery.key)
                posted = ""
            if kind_of(payload) is Notice.NEWS and posted:
                await self._to_publish(delivery.key, to, posted)
        await self._finish(delivery)

    async def _to_publish(self, news: str, to: Spot, posted: str) -> None:
        """Where that is switched on."""
        on = await self._book(lambda: self.switches.is_on(to.place, Switch.PUBLISH))
        key, payload = f"{self.prefix}:publish:{news}", payload_of(to, posted)
        if self.publishing and on and await self._claimed(key, payload):
            await self._see_through(Delivery(key, payload, State.OPEN, 0, 0))

    async def _publish(self, delivery: Delivery) -> None:
        """Raises Undelivered where it is to be tried again."""
        if self.publishing is None:
            return
        try:
            await self.publishing.publish(delivery.payload, self.now())
            self._ended(delivery, Telling.SENT)
        except CantPost as refused:
            _log.warning("notice_not_published", key=delivery.key, reason=refused.reason)
            self._ended(delivery, Telling.REFUSED)

    def _news(self) -> NewsNotices:
        return NewsNotices(
            self.newsdesk, self.happenings, self.follows, self.pings, self.workers, self.books
        )

    async def _correction(self, payload: Mapping[str, Any]) -> tuple[Document, Spot] | None:
        reply = await self._book(lambda: self.replies.reply(payload["reply"]))
        revision = await self._book(lambda: self.happenings.revision(payload["revision"]))
        if reply is None or revision is None:
            return None
        found = await self._work(lambda: self.newsdesk().corrections(reply, revision))
        if payload["number"] >= len(found):
            return None
        to = Spot(reply.place, reply.thread or reply.message, reply.via)
        return correction_document(found[payload["number"]]), to

    def _outage_notices(self) -> OutageNotices:
        return OutageNotices(
            platform=self.platform,
            prefix=self.prefix,
            newsdesk=self.newsdesk,
            follows=self.follows,
            outages=self.outages,
            workers=self.workers,
            books=self.books,
            owner=self.owner,
            now=self.now,
        )

    async def _outage(self, payload: Mapping[str, Any]) -> tuple[Document, Spot] | None:
        found = await self._outage_notices().words(payload)
        return None if found is None else (outage_document(found[0]), found[1])

    async def _quiet(self, payload: Mapping[str, Any]) -> tuple[Document, Spot] | None:
        follow = await self._book(lambda: self.follows.follow_of(payload["quiet"]))
        if follow is None or not follow.quiet:
            return None
        stories = await self._work(lambda: self.newsdesk().newsroom.stories())
        title = stories[follow.story].title if follow.story in stories else follow.story
        to = Spot(follow.place, via=follow.via, person=follow.person)
        channel = self.board.channel_of(follow)
        return fallen_quiet_document(follow, title, follow.quiet, channel), to

    async def _fall_quiet(self, follow: str, why: str, news: str) -> None:
        """Nothing more is posted there, and who asked for it hears why, once."""
        key, payload = f"{self.prefix}:quiet:{news}", {"quiet": follow}
        fallen = await self._book(
            lambda: self.follows.fall_quiet(
                follow, why, key, payload, self.owner, self.now(), LEASE_SECONDS
            )
        )
        if fallen:
            await self._see_through(Delivery(key, payload, State.OPEN, 0, 0))

    async def _claimed(self, key: str, payload: Mapping[str, Any]) -> bool:
        return await self._book(
            lambda: self.deliveries.claim(key, payload, self.owner, self.now(), LEASE_SECONDS)
        )

    async def _finish(self, delivery: Delivery) -> None:
        await self._book(
            lambda: self.deliveries.finish(delivery.key, self.owner, delivery.revision)
        )

    async def _book(self, work: Callable[[], T]) -> T:
        return await self.books.run(work)

    async def _work(self, work: Callable[[], T]) -> T:
        """Slower: it reads articles and embeds sentences."""
        return await self.workers.run(work)


def _sent(delivery: Delivery, now: datetime) -> SentCorrection:
    of = delivery.payload
    return SentCorrection(delivery.key, of["reply"], of["revision"], of["number"], now)
