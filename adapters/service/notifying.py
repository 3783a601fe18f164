"""What happened to the tracked articles → notices in one platform's channels, each once.

A follow is moved on and its notice opened in one transaction; a correction is claimed by what it
says and where. A kill at any point leaves a claim whose lease ends; whoever runs next finishes it
and looks first whether the notice is there already.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from typing import Any, Generic, Protocol, TypeVar

import structlog

from adapters.service.answering import LEASE_SECONDS
from adapters.service.chat import Undelivered
from bot.following import Follow, Follows, Pace, next_time
from bot.memory import Deliveries, Delivery, KeptReply, Replies, State
from bot.newsdesk import Newsdesk
from bot.notices import Correction, Happenings, News, Revision, Spot, Switches
from bot.outages import Outage, Outages, ToldOf, by_spot_and_story, told_of
from bot.places import Place
from bot.workers import Workers
from retrieval.articles import Story, digest
from retrieval.errors import PullquoteError

# Articles that come soon after a notice wait for the next one, so that a burst is one message.
BETWEEN_NOTICES = timedelta(minutes=5)
# Nobody waits for a notice as for an answer: some hours of outage are sat out.
MOST_ATTEMPTS = 1_000
# Sources that fail one after the other wait for each other, so that a burst is two messages.
BETWEEN_OUTAGES = timedelta(minutes=30)
_REVISIONS_AT_ONCE = 50
# A question may just be being answered from the generation before; its reply is watched too.
SETTLED = timedelta(seconds=5)

_log = structlog.get_logger()

M = TypeVar("M")
T = TypeVar("T")


class CantPost(Exception):
    """The platform won't take it there, now or later; `reason` is its word for why."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Board(Protocol[M]):
    """What a platform does with notices."""

    def news(self, news: News) -> M: ...
    def correction(self, correction: Correction) -> M: ...
    def fallen_quiet(self, follow: Follow, title: str, why: str) -> M:
        """To who asked for it: that, where and why nothing is posted any more."""
        ...

    def outage(self, words: str) -> M:
        """What can't be read, or can again."""
        ...

    async def post(self, to: Spot, message: M, key: str, *, uncertain: bool) -> None:
        """Posts it once; `uncertain`: an earlier try may have succeeded. Raises CantPost,
        Undelivered."""
        ...


