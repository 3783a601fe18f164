"""A story's developments → lines for people, and a picture in a file."""

from collections.abc import Sequence
from pathlib import Path

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from adapters.cli.terminal_text import harmless
from adapters.rendering.coverage_chart import coverage_png
from bot import wording
from bot.timelines import TimelinePage
from retrieval.articles import Article
from retrieval.errors import WrongUse
from retrieval.timeline import Development


def check_picture(file: Path) -> None:
    """Raises WrongUse where the picture can't be saved, before anything is computed for it."""
    if file.suffix.lower() != ".png":
        raise WrongUse(f"{file} is no name for a PNG; give one that ends in .png")
    if not file.absolute().parent.is_dir():
        raise WrongUse(f"there is no folder {file.parent}; make it, or name another")


def print_timeline(console: Console, page: TimelinePage) -> None:
    """The date and source of each development, the quote, its link and who else reports it."""
    console.print(Text(harmless(page.story.title), style="bold"))
    if not page.total:
        console.print("nothing to tell yet", style="dim")
        return
    for development in page.developments:
        console.print()
        _print_development(console, development)
    if page.pages > 1:
        following = f"; next: --page {page.number + 2}" if page.number + 1 < page.pages else ""
        console.print()
        console.print(f"page {page.number + 1} of {page.pages}{following}", style="dim")
    if page.checked:
        console.print()
        style = "yellow" if page.checked.plain else "dim"
        console.print(Text(page.checked.words, style=style))


def _print_development(console: Console, development: Development) -> None:
    quote = development.quote
    source = harmless(quote.article.source) or wording.UNTITLED
    published = quote.article.published
    head = Text(wording.date(published) if published else "no date", style="bold cyan")
    console.print(head.append(f" · {source}", style="not bold cyan"))
    words = Text.assemble("“", Text(harmless(quote.text)), "”")
    console.print(Padding(words, (0, 0, 0, 2), expand=False))
    if development.articles:
        names = ", ".join(dict.fromkeys(harmless(a.source) for a in development.articles))
        line = Text(f"{wording.ALSO_REPORTED_BY} {names}", style="dim")
        console.print(Padding(line, (0, 0, 0, 2), expand=False))
    if quote.link:
        # Never wrapped: a broken link can't be clicked or copied.
        console.print(Text(f"  {harmless(quote.link)}", style="blue"), soft_wrap=True)


def save_picture(file: Path, articles: Sequence[Article], title: str) -> None:
    """Raises OSError, which names the file."""
    file.write_bytes(coverage_png(articles, title))
