"""What a generation holds ↔ its rows in the database."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, insert, select, update

from adapters.storage.tables import articles as t
from retrieval.articles import SourceRules, Story


@dataclass(frozen=True, slots=True)
class Generation:
    """One built index, as the catalog lists it.

    `merged_from`: the generation whose content this one holds, in fewer segments.
    """

    id: str
    created: datetime
    model: str
    articles: int
    passages: int
    merged_from: str | None = None

    @property
    def content(self) -> str:
        """The same for all generations that hold the same."""
        return self.merged_from or self.id


@dataclass(frozen=True, slots=True)
class Filed:
    """Where an article of a generation came from, and which version of it that is."""

    version: str
    path: str


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A corpus file as a generation read it."""

    story: str
    sha256: str
    reader_version: int


@dataclass(frozen=True, slots=True)
class Snapshot:
    """All that a generation holds: stories by slug, files by path, articles by id."""

    stories: dict[str, Story]
    files: dict[str, SourceFile]
    articles: dict[str, Filed]


EMPTY = Snapshot({}, {}, {})


@dataclass(frozen=True, slots=True)
class Change:
    """How the next generation differs from `served`, the one that is served, None where none is.

    `stories` are all that it holds. An article that reads otherwise or stands elsewhere is among
    those that go and among those that are put.
    """

    served: str | None
    stories: dict[str, Story]
    files_gone: frozenset[str]
    files_put: dict[str, SourceFile]
    articles_gone: dict[str, Filed]
    articles_put: dict[str, Filed]

    @property
    def versions_added(self) -> frozenset[str]:
        return _versions(self.articles_put) - _versions(self.articles_gone)

    @property
    def versions_gone(self) -> frozenset[str]:
        return _versions(self.articles_gone) - _versions(self.articles_put)

    @property
    def touches_nothing(self) -> bool:
        """Whether no file and no article differs."""
        return not (self.files_gone or self.files_put or self.articles_gone or self.articles_put)


def unchanged(served: str, stories: dict[str, Story]) -> Change:
    """What differs in nothing."""
    return Change(served, stories, frozenset(), {}, {}, {})


def difference(last: Snapshot, next_one: Snapshot, served: str | None) -> Change:
    """What becomes of `last`, or of a part of it; what neither of them names stays as it is."""
    files = {path: f for path, f in next_one.files.items() if last.files.get(path) != f}
    articles = {id: f for id, f in next_one.articles.items() if last.articles.get(id) != f}
    return Change(
        served=served,
        stories=next_one.stories,
        files_gone=frozenset(
            path for path, file in last.files.items() if next_one.files.get(path) != file
        ),
        files_put=files,
        articles_gone={
            id: filed for id, filed in last.articles.items() if next_one.articles.get(id) != filed
        },
        articles_put=articles,
    )


def _versions(articles: Mapping[str, Filed]) -> frozenset[str]:
    return frozenset(filed.version for filed in articles.values())


def of_generation(table: Any, generation: str) -> Any:
    """The query of a generation's rows in `table`."""
    return select(table).where(table.c.generation == generation)


def insert_stories(connection: Connection, generation: str, stories: dict[str, Story]) -> None:
    """The stories of a new generation."""
    rows = [
        {
            "generation": generation,
            "slug": story.slug,
            "title": story.title,
            "summary": story.summary,
            "keywords": list(story.keywords),
            "feeds": list(story.feeds),
            "pages": list(story.pages),
            "topics": list(story.topics),
            "channels": list(story.channels),
            "refresh_minutes": story.refresh_minutes,
            "closeness": story.closeness,
            "aliases": [list(names) for names in story.aliases],
            "source_rules": [asdict(rules) for rules in story.source_rules],
        }
        for story in stories.values()
    ]
    if rows:
        connection.execute(insert(t.generation_stories), rows)


def point_to(connection: Connection, generation: str, now: datetime) -> None:
    """From `now` on this generation is the current one."""
    values = {"generation": generation, "switched": now}
    if not connection.execute(update(t.pointer).values(values)).rowcount:
        connection.execute(insert(t.pointer), {"name": "current", **values})


def generation_in(row: Row[Any]) -> Generation:
    """The generation in a row of `generations`."""
    return Generation(row.id, row.created, row.model, row.articles, row.passages, row.merged_from)


def story_in(row: Row[Any]) -> Story:
    """The story in a row of `generation_stories`."""
    return Story(
        row.slug,
        row.title,
        row.summary,
        tuple(row.keywords),
        tuple(row.feeds),
        tuple(row.pages),
        tuple(row.channels),
        row.refresh_minutes,
        row.closeness,
        tuple(tuple(names) for names in row.aliases),
        topics=tuple(row.topics),
        source_rules=tuple(_rules(**rules) for rules in row.source_rules),
    )


def _rules(url: str, keywords: Sequence[str] | None, closeness: float | None) -> SourceRules:
    return SourceRules(url, None if keywords is None else tuple(keywords), closeness)