@dataclass(slots=True)
class Notifying(Generic[M]):
    """Everything between a happening and the notices of it. For one event loop.

    `newsdesk` raises PullquoteError while there is no index; `platform` is that of the places;
    a revision is looked at when it is `settled`.
    """

    platform: str
    board: Board[M]
    newsdesk: Callable[[], Newsdesk]
    happenings: Happenings
    follows: Follows
    replies: Replies
    switches: Switches
    outages: Outages
    deliveries: Deliveries
    workers: Workers
    books: Workers
    owner: str
    now: Callable[[], datetime]
    settled: timedelta = SETTLED
    in_hand: set[str] = field(default_factory=set)

    @property
    def prefix(self) -> str:
        """What its deliveries' keys begin with; questions begin otherwise."""
        return f"{self.platform}-notices"

    async def look(self) -> None:
        """Tells what is to be told now. Raises PullquoteError; nothing is lost then."""
        await self.resume()
        await self._corrections()
        due = await self._book(lambda: self.follows.due(self.platform, self.now()))
        newest = await self._book(self.happenings.newest_arrival) if due else 0
        for follow in due:
            with _alone(follow.id):
                await self._follow(follow, newest)
        await self._outages()

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

    # ------------------------------------------------------------------------------- followers

    async def _follow(self, follow: Follow, newest: int) -> None:
        now = self.now()
        arrivals = await self._book(
            lambda: self.happenings.arrivals(follow.story, follow.through, newest)
        )
        due = next_time(follow.rhythm, now)
        if not arrivals:
            if follow.rhythm.pace is not Pace.NOW:
                await self._book(
                    lambda: self.follows.take(
                        follow, follow.through, due, "", {}, self.owner, now, LEASE_SECONDS
                    )
                )
            return
        if follow.rhythm.pace is Pace.NOW:
            due = now + BETWEEN_NOTICES
        through = arrivals[-1].id
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
                with _alone(reply.id):
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

    # ----------------------------------------------------------------------------------- outages

    async def _outages(self) -> None:
        """What can't be read is told where its story is followed and to who added it, and the
        same places hear when that is over."""
        over = await self._book(lambda: self.outages.over(self.platform))
        for (spot, _), ended in by_spot_and_story(over).items():
            with _alone("outages"):
                await self._take(ended, spot, over=True)
        opened = await self._book(self.outages.open)
        if not opened:
            return
        told = await self._book(lambda: self.outages.told(self.platform))
        before = {(one.outage.id, one.spot.place.channel, one.spot.person) for one in told}
        lately = {
            (one.spot.place.channel, one.spot.person, one.outage.story)
            for one in told
            if self.now() - one.told < BETWEEN_OUTAGES
        }
        new = [
            one
            for one in await self._concerned(opened)
            if (one.outage.id, one.spot.place.channel, one.spot.person) not in before
        ]
        for (spot, story), outages in by_spot_and_story(new).items():
            if (spot.place.channel, spot.person, story) not in lately:
                with _alone("outages"):
                    await self._take(outages, spot, over=False)

    async def _concerned(self, opened: Sequence[Outage]) -> list[ToldOf]:
        """Who is to hear of which."""
        follows = await self._book(lambda: self.follows.on(self.platform))
        newsroom = self.newsdesk().newsroom
        stories = await self._book(newsroom.stories)
        now, found = self.now(), dict[tuple[int, str, str], ToldOf]()
        for outage in opened:
            spots = [
                Spot(follow.place, via=follow.via)
                for follow in follows
                if (outage.story == follow.story if outage.story else _has_sources(stories, follow))
            ]
            adder = await self._book(
                partial(self.outages.adder, outage.story, outage.url, self.platform)
            )
            for spot in (*spots, *([adder] if adder else [])):
                found.setdefault(
                    (outage.id, spot.place.channel, spot.person), ToldOf(outage, spot, now)
                )
        return list(found.values())

    async def _take(self, outages: Sequence[Outage], spot: Spot, *, over: bool) -> None:
        ids = [one.id for one in outages]
        where = f"{spot.place.channel}:{spot.person}"
        key = f"{self.prefix}:outage:{where}:{ids[0]}:{'over' if over else 'down'}"
        payload = {
            "team": spot.place.team,
            "channel": spot.place.channel,
            "via": spot.via,
            "person": spot.person,
            "over": over,
        }
        taken = await self._book(
            lambda: self.outages.take(
                ids, spot, key, payload, self.owner, self.now(), LEASE_SECONDS, over=over
            )
        )
        if taken:
            told = {**payload, "outages": list(taken)}
            await self._see_through(Delivery(key, told, State.OPEN, 0, 0))

    async def _outage(self, payload: Mapping[str, Any]) -> tuple[M, Spot] | None:
        place = Place(self.platform, payload["team"], payload["channel"])
        spot, over = Spot(place, via=payload["via"], person=payload["person"]), payload["over"]
        found = await self._book(lambda: self.outages.outages(payload["outages"]))
        outages = [one for one in found if over or one.ended is None]
        ended = [one.id for one in found if one not in outages]
        if ended:
            await self._book(lambda: self.outages.forgo(ended, spot, self.now()))
        if not outages:
            return None
        title = await self._title(outages[0].story, spot)
        if title is None:
            return None
        return self.board.outage(told_of(outages, title, over=over)), spot

    async def _title(self, slug: str, spot: Spot) -> str | None:
        """Of the story that is told of; None where nobody wants to hear of it there any more, or
        nobody may."""
        newsdesk = self.newsdesk()
        if spot.person:
            stories = await self._book(newsdesk.newsroom.stories)
            return stories[slug].title if slug in stories else slug
        followed = await self._book(lambda: self.follows.following(spot.place))
        slugs = [one.story for one in followed if not one.quiet and slug in ("", one.story)]
        seen = [await self._work(partial(newsdesk.story_at, one, spot.place)) for one in slugs]
        return next((story.title for story in seen if story is not None), None)

    # ---------------------------------------------------------------------------------- telling

    async def _see_through(self, delivery: Delivery) -> None:
        self.in_hand.add(delivery.key)
        try:
            await self._tell(delivery)
        except (Undelivered, PullquoteError) as error:
            # The lease ends and `resume` tries again.
            _log.warning("notice_not_told", key=delivery.key, reason=str(error))
        except Exception:
            # The others must not wait behind it.
            _log.error("notice_failed", key=delivery.key, exc_info=True)
        finally:
            self.in_hand.discard(delivery.key)

    async def _tell(self, delivery: Delivery) -> None:
        payload = delivery.payload
        if "follow" in payload:
            found = await self._news(payload)
        elif "outages" in payload:
            found = await self._outage(payload)
        elif "quiet" in payload:
            found = await self._quiet(payload)
        else:
            found = await self._correction(payload)
        begun = await self._book(
            lambda: self.deliveries.begin_sending(delivery.key, self.owner, delivery.revision)
        )
        if begun is None:
            return
        if found is not None:
            message, to = found
            uncertain = delivery.state is State.SENDING
            try:
                await self.board.post(to, message, delivery.key, uncertain=uncertain)
            except CantPost as refused:
                _log.warning("notice_refused", key=delivery.key, reason=refused.reason)
                if "follow" in payload:
                    await self._fall_quiet(payload["follow"], refused.reason, delivery.key)
        await self._finish(delivery)

    async def _news(self, payload: Mapping[str, Any]) -> tuple[M, Spot] | None:
        follow = await self._book(lambda: self.follows.follow_of(payload["follow"]))
        if follow is None or follow.quiet:
            return None
        arrivals = await self._book(
            lambda: self.happenings.arrivals(follow.story, payload["after"], payload["through"])
        )
        news = await self._work(lambda: self.newsdesk().news(follow, arrivals))
        if news is None:
            return None
        return self.board.news(news), Spot(follow.place, via=follow.via)

    async def _correction(self, payload: Mapping[str, Any]) -> tuple[M, Spot] | None:
        reply = await self._book(lambda: self.replies.reply(payload["reply"]))
        revision = await self._book(lambda: self.happenings.revision(payload["revision"]))
        if reply is None or revision is None:
            return None
        found = await self._work(lambda: self.newsdesk().corrections(reply, revision))
        if payload["number"] >= len(found):
            return None
        to = Spot(reply.place, reply.thread or reply.message, reply.via)
        return self.board.correction(found[payload["number"]]), to

    async def _quiet(self, payload: Mapping[str, Any]) -> tuple[M, Spot] | None:
        follow = await self._book(lambda: self.follows.follow_of(payload["quiet"]))
        if follow is None or not follow.quiet:
            return None
        stories = await self._work(lambda: self.newsdesk().newsroom.stories())
        title = stories[follow.story].title if follow.story in stories else follow.story
        to = Spot(follow.place, via=follow.via, person=follow.person)
        return self.board.fallen_quiet(follow, title, follow.quiet), to

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


def _has_sources(stories: Mapping[str, Story], follow: Follow) -> bool:
    story = stories.get(follow.story)
    return story is not None and bool(story.tracked)


@contextmanager
def _alone(of: str) -> Iterator[None]:
    """What goes wrong with one must not keep the others waiting. Raises PullquoteError: all wait
    for that to be over."""
    try:
        yield
    except PullquoteError:
        raise
    except Exception:
        _log.error("notice_failed", of=of, exc_info=True)
