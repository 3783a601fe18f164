"""The article the project started from, as it was scraped, beside 609 others: who finds it?

    python benchmarks/seed_questions.py ../shared --data /tmp/seed

Indexes shared/seed beside the articles of shared/eval/multihop_rag and asks nine questions that
only the seed article answers, and two that nothing answers. Vectors are kept under --data.
"""

import argparse
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from evaluation_sets import progress

from adapters.cli.evaluation.data import STORY, read_articles
from adapters.cli.evaluation.index import build_index
from adapters.storage.catalog import open_catalog
from retrieval.articles import Article
from retrieval.embedding import load_embedder
from retrieval.fitted_confidence import fitted_claim_threshold, fitted_threshold
from retrieval.models import choose_model
from retrieval.reader import load_reader
from retrieval.search import Search

# What the first quote has to hold; None where nothing is to be answered.
EXPECTED: dict[str, str | None] = {
    "who heads the new US command in Japan?": "three-star commander",
    "How many troops does the US have stationed in Japan?": "50,000",
    "Which command in Hawaii do US troops in Japan receive their orders from?": "Indo-Pacific",
    "Which Japanese ministers took part in the 2+2 security talks?": "Minoru Kihara",
    "When is Japan set to unroll its own joint command?": "March",
    "What does the nuclear umbrella that the US reaffirmed for Japan include?": "atomic weapons",
    "What did the four delegates slam in the South China Sea?": "destabilizing actions",
    "With which other Indo-Pacific countries has Japan increased its cooperation?": "Philippines",
    "What capabilities is Japan increasing its defense power to obtain?": "counterstrike",
    "who won the 2024 Tour de France?": None,
    "who is the president of Brazil?": None,
}


def seed_article(folder: Path) -> Article:
    """The scraped page with its menus and captions, to the character."""
    return Article(
        id="seed",
        story=STORY,
        title="US, Japan to boost miltary ties with new command center",
        url="https://www.dw.com/en/us-japan-command-center",
        source="DW",
        authors=(),
        published=datetime(2024, 7, 28, tzinfo=UTC),
        text=(folder / "dw-us-japan-command-center.txt").read_text(encoding="utf-8"),
    )


def main() -> None:
    """Print each question, whether it went right, and how confident the first quote was."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("shared", type=Path)
    parser.add_argument("--data", type=Path, required=True)
    chosen = parser.parse_args()
    embedder = load_embedder(choose_model(""), cache=chosen.data / "models")
    catalog = open_catalog(None, chosen.data)
    articles = read_articles(chosen.shared / "eval" / "multihop_rag" / "articles.jsonl")
    articles = [replace(article, story=STORY) for article in articles]

    index = build_index(
        [*articles, seed_article(chosen.shared / "seed")],
        chosen.data,
        catalog,
        embedder,
        datetime.now(UTC),
        progress,
    )
    search = Search(embedder, catalog, load_reader())
    right = 0
    for question, expected in EXPECTED.items():
        [first, *_] = search.find(question, index).quotes
        claimed = first.confidence >= fitted_claim_threshold(reader=True)
        shown = first.confidence >= fitted_threshold(reader=True)
        good = shown and expected in first.text if expected else not claimed
        right += good
        verdict = "right" if good else "WRONG"
        marked = [first.text[start:end] for start, end in first.highlight]
        print(f"{verdict}  {first.confidence:.2f}  {question}  {first.text[:90]!r}  {marked}")
    print(f"{right} of {len(EXPECTED)} right")
    index.close()
    catalog.close()


if __name__ == "__main__":
    main()
