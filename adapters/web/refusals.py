"""A fetched page → why it can't be quoted, "" where it can. Pure."""

from lxml import etree

from adapters.web.linked_data import own_article
from adapters.web.pages import Page
from adapters.web.paywalls import is_walled
from adapters.web.walls import is_notice

PAYWALLED = "behind a paywall"
EMPTY = "no article in the page"

# Bytes of UTF-8, so that a short notice in Chinese counts for what it says.
_NOTHING = 120


def refusal(page: Page, tree: etree._Element | None) -> str:
    """`PAYWALLED`, `EMPTY`, or "" for a page with an article; `page` is what was read of `tree`.

    A page that calls itself paid for, yet holds the whole article, can be quoted.
    """
    text = page.text
    if tree is not None and is_walled(tree, own_article(tree, page.url), text):
        return PAYWALLED
    if len(text.encode()) < _NOTHING or is_notice(text):
        return EMPTY
    return ""
