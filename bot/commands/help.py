"""The ways to ask at a door → the document that lists them. Pure."""

from collections.abc import Iterable
from dataclasses import replace

from bot import wording
from bot.commands.command import Command
from bot.commands.names import argument_name
from bot.conversation import Door
from bot.documents.manners import manner_lines
from bot.documents.tree import (
    Bullets,
    CommandLine,
    Document,
    Entry,
    Heading,
    Line,
    Paragraph,
    Style,
    Words,
    filled,
    line,
)
from bot.language import _
from bot.manners import USUAL, Manner
from bot.manners_wording import title


def help_document(
    door: Door, commands: Iterable[Command], keeping: Line = (), manner: Manner = USUAL
) -> Document:
    """What can be asked there, how, and what comes of it; `keeping`: what is kept of it, `manner`:
    how the place is answered."""
    ways = (*door.ways(), *((typed(one), _(one.description)) for one in commands))
    listed = Bullets(
        tuple(filled(wording.WHAT_IT_DOES(), typed=_bold(what), does=does) for what, does in ways)
    )
    return Document(
        wording.INTRODUCTION(),
        (
            Entry(
                (
                    (
                        Paragraph(line(wording.INTRODUCTION())),
                        Heading(line(wording.HOW_TO_ASK())),
                        listed,
                        *_of_place(manner),
                        *((Paragraph(keeping, small=True),) if keeping else ()),
                    ),
                )
            ),
        ),
    )


def _of_place(manner: Manner) -> tuple[Heading | Bullets, ...]:
    lines = manner_lines(manner)
    return (Heading(line(title())), Bullets(lines)) if lines else ()


def typed(command: Command) -> Line:
    """What to type, with its required arguments."""
    names = tuple(
        (one.name, argument_name(one.name).upper()) for one in command.arguments if one.required
    )
    return (CommandLine(command.name, names),)


def _bold(parts: Line) -> Line:
    return tuple(
        replace(part, style=Style.BOLD) if isinstance(part, Words) else part for part in parts
    )
