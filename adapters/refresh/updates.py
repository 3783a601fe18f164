"""What is known of a page, and what came of asking for it → what is known then. Pure.

Nothing is forgotten for a failure: a page that can't be had, or shows something else, keeps its
last good version, and only 404 or 410, twice and a day apart, withdraws it.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from adapters.storage.sources import READING_VERSION, UNCHECKED_FOR_LONG, FetchedPage, Source, State
from adapters.web.bylines import all_persons
from adapters.web.canonical import canonical
from adapters.web.corrected_facts import published_now, with_corrected_facts
from adapters.web.feed_items import FeedItem
from adapters.web.fetching import Failed, Fetched, Gone, NotModified
from adapters.web.identity import ANOTHER, ELSE, FRONT, Told, about, doubt, led_up
from adapters.web.liveblogs import grown
from adapters.web.reading import ReadArticle, known_date
from adapters.web.walls import is_passing
from retrieval.articles import Article
from retrieval.changes import same_but_for_boilerplate
from retrieval.languages import told_language

A_DAY = timedelta(days=1)
# Asked each day at the same time, a page must not miss it by a second.
NEARLY_A_DAY = timedelta(hours=23)
# Young articles are corrected often, old ones rarely.
_SOONEST, _LATEST = timedelta(hours=1), A_DAY
_MOST_FAILURES = 8
_LONGEST_BACKOFF = A_DAY


MOVED, NEW_ENTRIES, CORRECTED_FACTS = "moved", "new entries", "corrected"
READ_ANEW = "read anew"


@dataclass(frozen=True, slots=True)
class Update:
    """The page as it is known now; `article`: a version to keep, None for nothing new; `what`: how
    it differs, where not in what it says."""

    page: FetchedPage
    article: Article | None = None
    what: str = ""


def read_first(
    page: FetchedPage, read: ReadArticle, answer: Fetched, item: FeedItem | None, now: datetime
) -> Update:
    """A page of which nothing is held yet; `item` is what its feed says of it."""
    announced = about(item.title, item.summary, read.text) if item else None
    led = led_up(page.asked, answer.url)
    if led == FRONT or (led and not announced):
        return refused(page, led, now)
    if announced is False:
        return refused(page, ELSE, now)
    page = replace(_checked(page, answer, now), read_by=READING_VERSION)
    article = _article(page, read, None)
    return Update(_holding(page, article), article)


def read_again(
    page: FetchedPage, read: ReadArticle, answer: Fetched, held: Article, now: datetime
) -> Update:
    """A page that could be read; `held` is its version so far. What is no version of that changes
    nothing."""
    why = doubt(
        Told(_addresses(page, held, answer), held.title, held.published, held.text),
        Told((read.address,), read.title, read.published, read.text, read.paid, read.liveblog),
    )
    led = led_up(page.asked, answer.url)
    if why or led == FRONT:
        return refused(page, led if why in ("", ANOTHER) and led else why, now)
    of_feed, anew = page.from_feed, page.read_by != READING_VERSION
    page = replace(_checked(page, answer, now), from_feed=False, read_by=READING_VERSION)
    series = grown(held.text, read.text) if read.liveblog and not of_feed else None
    text = series.text if series else read.text
    link = _link(page, read, answer, held)
    same_title = " ".join(held.title.split()) == " ".join(read.title.split())
    if same_title and same_but_for_boilerplate(held.text, text):
        # Whoever wrote it, and when, may be put right without a word of it changing.
        article = replace(with_corrected_facts(held, read), url=link)
        if article == held:
            return Update(replace(page, state=State.HELD))
        return Update(_holding(page, article), article, "" if of_feed else _of_facts(article, held))
    # A feed's text and its page's differ in how they are cut, and so do two ways of reading one
    # page: the outlet changed nothing.
    changed = held.updated if of_feed or anew else now
    what = NEW_ENTRIES if series and not series.corrected else ""
    article = replace(
        _article(page, read, changed),
        id=held.id,
        url=link,
        published=published_now(held, read),
        text=text,
        modified=_of_this_change(held, read),
    )
    page = _holding(page, article)
    if anew:
        return Update(replace(page, reread=article.version), article, READ_ANEW)
    return Update(page, article, what)


def unchanged(
    page: FetchedPage, answer: NotModified, held: Article | None, now: datetime
) -> Update:
    """A page that is as it was, where it was or where it has moved to."""
    page = _checked(page, answer, now)
    link = canonical(answer.moved_to)
    if held is None or not link or link == held.url:
        return Update(page)
    article = replace(held, url=link)
    return Update(_holding(page, article), article, MOVED)


def gone(page: FetchedPage, answer: Gone, now: datetime) -> Update:
    """A page that its site says there is not, or not any more."""
    why = f"HTTP {answer.status}"
    # Where it had moved to it is no more; the address that it is known by may lead on.
    page = replace(page, asked=page.url, checked=now, why=why)
    if page.version is None:
        return Update(_left(page, why, now))
    if page.gone_since is None:
        return Update(replace(page, gone_since=now, due=now + A_DAY))
    if now - page.gone_since < NEARLY_A_DAY:
        return Update(replace(page, due=page.gone_since + A_DAY))
    why = f"{why} since {page.gone_since:%d %B %Y}"
    page = replace(page, state=State.WITHDRAWN, version=None, unchecked_since=None)
    return Update(replace(page, why=why, due=None))


def failed(page: FetchedPage, answer: Failed, now: datetime) -> Update:
    """A page that could not be had this time."""
    page = replace(page, checked=now, why=answer.reason, failures=page.failures + 1)
    if page.version is None and page.failures >= _MOST_FAILURES:
        return Update(_left(page, answer.reason, now))
    page = _unchecked(page, now)
    return Update(replace(page, due=now + backoff(page.failures, answer.retry_after)))


def refused(page: FetchedPage, why: str, now: datetime) -> Update:
    """A page that was had, but holds nothing to quote, or not what is held of it: that stays. One
    of which nothing is held is tried again where that may be over soon."""
    if page.version is None and is_passing(why):
        return failed(page, Failed(why), now)
    page = replace(page, checked=now, why=why, gone_since=None)
    if page.version is None:
        return Update(_left(page, why, now))
    return Update(replace(_unchecked(page, now), due=now + _until_next(page, now)))


def is_unchecked_for_long(page: FetchedPage, now: datetime) -> bool:
    """Whether people should look themselves at what the page shows."""
    since = page.unchecked_since
    return since is not None and now - since >= UNCHECKED_FOR_LONG


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
    if held:
        # A feed that turns to teasers, or uses the address for something else, takes nothing away.
        known = Told((page.url,), held.title, held.published, held.text)
        if doubt(known, Told((page.url,), title, held.published, item.text)):
            return Update(page)
    if held and title == held.title and same_but_for_boilerplate(held.text, item.text):
        return Update(page)
    article = Article(
        id=held.id if held else page.url,
        story=page.story,
        title=title,
        url=item.url,
        source=source,
        authors=all_persons(item.authors, (source,), sure=True),
        published=held.published if held else known_date(item.published, now),
        text=item.text,
        updated=now if held else None,
        language=told_language(item.text),
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


def _checked(page: FetchedPage, answer: Fetched | NotModified, now: datetime) -> FetchedPage:
    """It shows its article; what was wrong before is forgotten."""
    return replace(
        page,
        asked=answer.moved_to or page.asked,
        etag=answer.etag,
        last_modified=answer.last_modified,
        checked=now,
        gone_since=None,
        failures=0,
        due=now + _until_next(page, now),
        why="",
        unchecked_since=None,
    )


def _unchecked(page: FetchedPage, now: datetime) -> FetchedPage:
    since = None if page.version is None else page.unchecked_since or now
    return replace(page, unchecked_since=since)


def _addresses(page: FetchedPage, held: Article, answer: Fetched) -> frozenset[str]:
    """All that the article goes by. Where its address leads for good is one of them."""
    named = (held.id, held.url, page.url, page.asked, answer.moved_to)
    return frozenset(canonical(url) or url for url in named if url)


def _of_facts(article: Article, held: Article) -> str:
    return MOVED if article.url != held.url else CORRECTED_FACTS


def _of_this_change(held: Article, read: ReadArticle) -> datetime | None:
    """When the page says that it was changed; None where it still says what it said before."""
    told = read.modified
    if told is None or (held.modified and told <= held.modified):
        return None
    return None if held.updated and told.date() < held.updated.date() else told


def _link(page: FetchedPage, read: ReadArticle, answer: Fetched, held: Article) -> str:
    """The address to quote from. A redirect for the time being, to a page that names no other
    address than its own, has moved nothing."""
    found = canonical(answer.url)
    passing = found != canonical(page.asked) and read.address == found
    return held.url if passing or not read.address else read.address


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
        modified=read.modified,
        language=told_language(read.text, read.language),
    )
