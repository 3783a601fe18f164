"""Sources that can't be read, or can again → notices where their story is followed, and to who
added them."""

from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from adapters.service.answering import LEASE_SECONDS
from adapters.service.notice_faults import kept_apart
from bot.following import Follow, Follows
from bot.memory import Delivery, State
from bot.newsdesk import Newsdesk
from bot.notices import Spot
from bot.outages import Outage, Outages, ToldOf, by_spot_and_story, told_of
from bot.places import Place
from bot.workers import Workers
from retrieval.articles import Story

# Sources that fail one after the other wait for each other, so that a burst is two messages.
BETWEEN_OUTAGES = timedelta(minutes=30)


@dataclass(frozen=True, slots=True)
class OutageNotices:
    """What one platform's channels are told of outages. `prefix` begins its deliveries' keys."""

    platform: str
    prefix: str
    newsdesk: Callable[[], Newsdesk]
    follows: Follows
    outages: Outages
    workers: Workers
    books: Workers
    owner: str
    now: Callable[[], datetime]

    async def due(self) -> AsyncIterator[Delivery]:
        """Those that are to be sent now, claimed by this process; where one can't be, the others
        are."""
        over = await self.books.run(lambda: self.outages.over(self.platform))
        for (spot, _), ended in by_spot_and_story(over).items():
            if taken := await self._taken(ended, spot, over=True):
                yield taken
        opened = await self.books.run(self.outages.open)
        if not opened:
            return
        told = await self.books.run(lambda: self.outages.told(self.platform))
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
            if (spot.place.channel, spot.person, story) in lately:
                continue
            if taken := await self._taken(outages, spot, over=False):
                yield taken

    async def _concerned(self, opened: Sequence[Outage]) -> list[ToldOf]:
        """Who is to hear of which."""
        follows = await self.books.run(lambda: self.follows.on(self.platform))
        newsroom = self.newsdesk().newsroom
        stories = await self.books.run(newsroom.stories)
        now, found = self.now(), dict[tuple[int, str, str], ToldOf]()
        for outage in opened:
            spots = [
                Spot(follow.place, via=follow.via)
                for follow in follows
                if (outage.story == follow.story if outage.story else _has_sources(stories, follow))
            ]
            adder = await self.books.run(
                partial(self.outages.adder, outage.story, outage.url, self.platform)
            )
            for spot in (*spots, *([adder] if adder else [])):
                found.setdefault(
                    (outage.id, spot.place.channel, spot.person), ToldOf(outage, spot, now)
                )
        return list(found.values())

    async def _taken(self, outages: Sequence[Outage], spot: Spot, *, over: bool) -> Delivery | None:
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
        with kept_apart("outages"):
            taken = await self.books.run(
                lambda: self.outages.take(
                    ids, spot, key, payload, self.owner, self.now(), LEASE_SECONDS, over=over
                )
            )
            if taken:
                return Delivery(key, {**payload, "outages": list(taken)}, State.OPEN, 0, 0)
        return None

    async def words(self, payload: Mapping[str, Any]) -> tuple[str, Spot] | None:
        """What a delivery says, and where; None where there is nothing to say any more."""
        place = Place(self.platform, payload["team"], payload["channel"])
        spot, over = Spot(place, via=payload["via"], person=payload["person"]), payload["over"]
        found = await self.books.run(lambda: self.outages.outages(payload["outages"]))
        outages = [one for one in found if over or one.ended is None]
        ended = [one.id for one in found if one not in outages]
        if ended:
            await self.books.run(lambda: self.outages.forgo(ended, spot, self.now()))
        if not outages:
            return None
        title = await self._title(outages[0].story, spot)
        if title is None:
            return None
        return told_of(outages, title, over=over), spot

    async def _title(self, slug: str, spot: Spot) -> str | None:
        """Of the story that is told of; None where nobody wants to hear of it there any more, or
        nobody may."""
        newsdesk = self.newsdesk()
        if spot.person:
            stories = await self.books.run(newsdesk.newsroom.stories)
            return stories[slug].title if slug in stories else slug
        followed = await self.books.run(lambda: self.follows.following(spot.place))
        slugs = [one.story for one in followed if not one.quiet and slug in ("", one.story)]
        seen = [
            await self.workers.run(partial(newsdesk.story_at, one, spot.place)) for one in slugs
        ]
        return next((story.title for story in seen if story is not None), None)


def _has_sources(stories: Mapping[str, Story], follow: Follow) -> bool:
    story = stories.get(follow.story)
    return story is not None and bool(story.tracked)
