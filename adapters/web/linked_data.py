"""A page's tree → what it says about itself for search engines (JSON-LD). Pure.

https://schema.org/NewsArticle
"""

import json
from collections.abc import Iterator
from typing import Any

from lxml import etree

from adapters.web.charsets import page_text
from adapters.web.html_trees import html_tree

_MOST_SCRIPTS = 40


def page_tree(html: bytes) -> etree._Element | None:
    """The page's elements, None where there are none."""
    return html_tree(page_text(html))


def linked_data(tree: etree._Element) -> Iterator[dict[str, Any]]:
    """Every object in the page's JSON-LD, the inner ones too, outer ones first."""
    scripts = [
        script
        for script in tree.iter("script")
        if "ld+json" in (script.get("type") or "").lower() and script.text
    ]
    for script in scripts[:_MOST_SCRIPTS]:
        try:
            waiting = [json.loads(script.text, strict=False)]
        except (ValueError, RecursionError):
            continue
        while waiting:
            found = waiting.pop(0) if len(waiting) < 100 else waiting.pop()
            if isinstance(found, dict):
                yield found
                waiting += found.values()
            elif isinstance(found, list):
                waiting += found
