"""Quotes with what stands around them → the message that shows them. Pure."""

from collections.abc import Iterator, Sequence

from adapters.discord.components import BLUE, Component, box, text
from adapters.discord.limits import fits
from adapters.discord.markdown import quotation
from adapters.discord.message import Message
from adapters.discord.quoted import byline, captioned, forms
from adapters.discord.replies import paragraph
from bot import wording
from bot.desk import Page, Surrounded
from bot.safe_text import marked

# Characters shown before and after a quote: as many as all quotes together leave room for.
_MARGINS = (1_500, 1_000, 500, 250, 120, 0)


def context_message(page: Page, around: Sequence[Surrounded]) -> Message:
    """Each quote of the page inside the passage around it, bold where it is an answer's; what
    doesn't fit is left out with a note."""
    if not around:
        return Message((text(paragraph(wording.QUOTES_GONE)),))
    tries = _tries(page, around)
    return next(message for message in tries if fits(message.components))


def _tries(page: Page, around: Sequence[Surrounded]) -> Iterator[Message]:
    """From everything down to what always fits."""
    for count in range(len(around), 0, -1):
        left = len(around) - count
        note = [text(paragraph(wording.left_out(left)))] if left else []
        for margin in _MARGINS:
            shown = [_passage(one, page, margin) for one in around[:count]]
            yield Message((_boxed(shown, page), *note), count)
    for form in forms(around[0].quote, page.titles, bold=page.answering):
        yield Message((_boxed([form], page), *note), 1)


def _boxed(shown: Sequence[Component], page: Page) -> Component:
    lines = zip(page.captions, shown, strict=False)
    return box(
        (captioned(line, one) for line, one in lines), colour=BLUE if page.answering else None
    )


def _passage(one: Surrounded, page: Page, margin: int) -> Component:
    before = _before(one.before, margin)
    passage = f"{before}{one.quote.text}{_after(one.after, margin)}"
    quoted = (len(before), len(before) + len(one.quote.text))
    shown = quotation(passage, [quoted] if page.answering else [])
    return text(shown, byline(one.quote.article, one.quote.link, page.titles))


def _before(passage: str, margin: int) -> str:
    """The last whole words of it, which may not turn the quote's words around."""
    if len(passage) <= margin:
        return marked(passage)
    kept = passage[len(passage) - margin :].partition(" ")[2] if margin else ""
    return f"{wording.OMITTED} {marked(kept)}"


def _after(passage: str, margin: int) -> str:
    """The first whole words of it."""
    if len(passage) <= margin:
        return marked(passage)
    return f"{marked(passage[:margin].rpartition(' ')[0])} {wording.OMITTED}"
