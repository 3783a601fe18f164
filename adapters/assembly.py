"""Settings → the parts that hold, embed and read; `bot_assembly` makes a bot of them."""

from datetime import timedelta
from pathlib import Path

from adapters.cluster.node_model import NodeModel
from adapters.cluster.ray_cluster import embedded_on
from adapters.settings import Settings
from adapters.settings.values import NO_RERANKER
from adapters.storage.catalog import Catalog, open_catalog
from adapters.storage.catalog_identity import identity_of
from adapters.storage.checks import StoredChecks
from adapters.storage.embedding_batches import EmbedBatches
from adapters.storage.vector_store import VectorStore
from retrieval.embedding import (
    LoadedEmbedder,
    Reranker,
    load_embedder,
    load_reranker,
)
from retrieval.models import choose_model
from retrieval.reader import OnnxReader, load_reader


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


def reranker_of(settings: Settings) -> Reranker | None:
    """The CrossEncoder that the settings name, if any. Raises ModelError."""
    if settings.reranker in ("", NO_RERANKER):
        return None
    return load_reranker(settings.reranker, settings.device)
