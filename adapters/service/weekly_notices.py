"""How much was asked in a week → told once where admins want to read it."""

from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from adapters.service.answering import LEASE_SECONDS
from adapters.service.notice_faults import kept_apart
from bot.desk import Desk
from bot.documents.tree import Document
from bot.documents.weekly import week_document
from bot.following import next_time
from bot.gaps import AskedIn, Gap, GapDesk, readable_at
from bot.memory import Delivery, State
from bot.notices import Spot
from bot.outages import Outages, source_name
from bot.weekly import Note, Notes, Tally, Week
from bot.workers import Workers


@dataclass(frozen=True, slots=True)
class WeeklyNotices:
    """What one platform's admins are told. `prefix` begins its deliveries' keys."""

    platform: str
    prefix: str
    desk: Callable[[], Desk]
    gaps: GapDesk
    notes: Notes
    tally: Tally
    outages: Outages
    workers: Workers
    books: Workers
    owner: str
    now: Callable[[], datetime]

    async def due(self) -> AsyncIterator[Delivery]:
        """One for each place whose time has come."""
        for note in await self.books.run(lambda: self.notes.due(self.platform, self.now())):
            taken: list[Delivery] = []
            with kept_apart(note.id):
                taken += await self._taken(note)
            for delivery in taken:
                yield delivery

    async def words(self, payload: Mapping[str, Any]) -> tuple[Document, Spot] | None:
        """What was asked in the time that a delivery is of."""
        note = await self.books.run(lambda: self.notes.note_of(payload["note"]))
        if note is None:
            return None
        since, until = (datetime.fromisoformat(payload[name]) for name in ("since", "until"))
        week = await self.workers.run(lambda: self._week(note, since, until))
        return week_document(week), Spot(note.place, via=note.via)

    async def language(self, payload: Mapping[str, Any]) -> str:
        """That of who set it."""
        note = await self.books.run(lambda: self.notes.note_of(payload["note"]))
        return note.language if note else ""

    async def told(self, payload: Mapping[str, Any]) -> None:
        """Nothing more comes of it."""

    async def refused(self, payload: Mapping[str, Any], why: str) -> None:
        """None comes any more, until it is set anew."""
        await self.books.run(lambda: self.notes.fall_quiet(payload["note"], why))

    async def _taken(self, note: Note) -> list[Delivery]:
        now = self.now()
        key = f"{self.prefix}:note:{note.id}:{note.due:%Y%m%d%H%M}"
        payload = {"note": note.id, "since": note.since.isoformat(), "until": now.isoformat()}
        due = next_time(note.rhythm, now)
        taken = await self.books.run(
            lambda: self.notes.take(note, due, key, payload, self.owner, now, LEASE_SECONDS)
        )
        return [Delivery(key, payload, State.OPEN, 0, 0)] if taken else []

    def _week(self, note: Note, since: datetime, until: datetime) -> Week:
        desk, place = self.desk(), note.place
        stories = desk.stories(place)
        titles = {slug: story.title for slug, story in stories.items()}
        failing: dict[str, list[str]] = {}
        for outage in self.outages.open():
            if outage.story in titles:
                failing.setdefault(titles[outage.story], []).append(source_name(outage.url))
        fresh = desk.freshness(self.now())
        unchecked = [titles[slug] for slug, one in fresh.items() if slug in titles and one.stale]
        return Week(
            since,
            until,
            self.tally.counts(place.platform, place.team, since, until),
            tuple(failing.items()),
            unchecked,
            self._gaps(desk, note),
        )

    def _gaps(self, desk: Desk, note: Note) -> list[Gap] | None:
        place = note.place
        if not self.gaps.keeper.keeps(place):
            return None
        readable = readable_at(place, desk.stories(place), desk.bot.finder.stories().values())
        found = self.gaps.gaps(AskedIn(place.platform, place.team), readable)
        return [gap for gap in found if gap.answered is None]
