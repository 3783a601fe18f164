r"""Which feed items a story takes, by threshold: precision and recall.

    PULLQUOTE_DATA=/tmp/closeness pullquote reindex
    python benchmarks/story_closeness.py --data /tmp/closeness \
        [--others ../shared/eval/multihop_rag]

Measures retrieval.closeness.CLOSENESS_THRESHOLD over the shipped corpus. Each article, as a feed
would give it (its title and first 300 characters), is put to its own story without it, which should
take it, and to every other story, which should not. --others adds articles of no story here; the
few of them that do report on a shipped story are left out by title. Every story is measured with
its articles and as a new one, of which only the title and summary are known.
"""

import argparse
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from adapters.assembly import catalog_of, embedder_of
from adapters.cli.evaluation.data import read_articles
from adapters.settings import Settings
from retrieval.articles import Article, Story
from retrieval.closeness import LEAD_CHARACTERS, closeness, item_text, profile
from retrieval.embedding import Embeddings

THRESHOLDS = (0.30, 0.35, 0.38, 0.40, 0.42, 0.44, 0.46, 0.48, 0.50, 0.55)
# They report on the trial that google-search-antitrust follows.
ON_A_STORY = (
    "5 things we learned so far about the Google antitrust case",
    "More from the US v Google trial: vertical search, pre-installs and the case of Firefox/Yahoo",
    "Is Google Search better than the rest? And is that fair?",
    "Apple defends Google Search deal in court: ‘There wasn’t a valid alternative’",
)


@dataclass(frozen=True, slots=True)
class Seen:
    """One item before one story."""

    belongs: bool
    score: float
    keyword: bool
    story: str
    title: str


def main() -> None:
    """Print a table for stories with articles and one for new stories."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--others", type=Path)
    arguments = parser.parse_args()
    settings = Settings(data=arguments.data)
    catalog, embedder = catalog_of(settings), embedder_of(settings)
    current = catalog.current()
    if current is None:
        parser.error("nothing is indexed there; run: pullquote reindex")
    tracked = catalog.tracked(current.id)
    own = {s: [held.article for held in catalog.articles(current.id, s)] for s in tracked}
    others = read_articles(arguments.others / "articles.jsonl") if arguments.others else []
    others = [article for article in others if article.title not in ON_A_STORY]
    items = [article for found in own.values() for article in found] + others
    texts = [item_text(a.title, a.text) for a in items]
    vectors = dict(zip(texts, embedder.embed_passages(texts), strict=True))
    stories = [item_text(s.title, s.summary) for s in tracked.values()]
    vectors |= zip(stories, embedder.embed_passages(stories), strict=True)
    for name, with_articles in (("with its articles", True), ("new", False)):
        seen = list(_seen(tracked, own, items, vectors, with_articles=with_articles))
        print(f"\na story {name}: {sum(s.belongs for s in seen)} belong, ", end="")
        print(f"{sum(not s.belongs for s in seen)} do not")
        _print_table(seen)
        _print_nearest(seen)


def _seen(
    tracked: Mapping[str, Story],
    own: Mapping[str, Sequence[Article]],
    items: Sequence[Article],
    vectors: Mapping[str, Embeddings],
    *,
    with_articles: bool,
) -> Iterator[Seen]:
    def embed(texts: Sequence[str]) -> Embeddings:
        return np.stack([vectors[text] for text in texts])

    for slug, story in tracked.items():
        everything = profile(story, own[slug] if with_articles else [], embed)
        for item in items:
            known = everything
            if with_articles and item.story == slug:
                known = profile(story, [a for a in own[slug] if a.id != item.id], embed)
            vector, lead = vectors[item_text(item.title, item.text)], item.text[:LEAD_CHARACTERS]
            found = closeness(known, item.title, lead, vector)
            yield Seen(item.story == slug, found.score, bool(found.keyword), slug, item.title)


def _print_table(seen: Sequence[Seen]) -> None:
    print("            score alone            with a keyword")
    print("threshold   precision  recall      precision  recall")
    for threshold in THRESHOLDS:
        columns = []
        for keyword_needed in (False, True):
            taken = [s for s in seen if s.score >= threshold and (s.keyword or not keyword_needed)]
            right = sum(s.belongs for s in taken)
            precision = right / len(taken) if taken else 1.0
            columns.append(f"{precision:9.3f}  {right / sum(s.belongs for s in seen):6.3f}")
        print(f"{threshold:9.2f}   {columns[0]}      {columns[1]}")


def _print_nearest(seen: Sequence[Seen]) -> None:
    far = sorted((s for s in seen if s.belongs), key=lambda s: s.score)[:3]
    near = sorted((s for s in seen if not s.belongs), key=lambda s: -s.score)[:8]
    for line, found in (("belongs, farthest", far), ("does not, nearest", near)):
        for s in found:
            print(f"{line}: {s.score:.2f} {'k' if s.keyword else ' '} {s.story}: {s.title[:70]}")


if __name__ == "__main__":
    main()
