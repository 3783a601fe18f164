"""Stories and articles → the tables and texts of the terminal. Pure but for printing."""

from collections.abc import Mapping

from rich.console import Console
from rich.table import Table
from rich.text import Text

from adapters.cli.terminal_text import harmless
from adapters.storage.catalog import StoredArticle
from bot import freshness_wording, wording
from bot.freshness import NOTHING_KNOWN, Freshness
from bot.library import StoryListing
from retrieval.articles import Article


def print_stories(
    console: Console,
    stories: list[StoryListing],
    checked: Mapping[str, Freshness] = NOTHING_KNOWN,
) -> None:
    """A line a story; `checked`: how fresh those are that have sources, by slug."""
    headings = ("Story", "Title", "Articles", "Newest", *(("Checked",) if checked else ()))
    table = Table(*headings, box=None, pad_edge=False)
    table.columns[2].justify = "right"
    for listing in stories:
        table.add_row(
            Text(listing.story.slug, style="bold"),
            Text(harmless(listing.story.title)),
            str(listing.articles),
            wording.date(listing.newest),
            *((_checked(checked.get(listing.story.slug)),) if checked else ()),
        )
    console.print(table)


def _checked(fresh: Freshness | None) -> Text:
    said = freshness_wording.checked_fact(fresh).removeprefix("checked ") if fresh else ""
    return Text(said, style="yellow" if fresh and fresh.stale else "")


def print_story(
    console: Console,
    listing: StoryListing,
    articles: list[StoredArticle],
    checked: Freshness | None = None,
) -> None:
    """What the story is, and a line an article in the order given."""
    console.print(Text(harmless(listing.story.title), style="bold"))
    console.print(Text(harmless(listing.story.summary)))
    if checked:
        style = "yellow" if checked.stale else "dim"
        console.print(Text(freshness_wording.checked(checked), style=style))
    console.print()
    table = Table("Published", "Source", "Title", "Article", box=None, pad_edge=False)
    for stored in articles:
        article = stored.article
        table.add_row(
            wording.date(article.published),
            Text(harmless(article.source)),
            Text(harmless(article.title)),
            Text(harmless(article.id), style="dim"),
        )
    console.print(table)


def print_article(console: Console, stored: StoredArticle) -> None:
    """The article with its whole text, to the character but for what would act on a terminal."""
    article = stored.article
    console.print(Text(harmless(article.title), style="bold"))
    console.print(_byline(article))
    if article.url:
        console.print(Text(harmless(article.url), style="blue"), soft_wrap=True)
    console.print(
        Text(
            f"read {wording.date(stored.fetched)} from {harmless(stored.path)}; "
            f"id {harmless(article.id)}"
        ),
        style="dim",
    )
    console.print()
    console.print(Text(harmless(article.text)))


def _byline(article: Article) -> Text:
    parts = [
        article.source,
        article.title,
        wording.dated(article),
    ]
    line = Text(harmless(" · ".join(filter(None, parts))), style="cyan")
    if article.authors:
        line.append(harmless(f" · by {', '.join(article.authors)}"))
    return line.append(harmless(f"  [{article.story}]"), style="dim")
