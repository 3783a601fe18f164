"""Sources that somebody in a chat proposes, for the tests of what the chats show."""

from datetime import UTC, datetime

from bot.places import Place
from bot.tracking import FoundItem, FoundSource, Proposal, Proposed
from retrieval.articles import Story

STORY = Story("pier-fire", "The fire on the pier", "A fire burns down the old pier.")
FEED = "https://gazette.example/news.rss?a=1&b=2"
ID = "7b1d" * 8
AT = datetime(2026, 3, 2, 6, tzinfo=UTC)
NEWEST = (
    FoundItem("Pier fire was arson, police say", True, "0.71 close"),
    FoundItem("Soup of the <!channel> week", False, "no keyword of the story"),
    FoundItem("", False, "0.12 close, below 0.30"),
)


def proposal(url: str, *, ends: bool = False, key: str = "feeds") -> Proposal:
    place = Place("slack", "T1", "C1")
    return Proposal(ID, place, "U1", STORY.slug, key, url, ends, AT)


OF_A_FEED = Proposed(
    proposal(FEED), STORY, FoundSource(FEED, "feeds", "RSS", "The *Gazette*", 20, 7, NEWEST)
)
OF_AN_ARTICLE = Proposed(
    proposal("https://gazette.example/pier", key="pages"),
    STORY,
    FoundSource(
        "https://gazette.example/pier",
        "pages",
        "page",
        "Pier burns",
        published=AT,
        else_as="topic",
    ),
)
OF_A_TOPIC = Proposed(
    proposal("https://gazette.example/topic/pier", key="topics"),
    STORY,
    FoundSource(
        "https://gazette.example/topic/pier", "topics", "topic page", "Pier", 0, 0, (), None, "page"
    ),
)
TO_END = Proposed(proposal(FEED, ends=True, key=""), STORY, None)
LONG = Proposed(
    proposal("https://gazette.example/" + "a" * 1_900),
    Story("long", "T" * 5_000, "S"),
    FoundSource(
        "https://gazette.example/",
        "feeds",
        "Atom",
        "*_`<@U1>" * 900,
        2_000,
        0,
        tuple(FoundItem("**x**" * 900, False, "why " * 900) for _ in range(3)),
        None,
    ),
)
