"""Questions to indexes of ten thousand to a million passages, on synthetic words and vectors.

    python benchmarks/question_scale.py [--passages 10000 100000 1000000] [--questions 60]
                                        [--dimensions 384] [--folder FOLDER]

Writes one segment a size, as a reindex does, in a folder that may be kept for the next run, and
asks it with the reader that ships: the whole way from the question to chosen quotes, and retrieval
alone (BM25, nearest vectors, fusion); over all stories and over one of twenty. The words of the
passages follow Zipf's law over 100,000 words; questions take rare and common ones. Vectors lie
around four centres a story, and a question near one of the story that it is asked of.
"""

import argparse
import gc
import random
import resource
import statistics
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import numpy as np

from adapters.storage.chroma import ChromaFolders
from adapters.storage.generation_parts import Part
from adapters.storage.open_generation import OpenGeneration
from adapters.storage.open_segment import OpenSegments
from adapters.storage.segments import RowLabel, finish, segment_folder
from retrieval.articles import Article, Passage
from retrieval.embedding import Embeddings
from retrieval.fusion import fuse
from retrieval.postings import write_words
from retrieval.reader import load_reader
from retrieval.search import DEPTH, Search

STORIES = 20
CENTRES = 4 * STORIES
WORDS = 100_000
_SLICE = 10_000


@dataclass(frozen=True)
class Synthetic:
    """Passages by their number: what each says and where its vector lies."""

    passages: int
    dimensions: int

    def text(self, number: int) -> str:
        rng = np.random.default_rng(number)
        ranks = np.minimum(rng.zipf(1.3, size=60), WORDS) - 1
        return " ".join(f"word{rank}" for rank in ranks.tolist()).capitalize() + "."

    def vectors(self, first: int, last: int) -> Embeddings:
        rng = np.random.default_rng(first)
        return self._around(np.arange(first, last) % CENTRES, rng)

    def near(self, story: int, rng: np.random.Generator) -> Embeddings:
        """A question's vector, near what the story is about."""
        return self._around(np.array([story + STORIES * int(rng.integers(4))]), rng)[0]

    def _around(self, centres: np.ndarray, rng: np.random.Generator) -> Embeddings:
        middles = np.random.default_rng(1).normal(size=(CENTRES, self.dimensions))
        vectors = middles[centres] + 0.8 * rng.normal(size=(len(centres), self.dimensions))
        unit = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
        return unit.astype(np.float32)


@dataclass
class Asking:
    """The embedder and the texts of a search over synthetic passages."""

    of: Synthetic
    vector: Embeddings
    model: str = "synthetic"

    def embed_question(self, question: str) -> Embeddings:
        return self.vector

    def embed_passages(self, texts: Sequence[str], progress: object = None) -> Embeddings:
        return np.stack([self.vector for _ in texts])

    def passages(self, ids: Sequence[str]) -> dict[str, tuple[Passage, Article]]:
        found = {}
        for id in ids:
            text = self.of.text(int(id))
            published = datetime(2024, 1 + int(id) % 12, 1, tzinfo=UTC)
            article = Article(
                id, f"story-{int(id) % STORIES}", "A title", f"https://a.example/{id}", "Wire", (),
                published, text,
            )  # fmt: skip
            found[id] = Passage(id, article.version, 0, len(text)), article
        return found


def write(data: Path, of: Synthetic) -> str:
    """The segment's name; written only where it isn't there."""
    name = f"{of.passages}-{of.dimensions}"
    folder = segment_folder(data, name)
    if (folder / "manifest.json").exists():
        return name
    folder.mkdir(parents=True)
    began = time.process_time()
    texts = (of.text(n) for n in range(of.passages))
    write_words(folder / "words", texts, str.split, lambda text: text.split()[:20])
    words = time.process_time() - began
    labels = [
        RowLabel(f"{n:032}", f"story-{n % STORIES}", f"Wire {n % 50}", 86400 * (n % 9000))
        for n in range(of.passages)
    ]
    with ChromaFolders(data).create(name, of.passages) as vectors:
        for first in range(0, of.passages, _SLICE):
            chosen = labels[first : first + _SLICE]
            array = of.vectors(first, first + len(chosen))
            for _ in vectors.add([c.id for c in chosen], array, [c.story for c in chosen]):
                pass
    finish(folder, "synthetic", labels)
    whole = time.process_time() - began
    print(f"{of.passages:>9,} written: words {words:.0f} s, all {whole:.0f} s, {_peak():,.0f} MiB")
    return name


def questions(count: int, rng: random.Random) -> Iterator[tuple[str, int]]:
    """A question and the story that it is asked of: common, middling and rare words."""
    for _ in range(count):
        ranks = [rng.randrange(3, 30), rng.randrange(30, 1000), rng.randrange(1000, 20_000)]
        said = " ".join(f"word{rank}" for rank in rng.sample(ranks, 3))
        yield f"who said {said} at the meeting?", rng.randrange(STORIES)


def timed(
    index: OpenGeneration, of: Synthetic, search: Search, asking: Asking, count: int
) -> dict[str, float]:
    """Medians in ms: a question from asking to quotes, and retrieval alone, over all stories and
    over one, asked in turns; of both also what the processor took."""
    rng, chance = np.random.default_rng(5), random.Random(5)
    taken: dict[str, list[float]] = defaultdict(list)
    for n, (question, story) in enumerate(questions(count + 5, chance)):
        asking.vector = of.near(story, rng)
        for name, stories in (("all", None), ("one", {f"story-{story}"})):
            began = time.perf_counter(), time.process_time()
            search.find(question, index, stories=stories)
            found = time.perf_counter(), time.process_time()
            lexical = index.words.scores(question.removesuffix("?").split())
            if stories is not None:
                lexical = lexical * index.in_stories(stories)
            fuse(index.nearest(asking.vector, DEPTH, stories), lexical, DEPTH)
            if n >= 5:
                taken[f"{name}, question"].append(found[0] - began[0])
                taken[f"{name}, processor"].append(found[1] - began[1])
                taken[f"{name}, retrieval"].append(time.perf_counter() - found[0])
    return {name: 1000 * statistics.median(each) for name, each in taken.items()}


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _resident() -> float:
    """What the process holds now, in MiB (Linux)."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * resource.getpagesize() / 1024**2


def main() -> None:
    """Prints a line a size."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--passages", type=int, nargs="+", default=[10_000, 100_000, 1_000_000])
    parser.add_argument("--questions", type=int, default=60)
    parser.add_argument("--dimensions", type=int, default=384)
    parser.add_argument("--folder", type=Path)
    arguments = parser.parse_args()
    data = arguments.folder or Path(tempfile.mkdtemp())
    reader = load_reader()
    for passages in arguments.passages:
        of = Synthetic(passages, arguments.dimensions)
        name = write(data, of)
        gc.collect()
        before = _resident()
        index = OpenGeneration(
            name, [Part(name, passages)], OpenSegments(data, ChromaFolders(data))
        )
        asking = Asking(of, of.near(0, np.random.default_rng(2)))
        search = Search(asking, asking, reader)
        ms = timed(index, of, search, asking, arguments.questions)
        bytes_each = (_resident() - before) * 1024**2 / passages
        print(f"{passages:>9,} passages, {bytes_each:,.0f} bytes of memory each; p50 in ms")
        for what in ("question", "processor", "retrieval"):
            every, one = ms[f"all, {what}"], ms[f"one, {what}"]
            ratio = one / every
            print(f"  {what:<10} {every:6.1f}   one story of twenty {one:6.1f} ({ratio:.2f})")
        sys.stdout.flush()
        index.close()


if __name__ == "__main__":
    main()
