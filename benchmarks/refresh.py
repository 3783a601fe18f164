"""What a refresh costs: the first one, one with nothing new, and one with a few changes.

    python benchmarks/refresh.py [--feeds N] [--articles N]

Papers on localhost (the news site of the tests), the shipped model, no pause between requests.
"""

import argparse
import asyncio
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from adapters.assembly import catalog_of, embedder_of  # noqa: E402
from adapters.refresh.loop import fetcher_of, refresher_of  # noqa: E402
from adapters.settings import Settings  # noqa: E402
from adapters.storage.catalog import Catalog  # noqa: E402
from retrieval.embedding import Embedder, Embeddings  # noqa: E402
from tests.e2e.news_documents import Item, rss  # noqa: E402
from tests.e2e.news_site import NewsSite  # noqa: E402
from tests.e2e.newspapers import article_html  # noqa: E402

BEGIN = datetime(2026, 3, 2, 6, tzinfo=UTC)
STORY = """\
title = "The harbour bridge of Ostwick"
summary = "Ostwick's harbour bridge is closed after cracks are found; its repair is argued about."
keywords = ["bridge"]
closeness = 0
"""


@dataclass
class Counting:
    """An Embedder that counts what it embeds."""

    embedder: Embedder
    embedded: int = 0
    model: str = field(init=False)

    def __post_init__(self) -> None:
        self.model = self.embedder.model

    def embed_question(self, question: str) -> Embeddings:
        return self.embedder.embed_question(question)

    def embed_passages(
        self, texts: Sequence[str], progress: Callable[[int], None] | None = None
    ) -> Embeddings:
        self.embedded += len(texts)
        return self.embedder.embed_passages(texts, progress)


def main() -> None:
    """Print a row a refresh."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--feeds", type=int, default=200)
    parser.add_argument("--articles", type=int, default=2, help="in each feed")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, NewsSite() as site:
        settings = Settings(
            data=Path(folder) / "data",
            corpus=Path(folder) / "corpus",
            allowed_networks="127.0.0.0/8",
            host_pause=0.0,
        )
        feeds = [publish(site, n, asked.articles) for n in range(asked.feeds)]
        (settings.corpus / "bridge").mkdir(parents=True)
        listed = ", ".join(f'"{url}"' for url in feeds)
        (settings.corpus / "bridge" / "story.toml").write_text(f"{STORY}feeds = [{listed}]\n")
        catalog = catalog_of(settings)
        counting = Counting(embedder_of(settings))
        print(
            "| refresh | requests | conditional | embedded | new generation | of the first's time |"
        )
        print("| --- | --- | --- | --- | --- | --- |")
        first = row("the first", site, settings, catalog, counting, BEGIN, 1.0)
        soon = BEGIN + timedelta(minutes=40)  # the feeds are due, their pages are not
        row("nothing new", site, settings, catalog, counting, soon, first)
        publish(site, 0, asked.articles + 1)
        later = soon + timedelta(minutes=40)
        row("one new article, pages due", site, settings, catalog, counting, later, first)
        catalog.close()


def row(
    name: str,
    site: NewsSite,
    settings: Settings,
    catalog: Catalog,
    counting: Counting,
    now: datetime,
    first: float,
) -> float:
    """Seconds; `first` are those of the first refresh."""
    seen, embedded, begun = len(site.requests), counting.embedded, time.monotonic()

    async def refresh() -> bool:
        async with fetcher_of(settings, catalog) as fetcher:
            refresher = refresher_of(settings, catalog, fetcher)
            refresher = replace(refresher, load_embedder=lambda: counting)
            report = await refresher.refresh(now, due_only=True)
        return report.index is not None and report.index.new_generation

    built = asyncio.run(refresh())
    seconds = time.monotonic() - begun
    requests = site.requests[seen:]
    conditional = sum(one.conditional for one in requests)
    share = 1.0 if name == "the first" else seconds / first
    print(
        f"| {name} | {len(requests)} | {conditional} | {counting.embedded - embedded} "
        f"| {'yes' if built else 'no'} | {share:.3f} |"
    )
    return seconds


def publish(site: NewsSite, feed: int, articles: int) -> str:
    """A paper's feed with so many articles. Its address."""
    items = []
    for n in range(articles):
        title = f"Bridge: report {n} of paper {feed}"
        words = [
            f"Paper {feed} counted {n * 7 + feed} lorries before the closed bridge on day {n}. "
            * 3,
            f"Its reporter number {feed} spoke with {n + 2} engineers about hanger {feed * 3 + n}.",
        ]
        page = article_html(f"Paper {feed}", title, BEGIN, words)
        items.append(Item(title, site.page(f"/{feed}/{n}", page), words[1], BEGIN))
    return site.feed(f"/{feed}/news.rss", rss(f"Paper {feed}", site.url(), items))


if __name__ == "__main__":
    main()
