"""A feed's items, and what is known of a story → which of them are new, and which belong to it.

Pure but for the embedding.
"""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from urllib.parse import unquote, urlsplit

from adapters.web.feed_items import FeedItem
from bot.language_wording import in_unread_language
from retrieval.articles import Article, Story, digest
from retrieval.closeness import (
    Closeness,
    Embed,
    Profile,
    Rules,
    closeness,
    item_text,
    profile,
    rules_for,
)
from retrieval.languages import language_of_article

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
    rules = [
        part
        for one in story.source_rules
        for part in (one.url, str(one.keywords is None), *(one.keywords or ()), str(one.closeness))
    ]
    return digest((story.title, story.summary, *story.keywords, str(story.closeness), *rules))


def judge(
    story: Story,
    articles: Sequence[Article],
    items: Sequence[FeedItem],
    embed: Embed,
    *,
    known: Embed | None = None,
    source: str = "",
    languages: Collection[str] | None = None,
) -> list[Judged]:
    """Each item of `source` with its closeness to the story and its articles so far; `known`
    embeds these; `languages` as in `judge_items`."""
    if not items:
        return []
    about = profile(story, articles, known or embed)
    rules = [rules_for(story, source)] * len(items)
    return judge_items(about, items, rules, embed, languages)


def judge_items(
    about: Profile,
    items: Sequence[FeedItem],
    rules: Sequence[Rules],
    embed: Embed,
    languages: Collection[str] | None = None,
) -> list[Judged]:
    """Each item with its closeness to what the story is about, by the rules of its source; where
    it is in none of the `languages` that the model knows beside English, it says so."""
    titles = [item.title or _title_in(item.url) for item in items]
    leads = [item.summary or item.text for item in items]
    vectors = embed([item_text(*said) for said in zip(titles, leads, strict=True)])
    found = []
    for item, title, lead, vector, its in zip(items, titles, leads, vectors, rules, strict=True):
        near = closeness(about, title, lead, vector, item.text, its)
        told = language_of_article(f"{title}\n{lead}") if languages is not None else None
        if told and told.code not in (languages or ()):
            near = replace(near, why=f"{near.why}; {in_unread_language(told.code)}")
        found.append(Judged(item, near))
    return found


def recent(items: Sequence[FeedItem], now: datetime) -> list[FeedItem]:
    """Those of a sitemap that are new, or that don't say when they are from."""
    return [item for item in items if (item.updated or item.published or now) >= now - SITEMAP_DAYS]


def _title_in(url: str) -> str:
    """What the address says of a page that is listed without a title."""
    path = unquote(urlsplit(url).path)
    last = max(path.split("/"), key=len)
    return " ".join(re.findall(r"[^\W\d_]+|\d+", last.rpartition(".")[0] or last))
