"""A document → the message that shows it inside Discord's limits. Pure."""

from collections.abc import Iterable, Mapping
from functools import partial
from typing import Any

from adapters.discord.components import (
    AMBER,
    BLUE,
    Component,
    box,
    button,
    file,
    picture,
    row,
    text,
)
from adapters.discord.limits import fits, nested
from adapters.discord.lines import CommandIds, in_bold, markdown_of
from adapters.discord.markdown import escaped, preformatted, quotation, small, unescaped
from adapters.discord.message import Message
from bot import wording
from bot.documents.actions import Rate, token
from bot.documents.fitting import fitted
from bot.documents.tree import (
    Below,
    Block,
    Bullets,
    Button,
    Buttons,
    Copyable,
    Document,
    File,
    Fitted,
    Group,
    Heading,
    Kind,
    Paragraph,
    Picture,
    Ping,
    Quotation,
    Verdict,
)

_COLOURS = {Kind.ANSWER: BLUE, Kind.NEWS: BLUE, Kind.CORRECTION: AMBER}
_OURS = (Kind.NOTE, Kind.OUTAGE)
_MOST_BUTTONS = 5  # side by side
# Characters of one sentence of ours: where even the shortest document is too long, it is cut.
_LONGEST_WORDS = (1_400, 500, 150)
_NO_IDS: CommandIds = {}


def message_of(document: Document, ids: CommandIds = _NO_IDS) -> Message:
    """The message; commands whose `ids` are known can be pressed in it."""
    for most in _LONGEST_WORDS:
        message = fitted(document, partial(_drawn, ids, most), _fits)
        if _fits(message):
            break
    return message


def question_of(components: Iterable[Mapping[str, Any]]) -> str:
    """The question that a reply of ours repeats, from its components as Discord sends them.

    A very long one was cut and ends with "…"; "" where none is repeated.
    """
    leads = [small(escaped(one)) for one in wording.ASKED.in_all()]
    for part in nested(components):
        first = str(part.get("content", "")).partition("\n")[0]
        for lead in leads:
            if first.startswith(lead):
                return unescaped(first.removeprefix(lead))
    return ""


def _fits(message: Message) -> bool:
    return fits(message.components)


def _drawn(ids: CommandIds, most: int, shown: Fitted) -> Message:
    draw = partial(_block, ids, most)
    head, below = _parts(shown.head, draw), _parts(shown.below, draw)
    inside = [text(one) for group in _joined(shown.groups) if (one := _group(group, draw)).strip()]
    if shown.kind in _OURS:
        # What heads a list belongs to it; a sentence alone needs no box around it.
        head, inside = [], [*head, *inside]
    alone = shown.kind in _OURS and not shown.head and _is_sentence(shown.groups)
    if inside and not alone:
        inside = [box(inside, _COLOURS.get(shown.kind), divided=shown.divided)]
    framing = (*shown.head, *shown.below)
    pictures = [one for one in framing if isinstance(one, Picture)]
    files = tuple(one for one in framing if isinstance(one, File))
    png = pictures[0].png if pictures else b""
    return Message((*head, *inside, *below), png, files, _pings(shown))


def _pings(shown: Fitted) -> tuple[str, ...]:
    """Of the head alone: what stands elsewhere was said by others."""
    lines = (one.line for one in shown.head if isinstance(one, Paragraph))
    return tuple(part.id for line in lines for part in line if isinstance(part, Ping))


_Draw = partial[str]


def _joined(groups: tuple[Group, ...]) -> list[Group]:
    """Points of a list that follow each other are one list: there is room for more of them."""
    joined = list[Group]()
    for group in groups:
        if joined and _is_list(group) and _is_list(joined[-1]):
            joined[-1] += group
        else:
            joined.append(group)
    return joined


def _is_list(group: Group) -> bool:
    return all(isinstance(block, Bullets) for block in group)


def _is_sentence(groups: tuple[Group, ...]) -> bool:
    return len(groups) == 1 and all(isinstance(block, Paragraph) for block in groups[0])


def _parts(below: tuple[Below, ...], draw: _Draw) -> list[Component]:
    """Texts that follow each other as one, and buttons side by side."""
    parts, lines, buttons = list[Component](), list[Block](), list[tuple[Button, ...]]()

    def close() -> None:
        if (content := _group(tuple(lines), draw)).strip():
            parts.append(text(content))
        parts.extend(_rows(buttons))
        lines.clear()
        buttons.clear()

    for one in below:
        match one:
            case Buttons(pressed):
                buttons.append(pressed)
            case Verdict(reply):
                buttons.append(_verdict(reply))
            case Picture(_, alt):
                close()
                parts.append(picture(alt))
            case File(name):
                close()
                parts.append(file(name))
            case _:
                if buttons:
                    close()
                lines.append(one)
    close()
    return parts


def _verdict(reply: str) -> tuple[Button, ...]:
    return (
        Button(wording.HELPFUL(), Rate(reply, helpful=True)),
        Button(wording.NOT_HELPFUL(), Rate(reply, helpful=False)),
    )


def _rows(buttons: Iterable[tuple[Button, ...]]) -> list[Component]:
    """What belongs together stays in one row."""
    rows = list[list[Button]]()
    for some in buttons:
        if rows and len(rows[-1]) + len(some) <= _MOST_BUTTONS:
            rows[-1] += some
        else:
            rows.append(list(some[:_MOST_BUTTONS]))
    drawn = ([button(one.label, token(one.action)) for one in some] for some in rows)
    return [part for some in drawn for part in row(some)]


def _group(group: Group, draw: _Draw) -> str:
    parts, quoted = list[str](), False
    for block in group:
        drawn = draw(block)
        if not drawn:
            continue
        quotes = isinstance(block, Quotation)
        # Without a line between them two quotes would be one.
        parts += ["", drawn] if quoted and quotes else [drawn]
        quoted = quotes
    return "\n".join(parts)


def _block(ids: CommandIds, most: int, block: Block) -> str:
    match block:
        case Heading(line):
            return markdown_of(in_bold(line), ids, most)
        case Paragraph(line, True):
            lines = markdown_of(line, ids, most).split("\n")
            return "\n".join(small(one) for one in lines if one.strip())
        case Paragraph(line, _):
            return markdown_of(line, ids, most)
        case Quotation(words, bold, struck, before, after):
            return quotation(words, bold, struck, before, after)
        case Bullets(items):
            drawn = (markdown_of(item, ids, most) for item in items)
            return "\n".join(f"- {one}" for one in drawn if one)
        case Copyable(words):
            return preformatted(words)
