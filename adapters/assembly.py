"""Settings → the parts of Pullquote, put together. The whole wiring, in one place."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import numpy as np

from adapters.cluster.node_model import NodeModel
from adapters.cluster.ray_cluster import embedded_on
from adapters.settings import Settings
from adapters.settings.values import NO_RERANKER
from adapters.storage.catalog import Catalog, open_catalog
from adapters.storage.catalog_identity import identity_of
from adapters.storage.checks import StoredChecks
from adapters.storage.embedding_batches import EmbedBatches
from adapters.storage.open_generation import OpenGeneration
from adapters.storage.serving import ServedIndex
from adapters.storage.timelines import developments
from adapters.storage.vector_store import VectorsError, VectorStore
from bot.ask import Bot
from bot.decide import FOLLOW_UP_SHOWN, UNREAD_FOLLOW_UP_SHOWN, Thresholds
from bot.library import StoryListing
from retrieval.articles import Article, Story
from retrieval.embedding import (
    Embedder,
    Embeddings,
    LoadedEmbedder,
    Reranker,
    load_embedder,
    load_reranker,
)
from retrieval.models import choose_model
from retrieval.reader import OnnxReader, load_reader
from retrieval.search import Findings, Search
from retrieval.stages import UNTIMED, Timed
from retrieval.timeline import Development


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
            # What a story calls its people must not be felt where that story may not be seen.
            seen = [
                story
                for slug, story in self.catalog.tracked(generation.generation).items()
                if stories is None or slug in stories
            ]
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


def catalog_of(settings: Settings) -> Catalog:
    """Raises CatalogError."""
    url = settings.database.get_secret_value() if settings.database else None
    return open_catalog(url, settings.data)


def vectors_of(settings: Settings, catalog: Catalog) -> VectorStore:
    """Where the vectors are kept; nothing is asked there yet. Raises CatalogError."""
    # Imported here: who has no use for one of them need not wait for it.
    if settings.chroma_url is None:
        from adapters.storage.chroma import ChromaFolders

        return ChromaFolders(settings.data)
    from adapters.storage.chroma_connection import ChromaAddress
    from adapters.storage.chroma_server import ChromaServer

    address = ChromaAddress(
        settings.chroma_url,
        settings.chroma_tenant,
        settings.chroma_database,
        settings.chroma_api_key,
        settings.chroma_auth,
        settings.proxies.towards(settings.chroma_url),
    )
    return ChromaServer.at(address, settings.chroma_prefix, identity_of(catalog.database))


def checks_of(settings: Settings, catalog: Catalog) -> StoredChecks:
    """What is known of the stories' sources."""
    return StoredChecks(catalog.database, timedelta(minutes=settings.refresh_minutes))


def models_folder(settings: Settings) -> Path:
    """Where models that were exported to ONNX are kept."""
    return settings.data / "models"


def embedder_of(settings: Settings) -> LoadedEmbedder:
    """Raises ModelError."""
    return load_embedder(
        choose_model(settings.model),
        cache=models_folder(settings),
        backend=settings.backend,
        device=settings.device,
        batch_size=settings.batch_size,
    )


def embedded_on_cluster(settings: Settings, address: str) -> EmbedBatches:
    """What embeds passages with the settings' model on the Ray cluster at `address`.

    Raises WrongUse and ModelError at once, ClusterError when it embeds.
    """
    choice = choose_model(settings.model)
    # Nodes work in folders of their own, so a folder is told from the root.
    told = choice.location if Path(settings.model).expanduser().is_dir() else settings.model
    model = NodeModel(
        told if settings.model else "",
        choice.id,
        settings.backend,
        settings.device,
        settings.batch_size,
    )
    return embedded_on(address, model.load, gpus=model.uses_gpus)


def reader_of(settings: Settings) -> OnnxReader | None:
    """The reader that ships, unless another re-ranker, or none, is set. Raises ModelError."""
    return None if settings.reranker else load_reader()


def thresholds_of(settings: Settings) -> Thresholds:
    """How sure the bot must be."""
    factor = UNREAD_FOLLOW_UP_SHOWN if settings.reranker else FOLLOW_UP_SHOWN
    return Thresholds(settings.threshold, settings.claim_threshold, factor)


def reranker_of(settings: Settings) -> Reranker | None:
    """The CrossEncoder that the settings name, if any. Raises ModelError."""
    if settings.reranker in ("", NO_RERANKER):
        return None
    return load_reranker(settings.reranker, settings.device)


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
    Raises CatalogError, NoIndex, ModelMismatch, IndexUnreadable, VectorsAway, ModelError.
    """
    model = choose_model(settings.model)
    store = vectors_of(settings, catalog)
    with ServedIndex(catalog, settings.data, model.id, store, follow=follow) as index:
        reader, reranker = reader_of(settings), reranker_of(settings)
        search = Search(embedder_of(settings), catalog, reader, reranker, timed)
        yield Bot(IndexFinder(index, search, catalog), catalog, thresholds_of(settings))
