"""Does "According to <a tracked outlet>, " change what is said to unanswerable questions?

    python benchmarks/outlet_in_front.py ../shared/eval --data /tmp/fit

Unanswerable questions of chat, and of the encyclopaedia asked of the news, each with an outlet in
front and without. Printed are how many get another outcome, and how many a surer one.
"""

import argparse
import random
from pathlib import Path

from evaluation_sets import CHAT, FACTS, NEWS, SEED, opened, progress
from kept_readings import KeptReader

from bot.ask import replied
from bot.decide import Thresholds
from bot.replies import Answer, Possible, Question, Reply
from retrieval.fitted_confidence import fitted_claim_threshold, fitted_threshold
from retrieval.reader import MODEL
from retrieval.search import Search

FROM_FACTS = 100


def main() -> None:
    """Print a line for each set."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("eval", type=Path, help="the folder of the evaluation sets")
    parser.add_argument("--data", type=Path, required=True, help="where vectors are kept")
    chosen = parser.parse_args()
    thresholds = Thresholds(fitted_threshold(reader=True), fitted_claim_threshold(reader=True))
    with (
        opened(chosen.eval, chosen.data) as sets,
        KeptReader(MODEL, chosen.data) as reader,
    ):
        search = Search(sets.embedder, sets.catalog, reader)
        index = sets.index[NEWS]
        outlets = sorted({article.source for article in sets.articles[NEWS] if article.source})
        chance = random.Random(SEED)

        def outcome(text: str) -> int:
            return _rank(replied(Question(text), lambda q: search.find(q.text, index), thresholds))

        unanswered = [q.text for q in sets.questions[CHAT] if not q.answerable]
        facts = chance.sample([q.text.strip() for q in sets.questions[FACTS]], FROM_FACTS)
        for name, asked in ((CHAT, unanswered), (FACTS, facts)):
            other = surer = 0
            for n, text in enumerate(asked, 1):
                fronted = f"According to {chance.choice(outlets)}, {text[0].lower()}{text[1:]}"
                before, after = outcome(text), outcome(fronted)
                other += before != after
                surer += after > before
                progress("asking", n, len(asked))
            print(f"{name}: {len(asked)} questions, {other} another outcome, {surer} a surer one")


def _rank(reply: Reply) -> int:
    """0 for a no or a remark, 1 for what may answer, 2 for a claim."""
    return 2 if isinstance(reply, Answer) else 1 if isinstance(reply, Possible) else 0


if __name__ == "__main__":
    main()
