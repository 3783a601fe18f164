"""A fetched page → why it can't be quoted, "" where it can. Pure."""

import re

from lxml import etree

from adapters.web.linked_data import own_article
from adapters.web.pages import Page
from adapters.web.paywalls import is_walled

PAYWALLED = "behind a paywall"
EMPTY = "no article in the page"

# Bytes of UTF-8, so that a short notice in Chinese counts for what it says.
_NOTHING = 120
_WALLED = 600
_WALL = re.compile(
    r"\b(?:enable|turn on|activate) (?:your )?(?:java ?script|cookies)\b|\bjavascript is (?:dis"
    r"abled|required|not)\b|\bwe (?:and our (?:\d+ )?partners )?(?:use|store|value) .{0,40}\b(?:co"
    r"okies|privacy)\b|\b(?:are|you're) (?:not )?a (?:human|robot)\b|\bchecking your browser\b"
    r"|\baccess (?:denied|to this page has been denied)\b|\bunusual traffic\b",
    re.I,
)


def refusal(page: Page, tree: etree._Element | None) -> str:
    """`PAYWALLED`, `EMPTY`, or "" for a page with an article; `page` is what was read of `tree`.

    A page that calls itself paid for, yet holds the whole article, can be quoted.
    """
    text = page.text
    if tree is not None and is_walled(tree, own_article(tree, page.url), text):
        return PAYWALLED
    if len(text.encode()) < _NOTHING or (len(text) < _WALLED and _WALL.search(text)):
        return EMPTY
    return ""
