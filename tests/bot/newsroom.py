"""Articles, quotes and replies for the tests of what people are shown."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

from bot import wording
from bot.checked import Checked
from bot.desk import Page, Surrounded, Told
from bot.freshness import Freshness
from bot.library import StoryListing
from bot.replies import Answer, NoAnswer, Part, Possible, Standing
from retrieval.articles import Article, Story
from retrieval.quotes import Quote

TITLES = {"us-japan-command": "The US joint command in Japan", "sweden-nato": "Sweden joins NATO"}
ALICE = "U0ALICE001"
REPLY = "0123456789abcdef" * 2
QUESTION = "who heads the new US command in Japan?"
TOKYO = timezone(timedelta(hours=9))


def article(
    id: str, source: str, title: str, text: str, day: int = 28, url: str | None = None
) -> Article:
    published = datetime(2024, 7, day, 9, 30, tzinfo=TOKYO)
    address = f"https://{id}.example/2024/07/{day}" if url is None else url
    return Article(id, "us-japan-command", title, address, source, ("A. Writer",), published, text)


def quoted(article: Article, words: str, bold: str = "", also_in: Sequence[Article] = ()) -> Quote:
    """The words where they stand in the article, `bold` highlighted within them."""
    start = article.text.index(words)
    link = f"{article.url}#:~:text=some%20words" if article.url else ""
    at = words.index(bold)
    highlight = ((at, at + len(bold)),) if bold else ()
    end = start + len(words)
    return Quote(article, start, end, words, highlight, link, 2.5, 0.9, tuple(also_in))


WIRE = article(
    "wire",
    "Harborline Wire",
    "US to turn its Japan headquarters into a joint command",
    "The change was announced on Sunday. The new headquarters will be led by a three-star officer "
    "and will answer to the commander of US Indo-Pacific Command in Hawaii. It gains duties.",
)
REVIEW = article(
    "review",
    "Continental Review",
    "Three stars, not four",
    "Tokyo had hoped for four stars. It gets three: the new commander stays a lieutenant general.",
    29,
)
PAPER = article(
    "paper", "The Yokota Paper", "Jost takes over", "Lt. Gen. Stephen Jost took over at Yokota.", 30
)
COPY = article("copy", "Morning Mail", "US command in Japan", WIRE.text)
UNLINKED = article("print", "Evening Print", "Command", WIRE.text, url="")

LED = (
    "The new headquarters will be led by a three-star officer and will answer to the commander of "
    "US Indo-Pacific Command in Hawaii."
)
FIRST = quoted(WIRE, LED, "a three-star officer")
SECOND = quoted(REVIEW, "It gets three: the new commander stays a lieutenant general.", "three")
THIRD = quoted(PAPER, PAPER.text, "Stephen Jost")
COPIED = replace(FIRST, also_in=(COPY, UNLINKED))

NOW = datetime(2024, 7, 28, 14, 5, tzinfo=UTC)
QUIET = Checked(
    "Last checked 28 July 2024 at 14:05 UTC", plain=False, fresh=Freshness(NOW, 1, 0, None)
)
PLAIN = Checked(
    "Not checked since 28 July 2024 at 14:05 UTC: what is newer isn't known here.",
    plain=True,
    fresh=Freshness(NOW, 1, 1, NOW),
)
FRESH = {"us-japan-command": QUIET.fresh, "sweden-nato": PLAIN.fresh}

STORY = Story("us-japan-command", TITLES["us-japan-command"], "US Forces Japan becomes a command.")
OTHER = Story("sweden-nato", TITLES["sweden-nato"], "")
LISTINGS = [
    StoryListing(STORY, 6, datetime(2025, 3, 30, tzinfo=UTC)),
    StoryListing(OTHER, 0, None),
]


def answered(
    *quotes: Quote,
    further: Sequence[Quote] = (),
    within: str = "",
    standings: tuple[Standing, ...] = (),
    unanswered: tuple[Part, ...] = (),
    id: str = REPLY,
) -> Told:
    reply = Answer(QUESTION, "g1", 0.9, quotes, tuple(further), standings, unanswered=unanswered)
    return Told(id, reply, TITLES, within)


def not_answered(*nearest: Quote, within: str = "", id: str = REPLY) -> Told:
    reply = NoAnswer(QUESTION, "g1", 0.1, wording.NOT_CONFIDENT(), nearest)
    return Told(id, reply, TITLES, within)


def possible(
    *quotes: Quote, further: Sequence[Quote] = (), within: str = "", id: str = REPLY
) -> Told:
    return Told(id, Possible(QUESTION, "g1", 0.4, quotes, tuple(further)), TITLES, within)


def page(
    *quotes: Quote,
    offset: int = 0,
    total: int,
    answering: bool = True,
    line: str = "",
    id: str = REPLY,
) -> Page:
    """`line` stands above the first quote; without an answer it is that of the nearest."""
    first = line or ("" if answering else wording.NEAREST())
    captions = (first, *("" for _ in quotes[1:])) if quotes else ()
    return Page(id, quotes, offset, total, answering, TITLES, captions)


def paged(
    around: Sequence[Surrounded], *, answering: bool = True, line: str = "", id: str = REPLY
) -> tuple[Page, Sequence[Surrounded]]:
    """The page that is shown in context, and the context."""
    quotes = [one.quote for one in around]
    return page(*quotes, total=len(quotes), answering=answering, line=line, id=id), around
