"""A feed → the same, each item with the name of the outlet that the feed is of. Pure."""

import re
from dataclasses import replace

from adapters.web.feed_items import Feed, FeedItem
from adapters.web.hosts import host_of, is_same_site, site_of

_PARTS = re.compile(r"\s+[-–—:>·•/]\s+|\s*[|»›]\s*|:\s+")
_FEED_WORDS = re.compile(
    r"\b(?:rss|atom|xml|json)?[ -]?feeds?\b|\brss\b|\batom\b|^(?:the )?latest (?:from|news from) ",
    re.I,
)
# What sections are called, in feeds of a section.
_SECTION = re.compile(
    r"(?:the )?(?:all|latest|top|breaking|world|home|local|national|international|uk|us|front ?page"
    r"|main|full|news|stories|articles|headlines|posts?|updates?|sports?|business|politics|opinion|culture"
    r"|technology|science|health|entertainment|blog|homepage|startseite|aktuell|nachrichten|actualités"
    r"|à la une|portada|noticias|últimas|notizie|ultime|nieuws|nyheter|nyheder)"
    r"(?:[ &,/-]+(?:all|latest|top|world|news|stories|articles|headlines|posts?|updates?|page|and"
    r"|noticias|notizie|nieuws|in full))*",
    re.I,
)


def with_outlet(feed: Feed) -> Feed:
    """Those items that stand on the feed's own site are its outlet's; another's are not named."""
    hosts = {_site(item.url) for item in feed.items}
    home = _site(feed.home) or (next(iter(hosts)) if len(hosts) == 1 else "")
    return replace(feed, items=tuple(_named(item, feed.title, home) for item in feed.items))


def outlet_of(title: str, host: str) -> str:
    """ "The Guardian" of "World news | The Guardian"; "" where the title names none."""
    parts = [_FEED_WORDS.sub(" ", part) for part in _PARTS.split(title)]
    named = [name for part in parts if (name := " ".join(part.split()).strip(" -–—:|"))]
    labels = [label for label in site_of(host).split(".") if len(label) > 2]
    for name in named:
        if any(label in _tight(name) or _tight(name) in label for label in labels[:-1] or labels):
            return name
    return next((name for name in named if not _SECTION.fullmatch(name)), "")


def _named(item: FeedItem, title: str, home: str) -> FeedItem:
    site = _site(item.url)
    ours = home and is_same_site(site, home)
    return replace(item, outlet=outlet_of(title, site)) if ours else item


def _site(url: str) -> str:
    return site_of(host_of(url))


def _tight(name: str) -> str:
    return re.sub(r"[^a-z0-9]", "", name.casefold())
