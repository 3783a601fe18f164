"""A page of a story's timeline → the message that shows it. Pure."""

from collections.abc import Iterator
from dataclasses import replace

from adapters.discord.actions import Turn, custom_id, story_mark
from adapters.discord.checked import checked_text
from adapters.discord.components import BLUE, Component, box, button, picture, row, text
from adapters.discord.limits import fits, size
from adapters.discord.markdown import escaped, small, strong
from adapters.discord.message import Message
from adapters.discord.quoted import forms
from adapters.discord.replies import paragraph
from bot import wording
from bot.safe_text import marked, one_line
from bot.timelines import PAGE, TimelinePage
from retrieval.timeline import Development

_LONGEST_NAME = 100


def timeline_message(page: TimelinePage, png: bytes = b"", alt: str = "") -> Message:
    """Dated quotes, buttons to the other pages, and the picture `png`, which `alt` describes."""
    title = one_line(page.story.title, _LONGEST_NAME) or wording.UNTITLED
    heading = strong(wording.timeline_of(title))
    if not page.developments:
        return Message((text(heading, paragraph(wording.NO_DEVELOPMENTS)),))
    first = page.number * PAGE + 1
    which = wording.developments(
        first, first + len(page.developments) - 1, page.total, newest_first=page.newest_first
    )
    head = text(heading, small(escaped(which)))
    shown = [picture(marked(alt))] if png else []
    tail = [*shown, *checked_text(page.checked), *row(_buttons(page))]
    return _fitted(page, head, tail, png)


def _forms(development: Development) -> Iterator[Component]:
    """Beside the quote: who else reports it, in whatever words."""
    quote = replace(development.quote, also_in=development.articles)
    return forms(quote, {}, bold=False, beside=wording.ALSO_REPORTED_BY)


def _fitted(page: TimelinePage, head: Component, tail: list[Component], png: bytes) -> Message:
    """With the longest quote in a shorter form as often as needed, then without the last ones."""
    kinds = [[*_forms(one)] for one in page.developments]
    chosen = [0] * len(kinds)
    while True:
        parts = [forms[form] for forms, form in zip(kinds, chosen, strict=True)]
        left = len(page.developments) - len(parts)
        note = [text(paragraph(wording.left_out(left)))] if left else []
        components = (head, box(parts, BLUE), *note, *tail)
        if fits(components):
            return Message(components, len(parts), png)
        lengths = {
            at: size(part["content"])
            for at, part in enumerate(parts)
            if chosen[at] < len(kinds[at]) - 1
        }
        if lengths:
            chosen[max(lengths, key=lambda at: lengths[at])] += 1
        else:
            kinds.pop()
            chosen.pop()


def _buttons(page: TimelinePage) -> list[Component]:
    """To the page before, the one after, and the other way around."""
    back, on = wording.EARLIER, wording.LATER
    if page.newest_first:
        back, on = on, back
    turns = []
    if page.number:
        turns.append((back, page.number - 1, page.newest_first))
    if page.number + 1 < page.pages:
        turns.append((on, page.number + 1, page.newest_first))
    if page.total > 1:
        other = wording.OLDEST_FIRST if page.newest_first else wording.NEWEST_FIRST
        turns.append((other, 0, not page.newest_first))
    story = story_mark(page.story.slug)
    return [
        button(label, custom_id(Turn(story, number, newest))) for label, number, newest in turns
    ]
