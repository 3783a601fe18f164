"""A page's tree → who wrote its article: personal names as the page writes them. Pure."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any

from lxml import etree

from adapters.web.bylines import all_persons, persons
from adapters.web.linked_data import texts

_NAMED = re.compile(
    r"(?:(?:og:)?article:)?author(?:s|_name)?|byl|parsely-author|sailthru\.author"
    r"|dc(?:terms)?[.:]creator(?:\.aut)?|dcsext\.author|citation_author|article_author|rbauthors|atc-metaauthor|creator",
    re.I,
)
_BYLINE = re.compile(
    r"(?:^|[-_\s])(?:by-?lines?|authors?|author-?name|contributors?)(?:$|[-_\s])", re.I
)
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
# What its own class or one above says where it is no byline of this article, or not only names.
_NOT_BYLINE = re.compile(
    r"comment|related|recirc|teaser|promo|popular|trending|\bbio\b|avatar|image|photo|flyout|social|share"
    r"|quote|sidebar|footer|card|headline|date|time|desc",
    re.I,
)
_OTHERS = re.compile(
    r"comment|related|recirc|teaser|promo|popular|trending|\bbio\b|flyout|sidebar|footer|widget",
    re.I,
)
_ELSEWHERE = frozenset("aside nav footer figure figcaption form".split())
_UNSEEN = frozenset("script style noscript template svg button".split())
_BY = re.compile(r"\s*(?:(?:written|posted|published|text|story)\s+)?by\b", re.I)
_LONGEST = 200
_MOST_STEPS = 400


def authors_of(
    tree: etree._Element, article: Mapping[str, Any], outlets: Collection[str]
) -> tuple[str, ...]:
    """The persons that the page's JSON-LD names (`article`), else its meta elements, else its
    byline; of a byline that names these and more, all. `outlets` are the page's own names."""
    lines = _bylines(tree)
    bylines = [(line, persons(line, outlets, sure=len(line.split()) < 4)) for line in lines]
    told = _told(article, outlets) or _in_meta(tree, outlets)
    if not told:
        return _first(bylines)
    named = {name.casefold() for name in told}
    for line, names in bylines:
        in_line = {name.casefold() for name in names}
        if named < in_line and _BY.match(line):
            return names
        # JSON-LD often shouts what the page prints.
        if named == in_line and all(map(str.isupper, told)):
            return names
    return told


def _first(bylines: Sequence[tuple[str, tuple[str, ...]]]) -> tuple[str, ...]:
    """The names of the first byline, read where it holds little else: the element around it goes
    on with dates, places and sections."""
    first = next((line for line, names in bylines if names), "")
    same = [(line, names) for line, names in bylines if names and (line in first or first in line)]
    return min(same, key=_other_words)[1] if same else ()


def _other_words(one: tuple[str, tuple[str, ...]]) -> int:
    line, names = one
    return len(line.split()) - sum(len(name.split()) for name in names)


def _told(article: Mapping[str, Any], outlets: Collection[str]) -> tuple[str, ...]:
    for key in ("author", "creator"):
        if names := all_persons(_names(article.get(key)), outlets, sure=True):
            return names
    return ()


def _names(value: Any) -> Iterator[str]:
    """Of persons, and of those that are not said to be anything else."""
    for one in value if isinstance(value, list) else [value]:
        kind = one.get("@type", one.get("type")) if isinstance(one, dict) else None
        if not any("organization" in name.lower() for name in texts(kind)):
            yield from texts(one)


def _in_meta(tree: etree._Element, outlets: Collection[str]) -> tuple[str, ...]:
    """Of the first kind of meta element that names any: of several authors each has one."""
    kinds: dict[str, list[str]] = {}
    for meta in tree.iter("meta"):
        kind = (meta.get("property") or meta.get("name") or "").strip().lower()
        if _NAMED.fullmatch(kind):
            kinds.setdefault(kind, []).append(meta.get("content") or "")
    found = (all_persons(lines, outlets) for lines in kinds.values())
    return next(filter(None, found), ())


def _bylines(tree: etree._Element) -> list[str]:
    """The lines of the page that are marked as a byline, the first twelve."""
    marked = tree.iter("p", "div", "span", "a", "address", "li", "h3", "h4", "h5", "section")
    lines = (_line(element) for element in marked if _is_byline(element))
    return list(dict.fromkeys(islice(filter(None, lines), 12)))


def _is_byline(element: etree._Element) -> bool:
    kind = _CAMEL.sub("-", element.get("class") or "")
    marked = (
        "author" in (element.get("rel") or "").split()
        or "author" in (element.get("itemprop") or "").split()
        or _BYLINE.search(kind)
    )
    if not marked or _NOT_BYLINE.search(kind):
        return False
    above = list(islice(element.iterancestors(), 4))
    return not any(
        parent.tag in _ELSEWHERE or _OTHERS.search(parent.get("class") or "")
        for parent in above[:3]
    )


def _line(element: etree._Element) -> str:
    """Its words, those of different elements parted; "" for more than a byline holds."""
    words: list[str] = []
    walk = etree.iterwalk(element, events=("start", "end"))
    for n, (event, inner) in enumerate(walk):
        if n > _MOST_STEPS:
            return ""
        if event == "end":
            words.append(inner.tail or "" if inner is not element else "")
        elif isinstance(inner.tag, str) and inner.tag not in _UNSEEN:
            words.append(inner.text or "")
        else:
            walk.skip_subtree()
        if sum(map(len, words)) > 4 * _LONGEST:
            return ""
    line = " ".join(" ".join(words).split())
    return line if len(line) <= _LONGEST else ""
