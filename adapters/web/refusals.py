"""A fetched page → why it can't be quoted, "" where it can. Pure."""

import re

from lxml import etree

from adapters.web.linked_data import linked_data, page_tree
from adapters.web.pages import Page

PAYWALLED = "behind a paywall"
EMPTY = "no article in the page"

# Bytes of UTF-8, so that a short notice in Chinese counts for what it says.
_NOTHING = 120
# The longest teaser seen before a paywall has four paragraphs; articles that short are rare.
_TEASER = 1_500
_PROMPTED, _WALLED = 1_000, 600
_PROMPT = re.compile(
    r"\b(?:to|and) (?:continue|keep|finish) reading\b"
    r"|\bto read the (?:full|rest of the|whole|entire) (?:story|article)\b"
    r"|\b(?:article|story|content) is (?:only |exclusively )?(?:for|available to|exclusive to"
    r"|reserved for) (?:our |paying |registered )?(?:subscribers|members)\b"
    r"|\bsubscribe (?:now )?to (?:read|unlock|access)\b|\bunlock this (?:article|story)\b"
    r"|\bsubscribers? only\b|\bnur für abonnent|\bjetzt weiterlesen\b|\bréservée? aux abonnés\b"
    r"|\bpara (?:los )?suscriptores\b|\briservato agli abbonati\b|\bexclusivo para assinantes\b",
    re.I,
)
_WALL = re.compile(
    r"\b(?:enable|turn on|activate) (?:your )?(?:java ?script|cookies)\b|\bjavascript is (?:dis"
    r"abled|required|not)\b|\bwe (?:and our (?:\d+ )?partners )?(?:use|store|value) .{0,40}\b(?:co"
    r"okies|privacy)\b|\b(?:are|you're) (?:not )?a (?:human|robot)\b|\bchecking your browser\b"
    r"|\baccess (?:denied|to this page has been denied)\b|\bunusual traffic\b",
    re.I,
)


def refusal(page: Page, html: bytes) -> str:
    """`PAYWALLED`, `EMPTY`, or "" for a page with an article; `page` is what was read of `html`.

    A page that calls itself paid for, yet holds the whole article, can be quoted.
    """
    text = page.text
    if len(text) < _PROMPTED and _PROMPT.search(text):
        return PAYWALLED
    if len(text) < _TEASER:
        tree = page_tree(html)
        if tree is not None and is_paid_for(tree):
            return PAYWALLED
    if len(text.encode()) < _NOTHING or (len(text) < _WALLED and _WALL.search(text)):
        return EMPTY
    return ""


def is_paid_for(tree: etree._Element) -> bool:
    """Whether the page calls itself paid for, or metered."""
    return _tier(tree) in ("locked", "metered") or any(
        str(found.get("isAccessibleForFree")).strip().lower().rpartition("/")[2] == "false"
        for found in linked_data(tree)
    )


def _tier(tree: etree._Element) -> str:
    for meta in tree.iter("meta"):
        if (meta.get("property") or meta.get("name")) in (
            "article:content_tier",
            "article.content_tier",
        ):
            return (meta.get("content") or "").strip().lower()
    return ""
