"""Texts → their vectors: those that the catalog keeps by content hash, and new ones, kept then."""

from collections.abc import Callable, Sequence

import numpy as np

from adapters.storage.catalog import Catalog
from retrieval.articles import digest
from retrieval.closeness import Embed
from retrieval.embedding import Embedder, Embeddings


def stored_embed(
    catalog: Catalog, model: str, load_embedder: Callable[[], Embedder], *, keep: bool = True
) -> Embed:
    """Embeds as `load_embedder()` does, whose model is called `model`, and what was embedded once
    not again; `keep` False writes nothing."""

    def embed(texts: Sequence[str]) -> Embeddings:
        """Shape `(texts, dimensions)`."""
        hashes = [digest([text]) for text in texts]
        known = catalog.embeddings.vectors(model, set(hashes))
        new = {h: text for h, text in zip(hashes, texts, strict=True) if h not in known}
        if new:
            vectors = load_embedder().embed_passages(list(new.values()))
            if keep:
                catalog.embeddings.add(model, list(new), vectors)
            known |= dict(zip(new, vectors, strict=True))
        return np.stack([known[content_hash] for content_hash in hashes])

    return embed
