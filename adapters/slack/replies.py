"""What the bot tells → messages that stay inside Slack's limits. Pure.

Where not all quotes fit, those at the end are left for "More quotes".
"""

from collections.abc import Callable, Sequence

from adapters.slack import buttons
from adapters.slack.checked import checked_block
from adapters.slack.limits import MOST_TEXT, fits
from adapters.slack.message import Message
from adapters.slack.plain_text import paragraph, plain
from adapters.slack.quoted import Titles, forms
from adapters.slack.rich_text import Block, Element, rich_text, section, words
from bot import captions, wording
from bot.desk import Page, Told
from bot.replies import Answer, NoAnswer, Remark
from bot.safe_text import escaped, one_line
from retrieval.quotes import Quote

_LONGEST_QUESTION = 600  # repeated above a shared reply
_LONGEST_NAME = 200  # in `text`

# How many quotes are shown → the blocks above and below them.
_Frame = Callable[[int], tuple[list[Block], list[Block]]]


def reply_message(told: Told, *, private: bool) -> Message:
    """A reply; only a private one can be shared."""
    head = _within(told.titles.get(told.within, "")) if told.within else []
    reply = told.reply
    if isinstance(reply, Remark):
        return sentence(reply.words)
    if isinstance(reply, NoAnswer):
        offers = [buttons.nearest(told.id)] if reply.nearest else []
        offers += [buttons.everywhere(told.id, reply.question)] if told.within else []
        reason = paragraph(reply.reason)
        tail = [*checked_block(told.checked), *buttons.row(offers), buttons.feedback(told.id)]
        return Message(plain(reply.reason), (*head, reason, *tail))

    total = len(reply.quotes) + len(reply.further)

    def frame(shown: int) -> tuple[list[Block], list[Block]]:
        row = _row(told.id, 0, shown, total)
        row += [buttons.share(told.id, shown, reply.question)] if private else []
        left_open = [paragraph(line) for line in captions.below(reply)]
        below = [*left_open, *checked_block(told.checked)]
        return head, [*below, *buttons.row(row), buttons.feedback(told.id)]

    lines = captions.above_quotes(reply)
    bold = isinstance(reply, Answer)
    return _fitted(reply.quotes, lines, told.titles, frame, total, bold=bold)


def page_message(page: Page) -> Message:
    """The next quotes of a reply, called no more than they are; without an answer, what is near."""

    def frame(shown: int) -> tuple[list[Block], list[Block]]:
        row = buttons.row(_row(page.id, page.offset, shown, page.total))
        return [], [*checked_block(page.checked), *row]

    return _paged(page, frame)


def shared_message(page: Page, question: str, person: str) -> Message:
    """A reply that `person` (a user id) shares: who asked what, and the quotes."""
    asker: list[Element] = [{"type": "user", "user_id": person}]
    asked = one_line(question, _LONGEST_QUESTION)
    head = [rich_text(section(asker + words(f"{wording.SHARED}{asked}")))]

    def frame(shown: int) -> tuple[list[Block], list[Block]]:
        row = buttons.row(_row(page.id, page.offset, shown, page.total))
        return head, [*checked_block(page.checked), *row, buttons.feedback(page.id)]

    return _paged(page, frame, f"{plain(question, _LONGEST_NAME)} — ")


def sentence(text: str) -> Message:
    """Something said in our own words, shown as it is."""
    return Message(plain(text), (paragraph(text),))


def _paged(page: Page, frame: _Frame, lead: str = "") -> Message:
    if page.quotes:
        total, bold = page.total - page.offset, page.answering
        return _fitted(page.quotes, page.captions, page.titles, frame, total, bold=bold, lead=lead)
    head, tail = frame(0)
    gone = paragraph(wording.QUOTES_GONE)
    return Message(wording.QUOTES_GONE, (*head, gone, *tail))


def _fitted(
    quotes: Sequence[Quote],
    lines: Sequence[str],
    titles: Titles,
    frame: _Frame,
    total: int,
    *,
    bold: bool,
    lead: str = "",
) -> Message:
    """As many of the quotes as fit, each below its line, at least the first in its shortest form.
    `total`: of which these are the first."""
    full = [next(forms(quote, titles, bold=bold)) for quote in quotes]
    tries = [full[:shown] for shown in range(len(full), 0, -1)]
    tries += [[form] for form in forms(quotes[0], titles, bold=bold)]
    for tried in tries:
        head, tail = frame(len(tried))
        shown = [
            block
            for form, line in zip(tried, lines, strict=False)
            for block in ([paragraph(line)] if line else []) + [form]
        ]
        blocks = (*head, *shown, *tail)
        if fits(blocks):
            break
    named = f"{lead}{lines[0]} " if lines[0] else lead
    return Message(_summary(named, quotes[0], total - 1), blocks, len(tried))


def _row(reply: str, offset: int, shown: int, total: int) -> list[Element]:
    """`offset` and `total` count in all quotes of the reply."""
    # Past a page whose quotes are all gone there may be others.
    following = offset + max(shown, 1)
    row = [buttons.more(reply, following, total - following)] if following < total else []
    return row + ([buttons.context(reply, offset, shown)] if shown else [])


def _summary(lead: str, quote: Quote, more: int) -> str:
    """The source comes first: whatever the words pretend, they are read as its words."""
    article = quote.article
    date = wording.dated(article)
    source = one_line(article.source, _LONGEST_NAME) or one_line(article.title, _LONGEST_NAME)
    named = lead + escaped(", ".join(filter(None, (source or wording.UNTITLED, date))))
    rest = f" ({wording.more_quotes(more)})" if more > 0 else ""
    return f"{named}: “{plain(quote.text, MOST_TEXT - len(named) - 200)}”{rest}"


def _within(title: str) -> list[Block]:
    named = escaped(wording.WITHIN.format(story=one_line(title, _LONGEST_NAME)))
    return [{"type": "context", "elements": [{"type": "mrkdwn", "text": named, "verbatim": True}]}]
