"""A fetched document → the article in it, or why it can't be quoted. Pure."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from adapters.web.canonical import canonical
from adapters.web.fetching import Fetched
from adapters.web.pages import PageError, read_page
from adapters.web.publication_time import published_at
from adapters.web.refusals import refusal
from adapters.web.site_rules import NO_RULES, SiteRules

# Clocks differ, and papers print tomorrow's date; a date beyond that is none.
_FUTURE = timedelta(days=2)


@dataclass(frozen=True, slots=True)
class ReadArticle:
    """`address` is canonical; `note` says what did not go as the settings want it."""

    address: str
    title: str
    source: str
    authors: tuple[str, ...]
    published: datetime | None
    text: str
    note: str = ""


def read_article(fetched: Fetched, now: datetime, sites: SiteRules = NO_RULES) -> ReadArticle | str:
    """The article, where `sites` says that it stands, or one line."""
    selector = sites.selector(fetched.url)
    try:
        page = read_page(fetched.body, fetched.url, fetched.charset, selector)
        if why := refusal(page, fetched.body):
            return why
        if not page.title:
            return "no title in the page"
        published = published_at(page, fetched.body)
    except PageError as error:
        return str(error)
    address = canonical(page.url) or canonical(fetched.url)
    note = f"the selector {selector!r} finds nothing in the page" if page.unselected else ""
    return ReadArticle(
        address, page.title, page.source, page.authors, known_date(published, now), page.text, note
    )


def known_date(published: datetime | None, now: datetime) -> datetime | None:
    """None for a date that has not come yet."""
    return None if published and published > now + _FUTURE else published
