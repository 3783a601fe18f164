"""A page's tree → when it says that its article was published and changed. Pure.

Days are those of the outlet's zone: a moment keeps the offset that it was written with.
"""

import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from itertools import chain
from typing import Any

from lxml import etree

from adapters.web.feed_items import sane
from adapters.web.foreign_dates import day_of, moment_of
from adapters.web.linked_data import linked_data, texts

# The first that says something is believed.
_PUBLISHED = (
    re.compile(r"(?:og:)?article[:.](?:published(?:_time)?|publish_date)", re.I),
    re.compile(
        r"datepublished|parsely-pub-date|sailthru\.date|dc(?:terms)?[.:](?:date(?:[.:](?:issued|created))?"
        r"|issued|created)|pub(?:lish|lication)?[-_]?date|publish(?:ed)?[-_](?:date|time|at|on)"
        r"|cxenseparse:recs:publishtime|dcsext\.articlefirstpublished|article_date_original"
        r"|citation_(?:online|publication)_date|date|published",
        re.I,
    ),
)
_MODIFIED = (
    re.compile(r"(?:og:)?article[:.](?:modified(?:_time)?|updated(?:_time)?)", re.I),
    re.compile(
        r"datemodified|dc(?:terms)?[.:](?:date[.:])?modified|(?:article_)?(?:last|date)[-_]?(?:modified"
        r"|updated)|updated[-_](?:date|time|at|on)|article_date_updated|revision_date",
        re.I,
    ),
)
_SECONDS = re.compile(r"1\d{9}(?:\d{3})?")
_BESIDE = frozenset(("aside", "nav"))


def published_of(tree: etree._Element, article: Mapping[str, Any]) -> datetime | None:
    """What the page's own metadata says, JSON-LD's `article` first; None where it says nothing.

    With the time of day where one of them gives it for that day together with an offset; else
    midnight UTC of the day that was written.
    """
    return _best(_written(tree, article, "datePublished", _PUBLISHED))


def modified_of(
    tree: etree._Element, article: Mapping[str, Any], published: datetime | None
) -> datetime | None:
    """Likewise of the last change; None for one that lies before the day of `published`."""
    found = _best(_written(tree, article, "dateModified", _MODIFIED))
    return None if found and published and found.date() < published.date() else found


def moment_written(written: str) -> datetime | None:
    """A moment with its own offset; one without an offset, or a day, is midnight UTC of that day.

    ISO 8601, RFC 5322, seconds since 1970, and a day with its month in words.
    """
    written = written.strip()
    if _SECONDS.fullmatch(written):
        return sane(datetime.fromtimestamp(int(written[:10]), UTC))
    moment = _iso(written) or _of_mail(written) or day_of(written)
    if moment is None:
        return None
    if moment.tzinfo is None or moment.utcoffset() is None:
        moment = datetime(moment.year, moment.month, moment.day, tzinfo=UTC)
    return sane(moment)


def _best(found: Iterator[datetime]) -> datetime | None:
    first = next(found, None)
    if first is None or not is_day(first):
        return first
    return next((one for one in found if not is_day(one) and one.date() == first.date()), first)


def is_day(moment: datetime) -> bool:
    """Whether it is a day alone, without a time that was written."""
    return moment.tzinfo is UTC and moment.time() == datetime.min.time()


def _written(
    tree: etree._Element, article: Mapping[str, Any], key: str, metas: tuple[re.Pattern[str], ...]
) -> Iterator[datetime]:
    for written in chain(
        texts(article.get(key)),
        _in_meta(tree, metas[0]),
        _marked(tree, key),
        _in_meta(tree, metas[1]),
        # Whatever else its JSON-LD dates, where nothing dates the article itself.
        (date for one in linked_data(tree) for date in texts(one.get(key))),
    ):
        if moment := moment_written(written):
            yield moment


def _in_meta(tree: etree._Element, named: re.Pattern[str]) -> Iterator[str]:
    for meta in tree.iter("meta"):
        kind = meta.get("property") or meta.get("name") or ""
        if named.fullmatch(kind.strip()):
            yield meta.get("content") or ""


def _marked(tree: etree._Element, key: str) -> Iterator[str]:
    """Those in an article's footer last; those beside it are other articles'."""
    in_footers = []
    for element in tree.iter("meta", "time", "span", "div", "p"):
        if key not in (element.get("itemprop") or "").split():
            continue
        above = {parent.tag for parent in element.iterancestors()}
        written = element.get("content") or element.get("datetime") or element.text or ""
        if "footer" in above:
            in_footers.append(written)
        elif not above & _BESIDE:
            yield written
    yield from in_footers


def _iso(written: str) -> datetime | None:
    try:
        return datetime.fromisoformat(written.replace("/", "-"))
    except ValueError:
        return None


def _of_mail(written: str) -> datetime | None:
    try:
        return parsedate_to_datetime(written)
    except (ValueError, TypeError, IndexError):
        return moment_of(written)
