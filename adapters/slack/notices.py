"""News, corrections and follows that fell quiet → the messages that say so. Pure.

Nothing is cut: what has no room is left out at the end and counted, or named with a link.
"""

from collections.abc import Iterator, Sequence

from adapters.slack.limits import MOST_TEXT, fits
from adapters.slack.message import Message
from adapters.slack.plain_text import paragraph, plain
from adapters.slack.quoted import byline, copies
from adapters.slack.rich_text import (
    Block,
    Element,
    link,
    quotation,
    rich_text,
    section,
    words,
)
from adapters.slack.wording import follow_command, timeline_command
from bot import wording
from bot.following import Follow
from bot.notices import Correction, News, NewsItem
from bot.safe_text import marked, one_line, sendable, shortened, web_address
from retrieval.quotes import Quote

_LONGEST_NAME = 100


def news_message(news: News) -> Message:
    """New articles and what is new in each; those that don't fit are counted with the rest."""
    title = one_line(news.story.title, _LONGEST_NAME) or wording.UNTITLED
    lead = wording.news_of(news.follow.rhythm.pace.value)
    head = rich_text(section(words(lead) + words(title, bold=True)))
    for items in _news_tries(news.items):
        more = news.more + len(news.items) - len(items)
        said = wording.more_news(more, timeline_command(news.story.slug))
        blocks = (head, *items, *([paragraph(said)] if more else []))
        if fits(blocks):
            break
    return Message(plain(f"{lead}{title}. {_named(news.items)}"), blocks)


def correction_message(correction: Correction) -> Message:
    """What was quoted, and what stands there now."""
    if correction.withdrawn:
        said = wording.WITHDRAWN
    else:
        said = wording.CHANGED if correction.new else wording.NO_LONGER_THERE
    tries = ((paragraph(said), *blocks) for blocks in _correction_tries(correction))
    blocks = next(blocks for blocks in tries if fits(blocks))
    source = one_line(correction.article.source, _LONGEST_NAME)
    named = plain(" ".join(filter(None, (f"{source}:" if source else "", said))))
    old = plain(correction.old, MOST_TEXT - len(named) - 100)
    return Message(f"{named} {wording.READ_EARLIER} “{old}”", blocks)


def fallen_quiet_message(follow: Follow, title: str, why: str) -> Message:
    """To who asked for it: what is not posted any more, where, why, and how to begin again."""
    before, after = wording.fallen_quiet(
        one_line(title, _LONGEST_NAME) or wording.UNTITLED,
        why,
        follow_command(follow.story, str(follow.rhythm)),
    )
    channel = follow.place.channel
    where: list[Element] = [{"type": "channel", "channel_id": channel}]
    block = rich_text(section(words(marked(before)) + where + words(marked(after))))
    return Message(f"{plain(before)} <#{channel}>{plain(after)}", (block,))


def _news_tries(items: Sequence[NewsItem]) -> Iterator[list[Block]]:
    """From everything down to what always fits."""
    full = [_item(item, len(item.quotes), deep=True) for item in items]
    for count in range(len(full), 0, -1):
        yield full[:count]
    first = items[0]
    for quotes in range(len(first.quotes), -1, -1):
        yield [_item(first, quotes, deep=False)]
    yield [rich_text(section(byline(shortened(first.article), first.article.url, {})))]


def _item(item: NewsItem, shown: int, *, deep: bool) -> Block:
    """An article with the first `shown` of its new sentences; `deep`: each with its own link."""
    parts = [section(byline(item.article, item.article.url, {}))]
    for quote in item.quotes[:shown]:
        parts += [quotation(words(sendable(quote.text))), section(_there(quote) if deep else [])]
    if not item.quotes:
        parts.append(section(words(wording.NOTHING_NEW, italic=True)))
    elif left := len(item.quotes) - shown:
        parts.append(section(words(wording.left_out_quotes(left))))
    return rich_text(*parts, section(copies(item.also_in)))


def _there(quote: Quote) -> list[Element]:
    """A link that opens the article at the quote's words, or the article."""
    address = web_address(quote.link) or web_address(quote.article.url)
    return link(address, wording.OPEN_AT) if address else []


def _named(items: Sequence[NewsItem]) -> str:
    """Each source before its headline: whatever that pretends, it is read as the source's."""
    lines = []
    for item in items:
        source, title = item.article.source, item.article.title
        named = (one_line(source, _LONGEST_NAME), one_line(title, 2 * _LONGEST_NAME))
        lines.append(": ".join(filter(None, named)) or wording.UNTITLED)
    return "; ".join(lines)


def _correction_tries(correction: Correction) -> Iterator[list[Block]]:
    article, new = correction.article, correction.new
    titles = {correction.story.slug: one_line(correction.story.title, _LONGEST_NAME)}
    was = quotation(words(sendable(correction.old), strike=True))
    old = rich_text(section(words(wording.READ_EARLIER)), was)
    for address in [new.link, article.url] if new else [article.url]:
        below = section(byline(article, address, titles))
        if new is None:
            yield [old, rich_text(below)]
            continue
        reads = quotation(words(sendable(new.text)))
        yield [old, rich_text(section(words(wording.READS_NOW)), reads, below)]
    note = section(words(wording.QUOTE_TOO_LONG))
    below = section(byline(shortened(article), article.url, titles))
    yield [old, rich_text(note, below)]
    yield [rich_text(note, below)]
