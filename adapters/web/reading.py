"""A fetched document → the article in it, or why it can't be quoted. Pure."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from adapters.web.canonical import canonical
from adapters.web.charsets import page_text
from adapters.web.fetching import Fetched
from adapters.web.linked_data import linked_data, page_tree
from adapters.web.liveblogs import is_liveblog, written_out
from adapters.web.pages import PageError, read_page
from adapters.web.paywalls import is_paid_for
from adapters.web.plain_text import lines
from adapters.web.refusals import EMPTY, PAYWALLED, refusal
from adapters.web.site_rules import NO_RULES, SiteRules
from adapters.web.walls import Wall, wall

# Clocks differ, and papers print tomorrow's date; a date beyond that is none.
_FUTURE = timedelta(days=2)


@dataclass(frozen=True, slots=True)
class ReadArticle:
    """`address` is canonical; `paid`: the page says that not everybody may read it whole;
    `liveblog`: its text is a series of entries; `guessed`, `modified` and
    `language` are as in `Page`; `note` says what did not go as the settings want it."""

    address: str
    title: str
    source: str
    authors: tuple[str, ...]
    published: datetime | None
    text: str
    paid: bool = False
    liveblog: bool = False
    guessed: bool = False
    modified: datetime | None = None
    note: str = ""
    language: str = ""


def read_article(fetched: Fetched, now: datetime, sites: SiteRules = NO_RULES) -> ReadArticle | str:
    """The article, where `sites` says that it stands, or one line."""
    selector = sites.selector(fetched.url)
    try:
        page = read_page(fetched.body, fetched.url, fetched.charset, selector)
        tree = page_tree(fetched.body, fetched.charset)
        objects = list(linked_data(tree)) if tree is not None else []
        liveblog = is_liveblog(objects, page.text)
        if liveblog:
            page = replace(page, text=written_out(objects, page.text))
        found = wall(page.title, page.text)
        why = found.why if found else refusal(page, tree)
        if why == EMPTY:
            # What stands in the article's place is no article, and left out by who looks for one.
            found = wall(page.title, lines(page_text(fetched.body, fetched.charset)))
            return found.why if found else why
        if why:
            return PAYWALLED if found is Wall.PAYWALL else why
        if not page.title:
            return "no title in the page"
    except PageError as error:
        return str(error)
    note = f"the selector {selector!r} finds nothing in the page" if page.unselected else ""
    return ReadArticle(
        address=canonical(page.url) or canonical(fetched.url),
        title=page.title,
        source=page.source,
        authors=page.authors,
        published=known_date(page.published, now),
        text=page.text,
        paid=tree is not None and is_paid_for(tree),
        liveblog=liveblog,
        guessed=page.guessed,
        modified=known_date(page.modified, now),
        note=note,
        language=page.language,
    )


def known_date(published: datetime | None, now: datetime) -> datetime | None:
    """None for a date that has not come yet."""
    return None if published and published > now + _FUTURE else published
