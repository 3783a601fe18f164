"""Who said what: of the utterances that a person marked in news text, how many are found and right?

    python benchmarks/utterances.py ../shared/eval

Drawn at random were passages that hold a verb of speaking, of the shipped corpus and of
multihop_rag. Marked by hand was every utterance whose speaker a passage names beyond doubt,
whatever the verb; `utterances.jsonl` holds places, names and hashes, and no text. The development
part was looked at while rules were written; each held-out one was marked before anything was found
in it.
"""

import argparse
import hashlib
import json
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from adapters.storage.corpus import read_articles, scan
from retrieval.articles import Article
from retrieval.quotations import quotations
from retrieval.utterances import Utterance, utterances

HERE = Path(__file__).parent


@dataclass
class Counts:
    """`cut`: quotations that are not whole in what would be shown."""

    marked: int = 0
    found: int = 0
    shown: int = 0
    right: int = 0
    cut: int = 0
    misses: list[str] = field(default_factory=list)

    def line(self, name: str) -> str:
        precision = self.right / self.shown if self.shown else 1.0
        recall = self.found / self.marked if self.marked else 1.0
        return (
            f"{name:34} {self.marked:6} {self.shown:6}   {precision:.3f}      {recall:.3f}"
            f"   {self.cut}"
        )


def articles(evaluation: Path) -> dict[str, Article]:
    """Those of both corpora, by id."""
    found: dict[str, Article] = {}
    corpus = HERE.parent / "corpus"
    for story in scan(corpus).stories:
        for file in story.files:
            for one in read_articles(corpus, file)[0]:
                found[one.id] = one
    for line in (evaluation / "multihop_rag" / "articles.jsonl").read_text().splitlines():
        held = json.loads(line)
        text = held["text"]
        found[held["id"]] = Article(held["id"], "", held["title"], "", "", (), None, text)
    return found


def marked() -> Iterator[dict[str, Any]]:
    """The passages with what is marked in them."""
    for line in (HERE / "utterances.jsonl").read_text().splitlines():
        yield json.loads(line)


def main() -> None:
    """Print a line for each part and corpus."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("evaluation", type=Path)
    parser.add_argument("--part", default="")
    parser.add_argument("--misses", action="store_true", help="print what is wrong and missed")
    chosen = parser.parse_args()
    held = articles(chosen.evaluation)
    counts: dict[str, Counts] = defaultdict(Counts)
    for row in marked():
        if chosen.part and row["part"] != chosen.part:
            continue
        article = held[row["article"]]
        start, end = row["start"], row["end"]
        digest = hashlib.sha256(article.text[start:end].encode()).hexdigest()[:16]
        if digest != row["sha256"]:
            raise SystemExit(f"{article.id} reads otherwise than when it was marked")
        found = (one for one in utterances(article) if one.named)
        shown = [one for one in found if start <= one.speaker[0] < end]
        for name in (row["part"], f"{row['part']}, {row['corpus']}", "all"):
            _count(counts[name], article, shown, row["speakers"])
    print(f"{'':34} marked  shown   precision  recall  cut")
    for name in sorted(counts):
        print(counts[name].line(name))
    if chosen.misses:
        print("\n".join(counts["all"].misses))


def _count(
    counts: Counts, article: Article, shown: list[Utterance], speakers: list[dict[str, Any]]
) -> None:
    counts.marked += len(speakers)
    counts.shown += len(shown)
    found: set[int] = set()
    for one in shown:
        whose = [n for n, label in enumerate(speakers) if _is(one, label)]
        counts.right += bool(whose)
        found.update(whose)
        counts.cut += any(
            q.start < one.start < q.end or q.start < one.end < q.end
            for q in quotations(article.text)
        )
        if not whose:
            counts.misses.append(f"wrong: {article.id} {_around(article, one.speaker)}")
    counts.found += len(found)
    for n, label in enumerate(speakers):
        if n not in found:
            span = label["start"], label["end"]
            counts.misses.append(f"missed: {article.id} {_around(article, span)}")


def _is(one: Utterance, label: dict[str, Any]) -> bool:
    """Whether it is the marked one: the same name at the same place, an office before it or not."""
    return one.speaker[1] == label["end"] and one.speaker[0] <= label["end"]


def _around(article: Article, span: tuple[int, int]) -> str:
    start, end = span
    before, behind = article.text[max(0, start - 60) : start], article.text[end : end + 60]
    return f"{before}[{article.text[start:end]}]{behind}".replace("\n", " / ")


if __name__ == "__main__":
    main()
