"""What somebody said about something: of what is shown, how much is about it?

    python benchmarks/said_about.py ../shared/eval --data /tmp/said
    python benchmarks/said_about.py --shipped      (after pullquote reindex)

Questions (a person, a topic) over multihop_rag, or over the shipped stories. Of the first the seven
utterances of the person that score best were judged by hand, and the weights in
`retrieval/said_about.py` were chosen on them; of the second all, before any was asked. The rest
counts as not about it. The files hold places and no text of articles.
"""

import argparse
import json
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from evaluation_sets import NEWS, progress

from adapters.assembly import catalog_of
from adapters.bot_assembly import bot_over
from adapters.cli.evaluation.data import read_articles
from adapters.cli.evaluation.index import build_index
from adapters.settings.environment import from_environment
from adapters.storage.catalog import open_catalog
from bot.said import SaidQuestion
from retrieval.embedding import load_embedder
from retrieval.models import choose_model
from retrieval.said import Said, Wanted
from retrieval.said_search import SaidSearch

HERE = Path(__file__).parent

Find = Callable[[str, str], Said]
"""A person and a topic → what is found."""


def main() -> None:
    """Print a line for each question, and the shares of all."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("evaluation", type=Path, nargs="?")
    parser.add_argument("--data", type=Path, help="where vectors are kept")
    parser.add_argument("--shipped", action="store_true")
    chosen = parser.parse_args()
    if chosen.shipped:
        over_shipped()
    elif chosen.evaluation and chosen.data:
        over_news(chosen.evaluation, chosen.data)
    else:
        parser.error("give the folder of evaluation sets with --data, or --shipped")


def over_shipped() -> None:
    """Over what is indexed of corpus/."""
    settings = from_environment()
    with (
        closing(catalog_of(settings)) as catalog,
        bot_over(catalog, settings, follow=False) as bot,
    ):
        report(
            HERE / "said_about_shipped.jsonl",
            lambda person, about: bot.finder.said(SaidQuestion(person, about)),
        )


def over_news(evaluation: Path, data: Path) -> None:
    """Over multihop_rag."""
    articles = list(read_articles(evaluation / NEWS / "articles.jsonl"))
    embedder = load_embedder(choose_model(""), cache=data / "models")
    with closing(open_catalog(None, data)) as catalog:
        now = datetime.now(UTC)
        with closing(build_index(articles, data, catalog, embedder, now, progress)) as index:
            search = SaidSearch(embedder, catalog)
            report(
                HERE / "said_about.jsonl",
                lambda person, about: search.find(Wanted(person, about), index),
            )


def report(questions: Path, find: Find) -> None:
    """Prints what came of each, and of all."""
    shown = right = about = 0
    for line in questions.read_text().splitlines():
        asked = json.loads(line)
        found = find(asked["person"], asked["about"])
        fitting = {(one["article"], one["start"]) for one in asked["fits"]}
        good = sum((q.article.id, q.start) in fitting for q in found.quotes)
        shown, right, about = shown + len(found.quotes), right + good, about + len(fitting)
        said = f"{len(found.quotes)} shown, {good} about it, of {len(fitting)}"
        print(f"{asked['person']}, {asked['about']}: {said}")
    print(f"about it, of what is shown: {right / max(1, shown):.2f} ({shown})")
    print(f"shown, of what is about it: {right / max(1, about):.2f} ({about})")


if __name__ == "__main__":
    main()
