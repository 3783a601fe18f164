"""Content hashes ↔ the vectors that the database keeps of them, each made once a model."""

from collections.abc import Collection, Sequence

import numpy as np
from sqlalchemy import Connection, insert, select

from adapters.storage.database import Database, in_chunks
from adapters.storage.tables import articles as t
from retrieval.embedding import Embeddings


class StoredEmbeddings:
    """Raises CatalogError. Safe to use from several threads."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def known(self, model: str, hashes: Collection[str]) -> set[str]:
        """Those of the content hashes whose embedding was already made under `model`."""
        with self._database.reading() as connection:
            return _known(connection, model, hashes)

    def vectors(self, model: str, hashes: Collection[str]) -> dict[str, Embeddings]:
        """The embeddings already made under `model`, by content hash, each `(dimensions,)`."""
        e = t.embeddings.c
        query = select(e.content_hash, e.vector).where(e.model == model)
        with self._database.reading() as connection:
            rows = in_chunks(connection, query, e.content_hash, hashes)
        return {row.content_hash: np.frombuffer(row.vector, dtype="<f4") for row in rows}

    def add(self, model: str, hashes: Sequence[str], vectors: Embeddings) -> None:
        with self._database.writing() as connection:
            known = _known(connection, model, hashes)
            rows = {
                content_hash: vector.astype("<f4").tobytes()
                for content_hash, vector in zip(hashes, vectors, strict=True)
                if content_hash not in known
            }
            if rows:
                connection.execute(
                    insert(t.embeddings),
                    [{"content_hash": h, "model": model, "vector": v} for h, v in rows.items()],
                )


def _known(connection: Connection, model: str, hashes: Collection[str]) -> set[str]:
    e = t.embeddings.c
    query = select(e.content_hash).where(e.model == model)
    return {row.content_hash for row in in_chunks(connection, query, e.content_hash, hashes)}
