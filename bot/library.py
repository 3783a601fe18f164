"""What is tracked, for lists: the port, and what stands in a list of stories."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Protocol

from retrieval.articles import Article, Story

if TYPE_CHECKING:
    # Who only lists stories waits for nothing that a timeline takes.
    from retrieval.timeline import Development


@dataclass(frozen=True, slots=True)
class StoryListing:
    """A story with how many articles it has and when the newest was published."""

    story: Story
    articles: int
    newest: datetime | None


class Library(Protocol):
    """What is tracked. Synchronous, for a worker thread."""

    def generation(self) -> str:
        """The id of the index that it is read from."""
        ...

    def listings(self) -> Sequence[StoryListing]: ...

    def newest(self, stories: Collection[str], limit: int) -> Sequence[Article]:
        """The newest articles of these stories, newest first."""
        ...

    def articles_of(self, versions: Collection[str]) -> Mapping[str, Article]: ...

    def articles_in(self, story: str) -> Sequence[Article]:
        """The story's articles as they read now."""
        ...

    def timeline(self, story: str) -> "Sequence[Development]":
        """The story's developments, oldest first. Takes a second or two."""
        ...
