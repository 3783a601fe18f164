"""What somebody said about something: of what is shown, how much is about it?

    python benchmarks/said_about.py ../shared/eval --data /tmp/said

Questions (a person, a topic) over multihop_rag. The seven utterances of the person that score best
were judged by hand, the rest counts as not about it; `said_about.jsonl` holds places and no text.
The weights in `retrieval/said_about.py` were chosen on these very questions.
"""

import argparse
import json
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from evaluation_sets import NEWS, progress

from adapters.cli.evaluation.data import read_articles
from adapters.cli.evaluation.index import build_index
from adapters.storage.catalog import open_catalog
from retrieval.embedding import load_embedder
from retrieval.models import choose_model
from retrieval.said import Wanted
from retrieval.said_search import SaidSearch

HERE = Path(__file__).parent


def main() -> None:
    """Print a line for each question, and the shares of all."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("evaluation", type=Path)
    parser.add_argument("--data", type=Path, required=True, help="where vectors are kept")
    chosen = parser.parse_args()
    articles = list(read_articles(chosen.evaluation / NEWS / "articles.jsonl"))
    embedder = load_embedder(choose_model(""), cache=chosen.data / "models")
    with closing(open_catalog(None, chosen.data)) as catalog:
        now = datetime.now(UTC)
        with closing(build_index(articles, chosen.data, catalog, embedder, now, progress)) as index:
            search = SaidSearch(embedder, catalog)
            shown = right = about = 0
            for line in (HERE / "said_about.jsonl").read_text().splitlines():
                asked = json.loads(line)
                found = search.find(Wanted(asked["person"], asked["about"]), index)
                fitting = {(one["article"], one["start"]) for one in asked["fits"]}
                good = sum((q.article.id, q.start) in fitting for q in found.quotes)
                shown, right, about = (
                    shown + len(found.quotes),
                    right + good,
                    about + len(fitting),
                )
                said = f"{len(found.quotes)} shown, {good} about it, of {len(fitting)}"
                print(f"{asked['person']}, {asked['about']}: {said}")
            print(f"about it, of what is shown: {right / max(1, shown):.2f} ({shown})")
            print(f"shown, of what is about it: {right / max(1, about):.2f} ({about})")


if __name__ == "__main__":
    main()
