"""The catalog's articles of a story → its timeline. What the command line and chats both call."""

import numpy as np

from adapters.storage.catalog import Catalog
from retrieval.articles import Story
from retrieval.closeness import Embed
from retrieval.embedding import Embeddings
from retrieval.timeline import Development, timeline


def developments(
    catalog: Catalog, generation: str, model: str, story: Story, embed: Embed
) -> tuple[Development, ...]:
    """The story's developments in this generation, oldest first. Raises CatalogError."""
    articles = [stored.article for stored in catalog.articles(generation, story.slug)]
    first: dict[str, str] = {}
    for passage, content_hash in catalog.passages_of({a.version for a in articles}):
        first.setdefault(passage.version, content_hash)
    vectors = catalog.embeddings.vectors(model, set(first.values()))
    leads: dict[str, Embeddings] = {
        version: np.asarray(vectors[content_hash])
        for version, content_hash in first.items()
        if content_hash in vectors
    }
    return timeline(articles, leads, story, embed)
