"""What is tracked, for the lists that chats show."""

from collections.abc import Collection, Mapping, Sequence
from typing import Protocol

from adapters.storage.catalog import StoryListing
from retrieval.articles import Article


class Shelf(Protocol):
    """What is tracked, for lists."""

    def listings(self) -> Sequence[StoryListing]: ...

    def newest(self, stories: Collection[str], limit: int) -> Sequence[Article]:
        """The newest articles of these stories, newest first."""
        ...

    def articles_of(self, versions: Collection[str]) -> Mapping[str, Article]: ...
