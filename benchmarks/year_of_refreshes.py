"""A year of hourly refreshes: does asking get slower, does the disk fill, does an hour cost more?

    python benchmarks/year_of_refreshes.py [--hours 8760] [--articles 500]

A corpus of synthetic articles grows by one article an hour, of every sixth hour's an older one is
corrected, of every twentieth's one goes; each hour is a `reindex`, merges included, with synthetic
vectors. Prints at the end of each twelfth: segments, the processor time of an hour (median and
mean), of retrieval alone (BM25, nearest vectors, fusion), and the size of the index on disk; at the
end the same of an index built anew from the same articles.
"""

import argparse
import random
import statistics
import tempfile
import time
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import structlog
from synthetic_corpus import MODEL, SyntheticEmbedder, vocabulary_of, write_corpus

from adapters.storage.catalog import Catalog, open_catalog
from adapters.storage.reindex import reindex
from adapters.storage.serving import ServedIndex
from retrieval.fusion import fuse
from retrieval.search import DEPTH

_QUESTIONS = 100


def size_of(data: Path) -> float:
    """MiB below `segments`."""
    files = (path for path in (data / "segments").rglob("*") if path.is_file())
    return sum(path.stat().st_size for path in files) / 1024**2


def retrieval_ms(data: Path, catalog: Catalog, words: list[str], rng: random.Random) -> float:
    """The median processor time of a question's retrieval."""
    embedder, taken = SyntheticEmbedder(), []
    with ServedIndex(catalog, data, MODEL) as index, index.current() as generation:
        for _ in range(_QUESTIONS):
            terms = rng.choices(words, k=5)
            vector = embedder.embed_question(" ".join(terms))
            began = time.process_time()
            fuse(generation.nearest(vector, DEPTH, None), generation.words.scores(terms), DEPTH)
            taken.append(time.process_time() - began)
    return 1000 * statistics.median(taken)


def main() -> None:
    """Prints a line a month."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--hours", type=int, default=8760)
    parser.add_argument("--articles", type=int, default=500)
    arguments = parser.parse_args()
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(40))
    rng = random.Random(3)
    with tempfile.TemporaryDirectory() as temporary:
        corpus, data = Path(temporary) / "corpus", Path(temporary) / "data"
        words = vocabulary_of(Path(__file__).parents[1] / "corpus")
        write_corpus(corpus, words, arguments.articles, 3, rng)
        embedder, now = SyntheticEmbedder(), datetime(2026, 1, 1, tzinfo=UTC)
        with closing(open_catalog(None, data)) as catalog:

            def brought(at: datetime, *, rebuild: bool = False) -> float:
                began = time.process_time()
                reindex(corpus, data, catalog, MODEL, lambda: embedder, at, rebuild=rebuild)
                return time.process_time() - began

            def line(name: str, hours: list[float]) -> None:
                current = catalog.current()
                assert current
                print(
                    f"{name:<12} {current.passages:>7,} passages in "
                    f"{len(catalog.parts.of(current.id))} segments; an hour "
                    f"{statistics.median(hours):.2f} s, mean {statistics.mean(hours):.2f} s; "
                    f"retrieval {retrieval_ms(data, catalog, words, rng):.1f} ms; "
                    f"{size_of(data):.1f} MiB",
                    flush=True,
                )

            line("first", [brought(now)])
            files = sorted(corpus.rglob("*.md"))
            taken: list[float] = []
            for hour in range(1, arguments.hours + 1):
                text = " ".join(rng.choices(words, k=250))
                new = corpus / f"story-{hour % 20:02}" / f"h{hour:06}.md"
                new.write_text(
                    f"---\ntitle: {text[:40]}\nurl: https://wire.example/h{hour}\nsource: Wire\n"
                    f"published: 2026-01-01\n---\n\n{text}.\n"
                )
                files.append(new)
                if hour % 6 == 0:
                    older = rng.choice(files)
                    older.write_text(f"{older.read_text()}\nCorrected in hour {hour}.\n")
                if hour % 20 == 0:
                    files.pop(rng.randrange(len(files))).unlink()
                taken.append(brought(now + timedelta(hours=hour)))
                if hour % max(1, arguments.hours // 12) == 0:
                    line(f"hour {hour}", taken)
                    taken.clear()
            again = brought(now + timedelta(hours=arguments.hours + 1), rebuild=True)
            # The generation before keeps its segments until the next change.
            new.write_text(f"{new.read_text()}\nThe end.\n")
            brought(now + timedelta(hours=arguments.hours + 2))
            new.write_text(f"{new.read_text()}\nThe very end.\n")
            brought(now + timedelta(hours=arguments.hours + 3))
            line("built anew", [again])


if __name__ == "__main__":
    main()
