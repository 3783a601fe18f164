"""Settings and the parts of `assembly` → the bot over the index that is served."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

import numpy as np

from adapters.assembly import catalog_of, embedder_of, reader_of, reranker_of, vectors_of
from adapters.language_assembly import known_of, languages_of
from adapters.settings import Settings
from adapters.storage.catalog import Catalog
from adapters.storage.open_generation import OpenGeneration
from adapters.storage.serving import ServedIndex
from adapters.storage.timelines import developments
from adapters.storage.vector_store import VectorsError
from bot.ask import Bot
from bot.decide import FOLLOW_UP_SHOWN, UNREAD_FOLLOW_UP_SHOWN, Thresholds
from bot.library import StoryListing
from bot.said import SaidQuestion
from retrieval.articles import Article, Story
from retrieval.embedding import (
    Embedder,
    Embeddings,
)
from retrieval.models import choose_model
from retrieval.questions import Query, understood
from retrieval.said import Said, Wanted
from retrieval.search import Findings, Search
from retrieval.stages import UNTIMED, Timed
from retrieval.timeline import Development

Found = TypeVar("Found")


@dataclass(frozen=True, slots=True)
class IndexFinder:
    """The bot's Finder over the served index."""

    index: ServedIndex
    search: Search
    catalog: Catalog

    def find(
        self,
        question: str,
        stories: Collection[str] | None,
        quotes: int,
        follow_up: bool = False,
        asked_on: datetime | None = None,
    ) -> Findings:
        def found_in(generation: OpenGeneration) -> Findings:
            seen = self._seen(generation, stories)
            aliases = [names for story in seen for names in story.aliases]
            return self.search.find(
                question,
                generation,
                stories=stories,
                quotes=quotes,
                about=", ".join(story.title for story in seen) if follow_up and stories else "",
                asked_on=asked_on,
                aliases=aliases,
            )

        return self._in_current(found_in)

    def said(self, question: SaidQuestion) -> Said:
        """What somebody is quoted with."""
        # Its many patterns take their time to compile, and few questions ask for it.
        from retrieval.said_search import SaidSearch

        def found_in(generation: OpenGeneration) -> Said:
            seen = self._seen(generation, question.stories)
            return SaidSearch(self.search.embedder, self.catalog).find(
                Wanted(question.person, question.about, question.stories, question.asked_on),
                generation,
                aliases=[names for story in seen for names in story.aliases],
            )

        return self._in_current(found_in)

    def _seen(self, generation: OpenGeneration, stories: Collection[str] | None) -> list[Story]:
        # What a story calls its people must not be felt where that story may not be seen.
        tracked = self.catalog.tracked(generation.generation)
        return [story for slug, story in tracked.items() if stories is None or slug in stories]

    def _in_current(self, found_in: "Callable[[OpenGeneration], Found]") -> "Found":
        try:
            with self.index.current() as generation:
                return found_in(generation)
        except VectorsError:
            # A purge waits for a question only so long before it removes what is being read.
            current = self.catalog.current()
            if current is None or current.id == generation.generation:
                raise
        self.index.refresh()
        with self.index.current() as generation:
            return found_in(generation)

    def generation(self) -> str:
        """The id of the generation that is served now."""
        with self.index.current() as generation:
            return generation.generation

    def stories(self) -> Mapping[str, Story]:
        with self.index.current() as generation:
            return self.catalog.tracked(generation.generation)

    def listings(self) -> Sequence[StoryListing]:
        """The tracked stories with how many articles each has."""
        with self.index.current() as generation:
            return self.catalog.stories(generation.generation)

    def newest(self, stories: Collection[str], limit: int) -> Sequence[Article]:
        """The newest articles of these stories, newest first."""
        with self.index.current() as generation:
            return self.catalog.newest(generation.generation, stories, limit)

    def articles_of(self, versions: Collection[str]) -> Mapping[str, Article]:
        """The content of each version that is still held."""
        return self.catalog.articles_of(versions)

    def articles_in(self, story: str) -> Sequence[Article]:
        """The story's articles as they read now."""
        with self.index.current() as generation:
            return [one.article for one in self.catalog.articles(generation.generation, story)]

    def timeline(self, story: str) -> Sequence[Development]:
        """The story's developments, oldest first."""
        with self.index.current() as generation:
            known = self.catalog.tracked(generation.generation)[story]
            embedder = self.search.embedder
            return developments(
                self.catalog,
                generation.generation,
                embedder.model,
                known,
                embedder.embed_passages,
            )

    def questions(self, texts: Sequence[str]) -> tuple[Sequence[Query], Embeddings]:
        """Each as search reads it, and its vector."""
        with self.index.current() as generation:
            lexicon = generation.words.lexicon
        embedder = self.search.embedder
        vectors = np.stack([embedder.embed_question(text) for text in texts])
        return [understood(text, lexicon) for text in texts], vectors

    def newsroom(self) -> "Newest":
        """What the newest generation holds, for notices."""
        return Newest(self.catalog, self.search.embedder)


