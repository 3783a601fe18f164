"""What is tracked, for the lists that chats show."""

from collections.abc import Collection, Mapping, Sequence
from typing import Protocol

from adapters.storage.catalog import StoryListing
from retrieval.articles import Article
from retrieval.timeline import Development


class Shelf(Protocol):
    """What is tracked, for lists."""

    def listings(self) -> Sequence[StoryListing]: ...

    def newest(self, stories: Collection[str], limit: int) -> Sequence[Article]:
        """The newest articles of these stories, newest first."""
        ...

    def articles_of(self, versions: Collection[str]) -> Mapping[str, Article]: ...

    def articles_in(self, story: str) -> Sequence[Article]:
        """The story's articles as they read now."""
        ...

    def timeline(self, story: str) -> Sequence[Development]:
        """The story's developments, oldest first. Takes a second or two: for a worker."""
        ...
