"""The database's sources, their pages, rounds and stories → how up to date each source is."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, and_, func, or_, select

from adapters.storage.database import Database
from adapters.storage.heartbeats import ALL_STORIES, heartbeat_of
from adapters.storage.sources import State
from adapters.storage.tables.articles import generation_stories, generations, pointer
from adapters.storage.tables.web import fetched_pages, heartbeats, sources
from adapters.web.updates import UNCHECKED_FOR_LONG
from bot.freshness import Heartbeat, Tracked, served_until

# Kinds of sources that say nothing of themselves: a page that stands in the corpus or belongs to
# another story is not asked for here, and a part of a sitemap counts where it fails.
PAGE, ELSEWHERE, PART = "page", "page elsewhere", "sitemap part"
# So many of a source's newest pages that can't be read are no chance.
_FEW = 3
_UNREAD = (State.FAILING.value, State.LEFT_OUT.value)
# How often sources are asked that nobody says it of: by hand, or by a timer of one's own.
_BY_HAND = timedelta(days=1)

_Key = tuple[str, str]


class StoredChecks:
    """The bot's Checks. `every`: how often a story's sources are asked that does not say; zero
    where that is not said either. Raises CatalogError."""

    def __init__(self, database: Database, every: timedelta) -> None:
        self._database = database
        self.every = every or _BY_HAND

    def tracked(self) -> Sequence[Tracked]:
        """Of the stories that are served. Where a story's sources were never asked, those that
        it names."""
        with self._database.reading() as connection:
            stories = _stories(connection)
            rows = connection.execute(select(sources).order_by(sources.c.url)).all()
            beats = {row.of: heartbeat_of(row) for row in connection.execute(select(heartbeats))}
            unread = _unread(connection)
        asked = {row.story for row in rows}
        found = [
            self._tracked(row, stories[row.story], beats, unread)
            for row in rows
            if row.story in stories
            and row.kind != ELSEWHERE
            and (row.kind != PART or row.failing_since)
        ]
        for slug, story in stories.items():
            if slug not in asked and not _asked_since(beats, slug, story.created):
                urls = dict.fromkeys((*story.feeds, *story.topics, *story.pages))
                found += [Tracked(slug, url, self._every(story), None) for url in urls]
        return found

    def unchecked(self) -> Sequence[Tracked]:
        """Articles that are quoted though their pages don't show them any more, each like a source
        that is asked so seldom that people hear of it once it lasts."""
        p = fetched_pages
        query = (
            select(p.c.story, p.c.url, p.c.unchecked_since, p.c.why)
            .outerjoin(sources, and_(sources.c.story == p.c.story, sources.c.url == p.c.url))
            .where(p.c.version.is_not(None), p.c.unchecked_since.is_not(None))
            .where(sources.c.url.is_(None))
        )
        with self._database.reading() as connection:
            stories = _stories(connection)
            rows = connection.execute(query.order_by(p.c.url)).all()
        every = UNCHECKED_FOR_LONG / 2
        return [
            Tracked(row.story, row.url, every, None, row.unchecked_since, row.why)
            for row in rows
            if row.story in stories
        ]

    def refresher_every(self, tracked: Sequence[Tracked]) -> timedelta:
        """How often sources are asked that are asked most often."""
        return min((one.every for one in tracked), default=self.every)

    def _tracked(
        self,
        row: Row[Any],
        story: Row[Any],
        beats: Mapping[str, Heartbeat],
        unread: Mapping[_Key, tuple[datetime, str]],
    ) -> Tracked:
        every = self._every(story)
        if row.kind == PAGE and row.failing_since is None and row.checked is not None:
            # An old page is looked at less often than a feed.
            every = max(every, row.due - row.checked)
        rounds = [beats[of] for of in (ALL_STORIES, row.story) if of in beats]
        latest = max(rounds, key=lambda one: one.began, default=None)
        served = served_until(latest, every, row.succeeded) if row.succeeded else None
        found = Tracked(row.story, row.url, every, served, row.failing_since, row.result)
        if row.failing_since is None and (row.story, row.url) in unread:
            since, why = unread[row.story, row.url]
            return replace(
                found, checked=min(served, since) if served else None, failing_since=since, why=why
            )
        return found if row.failing_since else replace(found, why="")

    def _every(self, story: Row[Any]) -> timedelta:
        minutes: int | None = story.refresh_minutes
        return timedelta(minutes=minutes) if minutes else self.every


def _stories(connection: Connection) -> dict[str, Row[Any]]:
    """Of the current generation, with when it was made."""
    stories = generation_stories
    query = (
        select(stories, generations.c.created)
        .join(pointer, pointer.c.generation == stories.c.generation)
        .join(generations, generations.c.id == stories.c.generation)
    )
    return {row.slug: row for row in connection.execute(query)}


def _asked_since(beats: Mapping[str, Heartbeat], slug: str, created: datetime) -> bool:
    """Whether a round that went well has found nothing to ask of the story since."""
    ends = (beats[of].well_began for of in (ALL_STORIES, slug) if of in beats)
    return any(end is not None and end >= created for end in ends)


def _unread(connection: Connection) -> dict[_Key, tuple[datetime, str]]:
    """Sources all of whose pages of late can't be read: since when, and why the newest can't."""
    p = fetched_pages
    key = (p.c.story, p.c.source)
    good = select(*key, func.max(p.c.found).label("last")).where(p.c.state.not_in(_UNREAD))
    last = good.group_by(*key).subquery()
    later = (
        select(*key, p.c.found, p.c.why)
        .outerjoin(last, and_(last.c.story == p.c.story, last.c.source == p.c.source))
        .where(p.c.state.in_(_UNREAD), p.c.checked.is_not(None), p.c.source != "")
        .where(or_(last.c.last.is_(None), p.c.found > last.c.last))
        .order_by(p.c.found, p.c.url)
    )
    pages: dict[_Key, list[Row[*tuple[Any, ...]]]] = {}
    for row in connection.execute(later):
        pages.setdefault((row.story, row.source), []).append(row)
    return {
        key: (bad[0].found, f"none of its newest {len(bad)} pages can be read: {bad[-1].why}")
        for key, bad in pages.items()
        if len(bad) >= _FEW
    }
