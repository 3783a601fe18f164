"""A fetched page → when it was published, to the second where it says so. Pure."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from lxml import etree

from adapters.web.feed_items import sane
from adapters.web.linked_data import linked_data, page_tree
from adapters.web.pages import Page

_A_DAY = timedelta(days=1)


def published_at(page: Page, html: bytes) -> datetime | None:
    """The time of day that the page gives, in UTC, for the day of `page.published`; else that.

    Only times with an offset count. One that is more than a day off belongs to something else in
    the page, such as a related article.
    """
    tree = page_tree(html)
    for written in _written(tree) if tree is not None else ():
        moment = _moment(written)
        if moment is None:
            continue
        if page.published is None or -_A_DAY <= moment - page.published < 2 * _A_DAY:
            return moment
    return page.published


def _written(tree: etree._Element) -> Iterator[str]:
    for meta in tree.iter("meta"):
        if (meta.get("property") or meta.get("name")) == "article:published_time":
            yield meta.get("content") or ""
    for found in linked_data(tree):
        date = found.get("datePublished")
        if isinstance(date, str):
            yield date
    for element in tree.iter("meta", "time", "span"):
        if element.get("itemprop") == "datePublished":
            yield element.get("content") or element.get("datetime") or ""


def _moment(written: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(written.strip())
    except ValueError:
        return None
    return sane(moment) if moment.tzinfo and "T" in written.upper().replace(" ", "T") else None
