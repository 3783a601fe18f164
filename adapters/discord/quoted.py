"""A quote → the text that shows it: its words, and below them where they stand. Pure."""

from collections.abc import Iterable, Iterator, Mapping

from adapters.discord.components import Component, text
from adapters.discord.markdown import day, emphasised, escaped, linked, quotation, small
from adapters.discord.wording import OPEN
from bot import wording
from bot.safe_text import cut, one_line, shortened
from retrieval.articles import Article
from retrieval.quotes import Quote

Titles = Mapping[str, str]

_COPIES_NAMED = 8
_LONGEST_NAME = 100


def forms(
    quote: Quote, titles: Titles, *, bold: bool, beside: str = wording.ALSO_IN
) -> Iterator[Component]:
    """The quote as it should be shown, then ever shorter; the last fits into any message.

    First its copies go, then the fragment of its link, then its words: they are never cut. Only a
    title or a name that fills a message by itself is. `bold`: whether its answering words are;
    `beside`: what is said of the articles in `also_in`.
    """
    shown = quotation(quote.text, quote.highlight if bold else ())
    deep = byline(quote.article, quote.link, titles)
    yield text(shown, deep, copies(quote.also_in, beside))
    yield text(shown, deep)
    address = quote.article.url
    yield text(shown, byline(quote.article, address, titles))
    note = escaped(wording.QUOTE_TOO_LONG)
    yield text(note, byline(quote.article, address, titles))
    shorter = {slug: cut(title, _LONGEST_NAME) for slug, title in titles.items()}
    short = byline(shortened(quote.article), address, shorter)
    yield text(shown, short)
    yield text(note, short)


def captioned(line: str, shown: Component) -> Component:
    """What is shown, below a line of ours if there is one."""
    return text(escaped(line), str(shown["content"])) if line else shown


def byline(article: Article, url: str, titles: Titles) -> str:
    """Source · title, a link where there is an address · date · story."""
    parts = [
        escaped(one_line(article.source)),
        titled(article, url),
        wording.dated(article, day),
        emphasised(one_line(titles.get(article.story, ""))),
    ]
    return " · ".join(filter(None, parts))


def titled(article: Article, url: str) -> str:
    """The title as a link to `url`, or to the article, or, without an address, in quotes."""
    title = one_line(article.title) or wording.UNTITLED
    link = linked(title, url, OPEN) or linked(title, article.url, OPEN)
    # In quotes it can't pass for the words of the byline around it.
    return link or f"“{escaped(title)}”"


def copies(also_in: Iterable[Article], beside: str = wording.ALSO_IN) -> str:
    """The other sources that print the words, each once, in small print."""
    by_name = dict[str, Article]()
    for article in also_in:
        name = one_line(article.source) or one_line(article.title) or wording.UNTITLED
        by_name.setdefault(name, article)
    if not by_name:
        return ""
    named = list(by_name.items())[:_COPIES_NAMED]
    parts = [linked(name, article.url, OPEN) or escaped(name) for name, article in named]
    if unnamed := len(by_name) - len(named):
        parts.append(wording.AND_MORE.format(count=unnamed))
    return small(f"{beside} {', '.join(parts)}")
