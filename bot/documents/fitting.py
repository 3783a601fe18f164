"""A document, a platform's drawing and its measure → the fullest drawing that the platform takes.

Pure. The one place that decides what gives way where a message is full; words of an article are
never cut.
"""

from collections.abc import Callable, Sequence
from typing import TypeVar

from bot.documents.tree import (
    Bullets,
    Copyable,
    Document,
    Fitted,
    Group,
    Heading,
    Link,
    Paragraph,
    Quotation,
    Shortening,
    Words,
)

M = TypeVar("M")


def fitted(document: Document, draw: Callable[[Fitted], M], fits: Callable[[M], bool]) -> M:
    """`draw`s it ever smaller until it `fits`; the smallest, where even that does not."""
    full = [entry.forms[0] for entry in document.entries]
    drawn = draw(_shown(document, full))
    if fits(drawn) or not full:
        return drawn
    if document.shortening is Shortening.LONGEST:
        return _longest_shortened(document, draw, fits)
    low, high = 1, len(full)
    while low < high:
        middle = (low + high + 1) // 2
        if fits(draw(_shown(document, full[:middle]))):
            low = middle
        else:
            high = middle - 1
    drawn = draw(_shown(document, full[:low]))
    for form in document.entries[0].forms if low == 1 else ():
        drawn = draw(_shown(document, [form]))
        if fits(drawn):
            break
    return drawn


def whole(document: Document) -> Fitted:
    """All of it, for a platform without limits."""
    return _shown(document, [entry.forms[0] for entry in document.entries])


def _longest_shortened(
    document: Document, draw: Callable[[Fitted], M], fits: Callable[[M], bool]
) -> M:
    kinds = [entry.forms for entry in document.entries]
    chosen = [0] * len(kinds)
    while True:
        groups = [forms[form] for forms, form in zip(kinds, chosen, strict=True)]
        drawn = draw(_shown(document, groups))
        if fits(drawn):
            return drawn
        lengths = {
            at: _length(group) for at, group in enumerate(groups) if chosen[at] < len(kinds[at]) - 1
        }
        if lengths:
            chosen[max(lengths, key=lambda at: lengths[at])] += 1
        elif len(kinds) > 1:
            kinds.pop()
            chosen = [0] * len(kinds)
        else:
            return drawn


def _shown(document: Document, groups: Sequence[Group]) -> Fitted:
    return Fitted(
        document.head,
        tuple(groups),
        document.below(len(groups)),
        document.kind,
        document.divided,
        document.summary,
    )


def _length(group: Group) -> int:
    """In characters; what a link takes counts too."""
    length = 0
    for block in group:
        match block:
            case Quotation():
                length += len(block.before) + len(block.text) + len(block.after)
            case Heading(line) | Paragraph(line, _):
                length += sum(map(_of_inline, line))
            case Copyable(text):
                length += len(text)
            case Bullets(items):
                length += sum(_of_inline(one) for item in items for one in item)
    return length


def _of_inline(one: object) -> int:
    match one:
        case Words(text, _):
            return len(text)
        case Link(words, url):
            return len(words) + len(url)
    return 20
