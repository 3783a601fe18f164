"""A fetched document → the article in it, or why it can't be quoted. Pure."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from adapters.web.canonical import canonical
from adapters.web.fetching import Fetched
from adapters.web.pages import PageError, read_page
from adapters.web.refusals import refusal

# Clocks differ, and papers print tomorrow's date; a date beyond that is none.
_FUTURE = timedelta(days=2)


@dataclass(frozen=True, slots=True)
class ReadArticle:
    """`address` is canonical; `guessed` and `modified` are as in `Page`."""

    address: str
    title: str
    source: str
    authors: tuple[str, ...]
    published: datetime | None
    text: str
    guessed: bool = False
    modified: datetime | None = None


def read_article(fetched: Fetched, now: datetime) -> ReadArticle | str:
    """The article, or one line."""
    try:
        page = read_page(fetched.body, fetched.url, fetched.charset)
        if why := refusal(page, fetched.body):
            return why
        if not page.title:
            return "no title in the page"
    except PageError as error:
        return str(error)
    address = canonical(page.url) or canonical(fetched.url)
    return ReadArticle(
        address,
        page.title,
        page.source,
        page.authors,
        known_date(page.published, now),
        page.text,
        guessed=page.guessed,
        modified=known_date(page.modified, now),
    )


def known_date(published: datetime | None, now: datetime) -> datetime | None:
    """None for a date that has not come yet."""
    return None if published and published > now + _FUTURE else published
