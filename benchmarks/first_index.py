"""What the first index of a large corpus costs, beside an earlier checkout.

    git worktree add /tmp/before 26d0d39
    python benchmarks/first_index.py --before /tmp/before [--articles 10000] [--paragraphs 5]

Synthetic articles with synthetic vectors, indexed by each checkout in turns, in a process of its
own and a new data folder each time: the least processor time with children's, most memory of one of
them, and the size of the data folder.
"""

import argparse
import random
import subprocess
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from cold_start import used
from synthetic_corpus import MODEL, SyntheticEmbedder, vocabulary_of, write_corpus

ROOT = Path(__file__).parents[1]


def index(corpus: Path, data: Path) -> None:
    """Indexes `corpus` with the code that Python finds first."""
    from adapters.storage.catalog import open_catalog
    from adapters.storage.reindex import reindex

    embedder = SyntheticEmbedder()
    catalog = open_catalog(None, data)
    reindex(corpus, data, catalog, MODEL, lambda: embedder, datetime.now(UTC))
    catalog.close()


def main() -> None:
    """Prints a line a checkout."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--before", type=Path, help="another checkout, to compare with")
    parser.add_argument("--articles", type=int, default=10_000)
    parser.add_argument("--paragraphs", type=int, default=5)
    parser.add_argument("--times", type=int, default=2)
    parser.add_argument("--index", type=Path, nargs=2, help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.index:
        index(*chosen.index)
        return
    trees = {"before": chosen.before.resolve()} if chosen.before else {}
    trees["now"] = ROOT
    found: dict[str, list[tuple[float, float, float]]] = {name: [] for name in trees}
    with tempfile.TemporaryDirectory() as temporary:
        corpus = Path(temporary) / "corpus"
        words = vocabulary_of(ROOT / "corpus")
        write_corpus(corpus, words, chosen.articles, chosen.paragraphs, random.Random(7))
        for time in range(chosen.times):
            for name, tree in trees.items():
                data = Path(temporary) / f"{name}-{time}"
                found[name].append(_indexed(tree, corpus, data))
    for name, runs in found.items():
        seconds, mb, size = (min(each) for each in zip(*runs, strict=True))
        print(f"{name:8} {seconds:6.1f} s of the processor, {mb:5.0f} MB, on disk {size:5.0f} MB")


def _indexed(tree: Path, corpus: Path, data: Path) -> tuple[float, float, float]:
    """Processor time in seconds, the most memory and the size of the folder in MB."""
    command = [sys.executable, __file__, "--index", str(corpus), str(data)]
    environ = {"PATH": "/usr/bin:/bin", "HOME": str(corpus), "PYTHONPATH": str(tree)}
    process = subprocess.Popen(command, env=environ, stdout=subprocess.DEVNULL)
    seconds, mb = used(process)
    if process.returncode:
        raise SystemExit(f"{tree} could not index the corpus; see above")
    size = sum(file.stat().st_size for file in data.rglob("*") if file.is_file())
    return seconds, mb, size / 1e6


if __name__ == "__main__":
    main()
