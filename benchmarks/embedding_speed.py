"""Passages a second: Pullquote's embedder against sentence-transformers' plain torch path.

    python benchmarks/embedding_speed.py ARTICLES.jsonl [--passages 400] [--rounds 3]

Both embed the same passages in turns within one run, so that a busy machine slows both; the
ratio of the medians is what counts.
"""

import argparse
import json
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import torch
from sentence_transformers import SentenceTransformer

from retrieval.articles import Article
from retrieval.embedding import load_embedder
from retrieval.models import choose_model
from retrieval.passages import cut, embedded_text


def passages_of(file: Path, count: int) -> list[str]:
    """The first `count` passages of a JSONL file of articles (title, text)."""
    texts: list[str] = []
    with file.open(encoding="utf-8") as lines:
        for line in lines:
            fields = json.loads(line)
            article = Article(fields["id"], "s", fields["title"], "", "", (), None, fields["text"])
            texts += [embedded_text(article, passage) for passage in cut(article)]
            if len(texts) >= count:
                break
    return texts[:count]


def seconds(embed: Callable[[], object]) -> tuple[float, float]:
    """How long it takes on the clock, and in time of the processors."""
    clock, processors = time.perf_counter(), time.process_time()
    embed()
    return time.perf_counter() - clock, time.process_time() - processors


def main() -> None:
    """Print rates, their ratio and how far the vectors are apart."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("articles", type=Path)
    parser.add_argument("--passages", type=int, default=400)
    parser.add_argument("--rounds", type=int, default=3)
    arguments = parser.parse_args()
    texts = passages_of(arguments.articles, arguments.passages)
    choice = choose_model("")
    cores = torch.get_num_threads()
    plain = SentenceTransformer(choice.location, device="cpu")
    with tempfile.TemporaryDirectory() as cache:
        int8 = load_embedder(choice, cache=Path(cache), backend="onnx", device="cpu")
        ours, theirs = [], []
        fp32 = plain.encode(texts[:32], normalize_embeddings=True)
        cosines = (int8.embed_passages(texts[:32]) * fp32).sum(axis=1)
        for _ in range(arguments.rounds):
            ours.append(seconds(lambda: int8.embed_passages(texts)))
            # Our int8 model leaves torch one thread; the plain path gets them all.
            torch.set_num_threads(cores)
            theirs.append(seconds(lambda: plain.encode(texts, show_progress_bar=False)))
            torch.set_num_threads(1)
    print(f"{len(texts)} passages, {cores} threads, median of {arguments.rounds} rounds in turns")
    for n, kind in enumerate(("clock", "processor")):
        fast, slow = (statistics.median(t[n] for t in taken) for taken in (ours, theirs))
        rates = f"int8 {len(texts) / fast:6.1f}/s, plain torch {len(texts) / slow:6.1f}/s"
        print(f"{kind:<10} {rates}, ratio {slow / fast:.2f}")
    print(f"cosine of int8 to fp32: mean {cosines.mean():.4f}, lowest {cosines.min():.4f}")


if __name__ == "__main__":
    main()