@dataclass(frozen=True, slots=True)
class Newest:
    """The newsdesk's Newsroom over the generation that the catalog points to: what was just told
    to have arrived is in it, though this process may still serve the one before."""

    catalog: Catalog
    embedder: Embedder

    def stories(self) -> Mapping[str, Story]:
        current = self.catalog.current()
        return self.catalog.tracked(current.id) if current else {}

    def articles_in(self, story: str) -> Sequence[Article]:
        current = self.catalog.current()
        if current is None:
            return []
        return [one.article for one in self.catalog.articles(current.id, story)]

    def versions_of(self, article: str) -> Collection[str]:
        return self.catalog.versions_by_id([article], None)

    def articles_of(self, versions: Collection[str]) -> Mapping[str, Article]:
        return self.catalog.articles_of(versions)

    def passage_vectors(self, versions: Collection[str]) -> Embeddings:
        hashes = {content_hash for _, content_hash in self.catalog.passages_of(versions)}
        vectors = list(self.catalog.embeddings.vectors(self.embedder.model, hashes).values())
        return np.stack(vectors) if vectors else np.zeros((0, 1), dtype=np.float32)

    def embed(self, texts: Sequence[str]) -> Embeddings:
        return self.embedder.embed_passages(texts)


def thresholds_of(settings: Settings) -> Thresholds:
    """How sure the bot must be."""
    factor = UNREAD_FOLLOW_UP_SHOWN if settings.reranker else FOLLOW_UP_SHOWN
    return Thresholds(settings.threshold, settings.claim_threshold, factor)


@contextmanager
def open_bot(settings: Settings, *, follow: bool) -> Iterator[Bot]:
    """The bot over the current generation, with a catalog of its own; see `bot_over`."""
    catalog = catalog_of(settings)
    try:
        with bot_over(catalog, settings, follow=follow) as bot:
            yield bot
    finally:
        catalog.close()


@contextmanager
def bot_over(
    catalog: Catalog, settings: Settings, *, follow: bool, timed: Timed = UNTIMED
) -> Iterator[Bot]:
    """The bot over the current generation; with `follow` it moves on when that changes. `timed` is
    told of each stage of a question.

    The index is opened before the model, which takes seconds: a missing index is said at once.
    Raises CatalogError, NoIndex, ModelMismatch, IndexUnreadable, VectorsAway, ModelError, WrongUse.
    """
    model, languages = choose_model(settings.model), languages_of(settings)
    store = vectors_of(settings, catalog)
    with ServedIndex(catalog, settings.data, model.id, store, follow=follow) as index:
        reader, reranker = reader_of(settings), reranker_of(settings)
        embedder = embedder_of(settings)
        known = known_of(settings, embedder)
        search = Search(embedder, catalog, reader, reranker, timed, known)
        finder = IndexFinder(index, search, catalog)
        yield Bot(finder, catalog, thresholds_of(settings), languages, finder)
