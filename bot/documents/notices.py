"""News, corrections, outages and follows that fell quiet → the documents that say so. Pure.

Nothing is cut: what has no room is left out at the end and counted, or named with a link.
"""

from collections.abc import Iterator

from bot import wording
from bot.conversation import type_
from bot.documents.changed_words import changed_words
from bot.documents.following import words_in_words
from bot.documents.listings import story_title
from bot.documents.quotes import byline, copies
from bot.documents.tree import (
    Below,
    Block,
    Channel,
    Document,
    Entry,
    Group,
    Heading,
    Kind,
    Line,
    Link,
    Paragraph,
    Ping,
    Quotation,
    filled,
    line,
)
from bot.following import Follow
from bot.notices import Correction, News, NewsItem
from bot.safe_text import marked, one_line, sendable, shortened, web_address
from retrieval.quotes import Quote

_LONGEST_NAME, _LONGEST_TITLE = 100, 200


def news_document(news: News, ping: str = "") -> Document:
    """New articles and what is new in each; those that don't fit are counted with the rest.
    `ping`: whom it pings, by the platform's id."""
    heading = wording.news_of(news.follow.rhythm.pace.value, story_title(news.story))

    def below(shown: int) -> tuple[Below, ...]:
        more = news.more + len(news.items) - shown
        if not more:
            return ()
        see = type_("timeline", story=news.story.slug)
        return (Paragraph(filled(wording.more_news(more), count=str(more), command=see)),)

    return Document(
        f"{heading}. {'; '.join(map(_named, news.items))}",
        tuple(Entry(tuple(_item_forms(item))) for item in news.items),
        tuple(_head(news, heading, ping)),
        below,
        kind=Kind.NEWS,
        divided=True,
    )


def correction_document(correction: Correction) -> Document:
    """What was quoted, and what stands there now; the words that changed are marked."""
    if correction.withdrawn:
        happened = wording.WITHDRAWN()
    else:
        happened = wording.CHANGED() if correction.new else wording.NO_LONGER_THERE()
    source = one_line(correction.article.source, _LONGEST_NAME)
    lead = f"{source}: {happened}" if source else happened
    return Document(
        f"{lead} {wording.READ_EARLIER()} “{one_line(correction.old)}”",
        (Entry(tuple(_correction_forms(correction))),),
        (Heading(line(happened)),),
        kind=Kind.CORRECTION,
    )


def outage_document(words: str) -> Document:
    """What can't be read, or can again."""
    shown = marked(words)
    return Document(one_line(words), (Entry(((Paragraph(line(shown)),),)),), kind=Kind.OUTAGE)


def fallen_quiet_document(follow: Follow, title: str, why: str, channel: str) -> Document:
    """To who asked for it: what is not posted any more, in which channel (the platform's id), why,
    and how to begin again."""
    story = one_line(title, _LONGEST_NAME) or wording.UNTITLED()
    typed = {"story": follow.story, "rhythm": follow.rhythm.in_words(), **follow.words.arguments}
    if follow.ping:
        typed["ping"] = follow.ping.name
    told = filled(
        wording.FALLEN_QUIET(),
        story=marked(story),
        channel=Channel(channel),
        why=marked(wording.reason(why)),
        command=type_("follow", **typed),
    )
    summary = one_line(
        wording.FALLEN_QUIET(story=story, channel="…", why=wording.reason(why), command="")
    )
    return Document(summary, (Entry(((Paragraph(told),),)),))


def _head(news: News, heading: str, ping: str) -> Iterator[Below]:
    if ping:
        yield Paragraph(line(Ping(ping)))
    yield Heading(line(heading))
    if news.follow.words:
        yield Paragraph(line(words_in_words(news.follow.words)), small=True)


def _item_forms(item: NewsItem) -> Iterator[Group]:
    """From everything down to what always fits."""
    for shown in range(len(item.quotes), -1, -1):
        yield _item(item, shown)
    yield (Paragraph(byline(shortened(item.article), item.article.url, {})),)


def _item(item: NewsItem, shown: int) -> Group:
    """An article with the first `shown` of its new sentences, each with a link of its own."""
    blocks: list[Block] = [Paragraph(byline(item.article, item.article.url, {}))]
    for quote in item.quotes[:shown]:
        blocks += [Quotation(sendable(quote.text)), Paragraph(_there(quote), small=True)]
    if not item.quotes:
        blocks.append(Paragraph(line(wording.NOTHING_NEW()), small=True))
    elif left := len(item.quotes) - shown:
        blocks.append(Paragraph(line(wording.left_out_quotes(left)), small=True))
    if also := copies(item.also_in, wording.ALSO_IN):
        blocks.append(Paragraph(also, small=True))
    return tuple(blocks)


def _there(quote: Quote) -> Line:
    """A link that opens the article at the quote's words, or the article."""
    address = web_address(quote.link) or web_address(quote.article.url)
    # Without a line between them two quotes would be one.
    return line(Link(wording.OPEN_AT(), address) if address else wording.OMITTED())


def _named(item: NewsItem) -> str:
    """The source before its headline: whatever that pretends, it is read as the source's."""
    source, title = item.article.source, item.article.title
    named = (one_line(source, _LONGEST_NAME), one_line(title, _LONGEST_TITLE))
    return ": ".join(filter(None, named)) or wording.UNTITLED()


def _correction_forms(correction: Correction) -> Iterator[Group]:
    article, new = correction.article, correction.new
    titles = {correction.story.slug: one_line(correction.story.title, _LONGEST_NAME)}
    earlier = Paragraph(line(wording.READ_EARLIER()))
    old = sendable(correction.old)
    if new is not None:
        gone, came = changed_words(old, sendable(new.text))
        was = Quotation(old, struck=gone)
        reads = Quotation(sendable(new.text), bold=came)
        now = Paragraph(line(wording.READS_NOW()))
        for address in (new.link, article.url):
            yield earlier, was, now, reads, Paragraph(byline(article, address, titles))
    else:
        was = Quotation(old, struck=((0, len(old)),))
        yield earlier, was, Paragraph(byline(article, article.url, titles))
    note = Paragraph(line(wording.QUOTE_TOO_LONG()))
    below = Paragraph(byline(shortened(article), article.url, titles))
    yield earlier, was, note, below
    yield note, below
