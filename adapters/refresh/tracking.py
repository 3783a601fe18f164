"""An address that somebody wants tracked → what it is, and what a story would take of it."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from adapters.refresh.listings import ReadListing, read_listing, read_topic_page
from adapters.web.addresses import ForbiddenAddress, check_url
from adapters.web.discovery import OfferedFeed, kind_of, offered_feeds
from adapters.web.feed_items import FeedError, FeedItem
from adapters.web.fetching import Failed, Fetched, Fetcher, Gone
from adapters.web.opml import LeftOut, Opml, Outline, read_opml
from adapters.web.reading import ReadArticle, read_article
from adapters.web.site_rules import NO_RULES, SiteRules
from adapters.web.topic_pages import is_topic
from bot import tracking_wording
from retrieval.errors import WrongUse
from retrieval.event_logger import EventLogger

Key = Literal["feeds", "topics", "pages"]
# What a page is to be tracked as, whatever it looks like: an article, or a list of articles.
As = Literal["page", "topic"]

_log = EventLogger()


class NotTrackable(WrongUse):
    """Nothing at this address can be tracked; one line that says why."""


@dataclass(frozen=True, slots=True)
class Trackable:
    """What stands at an address: a feed, sitemap or topic page with `items`, or a page with an
    `article`.

    `url` is what to track, of the story.toml's `key`; `kind` for people: "RSS", "Atom",
    "JSON Feed", "sitemap", "topic page" or "page"; `offered`: other feeds of the page that was
    named; `else_as`: what a page that offers no feed may be tracked as instead.
    """

    url: str
    key: Key
    kind: str
    title: str
    items: tuple[FeedItem, ...] = ()
    article: ReadArticle | None = None
    offered: tuple[OfferedFeed, ...] = ()
    else_as: As | None = None


@dataclass(frozen=True, slots=True)
class Outlined:
    """An outline, and what stands at its address."""

    outline: Outline
    found: Trackable


async def trackable(
    url: str,
    fetcher: Fetcher,
    now: datetime,
    *,
    as_: As | None = None,
    sites: SiteRules = NO_RULES,
) -> Trackable | Opml:
    """Finds out by asking. A page that offers a feed leads to the first that can be read; one
    that offers none is an article or a list of articles, as it looks or as `as_` says.

    Raises NotTrackable.
    """
    try:
        checked = check_url(url)
    except ForbiddenAddress as error:
        raise NotTrackable(str(error)) from None
    fetched = await _fetched(checked, fetcher)
    match kind_of(fetched.body, fetched.content_type):
        case "feed" | "sitemap" as kind if as_:
            raise NotTrackable(tracking_wording.IS_A_LISTING(url=url, kind=kind, as_=as_))
        case "feed" | "sitemap":
            return _listed(url, fetched, now)
        case "opml":
            return opml_in(url, fetched.body, fetched.content_type)
        case "other":
            what = fetched.content_type or "unknown content"
            raise NotTrackable(tracking_wording.IS_SOMETHING_ELSE(url=url, kind=what))
        case "page":
            return await _page(url, fetched, fetcher, now, as_, sites)


def opml_in(name: str, body: bytes, content_type: str = "") -> Opml:
    """The outlines of the file or document that people know by `name`. Raises NotTrackable."""
    try:
        return read_opml(body, content_type)
    except FeedError as error:
        raise NotTrackable(f"{name}: {error}") from None


async def outlined(
    outlines: Sequence[Outline], fetcher: Fetcher, now: datetime, sites: SiteRules = NO_RULES
) -> list[Outlined | LeftOut]:
    """What each outline leads to, in their order; one that can't be had costs only itself."""

    async def one(outline: Outline) -> Outlined | LeftOut:
        try:
            found = await trackable(outline.url, fetcher, now, sites=sites)
        except NotTrackable as error:
            return LeftOut(outline.title, str(error))
        except Exception as error:  # the other outlines are no worse for it
            _log.error("outline_failed", fault=type(error).__name__, exc_info=True)
            return LeftOut(outline.title, f"can't be read ({type(error).__name__})")
        if isinstance(found, Opml):
            return LeftOut(outline.title, "another OPML file; track it by itself")
        return Outlined(outline, found)

    return await asyncio.gather(*map(one, outlines))


async def _page(
    url: str,
    fetched: Fetched,
    fetcher: Fetcher,
    now: datetime,
    as_: As | None,
    sites: SiteRules,
) -> Trackable:
    offered = () if as_ else offered_feeds(fetched.body, fetched.url)
    problems: list[str] = []
    for n, feed in enumerate(offered):
        try:
            found = _listed(feed.url, await _fetched(feed.url, fetcher), now)
        except NotTrackable as error:
            problems.append(str(error))
            continue
        others = tuple(other for other in offered[n + 1 :])
        return Trackable(found.url, "feeds", found.kind, found.title, found.items, None, others)
    topic: ReadListing | str = "it looks like an article"
    other: As | None
    looks = await asyncio.to_thread(is_topic, fetched.body, fetched.url, fetched.charset)
    if as_ == "topic" or (as_ is None and looks):
        topic = await asyncio.to_thread(_topic, fetched, now)
    if isinstance(topic, ReadListing):
        other = None if as_ else "page"
        return Trackable(url, "topics", topic.kind, topic.title, tuple(topic.items), else_as=other)
    if as_ == "topic":
        raise NotTrackable(tracking_wording.NO_TOPIC_PAGE(url=url, why=topic))
    read = await asyncio.to_thread(read_article, fetched, now, sites)
    if isinstance(read, ReadArticle):
        other = None if as_ else "topic"
        return Trackable(url, "pages", "page", read.title, article=read, else_as=other)
    why = "; ".join([str(read), *problems])
    raise NotTrackable(tracking_wording.NOTHING_THERE(url=url, why=why))


async def _fetched(url: str, fetcher: Fetcher) -> Fetched:
    answer = await fetcher.get(url)
    match answer:
        case Fetched():
            return answer
        case Failed(reason=reason):
            raise NotTrackable(f"{url}: {reason}")
        case Gone(status=status):
            raise NotTrackable(tracking_wording.NO_SUCH_PAGE(url=url, status=status))
    raise NotTrackable(f"{url}: the site says that nothing is new, though it was not asked that")


def _topic(fetched: Fetched, now: datetime) -> ReadListing | str:
    try:
        return read_topic_page(fetched, now)
    except FeedError as error:
        return str(error)


def _listed(url: str, fetched: Fetched, now: datetime) -> Trackable:
    try:
        found = read_listing(kind_of(fetched.body, fetched.content_type), fetched, now)
    except FeedError as error:
        raise NotTrackable(f"{url}: {error}") from None
    return Trackable(url, "feeds", found.kind, found.title, tuple(found.items))
