"""How often the marked words are the answer, on sentences that hold it.

    python benchmarks/highlights.py ../shared/eval/squad2

Each answerable question is put to the one sentence that its first answer stands in; printed are
the best token F1 against its answers and how often the marked words overlap one of them.
"""

import argparse
import re
from collections import Counter, defaultdict
from pathlib import Path

from adapters.cli.evaluation.data import read_articles, read_questions
from retrieval.highlights import highlight
from retrieval.questions import Query
from retrieval.sentences import sentence_spans


def token_f1(given: str, expected: str) -> float:
    """F1 over lower-case words, as SQuAD counts it (Rajpurkar et al. 2016)."""
    left, right = (Counter(re.findall(r"\w+", text.lower())) for text in (given, expected))
    shared = sum((left & right).values())
    return 2 * shared / (left.total() + right.total()) if shared else 0.0


def main() -> None:
    """Print a line for each kind of question."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    folder = parser.parse_args().folder
    texts = {article.id: article.text for article in read_articles(folder / "articles.jsonl")}
    scores: dict[str, list[float]] = defaultdict(list)
    for question in read_questions(folder / "questions.jsonl"):
        if not question.answers:
            continue
        text = texts[next(iter(question.relevant))]
        place = text.find(question.answers[0])
        start, end = next(span for span in sentence_spans(text) if span[0] <= place < span[1])
        query, sentence = Query(question.text), text[start:end]
        marked = " ".join(sentence[a:b] for a, b in highlight(query, sentence))
        best = max(token_f1(marked, answer) for answer in question.answers)
        for kind in (query.wanted.value, "all"):
            scores[kind].append(best)
    for kind, found in sorted(scores.items()):
        overlap = sum(score > 0 for score in found) / len(found)
        print(f"{kind:<9} {len(found):5}  F1 {sum(found) / len(found):.3f}  overlap {overlap:.3f}")


if __name__ == "__main__":
    main()
