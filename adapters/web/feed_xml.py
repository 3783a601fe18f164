"""The bytes of an RSS or Atom document → the same as XML that feedparser reads quickly. Pure."""

import re
from datetime import datetime
from email.utils import parsedate_to_datetime

from lxml import etree

from adapters.web.feed_items import FeedError, sane
from adapters.web.xml_trees import cut_off, local_name, xml_tree

_KINDS = {"rss": "RSS", "rdf": "RSS", "feed": "Atom"}
# 100,000 take feedparser three seconds; with names of unknown spaces the square of their number.
_MOST_ELEMENTS = 100_000
_MOST_NAMESPACES = 100
_MOST_ATTRIBUTES = 50
_NAMESPACES = {
    "dc": "http://purl.org/dc/elements/1.1/",
    "content": "http://purl.org/rss/1.0/modules/content/",
    "feedburner": "http://rssnamespace.org/feedburner/ext/1.0",
    "atom": "http://www.w3.org/2005/Atom",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
}
# feedparser takes a second description, be it a picture's caption, for the whole article.
_BESIDE_THE_ARTICLE = ("search.yahoo.com/mrss", "www.itunes.com/dtds")
# Feeds have no other names; a repaired document may, which feedparser would read in a slow way.
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]*")
_SPACE = re.compile(r"[!-~]*")
_ENTRIES = ("item", "entry")
_DATES = ("pubdate", "published", "updated", "date", "issued", "modified", "created")
# feedparser searches these for addresses and dates, in time that grows with the square.
_SHORT = frozenset(
    "author creator managingeditor webmaster publisher owner contributor name email editor "
    "pubdate date published updated issued created modified lastbuilddate expirationdate "
    "link guid id url href uri origlink category keywords duration".split()
)
_LONGEST_SHORT = 2_000


def feed_xml(body: bytes, content_type: str) -> tuple[str, bytes, int]:
    """The feed's kind ("RSS", "Atom"), its well-formed XML in UTF-8, and how many of its older
    items had to be left out of that. Raises `FeedError`."""
    root = xml_tree(body, content_type)
    name = local_name(root)
    if name not in _KINDS:
        raise FeedError(f"the document is {_called(name)}, not a feed")
    entries = [element for element in root.iter("*") if local_name(element) in _ENTRIES]
    if entries and cut_off(body, root):
        _remove(entries.pop())
    left_out = _without_the_oldest(root, entries)
    spaces = {_parts(element.tag)[0] for element in root.iter("*")}
    if len(spaces) > _MOST_NAMESPACES:
        raise FeedError(f"the feed has names from {len(spaces):,} namespaces")
    for element in list(root.iter("*")):
        _set_right(element)
    etree.cleanup_namespaces(root)
    return _KINDS[name], etree.tostring(root, encoding="utf-8"), left_out


def _without_the_oldest(root: etree._Element, entries: list[etree._Element]) -> int:
    """Removes as many entries as are too many elements. How many; raises `FeedError`."""
    size = whole = sum(1 for _ in root.iter("*"))
    first, last = (_moment(entries[0]), _moment(entries[-1])) if entries else (None, None)
    oldest_first = first is not None and last is not None and first < last
    older = entries if oldest_first else entries[::-1]
    left_out = 0
    while size > _MOST_ELEMENTS and left_out < len(older):
        size -= sum(1 for _ in older[left_out].iter("*"))
        _remove(older[left_out])
        left_out += 1
    if size > _MOST_ELEMENTS:
        raise FeedError(f"the feed has {whole:,} elements, over the limit of {_MOST_ELEMENTS:,}")
    return left_out


def _moment(entry: etree._Element) -> datetime | None:
    for part in entry.iterchildren("*"):
        if local_name(part) in _DATES:
            written = (part.text or "").strip()[:100]
            try:
                return sane(datetime.fromisoformat(written))
            except ValueError:
                pass
            try:
                return sane(parsedate_to_datetime(written))
            except ValueError:
                pass
    return None


def _set_right(element: etree._Element) -> None:
    if len(element.attrib) > _MOST_ATTRIBUTES:
        element.attrib.clear()
    for attribute in element.attrib:
        if not _is_sound(*_parts(str(attribute))):
            del element.attrib[attribute]
    namespace, name = _parts(element.tag)
    prefix, colon, local = name.rpartition(":")
    if colon and not namespace:  # a prefix that the document declares nowhere
        namespace, name = _NAMESPACES.get(prefix, "urn:undeclared"), local
        element.tag = f"{{{namespace}}}{name or 'unnamed'}"
    if not _is_sound(namespace, name):
        element.tag = "unnamed"
    beside = any(place in namespace.lower() for place in _BESIDE_THE_ARTICLE)
    if beside or (local_name(element) in _SHORT and _length(element) > _LONGEST_SHORT):
        _remove(element)


def _parts(name: str) -> tuple[str, str]:
    """The namespace, "" for none, and the name in it."""
    namespace, _, local = name.rpartition("}")
    return namespace.removeprefix("{"), local


def _is_sound(namespace: str, name: str) -> bool:
    return bool(_NAME.fullmatch(name) and _SPACE.fullmatch(namespace))


def _length(element: etree._Element) -> int:
    return sum(len(text) for text in element.itertext())


def _remove(element: etree._Element) -> None:
    parent = element.getparent()
    if parent is None:
        return
    previous = element.getprevious()
    if element.tail and previous is not None:
        previous.tail = (previous.tail or "") + element.tail
    elif element.tail:
        parent.text = (parent.text or "") + element.tail
    parent.remove(element)


def _called(name: str) -> str:
    if name in ("html", "head", "body"):
        return "a web page"
    if name in ("urlset", "sitemapindex"):
        return "a sitemap"
    return f"XML of another kind (<{name[:40]}>)"
