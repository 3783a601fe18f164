"""Timelines and pictures of stories → kept as long as the index that they were made of is served.

Forty people who look at a story have its timeline made once.
"""

import threading
from collections import OrderedDict
from collections.abc import Callable, Collection, Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from bot.documents.tree import Picture
from bot.library import Library, StoryListing
from retrieval.articles import Article
from retrieval.timeline import Development

T = TypeVar("T")
# As many stories as are looked at on one morning.
_MOST = 16


@dataclass(slots=True)
class Kept(Generic[T]):
    """The last few that were made, by their key. Safe to use from several threads."""

    most: int = _MOST
    _made: OrderedDict[Hashable, T] = field(default_factory=OrderedDict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def get(self, key: Hashable, make: Callable[[], T]) -> T:
        """What was made for the key, or is now."""
        with self._lock:
            if key in self._made:
                self._made.move_to_end(key)
                return self._made[key]
        made = make()
        with self._lock:
            self._made[key] = made
            while len(self._made) > self.most:
                self._made.popitem(last=False)
        return made


Timelines = Kept[Sequence[Development]]
Pictures = Kept[Picture | None]


@dataclass(frozen=True, slots=True)
class KeepingLibrary:
    """A Library that makes each timeline once."""

    library: Library
    timelines: Timelines

    def generation(self) -> str:
        return self.library.generation()

    def listings(self) -> Sequence[StoryListing]:
        return self.library.listings()

    def newest(self, stories: Collection[str], limit: int) -> Sequence[Article]:
        return self.library.newest(stories, limit)

    def articles_of(self, versions: Collection[str]) -> Mapping[str, Article]:
        return self.library.articles_of(versions)

    def articles_in(self, story: str) -> Sequence[Article]:
        return self.library.articles_in(story)

    def timeline(self, story: str) -> Sequence[Development]:
        key = self.library.generation(), story
        return self.timelines.get(key, lambda: self.library.timeline(story))
