"""Articles → an open index of them, in a folder of its own."""

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from adapters.storage.catalog import Catalog
from adapters.storage.chroma import ChromaFolders
from adapters.storage.open_generation import OpenGeneration
from adapters.storage.open_segment import OpenSegments
from adapters.storage.segment_writer import Progress, SegmentWriter
from retrieval.articles import Article, digest
from retrieval.embedding import Embedder
from retrieval.passages import cut, embedded_text

# Vectors are stored after so many, so that memory stays small.
_EMBEDDED_AT_ONCE = 512


def build_index(
    articles: Sequence[Article],
    data: Path,
    catalog: Catalog,
    embedder: Embedder,
    now: datetime,
    progress: Progress,
) -> OpenGeneration:
    """The generation that holds `articles`; close it when done.

    It isn't published, so nothing else serves it. Passages whose vectors `catalog` holds aren't
    embedded again. Raises CatalogError, BuildFailed, IndexUnreadable, OSError.
    """
    prepared = []
    texts: dict[str, str] = {}
    for article in articles:
        passages = [(p, digest([embedded_text(article, p)])) for p in cut(article)]
        texts |= {content_hash: embedded_text(article, p) for p, content_hash in passages}
        prepared.append((article, passages))
    catalog.add_versions(prepared, now)
    known = catalog.embeddings.vectors(embedder.model, texts)
    # Longest first: the rate only rises, so the time left that a bar shows only falls.
    missing = sorted(texts.keys() - known.keys(), key=lambda h: (-len(texts[h]), h))
    done = 0

    def heard(count: int) -> None:
        nonlocal done
        done += count
        progress("embedding", done, len(missing))

    for first in range(0, len(missing), _EMBEDDED_AT_ONCE):
        chosen = missing[first : first + _EMBEDDED_AT_ONCE]
        vectors = embedder.embed_passages([texts[h] for h in chosen], heard)
        catalog.embeddings.add(embedder.model, chosen, vectors)
    versions = {article.version for article in articles}
    store = ChromaFolders(data)
    id = f"{now.astimezone(UTC):%Y%m%d-%H%M%S-%f}"
    writer = SegmentWriter(data, store, catalog, embedder.model, progress)
    part = writer.of_versions(id, versions)
    return OpenGeneration(id, [part] if part else [], OpenSegments(data, store))
