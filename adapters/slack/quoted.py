"""A quote → the block that shows it: its words, and below them where they stand. Pure."""

from collections.abc import Iterable, Iterator, Mapping

from adapters.slack.rich_text import (
    Block,
    Element,
    joined,
    link,
    quotation,
    rich_text,
    section,
    words,
)
from bot import wording
from bot.safe_text import (
    LONGEST_NAME,
    cut,
    link_text,
    one_line,
    sendable,
    shortened,
    web_address,
)
from retrieval.articles import Article
from retrieval.quotes import Quote

Titles = Mapping[str, str]

_COPIES_NAMED = 8
# No headline and no outlet's name is as long.


def forms(
    quote: Quote, titles: Titles, *, bold: bool, beside: str = wording.ALSO_IN
) -> Iterator[Block]:
    """The quote as it should be shown, then ever shorter; the last fits into any message.

    First its copies go, then the fragment of its link, then its words: they are never cut. Only a
    title or a name that fills a message by itself is. `bold`: whether its answering words are;
    `beside`: what is said of the articles in `also_in`.
    """
    shown = quotation(highlighted(quote) if bold else words(sendable(quote.text)))
    deep = section(byline(quote.article, quote.link, titles))
    yield rich_text(shown, deep, section(copies(quote.also_in, beside)))
    yield rich_text(shown, deep)
    address = quote.article.url
    near = section(byline(quote.article, address, titles))
    yield rich_text(shown, near)
    note = section(words(wording.QUOTE_TOO_LONG))
    yield rich_text(note, near)
    short = section(byline(shortened(quote.article), address, _shorter(titles)))
    yield rich_text(shown, short)
    yield rich_text(note, short)


def highlighted(quote: Quote) -> list[Element]:
    """The quote's words, those that answer in bold."""
    text, at, elements = sendable(quote.text), 0, list[Element]()
    for start, end in quote.highlight:
        elements += words(text[at:start]) + words(text[start:end], bold=True)
        at = end
    return elements + words(text[at:])


def byline(article: Article, url: str, titles: Titles) -> list[Element]:
    """Source · title, a link where there is an address · date · story."""
    date = wording.dated(article)
    parts = [
        words(one_line(article.source)),
        titled(article, url),
        words(date),
        words(one_line(titles.get(article.story, "")), italic=True),
    ]
    return joined(parts, " · ")


def titled(article: Article, url: str) -> list[Element]:
    """The title as a link to `url`, or to the article, or, without an address, in quotes."""
    title = one_line(article.title) or wording.UNTITLED
    address = web_address(url) or web_address(article.url)
    # In quotes it can't pass for the words of the byline around it.
    return link(address, link_text(title, address)) if address else words(f"“{title}”")


def copies(articles: Iterable[Article], beside: str = wording.ALSO_IN) -> list[Element]:
    """The other sources that print the words, each once."""
    by_name = dict[str, Article]()
    for article in articles:
        name = one_line(article.source) or one_line(article.title) or wording.UNTITLED
        by_name.setdefault(name, article)
    if not by_name:
        return []
    named = list(by_name.items())[:_COPIES_NAMED]
    parts = [_linked(name, article) for name, article in named]
    if unnamed := len(by_name) - len(named):
        parts.append(words(wording.AND_MORE.format(count=unnamed)))
    return words(f"{beside} ") + joined(parts, ", ")


def _linked(name: str, article: Article) -> list[Element]:
    address = web_address(article.url)
    return link(address, link_text(name, address)) if address else words(name)


def _shorter(titles: Titles) -> dict[str, str]:
    return {slug: cut(title, LONGEST_NAME) for slug, title in titles.items()}
