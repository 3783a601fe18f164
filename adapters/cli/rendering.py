"""Replies, stories and articles → what the terminal shows. Pure but for printing."""

from collections.abc import Mapping

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from adapters.cli.terminal_text import harmless
from adapters.storage.catalog import StoredArticle
from bot import captions, wording
from bot.checked import Checked
from bot.freshness import NOTHING_KNOWN, Freshness
from bot.library import StoryListing
from bot.replies import Answer, NoAnswer, Possible, Remark, Reply
from retrieval.articles import Article
from retrieval.quotes import Quote


def print_reply(console: Console, reply: Reply, checked: Checked | None = None) -> None:
    """Quotes with their sources, the answering words bold where that is claimed; a plain no; or
    a remark. `checked`: when their stories were last checked."""
    match reply:
        case Remark():
            console.print(Text(reply.words))
        case NoAnswer():
            console.print(Text(harmless(reply.reason), style="yellow"))
            if reply.nearest:
                console.print(wording.NEAREST, style="dim")
                for quote in reply.nearest:
                    _print_quote(console, quote, style="dim")
        case Answer() | Possible():
            _print_quotes(console, reply)
    if checked:
        console.print()
        console.print(Text(harmless(checked.words), style="yellow" if checked.plain else "dim"))


def _print_quotes(console: Console, reply: Answer | Possible) -> None:
    for n, (quote, line) in enumerate(zip(reply.quotes, captions.above_quotes(reply), strict=True)):
        if line:
            if n:
                console.print()
            console.print(line, style="yellow")
        _print_quote(console, quote, bold=isinstance(reply, Answer))
    if reply.further:
        more = wording.more_quotes(len(reply.further))
        console.print(f"{more}: ask with --top", style="dim")
    for line in captions.below(reply):
        console.print(Text(harmless(line), style="yellow"))


def _print_quote(console: Console, quote: Quote, *, style: str = "", bold: bool = False) -> None:
    words = Text(harmless(quote.text), style=style)
    if bold:
        for start, end in quote.highlight:
            words.stylize("bold green", start, end)
    console.print()
    console.print(Padding(Text.assemble("“", words, "”"), (0, 0, 0, 2), expand=False))
    console.print(Padding(_byline(quote.article), (0, 0, 0, 2), expand=False))
    if quote.also_in:
        names = ", ".join(dict.fromkeys(harmless(a.source) for a in quote.also_in))
        console.print(
            Padding(Text(f"{wording.ALSO_IN} {names}", style="dim"), (0, 0, 0, 2), expand=False)
        )
    if quote.link:
        # Never wrapped: a broken link can't be clicked or copied.
        console.print(Text(f"  {harmless(quote.link)}", style="blue"), soft_wrap=True)


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
    said = wording.checked_fact(fresh).removeprefix("checked ") if fresh else ""
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
        console.print(Text(wording.checked(checked), style=style))
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
