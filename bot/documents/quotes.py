"""A quote → the entry that shows it: its words, and below them where they stand. Pure."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime

from bot import wording
from bot.documents.tree import (
    Day,
    Entry,
    Group,
    Line,
    Link,
    Paragraph,
    Quotation,
    Style,
    Words,
    filled,
    joined,
    line,
)
from bot.language import Sentence
from bot.language_wording import written_in
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
from retrieval.languages import READ
from retrieval.quotes import Quote

Titles = Mapping[str, str]
"""Stories' titles by slug."""

_COPIES_NAMED = 8


def quote_entry(
    quote: Quote,
    titles: Titles,
    *,
    bold: bool,
    beside: Sentence = wording.ALSO_IN,
    above: str = "",
    authors: bool = False,
) -> Entry:
    """First its copies go, then the fragment of its link, then its words: they are never cut. Only
    a title or a name that fills a message by itself is.

    `titles`: of the stories that are to be named below it; `bold`: whether its answering words
    are; `beside`: what is said of the {sources} in `also_in`; `above`: a line of ours over it;
    `authors`: whether they are named.
    """
    forms = _forms(quote, titles, bold, beside, authors)
    return Entry(tuple(captioned(above, form) for form in forms))


def captioned(above: str, group: Group) -> Group:
    """The group below a line of ours, if there is one."""
    return (Paragraph(line(above)), *group) if above else group


def _forms(
    quote: Quote, titles: Titles, bold: bool, beside: Sentence, authors: bool
) -> Iterator[Group]:
    shown = Quotation(sendable(quote.text), quote.highlight if bold else ())
    article, near = quote.article, quote.article.url
    deep = Paragraph(byline(article, quote.link, titles, authors=authors))
    if also := copies(quote.also_in, beside):
        yield shown, deep, Paragraph(also, small=True)
    yield shown, deep
    yield shown, Paragraph(byline(article, near, titles))
    note = Paragraph(line(wording.QUOTE_TOO_LONG()))
    yield note, Paragraph(byline(article, near, titles))
    short = {slug: cut(title, LONGEST_NAME) for slug, title in titles.items()}
    yield shown, Paragraph(byline(shortened(article), near, short))
    yield note, Paragraph(byline(shortened(article), near, short))


def byline(article: Article, url: str, titles: Titles, *, authors: bool = False) -> Line:
    """Source · title, a link where there is an address · date · language where it is another than
    English · authors · story."""
    story = one_line(titles.get(article.story, ""))
    return joined(
        [
            line(one_line(article.source)),
            titled(article, url),
            dated(article),
            line(written_in(article.language)) if article.language not in ("", READ) else (),
            line(wording.by(one_line(", ".join(article.authors)))) if authors else (),
            line(Words(story, Style.ITALIC)) if story else (),
        ]
    )


def titled(article: Article, url: str) -> Line:
    """The title as a link to `url`, or to the article, or, without an address, in quotes."""
    title = one_line(article.title) or wording.UNTITLED()
    address = web_address(url) or web_address(article.url)
    # In quotes it can't pass for the words of the byline around it.
    return line(Link(link_text(title, address), address) if address else f"“{title}”")


def dated(article: Article) -> Line:
    """When it was published, and when it was changed since."""
    published = line(Day(article.published)) if article.published else ()
    change = wording.changed(article)
    if change is None:
        return published
    sentence, when = change
    return joined([published, filled(sentence, day=Day(when))], ", ")


def copies(articles: Iterable[Article], beside: Sentence) -> Line:
    """The other sources that print the words, each once."""
    by_name = dict[str, Article]()
    for article in articles:
        name = one_line(article.source) or one_line(article.title) or wording.UNTITLED()
        by_name.setdefault(name, article)
    if not by_name:
        return ()
    named = list(by_name.items())[:_COPIES_NAMED]
    parts = [_linked(name, article.url) for name, article in named]
    if unnamed := len(by_name) - len(named):
        parts.append(line(wording.AND_MORE(count=unnamed)))
    return filled(beside(), sources=joined(parts, ", "))


def _linked(name: str, url: str) -> Line:
    address = web_address(url)
    return line(Link(link_text(name, address), address) if address else name)


def story_of_all(quotes: Sequence[Quote], titles: Titles) -> str:
    """The title of the story that all the quotes are from, "" where they are from several."""
    stories = {quote.article.story for quote in quotes}
    return one_line(titles.get(stories.pop(), "")) if len(stories) == 1 else ""


def story_below(story: str) -> tuple[Paragraph, ...]:
    """The story that all quotes are from, named once below them; nothing for ""."""
    return (Paragraph(line(Words(story, Style.ITALIC)), small=True),) if story else ()


def day_in_words(moment: datetime) -> str:
    """28 July 2024, which no line break parts."""
    return wording.date(moment).replace(" ", "\N{NO-BREAK SPACE}")
