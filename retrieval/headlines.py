"""An article's headline as a quote: its place, its words, its link. Pure.

A headline is no part of the text. As a quote it has a place of its own, so that quotes can be kept,
checked and linked to as all others are.
"""

from retrieval.articles import Article
from retrieval.links import quote_link
from retrieval.sentences import Span

# No other quote is empty.
HEADLINE: Span = (0, 0)


def words_at(article: Article, start: int, end: int) -> str:
    """What a quote `[start, end)` of the article says: that slice of its text, or its headline."""
    return article.title if (start, end) == HEADLINE else article.text[start:end]


def link_at(article: Article, start: int, end: int) -> str:
    """The link that opens the page at these words; the headline is looked for above the text.

    Raises ValueError as `quote_link` does.
    """
    if (start, end) != HEADLINE:
        return quote_link(article.url, article.text, start, end, article.title)
    return quote_link(article.url, f"{article.title}\n{article.text}", 0, len(article.title))
