"""How often the marked words are the answer, on sentences that hold it.

    python benchmarks/highlights.py ../shared/eval/squad2

Each answerable question is put to the one sentence that its first answer stands in: by the rules
and by the reader, which has read the whole passage. Printed are the best token F1 against its
answers and how often the marked words overlap one of them.
"""

import argparse
import re
from collections import Counter, defaultdict
from pathlib import Path

from adapters.cli.evaluation.data import read_articles, read_questions
from retrieval.highlights import highlight
from retrieval.passages import cut
from retrieval.questions import Query
from retrieval.reader import load_reader
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
    articles = {article.id: article for article in read_articles(folder / "articles.jsonl")}
    reader = load_reader()
    scores: dict[tuple[str, str], list[float]] = defaultdict(list)
    for question in read_questions(folder / "questions.jsonl"):
        if not question.answers:
            continue
        article = articles[next(iter(question.relevant))]
        text = article.text
        place = text.find(question.answers[0])
        start, end = next(span for span in sentence_spans(text) if span[0] <= place < span[1])
        query, sentence = Query(question.text), text[start:end]
        passage = next(p for p in cut(article) if p.start <= place < p.end)
        [reading] = reader.read(question.text, [(article.title, text[passage.start : passage.end])])
        answer = reading.answer_in(start - passage.start, end - passage.start)
        ways = {
            "rules": " ".join(sentence[a:b] for a, b in highlight(query, sentence)),
            "reader": text[passage.start :][slice(*answer[0])] if answer else "",
        }
        for way, marked in ways.items():
            best = max(token_f1(marked, answer) for answer in question.answers)
            for kind in (query.wanted.value, "all"):
                scores[kind, way].append(best)
    for (kind, way), found in sorted(scores.items()):
        overlap = sum(score > 0 for score in found) / len(found)
        mean = sum(found) / len(found)
        print(f"{kind:<9} {way:<7} {len(found):5}  F1 {mean:.3f}  overlap {overlap:.3f}")


if __name__ == "__main__":
    main()
