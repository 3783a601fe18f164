"""Quotes with what stands around them → the modal that shows them. Pure."""

from collections.abc import Iterator, Sequence
from typing import Any

from adapters.shown_text import marked, sendable
from adapters.slack import wording as slack_wording
from adapters.slack.limits import fits
from adapters.slack.plain_text import paragraph
from adapters.slack.quoted import Titles, byline, forms
from adapters.slack.rich_text import Block, Element, quotation, rich_text, section, words
from bot import wording
from bot.desk import Surrounded

# Characters shown before and after a quote: as many as all quotes together leave room for.
_MARGINS = (2_000, 1_000, 500, 250, 120, 0)


def context_view(around: Sequence[Surrounded], titles: Titles) -> dict[str, Any]:
    """Each quote, bold, inside the passage around it; what doesn't fit is left out with a note."""
    return _modal(next(blocks for blocks in _tries(around, titles) if fits(blocks)))


def loading_view() -> dict[str, Any]:
    """What to show until the passages are there."""
    return _modal([paragraph(slack_wording.LOADING)])


def failed_view(sentence: str) -> dict[str, Any]:
    """Why there are no passages."""
    return _modal([paragraph(sentence)])


def _tries(around: Sequence[Surrounded], titles: Titles) -> Iterator[list[Block]]:
    """From everything down to what always fits."""
    if not around:
        yield [paragraph(wording.QUOTES_GONE)]
        return
    for count in range(len(around), 0, -1):
        shown, left_out = around[:count], len(around) - count
        note = [paragraph(wording.left_out(left_out))] if left_out else []
        for margin in _MARGINS:
            yield [*(_block(one, titles, margin) for one in shown), *note]
    for form in forms(around[0].quote, titles, bold=True):
        yield [form, *note]


def _block(one: Surrounded, titles: Titles, margin: int) -> Block:
    passage = [*_before(one.before, margin), *words(sendable(one.quote.text), bold=True)]
    passage += _after(one.after, margin)
    return rich_text(quotation(passage), section(byline(one.quote.article, one.quote.link, titles)))


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
