"""The port of what is held of articles, of which evidence is made and by which it is checked."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.happenings import Revision
from retrieval.articles import Article


@dataclass(frozen=True, slots=True)
class Held:
    """One version of an article, and when it was first read."""

    article: Article
    fetched: datetime


class Archive(Protocol):
    """What is held. It only reads. Synchronous, for a worker thread."""

    def held(self, versions: Collection[str]) -> Mapping[str, Held]:
        """Each version that is still held, by its id."""
        ...

    def served(self, articles: Collection[str]) -> Mapping[str, str]:
        """The version that quotes are taken from now, by article; without those that are tracked
        no more."""
        ...

    def known(self, articles: Collection[str]) -> Collection[str]:
        """Those of the articles of which anything was ever held, and still is."""
        ...

    def revisions(self, articles: Collection[str]) -> Mapping[str, Sequence[Revision]]:
        """What became of each of the articles, in order; nothing of those that never changed."""
        ...
