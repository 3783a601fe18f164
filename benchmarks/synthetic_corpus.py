"""A number of articles → as many Markdown files of words as common as real ones, and vectors that
cost an index what real ones do."""

import random
import re
import zlib
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

from retrieval.embedding import Embeddings

MODEL = "synthetic"
DIMENSIONS = 384


class SyntheticEmbedder:
    """A random unit vector a text, the same for the same text; counts what it embedded."""

    model = MODEL

    def __init__(self) -> None:
        self.embedded = 0

    def embed_question(self, question: str) -> Embeddings:
        """Shape `(384,)`."""
        return self.embed_passages([question])[0]

    def embed_passages(
        self, texts: Sequence[str], progress: Callable[[int], None] | None = None
    ) -> Embeddings:
        """Shape `(texts, 384)`."""
        self.embedded += len(texts)
        vectors = np.stack(
            [
                np.random.default_rng(zlib.crc32(text.encode())).normal(size=DIMENSIONS)
                for text in texts
            ]
        ).astype(np.float32)
        if progress:
            progress(len(texts))
        return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


def vocabulary_of(shipped: Path) -> list[str]:
    """The distinct words of the shipped corpus, the commonest first: as long as real words are."""
    counts = Counter(
        word
        for file in shipped.rglob("*.md")
        for word in re.findall(r"[a-z]{2,}", file.read_text(encoding="utf-8").lower())
    )
    return [word for word, _ in counts.most_common()]


def write_corpus(
    folder: Path, vocabulary: list[str], articles: int, paragraphs: int, rng: random.Random
) -> None:
    """Writes the corpus. Word frequencies follow Zipf's law."""
    weights = [1 / (n + 10) for n in range(len(vocabulary))]
    for story in range(20):
        place = folder / f"story-{story:02}"
        place.mkdir(parents=True)
        (place / "story.toml").write_text(f'title = "Story {story}"\nsummary = "Synthetic."\n')
    for number in range(articles):
        lines = []
        for _ in range(paragraphs):
            sentences = [
                " ".join(rng.choices(vocabulary, weights, k=20)).capitalize() + "."
                for _ in range(6)
            ]
            lines.append(" ".join(sentences))
        title = " ".join(rng.choices(vocabulary, weights, k=8))
        (folder / f"story-{number % 20:02}" / f"a{number:06}.md").write_text(
            f"---\ntitle: {title}\nurl: https://wire.example/{number}\nsource: Wire {number % 50}\n"
            f"published: 2024-{number % 12 + 1:02}-{number % 28 + 1:02}\n---\n\n"
            + "\n\n".join(lines)
            + "\n"
        )
