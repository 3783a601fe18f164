"""A feed's items, and what is known of a story → which of them are new, and which belong to it.

Pure but for the embedding.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import unquote, urlsplit

from adapters.web.feed_items import FeedItem
from retrieval.articles import Article, Story, digest
from retrieval.closeness import (
    Closeness,
    Embed,
    closeness,
    item_text,
    profile,
)

# A sitemap may list a paper's whole past; who follows a story follows what is new.
SITEMAP_DAYS = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Judged:
    """An item, and whether it belongs to the story and why."""

    item: FeedItem
    closeness: Closeness


def judged_by(story: Story) -> str:
    """The digest of all that an item is judged by, but for the articles so far: where it changes,
    what was left out is judged again."""
    return digest((story.title, story.summary, *story.keywords, str(story.closeness)))


def judge(
    story: Story, articles: Sequence[Article], items: Sequence[FeedItem], embed: Embed
) -> list[Judged]:
    """Each item with its closeness to the story and its articles so far."""
    if not items:
        return []
    about = profile(story, articles, embed)
    titles = [item.title or _title_in(item.url) for item in items]
    leads = [item.summary or item.text for item in items]
    vectors = embed([item_text(*said) for said in zip(titles, leads, strict=True)])
    return [
        Judged(item, closeness(about, title, lead, vector, item.text))
        for item, title, lead, vector in zip(items, titles, leads, vectors, strict=True)
    ]


def recent(items: Sequence[FeedItem], now: datetime) -> list[FeedItem]:
    """Those of a sitemap that are new, or that don't say when they are from."""
    return [item for item in items if (item.updated or item.published or now) >= now - SITEMAP_DAYS]


def _title_in(url: str) -> str:
    """What the address says of a page that is listed without a title."""
    path = unquote(urlsplit(url).path)
    last = max(path.split("/"), key=len)
    return " ".join(re.findall(r"[^\W\d_]+|\d+", last.rpartition(".")[0] or last))
