"""A corpus of two stories, one for a channel that nobody is in, and a paper that offers a feed."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from tests.e2e.command import ROOT, run_in
from tests.e2e.corpora import write_story
from tests.e2e.news_documents import Item, rss
from tests.e2e.news_site import NewsSite


@dataclass(frozen=True)
class Newsroom:
    """`feed` is what may be tracked for the story "ferry"."""

    site: NewsSite
    data: Path
    corpus: Path
    feed: str

    @property
    def story(self) -> str:
        return (self.corpus / "ferry" / "story.toml").read_text()

    @property
    def settings(self) -> dict[str, Any]:
        """Those that matter here: the site is asked, and nobody refreshes by themselves."""
        return {
            "corpus": self.corpus,
            "allowed_networks": "127.0.0.0/8",
            "host_pause": 0.0,
            "refresh_minutes": 0,
        }


@contextmanager
def newsroom(shipped: Path, folder: Path) -> Iterator[Newsroom]:
    corpus, data = folder / "corpus", folder / "data"
    data.mkdir(mode=0o700)
    write_story(corpus, "ferry", "The ferry to Saltholm sank at its berth on Monday.")
    write_story(corpus, "hidden", "The mayor keeps a goat.", ["slack:C0NOWHERE"])
    path = corpus / "ferry" / "story.toml"
    path.write_text(f'# By hand.\n{path.read_text()}keywords = ["ferry"]\n')
    assert run_in(ROOT, data)("reindex", "--corpus", str(corpus)).code == 0
    with NewsSite() as site:
        items = [
            Item(title, site.url(f"/{n}"), "", datetime(2026, 3, 2 + n, tzinfo=UTC))
            for n, title in enumerate(
                [
                    "Ferry to Saltholm is raised from its berth",
                    "Ferry to Saltholm had been checked a week before it sank",
                    "Recipe of the day",
                    "Divers look at the ferry that sank at its berth on Monday",
                ]
            )
        ]
        feed = site.feed("/news.rss", rss("The Saltholm Sentinel", site.url(), items))
        yield Newsroom(site, data, corpus, feed)
