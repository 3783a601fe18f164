"""What an assistant is told while stories, articles or Pullquote itself change or fail."""

from collections.abc import Collection, Mapping, Sequence
from contextlib import nullcontext
from datetime import UTC, datetime
from typing import Any, cast

import anyio
from mcp.client.client import Client

from adapters.bot_assembly import IndexFinder
from adapters.mcp.serving import Server
from adapters.mcp.tools import Tools
from bot import wording
from bot.ask import Bot
from bot.decide import Thresholds
from bot.freshness import NOTHING_TRACKED
from bot.library import StoryListing
from retrieval.articles import Article, Story
from retrieval.quotes import Quote
from retrieval.timeline import Development

NOW = datetime(2025, 3, 1, tzinfo=UTC)
BRIDGE, FERRY = (Story(slug, slug.title(), "S.") for slug in ("bridge", "ferry"))
ARTICLE = Article(
    id="bridge/one",
    title="Bridge shut",
    url="https://paper.example/bridge",
    source="The Paper",
    authors=(),
    published=NOW,
    text="The bridge is shut. It opens in May.",
    story="bridge",
)


class Index:
    """As much of an IndexFinder, and of where texts are kept, as these tests ask."""

    def __init__(self, text: str = ARTICLE.text) -> None:
        self.text = text

    def stories(self) -> Mapping[str, Story]:
        return {"bridge": BRIDGE, "ferry": FERRY}

    def listings(self) -> Sequence[StoryListing]:
        return [StoryListing(story, 1, None) for story in (BRIDGE, FERRY)]

    def timeline(self, story: str) -> Sequence[Development]:
        if story == "ferry":
            raise ZeroDivisionError("of which nobody has thought")
        spans = [(0, 19), (20, 36)]
        quotes = [Quote(ARTICLE, a, b, ARTICLE.text[a:b], (), "", 0, 0, ()) for a, b in spans]
        return [Development(quote, ()) for quote in quotes]

    def texts(self, versions: Collection[str]) -> Mapping[str, str]:
        return dict.fromkeys(versions, self.text)


def tools(index: Index, *stories: Story) -> Tools:
    finder = cast(IndexFinder, index)
    bot = Bot(finder, index, Thresholds(0.5, 0.5, 1))
    return Tools(bot, finder, NOTHING_TRACKED, {one.slug: one for one in stories}, 3, NOW)


def told(served: Sequence[Tools], tool: str, **arguments: Any) -> Any:
    """What is told; each of `served` stands for one look at what may be spoken of."""
    looks = iter(served)

    async def ask() -> Any:
        async with Client(Server(nullcontext(), lambda: next(looks), 1)) as client:
            return await client.call_tool(tool, arguments)

    return anyio.run(ask)


def test_a_story_that_is_limited_while_it_is_looked_up_is_not_told() -> None:
    before, after = tools(Index(), BRIDGE, FERRY), tools(Index(), BRIDGE)
    listed = told([before, after, after, after], "stories").structured_content["stories"]
    assert [one["slug"] for one in listed] == ["bridge"]


def test_a_development_that_no_longer_stands_in_its_article_is_left_out() -> None:
    changed = tools(Index("The bridge is shut. It opens in July."), BRIDGE)
    shown = told([changed, changed], "timeline", slug="bridge").structured_content
    assert [one["text"] for one in shown["developments"]] == ["The bridge is shut."]
    assert shown["total"] == 1


def test_a_fault_of_ours_is_told_in_one_sentence_that_holds_nothing_of_it() -> None:
    refused = told([tools(Index(), FERRY)], "timeline", slug="ferry")
    assert refused.is_error
    assert [one.text for one in refused.content] == [wording.FAILED()]
