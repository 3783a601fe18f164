"""The pages that stories hold → which of them a story has already, and the ids of new ones.

A page may belong to several stories: each has an article of its own of it, under an id of its own.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from adapters.storage.article_ids import id_in_story, page_of


@dataclass(frozen=True, slots=True)
class Claims:
    """It changes as stories choose. Pages go by their canonical addresses."""

    _held: set[tuple[str, str]] = field(default_factory=set)
    _in_corpus: set[tuple[str, str]] = field(default_factory=set)
    _story_of: dict[str, str] = field(default_factory=dict)  # by the article's id

    def add(self, held: Iterable[tuple[str, str, str]]) -> None:
        """(story, page, article) of each page that is held; "" where there is no article yet."""
        for story, page, article in held:
            self.take(story, page)
            if article:
                self._story_of[article] = story
                self.take(story, page_of(article))

    def add_file(self, story: str, page: str, article: str) -> None:
        """A page that stands in the corpus belongs to no source of that story."""
        self._in_corpus.add((story, page))
        self._story_of[article] = story

    def clear(self) -> None:
        """Forgets everything: what is held may have changed since."""
        self._held.clear()
        self._in_corpus.clear()
        self._story_of.clear()

    def take(self, story: str, page: str) -> None:
        """The page belongs to the story from now on."""
        self._held.add((story, page))

    def has(self, story: str, page: str) -> bool:
        """Whether the story has the page, fetched or in the corpus."""
        return (story, page) in self._held or (story, page) in self._in_corpus

    def in_corpus(self, story: str, page: str) -> bool:
        """Whether somebody keeps the page as a file of the story."""
        return (story, page) in self._in_corpus

    def article_id(self, story: str, page: str) -> str:
        """The id of the story's article of that page, which is the story's from now on."""
        self.take(story, page)
        if self._story_of.setdefault(page, story) == story:
            return page
        id = id_in_story(story, page)
        self._story_of[id] = story
        return id
