"""Quotes with what stands around them → the document that shows them. Pure."""

from collections.abc import Sequence
from dataclasses import replace

from bot import wording
from bot.desk import Page, Surrounded
from bot.documents.quotes import byline, captioned, quote_entry, story_below, story_of_all
from bot.documents.tree import (
    Below,
    Document,
    Entry,
    Group,
    Kind,
    Paragraph,
    Quotation,
    Shortening,
    line,
    said,
)
from bot.safe_text import marked, sendable

# Characters shown before and after a quote: as many as all quotes together leave room for.
_MARGINS = (2_000, 1_000, 500, 250, 120, 0)


def context_document(page: Page, around: Sequence[Surrounded]) -> Document:
    """Each quote of the page inside the passage around it, its answering words bold where it is an
    answer's; what has no room is left out with a note."""
    if not around:
        return said(wording.QUOTES_GONE())
    story = story_of_all(page.quotes, page.titles)
    if story:
        page = replace(page, titles={})

    def below(shown: int) -> tuple[Below, ...]:
        left = len(around) - shown
        note = (Paragraph(line(wording.left_out(left))),) if left else ()
        return (*note, *story_below(story))

    return Document(
        wording.CONTEXT(),
        tuple(_entry(one, page, above) for one, above in zip(around, page.captions, strict=False)),
        below=below,
        kind=Kind.ANSWER if page.answering else Kind.POSSIBLE,
        shortening=Shortening.LONGEST,
        divided=True,
    )


def _entry(one: Surrounded, page: Page, above: str) -> Entry:
    passages = [captioned(above, _passage(one, page, margin)) for margin in _MARGINS]
    alone = quote_entry(one.quote, page.titles, bold=page.answering, above=above)
    return Entry((*passages, *alone.forms))


def _passage(one: Surrounded, page: Page, margin: int) -> Group:
    quoted = Quotation(
        sendable(one.quote.text),
        one.quote.highlight if page.answering else (),
        before=_before(one.before, margin),
        after=_after(one.after, margin),
    )
    return quoted, Paragraph(byline(one.quote.article, one.quote.link, page.titles))


def _before(text: str, margin: int) -> str:
    """The last whole words of it, which may not turn the quote's words around."""
    if len(text) <= margin:
        return marked(text)
    kept = text[len(text) - margin :].partition(" ")[2] if margin else ""
    return f"{wording.OMITTED()} {marked(kept)}"


def _after(text: str, margin: int) -> str:
    """The first whole words of it."""
    if len(text) <= margin:
        return marked(text)
    return f"{marked(text[:margin].rpartition(' ')[0])} {wording.OMITTED()}"
