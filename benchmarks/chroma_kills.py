"""A Chroma server is killed -9 again and again while an index in it is built, changed and asked: is
anything lost, or answered wrongly?

    python benchmarks/chroma_kills.py [--kills 50] [--passages 4000]

The real `chroma run`, killed at a random moment of a reindex that writes large segments anew (which
the server saves in pieces of a thousand vectors) while a thread asks without a pause; then it is
started again, the reindex is run to its end, and the whole index is verified against the catalog.
Every question must find the passage that it is the text of, or be told that the server is away.
"""

import argparse
import random
import sys
import tempfile
import threading
import time
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from adapters.storage.builder_lock import BuildFailed, only_builder  # noqa: E402
from adapters.storage.catalog import open_catalog  # noqa: E402
from adapters.storage.catalog_identity import identity_of  # noqa: E402
from adapters.storage.chroma_connection import ChromaAddress  # noqa: E402
from adapters.storage.chroma_server import ChromaServer  # noqa: E402
from adapters.storage.generation_builder import GenerationBuilder  # noqa: E402
from adapters.storage.reindex import reindex  # noqa: E402
from adapters.storage.retention import sweep, verify  # noqa: E402
from adapters.storage.serving import ServedIndex  # noqa: E402
from adapters.storage.snapshots import unchanged  # noqa: E402
from adapters.storage.vector_store import VectorsError  # noqa: E402
from retrieval.errors import PullquoteError  # noqa: E402
from tests.adapters.storage.newsroom import WordEmbedder  # noqa: E402
from tests.chroma_run import ChromaRun, chroma_run  # noqa: E402

START = datetime(2026, 1, 1, tzinfo=UTC)


class Asking(threading.Thread):
    """Asks, one question after the other, until told to end."""

    def __init__(self, index: ServedIndex, vectors: np.ndarray) -> None:
        super().__init__(daemon=True)
        self.index, self.vectors = index, vectors
        self.found = self.away = 0
        self.wrong: list[str] = []
        self.over = threading.Event()

    def run(self) -> None:
        rng = random.Random(1)
        while not self.over.is_set():
            vector = self.vectors[rng.randrange(len(self.vectors))]
            try:
                with self.index.current() as generation:
                    hits = generation.nearest(vector, 3, None)
            except VectorsError:
                # Also where its segment was swept: the watcher has not moved on yet.
                self.away += 1
            except PullquoteError as error:
                self.wrong.append(str(error))
            else:
                if hits and hits[0][1] > 0.999:
                    self.found += 1
                else:
                    self.wrong.append(f"nearest {hits[:1]}")


def main() -> None:
    """Print how many kills, questions and faults there were."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--passages", type=int, default=4000)
    given = parser.parse_args()
    rng = random.Random(7)
    with (
        tempfile.TemporaryDirectory() as folder,
        chroma_run(Path(folder) / "server") as run,
    ):
        corpus, data = Path(folder) / "corpus", Path(folder) / "data"
        write(corpus, given.passages)
        catalog = open_catalog(None, data)
        embedder = WordEmbedder()
        owner = identity_of(catalog.database)
        store = ChromaServer.at(ChromaAddress(run.url), "pullquote", owner, 0.5)
        count = 0

        reindex(corpus, data, catalog, embedder.model, lambda: embedder, START, store=store)
        builder = GenerationBuilder(data, store, catalog, embedder.model)

        def build() -> None:
            """All segments anew, as `reindex --rebuild` does it after reading the corpus."""
            nonlocal count
            count += 1
            with only_builder(data, catalog.database):
                current = catalog.current()
                assert current
                now = START + timedelta(minutes=count)
                sweep(data, catalog, store)
                builder.publish(unchanged(current.id, catalog.tracked(current.id)), None, now)
                sweep(data, catalog, store)

        begun = time.monotonic()
        build()
        took = time.monotonic() - begun
        current = catalog.current()
        assert current
        print(f"{current.passages} passages, a build takes {took:.1f} s", flush=True)
        hashes = {h for _, h in catalog.passages_of(catalog.held_versions(current.id))}
        vectors = np.stack(list(catalog.embeddings.vectors(embedder.model, hashes).values()))
        lost, failed, crashes = 0, 0, 0
        with ServedIndex(catalog, data, embedder.model, store, follow=True) as index:
            asking = Asking(index, vectors)
            asking.start()
            for _ in range(given.kills):
                before = catalog.current()
                killer = threading.Timer(rng.uniform(0.1, took), run.end)
                killer.start()
                try:
                    build()
                except (BuildFailed, VectorsError):
                    failed += 1
                killer.join()
                now = catalog.current()
                lost += before is None or now is None or now.passages != before.passages
                run.start()
                crashes += not mended(build, run)
                lost += bool(verify(data, catalog, store))
                crashes += not run.runs
            asking.over.set()
            asking.join()
        segments = store.segments()
        leftovers = len(segments - catalog.parts.segments())
        catalog.close()
    print(
        f"{given.kills} kills -9: {failed} builds failed and were run again, {lost} times anything "
        f"was lost, {crashes} times the server ended by itself; questions: {asking.found} found "
        f"what they asked for, {asking.away} were told that the server is away, "
        f"{len(asking.wrong)} otherwise {asking.wrong[:3]}; collections left over: {leftovers}"
    )


def mended(build: object, run: ChromaRun) -> bool:
    """Whether a build goes through now, without the server ending by itself."""
    assert callable(build)
    for _ in range(3):
        with suppress(BuildFailed, VectorsError):
            build()
            return True
        if not run.runs:
            run.start()
    return False


def write(corpus: Path, passages: int) -> None:
    """A story of so many short articles, all different."""
    story = corpus / "story"
    story.mkdir(parents=True)
    (story / "story.toml").write_text('title = "A story"\nsummary = "Of many words."\n')
    rng = random.Random(3)
    words = ["".join(rng.choices("bcdfglmnprst", k=2)) + "a" + str(n) for n in range(3000)]
    for n in range(passages):
        text = " ".join(rng.choices(words, k=12))
        head = f"---\ntitle: t{n}\nurl: https://t{n}.example/\nsource: S\npublished: 2024-07-28\n"
        (story / f"t{n}.md").write_text(f"{head}---\n\n{text}.\n", encoding="utf-8")


if __name__ == "__main__":
    main()
