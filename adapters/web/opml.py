"""The bytes of an OPML file ↔ the feeds that its outlines name. Pure.

OPML 2.0, http://opml.org/spec2.opml, and what readers export as it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime

from lxml import etree

from adapters.web.addresses import ForbiddenAddress, check_url
from adapters.web.canonical import canonical
from adapters.web.feed_items import FeedError
from adapters.web.plain_text import one_line
from adapters.web.xml_trees import local_name, xml_tree

# Readers' exports hold some hundreds. Each one is asked.
_MOST_OUTLINES = 2_000
_LONGEST_NAME = 200


@dataclass(frozen=True, slots=True)
class Outline:
    """A source that an outline names: `url` to be asked, `folder` the title of the top-level
    outline that it stands in, "" for none."""

    url: str
    title: str
    folder: str


@dataclass(frozen=True, slots=True)
class LeftOut:
    """An outline that names no source that can be asked, or names it again, and why."""

    name: str
    why: str


@dataclass(frozen=True, slots=True)
class Opml:
    """Each source once, in the file's order; what is left out is named."""

    title: str
    outlines: tuple[Outline, ...]
    left_out: tuple[LeftOut, ...]


@dataclass(frozen=True, slots=True)
class OutlinedStory:
    """A story and its sources, for others to read."""

    title: str
    feeds: Sequence[str]
    pages: Sequence[str]


def read_opml(body: bytes, content_type: str) -> Opml:
    """Outlines nested to any depth; entities are never expanded. Raises FeedError."""
    root = xml_tree(body, content_type)
    if local_name(root) != "opml":
        raise FeedError("the document is no OPML")
    head_title = next((e.text for e in root.iter() if local_name(e) == "title"), "")
    seen: dict[str, str] = {}
    outlines: list[Outline] = []
    left_out: list[LeftOut] = []
    for element, folder in _outlines(root):
        named = _attributes(element)
        title = _name(named)
        kind = named.get("type", "").lower()
        if kind == "include":
            left_out.append(LeftOut(title, "another OPML file; track it by itself"))
            continue
        url = named.get("xmlurl") or (named.get("url", "") if kind in ("link", "rss") else "")
        if not url:
            # A folder, or a note.
            if kind in ("rss", "link", "atom") or named.get("htmlurl"):
                left_out.append(LeftOut(title, "no xmlUrl"))
            continue
        try:
            asked = check_url(url.strip())
        except ForbiddenAddress as error:
            left_out.append(LeftOut(title, str(error)))
            continue
        key = canonical(asked) or asked
        if key in seen:
            left_out.append(LeftOut(title, f"listed twice: {asked}"))
        elif len(outlines) == _MOST_OUTLINES:
            left_out.append(LeftOut(title, f"beyond the first {_MOST_OUTLINES:,} outlines"))
        else:
            seen[key] = asked
            outlines.append(Outline(asked, title, folder))
    return Opml(one_line(head_title or "")[:_LONGEST_NAME], tuple(outlines), tuple(left_out))


def write_opml(stories: Sequence[OutlinedStory], now: datetime) -> bytes:
    """OPML 2.0 in UTF-8: an outline a story, and in it its feeds; a page is of type "link"."""
    root = etree.Element("opml", version="2.0")
    head = etree.SubElement(root, "head")
    etree.SubElement(head, "title").text = "Pullquote"
    etree.SubElement(head, "dateCreated").text = format_datetime(now, usegmt=True)
    body = etree.SubElement(root, "body")
    for story in stories:
        folder = etree.SubElement(body, "outline", text=_writable(story.title))
        for url in story.feeds:
            text = _without_scheme(url)
            etree.SubElement(folder, "outline", type="rss", text=text, title=text, xmlUrl=url)
        for url in story.pages:
            etree.SubElement(folder, "outline", type="link", text=_without_scheme(url), url=url)
    written: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)
    return written


def _outlines(root: etree._Element) -> Iterator[tuple[etree._Element, str]]:
    """Every outline in the file's order, with the title of its top-level outline. By a list, not
    by recursion: a file may nest some thousands."""
    bodies = [element for element in root if local_name(element) == "body"] or [root]
    waiting = [(child, "") for body in bodies for child in body]
    waiting.reverse()
    while waiting:
        element, folder = waiting.pop()
        if local_name(element) == "outline":
            yield element, folder
            folder = folder or _name(_attributes(element))
        waiting += [(child, folder) for child in reversed(element)]


def _attributes(element: etree._Element) -> dict[str, str]:
    # Names are told apart by case in the specification, but not by those who write files.
    return {str(name).lower(): str(value) for name, value in element.attrib.items()}


def _name(named: dict[str, str]) -> str:
    words = one_line(named.get("text", "")) or one_line(named.get("title", ""))
    address = named.get("xmlurl") or named.get("htmlurl") or named.get("url") or ""
    return (words or one_line(address) or "an outline without a name")[:_LONGEST_NAME]


def _without_scheme(url: str) -> str:
    return _writable(url.partition("://")[2].removeprefix("www.").rstrip("/"))


def _writable(text: str) -> str:
    return "".join(c for c in text if c.isprintable())
