"""Quotes with what stands around them → the modal that shows them. Pure."""

from collections.abc import Iterator, Sequence
from typing import Any

from adapters.slack import wording as slack_wording
from adapters.slack.limits import fits
from adapters.slack.plain_text import paragraph
from adapters.slack.quoted import byline, forms
from adapters.slack.rich_text import Block, Element, quotation, rich_text, section, words
from bot import wording
from bot.desk import Page, Surrounded
from bot.safe_text import marked, sendable

# Characters shown before and after a quote: as many as all quotes together leave room for.
_MARGINS = (2_000, 1_000, 500, 250, 120, 0)


def context_view(page: Page, around: Sequence[Surrounded]) -> dict[str, Any]:
    """Each quote of the page inside the passage around it, bold where it is an answer's; what
    doesn't fit is left out with a note."""
    return _modal(next(blocks for blocks in _tries(page, around) if fits(blocks)))


def loading_view() -> dict[str, Any]:
    """What to show until the passages are there."""
    return _modal([paragraph(slack_wording.LOADING)])


def failed_view(sentence: str) -> dict[str, Any]:
    """Why there are no passages."""
    return _modal([paragraph(sentence)])


def _tries(page: Page, around: Sequence[Surrounded]) -> Iterator[list[Block]]:
    """From everything down to what always fits."""
    if not around:
        yield [paragraph(wording.QUOTES_GONE)]
        return
    for count in range(len(around), 0, -1):
        shown, left_out = around[:count], len(around) - count
        note = [paragraph(wording.left_out(left_out))] if left_out else []
        for margin in _MARGINS:
            blocks = [_block(one, page, margin) for one in shown]
            yield [*_below_lines(blocks, page.captions), *note]
    for form in forms(around[0].quote, page.titles, bold=page.answering):
        yield [*_below_lines([form], page.captions), *note]


def _below_lines(blocks: Sequence[Block], lines: Sequence[str]) -> Iterator[Block]:
    for block, line in zip(blocks, lines, strict=False):
        if line:
            yield paragraph(line)
        yield block


def _block(one: Surrounded, page: Page, margin: int) -> Block:
    text = sendable(one.quote.text)
    quoted = words(text, bold=True) if page.answering else words(text)
    passage = [*_before(one.before, margin), *quoted, *_after(one.after, margin)]
    named = byline(one.quote.article, one.quote.link, page.titles)
    return rich_text(quotation(passage), section(named))


def _before(text: str, margin: int) -> list[Element]:
    """The last whole words of `text`, which may not turn the quote's words around."""
    if len(text) <= margin:
        return words(marked(text))
    kept = text[len(text) - margin :].partition(" ")[2] if margin else ""
    return words(f"{wording.OMITTED} {marked(kept)}")


def _after(text: str, margin: int) -> list[Element]:
    """The first whole words of `text`."""
    if len(text) <= margin:
        return words(marked(text))
    return words(f"{marked(text[:margin].rpartition(' ')[0])} {wording.OMITTED}")


def _modal(blocks: Sequence[Block]) -> dict[str, Any]:
    return {
        "type": "modal",
        "title": {"type": "plain_text", "text": slack_wording.CONTEXT_TITLE},
        "close": {"type": "plain_text", "text": slack_wording.CLOSE},
        "blocks": list(blocks),
    }
