"""What is known of a page, and what came of asking for it → what is known then. Pure.

Nothing is forgotten for a failure: a page that can't be had keeps its last good version, and only
404 or 410, twice and a day apart, withdraws it.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from adapters.storage.sources import FetchedPage, Source, State
from adapters.web.feed_items import FeedItem
from adapters.web.fetching import Failed, Gone, NotModified
from adapters.web.reading import ReadArticle, known_date
from retrieval.articles import Article
from retrieval.changes import same_but_for_boilerplate

A_DAY = timedelta(days=1)
# Asked each day at the same time, a page must not miss it by a second.
NEARLY_A_DAY = timedelta(hours=23)
# Young articles are corrected often, old ones rarely.
_SOONEST, _LATEST = timedelta(hours=1), A_DAY
_MOST_FAILURES = 8
_LONGEST_BACKOFF = A_DAY


@dataclass(frozen=True, slots=True)
class Update:
    """The page as it is known now; `article`: a version to keep, None for nothing new."""

    page: FetchedPage
    article: Article | None = None


def read_again(
    page: FetchedPage,
    read: ReadArticle,
    validators: tuple[str, str],
    held: Article | None,
    now: datetime,
) -> Update:
    """A page that could be read; `held` is its version so far, `validators` its ETag and
    Last-Modified now."""
    etag, last_modified = validators
    page = replace(
        page,
        etag=etag,
        last_modified=last_modified,
        checked=now,
        gone_since=None,
        failures=0,
        due=now + _until_next(page, now),
        why="",
    )
    if held is None:
        article = _article(page, read, None)
        return Update(_holding(page, article), article)
    # A feed's text and its page's differ in how they are cut: the outlet changed nothing.
    changed = held.updated if page.from_feed else now
    page = replace(page, from_feed=False)
    same_title = " ".join(held.title.split()) == " ".join(read.title.split())
    if same_title and same_but_for_boilerplate(held.text, read.text):
        return Update(replace(page, state=State.HELD))
    article = replace(
        _article(page, read, changed),
        id=held.id,
        published=held.published or read.published,
    )
    return Update(_holding(page, article), article)


def unchanged(page: FetchedPage, answer: NotModified, now: datetime) -> Update:
    """A page that is as it was."""
    return Update(
        replace(
            page,
            asked=answer.moved_to or page.asked,
            etag=answer.etag,
            last_modified=answer.last_modified,
            checked=now,
            gone_since=None,
            failures=0,
            due=now + _until_next(page, now),
            why="",
        )
    )


def gone(page: FetchedPage, answer: Gone, now: datetime) -> Update:
    """A page that its site says there is not, or not any more."""
    why = f"HTTP {answer.status}"
    page = replace(page, checked=now, why=why)
    if page.version is None:
        return Update(_left(page, why, now))
    if page.gone_since is None:
        return Update(replace(page, gone_since=now, due=now + A_DAY))
    if now - page.gone_since < NEARLY_A_DAY:
        return Update(replace(page, due=page.gone_since + A_DAY))
    why = f"{why} since {page.gone_since:%d %B %Y}"
    return Update(replace(page, state=State.WITHDRAWN, version=None, why=why, due=None))


def failed(page: FetchedPage, answer: Failed, now: datetime) -> Update:
    """A page that could not be had this time."""
    page = replace(page, checked=now, why=answer.reason, failures=page.failures + 1)
    if page.version is None and page.failures >= _MOST_FAILURES:
        return Update(_left(page, answer.reason, now))
    return Update(replace(page, due=now + backoff(page.failures, answer.retry_after)))


def refused(page: FetchedPage, why: str, now: datetime) -> Update:
    """A page that was had, but holds nothing to quote; what is held of it stays."""
    page = replace(page, checked=now, why=why, gone_since=None)
    if page.version is None:
        return Update(_left(page, why, now))
    return Update(replace(page, due=now + _until_next(page, now)))


def still_from_feed(page: FetchedPage, why: str, now: datetime) -> FetchedPage:
    """A page that can't be had, of which a feed tells; it is tried again, for a feed may forget."""
    failures = page.failures + 1
    return replace(page, checked=now, why=why, failures=failures, due=now + backoff(failures, None))


def told_by_feed(
    page: FetchedPage, item: FeedItem, source: str, held: Article | None, now: datetime
) -> Update:
    """An article whose page can't be had, but whose words its feed carries."""
    page = replace(page, state=State.HELD, from_feed=True)
    title = item.title or (held.title if held else "")
    if held and title == held.title and same_but_for_boilerplate(held.text, item.text):
        return Update(page)
    article = Article(
        id=held.id if held else page.url,
        story=page.story,
        title=title,
        url=item.url,
        source=source,
        authors=item.authors,
        published=held.published if held else known_date(item.published, now),
        text=item.text,
        updated=now if held else None,
    )
    return Update(_holding(page, article), article)


def source_failed(source: Source, answer: Failed | Gone, every: timedelta, now: datetime) -> Source:
    """A source that could not be had: since when, why, and when it is asked again."""
    reason = f"HTTP {answer.status}" if isinstance(answer, Gone) else answer.reason
    asked_for = answer.retry_after if isinstance(answer, Failed) else None
    failures = source.failures + 1
    return replace(
        source,
        checked=now,
        failing_since=source.failing_since or now,
        failures=failures,
        result=reason,
        due=now + max(every, backoff(failures, asked_for)),
    )


def backoff(failures: int, retry_after: float | None) -> timedelta:
    """Half an hour, doubled with every failure, a day at most; never sooner than asked for."""
    doubled = timedelta(minutes=30 * 2.0 ** min(failures - 1, 10))
    asked_for = timedelta(seconds=retry_after or 0)
    return max(min(doubled, _LONGEST_BACKOFF), min(asked_for, 7 * A_DAY))


def _until_next(page: FetchedPage, now: datetime) -> timedelta:
    return min(max((now - page.found) / 8, _SOONEST), _LATEST)


def _left(page: FetchedPage, why: str, now: datetime) -> FetchedPage:
    return replace(page, state=State.LEFT_OUT, why=why, checked=now, due=None)


def _holding(page: FetchedPage, article: Article) -> FetchedPage:
    return replace(page, state=State.HELD, article=article.id, version=article.version)


def _article(page: FetchedPage, read: ReadArticle, updated: datetime | None) -> Article:
    return Article(
        id=read.address or page.url,
        story=page.story,
        title=read.title,
        url=read.address or page.url,
        source=read.source,
        authors=read.authors,
        published=read.published,
        text=read.text,
        updated=updated,
    )
