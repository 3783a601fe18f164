"""A page's tree → what it says about itself for search engines (JSON-LD). Pure.

https://schema.org/NewsArticle
"""

import json
import re
from collections.abc import Iterator, Mapping
from html import unescape
from typing import Any
from urllib.parse import urlsplit

from lxml import etree

from adapters.web.charsets import page_text
from adapters.web.html_trees import html_tree
from adapters.web.plain_text import lines, one_line

_MOST_SCRIPTS = 40
# Some templates hide the script from browsers of the nineties.
_WRAPPED = re.compile(
    r"^\s*(?://\s*)?(?:<!--|<!\[CDATA\[|/\*<!\[CDATA\[\*/)|(?://\s*)?(?:-->|\]\]>|/\*\]\]>\*/)\s*$"
)
# Under these stand other works: teasers, what is reviewed, the series it belongs to.
_OTHER_WORKS = frozenset(
    "isPartOf hasPart mentions about citation isBasedOn subjectOf relatedLink itemListElement "
    "comment review video audio image associatedMedia liveBlogUpdate itemReviewed workFeatured "
    "exampleOfWork translationOfWork".split()
)
_HTML = re.compile(r"</?(?:p|br|div|a|b|i|em|strong|h[1-6]|ul|li|span)\b[^<>]*>", re.I)
_PAGE_KINDS = ("WebPage", "ItemPage")
_ARTICLE_KINDS = ("Article", "BlogPosting", "Report", "LiveBlogPosting", "ClaimReview")


def page_tree(html: bytes, charset: str = "") -> etree._Element | None:
    """The page's elements, None where there are none; `charset` is the one of the HTTP header."""
    return html_tree(page_text(html, charset))


def linked_data(tree: etree._Element) -> Iterator[dict[str, Any]]:
    """Every object in the page's JSON-LD, the inner ones too, outer ones first."""
    return _objects(tree, frozenset())


def own_article(tree: etree._Element, url: str = "") -> dict[str, Any]:
    """What the page's JSON-LD says of the page's own article; {} where it speaks of none.

    Of several the one that names `url`, else the first; never one that stands inside another work
    or in a list. Where its author is a reference (`@id`), it is followed.
    """
    found = list(_objects(tree, _OTHER_WORKS))
    articles = [one for one in found if _is_kind(one, _ARTICLE_KINDS)]
    named = [one for one in articles if url and _path(url) in map(_path, _addresses(one))]
    article = next(iter(named or articles), None)
    if article is None:
        article = next((one for one in found if _is_kind(one, _PAGE_KINDS)), {})
    known = {one["@id"]: one for one in found if isinstance(one.get("@id"), str) and "name" in one}
    return {name: _followed(value, known) for name, value in article.items()}


def texts(value: Any, key: str = "name") -> Iterator[str]:
    """The texts of a value that is a text, an object with `key`, or a list of either."""
    waiting = [value]
    for _ in range(200):
        if not waiting:
            return
        one = waiting.pop(0)
        if isinstance(one, str):
            yield one
        elif isinstance(one, list):
            waiting = one + waiting
        elif isinstance(one, dict):
            waiting = [one.get(key), *waiting]


def body_of(article: Mapping[str, Any]) -> str:
    """The article's text in its JSON-LD, a paragraph a line; "" for none, or for its beginning."""
    body = max(texts(article.get("articleBody")), key=len, default="")
    rows = lines(body) if _HTML.search(body) else unescape(body)
    text = "\n".join(filter(None, map(one_line, rows.splitlines())))
    return "" if text.endswith(("...", "…")) else text


def _objects(tree: etree._Element, without: frozenset[str]) -> Iterator[dict[str, Any]]:
    scripts = [
        script
        for script in tree.iter("script")
        if "ld+json" in (script.get("type") or "").lower() and script.text
    ]
    for script in scripts[:_MOST_SCRIPTS]:
        try:
            waiting = [json.loads(_WRAPPED.sub("", script.text), strict=False)]
        except (ValueError, RecursionError):
            continue
        while waiting:
            found = waiting.pop(0) if len(waiting) < 100 else waiting.pop()
            if isinstance(found, dict):
                yield found
                waiting += (value for name, value in found.items() if name not in without)
            elif isinstance(found, list):
                waiting += found


def _is_kind(one: dict[str, Any], kinds: tuple[str, ...]) -> bool:
    named = one.get("@type", one.get("type"))
    return any(name.endswith(kinds) for name in texts(named))


def _addresses(one: dict[str, Any]) -> Iterator[str]:
    for name in ("url", "@id", "mainEntityOfPage"):
        yield from texts(one.get(name), "@id")


def _path(url: str) -> str:
    try:
        return urlsplit(url).path.rstrip("/") or url
    except ValueError:  # "http://[" and the like
        return url


def _followed(value: Any, known: dict[str, dict[str, Any]]) -> Any:
    if isinstance(value, list):
        return [_followed(one, known) for one in value]
    if isinstance(value, dict) and "name" not in value and isinstance(value.get("@id"), str):
        return known.get(value["@id"], value)
    return value
