"""Reindexing and asking at scale, on synthetic articles with synthetic vectors.

    python benchmarks/index_scale.py [--articles 10000] [--paragraphs 5] [--questions 200]

Makes a corpus of Markdown files in a temporary folder, indexes it, reindexes it unchanged and
with one article changed, and asks questions of the warm index with the real model embedding the
question, with the reader and without. Vectors of passages are random: they cost the index what real
ones do.
"""

import argparse
import random
import re
import resource
import statistics
import tempfile
import time
import zlib
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from itertools import product
from pathlib import Path

import numpy as np

from adapters.storage.catalog import open_catalog
from adapters.storage.reindex import Report, reindex
from adapters.storage.serving import ServedIndex
from bot.ask import decide
from bot.replies import Question
from retrieval.embedding import Embeddings, load_embedder
from retrieval.models import choose_model
from retrieval.reader import load_reader
from retrieval.search import Search

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


def _resident() -> float:
    """What the process holds in memory now, in MiB (Linux)."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * resource.getpagesize() / 1024**2


def main() -> None:
    """Print seconds of each step, and the latency of questions."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=10_000)
    parser.add_argument("--paragraphs", type=int, default=5)
    parser.add_argument("--questions", type=int, default=200)
    arguments = parser.parse_args()
    rng = random.Random(7)
    with tempfile.TemporaryDirectory() as temporary:
        corpus, data = Path(temporary) / "corpus", Path(temporary) / "data"
        vocabulary = vocabulary_of(Path(__file__).parents[1] / "corpus")
        write_corpus(corpus, vocabulary, arguments.articles, arguments.paragraphs, rng)
        catalog = open_catalog(None, data)
        embedder = SyntheticEmbedder()

        def run(name: str) -> Report:
            before, started = embedder.embedded, time.perf_counter()
            report = reindex(corpus, data, catalog, MODEL, lambda: embedder, datetime.now(UTC))
            taken = time.perf_counter() - started
            print(
                f"{name:<22} {taken:7.1f} s   embedded {embedder.embedded - before:,}", flush=True
            )
            return report

        run("first index")
        run("unchanged")
        changed = corpus / "story-03" / "a000003.md"
        changed.write_text(changed.read_text() + "\nOne new sentence stands here.\n")
        run("one article changed")
        run("unchanged again")

        real = load_embedder(choose_model(""), cache=Path(temporary) / "models")
        ways = {"no reader": Search(real, catalog), "reader": Search(real, catalog, load_reader())}
        with ServedIndex(catalog, data, MODEL) as index, index.current() as generation:
            generation.warm()
            print(f"{'passages':<22} {generation.passages:7,}")
            scopes = {"all stories": None, "one story of twenty": {"story-03"}}
            for (scope, stories), (way, search) in product(scopes.items(), ways.items()):
                taken = []
                for n in range(arguments.questions + 10):
                    question = f"who {' '.join(rng.choices(vocabulary[300:], k=5))}?"
                    started = time.perf_counter()
                    decide(
                        Question(question), search.find(question, generation, stories=stories), 0.5
                    )
                    if n >= 10:
                        taken.append((time.perf_counter() - started) * 1000)
                p95 = statistics.quantiles(taken, n=20)[-1]
                p50 = statistics.median(taken)
                print(f"question, {scope}, {way:<10} p50 {p50:5.1f} ms   p95 {p95:5.1f} ms")
            print(f"memory while answering {_resident():,.0f} MiB")
        catalog.close()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"peak memory of the process {peak:,.0f} MiB")


if __name__ == "__main__":
    main()
