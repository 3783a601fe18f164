"""Stories and their newest articles → the App Home. Pure."""

from collections.abc import Mapping, Sequence
from typing import Any

from adapters.slack.limits import MOST_BYTES, as_many_as_fit
from adapters.slack.listings import story_blocks, ways_to_ask
from adapters.slack.plain_text import paragraph
from adapters.slack.quoted import Titles, byline
from adapters.slack.rich_text import Block, bullets, header, rich_text
from bot import wording
from bot.freshness import NOTHING_KNOWN, Freshness
from bot.library import StoryListing
from bot.safe_text import shortened
from retrieval.articles import Article

# Of the bytes of a view; the rest is for how to ask and the headings.
_STORIES_SHARE, _ARTICLES_SHARE = 0.3, 0.4
_MOST_ARTICLES = 20


def home_view(
    listings: Sequence[StoryListing],
    newest: Sequence[Article],
    titles: Titles,
    bot_name: str = "pullquote",
    checked: Mapping[str, Freshness] = NOTHING_KNOWN,
) -> dict[str, Any]:
    """What is tracked, what is new, newest first, and how to ask."""
    blocks: list[Block] = [
        paragraph(wording.INTRODUCTION),
        header(wording.HOW_TO_ASK),
        ways_to_ask(bot_name),
        header(wording.STORIES),
    ]
    if listings:
        blocks += story_blocks(listings, int(MOST_BYTES * _STORIES_SHARE), checked)
    else:
        blocks.append(paragraph(wording.NO_STORIES))
    blocks += [header(wording.NEWEST), _articles(newest, titles)]
    return {"type": "home", "blocks": blocks}


def failed_home(sentence: str) -> dict[str, Any]:
    """Says why nothing else is shown."""
    return {"type": "home", "blocks": [paragraph(sentence)]}


def _articles(newest: Sequence[Article], titles: Titles) -> Block:
    items = [byline(shortened(article), article.url, titles) for article in newest]
    shown = as_many_as_fit(items, _MOST_ARTICLES, int(MOST_BYTES * _ARTICLES_SHARE))
    return rich_text(bullets(shown)) if shown else paragraph(wording.NOTHING_TRACKED)
