"""Enough of an embedding model for a test."""

import zlib
from collections.abc import Callable, Sequence

import numpy as np

from retrieval.embedding import Embeddings
from retrieval.questions import Query
from retrieval.terms import terms


class WordsEmbedder:
    """Texts that share words are near each other; counts the texts that it is given."""

    model = "words"

    def __init__(self) -> None:
        self.embedded = 0

    def embed_question(self, question: str) -> Embeddings:
        vector: Embeddings = self.embed_passages([question])[0]
        return vector

    def embed_passages(
        self, texts: Sequence[str], progress: Callable[[int], None] | None = None
    ) -> Embeddings:
        self.embedded += len(texts)
        vectors = np.full((len(texts), 64), 0.01, dtype=np.float32)
        for vector, text in zip(vectors, texts, strict=True):
            for term in terms(text):
                vector[zlib.crc32(term.encode()) % 64] += 1
            vector /= np.linalg.norm(vector)
        if progress:
            progress(len(texts))
        return vectors


class ByWords:
    """What questions mean, by the words that they have."""

    def questions(self, texts: Sequence[str]) -> tuple[Sequence[Query], Embeddings]:
        return [Query(text) for text in texts], WordsEmbedder().embed_passages(texts)
