"""The words of the field as types: stories, articles and the passages cut from them. Pure."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime


@dataclass(frozen=True, slots=True)
class SourceRules:
    """What a story takes of one of its sources: keywords and closeness that hold there in place of
    the story's; None for the story's."""

    url: str
    keywords: tuple[str, ...] | None = None
    closeness: float | None = None


@dataclass(frozen=True, slots=True)
class Story:
    """What is followed. `channels` empty means that every channel may see it.

    `keywords`: "word", of which an item must hold one, "+word", which it must hold, and "-word",
    which it must not hold; `source_rules`: what holds for single sources. `topics`: pages that
    list articles and offer no feed.

    `refresh_minutes`: how often its sources are asked; `closeness`: how near a feed's item must be
    to be taken, 0 to 1; None is the default of either. `aliases`: groups of names, each of which
    stands for the others of its group.
    """

    slug: str
    title: str
    summary: str
    keywords: tuple[str, ...] = ()
    feeds: tuple[str, ...] = ()
    pages: tuple[str, ...] = ()
    channels: tuple[str, ...] = ()
    refresh_minutes: int | None = None
    closeness: float | None = None
    aliases: tuple[tuple[str, ...], ...] = ()
    topics: tuple[str, ...] = ()
    source_rules: tuple[SourceRules, ...] = ()

    @property
    def tracked(self) -> tuple[str, ...]:
        """Every address that is asked for it, each once."""
        return tuple(dict.fromkeys((*self.feeds, *self.topics, *self.pages)))


@dataclass(frozen=True, slots=True)
class Article:
    """One page of a story as it read at one time: a version's whole content.

    `published` is timezone-aware, its day that of the offset that the outlet wrote; a date without
    a time is midnight UTC. `text` is kept to the character: every quote is a slice of it.
    `updated`: when it was found changed since it was first fetched, None where it was not.
    `modified`: when the page itself says that it was last changed, None where it doesn't.
    `language`: ISO 639-1, as it was declared or told by its words; "" where nobody has looked yet,
    which is read as English. It is no part of the content.
    """

    id: str
    story: str
    title: str
    url: str
    source: str
    authors: tuple[str, ...]
    published: datetime | None
    text: str
    updated: datetime | None = None
    modified: datetime | None = None
    language: str = field(default="", compare=False)

    @property
    def version(self) -> str:
        """The id of this content: equal content gives an equal id, on every machine."""
        return digest(
            (
                self.id,
                self.story,
                self.title,
                self.url,
                self.source,
                *self.authors,
                iso_date(self.published) or "",
                self.text,
                # A page that is changed back is a third version, that has been updated.
                *([self.updated.isoformat()] if self.updated else []),
                # Versions of before pages were asked for it keep their ids.
                *([f"modified {self.modified.isoformat()}"] if self.modified else []),
            )
        )


@dataclass(frozen=True, slots=True)
class Passage:
    """A slice `[start, end)`, in characters, of a version's text that is embedded."""

    id: str
    version: str
    start: int
    end: int


def digest(parts: Iterable[str]) -> str:
    """32 hex digits of SHA-256 over the parts; their boundaries count."""
    sha = hashlib.sha256()
    for part in parts:
        encoded = part.encode("utf-8", "surrogatepass")
        sha.update(len(encoded).to_bytes(8, "big"))
        sha.update(encoded)
    return sha.hexdigest()[:32]


def iso_date(moment: datetime | None) -> str | None:
    """ISO 8601: the date alone where no time of day is known (midnight UTC), else the full time."""
    if moment is None:
        return None
    in_utc = moment.astimezone(UTC)
    # In New York it is another day then, and that one was written.
    if in_utc.time() == datetime.min.time() and in_utc.date() == moment.date():
        return in_utc.date().isoformat()
    return moment.isoformat()
