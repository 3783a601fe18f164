"""A story's developments → an object for scripts, and a picture in a file."""

from collections.abc import Sequence
from pathlib import Path

from adapters.cli.json_output import article_object, freshness_object
from adapters.rendering.coverage_chart import coverage_png
from bot.timelines import TimelinePage
from retrieval.articles import Article
from retrieval.errors import WrongUse
from retrieval.timeline import Development


def check_page(number: int) -> None:
    """Raises WrongUse for a page that no timeline has."""
    if number < 1:
        raise WrongUse(f"there is no page {number}; the first is 1")


def check_picture(file: Path) -> None:
    """Raises WrongUse where the picture can't be saved, before anything is computed for it."""
    if file.suffix.lower() != ".png":
        raise WrongUse(f"{file} is no name for a PNG; give one that ends in .png")
    if not file.absolute().parent.is_dir():
        raise WrongUse(f"there is no folder {file.parent}; make it, or name another")


def timeline_object(page: TimelinePage) -> dict[str, object]:
    """The object of `pullquote timeline --json`."""
    return {
        "story": page.story.slug,
        "newest_first": page.newest_first,
        "page": page.number + 1,
        "pages": page.pages,
        "total": page.total,
        **freshness_object(page.checked.fresh if page.checked else None),
        "developments": [_development_object(one) for one in page.developments],
    }


def _development_object(development: Development) -> dict[str, object]:
    quote = development.quote
    return {
        "text": quote.text,
        "start": quote.start,
        "end": quote.end,
        "link": quote.link,
        "article": article_object(quote.article),
        "also_in": [article_object(article) for article in development.articles],
    }


def save_picture(file: Path, articles: Sequence[Article], title: str) -> None:
    """Raises OSError, which names the file."""
    file.write_bytes(coverage_png(articles, title))
