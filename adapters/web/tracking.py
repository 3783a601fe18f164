"""An address that somebody wants tracked → what it is, and what a story would take of it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from adapters.web.addresses import ForbiddenAddress, check_url
from adapters.web.discovery import OfferedFeed, kind_of, offered_feeds
from adapters.web.feed_items import FeedError, FeedItem
from adapters.web.fetching import Failed, Fetched, Fetcher, Gone
from adapters.web.listings import read_listing
from adapters.web.reading import ReadArticle, read_article
from retrieval.errors import WrongUse

Key = Literal["feeds", "pages"]


class NotTrackable(WrongUse):
    """Nothing at this address can be tracked; one line that says why."""


@dataclass(frozen=True, slots=True)
class Trackable:
    """What stands at an address: a feed or sitemap with `items`, or a page with an `article`.

    `url` is what to track, of the story.toml's `key`; `kind` for people: "RSS", "Atom",
    "JSON Feed", "sitemap" or "page"; `offered`: other feeds of the page that was named.
    """

    url: str
    key: Key
    kind: str
    title: str
    items: tuple[FeedItem, ...] = ()
    article: ReadArticle | None = None
    offered: tuple[OfferedFeed, ...] = ()


async def trackable(url: str, fetcher: Fetcher, now: datetime, *, as_page: bool) -> Trackable:
    """Finds out by asking. A page that is an article is tracked as one where `as_page`, or where
    it offers no feed; else the first feed that it offers is.

    Raises NotTrackable.
    """
    try:
        checked = check_url(url)
    except ForbiddenAddress as error:
        raise NotTrackable(str(error)) from None
    fetched = await _fetched(checked, fetcher)
    match kind_of(fetched.body, fetched.content_type):
        case "feed" | "sitemap" as kind if as_page:
            raise NotTrackable(f"{url} is a {kind}, not a page; leave --page out")
        case "feed" | "sitemap":
            return _listed(url, fetched, now)
        case "other":
            what = fetched.content_type or "unknown content"
            raise NotTrackable(f"{url} is {what}; name a feed, a sitemap or a web page")
        case "page":
            return await _page(url, fetched, fetcher, now, as_page=as_page)


async def _page(
    url: str, fetched: Fetched, fetcher: Fetcher, now: datetime, *, as_page: bool
) -> Trackable:
    offered = () if as_page else offered_feeds(fetched.body, fetched.url)
    problems: list[str] = []
    for n, feed in enumerate(offered):
        try:
            found = _listed(feed.url, await _fetched(feed.url, fetcher), now)
        except NotTrackable as error:
            problems.append(str(error))
            continue
        others = tuple(other for other in offered[n + 1 :])
        return Trackable(found.url, "feeds", found.kind, found.title, found.items, None, others)
    read = read_article(fetched, now)
    if isinstance(read, ReadArticle):
        return Trackable(url, "pages", "page", read.title, article=read)
    reasons = "; ".join([f"{url} offers no feed, and as an article: {read}", *problems])
    raise NotTrackable(f"{reasons}; name its feed or another page")


async def _fetched(url: str, fetcher: Fetcher) -> Fetched:
    answer = await fetcher.get(url)
    match answer:
        case Fetched():
            return answer
        case Failed(reason=reason):
            raise NotTrackable(f"{url}: {reason}")
        case Gone(status=status):
            raise NotTrackable(f"{url}: there is no such page (HTTP {status}); check the address")
    raise NotTrackable(f"{url}: the site says that nothing is new, though it was not asked that")


def _listed(url: str, fetched: Fetched, now: datetime) -> Trackable:
    try:
        found = read_listing(kind_of(fetched.body, fetched.content_type), fetched, now)
    except FeedError as error:
        raise NotTrackable(f"{url}: {error}") from None
    return Trackable(url, "feeds", found.kind, found.title, tuple(found.items))
