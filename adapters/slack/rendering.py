"""A document → a message, a modal or the App Home, inside Slack's limits. Pure."""

import re
from collections.abc import Sequence
from typing import Any

from adapters.slack import blocks as draw
from adapters.slack.blocks import Json
from adapters.slack.limits import MOST_TEXT, fits, view_fits
from adapters.slack.message import Message
from adapters.slack.wording import CLOSE
from bot import wording
from bot.documents.fitting import fitted
from bot.documents.tree import (
    Below,
    Block,
    Bullets,
    Buttons,
    Channel,
    Document,
    Entry,
    File,
    Fitted,
    Group,
    Heading,
    Inline,
    Paragraph,
    Picture,
    Verdict,
    line,
)
from bot.safe_text import cut, escaped, sendable

_BREAKS = re.compile("[\t\r\n\u2028\u2029]+")
# More groups than these are drawn as one block, so that blocks don't run out before bytes do.
_GROUPS_OF_A_MESSAGE, _GROUPS_OF_A_VIEW = 36, 80


def message_of(document: Document, file: str = "") -> Message:
    """`file`: the uploaded picture of the document, by Slack's id; "" shows none."""

    def drawn(shown: Fitted) -> tuple[Json, ...]:
        return tuple(_drawn(shown, _GROUPS_OF_A_MESSAGE, _Surface(view=False, file=file)))

    shown = fitted(document, drawn, fits)
    summary = _whole_sentence(document) or plain_summary(document.summary)
    if not shown or not fits(shown):
        # Whatever it was, somebody waits for it: Slack would refuse it as a whole.
        shown = tuple(draw.rich_text([Paragraph(line(document.summary))]))
    return Message(summary, shown)


def home_of(document: Document) -> dict[str, Any]:
    """The App Home of somebody."""
    return {"type": "home", "blocks": _view_blocks(document)}


def modal_of(document: Document, title: str) -> dict[str, Any]:
    """A window to read; `title` has at most 24 characters."""
    return {
        "type": "modal",
        "title": {"type": "plain_text", "text": title},
        "close": {"type": "plain_text", "text": CLOSE()},
        "blocks": _view_blocks(document),
    }


def plain_summary(summary: str, most: int = MOST_TEXT) -> str:
    """For notifications: as many of its first words as have `most` characters once escaped."""
    # Slack takes no empty text, and somebody waits for the message.
    size, summary = most, sendable(_BREAKS.sub(" ", summary)).strip() or wording.UNTITLED()
    while len(shown := escaped(cut(summary, size))) > most:
        size -= size // 8
    return shown


def _whole_sentence(document: Document) -> str:
    """What a document says that is one line alone: the command or channel in it, too. "" for any
    other."""
    match document:
        case Document(entries=(Entry(((Paragraph(said),),)),), head=()):
            parts = [_read_out(one) for one in said]
            whole = "".join(filter(None, parts))
            if None not in parts and whole.strip() and len(whole) <= MOST_TEXT:
                return sendable(_BREAKS.sub(" ", whole))
    return ""


def _read_out(one: Inline) -> str | None:
    if isinstance(one, Channel):
        return f"<#{one.id}>"
    plainly = draw.said_plainly((one,))
    return None if plainly is None else escaped(plainly)


class _Surface:
    """Where it is drawn, and the ids of buttons there so far."""

    def __init__(self, *, view: bool, file: str = "") -> None:
        self.view = view
        self.file = file
        self.taken: set[str] = set()


def _view_blocks(document: Document) -> list[Json]:
    def drawn(shown: Fitted) -> list[Json]:
        return _drawn(shown, _GROUPS_OF_A_VIEW, _Surface(view=True))

    shown = fitted(document, drawn, view_fits)
    if not shown or not view_fits(shown):
        return draw.rich_text([Paragraph(line(document.summary))])
    return shown


def _drawn(shown: Fitted, most: int, surface: _Surface) -> list[Json]:
    return [
        *_framing(shown.head, surface),
        *_entries(shown.groups, most),
        *_framing(shown.below, surface),
    ]


def _entries(groups: Sequence[Group], most: int) -> list[Json]:
    """Each a block of its own; a list, and what is too many for that, is one."""
    blocks = [block for group in groups for block in group]
    lists = [block for block in blocks if isinstance(block, Bullets)]
    if len(lists) == len(blocks):
        items = (item for one in lists for item in one.items)
        return draw.rich_text([Bullets(tuple(items))])
    if len(groups) > most:
        return draw.spaced(groups)
    return [block for group in groups for block in draw.rich_text(group)]


def _framing(parts: Sequence[Below], surface: _Surface) -> list[Json]:
    """What stands above or below the entries: a list or a quote belongs to the line above it, and
    lines below a heading belong to that."""
    made: list[Json] = []
    held: list[Block] = []

    def let_go() -> None:
        made.extend(draw.rich_text(held))
        held.clear()

    for part in parts:
        match part:
            case Heading() if surface.view:
                let_go()
                made += draw.header(part.line)
            case Paragraph(small=True):
                let_go()
                made += draw.small(part.line)
            case Heading():
                let_go()
                held.append(part)
            case Paragraph():
                if held and not isinstance(held[-1], Heading):
                    let_go()
                held.append(part)
            case Buttons(buttons):
                let_go()
                made += draw.actions(buttons, surface.taken, surface.file)
            case Verdict():
                let_go()
                # Slack takes them in messages only.
                made += [] if surface.view else [draw.feedback(part, surface.taken)]
            case Picture():
                let_go()
                made += [draw.picture(part, surface.file)] if surface.file else []
            case File():
                pass  # it goes a way of its own: no block can hold it
            case _:
                held.append(part)
    let_go()
    return made
