"""A page of a story's timeline → the message that shows it. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from adapters.slack import actions
from adapters.slack.actions import Turn, turn_value
from adapters.slack.buttons import row
from adapters.slack.checked import checked_block
from adapters.slack.limits import fits, size
from adapters.slack.message import Message
from adapters.slack.plain_text import paragraph, plain
from adapters.slack.quoted import forms
from adapters.slack.rich_text import Block, Element, joined, rich_text, section, words
from bot import wording
from bot.safe_text import one_line
from bot.timelines import PAGE, TimelinePage
from retrieval.timeline import Development

_LONGEST_NAME = 100
_LONGEST_ALT = 1_000  # as an upload takes it; a block would take 2,000


@dataclass(frozen=True, slots=True)
class Picture:
    """An uploaded image, by Slack's id, and what it shows in words."""

    file: str
    alt: str


def timeline_message(page: TimelinePage, picture: Picture | None = None) -> Message:
    """Dated quotes, buttons to the other pages, and the picture."""
    title = one_line(page.story.title, _LONGEST_NAME) or wording.UNTITLED
    heading = wording.timeline_of(title)
    if not page.developments:
        nothing = section(joined([words(heading, bold=True), words(wording.NO_DEVELOPMENTS)], "\n"))
        return Message(plain(f"{heading}. {wording.NO_DEVELOPMENTS}"), (rich_text(nothing),))
    first = page.number * PAGE + 1
    which = wording.developments(
        first, first + len(page.developments) - 1, page.total, newest_first=page.newest_first
    )
    head = rich_text(section(joined([words(heading, bold=True), words(which)], "\n")))
    shown = [_image(picture)] if picture else []
    buttons = row(_buttons(page, picture.file if picture else ""))
    tail = [*checked_block(page.checked), *buttons]
    text = plain(f"{heading}. {which}.")
    return Message(text, _fitted(page, [head, *shown], tail))


def alt_of(described: str) -> str:
    """The words for who can't see the picture, which hold names of papers."""
    return one_line(described, _LONGEST_ALT)


def _fitted(page: TimelinePage, head: list[Block], tail: list[Block]) -> tuple[Block, ...]:
    """With the longest quote in a shorter form as often as needed, then without the last ones."""
    kinds = [[*_forms(one)] for one in page.developments]
    chosen = [0] * len(kinds)
    while True:
        parts = [kind[form] for kind, form in zip(kinds, chosen, strict=True)]
        left = len(page.developments) - len(parts)
        note = [paragraph(wording.left_out(left))] if left else []
        blocks = (*head, *parts, *note, *tail)
        if fits(blocks):
            return blocks
        sizes = {
            at: size([part]) for at, part in enumerate(parts) if chosen[at] < len(kinds[at]) - 1
        }
        if sizes:
            chosen[max(sizes, key=lambda at: sizes[at])] += 1
        else:
            kinds.pop()
            chosen.pop()


def _forms(development: Development) -> Iterator[Block]:
    """Beside the quote: who else reports it, in whatever words."""
    quote = replace(development.quote, also_in=development.articles)
    return forms(quote, {}, bold=False, beside=wording.ALSO_REPORTED_BY)


def _image(picture: Picture) -> Block:
    return {"type": "image", "slack_file": {"id": picture.file}, "alt_text": picture.alt}


def _buttons(page: TimelinePage, file: str) -> list[Element]:
    """To the page before, the one after, and the other way around."""
    back, on = (actions.EARLIER, wording.EARLIER), (actions.LATER, wording.LATER)
    if page.newest_first:
        back, on = on, back
    turns = []
    if page.number:
        turns.append((*back, page.number - 1, page.newest_first))
    if page.number + 1 < page.pages:
        turns.append((*on, page.number + 1, page.newest_first))
    if page.total > 1:
        other = wording.OLDEST_FIRST if page.newest_first else wording.NEWEST_FIRST
        turns.append((actions.TURN_AROUND, other, 0, not page.newest_first))
    return [
        {
            "type": "button",
            "action_id": action,
            "text": {"type": "plain_text", "text": label},
            "value": turn_value(Turn(page.story.slug, number, newest_first, file)),
        }
        for action, label, number, newest_first in turns
    ]
