"""Texts → their vectors, batch by batch as they come: the port, and what embeds in this process."""

from collections.abc import Callable, Generator, Sequence
from typing import Protocol

from retrieval.embedding import Embedder, Embeddings

# What is stored at once, so that little is embedded again after a crash.
_AT_ONCE = 512

Batch = tuple[Sequence[int], Embeddings]  # which of the texts, and a row for each


class EmbedBatches(Protocol):
    """What turns the passages of a reindex into vectors, wherever it computes."""

    def __call__(
        self, texts: Sequence[str], progress: Callable[[int], None], /
    ) -> Generator[Batch]:
        """Every text once, in any order; `progress` hears how many were done. Closing it ends
        the work."""
        ...


def embedded_here(load_embedder: Callable[[], Embedder]) -> EmbedBatches:
    """Embeds in this process, in the order of the texts; loads only where there is one."""

    def embed(texts: Sequence[str], progress: Callable[[int], None]) -> Generator[Batch]:
        if not texts:
            return
        embedder = load_embedder()
        for first in range(0, len(texts), _AT_ONCE):
            chosen = range(len(texts))[first : first + _AT_ONCE]
            yield chosen, embedder.embed_passages([texts[n] for n in chosen], progress)

    return embed
