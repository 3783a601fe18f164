"""Vectors in folders and in a Chroma server on the same machine: written and asked, side by side.

    python benchmarks/vector_stores.py [--passages 20000]

Synthetic, clustered unit vectors of 384 dimensions; 200 questions, the nearest 100; "one story" is
one of twenty, filtered in Chroma. Recall against comparing all.
"""

import argparse
import sys
import tempfile
import time
from contextlib import closing
from pathlib import Path

import numpy as np

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from adapters.storage.chroma import ChromaFolders  # noqa: E402
from adapters.storage.chroma_connection import ChromaAddress  # noqa: E402
from adapters.storage.chroma_server import ChromaServer  # noqa: E402
from adapters.storage.segments import segment_folder  # noqa: E402
from adapters.storage.vector_store import SegmentVectors, VectorStore  # noqa: E402
from tests.chroma_run import chroma_run  # noqa: E402

DIMENSIONS, CLUSTERS, STORIES, DEPTH, QUESTIONS = 384, 200, 20, 100, 200


def main() -> None:
    """Print a line for each."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--passages", type=int, default=20_000)
    count = parser.parse_args().passages
    rng = np.random.default_rng(0)
    centres = rng.normal(size=(CLUSTERS, DIMENSIONS))
    near = centres[rng.integers(0, CLUSTERS, count)]
    vectors = (near + 0.6 * rng.normal(size=near.shape)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    asked = vectors[rng.integers(0, count, QUESTIONS)]
    with tempfile.TemporaryDirectory() as folder, chroma_run(Path(folder) / "server") as run:
        data = Path(folder)
        segment_folder(data, "x").mkdir(parents=True)
        server = ChromaServer.at(ChromaAddress(run.url), "benchmark", "0" * 32)
        stores: dict[str, VectorStore] = {"folder": ChromaFolders(data), "server": server}
        for name, store in stores.items():
            seconds = written(store, vectors)
            with closing(store.open("x")) as opened:
                print(f"{name}: {count / seconds:.0f} vectors a second; {answers(opened, asked)}; ")
                print(f"  recall {recall(opened, vectors, asked[:40]):.3f}", flush=True)


def written(store: VectorStore, vectors: np.ndarray) -> float:
    """Seconds that it took."""
    ids = [f"{n:032x}" for n in range(len(vectors))]
    stories = [f"story-{n % STORIES}" for n in range(len(vectors))]
    begun = time.perf_counter()
    with store.create("x", len(vectors)) as made:
        for _ in made.add(ids, vectors, stories):
            pass
    return time.perf_counter() - begun


def answers(opened: SegmentVectors, asked: np.ndarray) -> str:
    """The times, in words."""

    def times(stories: list[str] | None) -> np.ndarray:
        took = []
        for question in asked:
            begun = time.perf_counter()
            opened.nearest(question, DEPTH, stories)
            took.append(1000 * (time.perf_counter() - begun))
        return np.array(took)

    all_stories, one_story = times(None), times(["story-1"])
    return (
        f"nearest {DEPTH}: p50 {np.median(all_stories):.1f} ms, p95 "
        f"{np.quantile(all_stories, 0.95):.1f} ms; of one story p50 {np.median(one_story):.1f} ms"
    )


def recall(opened: SegmentVectors, vectors: np.ndarray, asked: np.ndarray) -> float:
    """The share of the true nearest that is found."""
    shares = []
    for question in asked:
        true = set(np.argsort(-(vectors @ question))[:DEPTH].tolist())
        found = {int(id, 16) for id, _ in opened.nearest(question, DEPTH)}
        shares.append(len(found & true) / DEPTH)
    return float(np.mean(shares))


if __name__ == "__main__":
    main()
