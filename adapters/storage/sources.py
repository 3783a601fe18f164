"""What the web was asked for, and what came of it ↔ `sources`, `fetched_pages` and `robots`."""

from collections.abc import Collection, Iterable
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from enum import Enum
from typing import Any

from sqlalchemy import Row, delete, select, update

from adapters.storage.database import Database, chunks, in_chunks
from adapters.storage.reindex_plan import Purged, fetched_path
from adapters.storage.tables.articles import purged
from adapters.storage.tables.web import fetched_pages as p
from adapters.storage.tables.web import robots as r
from adapters.storage.tables.web import source_adders as adders
from adapters.storage.tables.web import sources as s
from adapters.storage.versions import add_versions
from adapters.web.canonical import canonical
from adapters.web.robots_files import RobotsFile
from adapters.web.unforeseen import UNFORESEEN
from retrieval.articles import Article


class State(Enum):
    """What has become of a page."""

    HELD = "held"
    LEFT_OUT = "left out"  # it does not belong to the story, or can't be quoted
    FAILING = "failing"  # never had yet; it is tried again
    COPY = "copy"  # it is a page that is held under another address
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Source:
    """A feed, sitemap or page that a story names.

    `url` as story.toml has it, `asked` where it has moved to; `kind` is "" until it is known;
    `result`: one line on the last time; `left_out`: how many older items it lists beyond the
    limit; nothing is asked before `due`. `whole`: when it was last sent whole, with `items` items,
    whose addresses have the digest `listed` since `changed`.
    """

    story: str
    url: str
    asked: str
    due: datetime
    kind: str = ""
    etag: str = ""
    last_modified: str = ""
    checked: datetime | None = None
    succeeded: datetime | None = None
    failing_since: datetime | None = None
    failures: int = 0
    result: str = ""
    whole: datetime | None = None
    items: int | None = None
    listed: str = ""
    changed: datetime | None = None
    left_out: int = 0


@dataclass(frozen=True, slots=True)
class Adder:
    """Somebody in a chat: `via` is what else the platform needs to write to them."""

    platform: str
    team: str
    person: str
    via: str = ""


# Raised where pages are read otherwise than before: what they then say differently is no change of
# theirs.
READING_VERSION = 2
# A bot check is over by the next day; people hear of what is not.
UNCHECKED_FOR_LONG = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class FetchedPage:
    """A page that a source led to.

    `url` is canonical; `why` says how its state came about; `judged` is the digest of what it was
    judged by; `article` and `version` are what is held of it, "" and None for nothing; `from_feed`:
    its text is the feed's, since the page could not be had; `due` None: it is not asked again;
    `unchecked_since`: since when it has not shown its article, `why` says what instead; `shown`:
    the digest of the words that it showed the last time; `read_by`: the version of our reading that
    read it last; `reread`: the version of the article, where that came of another reading alone.
    """

    story: str
    url: str
    asked: str
    source: str
    state: State
    found: datetime
    why: str = ""
    judged: str = ""
    article: str = ""
    version: str | None = None
    from_feed: bool = False
    etag: str = ""
    last_modified: str = ""
    checked: datetime | None = None
    gone_since: datetime | None = None
    failures: int = 0
    due: datetime | None = None
    unchecked_since: datetime | None = None
    shown: str = ""
    read_by: int = READING_VERSION
    reread: str = ""


