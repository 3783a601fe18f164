"""A document → what the terminal shows: the third way to draw it. Pure but for printing.

Nothing is left out for want of room, and nothing can be pressed: what a button would do is said
where a flag does it.
"""

from rich.console import Console, RenderableType
from rich.padding import Padding
from rich.text import Text

from adapters.cli.terminal_text import harmless, shown_apart
from bot import timeline_wording
from bot.documents.actions import More, Turn
from bot.documents.fitting import whole
from bot.documents.quotes import day_in_words
from bot.documents.tree import (
    Below,
    Bullets,
    Button,
    Buttons,
    Channel,
    CommandLine,
    Copyable,
    Day,
    Document,
    Group,
    Heading,
    Inline,
    Kind,
    Line,
    Link,
    Paragraph,
    Person,
    Ping,
    Quotation,
    Style,
    Words,
)

_STYLES = {Style.BOLD: "bold", Style.ITALIC: "italic", Style.CODE: "bold", Style.PLAIN: ""}
_INDENT = (0, 0, 0, 2)


def print_document(console: Console, document: Document) -> None:
    """All of it."""
    shown = whole(document)
    warns = document.kind is Kind.NO_ANSWER
    for part in shown.head:
        _print_below(console, part)
    for number, group in enumerate(shown.groups):
        if number and isinstance(group[0], Paragraph):
            console.print()
        _print_group(console, group, style="yellow" if warns else "")
    for number, part in enumerate(shown.below):
        if number == 0 and isinstance(part, Paragraph):
            console.print()
        _print_below(console, part)


def text_of(line: Line, style: str = "") -> Text:
    """A line as rich writes it."""
    made = Text(style=style)
    for part in line:
        made.append(_inline(part))
    return made


def _print_group(console: Console, group: Group, *, style: str = "") -> None:
    quoted = False
    for block in group:
        match block:
            case Quotation():
                quoted = True
                console.print()
                console.print(_indented(_quotation(block)))
            case Paragraph(line, small) if quoted:
                # Below a quote: where it stands, and who else prints it.
                console.print(_indented(text_of(line, "dim" if small else "cyan")))
            case Paragraph(line, small):
                console.print(text_of(line, style or ("dim" if small else "yellow")))
            case Heading(line):
                console.print(text_of(line, "bold"))
            case Bullets(items):
                for item in items:
                    console.print(_indented(text_of(item)))
            case Copyable(text):
                console.print()
                console.print(Text(harmless(text)), soft_wrap=True)
    for url in _addresses(group):
        # Never wrapped: a broken link can't be clicked or copied.
        console.print(Text(f"  {harmless(url)}", style="blue"), soft_wrap=True)


def _print_below(console: Console, part: Below) -> None:
    match part:
        case Heading(line):
            console.print(text_of(line, "bold"))
        case Paragraph(line, small):
            console.print(text_of(line, "dim" if small else "yellow"))
        case Buttons(buttons):
            for said in filter(None, map(_flag_for, buttons)):
                console.print(said, style="dim")


def _flag_for(button: Button) -> str:
    match button.action:
        case More():
            return f"{button.label}: ask with --top"
        case Turn(_, page, _) if button.label in (
            timeline_wording.LATER(),
            timeline_wording.EARLIER(),
        ):
            return f"{button.label}: --page {page + 1}"
    return ""


def _quotation(block: Quotation) -> Text:
    words = Text(harmless(block.text))
    for start, end in block.bold:
        words.stylize("bold green", start, end)
    for start, end in block.struck:
        words.stylize("strike", start, end)
    return Text.assemble(harmless(block.before), "“", words, "”", harmless(block.after))


def _inline(part: Inline) -> Text:
    match part:
        case Words(text, style):
            return Text(shown_apart(text), style=_STYLES[style])
        case Link(words, _):
            return Text(shown_apart(words))
        case Day(moment):
            return Text(day_in_words(moment))
        case CommandLine(command, arguments):
            typed = " ".join([command, *(value for _, value in arguments)])
            return Text(harmless(f"pullquote {typed}"), style="bold")
        case Person(id) | Channel(id) | Ping(id):
            return Text(harmless(id))


def _addresses(group: Group) -> list[str]:
    """Of the links that are no copies: those stand in small print."""
    lines = [block.line for block in group if isinstance(block, Paragraph) and not block.small]
    return list(dict.fromkeys(one.url for line in lines for one in line if isinstance(one, Link)))


def _indented(text: Text) -> RenderableType:
    return Padding(text, _INDENT, expand=False)
