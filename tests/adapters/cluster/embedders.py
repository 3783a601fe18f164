"""What the nodes of the tests' cluster embed with; told to them by name."""

import os
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from retrieval.embedding import Embedder, Embeddings
from retrieval.models import ModelError
from tests.adapters.storage.newsroom import WordEmbedder


class Stuck(WordEmbedder):
    """The first node to embed at all never ends, and leaves its pid in a folder."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self.note = folder / "stuck"

    def embed_passages(
        self, texts: Sequence[str], progress: Callable[[int], None] | None = None
    ) -> Embeddings:
        try:
            with self.note.open("x") as note:
                note.write(str(os.getpid()))
        except FileExistsError:
            return super().embed_passages(texts, progress)
        while True:
            time.sleep(60)


@dataclass(frozen=True)
class OneIsStuck:
    folder: Path

    def load(self) -> Embedder:
        return Stuck(self.folder)


def missing() -> Embedder:
    raise ModelError("model folder /models/minilm does not exist; correct PULLQUOTE_MODEL")
