"""Articles and vectors for tests of stories: texts that share words are near each other."""

import zlib
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import numpy as np

from retrieval.articles import Article, Story
from retrieval.embedding import Embeddings
from retrieval.terms import terms

DIMENSIONS = 256
START = datetime(2024, 3, 26, 8, tzinfo=UTC)
BRIDGE = Story(
    "bridge",
    "The fall of the harbour bridge",
    "A ship brings down the harbour bridge; workers die and the port is closed.",
)


def embed(texts: Sequence[str]) -> Embeddings:
    """Words hashed into a vector."""
    vectors = np.full((len(texts), DIMENSIONS), 1e-3, dtype=np.float32)
    for vector, text in zip(vectors, texts, strict=True):
        for term in terms(text):
            vector[zlib.crc32(term.encode("utf-8", "replace")) % DIMENSIONS] += 1
    return np.asarray(vectors / np.linalg.norm(vectors, axis=1, keepdims=True), dtype=np.float32)


def article(id: str, title: str, text: str, days: float | None = 0, source: str = "W") -> Article:
    published = None if days is None else START + timedelta(days=days)
    url = f"https://wire.example/{id}"
    return Article(id, "bridge", title, url, source, (), published, text)
