"""So many made-up articles → how long a backup and its restore take, how large and in what memory.

python -m benchmarks.backup --articles 10000
"""

import argparse
import json
import os
import random
import resource
import shutil
import tempfile
import time
from collections.abc import Callable, Sequence
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import numpy as np

from adapters.storage.backup import backup
from adapters.storage.catalog import open_catalog
from adapters.storage.reindex import reindex
from adapters.storage.restore import restore
from retrieval.embedding import Embeddings

DIMENSIONS = 384
WORDS_IN_SENTENCE, SENTENCES = 14, 30
NOW = datetime(2026, 3, 4, 12, 30, tzinfo=UTC)


class RandomEmbedder:
    """Vectors of the shipped model's length; what they say is of no matter here."""

    model = "random"

    def __init__(self) -> None:
        self._random = np.random.default_rng(1)

    def embed_question(self, question: str) -> Embeddings:
        vector: Embeddings = self.embed_passages([question])[0]
        return vector

    def embed_passages(
        self, texts: Sequence[str], progress: Callable[[int], None] | None = None
    ) -> Embeddings:
        vectors = self._random.standard_normal((len(texts), DIMENSIONS)).astype(np.float32)
        if progress:
            progress(len(texts))
        unit: Embeddings = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
        return unit


def write_corpus(corpus: Path, articles: int) -> None:
    """One story, its articles as lines of JSON."""
    chance = random.Random(1)
    vocabulary = [f"{a}{b}{c}" for a in "bdfgklmnprst" for b in "aeiou" for c in "lmnrst"]
    folder = corpus / "story"
    folder.mkdir(parents=True)
    (folder / "story.toml").write_text('title = "A story"\nsummary = "What happened."\n')
    with (folder / "articles.jsonl").open("w") as stream:
        for n in range(articles):
            sentences = (
                " ".join(chance.choices(vocabulary, k=WORDS_IN_SENTENCE)).capitalize() + "."
                for _ in range(SENTENCES)
            )
            fields = {"id": f"a{n}", "title": f"Article {n}", "url": f"https://a.example/{n}"}
            fields |= {"source": "The Wire", "published": "2026-03-01", "text": " ".join(sentences)}
            stream.write(json.dumps(fields) + "\n")


def timed(what: str, work: Callable[[], object]) -> None:
    """In a process of its own, so that its peak of memory is its own."""
    pid = os.fork()
    if not pid:
        began, before = time.monotonic(), time.process_time()
        base = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        work()
        took, processor = time.monotonic() - began, time.process_time() - before
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - base
        print(
            f"{what}: {took:.1f} s, {processor:.1f} s of the processor, {peak / 1024:.0f} MiB more",
            flush=True,
        )
        os._exit(0)
    os.waitpid(pid, 0)


def main() -> None:
    """Prints a line a step."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--articles", type=int, default=10_000)
    articles: int = parser.parse_args().articles
    folder = Path(tempfile.mkdtemp())
    corpus, data, file = folder / "corpus", folder / "data", folder / "kept.zip"
    there = folder / "there"
    write_corpus(corpus, articles)

    def index() -> None:
        with closing(open_catalog(None, data)) as catalog:
            report = reindex(corpus, data, catalog, "random", RandomEmbedder, NOW)
            print(f"{len(report.added):,} articles, {report.embedded:,} passages", flush=True)

    def back_up() -> None:
        with closing(open_catalog(None, data)) as catalog:
            backup(catalog.database, corpus, file, NOW)

    timed("index", index)
    timed("backup", back_up)
    catalog_size = (data / "catalog.sqlite3").stat().st_size
    print(f"{file.stat().st_size / 2**20:.0f} MiB, of a catalog of {catalog_size / 2**20:.0f} MiB")
    timed("restore", lambda: restore(file, None, there / "data", there / "corpus", NOW))
    shutil.rmtree(folder)


if __name__ == "__main__":
    main()
