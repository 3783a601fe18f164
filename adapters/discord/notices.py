"""News, corrections and follows that fell quiet → the messages that say so. Pure.

Nothing is cut: what has no room is left out at the end and counted, or named with a link.
"""

from collections.abc import Iterator

from adapters.discord.components import BLUE, Component, box, text
from adapters.discord.limits import fits
from adapters.discord.markdown import escaped, linked, quotation, small, strong
from adapters.discord.message import Message
from adapters.discord.quoted import byline, copies
from adapters.discord.replies import paragraph
from adapters.discord.wording import OPEN, follow_command, timeline_command
from bot import wording
from bot.following import Follow
from bot.notices import Correction, News, NewsItem
from bot.safe_text import one_line, shortened
from retrieval.quotes import Quote

_LONGEST_NAME = 100


def news_message(news: News) -> Message:
    """New articles and what is new in each; those that don't fit are counted with the rest."""
    tries = _news_tries(news)
    return next(message for message in tries if fits(message.components))


def correction_message(correction: Correction) -> Message:
    """What was quoted, and what stands there now."""
    tries = _correction_tries(correction)
    return next(message for message in tries if fits(message.components))


def fallen_quiet_message(follow: Follow, title: str, why: str) -> Message:
    """To who asked for it: what is not posted any more, where, why, and how to begin again."""
    before, after = wording.fallen_quiet(
        one_line(title, _LONGEST_NAME) or wording.UNTITLED,
        why,
        follow_command(follow.story, str(follow.rhythm)),
    )
    where = f"<#{follow.via or follow.place.channel}>"
    return Message((text(f"{paragraph(before)}{where}{paragraph(after)}"),))


def _news_tries(news: News) -> Iterator[Message]:
    """From everything down to what always fits."""
    for count in range(len(news.items), 0, -1):
        yield _news(news, [_item(item, len(item.quotes)) for item in news.items[:count]])
    first = news.items[0]
    for quotes in range(len(first.quotes) - 1, -1, -1):
        yield _news(news, [_item(first, quotes)])
    yield _news(news, [text(byline(shortened(first.article), first.article.url, {}))])


def _news(news: News, items: list[Component]) -> Message:
    title = one_line(news.story.title, _LONGEST_NAME) or wording.UNTITLED
    head = text(strong(f"{wording.news_of(news.follow.rhythm.pace.value)}{title}"))
    more = news.more + len(news.items) - len(items)
    said = wording.more_news(more, timeline_command(news.story.slug))
    return Message((head, box(items, BLUE), *([text(paragraph(said))] if more else [])))


def _item(item: NewsItem, shown: int) -> Component:
    """An article with the first `shown` of its new sentences."""
    lines = [byline(item.article, item.article.url, {})]
    for quote in item.quotes[:shown]:
        # Without a line between them two quotes would be one.
        lines += [quotation(quote.text), small(_there(quote))]
    if not item.quotes:
        lines.append(small(escaped(wording.NOTHING_NEW)))
    elif left := len(item.quotes) - shown:
        lines.append(small(escaped(wording.left_out_quotes(left))))
    return text(*lines, copies(item.also_in))


def _there(quote: Quote) -> str:
    """A link that opens the article at the quote's words, or the article."""
    for address in (quote.link, quote.article.url):
        if link := linked(wording.OPEN_AT, address, OPEN):
            return link
    return escaped(wording.OMITTED)


def _correction_tries(correction: Correction) -> Iterator[Message]:
    article, new = correction.article, correction.new
    if correction.withdrawn:
        said = wording.WITHDRAWN
    else:
        said = wording.CHANGED if new else wording.NO_LONGER_THERE
    head = text(strong(said))
    # One block quote would run into the next.
    old = text(escaped(wording.READ_EARLIER), quotation(correction.old))
    note = escaped(wording.QUOTE_TOO_LONG)
    source = {correction.story.slug: one_line(correction.story.title, _LONGEST_NAME)}
    addresses = [new.link, article.url] if new else [article.url]
    for address in addresses:
        below = byline(article, address, source)
        now = [text(escaped(wording.READS_NOW), quotation(new.text), below)] if new else []
        yield Message((head, box([old, *now] if now else [old, text(below)], BLUE)))
    below = byline(shortened(article), article.url, source)
    yield Message((head, box([old, text(note, below)], BLUE)))
    yield Message((head, box([text(note, below)], BLUE)))
