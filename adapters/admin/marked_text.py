"""A text and spans of it that were quoted, or that changed → HTML that shows it. Pure.

Spans may touch, nest and overlap: the text is cut where any of them begins or ends, and each piece
is marked by itself.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from markupsafe import Markup

from adapters.admin import wording as words
from bot.safe_text import sendable
from retrieval.sentences import Span

_CHANGED = {
    "del": Markup("<del>{}</del>"),
    "ins": Markup("<ins>{}</ins>"),
}
_GIVEN = Markup('<mark class="given">{}</mark>')
_REFERENCE = Markup('<a class="ref" href="#quote-{0}" aria-label="{1}">{0}</a>')


@dataclass(frozen=True, slots=True)
class GivenSpan:
    """Words that were quoted; `number` is what the quote is called on the page."""

    number: int
    span: Span


def marked_text(
    text: str,
    within: Span,
    given: Sequence[GivenSpan] = (),
    changed: Sequence[Span] = (),
    change: str = "ins",
) -> Markup:
    """`text[within]`, with what was quoted marked and numbered at its end, and what changed as
    deleted ("del") or inserted ("ins"). Spans are relative to `text`."""
    first, last = within
    given = [one for one in given if one.span[0] < last and first < one.span[1]]
    cuts = {first, last}
    for start, end in (*(one.span for one in given), *changed):
        cuts |= {min(max(start, first), last), min(max(end, first), last)}
    places = sorted(cuts)
    shown = Markup()
    for start, end in pairwise(places):
        piece = Markup("{}").format(sendable(text[start:end]))
        if _covers(changed, start):
            piece = _CHANGED[change].format(piece)
        if _covers([one.span for one in given], start):
            piece = _GIVEN.format(piece)
        shown += piece
        for number in sorted({one.number for one in given if one.span[1] == end}):
            shown += _REFERENCE.format(number, words.quote_number(number))
    return shown


def _covers(spans: Sequence[Span], place: int) -> bool:
    return any(start <= place < end for start, end in spans)