class StoredSources:
    """Every question to these tables, and every change. Safe to use from several threads.

    Raises CatalogError.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def sources(self, story: str | None = None) -> list[Source]:
        """By story and address; None is every story."""
        query = select(s).order_by(s.c.story, s.c.url)
        if story is not None:
            query = query.where(s.c.story == story)
        with self._database.reading() as connection:
            return [Source(**row._mapping) for row in connection.execute(query)]

    def pages(self, story: str) -> dict[str, FetchedPage]:
        """By address."""
        with self._database.reading() as connection:
            rows = connection.execute(select(p).where(p.c.story == story)).all()
        return {row.url: _page(row) for row in rows}

    def ended_pages(self, story: str | None = None) -> list[Source]:
        """Pages that could not be dealt with for a reason that nobody foresaw, as sources."""
        query = select(p).where(p.c.why.startswith(UNFORESEEN), p.c.failures > 0)
        if story is not None:
            query = query.where(p.c.story == story)
        with self._database.reading() as connection:
            rows = connection.execute(query.order_by(p.c.story, p.c.url)).all()
        return [
            Source(
                row.story,
                row.url,
                row.asked,
                row.due or row.found,
                kind="page",
                checked=row.checked,
                failing_since=row.checked or row.found,
                failures=row.failures,
                result=row.why,
            )
            for row in rows
        ]

    def claims(self) -> list[tuple[str, str, str]]:
        """(story, address, id of the article or "") of each page that belongs to a story."""
        query = select(p.c.story, p.c.url, p.c.asked, p.c.article)
        with self._database.reading() as connection:
            rows = connection.execute(query.where(p.c.state != State.LEFT_OUT.value)).all()
        held = [(row.story, row.url, row.article) for row in rows]
        # Where it has moved to it is no new page. Most have not moved.
        asked = [row for row in rows if row.asked != row.url]
        moved = [(row, canonical(row.asked) or row.asked) for row in asked]
        return [*held, *((row.story, there, "") for row, there in moved if there != row.url)]

    def unchecked(self, story: str | None = None) -> list[FetchedPage]:
        """Pages whose article is held and that don't show it any more, longest since first."""
        query = select(p).where(p.c.version.is_not(None), p.c.unchecked_since.is_not(None))
        if story is not None:
            query = query.where(p.c.story == story)
        with self._database.reading() as connection:
            rows = connection.execute(query.order_by(p.c.unchecked_since, p.c.url)).all()
        return [_page(row) for row in rows]

    def shown(self) -> list[tuple[str, str]]:
        """(address, digest of what it showed the last time) of every page that could be read."""
        query = select(p.c.url, p.c.shown).where(p.c.shown != "").distinct()
        with self._database.reading() as connection:
            return [(row.url, row.shown) for row in connection.execute(query)]

    def held(self, ids: Collection[str] | None = None) -> dict[str, tuple[str, str]]:
        """(story, version) of every article that is held of a page, by its id; or of these."""
        query = select(p.c.article, p.c.story, p.c.version).where(p.c.version.is_not(None))
        query = query.order_by(p.c.story, p.c.url)
        with self._database.reading() as connection:
            rows: list[Row[Any]] = (
                list(connection.execute(query))
                if ids is None
                else in_chunks(connection, query, p.c.article, ids)
            )
        return {row.article: (row.story, row.version) for row in rows}

    def save(
        self,
        sources: Iterable[Source],
        pages: Iterable[FetchedPage],
        versions: Iterable[Article],
        now: datetime,
    ) -> None:
        """What a story's refresh brought: all of it or nothing, so that no feed is taken for read
        whose articles were lost. What has been purged since it was asked for is left out."""
        sources, pages, versions = list(sources), list(pages), list(versions)
        if not (sources or pages or versions):
            return
        with self._database.writing() as connection:
            keys = connection.execute(select(purged.c.article_digest)).scalars()
            gone = Purged(frozenset(keys))
            sources = [source for source in sources if not gone.story(source.story)]
            pages = [
                page
                for page in pages
                if not gone.article(page.article, fetched_path(page.story, page.article))
                and not gone.page(page.story, page.url)
            ]
            versions = [a for a in versions if not gone.article(a.id, fetched_path(a.story, a.id))]
            add_versions(connection, versions, now)
            for source in sources:
                values = asdict(source)
                connection.execute(
                    self._database.insert(s)
                    .values(values)
                    .on_conflict_do_update(index_elements=list(s.primary_key), set_=values)
                )
            for page in pages:
                values = asdict(page) | {"state": page.state.value}
                connection.execute(
                    self._database.insert(p)
                    .values(values)
                    .on_conflict_do_update(index_elements=list(p.primary_key), set_=values)
                )

    def ask_now(self, urls: Collection[str], now: datetime) -> None:
        """They are due, in every story that names them."""
        with self._database.writing() as connection:
            for chunk in chunks(urls):
                connection.execute(
                    update(s).where(s.c.url.in_(chunk), s.c.due > now).values(due=now)
                )

    def forget_sources(self, story: str, urls: Collection[str]) -> None:
        """What is remembered of sources that the story names no more."""
        if not urls:
            return
        with self._database.writing() as connection:
            for chunk in chunks(urls):
                connection.execute(delete(s).where(s.c.story == story, s.c.url.in_(chunk)))
                connection.execute(
                    delete(adders).where(adders.c.story == story, adders.c.url.in_(chunk))
                )

    def added(self, story: str, url: str, by: Adder, now: datetime) -> None:
        """Notes who made the story track a source; whoever did so last counts."""
        values = {"story": story, "url": url, **asdict(by), "at": now}
        with self._database.writing() as connection:
            connection.execute(
                self._database.insert(adders)
                .values(values)
                .on_conflict_do_update(index_elements=list(adders.primary_key), set_=values)
            )

    def robots(self, origin: str) -> RobotsFile | None:
        with self._database.reading() as connection:
            row = connection.execute(select(r).where(r.c.origin == origin)).first()
        if row is None:
            return None
        return RobotsFile(row.text, row.etag, row.last_modified, row.checked)

    def keep_robots(self, origin: str, file: RobotsFile) -> None:
        values = {"origin": origin, **asdict(file)}
        with self._database.writing() as connection:
            connection.execute(
                self._database.insert(r)
                .values(values)
                .on_conflict_do_update(index_elements=[r.c.origin], set_=values)
            )


def _page(row: Row[Any]) -> FetchedPage:
    return FetchedPage(**{**row._mapping, "state": State(row.state)})
