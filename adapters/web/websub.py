"""A feed's document → the hub that tells of its changes; a hub's words → whether they are its own.

WebSub, https://www.w3.org/TR/websub/. Pure.
"""

import hashlib
import hmac
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

from lxml import etree

from adapters.web.addresses import LOOPBACK, ForbiddenAddress, check_url
from adapters.web.feed_items import FeedError
from adapters.web.fetching import Fetched
from adapters.web.xml_trees import local_name, xml_tree

_LINK = re.compile(r'<([^<>]*)>((?:\s*;\s*[\w!#$&+.^`|~-]+\s*=\s*(?:"[^"]*"|[^\s;,"]+))*)')
_REL = re.compile(r';\s*rel\s*=\s*(?:"([^"]*)"|([^\s;,"]+))', re.I)
_LONGEST_HEADER = 4_000
# Those that the specification names; a hub may choose any of them.
_METHODS = ("sha1", "sha256", "sha384", "sha512")
# Feeds' links to themselves stand in front; a hostile one may have a million elements.
_MOST_ELEMENTS = 2_000


@dataclass(frozen=True, slots=True)
class Hub:
    """Where to ask to be told of changes, and the address under which the hub knows the feed."""

    url: str
    topic: str


def offered_hub(fetched: Fetched) -> Hub | None:
    """The first hub that the document offers in its headers, else in itself; None for none, and
    for one that is not reached over https: it would be told our secret."""
    for rels in (_in_header(fetched.link), _in_document(fetched)):
        links = [(rel, _address(fetched.url, href)) for rel, href in rels]
        hub = next((url for rel, url in links if rel == "hub" and _is_safe(url)), "")
        topic = next((url for rel, url in links if rel == "self" and url), "")
        if hub and topic:
            return Hub(hub, topic)
    return None


def is_signed(body: bytes, header: str, secret: str) -> bool:
    """Whether `header`, an X-Hub-Signature, says that who sent the body knows the secret."""
    method, _, given = header.strip().partition("=")
    if method not in _METHODS or not given.isascii():
        return False
    made = hmac.new(secret.encode(), body, getattr(hashlib, method)).hexdigest()
    return hmac.compare_digest(made, given.lower())


def _in_header(header: str) -> list[tuple[str, str]]:
    return [
        (rel, link[1])
        for link in _LINK.finditer(header[:_LONGEST_HEADER])
        if (found := _REL.search(link[2]))
        for rel in (found[1] or found[2] or "").lower().split()
    ]


def _in_document(fetched: Fetched) -> list[tuple[str, str]]:
    if fetched.body.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
        return list(_in_json(fetched.body))
    try:
        root = xml_tree(fetched.body, fetched.content_type)
    except FeedError:
        return []
    return list(_in_xml(root))


def _in_xml(root: etree._Element) -> Iterator[tuple[str, str]]:
    """Of the feed itself, not of its entries."""
    for n, element in enumerate(root.iter()):
        if n == _MOST_ELEMENTS or local_name(element) in ("item", "entry"):
            return
        if local_name(element) == "link" and element.get("href"):
            for rel in (element.get("rel") or "").lower().split():
                yield rel, element.get("href") or ""


def _in_json(body: bytes) -> Iterator[tuple[str, str]]:
    """https://www.jsonfeed.org/version/1.1/#subscribing-to-real-time-notifications."""
    try:
        feed = json.loads(body)
    except (ValueError, RecursionError):
        return
    if not isinstance(feed, dict) or not isinstance(feed.get("feed_url"), str):
        return
    yield "self", feed["feed_url"]
    hubs = feed.get("hubs")
    for hub in hubs if isinstance(hubs, list) else ():
        match hub:
            case {"type": "WebSub", "url": str(url)}:
                yield "hub", url


def _address(base: str, href: str) -> str:
    try:
        return check_url(urljoin(base, href.strip()))
    except (ForbiddenAddress, ValueError):
        return ""


def _is_safe(url: str) -> bool:
    parts = urlsplit(url)
    return parts.scheme == "https" or parts.hostname in LOOPBACK
