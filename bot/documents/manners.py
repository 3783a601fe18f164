"""What is set for how a channel is answered → the document that says so. Pure."""

from bot import manners_wording as w
from bot.conversation import Door, type_
from bot.documents.tree import Bullets, Document, Entry, Group, Heading, Line, Paragraph, line
from bot.manners import Askers, Hears, Manner, Where
from bot.safe_text import one_line

_LONGEST_NAME = 80


def manner_document(manner: Manner, door: Door, warning: str = "") -> Document:
    """All three, with the commands that change each; `warning`: why something of it can't be."""
    settings = (
        line(hears_line(manner.hears), f" {w.to_change()} ", type_("listen")),
        line(where_line(manner.where), f" {w.to_change()} ", type_("replies")),
        line(askers_line(manner.askers), f" {w.to_change()} ", type_("askers")),
    )
    more = (Paragraph(line(w.also_set_for_all())),) if door.narrowed else ()
    first = (Paragraph(line(warning)),) if warning else ()
    shown: Group = (*first, Heading(line(w.title())), Bullets(settings), *more)
    return Document(warning or w.title(), (Entry((shown,)),))


def manner_lines(manner: Manner) -> tuple[Line, ...]:
    """Only what is not as everywhere, for help."""
    lines = list[Line]()
    if manner.hears is not Hears.MENTIONS:
        lines.append(line(hears_line(manner.hears)))
    if manner.where is not Where.USUAL:
        lines.append(line(where_line(manner.where)))
    if not manner.askers.everybody:
        lines.append(line(askers_line(manner.askers)))
    return tuple(lines)


def hears_line(hears: Hears) -> str:
    """The sentence for it."""
    match hears:
        case Hears.MENTIONS:
            return w.hears_mentions()
        case Hears.QUESTIONS:
            return w.hears_questions()
        case Hears.EVERY:
            return w.hears_every()


def where_line(where: Where) -> str:
    """The sentence for it."""
    match where:
        case Where.USUAL:
            return w.where_usual()
        case Where.THREAD:
            return w.where_thread()
        case Where.CHANNEL:
            return w.where_channel()


def askers_line(askers: Askers) -> str:
    """The sentence for it."""
    if askers.groups:
        names = (one_line(group.name, _LONGEST_NAME) for group in askers.groups)
        return w.askers_groups(", ".join(names))
    return w.askers_members() if askers.members_only else w.askers_everybody()
